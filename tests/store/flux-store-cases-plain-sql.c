/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include "flux-time.h"

/* The statements of the contract, as users type them. */

static void
assert_query (FluxTestPlant *plant, const char *sql, const char *expected)
{
  g_autofree char *rows = flux_test_plant_query (plant, sql);

  g_assert_cmpstr (rows, ==, expected);
}

/* Asserts that @time, a column of µs, says about now. */
static void
assert_now (FluxTestPlant *plant, const char *sql)
{
  g_autofree char *text = flux_test_plant_query (plant, sql);
  gint64 time = g_ascii_strtoll (text, NULL, 10);

  g_assert_cmpint (ABS (time - g_get_real_time ()), <, FLUX_TIME_MINUTE);
}

static void
device_defaults (FluxTestPlant *plant)
{
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  const FluxDevice *device;

  assert_query (plant, "INSERT INTO devices (device_id, device_name) VALUES ('NIVUS_05', 'Backup Flow Sensor')", "");
  assert_query (
      plant,
      "SELECT device_id, device_name, device_type, location, status, last_seen, flow_unit, offline_after_seconds,"
      " confirmed_at FROM devices",
      "NIVUS_05|Backup Flow Sensor|nivus_flow_transmitter||active||m3/h|900|");
  assert_now (plant, "SELECT created_at FROM devices");
  assert_now (plant, "SELECT updated_at FROM devices");

  /* and FluxIO knows it as its own */
  loan = flux_test_loan_read (plant->store, &session);
  devices = flux_store_session_list_devices (session, NULL);
  g_assert_cmpuint (devices->len, ==, 1);
  device = g_ptr_array_index (devices, 0);
  g_assert_cmpint (device->number, >, 0);
  g_assert_true (g_uuid_string_is_valid (device->uuid));
  g_assert_cmpstr (device->device_id, ==, "NIVUS_05");
  g_assert_cmpint (device->flow_unit, ==, FLUX_FLOW_UNIT_M3_PER_H);
}

static void
rule (FluxTestPlant *plant)
{
  assert_query (plant, "INSERT INTO devices (device_id, device_name) VALUES ('NIVUS_01', 'Inflow')", "");
  assert_query (plant,
                "INSERT INTO alert_rules (device_id, rule_name, rule_type, threshold_value, severity)\n"
                "VALUES ('NIVUS_01', 'High Flow Alert', 'high_flow', 100.0, 'warning');",
                "");
  assert_query (plant,
                "SELECT device_id, rule_name, rule_type, threshold_value, duration_minutes, severity, is_enabled,"
                " notification_channels, definition FROM alert_rules WHERE is_enabled = true;",
                "NIVUS_01|High Flow Alert|high_flow|100.0|5|warning|1|[\"email\"]|");
  assert_now (plant, "SELECT created_at FROM alert_rules");
}

static void
row_without_time (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "NIVUS_01");
  g_autoptr (GArray) rows = NULL;
  const FluxReading *reading;

  assert_query (plant, "INSERT INTO flow_data (device_id, flow_rate) VALUES ('NIVUS_01', 3.5);", "");
  assert_now (plant, "SELECT created_at FROM flow_data");
  assert_now (plant, "SELECT received_at FROM flow_data");
  assert_now (plant, "SELECT last_seen FROM devices");

  rows = flux_test_plant_read (plant, &(FluxReadingQuery){ .device = device, .to = G_MAXINT64, .limit = 9 });
  g_assert_cmpuint (rows->len, ==, 1);
  reading = &g_array_index (rows, FluxStoredReading, 0).reading;
  g_assert_cmpuint (reading->present, ==, FLUX_FIELD_BIT (FLUX_FIELD_FLOW_RATE));
  g_assert_cmpfloat (reading->values[FLUX_FIELD_FLOW_RATE], ==, 3.5);
  g_assert_cmpuint (reading->quality, ==, 0);
}

static void
row_with_everything (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  g_autoptr (GArray) rows = NULL;
  FluxReading expected = {
    .measured_at = FLUX_TEST_START,
    .received_at = FLUX_TEST_START + 5,
    .values = { 1.5, 2, 3, 4, 5, -6, 7, 8 },
    .present = FLUX_FIELD_ALL,
    .quality = 1,
    .rejected = (char *) "{}",
    .metadata = (char *) "{\"a\":1}",
  };

  assert_query (plant,
                "INSERT INTO flow_data (device_id, flow_rate, totalizer, temperature, pressure, battery_level,"
                " signal_strength, created_at, metadata, level, velocity, received_at, quality, rejected) VALUES"
                " ('A', 1.5, 2, 3, 4, 5, -6, 1795424400000000, '{\"a\":1}', 7, 8, 1795424400000005, 1, '{}')",
                "");
  rows = flux_test_plant_read (plant, &(FluxReadingQuery){ .device = device, .to = G_MAXINT64, .limit = 9 });
  g_assert_cmpuint (rows->len, ==, 1);
  flux_test_assert_reading (&g_array_index (rows, FluxStoredReading, 0).reading, &expected);
}

