/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-schema.h"
#include "flux-sqlite-session.h"

#include "flux-time.h"

#define COLUMNS FLUX_SQLITE_READING_COLUMNS
#define PARAMETERS "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17"

/* The tables by the order of FLUX_SQLITE_READING_COLUMNS. */
enum
{
  COLUMN_CREATED_AT,
  COLUMN_DEVICE,
  COLUMN_COPY,
  COLUMN_VALUES,
};

static void
read_row (FluxSqliteStatement *statement, FluxStoredReading *row)
{
  *row = (FluxStoredReading) { 0 };
  row->device = sqlite3_column_int64 (statement, COLUMN_DEVICE);
  row->reading.measured_at = sqlite3_column_int64 (statement, COLUMN_CREATED_AT);
  row->reading.copy = sqlite3_column_int (statement, COLUMN_COPY);
  flux_sqlite_read_values (statement, COLUMN_VALUES, &row->reading);
}

static gboolean
read_rows (FluxSqliteSession *self, FluxSqliteStatement *statement, gboolean failed, GArray *into, GError **error)
{
  g_autoptr (FluxSqliteStatement) reset = statement;
  gboolean has_row;

  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    {
      FluxStoredReading row;

      if (!has_row)
        return TRUE;
      read_row (statement, &row);
      row.reading.failed = failed;
      g_array_append_val (into, row);
    }
  return FALSE;
}

/* --- Writing ------------------------------------------------------------------------------------------------------ */

static void
bind_row (FluxSqliteStatement *statement, gint64 device, const FluxReading *reading,
          guint8 own_time[FLUX_SQLITE_OWN_TIME_SIZE])
{
  sqlite3_bind_int64 (statement, 1, reading->measured_at);
  sqlite3_bind_int64 (statement, 2, device);
  sqlite3_bind_int (statement, 3, reading->copy);
  flux_sqlite_bind_values (statement, 4, reading, own_time);
}

/* The primary key keeps a row of that time out of fluxio_recent; the history is asked when it reaches so far. */
static gboolean
check_history (FluxSqliteSession *self, gint64 device, const FluxReading *reading, GError **error)
{
  static const char find[] = "SELECT 1 FROM fluxio_history WHERE created_at = ?1 AND device = ?2 AND copy = ?3";
  g_autoptr (FluxSqliteStatement) statement = NULL;
  gboolean has_row;

  if (reading->failed || reading->measured_at > self->history_until)
    return TRUE;
  statement = flux_sqlite_connection_prepare (self->connection, find, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, reading->measured_at);
  sqlite3_bind_int64 (statement, 2, device);
  sqlite3_bind_int (statement, 3, reading->copy);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  if (has_row)
    g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS, "%s: there is a row of that device and time already",
                 self->connection->path);
  return !has_row;
}

static gboolean
insert_reading (FluxStoreSession *session, gint64 device, const FluxReading *reading, GError **error)
{
  static const char insert_row[] = "INSERT INTO fluxio_recent (" COLUMNS ") VALUES (" PARAMETERS ")";
  static const char insert_failed[] = "INSERT INTO fluxio_failed_reads (" COLUMNS ") VALUES (" PARAMETERS ")";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement
      = flux_sqlite_connection_prepare (self->connection, reading->failed ? insert_failed : insert_row, error);
  guint8 own_time[FLUX_SQLITE_OWN_TIME_SIZE];

  if (statement == NULL || !check_history (self, device, reading, error))
    return FALSE;
  bind_row (statement, device, reading, own_time);
  self->n_inserted += !reading->failed;
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

/* Runs @sql for the row of @device at @reading's time. @touched: (out): whether there was one */
static gboolean
run_for_row (FluxSqliteSession *self, const char *sql, gint64 device, const FluxReading *reading, gboolean *touched,
             GError **error)
{
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, sql, error);
  guint8 own_time[FLUX_SQLITE_OWN_TIME_SIZE];

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, reading->measured_at);
  sqlite3_bind_int64 (statement, 2, device);
  sqlite3_bind_int (statement, 3, reading->copy);
  if (sqlite3_bind_parameter_count (statement) > 3)
    flux_sqlite_bind_values (statement, 4, reading, own_time);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return FALSE;
  *touched = sqlite3_changes (self->connection->db) > 0;
  return TRUE;
}

