/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-schema.h"
#include "flux-sqlite-session.h"

#include "flux-time.h"

#define VALUES \
  "flow_rate, totalizer, temperature, pressure, battery_level, signal_strength, level, velocity, delay, quality, " \
  "own_time, rejected, metadata, post"

/* The two bits of a field's quality; a value counts as good when both are 0. */
#define IS_GOOD(field, shift) "(" field " IS NOT NULL AND (quality >> " #shift ") & 3 = 0)"
#define HAS_GOOD_VALUE \
  "(" IS_GOOD ("flow_rate", 0) " OR " IS_GOOD ("totalizer", 2) " OR " IS_GOOD ("temperature", 4) " OR " IS_GOOD ( \
      "pressure", 6) " OR " IS_GOOD ("battery_level", 8) " OR " IS_GOOD ("signal_strength", 10) " OR " IS_GOOD ( \
      "level", 12) " OR " IS_GOOD ("velocity", 14) ")"

#define SUMMARY "learned_period, summary_from, summary_to, summary_common, summary_last_own_time"
#define N_SUMMARY_COLUMNS 5

enum
{
  COLUMN_DEVICE,
  COLUMN_CREATED_AT,
  COLUMN_SEEN_AT,
  COLUMN_REVISION,
  COLUMN_SUMMARY,
  COLUMN_VALUES = COLUMN_SUMMARY + N_SUMMARY_COLUMNS,
};

static void
clear_latest (gpointer element)
{
  FluxLatest *latest = element;

  flux_reading_clear (&latest->reading);
}

/* From the columns of SUMMARY, the first of which is @column. */
static void
read_summary (FluxSqliteStatement *statement, int column, FluxLatest *latest)
{
  latest->learned_period = sqlite3_column_int64 (statement, column);
  latest->summary.from = sqlite3_column_int64 (statement, column + 1);
  latest->summary.to = sqlite3_column_int64 (statement, column + 2);
  latest->summary.common = sqlite3_column_int (statement, column + 3);
  latest->summary.last_own_time = sqlite3_column_int64 (statement, column + 4);
}

static void
bind_summary (FluxSqliteStatement *statement, int column, const FluxLatest *latest)
{
  const FluxRowSummary *summary = &latest->summary;

  flux_sqlite_bind_number (statement, column, latest->learned_period);
  sqlite3_bind_int64 (statement, column + 1, summary->from);
  sqlite3_bind_int64 (statement, column + 2, summary->to);
  sqlite3_bind_int64 (statement, column + 3, summary->common);
  sqlite3_bind_int64 (statement, column + 4, summary->last_own_time);
}

static GArray *
list_latest (FluxStoreSession *session, gint64 after_revision, GError **error)
{
  static const char list[] = "SELECT device, created_at, seen_at, revision, " SUMMARY ", " VALUES
                             " FROM fluxio_latest WHERE revision > ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (FluxLatest));
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  g_array_set_clear_func (all, clear_latest);
  sqlite3_bind_int64 (statement, 1, after_revision);
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      FluxLatest latest = { 0 };

      latest.device = sqlite3_column_int64 (statement, COLUMN_DEVICE);
      latest.seen_at = sqlite3_column_int64 (statement, COLUMN_SEEN_AT);
      latest.revision = sqlite3_column_int64 (statement, COLUMN_REVISION);
      latest.reading.measured_at = sqlite3_column_int64 (statement, COLUMN_CREATED_AT);
      read_summary (statement, COLUMN_SUMMARY, &latest);
      flux_sqlite_read_values (statement, COLUMN_VALUES, &latest.reading);
      g_array_append_val (all, latest);
    }
  return has_row ? NULL : g_steal_pointer (&all);
}

static gboolean
move_last_seen (FluxSqliteSession *self, gint64 device, gint64 seen_at, GError **error)
{
  static const char update[]
      = "UPDATE devices SET last_seen = ?2"
        " WHERE device_id = (SELECT device_id FROM fluxio_device_numbers WHERE number = ?1) AND last_seen IS NOT ?2";
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, update, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  flux_sqlite_bind_number (statement, 2, seen_at);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
put_latest (FluxStoreSession *session, const FluxLatest *latest, GError **error)
{
  static const char put[] = "INSERT OR REPLACE INTO fluxio_latest (device, created_at, seen_at, revision, " SUMMARY
                            ", " VALUES ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
                            " ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, put, error);
  guint8 own_time[FLUX_SQLITE_OWN_TIME_SIZE];

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, latest->device);
  flux_sqlite_bind_number (statement, 2, latest->reading.measured_at);
  flux_sqlite_bind_number (statement, 3, latest->seen_at);
  sqlite3_bind_int64 (statement, 4, ++self->last_revision);
  bind_summary (statement, COLUMN_SUMMARY + 1, latest);
  flux_sqlite_bind_values (statement, COLUMN_VALUES + 1, &latest->reading, own_time);
  return flux_sqlite_connection_finish (self->connection, statement, error)
         && move_last_seen (self, latest->device, latest->seen_at, error);
}

