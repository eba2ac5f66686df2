/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-json-reader.h"
#include "flux-test-json-maker.h"
#include "flux-test-json-peer.h"
#include "flux-test-scale.h"

#include <math.h>
#include <string.h>

/* In memory of its own, so that a sanitizer sees a byte read beyond the end. */
static gboolean
agrees (const GString *document)
{
  g_autofree char *exact = g_malloc (MAX (document->len, 1));

  memcpy (exact, document->str, document->len);
  return flux_test_json_agrees_with_peer (exact, document->len);
}

static void
test_made (void)
{
  for (guint i = 0; i < flux_test_scale (2000, 200000); i++)
    {
      g_autoptr (GString) document = g_string_new (NULL);

      flux_test_json_make (document);
      g_assert_true (agrees (document));
    }
}

static void
test_mutated (void)
{
  guint taken = 0, n = flux_test_scale (2000, 200000);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) document = g_string_new (NULL);

      flux_test_json_make (document);
      flux_test_json_mutate (document);
      taken += agrees (document);
    }
  /* Both sides are met often. */
  g_assert_cmpuint (taken, >, n / 20);
  g_assert_cmpuint (taken, <, n - n / 20);
}

/* What the C library makes of the same digits. */
static void
test_numbers (void)
{
  for (guint i = 0; i < flux_test_scale (20000, 2000000); i++)
    {
      g_autoptr (GString) number = g_string_new (NULL);
      FluxJsonReader reader;

      flux_test_json_make_number (number);
      flux_json_reader_init (&reader, number->str, number->len, FLUX_JSON_STRICT);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NUMBER);
      g_assert_cmpuint (reader.length, ==, number->len);
      if (reader.number != g_ascii_strtod (number->str, NULL))
        g_error ("%s was read as %.17g", number->str, reader.number);
      g_assert_cmpint (!!signbit (reader.number), ==, number->str[0] == '-');
    }
}

/* Every bit pattern, in every number of digits. */
static void
test_doubles (void)
{
  for (guint i = 0; i < flux_test_scale (5000, 500000); i++)
    {
      guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];
      FluxJsonReader reader;
      double value;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      g_snprintf (format, sizeof format, "%%.%dg", g_test_rand_int_range (1, 18));
      g_ascii_formatd (text, sizeof text, format, value);
      flux_json_reader_init (&reader, text, strlen (text), FLUX_JSON_STRICT);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NUMBER);
      g_assert_true (reader.number == g_ascii_strtod (text, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-peer/made", test_made);
  g_test_add_func ("/json-peer/mutated", test_mutated);
  g_test_add_func ("/json-peer/numbers", test_numbers);
  g_test_add_func ("/json-peer/doubles", test_doubles);
  return g_test_run ();
}
