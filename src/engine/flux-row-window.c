/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-row-window.h"

#include "flux-period.h"
#include "flux-time.h"

/* Enough for every record that comes in order and in parts; whatever is older is asked of the store. */
#define MOST_ROWS 32
#define FEWEST_ROWS 2
#define MOST_SPAN FLUX_TIME_MINUTE

/* Older rows that had to be asked for stay a while: a gateway that sends the last minutes again asks for them with each
 * record. */
#define MOST_ROWS_AGAIN 256
#define PATIENCE 64

static FluxRow *
get_row (const FluxRowWindow *self, guint index)
{
  return g_ptr_array_index (self->rows, index);
}

static void
row_free (gpointer data)
{
  FluxRow *row = data;

  flux_reading_clear (&row->reading);
  g_free (row);
}

gint64
flux_row_get_own_time (const FluxRow *row, FluxField field)
{
  return row->reading.measured_at + row->reading.own_time[field];
}

static gint64
last_own_time (const FluxRow *row)
{
  gint32 last = 0;

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    last = MAX (last, row->reading.own_time[i]);
  return row->reading.measured_at + last;
}

gboolean
flux_row_agrees (const FluxRow *row, const FluxRowSummary *summary)
{
  return row->reading.measured_at > summary->to
         || ((summary->common & ~flux_reading_get_held (&row->reading)) == 0
             && last_own_time (row) <= summary->last_own_time);
}

void
flux_row_window_init (FluxRowWindow *self, gint64 from, gint64 to)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->from = self->gone_from = from;
  self->to = to;
  self->common = self->gone_common = FLUX_FIELD_ALL;
  self->last_own_time = self->gone_last_own_time = G_MININT64;
  self->longest = 0;
  self->n_patient = 0;
}

