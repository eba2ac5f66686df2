/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-random.h"

#include <string.h>

static void
test_fill (void)
{
  guint8 bytes[4096 + 1] = { 0 };
  guint8 ever_set[4096] = { 0 };

  /* Each byte gets its turn, and the one behind the end does not. */
  for (int i = 0; i < 20; i++)
    {
      flux_random_fill (bytes, 4096);
      for (guint j = 0; j < 4096; j++)
        ever_set[j] |= bytes[j];
    }
  for (guint j = 0; j < 4096; j++)
    g_assert_cmpuint (ever_set[j], !=, 0);
  g_assert_cmpuint (bytes[4096], ==, 0);

  flux_random_fill (NULL, 0);
}

static void
test_hex (void)
{
  for (guint n = 0; n < 40; n++)
    {
      g_autofree char *text = flux_random_hex (n);

      g_assert_cmpuint (strlen (text), ==, 2 * n);
      g_assert_cmpuint (strspn (text, "0123456789abcdef"), ==, 2 * n);
    }
}

static void
test_uuid (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++)
    {
      char *uuid = flux_random_uuid ();

      g_assert_true (g_uuid_string_is_valid (uuid));
      g_assert_cmpint (uuid[14], ==, '4');
      g_assert_nonnull (strchr ("89ab", uuid[19]));
      g_assert_true (g_hash_table_add (seen, uuid));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/fill", test_fill);
  g_test_add_func ("/random/hex", test_hex);
  g_test_add_func ("/random/uuid", test_uuid);
  return g_test_run ();
}
