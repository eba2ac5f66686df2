/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-fuzz-target.h"

#include "flux-json-reader.h"
#include "flux-test-json-peer.h"

/* The relaxed forms have no peer: they must come to an end, within their input. */
static void
read_all (const char *document, gsize size, FluxJsonFlags flags)
{
  FluxJsonReader reader;
  FluxJsonToken token;
  gsize n_tokens = 0;

  flux_json_reader_init (&reader, document, size, flags);
  while ((token = flux_json_reader_next (&reader)) != FLUX_JSON_END && token != FLUX_JSON_ERROR)
    {
      g_assert_true (reader.text >= document && reader.text + reader.length <= document + size);
      g_assert_cmpuint (n_tokens++, <=, 2 * size);
      if (token == FLUX_JSON_NAME || token == FLUX_JSON_STRING)
        {
          g_autoptr (GString) string = flux_json_reader_get_string (&reader);

          g_assert_cmpuint (string->len, <=, reader.length);
        }
    }
  if (token == FLUX_JSON_ERROR)
    g_assert_cmpuint (reader.fault_offset, <=, size);
}

/* As far as @flags take a document, @flags and forgiveness take it for the same. */
static void
compare_forgiven (const char *document, gsize size, FluxJsonFlags flags)
{
  FluxJsonReader reader, forgiving;
  FluxJsonToken token;

  flux_json_reader_init (&reader, document, size, flags);
  flux_json_reader_init (&forgiving, document, size, flags | FLUX_JSON_FORGIVE);
  while ((token = flux_json_reader_next (&reader)) != FLUX_JSON_ERROR)
    {
      g_assert_cmpint (flux_json_reader_next (&forgiving), ==, token);
      if (token == FLUX_JSON_END)
        break;
      g_assert_true (forgiving.text == reader.text && forgiving.length == reader.length);
      if (token == FLUX_JSON_NUMBER)
        g_assert_cmpmem (&forgiving.number, sizeof (double), &reader.number, sizeof (double));
    }
}

/* Passing over the values at the top comes to the same end as reading them. */
static void
compare_skipped (const char *document, gsize size, FluxJsonFlags flags)
{
  FluxJsonReader reader, skipping;
  FluxJsonToken token;

  flux_json_reader_init (&reader, document, size, flags);
  flux_json_reader_init (&skipping, document, size, flags);
  while ((token = flux_json_reader_next (&reader)) != FLUX_JSON_END && token != FLUX_JSON_ERROR)
    ;
  while (flux_json_reader_skip (&skipping, flux_json_reader_next (&skipping)))
    g_assert_true (skipping.text >= document && skipping.text + skipping.length <= document + size);
  g_assert_cmpint (flux_json_reader_next (&skipping), ==, token);
  g_assert_cmpstr (skipping.fault, ==, reader.fault);
  g_assert_cmpuint (skipping.fault_offset, ==, reader.fault_offset);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *document = (const char *) bytes;

  flux_test_json_agrees_with_peer (document, size);
  for (FluxJsonFlags flags = FLUX_JSON_STRICT; flags <= (FLUX_JSON_ALLOW_NOT_FINITE | FLUX_JSON_FORGIVE); flags++)
    {
      read_all (document, size, flags);
      compare_forgiven (document, size, flags);
      compare_skipped (document, size, flags);
    }
  return 0;
}
