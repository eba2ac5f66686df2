/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* What other programs may do to the tables of a SQLite database, with its sqlite3 shell. */

#include "flux-test-plant.h"

#include <string.h>

static void
assert_sql (FluxTestPlant *plant, const char *sql, const char *expected)
{
  g_autofree char *rows = flux_test_sqlite3 (flux_test_plant_get_path (plant), sql, NULL);

  g_assert_cmpstr (rows, ==, expected);
}

/* --- What is refused ---------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *sql;
  const char *complaint;
} refused[] = {
  { "row-of-no-device", "INSERT INTO flow_data (device_id, flow_rate) VALUES ('B', 1)",
    "insert it into devices first" },
  { "row-of-null-device", "INSERT INTO flow_data (flow_rate) VALUES (1)", "insert it into devices first" },

  { "time-as-text", "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, '2026-11-23T09:00:00Z')",
    "microseconds since 1970" },
  { "time-as-words", "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, datetime ('now'))",
    "microseconds since 1970" },
  { "time-with-decimals", "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, 5000.5)",
    "microseconds since 1970" },
  { "time-zero", "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, 0)",
    "microseconds since 1970" },
  { "time-negative", "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, -5)",
    "microseconds since 1970" },
  { "time-huge", "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, 9223372036854775807)",
    "microseconds since 1970" },
  { "time-blob", "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, x'35')",
    "microseconds since 1970" },
  { "arrival-as-text", "INSERT INTO flow_data (device_id, flow_rate, received_at) VALUES ('A', 1, '2026-11-23')",
    "microseconds since 1970" },

  { "value-as-word", "INSERT INTO flow_data (device_id, flow_rate) VALUES ('A', 'n/a')", "must be a number" },
  { "value-empty", "INSERT INTO flow_data (device_id, level) VALUES ('A', '')", "must be a number" },
  { "value-comma", "INSERT INTO flow_data (device_id, temperature) VALUES ('A', '3,5')", "must be a number" },
  { "value-blob", "INSERT INTO flow_data (device_id, pressure) VALUES ('A', x'31')", "must be a number" },
  { "value-infinite", "INSERT INTO flow_data (device_id, flow_rate) VALUES ('A', 9e999)", "must be a number" },
  { "value-minus-infinite", "INSERT INTO flow_data (device_id, totalizer) VALUES ('A', -9e999)", "must be a number" },
  { "value-past-float", "INSERT INTO flow_data (device_id, velocity) VALUES ('A', 3.5e38)", "must be a number" },
  { "signal-past-int", "INSERT INTO flow_data (device_id, signal_strength) VALUES ('A', 3000000000)",
    "must be a number" },
  { "battery-as-word", "INSERT INTO flow_data (device_id, battery_level) VALUES ('A', 'full')", "must be a number" },
  { "quality-negative", "INSERT INTO flow_data (device_id, quality) VALUES ('A', -1)", "must be a number" },
  { "quality-large", "INSERT INTO flow_data (device_id, quality) VALUES ('A', 65536)", "must be a number" },
  { "metadata-no-json", "INSERT INTO flow_data (device_id, metadata) VALUES ('A', 'hello')", "must be JSON" },
  { "rejected-no-json", "INSERT INTO flow_data (device_id, rejected) VALUES ('A', '{')", "must be JSON" },
  { "rejected-no-object", "INSERT INTO flow_data (device_id, rejected) VALUES ('A', '[1]')", "a JSON object" },
  { "too-many-of-one-time",
    "INSERT INTO flow_data (device_id, flow_rate, created_at)"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 257) SELECT 'A', i, 5000 FROM n",
    "at most 256 rows" },

  { "change-of-value", "UPDATE flow_data SET flow_rate = 'x'", "must be a number" },
  { "change-of-metadata", "UPDATE flow_data SET metadata = 'x'", "must be JSON" },
  { "change-of-time", "UPDATE flow_data SET created_at = created_at + 1", "cannot be changed" },
  { "change-of-device", "UPDATE flow_data SET device_id = 'B'", "cannot be changed" },
  { "change-of-copy", "UPDATE flow_data SET copy = NULL", "cannot be changed" },
  { "change-of-device-id", "UPDATE devices SET device_id = 'B'", "its rows are named by it" },

  { "device-without-name", "INSERT INTO devices (device_id) VALUES ('B')", "NOT NULL" },
  { "device-without-id", "INSERT INTO devices (device_name) VALUES ('B')", "NOT NULL" },
  { "device-empty-id", "INSERT INTO devices (device_id, device_name) VALUES ('', 'B')", "CHECK" },
  { "device-long-id", "INSERT INTO devices (device_id, device_name) VALUES (hex (zeroblob (51)), 'B')", "CHECK" },
  { "device-twice", "INSERT INTO devices (device_id, device_name) VALUES ('A', 'again')", "UNIQUE" },
  { "device-status", "INSERT INTO devices (device_id, device_name, status) VALUES ('B', 'B', 'asleep')", "CHECK" },
  { "device-unit", "INSERT INTO devices (device_id, device_name, flow_unit) VALUES ('B', 'B', 'm3')", "CHECK" },
  { "device-tags", "INSERT INTO devices (device_id, device_name, tags) VALUES ('B', 'B', '{}')", "CHECK" },
  { "device-metadata", "INSERT INTO devices (device_id, device_name, metadata) VALUES ('B', 'B', 'x')", "CHECK" },
  { "device-period", "INSERT INTO devices (device_id, device_name, period_seconds) VALUES ('B', 'B', 0)", "CHECK" },
  { "device-offline", "INSERT INTO devices (device_id, device_name, offline_after_seconds) VALUES ('B', 'B', 'x')",
    "CHECK" },
  { "device-gateway",
    "PRAGMA foreign_keys = ON; INSERT INTO devices (device_id, device_name, gateway_id) VALUES ('B', 'B', 'g')",
    "FOREIGN KEY" },
  { "rule-type", "INSERT INTO alert_rules (rule_name, rule_type) VALUES ('r', 'too_wet')", "CHECK" },
  { "rule-severity", "INSERT INTO alert_rules (rule_name, rule_type, severity) VALUES ('r', 'no_data', 'bad')",
    "CHECK" },
  { "alert-type", "INSERT INTO alerts (device_id, alert_type, severity, message) VALUES ('A', 'x', 'info', 'm')",
    "CHECK" },
  { "alert-severity", "INSERT INTO alerts (device_id, alert_type, severity, message) VALUES ('A', 'custom', 'x', 'm')",
    "CHECK" },
  { "user-role", "INSERT INTO users (email, role) VALUES ('a@b', 'god')", "CHECK" },
  { "gateway-counts", "INSERT INTO fluxio_gateways (name, received) VALUES ('g', 1)", "CHECK" },
  { "key-digest", "INSERT INTO fluxio_api_keys (name, digest, scopes) VALUES ('k', 'abc', 'read')", "CHECK" },
};

/* It is refused as a whole: nothing of the statement stays. */
static void
test_refused (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = flux_test_reading (0, 1);
  g_autofree char *output = NULL;

  flux_test_plant_insert (plant, device, &reading);
  output = flux_test_sqlite3 (flux_test_plant_get_path (plant), refused[i].sql, refused[i].complaint);
  assert_sql (
      plant,
      "SELECT (SELECT count(*) FROM flow_data), (SELECT flow_rate FROM flow_data), (SELECT count(*) FROM devices),"
      " (SELECT last_seen FROM devices), (SELECT count(*) FROM alerts), (SELECT count(*) FROM alert_rules),"
      " (SELECT count(*) FROM fluxio_foreign_devices)",
      "1|1.0|1||0|0|0");
}

