/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-fuzz-target.h"

#include "flux-json-reader.h"
#include "flux-test-json-peer.h"

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  FluxJsonReader reader;
  FluxJsonToken token;

  flux_test_json_agrees_with_peer ((const char *) bytes, size);

  /* The relaxed form has no peer: it must come to an end, within its input. */
  flux_json_reader_init (&reader, (const char *) bytes, size, FLUX_JSON_ALLOW_NOT_FINITE);
  while ((token = flux_json_reader_next (&reader)) != FLUX_JSON_END && token != FLUX_JSON_ERROR)
    {
      g_assert_true (reader.text >= (const char *) bytes && reader.text + reader.length <= (const char *) bytes + size);
      if (token == FLUX_JSON_NAME || token == FLUX_JSON_STRING)
        {
          g_autoptr (GString) string = flux_json_reader_get_string (&reader);

          g_assert_cmpuint (string->len, <=, reader.length);
        }
    }
  return 0;
}
