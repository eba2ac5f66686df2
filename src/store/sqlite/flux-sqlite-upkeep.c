/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-schema.h"
#include "flux-sqlite-session.h"

/* Rows stay in fluxio_recent up to here. Reading one device's newest rows passes over the others' there, so it is kept
 * short when there is time; moving a row costs more than taking one in, so in a burst it grows. Each step takes the
 * older half, and not more than holds up readings for some tenths of a second; the larger it is, the less a row costs,
 * because more rows of a device go to one place. */
static const struct
{
  gint64 recent_most;
  gint64 step_most;
} upkeep_at[] = {
  [FLUX_STORE_BUSY] = { 2000000, 262144 },
  [FLUX_STORE_UNHURRIED] = { 131072, 65536 },
  [FLUX_STORE_IDLE] = { 16384, 65536 },
};

#define COLUMNS FLUX_SQLITE_READING_COLUMNS

/* The time up to which @n_rows rows, about, are to be moved. @all: (out): whether these are all there are */
static gboolean
find_step (FluxSqliteSession *self, gint64 n_rows, gint64 *until, gboolean *all, GError **error)
{
  static const char middle[] = "SELECT created_at FROM fluxio_recent ORDER BY created_at LIMIT 1 OFFSET ?1";
  static const char newest[] = "SELECT coalesce (max (created_at), 0) FROM fluxio_recent";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, middle, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, n_rows);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  *all = !has_row;
  if (!has_row)
    return flux_sqlite_connection_get_int (self->connection, newest, until, error);
  *until = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

static gboolean
move_oldest (FluxSqliteSession *self, gint64 n_rows, GError **error)
{
  static const char copy[] = "INSERT OR IGNORE INTO fluxio_history (" COLUMNS ") SELECT " COLUMNS
                             " FROM fluxio_recent WHERE created_at <= ?1 ORDER BY device, created_at, copy";
  static const char delete[] = "DELETE FROM fluxio_recent WHERE created_at <= ?1";
  const char *const steps[] = { copy, delete };
  gint64 until;
  gboolean all;

  if (!find_step (self, n_rows, &until, &all, error))
    return FALSE;
  self->history_until = MAX (self->history_until, until);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, steps[i], error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, until);
      if (!flux_sqlite_connection_finish (self->connection, statement, error))
        return FALSE;
    }
  /* Others insert and delete as well: the count is put right when the table has run empty. */
  self->n_recent = all ? 0 : MAX (self->n_recent - sqlite3_changes64 (self->connection->db), 0);
  return TRUE;
}

gboolean
flux_sqlite_upkeep (FluxStoreSession *session, FluxStoreLoad load, gboolean *more, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  gint64 before = self->n_recent;
  gint64 step = MIN (before / 2, upkeep_at[load].step_most);

  *more = FALSE;
  if (self->role != FLUX_SQLITE_WRITER || self->n_recent < upkeep_at[load].recent_most)
    return TRUE;
  if (flux_sqlite_connection_run (self->connection, "BEGIN IMMEDIATE", error) && move_oldest (self, step, error)
      && flux_sqlite_connection_run (self->connection, "COMMIT", error))
    {
      *more = self->n_recent >= upkeep_at[load].recent_most;
      return TRUE;
    }
  self->n_recent = before;
  flux_store_session_rollback (session);
  return FALSE;
}

gboolean
flux_sqlite_upkeep_start (FluxSqliteSession *self, GError **error)
{
  /* One step down the tree a device. */
  static const char newest[] = "SELECT coalesce (max ((SELECT max (created_at) FROM fluxio_history"
                               " WHERE device = number)), -1 << 63) FROM fluxio_device_numbers";

  return flux_sqlite_connection_get_int (self->connection, "SELECT count(*) FROM fluxio_recent", &self->n_recent, error)
         && flux_sqlite_connection_get_int (self->connection, newest, &self->history_until, error);
}