/* flow_data has what FluxIO itself wrote, wherever it lies, and no failed reads. */
static void
rows_of_fluxio (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");

  for (guint i = 0; i < 4; i++)
    {
      FluxReading reading = flux_test_reading (i, i + 0.5);

      reading.failed = i == 3;
      flux_test_plant_insert (plant, device, &reading);
    }
  flux_test_plant_settle (plant, FLUX_TEST_START);
  assert_query (
      plant,
      "SELECT device_id, flow_rate, totalizer, received_at - created_at, copy FROM flow_data ORDER BY created_at",
      "A|0.5||1000000|0\nA|1.5||1000000|0\nA|2.5||1000000|0");
}

static void
same_time_again (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = flux_test_reading (0, 1);

  flux_test_plant_insert (plant, device, &reading);
  assert_query (plant, "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 2, 1795424400000000)",
                "");
  flux_test_plant_settle (plant, G_MAXINT64);
  assert_query (plant, "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 3, 1795424400000000)",
                "");
  assert_query (plant, "SELECT flow_rate, copy FROM flow_data ORDER BY copy", "1.0|0\n2.0|1\n3.0|2");
}

/* greatest, never back */
static void
last_seen (FluxTestPlant *plant)
{
  static const struct
  {
    const char *created_at;
    const char *last_seen;
  } rows[] = { { "5000", "5000" }, { "4000", "5000" }, { "5000", "5000" }, { "6000", "6000" }, { "1", "6000" } };

  flux_test_plant_add_device (plant, "A");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('A', 1, %s)", rows[i].created_at);

      assert_query (plant, sql, "");
      assert_query (plant, "SELECT last_seen FROM devices", rows[i].last_seen);
    }
}

static void
change_and_delete (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");

  for (guint i = 0; i < 6; i++)
    {
      FluxReading reading = flux_test_reading (i, i);

      flux_test_plant_insert (plant, device, &reading);
    }
  flux_test_plant_settle (plant, FLUX_TEST_START + 2 * FLUX_TIME_SECOND);
  assert_query (plant, "UPDATE flow_data SET flow_rate = flow_rate * 10, temperature = 4 WHERE flow_rate IN (1, 4)",
                "");
  assert_query (plant, "DELETE FROM flow_data WHERE flow_rate IN (0, 5)", "");
  assert_query (plant, "SELECT flow_rate, temperature FROM flow_data ORDER BY created_at",
                "10.0|4.0\n2.0|\n3.0|\n40.0|4.0");
}

static void
dashboard (FluxTestPlant *plant)
{
  assert_query (plant, "SELECT * FROM dashboard_summary", "0|0|0|0|0");
  assert_query (plant,
                "INSERT INTO devices (device_id, device_name, status) VALUES ('A', 'a', 'active'), ('B', 'b', 'error'),"
                " ('C', 'c', 'active');"
                "INSERT INTO flow_data (device_id, flow_rate) VALUES ('A', 1);"
                "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('B', 1, 1000000000000000);"
                "INSERT INTO alerts (device_id, alert_type, severity, message, is_resolved) VALUES"
                " ('A', 'high_flow', 'critical', 'm', false), ('A', 'no_data', 'warning', 'm', false),"
                " ('B', 'custom', 'critical', 'm', true)",
                "");
  assert_query (plant,
                "SELECT total_devices, active_devices, online_devices, active_alerts, critical_alerts"
                " FROM dashboard_summary",
                "3|2|1|2|1");
}

const FluxStoreCase flux_store_cases_plain_sql[] = {
  { "device-defaults", device_defaults },
  { "rule", rule },
  { "row-without-time", row_without_time },
  { "row-with-everything", row_with_everything },
  { "rows-of-fluxio", rows_of_fluxio },
  { "same-time-again", same_time_again },
  { "last-seen", last_seen },
  { "change-and-delete", change_and_delete },
  { "dashboard", dashboard },
  { NULL },
};
