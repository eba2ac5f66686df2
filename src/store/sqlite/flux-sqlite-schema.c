/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-schema.h"

#include "flux-sqlite-inspect.h"

#define TEXT_OF(macro) TEXT_OF_VALUE (macro)
#define TEXT_OF_VALUE(value) #value

/* Expressions that fill what a plain INSERT leaves out. */
#define NOW \
  "(CAST (strftime ('%s', 'now') AS INTEGER) * 1000000 + CAST (substr (strftime ('%f', 'now'), 4) AS INTEGER) * 1000)"
#define UUID \
  "(lower (hex (randomblob (4)) || '-' || hex (randomblob (2)) || '-4' || substr (hex (randomblob (2)), 2) || '-' || " \
  "substr ('89ab', 1 + (random () & 3), 1) || substr (hex (randomblob (2)), 2) || '-' || hex (randomblob (6))))"

/* Times are microseconds since 1970 UTC, JSON is text, ids are UUIDs as text. The contract's tables keep its names and
 * columns; what is FluxIO's own begins with fluxio_. */

static const char devices[] =
    "CREATE TABLE devices ("
    " id TEXT NOT NULL PRIMARY KEY DEFAULT " UUID ","
    " device_id TEXT NOT NULL UNIQUE CHECK (length (device_id) BETWEEN 1 AND 100),"
    " device_name TEXT NOT NULL,"
    " device_type TEXT NOT NULL DEFAULT 'nivus_flow_transmitter',"
    " location TEXT,"
    " description TEXT,"
    " status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'maintenance', 'error')),"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " updated_at INTEGER NOT NULL DEFAULT " NOW ","
    " last_seen INTEGER,"
    " metadata TEXT CHECK (metadata IS NULL OR json_valid (metadata)),"
    " site TEXT,"
    " tags TEXT CHECK (tags IS NULL OR json_type (tags) = 'array'),"
    " time_zone TEXT,"
    " flow_unit TEXT DEFAULT 'm3/h' CHECK (flow_unit IN ('m3/s', 'm3/h', 'l/s', 'l/min', 'Ml/d', 'gpm')),"
    " period_seconds INTEGER CHECK (period_seconds BETWEEN 1 AND 2147483647),"
    " offline_after_seconds INTEGER NOT NULL DEFAULT 900 CHECK (offline_after_seconds BETWEEN 1 AND 2147483647),"
    " gateway_id TEXT REFERENCES fluxio_gateways (id),"
    " confirmed_at INTEGER,"
    " retired_at INTEGER,"
    " maintenance_until INTEGER);"
    /* A device's rows name it by a small number, which outlives the row in devices. */
    "CREATE TABLE fluxio_device_numbers (number INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT NOT NULL UNIQUE);"
    "CREATE TRIGGER fluxio_devices_number AFTER INSERT ON devices BEGIN"
    " INSERT OR IGNORE INTO fluxio_device_numbers (device_id) VALUES (NEW.device_id);"
    "END;"
    "CREATE TRIGGER fluxio_devices_id BEFORE UPDATE OF device_id ON devices WHEN NEW.device_id <> OLD.device_id BEGIN"
    " SELECT RAISE (ABORT, 'device_id cannot be changed: its rows are named by it');"
    "END;";

#define READING_TABLE(name, key) \
  "CREATE TABLE " name " (" \
  " created_at INTEGER NOT NULL," \
  " device INTEGER NOT NULL," \
  " copy INTEGER NOT NULL DEFAULT 0," \
  " flow_rate REAL," \
  " totalizer REAL," \
  " temperature REAL," \
  " pressure REAL," \
  " battery_level REAL," \
  " signal_strength INTEGER," \
  " level REAL," \
  " velocity REAL," \
  " delay INTEGER NOT NULL DEFAULT 0," /* received_at - created_at */ \
  " quality INTEGER NOT NULL DEFAULT 0," \
  " own_time BLOB," /* see FluxReading.own_time: eight 32-bit little-endian numbers; NULL: all 0 */ \
  " rejected TEXT," \
  " metadata TEXT," \
  " post INTEGER," /* fluxio_raw_posts.number that it came from first */ \
  " PRIMARY KEY (" key ")) WITHOUT ROWID;"

