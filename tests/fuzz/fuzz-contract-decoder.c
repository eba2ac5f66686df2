/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-fuzz-target.h"

#include "flux-contract-decoder.h"
#include "flux-json-reader.h"
#include "flux-rejected.h"
#include "flux-test-record-rules.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1795424400000000)

static void
assert_json (const char *json)
{
  FluxJsonReader reader;

  flux_json_reader_init (&reader, json, strlen (json), FLUX_JSON_STRICT);
  g_assert_true (flux_json_reader_skip (&reader, flux_json_reader_next (&reader)));
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
}

/* What the engine and an answer make of what was rejected. */
static void
check_rejected (const char *rejected)
{
  g_autofree char *same = flux_rejected_merge (rejected, rejected);
  g_autofree char *with_other = NULL;
  g_autofree char *other = flux_rejected_new_number ("other", 1.5, "conflict");
  g_autofree char *reasons = flux_rejected_get_reasons (rejected);

  g_assert_cmpstr (same, ==, rejected);
  with_other = flux_rejected_merge (rejected, other);
  assert_json (with_other);
  g_assert_true (flux_rejected_has_number (with_other, "other", 1.5));
  assert_json (reasons);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *body = (const char *) bytes;
  g_autoptr (FluxRecords) records = flux_contract_decode (body, size, NULL, NOW);
  g_autoptr (FluxRecords) hinted = flux_contract_decode (body, size, "hint", NOW);

  flux_test_records_keep_rules (records);
  flux_test_records_keep_rules (hinted);
  g_assert_cmpuint (flux_records_get_length (records), ==, flux_records_get_length (hinted));
  for (guint i = 0; i < flux_records_get_length (records); i++)
    {
      const FluxRecord *record = flux_records_get (records, i);

      g_assert_cmpuint (record->present, ==, flux_records_get (hinted, i)->present);
      if (record->has_time)
        g_assert_true (record->time > 0 && record->time <= NOW + G_GINT64_CONSTANT (86400000000));
      if (record->rejected != NULL)
        check_rejected (record->rejected);
    }
  return 0;
}
