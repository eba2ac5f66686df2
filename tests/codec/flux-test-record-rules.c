/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-record-rules.h"

#include "flux-device.h"
#include "flux-json-reader.h"

#include <math.h>
#include <string.h>

/* A whole JSON object, as strict as a reader of answers is. */
static void
assert_object (const char *json)
{
  FluxJsonReader reader;

  flux_json_reader_init (&reader, json, strlen (json), FLUX_JSON_STRICT);
  g_assert_true (flux_json_reader_skip (&reader, flux_json_reader_next (&reader)));
  g_assert_cmpint (*json, ==, '{');
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
}

static void
assert_rejected (const FluxRecord *record)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  FluxJsonReader reader;

  if (record->rejected == NULL)
    {
      g_assert_cmpuint (record->bad, ==, 0);
      return;
    }
  assert_object (record->rejected);
  flux_json_reader_init (&reader, record->rejected, strlen (record->rejected), FLUX_JSON_STRICT);
  flux_json_reader_next (&reader);
  while (flux_json_reader_next (&reader) == FLUX_JSON_NAME)
    {
      g_assert_true (g_hash_table_add (names, g_strndup (reader.text, reader.length)));
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_OBJECT_BEGIN);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NAME);
      g_assert_cmpmem (reader.text, reader.length, "value", 5);
      g_assert_true (flux_json_reader_skip (&reader, flux_json_reader_next (&reader)));
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NAME);
      g_assert_cmpmem (reader.text, reader.length, "reason", 6);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_STRING);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_OBJECT_END);
    }
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((record->bad & FLUX_FIELD_BIT (i)) != 0)
      g_assert_true (g_hash_table_contains (names, flux_field_get_name (i)));
}

static void
assert_values (const FluxRecord *record)
{
  g_assert_cmpuint (record->present & record->bad, ==, 0);
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      double kept = NAN;

      if ((record->present & FLUX_FIELD_BIT (i)) == 0)
        continue;
      g_assert_true (flux_field_round (i, record->values[i], &kept));
      g_assert_true (kept == record->values[i] && !(kept == 0 && signbit (kept)));
    }
}

static void
assert_record (const FluxRecord *record)
{
  g_assert_cmpint (record->reason == NULL, ==, record->kind == FLUX_RECORD_READING);
  if (record->kind == FLUX_RECORD_READING)
    {
      g_assert_nonnull (record->device_id);
      g_assert_true ((record->present | record->bad) != 0 || record->metadata != NULL || record->rejected != NULL);
    }
  if (record->device_id != NULL)
    g_assert_true (flux_device_id_is_valid (record->device_id, strlen (record->device_id)));
  if (record->metadata != NULL)
    assert_object (record->metadata);
  assert_values (record);
  assert_rejected (record);
}

void
flux_test_records_keep_rules (const FluxRecords *records)
{
  if (records->whole_waits != NULL)
    g_assert_cmpuint (flux_records_get_length (records), ==, 0);
  for (guint i = 0; i < flux_records_get_length (records); i++)
    assert_record (flux_records_get (records, i));
}