/* New rows come in order of time, so that table is appended to; the history of one device lies together, so that one
 * is read. The writer moves rows from the first to the second in large sorted steps. */
static const char readings[] =
    READING_TABLE ("fluxio_recent", "created_at, device, copy")
    READING_TABLE ("fluxio_history", "device, created_at, copy")
    READING_TABLE ("fluxio_failed_reads", "device, created_at, copy");

#define FLOW_DATA_ROWS(table) \
  "SELECT d.device_id, r.flow_rate, r.totalizer, r.temperature, r.pressure, r.battery_level, r.signal_strength," \
  " r.created_at, r.metadata, r.level, r.velocity, r.created_at + r.delay AS received_at, r.quality, r.rejected," \
  " r.copy FROM " table " r JOIN fluxio_device_numbers d ON d.number = r.device"

#define OLD_DEVICE "(SELECT number FROM fluxio_device_numbers WHERE device_id = OLD.device_id)"
#define NEW_DEVICE "(SELECT number FROM fluxio_device_numbers WHERE device_id = NEW.device_id)"
#define NEW_TIME "CAST (coalesce (NEW.created_at, " NOW ") AS INTEGER)"
#define NEW_COPY \
  "(SELECT coalesce (max (copy) + 1, 0) FROM (SELECT copy FROM fluxio_recent" \
  "  WHERE created_at = " NEW_TIME " AND device = " NEW_DEVICE \
  " UNION ALL SELECT copy FROM fluxio_history WHERE created_at = " NEW_TIME " AND device = " NEW_DEVICE "))"
#define OLD_ROW " WHERE device = " OLD_DEVICE " AND created_at = OLD.created_at AND copy = OLD.copy;"

/* A column of SQLite takes anything: here stands what PostgreSQL's types refuse. Text that is a number is one. */
#define WHOLE(column, least, most) \
  "(NEW." column " IS NULL OR (NEW." column " = CAST (NEW." column " AS INTEGER)" \
  " AND CAST (NEW." column " AS INTEGER) BETWEEN " least " AND " most "))"
#define NUMBER(column, most) \
  "(NEW." column " IS NULL OR (NEW." column " = CAST (NEW." column " AS REAL) AND abs (NEW." column ") <= " most "))"
#define LARGEST_FLOAT "3.4028234663852886e38"
#define LARGEST_DOUBLE "1.7976931348623157e308"
#define LAST_TIME "253402300799999999" /* 9999-12-31 */
#define REFUSE(message, unless) " SELECT RAISE (ABORT, '" message "') WHERE NOT (" unless ");"
#define CHECK_NEW_VALUES \
  REFUSE ("a time must be microseconds since 1970", \
          WHOLE ("created_at", "1", LAST_TIME) " AND " WHOLE ("received_at", "1", LAST_TIME)) \
  REFUSE ("a value must be a number within the range of its column", \
          NUMBER ("flow_rate", LARGEST_FLOAT) " AND " NUMBER ("totalizer", LARGEST_DOUBLE) " AND " NUMBER ( \
              "temperature", LARGEST_FLOAT) " AND " NUMBER ("pressure", LARGEST_FLOAT) " AND " NUMBER ( \
              "battery_level", LARGEST_FLOAT) " AND " NUMBER ("signal_strength", "2147483647") " AND " NUMBER ( \
              "level", LARGEST_FLOAT) " AND " NUMBER ("velocity", LARGEST_FLOAT) " AND " WHOLE ( \
              "quality", "0", "65535")) \
  REFUSE ("metadata must be JSON, and rejected a JSON object", \
          "(NEW.metadata IS NULL OR json_valid (NEW.metadata)) AND (NEW.rejected IS NULL OR" \
          " CASE WHEN json_valid (NEW.rejected) THEN json_type (NEW.rejected) = 'object' ELSE 0 END)")

#define NEW_VALUES \
  " SET flow_rate = NEW.flow_rate, totalizer = NEW.totalizer, temperature = NEW.temperature," \
  " pressure = NEW.pressure, battery_level = NEW.battery_level, signal_strength = NEW.signal_strength," \
  " level = NEW.level, velocity = NEW.velocity, quality = coalesce (NEW.quality, 0), rejected = NEW.rejected," \
  " metadata = NEW.metadata, delay = coalesce (NEW.received_at, OLD.received_at) - OLD.created_at"

