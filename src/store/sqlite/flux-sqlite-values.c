/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"

#include <string.h>

/* The values of a reading as columns, in this order: eight fields, delay, quality, own_time, rejected, metadata, post.
 * The fields stand in the order of FluxField. */

static gboolean
pack_own_time (const FluxReading *reading, guint8 packed[FLUX_SQLITE_OWN_TIME_SIZE])
{
  gint32 any = 0;

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      gint32 little_endian = GINT32_TO_LE (reading->own_time[i]);

      any |= reading->own_time[i];
      memcpy (packed + 4 * i, &little_endian, 4);
    }
  return any != 0;
}

void
flux_sqlite_bind_values (FluxSqliteStatement *statement, int index, const FluxReading *reading,
                         guint8 own_time[FLUX_SQLITE_OWN_TIME_SIZE])
{
  for (guint i = 0; i < FLUX_N_FIELDS; i++, index++)
    {
      if (!flux_reading_has (reading, i))
        sqlite3_bind_null (statement, index);
      else if (i == FLUX_FIELD_SIGNAL_STRENGTH)
        sqlite3_bind_int (statement, index, (int) reading->values[i]);
      else
        sqlite3_bind_double (statement, index, reading->values[i]);
    }
  sqlite3_bind_int64 (statement, index++, reading->received_at - reading->measured_at);
  sqlite3_bind_int64 (statement, index++, reading->quality);
  if (pack_own_time (reading, own_time))
    sqlite3_bind_blob (statement, index++, own_time, FLUX_SQLITE_OWN_TIME_SIZE, SQLITE_STATIC);
  else
    sqlite3_bind_null (statement, index++);
  flux_sqlite_bind_text (statement, index++, reading->rejected);
  flux_sqlite_bind_text (statement, index++, reading->metadata);
  flux_sqlite_bind_number (statement, index++, reading->post);
}

void
flux_sqlite_read_values (FluxSqliteStatement *statement, int column, FluxReading *reading)
{
  reading->present = 0;
  for (guint i = 0; i < FLUX_N_FIELDS; i++, column++)
    {
      reading->values[i] = 0;
      reading->own_time[i] = 0;
      if (sqlite3_column_type (statement, column) == SQLITE_NULL)
        continue;
      reading->values[i] = sqlite3_column_double (statement, column);
      reading->present |= FLUX_FIELD_BIT (i);
    }
  reading->received_at = reading->measured_at + sqlite3_column_int64 (statement, column++);
  reading->quality = sqlite3_column_int64 (statement, column++);
  if (sqlite3_column_bytes (statement, column) == FLUX_SQLITE_OWN_TIME_SIZE)
    {
      memcpy (reading->own_time, sqlite3_column_blob (statement, column), FLUX_SQLITE_OWN_TIME_SIZE);
      for (guint i = 0; i < FLUX_N_FIELDS; i++)
        reading->own_time[i] = GINT32_FROM_LE (reading->own_time[i]);
    }
  column++;
  reading->rejected = flux_sqlite_dup_text (statement, column++);
  reading->metadata = flux_sqlite_dup_text (statement, column++);
  reading->post = sqlite3_column_int64 (statement, column++);
}
