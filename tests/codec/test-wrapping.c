/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-wrapping.h"

#include <gio/gio.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"
#define OBJECT "{\"device_id\":\"NIVUS_01\",\"flow_rate\":0.094225}"

#define FAULT_GZIP "the gzip stream is damaged or cut off"
#define FAULT_MEMBERS "the gzip stream has more than 64 members"
#define FAULT_SIZE "the body is larger than 64 MiB when it is unpacked"

/* A text that may hold NULs, and its length. */
#define TEXT(literal) literal, sizeof (literal) - 1

/* --- Wrapping ----------------------------------------------------------------------------------------------------- */

static GBytes *
pack (GBytes *plain)
{
  g_autoptr (GInputStream) bytes = g_memory_input_stream_new_from_bytes (plain);
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (bytes, G_CONVERTER (compressor));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (out, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static GBytes *
encode (GBytes *plain)
{
  char *text = g_base64_encode (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));

  return g_bytes_new_take (text, strlen (text));
}

/* Each letter of @layers wraps what the ones before have made: "g" gzip, "b" base64. */
static GBytes *
wrap (const char *plain, gsize size, const char *layers)
{
  GBytes *body = g_bytes_new (plain, size);

  for (; *layers != '\0'; layers++)
    {
      g_autoptr (GBytes) inner = body;

      body = *layers == 'g' ? pack (inner) : encode (inner);
    }
  return body;
}

/* Undoes a copy of exactly these bytes: one beyond them is the sanitizer's. */
static GBytes *
undo (GBytes *body, const char **fault)
{
  gsize size = g_bytes_get_size (body);
  g_autoptr (GBytes) exact = g_bytes_new (g_bytes_get_data (body, NULL), size);

  return flux_wrapping_undo (exact, fault);
}

static void
assert_undone (GBytes *body, const char *plain, gsize size)
{
  const char *fault;
  g_autoptr (GBytes) undone = undo (body, &fault);

  g_assert_cmpstr (fault, ==, NULL);
  g_assert_cmpmem (g_bytes_get_data (undone, NULL), g_bytes_get_size (undone), plain, size);
}

static void
assert_refused (GBytes *body, const char *expected)
{
  const char *fault;

  g_assert_null (undo (body, &fault));
  g_assert_cmpstr (fault, ==, expected);
}

/* --- Layers ------------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *plain;
  gsize size;
  const char *layers;
  guint n_undone; /* of the layers, from the outermost */
} wrapped[] = {
  { "plain", TEXT (OBJECT), "", 0 },
  { "mark", TEXT (BOM OBJECT "\r\n"), "", 0 },
  { "array", TEXT (" [1]"), "", 0 },
  { "text", TEXT ("\"abc\""), "", 0 },
  { "empty", TEXT (""), "", 0 },
  { "one-byte", TEXT ("\x1f"), "", 0 },
  { "nul", TEXT ("\0"), "", 0 },
  { "not-utf8", TEXT ("{\"m\xb3\":1}"), "", 0 },
  { "gzip", TEXT (OBJECT), "g", 1 },
  { "gzip-of-mark", TEXT (BOM OBJECT), "g", 1 },
  { "gzip-of-nothing", TEXT (""), "g", 1 },
  { "gzip-of-other", TEXT ("a,b\n1,2\n"), "g", 1 },
  { "gzip-of-magic", TEXT ("\x1f"), "g", 1 },
  { "gzip-twice", TEXT (OBJECT), "gg", 2 },
  { "base64", TEXT (OBJECT), "b", 1 },
  { "base64-of-array", TEXT ("[1]"), "b", 1 },
  { "base64-of-text", TEXT ("\"abc\""), "b", 1 },
  { "base64-of-brace", TEXT ("{"), "b", 1 },
  { "base64-of-mark", TEXT (BOM "\r\n " OBJECT), "b", 1 },
  { "base64-of-not-utf8", TEXT ("{\"m\xb3\":1}"), "b", 1 },
  { "base64-of-nul", TEXT ("[\0]"), "b", 1 },
  { "base64-of-number", TEXT ("1795424400"), "b", 0 },
  { "base64-of-other", TEXT ("a,b\n1,2\n"), "b", 0 },
  { "base64-of-space", TEXT (" \n "), "b", 0 },
  { "base64-twice", TEXT (OBJECT), "bb", 0 },
  { "base64-of-gzip", TEXT (OBJECT), "gb", 2 },
  { "gzip-of-base64", TEXT (OBJECT), "bg", 2 },
  { "base64-of-gzip-of-other", TEXT ("a,b\n1,2\n"), "gb", 2 },
  { "gzip-of-base64-of-other", TEXT ("a,b\n1,2\n"), "bg", 1 },
  { "three-layers", TEXT (OBJECT), "gbg", 2 },
  { "three-layers-of-gzip", TEXT (OBJECT), "ggg", 2 },
  { "three-layers-of-base64", TEXT (OBJECT), "bgb", 2 },
};