#define FORGET_SUMMARY(device) " UPDATE fluxio_latest SET summary_to = 0 WHERE device = " device ";"

static const char flow_data[] =
    /* Devices whose rows others have changed; FluxIO takes them up and empties this. */
    "CREATE TABLE fluxio_foreign_devices (device INTEGER PRIMARY KEY);"
    "CREATE VIEW flow_data AS " FLOW_DATA_ROWS ("fluxio_recent") " UNION ALL " FLOW_DATA_ROWS ("fluxio_history") ";"
    "CREATE TRIGGER fluxio_flow_data_insert INSTEAD OF INSERT ON flow_data BEGIN"
    " SELECT RAISE (ABORT, 'no such device: insert it into devices first')"
    "  WHERE NOT EXISTS (SELECT 1 FROM devices WHERE device_id = NEW.device_id);"
    CHECK_NEW_VALUES
    REFUSE ("a device has at most 256 rows of one time: give each its created_at", NEW_COPY " < 256")
    " INSERT INTO fluxio_recent (created_at, device, copy, flow_rate, totalizer, temperature, pressure, battery_level,"
    "   signal_strength, level, velocity, delay, quality, rejected, metadata)"
    "  VALUES (" NEW_TIME ", " NEW_DEVICE ", " NEW_COPY ","
    "   NEW.flow_rate, NEW.totalizer, NEW.temperature, NEW.pressure, NEW.battery_level, NEW.signal_strength,"
    "   NEW.level, NEW.velocity, coalesce (NEW.received_at, " NOW ") - " NEW_TIME ", coalesce (NEW.quality, 0),"
    "   NEW.rejected, NEW.metadata);"
    " UPDATE devices SET last_seen = max (coalesce (last_seen, 0), " NEW_TIME ") WHERE device_id = NEW.device_id;"
    FORGET_SUMMARY (NEW_DEVICE)
    " INSERT OR IGNORE INTO fluxio_foreign_devices VALUES (" NEW_DEVICE ");"
    "END;"
    "CREATE TRIGGER fluxio_flow_data_update INSTEAD OF UPDATE ON flow_data BEGIN"
    REFUSE ("device_id, created_at and copy of a row cannot be changed: delete it and insert another",
            "NEW.device_id IS OLD.device_id AND NEW.created_at IS OLD.created_at AND NEW.copy IS OLD.copy")
    CHECK_NEW_VALUES
    " UPDATE fluxio_recent" NEW_VALUES OLD_ROW
    " UPDATE fluxio_history" NEW_VALUES OLD_ROW
    FORGET_SUMMARY (OLD_DEVICE)
    " INSERT OR IGNORE INTO fluxio_foreign_devices VALUES (" OLD_DEVICE ");"
    "END;"
    "CREATE TRIGGER fluxio_flow_data_delete INSTEAD OF DELETE ON flow_data BEGIN"
    " DELETE FROM fluxio_recent" OLD_ROW
    " DELETE FROM fluxio_history" OLD_ROW
    " INSERT OR IGNORE INTO fluxio_foreign_devices VALUES (" OLD_DEVICE ");"
    "END;";

static const char latest[] =
    "CREATE TABLE fluxio_latest ("
    " device INTEGER PRIMARY KEY,"
    " created_at INTEGER," /* of the latest measured row; NULL: none yet */
    " flow_rate REAL,"
    " totalizer REAL,"
    " temperature REAL,"
    " pressure REAL,"
    " battery_level REAL,"
    " signal_strength INTEGER,"
    " level REAL,"
    " velocity REAL,"
    " delay INTEGER NOT NULL DEFAULT 0,"
    " quality INTEGER NOT NULL DEFAULT 0,"
    " own_time BLOB,"
    " rejected TEXT,"
    " metadata TEXT,"
    " post INTEGER,"
    " seen_at INTEGER,"
    " learned_period INTEGER," /* µs */
    " summary_from INTEGER,"
    " summary_to INTEGER,"
    " summary_common INTEGER,"
    " summary_last_own_time INTEGER,"
    " revision INTEGER NOT NULL);"
    "CREATE INDEX fluxio_latest_revision ON fluxio_latest (revision);";