/* --- What is taken ------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  const char *values; /* of device_id, flow_rate, totalizer, signal_strength, created_at, quality, metadata */
  const char *stored;
} taken[] = {
  { "integers", "'A', 3, 4, -5, 5000, 0, NULL", "real:3.0|real:4.0|integer:-5|integer:5000|integer:0|" },
  { "reals", "'A', 3.5, 4.0, -5.0, 5000.0, 0.0, NULL", "real:3.5|real:4.0|integer:-5|integer:5000|integer:0|" },
  { "text", "'A', '3.5', '4e3', '-5', '5000', '1', NULL", "real:3.5|real:4000.0|integer:-5|integer:5000|integer:1|" },
  { "largest", "'A', 3.4028234663852886e38, 1.7976931348623157e308, -2147483647, 253402300799999999, 65535, NULL",
    "real:3.40282346638529e+38|real:1.79769313486232e+308|integer:-2147483647|integer:253402300799999999|integer:"
    "65535|" },
  { "nulls", "'A', NULL, NULL, NULL, 5000, NULL, NULL", "null:|null:|null:|integer:5000|integer:0|" },
  { "metadata", "'A', NULL, NULL, NULL, 5000, NULL, '[1, {\"a\": null}]'",
    "null:|null:|null:|integer:5000|integer:0|[1, {\"a\": null}]" },
};

static void
test_taken (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  g_autofree char *insert = g_strdup_printf ("INSERT INTO flow_data (device_id, flow_rate, totalizer, signal_strength,"
                                             " created_at, quality, metadata) VALUES (%s)",
                                             taken[i].values);

  flux_test_plant_add_device (plant, "A");
  assert_sql (plant, insert, "");
  assert_sql (
      plant,
      "SELECT typeof (flow_rate) || ':' || ifnull (flow_rate, ''), typeof (totalizer) || ':' || ifnull (totalizer, ''),"
      " typeof (signal_strength) || ':' || ifnull (signal_strength, ''), typeof (created_at) || ':' || created_at,"
      " typeof (quality) || ':' || quality, metadata FROM flow_data",
      taken[i].stored);
}