static void
test_layers (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *left = g_strndup (wrapped[i].layers, strlen (wrapped[i].layers) - wrapped[i].n_undone);
  g_autoptr (GBytes) body = wrap (wrapped[i].plain, wrapped[i].size, wrapped[i].layers);
  g_autoptr (GBytes) expected = wrap (wrapped[i].plain, wrapped[i].size, left);

  assert_undone (body, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

/* Nothing is copied when there is nothing to undo. */
static void
test_same (void)
{
  static const char *const bodies[] = { "", OBJECT, "1795424400", "N/A" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      const char *fault = "untouched";
      g_autoptr (GBytes) undone = flux_wrapping_undo (body, &fault);

      g_assert_true (undone == body);
      g_assert_null (fault);
    }
}

/* --- How base64 is written ---------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *body;
  gsize size;
  const char *plain; /* (nullable): comes back as it is */
} spellings[] = {
  { "padded-once", TEXT ("eyJhIjoxfSA="), "{\"a\":1} " },
  { "padded-twice", TEXT ("eyJhIjoxfQ=="), "{\"a\":1}" },
  { "no-padding", TEXT ("eyJhIjoxfQ"), "{\"a\":1}" },
  { "no-padding-of-one", TEXT ("eyJhIjoxfSA"), "{\"a\":1} " },
  { "half-padding", TEXT ("eyJhIjoxfQ="), "{\"a\":1}" },
  { "newline", TEXT ("eyJhIjoxfQ==\r\n"), "{\"a\":1}" },
  { "lines", TEXT ("eyJh\r\nIjox\r\nfQ==\r\n"), "{\"a\":1}" },
  { "odd-lines", TEXT ("e\nyJhI\njo\txfQ=\n=\n"), "{\"a\":1}" },
  { "lines-without-padding", TEXT ("eyJh\nIjox\nfQ\n"), "{\"a\":1}" },
  { "space-before", TEXT (" \r\n\teyJhIjoxfQ=="), "{\"a\":1}" },
  { "mark-before", TEXT (BOM "eyJhIjoxfQ=="), "{\"a\":1}" },
  { "all-digits", TEXT ("WyI/Pz4+fn4iXQ=="), "[\"\?\?>>~~\"]" },
  { "shortest", TEXT ("ew"), "{" },

  { "one-digit", TEXT ("e"), NULL },
  { "one-digit-and-padding", TEXT ("e==="), NULL },
  { "one-digit-too-many", TEXT ("eyJhIjoxfSB9I"), NULL },
  { "too-much-padding", TEXT ("eyJhIjoxfQ==="), NULL },
  { "padding-of-whole", TEXT ("eyJhIjox="), NULL },
  { "padding-inside", TEXT ("eyJhIjoxfQ==eyJh"), NULL },
  { "padding-alone", TEXT ("=="), NULL },
  { "space-alone", TEXT (" \n"), NULL },
  { "mark-alone", TEXT (BOM), NULL },
  { "url-digits", TEXT ("WyI_Pz4-fn4iXQ"), NULL },
  { "nul-behind", TEXT ("eyJhIjoxfQ==\0"), NULL },
  { "comma", TEXT ("eyJh,eyJh"), NULL },
  { "no-ascii", TEXT ("eyJhIjox\xc3\xa9"), NULL },
  { "number", TEXT ("1795424400"), NULL },
  { "decimal", TEXT ("0.094225"), NULL },
  { "word", TEXT ("null"), NULL },
  { "name", TEXT ("NIVUS01"), NULL },
  { "hex", TEXT ("3dc0f9093ea00000"), NULL },
};

static void
test_spelling (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GBytes) body = g_bytes_new (spellings[i].body, spellings[i].size);

  if (spellings[i].plain != NULL)
    assert_undone (body, spellings[i].plain, strlen (spellings[i].plain));
  else
    assert_undone (body, spellings[i].body, spellings[i].size);
}

/* --- Damaged gzip ------------------------------------------------------------------------------------------------- */

/* A stream that is cut off anywhere is a fault, alone and in base64. */
static void
test_cut_off (void)
{
  g_autoptr (GBytes) whole = wrap (OBJECT, strlen (OBJECT), "g");

  for (gsize size = 2; size < g_bytes_get_size (whole); size++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, size);
      g_autoptr (GBytes) encoded = encode (cut);

      assert_refused (cut, FAULT_GZIP);
      assert_refused (encoded, FAULT_GZIP);
    }
}

