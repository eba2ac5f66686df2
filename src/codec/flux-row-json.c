/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-row-json.h"

#include "flux-json-writer.h"

static void
append_raw_or_null (GString *json, const char *name, const char *object)
{
  flux_json_append_name (json, name);
  g_string_append (json, object != NULL ? object : "null");
}

static void
append_string (GString *json, const char *name, const char *text)
{
  flux_json_append_name (json, name);
  flux_json_append_string (json, text);
}

static void
append_time (GString *json, const char *name, gint64 time)
{
  flux_json_append_name (json, name);
  flux_json_append_time (json, time);
}

static void
append_int_or_null (GString *json, const char *name, gint64 value)
{
  flux_json_append_name (json, name);
  if (value == 0)
    g_string_append_len (json, "null", 4);
  else
    flux_json_append_int (json, value);
}

static void
append_field (GString *json, const FluxReading *reading, FluxField field)
{
  flux_json_append_name (json, flux_field_get_name (field));
  if (flux_reading_has (reading, field))
    flux_json_append_double (json, reading->values[field]);
  else
    g_string_append_len (json, "null", 4);
}

void
flux_row_json_append_reading (GString *json, const char *device_id, const FluxReading *reading)
{
  g_string_append_c (json, '{');
  append_string (json, "device_id", device_id);
  for (guint i = FLUX_FIELD_FLOW_RATE; i <= FLUX_FIELD_SIGNAL_STRENGTH; i++)
    append_field (json, reading, i);
  append_time (json, "created_at", reading->measured_at);
  append_raw_or_null (json, "metadata", reading->metadata);
  append_field (json, reading, FLUX_FIELD_LEVEL);
  append_field (json, reading, FLUX_FIELD_VELOCITY);
  append_time (json, "received_at", reading->received_at);
  flux_json_append_name (json, "quality");
  flux_json_append_int (json, reading->quality);
  append_raw_or_null (json, "rejected", reading->rejected);
  flux_json_append_name (json, "copy");
  flux_json_append_int (json, reading->copy);
  g_string_append_c (json, '}');
}

void
flux_row_json_append_device_open (GString *json, const FluxDevice *device, gint64 last_seen)
{
  g_string_append_c (json, '{');
  append_string (json, "id", device->uuid);
  append_string (json, "device_id", device->device_id);
  append_string (json, "device_name", device->name);
  append_string (json, "device_type", device->type);
  append_string (json, "location", device->location);
  append_string (json, "description", device->description);
  append_string (json, "status", flux_device_status_to_word (device->status));
  append_time (json, "created_at", device->created_at);
  append_time (json, "updated_at", device->updated_at);
  append_time (json, "last_seen", last_seen);
  append_raw_or_null (json, "metadata", device->metadata);
  append_string (json, "site", device->site);
  flux_json_append_name (json, "tags");
  g_string_append_c (json, '[');
  for (guint i = 0; device->tags[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      flux_json_append_string (json, device->tags[i]);
    }
  g_string_append_c (json, ']');
  append_string (json, "time_zone", device->time_zone);
  append_string (json, "flow_unit", flux_flow_unit_to_word (device->flow_unit));
  append_int_or_null (json, "period_seconds", device->period_seconds);
  flux_json_append_name (json, "offline_after_seconds");
  flux_json_append_int (json, device->offline_after_seconds);
  append_string (json, "gateway_id", device->gateway_uuid);
  append_time (json, "confirmed_at", device->confirmed_at);
  append_time (json, "retired_at", device->retired_at);
  append_time (json, "maintenance_until", device->maintenance_until);
}