static void
test_uuids (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  g_autofree char *lines = NULL;
  g_auto (GStrv) ids = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  assert_sql (plant,
              "INSERT INTO users (email) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
              " SELECT 'u' || i FROM n",
              "");
  lines = flux_test_sqlite3 (flux_test_plant_get_path (plant), "SELECT id FROM users", NULL);
  ids = g_strsplit (lines, "\n", -1);
  g_assert_cmpuint (g_strv_length (ids), ==, 500);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_assert_true (g_uuid_string_is_valid (ids[i]));
      g_assert_cmpint (ids[i][14], ==, '4');
      g_assert_nonnull (strchr ("89ab", ids[i][19]));
      g_assert_true (g_hash_table_add (seen, ids[i]));
    }
}

/* Every table that has an id or a time fills it. */
static void
test_defaults (void)
{
  static const struct
  {
    const char *insert;
    const char *check;
  } tables[] = {
    { "INSERT INTO devices (device_id, device_name) VALUES ('B', 'b')", "devices" },
    { "INSERT INTO alerts (device_id, alert_type, severity, message) VALUES ('A', 'custom', 'info', 'm')", "alerts" },
    { "INSERT INTO alert_rules (rule_name, rule_type) VALUES ('r', 'no_data')", "alert_rules" },
    { "INSERT INTO users (email) VALUES ('a@b')", "users" },
    { "INSERT INTO audit_logs (action) VALUES ('x')", "audit_logs" },
    { "INSERT INTO fluxio_gateways (name) VALUES ('g')", "fluxio_gateways" },
    { "INSERT INTO fluxio_api_keys (name, digest, scopes) VALUES ('k', randomblob (32), 'read')", "fluxio_api_keys" },
  };
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);

  flux_test_plant_add_device (plant, "A");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *check =
          g_strdup_printf ("SELECT count(*) FROM %s WHERE id IS NOT NULL"
                           " AND abs (created_at / 1000000 - CAST (strftime ('%%s', 'now') AS INTEGER)) < 60",
                           tables[i].check);

      assert_sql (plant, tables[i].insert, "");
      assert_sql (plant, check, "1");
    }
}

/* The contract's columns, in its order, with what was added behind. */
static void
test_columns (void)
{
  static const struct
  {
    const char *table;
    const char *columns;
  } tables[] = {
    { "devices",
      "id,device_id,device_name,device_type,location,description,status,created_at,updated_at,last_seen,metadata,site,"
      "tags,time_zone,flow_unit,period_seconds,offline_after_seconds,gateway_id,confirmed_at,retired_at,maintenance_"
      "until" },
    { "flow_data",
      "device_id,flow_rate,totalizer,temperature,pressure,battery_level,signal_strength,created_at,metadata,level,"
      "velocity,received_at,quality,rejected,copy" },
    { "alerts",
      "id,device_id,alert_type,severity,message,threshold_value,actual_value,is_resolved,resolved_at,resolved_by,"
      "created_at,metadata" },
    { "alert_rules",
      "id,device_id,rule_name,rule_type,threshold_value,duration_minutes,severity,is_enabled,notification_channels,"
      "created_at,updated_at,definition" },
    { "users", "id,email,full_name,role,is_active,created_at,updated_at" },
    { "audit_logs", "id,user_id,action,resource_type,resource_id,details,ip_address,created_at,actor,before,after" },
    { "dashboard_summary", "total_devices,active_devices,online_devices,active_alerts,critical_alerts" },
  };
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT group_concat (name) FROM pragma_table_info ('%s')", tables[i].table);

      assert_sql (plant, sql, tables[i].columns);
    }
}

/* What is FluxIO's own begins with fluxio_. */
static void
test_whole (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);

  assert_sql (plant, "PRAGMA integrity_check", "ok");
  assert_sql (plant, "PRAGMA foreign_key_check", "");
  assert_sql (plant, "PRAGMA journal_mode", "wal");
  assert_sql (plant,
              "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'fluxio\\_%' ESCAPE '\\'"
              " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('devices', 'flow_data', 'alerts',"
              " 'alert_rules', 'users', 'audit_logs', 'dashboard_summary')",
              "0");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/sqlite-plain-sql/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_refused);
    }
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree char *path = g_strconcat ("/sqlite-plain-sql/taken/", taken[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_taken);
    }
  g_test_add_func ("/sqlite-plain-sql/uuids", test_uuids);
  g_test_add_func ("/sqlite-plain-sql/defaults", test_defaults);
  g_test_add_func ("/sqlite-plain-sql/columns", test_columns);
  g_test_add_func ("/sqlite-plain-sql/whole", test_whole);
  return g_test_run ();
}