/* --- What the rows say -------------------------------------------------------------------------------------------- */

/* The newest row of ?1 in either table that fits @condition. */
#define NEWEST(condition) \
  "SELECT created_at, " VALUES " FROM (" \
  "SELECT * FROM (SELECT created_at, " VALUES " FROM fluxio_recent WHERE device = ?1 AND " condition \
  " ORDER BY created_at DESC LIMIT 1)" \
  " UNION ALL SELECT * FROM (SELECT created_at, " VALUES " FROM fluxio_history WHERE device = ?1 AND " condition \
  " ORDER BY created_at DESC LIMIT 1)) ORDER BY created_at DESC LIMIT 1"

static gboolean
find_newest (FluxSqliteSession *self, const char *sql, gint64 device, FluxReading *reading, gboolean *found,
             GError **error)
{
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  if (!flux_sqlite_connection_next (self->connection, statement, found, error))
    return FALSE;
  if (*found)
    {
      reading->measured_at = sqlite3_column_int64 (statement, 0);
      flux_sqlite_read_values (statement, 1, reading);
    }
  return TRUE;
}

/* When @device was last seen: the latest time at which a row with a good value was both measured and there. Nearly
 * always that is the newest such row; one whose clock was ahead may hide another behind it. @newest: that row. */
static gboolean
find_seen (FluxSqliteSession *self, gint64 device, const FluxReading *newest, gint64 *seen_at, GError **error)
{
  static const char seen[]
      = "SELECT max (t) FROM (SELECT min (created_at, created_at + delay) AS t FROM fluxio_recent"
        "  WHERE device = ?1 AND created_at >= ?2 AND " HAS_GOOD_VALUE
        " UNION ALL SELECT min (created_at, created_at + delay) FROM fluxio_history"
        "  WHERE device = ?1 AND created_at >= ?2 AND " HAS_GOOD_VALUE ")";
  g_autoptr (FluxSqliteStatement) statement = NULL;
  gboolean has_row;

  *seen_at = MIN (newest->measured_at, newest->received_at);
  if (*seen_at == newest->measured_at)
    return TRUE;
  statement = flux_sqlite_connection_prepare (self->connection, seen, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  sqlite3_bind_int64 (statement, 2, *seen_at);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  *seen_at = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

static gboolean
find_latest (FluxStoreSession *session, gint64 device, FluxLatest *latest, GError **error)
{
  static const char newest[] = NEWEST ("copy = 0");
  static const char newest_good[] = NEWEST (HAS_GOOD_VALUE);
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_auto (FluxReading) seen = { 0 };
  FluxReading reading = { 0 };
  gboolean found;

  if (!find_newest (self, newest, device, &reading, &found, error))
    return FALSE;
  flux_reading_clear (&latest->reading);
  latest->reading = reading;
  if (!find_newest (self, newest_good, device, &seen, &found, error))
    return FALSE;
  latest->seen_at = 0;
  return !found || find_seen (self, device, &seen, &latest->seen_at, error);
}

static gboolean
recover_device (FluxSqliteSession *self, gint64 device, GError **error)
{
  static const char known[] = "SELECT " SUMMARY " FROM fluxio_latest WHERE device = ?1";
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, known, error);
  FluxLatest latest = { .device = device };
  gboolean has_row, recovered;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  if (has_row)
    read_summary (statement, 0, &latest);
  sqlite3_reset (statement);

  recovered = find_latest (FLUX_STORE_SESSION (self), device, &latest, error)
              && put_latest (FLUX_STORE_SESSION (self), &latest, error);
  flux_reading_clear (&latest.reading);
  return recovered;
}

/* Whether the row in @table says the same as the kept latest one, l. */
#define SAME_ROW(table) \
  "EXISTS (SELECT 1 FROM " table " r WHERE r.device = l.device AND r.created_at = l.created_at AND r.copy = 0" \
  " AND r.flow_rate IS l.flow_rate AND r.totalizer IS l.totalizer AND r.temperature IS l.temperature" \
  " AND r.pressure IS l.pressure AND r.battery_level IS l.battery_level AND r.signal_strength IS l.signal_strength" \
  " AND r.level IS l.level AND r.velocity IS l.velocity AND r.delay = l.delay AND r.quality = l.quality" \
  " AND r.own_time IS l.own_time AND r.rejected IS l.rejected AND r.metadata IS l.metadata AND r.post IS l.post)"

/* The newest time and the last seen one of each device in the table of recent rows, which is in order of time: grouping
 * by device would sort all of it in memory. */
static gboolean
sum_up_recent (FluxSqliteSession *self, GError **error)
{
  static const char sum_up[]
      = "INSERT INTO temp.fluxio_newest (device, newest, seen_at)"
        " SELECT device, CASE WHEN copy = 0 THEN created_at ELSE 0 END,"
        "  CASE WHEN " HAS_GOOD_VALUE " THEN min (created_at, created_at + delay) ELSE 0 END FROM fluxio_recent"
        " WHERE TRUE ON CONFLICT (device) DO UPDATE"
        " SET newest = max (newest, excluded.newest), seen_at = max (seen_at, excluded.seen_at)";

  return flux_sqlite_connection_run (self->connection,
                                     "CREATE TEMP TABLE fluxio_newest (device INTEGER PRIMARY KEY, newest INTEGER,"
                                     " seen_at INTEGER)",
                                     error)
         && flux_sqlite_connection_run (self->connection, sum_up, error);
}

/* Numbers of the devices whose kept latest values are not those of their newest row, or who were seen since: what was
 * written in the last second before the end. */
static GArray *
read_stale_devices (FluxSqliteSession *self, GError **error)
{
  static const char stale[]
      = "SELECT n.number FROM fluxio_device_numbers n LEFT JOIN temp.fluxio_newest recent ON recent.device = n.number"
        " LEFT JOIN fluxio_latest l ON l.device = n.number"
        " WHERE nullif (max (coalesce (recent.newest, 0), coalesce ((SELECT max (created_at) FROM fluxio_history"
        "   WHERE device = n.number AND copy = 0), 0)), 0) IS NOT l.created_at"
        " OR (recent.seen_at > 0 AND recent.seen_at IS NOT l.seen_at)"
        " OR (l.created_at IS NOT NULL AND NOT " SAME_ROW ("fluxio_recent") " AND NOT " SAME_ROW ("fluxio_history") ")";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, stale, error);
  g_autoptr (GArray) devices = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      gint64 device = sqlite3_column_int64 (statement, 0);

      g_array_append_val (devices, device);
    }
  return has_row ? NULL : g_steal_pointer (&devices);
}