#define UPDATE(table) \
  "UPDATE " table " SET flow_rate = ?4, totalizer = ?5, temperature = ?6, pressure = ?7, battery_level = ?8," \
  " signal_strength = ?9, level = ?10, velocity = ?11, delay = ?12, quality = ?13, own_time = ?14, rejected = ?15," \
  " metadata = ?16, post = ?17 WHERE created_at = ?1 AND device = ?2 AND copy = ?3"
#define DELETE(table) "DELETE FROM " table " WHERE created_at = ?1 AND device = ?2 AND copy = ?3"

/* The ways back to the posts go along with a row that begins earlier than it did. */
static gboolean
move_links (FluxSqliteSession *self, gint64 device, gint64 from, gint64 to, GError **error)
{
  static const char move[]
      = "UPDATE OR REPLACE fluxio_post_links SET created_at = ?3 WHERE device = ?1 AND created_at = ?2";
  FluxSqliteStatement *statement;

  if (from == to)
    return TRUE;
  statement = flux_sqlite_connection_prepare (self->connection, move, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  sqlite3_bind_int64 (statement, 2, from);
  sqlite3_bind_int64 (statement, 3, to);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
fail_no_row (FluxSqliteSession *self, GError **error)
{
  g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND,
               "%s: a row that was to be changed is no longer there. It is tried again", self->connection->path);
  return FALSE;
}

static gboolean
replace_reading (FluxStoreSession *session, gint64 device, const FluxReading *old, const FluxReading *reading,
                 GError **error)
{
  /* Most rows that change are new, so they are looked for there first. */
  static const char *const update[] = { UPDATE ("fluxio_recent"), UPDATE ("fluxio_history") };
  static const char *const delete[] = { DELETE ("fluxio_recent"), DELETE ("fluxio_history") };
  static const char update_failed[] = UPDATE ("fluxio_failed_reads");
  static const char delete_failed[] = DELETE ("fluxio_failed_reads");
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  gboolean in_place = old->measured_at == reading->measured_at && old->failed == reading->failed;
  gboolean touched = FALSE;

  if (old->failed)
    {
      if (!run_for_row (self, in_place ? update_failed : delete_failed, device, in_place ? reading : old, &touched,
                        error))
        return FALSE;
    }
  else
    for (guint i = 0; i < G_N_ELEMENTS (update) && !touched; i++)
      {
        if (!run_for_row (self, in_place ? update[i] : delete[i], device, in_place ? reading : old, &touched, error))
          return FALSE;
        self->n_inserted -= touched && !in_place && i == 0;
      }

  if (!touched)
    return fail_no_row (self, error);
  return in_place
         || (move_links (self, device, old->measured_at, reading->measured_at, error)
             && insert_reading (session, device, reading, error));
}

static gboolean
delete_links (FluxSqliteSession *self, gint64 device, gint64 measured_at, GError **error)
{
  static const char delete[] = "DELETE FROM fluxio_post_links WHERE device = ?1 AND created_at = ?2";
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, delete, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  sqlite3_bind_int64 (statement, 2, measured_at);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
delete_reading (FluxStoreSession *session, gint64 device, const FluxReading *old, GError **error)
{
  static const char *const delete[] = { DELETE ("fluxio_recent"), DELETE ("fluxio_history") };
  static const char delete_failed[] = DELETE ("fluxio_failed_reads");
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  gboolean touched = FALSE;

  if (old->failed && !run_for_row (self, delete_failed, device, old, &touched, error))
    return FALSE;
  for (guint i = 0; !old->failed && i < G_N_ELEMENTS (delete) && !touched; i++)
    {
      if (!run_for_row (self, delete[i], device, old, &touched, error))
        return FALSE;
      self->n_inserted -= touched && i == 0;
    }
  if (!touched)
    return fail_no_row (self, error);
  /* Others' further rows of one time have no posts. */
  return old->copy > 0 || delete_links (self, device, old->measured_at, error);
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static gboolean
find_readings (FluxStoreSession *session, gint64 device, gint64 from, gint64 to, GArray *into, GError **error)
{
  /* The inner ORDER BYs are the tables' own orders, so only the few rows found are sorted. */
  static const char find[] =
      "SELECT " COLUMNS ", 0 AS failed FROM fluxio_recent WHERE created_at BETWEEN ?2 AND ?3 AND device = ?1"
      " AND copy = 0"
      " UNION ALL SELECT " COLUMNS ", 0 FROM fluxio_history WHERE device = ?1 AND created_at BETWEEN ?2 AND ?3"
      " AND copy = 0"
      " UNION ALL SELECT " COLUMNS ", 1 FROM fluxio_failed_reads WHERE device = ?1 AND created_at BETWEEN ?2 AND ?3"
      " AND copy = 0 ORDER BY created_at";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, find, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  sqlite3_bind_int64 (statement, 2, from);
  sqlite3_bind_int64 (statement, 3, to);
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      FluxStoredReading row;

      read_row (statement, &row);
      row.reading.failed = sqlite3_column_int (statement, COLUMN_VALUES + FLUX_N_FIELDS + 6);
      g_array_append_val (into, row);
    }
  return !has_row;
}

/* Newest first, and within a time by device and copy, descending: an order that reading page by page can take up
 * anywhere. */
static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const FluxStoredReading *first = a, *second = b;

  if (first->reading.measured_at != second->reading.measured_at)
    return first->reading.measured_at < second->reading.measured_at ? 1 : -1;
  if (first->device != second->device)
    return first->device < second->device ? 1 : -1;
  return (int) second->reading.copy - (int) first->reading.copy;
}

static void
bind_query (FluxSqliteStatement *statement, const FluxReadingQuery *query, gint64 from, gint64 to, guint limit)
{
  const FluxStoredReading *before = query->before;

  sqlite3_bind_int64 (statement, 1, query->device);
  sqlite3_bind_int64 (statement, 2, from);
  sqlite3_bind_int64 (statement, 3, to);
  sqlite3_bind_int64 (statement, 4, limit);
  sqlite3_bind_int64 (statement, 5, before != NULL ? before->reading.measured_at : G_MAXINT64);
  sqlite3_bind_int64 (statement, 6, before != NULL ? before->device : G_MAXINT64);
  sqlite3_bind_int64 (statement, 7, before != NULL ? before->reading.copy : G_MAXINT64);
}

static gboolean
query_table (FluxSqliteSession *self, const char *sql, const FluxReadingQuery *query, gint64 from, gint64 to,
             guint limit, GArray *into, GError **error)
{
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  bind_query (statement, query, from, query->before != NULL ? MIN (to, query->before->reading.measured_at) : to, limit);
  return read_rows (self, statement, FALSE, into, error);
}

#define QUERIED " created_at BETWEEN ?2 AND ?3 AND (created_at, device, copy) < (?5, ?6, ?7)"
#define NEWEST_FIRST " ORDER BY created_at DESC, device DESC, copy DESC LIMIT ?4"

static const char recent_of_device[]
    = "SELECT " COLUMNS " FROM fluxio_recent WHERE device = ?1 AND" QUERIED NEWEST_FIRST;
static const char recent_of_all[] = "SELECT " COLUMNS " FROM fluxio_recent WHERE" QUERIED NEWEST_FIRST;
static const char history_of_device[] = "SELECT " COLUMNS " FROM fluxio_history WHERE device = ?1 AND" QUERIED
                                        " ORDER BY created_at DESC, copy DESC LIMIT ?4";
static const char history_of_all[] = "SELECT " COLUMNS " FROM fluxio_device_numbers n CROSS JOIN fluxio_history h"
                                     " WHERE h.device = n.number AND" QUERIED NEWEST_FIRST;

static gboolean
get_history_span (FluxSqliteSession *self, gint64 *first, gint64 *last, GError **error)
{
  /* One step down the tree a device and end. */
  static const char span[]
      = "SELECT min ((SELECT min (created_at) FROM fluxio_history WHERE device = number)),"
        " max ((SELECT max (created_at) FROM fluxio_history WHERE device = number)) FROM fluxio_device_numbers";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, span, error);
  gboolean has_row;

  if (statement == NULL || !flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  *first = sqlite3_column_type (statement, 0) != SQLITE_NULL ? sqlite3_column_int64 (statement, 0) : G_MAXINT64;
  *last = sqlite3_column_type (statement, 1) != SQLITE_NULL ? sqlite3_column_int64 (statement, 1) : G_MININT64;
  return TRUE;
}

/* The history lies by device, so the newest rows of all devices are looked for in spans of time that grow until enough
 * are found. */
static gboolean
query_history_of_all (FluxSqliteSession *self, const FluxReadingQuery *query, GArray *into, GError **error)
{
  guint needed = query->limit;
  gint64 first, last, from, to, span = FLUX_TIME_HOUR;

  if (!get_history_span (self, &first, &last, error))
    return FALSE;
  first = MAX (first, query->from);
  to = MIN (last, query->to);
  if (query->before != NULL)
    to = MIN (to, query->before->reading.measured_at);
  for (; to >= first && needed > 0; to = from - 1, span *= 4)
    {
      guint before = into->len;

      from = to - first > span ? to - span : first;
      if (!query_table (self, history_of_all, query, from, to, needed, into, error))
        return FALSE;
      needed -= into->len - before;
    }
  return TRUE;
}

static gboolean
query_both (FluxSqliteSession *self, const FluxReadingQuery *query, GArray *rows, GError **error)
{
  if (query->device == 0)
    return query_history_of_all (self, query, rows, error)
           && query_table (self, recent_of_all, query, query->from, query->to, query->limit, rows, error);
  return query_table (self, history_of_device, query, query->from, query->to, query->limit, rows, error)
         && query_table (self, recent_of_device, query, query->from, query->to, query->limit, rows, error);
}

/* All tables as they are at one moment, so that a row that is moving over is found, and once. */
static gboolean
query_at_once (FluxSqliteSession *self, const FluxReadingQuery *query, GArray *rows, GError **error)
{
  gboolean found;

  if (!sqlite3_get_autocommit (self->connection->db))
    return query_both (self, query, rows, error);
  if (!flux_sqlite_connection_run (self->connection, "BEGIN", error))
    return FALSE;
  found = query_both (self, query, rows, error);
  flux_sqlite_connection_run (self->connection, "COMMIT", NULL);
  return found;
}

static gboolean
read_readings (FluxStoreSession *session, const FluxReadingQuery *query, GArray *into, GError **error)
{
  g_autoptr (GArray) rows = flux_stored_readings_new ();

  if (!query_at_once (FLUX_SQLITE_SESSION (session), query, rows, error))
    return FALSE;
  g_array_sort (rows, compare_newest_first);
  for (guint i = 0; i < rows->len && i < query->limit; i++)
    {
      FluxStoredReading *row = &g_array_index (rows, FluxStoredReading, i);

      g_array_append_val (into, *row);
      row->reading.rejected = row->reading.metadata = NULL; /* they went along */
    }
  return TRUE;
}

void
flux_sqlite_readings_install (FluxStoreSessionClass *klass)
{
  klass->insert_reading = insert_reading;
  klass->replace_reading = replace_reading;
  klass->delete_reading = delete_reading;
  klass->find_readings = find_readings;
  klass->read_readings = read_readings;
}
