/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-notation.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *member;
} members[] = {
  { "flow", "flow_rate" },
  { "tot", "totalizer" },
  { "temp", "temperature" },
  { "press", "pressure" },
  { "batt", "battery_level" },
  { "signal", "signal_strength" },
  { "level", "level" },
  { "vel", "velocity" },
  { "time", "timestamp" },
  { "meta", "metadata" },
};

/* --- Records ------------------------------------------------------------------------------------------------------ */

static void
begin_member (GString *json, const char *name)
{
  g_string_append_printf (json, "%s\"%s\":", json->str[json->len - 1] == '{' ? "" : ",", name);
}

static void
append_text_member (GString *json, const char *name, const char *text)
{
  begin_member (json, name);
  g_string_append_printf (json, "\"%s\"", text);
}

static void
append_time (GString *json, const char *seconds)
{
  gint64 time = FLUX_TEST_BEGIN + llround (g_ascii_strtod (seconds, NULL) * FLUX_TIME_SECOND);
  char text[FLUX_TIME_ISO8601_SIZE];

  flux_time_write_iso8601 (time, text);
  append_text_member (json, "timestamp", text);
}

static void
append_device (GString *json, const char *word)
{
  const char *at = strchr (word, '@');
  g_autofree char *device = at != NULL ? g_strndup (word, at - word) : g_strdup (word);

  if (!g_str_equal (device, "-"))
    append_text_member (json, "device_id", device);
  if (at != NULL)
    append_time (json, at + 1);
}

static void
append_member (GString *json, const char *word)
{
  const char *value = strchr (word, '=');

  g_assert_nonnull (value);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strlen (members[i].name) == (gsize) (value - word) && g_str_has_prefix (word, members[i].name))
      {
        begin_member (json, members[i].member);
        g_string_append (json, value + 1);
        return;
      }
  g_error ("No field is meant by %s", word);
}

static void
append_record (GString *json, const char *record)
{
  g_auto (GStrv) words = g_strsplit (record, " ", -1);

  g_string_append_c (json, '{');
  append_device (json, words[0]);
  for (guint i = 1; words[i] != NULL; i++)
    append_member (json, words[i]);
  g_string_append_c (json, '}');
}

char *
flux_test_notation_to_body (const char *text)
{
  g_auto (GStrv) records = g_strsplit (text, "; ", -1);
  GString *json = g_string_new (records[1] != NULL ? "[" : NULL);

  for (guint i = 0; records[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_record (json, records[i]);
    }
  if (records[1] != NULL)
    g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

static char *
number (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.15g", value));
}

char *
flux_test_notation_of_span (gint64 span)
{
  g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%06d", span < 0 ? "-" : "",
                                           ABS (span) / FLUX_TIME_SECOND, (int) (ABS (span) % FLUX_TIME_SECOND));
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  return g_strndup (text, length);
}

char *
flux_test_notation_of_time (gint64 time)
{
  return flux_test_notation_of_span (time - FLUX_TEST_BEGIN);
}

static const char *
name_of_member (const char *member)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (members[i].member, member))
      return members[i].name;
  return member;
}

static char *
describe_value (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING
      && json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return number (json_node_get_double (node));
  return json_to_string (node, FALSE);
}

static void
append_rejected (GString *text, const char *rejected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (rejected, &error);
  g_autoptr (GList) names = NULL;

  g_assert_no_error (error);
  names = json_object_get_members (json_node_get_object (root));
  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonObject *entry = json_object_get_object_member (json_node_get_object (root), link->data);
      g_autofree char *value = describe_value (json_object_get_member (entry, "value"));

      g_string_append_printf (text, " ~%s=%s:%s", name_of_member (link->data), value,
                              json_object_get_string_member (entry, "reason"));
    }
}

static void
append_row (GString *text, const char *device_id, const FluxReading *reading, gboolean with_rejected)
{
  g_autofree char *time = flux_test_notation_of_time (reading->measured_at);

  if (text->len > 0)
    g_string_append (text, "; ");
  g_string_append_printf (text, "%s%s%s", device_id, reading->failed ? "!" : "@", time);
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      gboolean is_bad = flux_reading_get_quality (reading, i) == FLUX_QUALITY_BAD;
      g_autofree char *value = is_bad ? g_strdup ("bad") : number (reading->values[i]);
      g_autofree char *later = flux_test_notation_of_span (reading->own_time[i]);

      if (!is_bad && !flux_reading_has (reading, i))
        continue;
      g_assert_false (is_bad && flux_reading_has (reading, i));
      g_string_append_printf (text, " %s=%s%s%s", members[i].name, value, reading->own_time[i] != 0 ? "+" : "",
                              reading->own_time[i] != 0 ? later : "");
    }
  if (reading->metadata != NULL)
    g_string_append_printf (text, " meta=%s", reading->metadata);
  if (with_rejected && reading->rejected != NULL)
    append_rejected (text, reading->rejected);
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  const FluxDeviceSnapshot *first = *(FluxDeviceSnapshot *const *) a;
  const FluxDeviceSnapshot *second = *(FluxDeviceSnapshot *const *) b;

  return g_strcmp0 (first->device->device_id, second->device->device_id);
}

typedef struct
{
  GPtrArray *devices; /* (element-type FluxDeviceSnapshot) */
  gboolean with_rejected;
} RowsRead;

static gpointer
read_rows (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const RowsRead *self = data;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->devices->len; i++)
    {
      const FluxDeviceSnapshot *snapshot = g_ptr_array_index (self->devices, i);
      g_autoptr (GArray) rows = flux_stored_readings_new ();

      if (!flux_store_session_find_readings (session, snapshot->device->number, G_MININT64, G_MAXINT64, rows, error))
        return NULL;
      for (guint j = 0; j < rows->len; j++)
        append_row (text, snapshot->device->device_id, &g_array_index (rows, FluxStoredReading, j).reading,
                    self->with_rejected);
    }
  return g_string_free (text, FALSE);
}

static char *
describe_rows (FluxTestEngine *self, gboolean with_rejected)
{
  g_autoptr (GPtrArray) devices = flux_engine_get_devices (self->engine);
  RowsRead read = { devices, with_rejected };
  g_autoptr (GError) error = NULL;
  char *text;

  g_ptr_array_sort (devices, compare_devices);
  text = flux_store_read (self->store, read_rows, &read, NULL, &error);
  g_assert_no_error (error);
  return text;
}

char *
flux_test_notation_of_rows (FluxTestEngine *self)
{
  return describe_rows (self, TRUE);
}

char *
flux_test_notation_of_values (FluxTestEngine *self)
{
  return describe_rows (self, FALSE);
}

char *
flux_test_notation_of_devices (FluxEngine *engine)
{
  g_autoptr (GPtrArray) devices = flux_engine_get_devices (engine);
  GString *text = g_string_new (NULL);

  g_ptr_array_sort (devices, compare_devices);
  for (guint i = 0; i < devices->len; i++)
    {
      const FluxDeviceSnapshot *device = g_ptr_array_index (devices, i);
      g_autofree char *latest
          = device->latest != NULL ? flux_test_notation_of_time (device->latest->measured_at) : g_strdup ("-");
      g_autofree char *seen = device->seen_at != 0 ? flux_test_notation_of_time (device->seen_at) : g_strdup ("-");
      g_autofree char *period = device->period != 0 ? flux_test_notation_of_span (device->period) : g_strdup ("-");

      g_string_append_printf (text, "%s%s latest=%s seen=%s period=%s", i > 0 ? "; " : "", device->device->device_id,
                              latest, seen, period);
    }
  return g_string_free (text, FALSE);
}