static const char gateways[] =
    "CREATE TABLE fluxio_gateways ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " id TEXT NOT NULL UNIQUE DEFAULT " UUID ","
    " name TEXT NOT NULL UNIQUE,"
    " location TEXT,"
    " description TEXT,"
    " time_zone TEXT,"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " updated_at INTEGER NOT NULL DEFAULT " NOW ","
    " last_contact INTEGER,"
    " last_address TEXT,"
    " posts INTEGER NOT NULL DEFAULT 0,"
    " received INTEGER NOT NULL DEFAULT 0,"
    " stored INTEGER NOT NULL DEFAULT 0,"
    " duplicate INTEGER NOT NULL DEFAULT 0,"
    " failed_read INTEGER NOT NULL DEFAULT 0,"
    " waiting INTEGER NOT NULL DEFAULT 0,"
    " refused INTEGER NOT NULL DEFAULT 0,"
    " CHECK (received = stored + duplicate + failed_read + waiting + refused));"
    "CREATE TABLE fluxio_api_keys ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " id TEXT NOT NULL UNIQUE DEFAULT " UUID ","
    " name TEXT NOT NULL,"
    " digest BLOB NOT NULL UNIQUE CHECK (length (digest) = 32)," /* SHA-256 of the key's text */
    " scopes TEXT NOT NULL,"
    " allows_new_devices INTEGER NOT NULL DEFAULT 0,"
    " gateway_id TEXT REFERENCES fluxio_gateways (id),"
    " addresses TEXT CHECK (addresses IS NULL OR json_type (addresses) = 'array'),"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " expires_at INTEGER,"
    " revoked_at INTEGER,"
    " last_used INTEGER);";

static const char posts[] =
    "CREATE TABLE fluxio_raw_posts ("
    " number INTEGER PRIMARY KEY,"
    " received_at INTEGER NOT NULL,"
    " gateway INTEGER NOT NULL REFERENCES fluxio_gateways (number),"
    " key_name TEXT NOT NULL,"
    " address TEXT,"
    " content_type TEXT," /* NULL: application/json */
    " hints TEXT,"
    " size INTEGER NOT NULL,"
    " compressed INTEGER NOT NULL DEFAULT 0," /* 1: body is a Zstandard frame */
    " body BLOB," /* NULL: of this post only the rest is kept */
    " state INTEGER NOT NULL," /* FluxPostState */
    " received INTEGER NOT NULL,"
    " stored INTEGER NOT NULL DEFAULT 0,"
    " duplicate INTEGER NOT NULL DEFAULT 0,"
    " failed_read INTEGER NOT NULL DEFAULT 0,"
    " waiting INTEGER NOT NULL DEFAULT 0,"
    " refused INTEGER NOT NULL DEFAULT 0,"
    " links BLOB);" /* see flux-post-links.h */
    "CREATE INDEX fluxio_raw_posts_waiting ON fluxio_raw_posts (number) WHERE state = 1;"
    /* Posts that added to a row which another post had begun: the way back from that row. */
    "CREATE TABLE fluxio_post_links ("
    " device INTEGER NOT NULL,"
    " created_at INTEGER NOT NULL,"
    " post INTEGER NOT NULL,"
    " PRIMARY KEY (device, created_at, post)) WITHOUT ROWID;";

