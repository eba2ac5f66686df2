/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-json.h"

#include <math.h>

#include "flux-time.h"

static const guint decimals[FLUX_N_FIELDS] = {
  [FLUX_FIELD_FLOW_RATE] = 2, [FLUX_FIELD_TOTALIZER] = 3,     [FLUX_FIELD_TEMPERATURE] = 2,
  [FLUX_FIELD_PRESSURE] = 3,  [FLUX_FIELD_BATTERY_LEVEL] = 0, [FLUX_FIELD_SIGNAL_STRENGTH] = 0,
  [FLUX_FIELD_LEVEL] = 4,     [FLUX_FIELD_VELOCITY] = 3,
};

static void
append_number (GString *json, double value, guint n_decimals)
{
  static const gint64 scales[] = { 1, 10, 100, 1000, 10000 };
  gint64 scaled = llround (value * scales[n_decimals]);
  guint64 digits = ABS (scaled);
  char text[32], *at = text + sizeof text;

  for (guint i = 0; i < n_decimals || digits > 0 || i == n_decimals; i++, digits /= 10)
    {
      if (i == n_decimals && n_decimals > 0)
        *--at = '.';
      *--at = '0' + digits % 10;
    }
  if (scaled < 0)
    *--at = '-';
  g_string_append_len (json, at, text + sizeof text - at);
}

void
flux_sim_json_append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (json, "\\%c", *text);
    else if ((guchar) *text < 0x20)
      g_string_append_printf (json, "\\u%04x", *text);
    else
      g_string_append_c (json, *text);
  g_string_append_c (json, '"');
}

void
flux_sim_json_append_reading (GString *json, const char *device_id, const FluxReading *reading)
{
  char time[FLUX_TIME_ISO8601_SIZE];

  g_string_append (json, "{\"device_id\":");
  flux_sim_json_append_string (json, device_id);
  g_string_append (json, ",\"timestamp\":\"");
  g_string_append_len (json, time, flux_time_write_iso8601 (reading->measured_at, time));
  g_string_append_c (json, '"');
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if (flux_reading_has (reading, i))
      {
        g_string_append (json, ",\"");
        g_string_append (json, flux_field_get_name (i));
        g_string_append (json, "\":");
        append_number (json, reading->values[i], decimals[i]);
      }
  g_string_append_c (json, '}');
}