static GArray *
list_stale_devices (FluxSqliteSession *self, GError **error)
{
  g_autoptr (GArray) devices = NULL;

  if (!sum_up_recent (self, error))
    return NULL;
  devices = read_stale_devices (self, error);
  if (devices == NULL || !flux_sqlite_connection_run (self->connection, "DROP TABLE temp.fluxio_newest", error))
    return NULL;
  return g_steal_pointer (&devices);
}

gboolean
flux_sqlite_latest_recover (FluxSqliteSession *self, GError **error)
{
  g_autoptr (GArray) devices = list_stale_devices (self, error);
  gboolean changed;

  if (devices == NULL)
    return FALSE;
  if (devices->len == 0)
    return TRUE;
  if (!flux_store_session_begin (FLUX_STORE_SESSION (self), &changed, error))
    return FALSE;
  for (guint i = 0; i < devices->len; i++)
    if (!recover_device (self, g_array_index (devices, gint64, i), error))
      {
        flux_store_session_rollback (FLUX_STORE_SESSION (self));
        return FALSE;
      }
  return flux_store_session_commit (FLUX_STORE_SESSION (self), error);
}

static GArray *
take_foreign_devices (FluxStoreSession *session, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement
      = flux_sqlite_connection_prepare (self->connection, "SELECT device FROM fluxio_foreign_devices", error);
  g_autoptr (GArray) devices = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      gint64 device = sqlite3_column_int64 (statement, 0);

      g_array_append_val (devices, device);
    }
  sqlite3_reset (statement);
  if (has_row
      || (devices->len > 0
          && !flux_sqlite_connection_run (self->connection, "DELETE FROM fluxio_foreign_devices", error)))
    return NULL;
  return g_steal_pointer (&devices);
}

void
flux_sqlite_latest_install (FluxStoreSessionClass *klass)
{
  klass->list_latest = list_latest;
  klass->put_latest = put_latest;
  klass->find_latest = find_latest;
  klass->take_foreign_devices = take_foreign_devices;
}