/* Of the eight bytes at the end each belongs to the checksum or the length. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) whole = wrap (OBJECT, strlen (OBJECT), "g");
  gsize size = g_bytes_get_size (whole);

  for (gsize i = size - 8; i < size; i++)
    {
      guint8 *damaged = g_memdup2 (g_bytes_get_data (whole, NULL), size);
      g_autoptr (GBytes) body = g_bytes_new_take (damaged, size);

      damaged[i] ^= 0x10;
      assert_refused (body, FAULT_GZIP);
    }
}

/* @n times @bytes, and @tail (nullable). */
static GBytes *
repeat (GBytes *bytes, guint n, GBytes *tail)
{
  GByteArray *all = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    g_byte_array_append (all, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (tail != NULL)
    g_byte_array_append (all, g_bytes_get_data (tail, NULL), g_bytes_get_size (tail));
  return g_byte_array_free_to_bytes (all);
}

static void
test_members (void)
{
  g_autoptr (GBytes) member = wrap ("{},", 3, "g");
  g_autoptr (GBytes) nothing = wrap ("", 0, "g");
  g_autoptr (GBytes) newline = g_bytes_new_static (TEXT ("\r\n"));
  g_autoptr (GBytes) half = g_bytes_new_static (TEXT ("\x1f\x8b"));
  g_autoptr (GBytes) two = repeat (member, 2, NULL);
  g_autoptr (GBytes) with_newline = repeat (member, 1, newline);
  g_autoptr (GBytes) with_half = repeat (member, 1, half);
  g_autoptr (GBytes) most = repeat (nothing, 64, NULL);
  g_autoptr (GBytes) too_many = repeat (nothing, 65, NULL);

  assert_undone (two, "{},{},", 6);
  assert_undone (with_newline, "{},", 3);
  assert_refused (with_half, FAULT_GZIP);
  assert_undone (most, "", 0);
  assert_refused (too_many, FAULT_MEMBERS);
}

/* --- Size --------------------------------------------------------------------------------------------------------- */

#define QUARTER (FLUX_WRAPPING_MAX_SIZE / 4)

static const struct
{
  const char *name;
  gsize size; /* of zeros in a member of a gzip stream */
  guint n_members;
  const char *tail;   /* another one's */
  const char *layers; /* around the stream */
  const char *fault;  /* (nullable) */
} sizes[] = {
  { "one-less", QUARTER - 1, 4, "end", "", NULL },
  { "largest", QUARTER - 1, 4, "last", "", NULL },
  { "one-more", QUARTER - 1, 4, "lasts", "", FAULT_SIZE },
  { "one-more-in-gzip", QUARTER - 1, 4, "lasts", "g", FAULT_SIZE },
  { "one-more-in-base64", QUARTER - 1, 4, "lasts", "b", FAULT_SIZE },
  { "one-member", FLUX_WRAPPING_MAX_SIZE + 1, 1, "", "", FAULT_SIZE },
  { "many-members", QUARTER, 60, "", "", FAULT_SIZE },
};

static void
test_size (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *zeros = g_malloc0 (sizes[i].size);
  g_autoptr (GBytes) member = wrap (zeros, sizes[i].size, "g");
  g_autoptr (GBytes) members = repeat (member, sizes[i].n_members, NULL);
  g_autoptr (GBytes) tail = wrap (sizes[i].tail, strlen (sizes[i].tail), "g");
  g_autoptr (GBytes) stream = repeat (members, 1, tail);
  gsize size;
  const char *bytes = g_bytes_get_data (stream, &size);
  g_autoptr (GBytes) body = wrap (bytes, size, sizes[i].layers);
  const char *fault;
  g_autoptr (GBytes) undone = undo (body, &fault);

  g_assert_cmpstr (fault, ==, sizes[i].fault);
  if (fault == NULL)
    g_assert_cmpuint (g_bytes_get_size (undone), ==, sizes[i].size * sizes[i].n_members + strlen (sizes[i].tail));
  else
    g_assert_null (undone);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (wrapped); i++)
    {
      g_autofree char *path = g_strconcat ("/wrapping/layers/", wrapped[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_layers);
    }
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autofree char *path = g_strconcat ("/wrapping/base64/", spellings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_spelling);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strconcat ("/wrapping/size/", sizes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_size);
    }
  g_test_add_func ("/wrapping/same", test_same);
  g_test_add_func ("/wrapping/cut-off", test_cut_off);
  g_test_add_func ("/wrapping/damaged", test_damaged);
  g_test_add_func ("/wrapping/members", test_members);
  return g_test_run ();
}
