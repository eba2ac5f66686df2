/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-records.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "flux-field.h"
#include "flux-time.h"

GHashTable *
flux_test_records_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
check_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  guint *n_values = user_data;
  FluxField field;

  if (g_str_equal (name, "device_id") || g_str_equal (name, "timestamp"))
    return;
  g_assert_true (flux_field_from_name (name, strlen (name), &field));
  g_assert_cmpstr (name, ==, flux_field_get_name (field));
  g_assert_true (json_node_get_value_type (node) == G_TYPE_DOUBLE || json_node_get_value_type (node) == G_TYPE_INT64);
  if (field == FLUX_FIELD_SIGNAL_STRENGTH)
    g_assert_true (json_node_get_value_type (node) == G_TYPE_INT64);
  (*n_values)++;
}

static void
add_record (GHashTable *self, JsonObject *object)
{
  const char *device_id = json_object_get_string_member (object, "device_id");
  const char *time_text = json_object_get_string_member (object, "timestamp");
  char *key = g_strconcat (device_id, " ", time_text, NULL);
  guint n_values = 0;
  gint64 time;

  g_assert_true (g_str_has_prefix (device_id, "NIVUS_"));
  g_assert_true (flux_time_read_iso8601 (time_text, strlen (time_text), &time));
  json_object_foreach_member (object, check_member, &n_values);
  g_assert_cmpuint (n_values, >=, 7);
  g_hash_table_replace (self, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self, key)) + 1));
}

guint
flux_test_records_add (GHashTable *self, const char *body, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *array;

  json_parser_load_from_data (parser, body, size, &error);
  g_assert_no_error (error);
  if (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      add_record (self, json_node_get_object (json_parser_get_root (parser)));
      return 1;
    }
  array = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (array), >, 1);
  for (guint i = 0; i < json_array_get_length (array); i++)
    add_record (self, json_array_get_object_element (array, i));
  return json_array_get_length (array);
}

guint
flux_test_records_count (GHashTable *self)
{
  return g_hash_table_size (self);
}

guint
flux_test_records_count_repeated (GHashTable *self)
{
  GHashTableIter iter;
  gpointer count;
  guint n_repeated = 0;

  g_hash_table_iter_init (&iter, self);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    n_repeated += GPOINTER_TO_UINT (count) > 1;
  return n_repeated;
}

static void
assert_holds_all (GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, other);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (one, key))
      g_error ("There is no reading of %s", (const char *) key);
}

void
flux_test_records_assert_same (GHashTable *one, GHashTable *other)
{
  assert_holds_all (one, other);
  assert_holds_all (other, one);
}