static const char people[] =
    "CREATE TABLE alerts ("
    " id TEXT NOT NULL PRIMARY KEY DEFAULT " UUID ","
    " device_id TEXT NOT NULL REFERENCES devices (device_id),"
    " alert_type TEXT NOT NULL CHECK (alert_type IN"
    "  ('high_flow', 'low_flow', 'no_data', 'device_offline', 'battery_low', 'zero_flow', 'custom')),"
    " severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),"
    " message TEXT NOT NULL,"
    " threshold_value REAL,"
    " actual_value REAL,"
    " is_resolved INTEGER NOT NULL DEFAULT 0,"
    " resolved_at INTEGER,"
    " resolved_by TEXT,"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " metadata TEXT CHECK (metadata IS NULL OR json_valid (metadata)));"
    "CREATE INDEX fluxio_alerts_created ON alerts (created_at);"
    "CREATE INDEX fluxio_alerts_active ON alerts (device_id) WHERE is_resolved = 0;"
    "CREATE TABLE alert_rules ("
    " id TEXT NOT NULL PRIMARY KEY DEFAULT " UUID ","
    " device_id TEXT REFERENCES devices (device_id),"
    " rule_name TEXT NOT NULL,"
    " rule_type TEXT NOT NULL CHECK (rule_type IN"
    "  ('high_flow', 'low_flow', 'no_data', 'device_offline', 'battery_low', 'zero_flow', 'custom')),"
    " threshold_value REAL,"
    " duration_minutes INTEGER DEFAULT 5,"
    " severity TEXT NOT NULL DEFAULT 'warning' CHECK (severity IN ('info', 'warning', 'critical')),"
    " is_enabled INTEGER NOT NULL DEFAULT 1,"
    " notification_channels TEXT DEFAULT '[\"email\"]',"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " updated_at INTEGER NOT NULL DEFAULT " NOW ","
    " definition TEXT CHECK (definition IS NULL OR json_valid (definition)));"
    "CREATE TABLE users ("
    " id TEXT NOT NULL PRIMARY KEY DEFAULT " UUID ","
    " email TEXT NOT NULL UNIQUE,"
    " full_name TEXT,"
    " role TEXT NOT NULL DEFAULT 'viewer' CHECK (role IN ('admin', 'operator', 'viewer')),"
    " is_active INTEGER NOT NULL DEFAULT 1,"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " updated_at INTEGER NOT NULL DEFAULT " NOW ");"
    "CREATE TABLE audit_logs ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " user_id TEXT REFERENCES users (id),"
    " action TEXT NOT NULL,"
    " resource_type TEXT,"
    " resource_id TEXT,"
    " details TEXT,"
    " ip_address TEXT,"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " actor TEXT,"
    " before TEXT,"
    " after TEXT);"
    "CREATE TABLE fluxio_settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE VIEW dashboard_summary AS SELECT"
    " (SELECT count (*) FROM devices) AS total_devices,"
    " (SELECT count (*) FROM devices WHERE status = 'active') AS active_devices,"
    " (SELECT count (*) FROM devices WHERE last_seen > " NOW " - 900000000) AS online_devices,"
    " (SELECT count (*) FROM alerts WHERE NOT is_resolved) AS active_alerts,"
    " (SELECT count (*) FROM alerts WHERE NOT is_resolved AND severity = 'critical') AS critical_alerts;";