void
flux_row_window_clear (FluxRowWindow *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

void
flux_row_window_init_after (FluxRowWindow *self, const FluxRowSummary *summary)
{
  flux_row_window_init (self, summary->to + 1, summary->to);
  self->gone_from = summary->from;
  self->gone_common = summary->common;
  self->gone_last_own_time = summary->last_own_time;
}

void
flux_row_window_sum_up (const FluxRowWindow *self, FluxRowSummary *summary)
{
  gint64 before = self->from > G_MININT64 ? self->from - 1 : 0;

  summary->from = self->gone_from;
  summary->to = self->rows->len > 0 ? get_row (self, self->rows->len - 1)->reading.measured_at : before;
  summary->common = self->gone_common & self->common;
  summary->last_own_time = MAX (self->gone_last_own_time, self->last_own_time);
}

gboolean
flux_row_window_covers (const FluxRowWindow *self, gint64 time, gint64 reach, FluxFieldSet fields)
{
  if (time + reach > self->to && self->to != G_MAXINT64)
    return FALSE;
  if (time - FLUX_READING_SPAN_MOST >= self->from)
    return TRUE;
  /* Of the rows that were let go none holds one of these fields at this time, and each holds all of them at another:
   * whatever part of the record is not known yet, none can take it. */
  return time - FLUX_READING_SPAN_MOST >= self->gone_from && time > self->gone_last_own_time
         && (fields & ~self->gone_common) == 0;
}

static void
take_into_account (FluxRowWindow *self, const FluxRow *row)
{
  self->common &= flux_reading_get_held (&row->reading);
  self->last_own_time = MAX (self->last_own_time, last_own_time (row));
  self->longest = MAX (self->longest, last_own_time (row) - row->reading.measured_at);
}

/* The index of the first row at or after @time. */
static guint
find_position (const FluxRowWindow *self, gint64 time)
{
  guint low = 0, high = self->rows->len;

  /* Records come in order: the place is nearly always the end. */
  if (high > 0 && get_row (self, high - 1)->reading.measured_at < time)
    return high;
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (get_row (self, middle)->reading.measured_at < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
insert_row (FluxRowWindow *self, FluxRow *row)
{
  g_ptr_array_insert (self->rows, find_position (self, row->reading.measured_at), row);
  take_into_account (self, row);
}

static gboolean
load (FluxRowWindow *self, FluxStoreSession *session, gint64 device, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GArray) found = flux_stored_readings_new ();

  if (!flux_store_session_find_readings (session, device, from, to, found, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      FluxStoredReading *stored = &g_array_index (found, FluxStoredReading, i);
      FluxRow *row = g_new0 (FluxRow, 1);

      row->reading = stored->reading;
      stored->reading.rejected = stored->reading.metadata = NULL;
      row->stored_at = row->reading.measured_at;
      row->stored_failed = row->reading.failed;
      row->is_stored = TRUE;
      insert_row (self, row);
    }
  return TRUE;
}

gboolean
flux_row_window_extend (FluxRowWindow *self, FluxStoreSession *session, gint64 device, gint64 from, gint64 to,
                        GError **error)
{
  if (from < self->from)
    {
      if (!load (self, session, device, from, self->from - 1, error))
        return FALSE;
      self->from = self->gone_from = from;
      self->gone_common = FLUX_FIELD_ALL;
      self->gone_last_own_time = G_MININT64;
      self->n_patient = PATIENCE;
    }
  if (to > self->to)
    {
      if (!load (self, session, device, self->to + 1, to, error))
        return FALSE;
      self->to = to;
    }
  return TRUE;
}

FluxRow *
flux_row_window_find_taken (FluxRowWindow *self, FluxField field, gint64 time)
{
  FluxRow *begins = NULL;

  if (time > self->last_own_time)
    return NULL;
  for (guint i = find_position (self, time + 1); i > 0; i--)
    {
      FluxRow *row = get_row (self, i - 1);

      if (row->reading.measured_at < time - self->longest)
        break;
      if ((flux_reading_get_held (&row->reading) & FLUX_FIELD_BIT (field)) == 0)
        continue;
      if (flux_row_get_own_time (row, field) == time)
        return row;
      if (row->reading.measured_at == time)
        begins = row;
    }
  return begins;
}

FluxRow *
flux_row_window_find_joinable (FluxRowWindow *self, FluxFieldSet fields, gint64 time, gint64 reach)
{
  FluxRow *earlier = NULL, *later = NULL;
  guint position;

  if ((fields & self->common) != 0)
    return NULL;
  position = find_position (self, time + 1);
  for (guint i = position; i > 0 && earlier == NULL; i--)
    {
      FluxRow *row = get_row (self, i - 1);

      if (row->reading.measured_at < time - reach)
        break;
      if ((flux_reading_get_held (&row->reading) & fields) == 0)
        earlier = row;
    }
  for (guint i = position; i < self->rows->len && later == NULL; i++)
    {
      FluxRow *row = get_row (self, i);

      if (row->reading.measured_at > time + reach)
        break;
      if ((flux_reading_get_held (&row->reading) & fields) == 0)
        later = row;
    }
  if (earlier == NULL || later == NULL)
    return earlier != NULL ? earlier : later;
  return later->reading.measured_at - time < time - earlier->reading.measured_at ? later : earlier;
}

FluxRow *
flux_row_window_add (FluxRowWindow *self, gint64 time)
{
  FluxRow *row = g_new0 (FluxRow, 1);

  row->reading.measured_at = time;
  g_ptr_array_insert (self->rows, find_position (self, time), row);
  return row;
}

void
flux_row_window_changed (FluxRowWindow *self, FluxRow *row)
{
  guint index = self->rows->len - 1;

  row->is_changed = TRUE;
  take_into_account (self, row);
  if (get_row (self, index) != row && !g_ptr_array_find (self->rows, row, &index))
    return;
  if (index > 0 && get_row (self, index - 1)->reading.measured_at > row->reading.measured_at)
    {
      g_ptr_array_steal_index (self->rows, index);
      g_ptr_array_insert (self->rows, find_position (self, row->reading.measured_at), row);
    }
}

void
flux_row_window_note_older (FluxRowWindow *self, const FluxRow *row)
{
  if (row->reading.measured_at >= self->from)
    return;
  self->gone_common &= flux_reading_get_held (&row->reading);
  self->gone_last_own_time = MAX (self->gone_last_own_time, last_own_time (row));
}

static guint
count_spare_rows (FluxRowWindow *self)
{
  gint64 newest = get_row (self, self->rows->len - 1)->reading.measured_at;
  guint spare = 0;

  if (self->n_patient > 0)
    {
      self->n_patient--;
      return self->rows->len > MOST_ROWS_AGAIN ? self->rows->len - MOST_ROWS_AGAIN / 2 : 0;
    }
  while (self->rows->len - spare > FEWEST_ROWS && get_row (self, spare)->reading.measured_at < newest - 2 * MOST_SPAN)
    spare++;
  /* Half of them at once, so that making room costs little a row. */
  if (self->rows->len - spare > MOST_ROWS)
    spare = self->rows->len - MOST_ROWS / 2;
  return spare;
}

void
flux_row_window_trim (FluxRowWindow *self)
{
  guint spare;

  if (self->rows->len <= FEWEST_ROWS)
    return;
  spare = count_spare_rows (self);
  if (spare == 0)
    return;
  for (guint i = 0; i < spare; i++)
    {
      const FluxRow *row = get_row (self, i);

      self->gone_common &= flux_reading_get_held (&row->reading);
      self->gone_last_own_time = MAX (self->gone_last_own_time, last_own_time (row));
    }
  self->from = get_row (self, spare - 1)->reading.measured_at + 1;
  g_ptr_array_remove_range (self->rows, 0, spare);

  self->common = FLUX_FIELD_ALL;
  self->last_own_time = G_MININT64;
  for (guint i = 0; i < self->rows->len; i++)
    take_into_account (self, get_row (self, i));
}
