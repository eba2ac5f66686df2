/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-row-json.h"

#include "flux-time.h"

#include <string.h>

#define AT (G_GINT64_CONSTANT (1795424400) * FLUX_TIME_SECOND) /* 2026-11-23T09:00:00Z */

static void
assert_reading (const char *device_id, const FluxReading *reading, const char *expected)
{
  g_autoptr (GString) json = g_string_new (NULL);

  flux_row_json_append_reading (json, device_id, reading);
  g_assert_cmpstr (json->str, ==, expected);
}

/* Exactly the contract's columns, in the table's order with what was added behind. */
static void
test_reading_full (void)
{
  FluxReading reading = {
    .measured_at = AT,
    .received_at = AT + 1500000,
    .values = { 8.3, 3200.1, 17.4, 1.25, 87, -67, 0.3125, 0.8612 },
    .present = FLUX_FIELD_ALL,
    .metadata = (char *) "{\"site\":\"A\"}",
  };

  assert_reading (
      "NIVUS_01", &reading,
      "{\"device_id\":\"NIVUS_01\",\"flow_rate\":8.3,\"totalizer\":3200.1,\"temperature\":17.4,"
      "\"pressure\":1.25,\"battery_level\":87,\"signal_strength\":-67,\"created_at\":\"2026-11-23T09:00:00Z\","
      "\"metadata\":{\"site\":\"A\"},\"level\":0.3125,\"velocity\":0.8612,"
      "\"received_at\":\"2026-11-23T09:00:01.5Z\",\"quality\":0,\"rejected\":null,\"copy\":0}");
}

static void
test_reading_sparse (void)
{
  FluxReading reading = {
    .measured_at = AT + 1,
    .received_at = AT + 1,
    .present = FLUX_FIELD_BIT (FLUX_FIELD_FLOW_RATE),
    .quality = FLUX_QUALITY_BAD << (2 * FLUX_FIELD_LEVEL),
    .rejected = (char *) "{\"level\":{\"value\":\"x\",\"reason\":\"wrong type\"}}",
    .copy = 3,
  };

  assert_reading ("Sch\xc3\xa4"
                  "chte \"3\"",
                  &reading,
                  "{\"device_id\":\"Sch\xc3\xa4"
                  "chte \\\"3\\\"\",\"flow_rate\":0,\"totalizer\":null,"
                  "\"temperature\":null,\"pressure\":null,\"battery_level\":null,\"signal_strength\":null,"
                  "\"created_at\":\"2026-11-23T09:00:00.000001Z\",\"metadata\":null,\"level\":null,\"velocity\":null,"
                  "\"received_at\":\"2026-11-23T09:00:00.000001Z\",\"quality\":8192,"
                  "\"rejected\":{\"level\":{\"value\":\"x\",\"reason\":\"wrong type\"}},\"copy\":3}");
}

/* Each column alone holds its own field. */
static void
test_reading_fields (void)
{
  for (guint field = 0; field < FLUX_N_FIELDS; field++)
    {
      FluxReading reading = { .measured_at = AT, .received_at = AT, .present = FLUX_FIELD_BIT (field) };
      g_autoptr (GString) json = g_string_new (NULL);
      g_autofree char *member = g_strdup_printf ("\"%s\":%u,", flux_field_get_name (field), 40 + field);

      reading.values[field] = 40 + field;
      flux_row_json_append_reading (json, "d", &reading);
      g_assert_nonnull (strstr (json->str, member));
    }
}

static void
test_device_new (void)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_05");
  g_autoptr (GString) json = g_string_new (NULL);

  g_free (device->uuid);
  device->uuid = g_strdup ("0b0f8ce1-7d3f-4a55-9b52-6c1f3c1f6a01");
  device->created_at = device->updated_at = AT;
  flux_row_json_append_device_open (json, device, 0);
  g_assert_cmpstr (json->str, ==,
                   "{\"id\":\"0b0f8ce1-7d3f-4a55-9b52-6c1f3c1f6a01\",\"device_id\":\"NIVUS_05\","
                   "\"device_name\":\"NIVUS_05\",\"device_type\":\"nivus_flow_transmitter\",\"location\":null,"
                   "\"description\":null,\"status\":\"active\",\"created_at\":\"2026-11-23T09:00:00Z\","
                   "\"updated_at\":\"2026-11-23T09:00:00Z\",\"last_seen\":null,\"metadata\":null,\"site\":null,"
                   "\"tags\":[],\"time_zone\":null,\"flow_unit\":\"m3/h\",\"period_seconds\":null,"
                   "\"offline_after_seconds\":900,\"gateway_id\":null,\"confirmed_at\":null,\"retired_at\":null,"
                   "\"maintenance_until\":null");
}

static void
test_device_full (void)
{
  g_autoptr (FluxDevice) device = flux_device_new ("d");
  g_autoptr (GString) json = g_string_new (NULL);

  g_free (device->uuid);
  g_free (device->name);
  g_strfreev (device->tags);
  device->uuid = g_strdup ("u");
  device->name = g_strdup ("Backup \"Flow\"");
  device->location = g_strdup ("Plant C");
  device->description = g_strdup ("line\nbreak");
  device->site = g_strdup ("North");
  device->tags = g_strsplit ("wet,d\"ry", ",", -1);
  device->time_zone = g_strdup ("Europe/Berlin");
  device->metadata = g_strdup ("{\"a\":[1]}");
  device->gateway_uuid = g_strdup ("g");
  device->status = FLUX_DEVICE_STATUS_MAINTENANCE;
  device->flow_unit = FLUX_FLOW_UNIT_UNKNOWN;
  device->period_seconds = 60;
  device->offline_after_seconds = 120;
  device->created_at = AT;
  device->updated_at = AT + 1;
  device->confirmed_at = AT + 2;
  device->retired_at = AT + 3;
  device->maintenance_until = AT + 4;
  flux_row_json_append_device_open (json, device, AT + 5);
  g_assert_cmpstr (
      json->str, ==,
      "{\"id\":\"u\",\"device_id\":\"d\",\"device_name\":\"Backup \\\"Flow\\\"\","
      "\"device_type\":\"nivus_flow_transmitter\",\"location\":\"Plant C\","
      "\"description\":\"line\\nbreak\",\"status\":\"maintenance\",\"created_at\":\"2026-11-23T09:00:00Z\","
      "\"updated_at\":\"2026-11-23T09:00:00.000001Z\",\"last_seen\":\"2026-11-23T09:00:00.000005Z\","
      "\"metadata\":{\"a\":[1]},\"site\":\"North\",\"tags\":[\"wet\",\"d\\\"ry\"],"
      "\"time_zone\":\"Europe/Berlin\",\"flow_unit\":null,\"period_seconds\":60,"
      "\"offline_after_seconds\":120,\"gateway_id\":\"g\",\"confirmed_at\":\"2026-11-23T09:00:00.000002Z\","
      "\"retired_at\":\"2026-11-23T09:00:00.000003Z\","
      "\"maintenance_until\":\"2026-11-23T09:00:00.000004Z\"");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-json/reading/full", test_reading_full);
  g_test_add_func ("/row-json/reading/sparse", test_reading_sparse);
  g_test_add_func ("/row-json/reading/fields", test_reading_fields);
  g_test_add_func ("/row-json/device/new", test_device_new);
  g_test_add_func ("/row-json/device/full", test_device_full);
  return g_test_run ();
}