/* 1: the first released layout. */
static gboolean
step_1 (FluxSqliteConnection *connection, GError **error)
{
  static const char *const parts[] = { gateways, devices, readings, flow_data, latest, posts, people };

  if (!flux_sqlite_connection_run (connection, "PRAGMA application_id = " TEXT_OF (FLUX_SQLITE_APPLICATION_ID), error)
      || !flux_sqlite_connection_run (connection,
                                      "CREATE TABLE fluxio_schema_version ("
                                      " number INTEGER PRIMARY KEY, made_at INTEGER NOT NULL DEFAULT " NOW ")",
                                      error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!flux_sqlite_connection_run (connection, parts[i], error))
      return FALSE;
  return TRUE;
}

/* --- Step 2 ------------------------------------------------------------------------------------------------------- */

static const char mapping[] =
    "CREATE TABLE fluxio_register_maps ("
    " id TEXT NOT NULL PRIMARY KEY DEFAULT " UUID ","
    " name TEXT NOT NULL UNIQUE,"
    " definition TEXT NOT NULL CHECK (json_valid (definition)),"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " updated_at INTEGER NOT NULL DEFAULT " NOW ");"
    "CREATE TABLE fluxio_units ("
    " id TEXT NOT NULL PRIMARY KEY DEFAULT " UUID ","
    " gateway_id TEXT NOT NULL REFERENCES fluxio_gateways (id),"
    " device_id TEXT NOT NULL REFERENCES devices (device_id),"
    " register_map_id TEXT REFERENCES fluxio_register_maps (id)," /* NULL: its posts name the fields */
    " server_name TEXT,"
    " server_id INTEGER CHECK (server_id BETWEEN 0 AND 255),"
    " ip TEXT,"
    " alias TEXT,"
    " created_at INTEGER NOT NULL DEFAULT " NOW ","
    " updated_at INTEGER NOT NULL DEFAULT " NOW ");";

static const char refused_posts[] =
    "CREATE TABLE fluxio_refused_posts ("
    " address TEXT NOT NULL,"
    " reason TEXT NOT NULL,"
    " first_at INTEGER NOT NULL,"
    " last_at INTEGER NOT NULL,"
    " count INTEGER NOT NULL,"
    " PRIMARY KEY (address, reason)) WITHOUT ROWID;";

static const char gateway_columns[] =
    "ALTER TABLE fluxio_gateways ADD COLUMN body_names TEXT CHECK (body_names IS NULL OR json_valid (body_names));"
    "ALTER TABLE fluxio_gateways ADD COLUMN info TEXT CHECK (info IS NULL OR json_valid (info));"
    "ALTER TABLE fluxio_gateways ADD COLUMN raw_bytes INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE fluxio_gateways ADD COLUMN dropped_posts INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE fluxio_gateways ADD COLUMN dropped_waiting INTEGER NOT NULL DEFAULT 0;"
    "UPDATE fluxio_gateways SET raw_bytes = kept.bytes FROM"
    " (SELECT gateway, sum (coalesce (length (body), 0)) AS bytes FROM fluxio_raw_posts GROUP BY gateway) AS kept"
    " WHERE kept.gateway = number;";

#define RARE_POSTS(name, condition) \
  "CREATE INDEX fluxio_raw_posts_" name " ON fluxio_raw_posts (number, gateway) WHERE " condition ";"

/* A post is found by what is rare about it in an index of those posts alone, which costs the others nothing. What is
 * common is found block by block: the table is small, and is added to once a block and gateway, not with every post. */
static const char post_lists[] =
    "DROP INDEX fluxio_raw_posts_waiting;"
    RARE_POSTS ("waiting", "state = 1")
    RARE_POSTS ("duplicate", "duplicate > 0")
    RARE_POSTS ("failed_read", "failed_read > 0")
    RARE_POSTS ("refused", "refused > 0")
    "CREATE TABLE fluxio_post_blocks ("
    " block INTEGER NOT NULL," /* number >> FLUX_SQLITE_POST_BLOCK_SHIFT */
    " gateway INTEGER NOT NULL," /* that has, or had, a post in it */
    " stored INTEGER NOT NULL," /* 1: one whose records were, or had been, stored */
    " PRIMARY KEY (block, gateway)) WITHOUT ROWID;"
    "INSERT INTO fluxio_post_blocks"
    " SELECT number >> " TEXT_OF (FLUX_SQLITE_POST_BLOCK_SHIFT) " AS block, gateway, max (stored > 0)"
    " FROM fluxio_raw_posts GROUP BY block, gateway;";

/* 2: units behind gateways and their register maps, refused posts, lists of raw posts. */
static gboolean
step_2 (FluxSqliteConnection *connection, GError **error)
{
  static const char *const parts[] = { mapping, refused_posts, gateway_columns, post_lists };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!flux_sqlite_connection_run (connection, parts[i], error))
      return FALSE;
  return TRUE;
}

/* One function a step, in order; a step that was released is never changed. */
static gboolean (*const steps[FLUX_SQLITE_SCHEMA_NEWEST]) (FluxSqliteConnection *, GError **) = { step_1, step_2 };

static gboolean
take_step (FluxSqliteConnection *connection, int number, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %d;"
                                           "INSERT INTO fluxio_schema_version (number) VALUES (%d);"
                                           "COMMIT",
                                           number, number);

  if (flux_sqlite_connection_run (connection, "BEGIN IMMEDIATE", error) && steps[number - 1](connection, error)
      && flux_sqlite_connection_run (connection, mark, error))
    return TRUE;
  flux_sqlite_connection_run (connection, "ROLLBACK", NULL);
  g_prefix_error (error, "Schema step %d: ", number);
  return FALSE;
}

gboolean
flux_sqlite_schema_upgrade (FluxSqliteConnection *connection, int version, GError **error)
{
  for (int number = version + 1; number <= FLUX_SQLITE_SCHEMA_NEWEST; number++)
    if (!take_step (connection, number, error))
      return FALSE;
  return TRUE;
}
