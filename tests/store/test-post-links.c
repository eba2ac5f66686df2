/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-links.h"
#include "flux-test-scale.h"

#include <string.h>

#define AT G_GINT64_CONSTANT (1795424400000000)

static void
assert_round_trip (const FluxPostLink *links, guint n)
{
  FluxPostLinks writer = { 0 };
  g_autoptr (GArray) read = NULL;

  for (guint i = 0; i < n; i++)
    flux_post_links_append (&writer, links[i].device, links[i].measured_at);
  read = flux_post_links_read (writer.bytes->data, writer.bytes->len);
  g_assert_nonnull (read);
  g_assert_cmpmem (read->data, read->len * sizeof (FluxPostLink), links, n * sizeof (FluxPostLink));
  g_byte_array_unref (writer.bytes);
}

static void
test_edges (void)
{
  static const FluxPostLink links[] = {
    { 1, AT },
    { 1, AT },
    { 2, AT - 1 },
    { 1, AT + 60000000 },
    { 0, 0 },
    { G_MAXINT64, 0 },
    { G_MININT64, 0 },
    { 0, G_MININT64 },
    { 0, G_MAXINT64 },
    { G_MININT64, G_MININT64 },
    { G_MAXINT64, G_MAXINT64 },
    { -1, -1 },
  };

  assert_round_trip (links, G_N_ELEMENTS (links));
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    assert_round_trip (&links[i], 1);
}

static gint64
random_number (void)
{
  guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  return (gint64) (bits >> g_test_rand_int_range (0, 64)) * (g_test_rand_bit () ? 1 : -1);
}

static void
test_random (void)
{
  for (guint i = 0; i < flux_test_scale (2000, 200000); i++)
    {
      FluxPostLink links[20];
      guint n = g_test_rand_int_range (1, G_N_ELEMENTS (links) + 1);

      for (guint link = 0; link < n; link++)
        links[link] = (FluxPostLink){ random_number (), random_number () };
      assert_round_trip (links, n);
    }
}

/* What the header promises: some 400 bytes for a post of 100 records, a minute apart. */
static void
test_size (void)
{
  FluxPostLinks writer = { 0 };

  for (guint i = 0; i < 100; i++)
    flux_post_links_append (&writer, 1000 + i % 2, AT + (i / 2) * G_GINT64_CONSTANT (60000000));
  g_assert_cmpuint (writer.bytes->len, <, 450);
  g_byte_array_unref (writer.bytes);
}

static const struct
{
  const char *name;
  const char *bytes;
  gsize size;
  int n; /* -1: no such list */
} lists[] = {
  { "empty", "", 0, 0 },
  { "one", "\x02\x04", 2, 1 },
  { "half", "\x02", 1, -1 },
  { "one-and-a-half", "\x02\x04\x02", 3, -1 },
  { "cut-number", "\x02\x84", 2, -1 },
  { "longest", "\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11, 1 },
  { "too-long", "\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 12, -1 },
  { "too-large", "\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11, -1 },
};

static void
test_list (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree guint8 *exact = g_memdup2 (lists[i].bytes, MAX (lists[i].size, 1));
  g_autoptr (GArray) read = flux_post_links_read (exact, lists[i].size);

  if (lists[i].n < 0)
    g_assert_null (read);
  else
    g_assert_cmpuint (read->len, ==, lists[i].n);
}

static void
test_nothing (void)
{
  g_autoptr (GArray) read = flux_post_links_read (NULL, 0);

  g_assert_cmpuint (read->len, ==, 0);
}

/* Whatever bytes a database holds, nothing is read beyond them. */
static void
test_any_bytes (void)
{
  for (guint i = 0; i < flux_test_scale (20000, 2000000); i++)
    {
      gsize size = g_test_rand_int_range (0, 40);
      g_autofree guint8 *bytes = g_malloc (MAX (size, 1));
      g_autoptr (GArray) read = NULL;

      for (gsize at = 0; at < size; at++)
        bytes[at] = g_test_rand_bit () ? 0xff : g_test_rand_int_range (0, 256);
      read = flux_post_links_read (bytes, size);
      if (read != NULL)
        g_assert_cmpuint (read->len, <=, size / 2);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *path = g_strconcat ("/post-links/list/", lists[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_list);
    }
  g_test_add_func ("/post-links/edges", test_edges);
  g_test_add_func ("/post-links/random", test_random);
  g_test_add_func ("/post-links/size", test_size);
  g_test_add_func ("/post-links/nothing", test_nothing);
  g_test_add_func ("/post-links/any-bytes", test_any_bytes);
  return g_test_run ();
}
