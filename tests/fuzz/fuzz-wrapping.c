/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-fuzz-target.h"

#include "flux-wrapping.h"

#include <gio/gio.h>
#include <string.h>

/* Returns: (transfer full): @bytes as base64 of gzip */
static char *
wrap_twice (const uint8_t *bytes, size_t size)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  gsize room = size + size / 100 + 100;
  g_autofree guint8 *packed = g_malloc (room);
  gsize n_read, n_packed;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (compressor), bytes, size, packed, room, G_CONVERTER_INPUT_AT_END,
                                        &n_read, &n_packed, NULL),
                   ==, G_CONVERTER_FINISHED);
  return g_base64_encode (packed, n_packed);
}

/* What is wrapped twice takes the two layers that are undone, so that any bytes come back. */
static void
assert_comes_back (GBytes *plain)
{
  gsize size;
  const uint8_t *bytes = g_bytes_get_data (plain, &size);
  g_autofree char *text = wrap_twice (bytes, size);
  g_autoptr (GBytes) wrapped = g_bytes_new_static (text, strlen (text));
  const char *fault;
  g_autoptr (GBytes) undone = flux_wrapping_undo (wrapped, &fault);

  g_assert_cmpstr (fault, ==, NULL);
  g_assert_true (g_bytes_equal (undone, plain));
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new_static (bytes, size);
  const char *fault;
  g_autoptr (GBytes) undone = flux_wrapping_undo (body, &fault);

  g_assert_true ((undone == NULL) == (fault != NULL));
  if (undone != NULL && undone != body)
    g_assert_cmpuint (g_bytes_get_size (undone), <=, FLUX_WRAPPING_MAX_SIZE);
  if (size > 0 && (*bytes == '{' || *bytes == '[' || *bytes == '"'))
    g_assert_true (undone == body);
  assert_comes_back (body);
  return 0;
}
