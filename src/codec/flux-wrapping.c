/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-wrapping.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_LAYERS 2

/* zlib's output is taken in steps of this size. */
#define STEP_SIZE (16 * 1024)

/* Of one gzip stream. Empty members cost much more than their bytes. */
#define MAX_MEMBERS 64

#define FAULT_GZIP "the gzip stream is damaged or cut off"
#define FAULT_MEMBERS "the gzip stream has more than 64 members"
#define FAULT_SIZE "the body is larger than 64 MiB when it is unpacked"

/* --- gzip (RFC 1952) ---------------------------------------------------------------------------------------------- */

static gboolean
is_gzip (const guint8 *bytes, gsize size)
{
  return size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

/* Appends the member of the stream that begins at @bytes to @out. Returns: its packed size, or 0 with @fault set */
static gsize
inflate_member (const guint8 *bytes, gsize size, GByteArray *out, const char **fault)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  guint8 step[STEP_SIZE];
  gsize done = 0;
  GConverterResult result;

  do
    {
      gsize n_read, n_written;

      result = g_converter_convert (G_CONVERTER (decompressor), bytes + done, size - done, step, sizeof step,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      if (result == G_CONVERTER_ERROR)
        {
          *fault = FAULT_GZIP;
          return 0;
        }
      if (n_written > FLUX_WRAPPING_MAX_SIZE - out->len)
        {
          *fault = FAULT_SIZE;
          return 0;
        }
      g_byte_array_append (out, step, n_written);
      done += n_read;
    }
  while (result != G_CONVERTER_FINISHED);
  return done;
}

/* A stream may have several members. What stands behind the last is no part of it. */
static GBytes *
undo_gzip (const guint8 *bytes, gsize size, const char **fault)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (guint i = 0; is_gzip (bytes, size); i++)
    {
      gsize packed = 0;

      if (i < MAX_MEMBERS)
        packed = inflate_member (bytes, size, out, fault);
      else
        *fault = FAULT_MEMBERS;
      if (packed == 0)
        return NULL;
      bytes += packed;
      size -= packed;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/* --- base64 (RFC 4648) -------------------------------------------------------------------------------------------- */

static gboolean
is_space (guint8 c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* How many bytes at the start are a byte order mark and blanks. */
static gsize
measure_blanks (const guint8 *bytes, gsize size)
{
  gsize n = size >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (n < size && is_space (bytes[n]))
    n++;
  return n;
}

static gboolean
begins_json (const guint8 *bytes, gsize size)
{
  gsize blanks = measure_blanks (bytes, size);

  return blanks < size && (bytes[blanks] == '{' || bytes[blanks] == '[' || bytes[blanks] == '"');
}

/* Whether all of it is base64, blanks within allowed and the padding complete, in part or missing.
 * @n_before_padding: (out): bytes before the padding
 * @n_digits: (out): of those, without the blanks */
static gboolean
is_base64 (const char *text, gsize size, gsize *n_before_padding, gsize *n_digits)
{
  gsize n_padding = 0;
  guint rest;

  *n_digits = 0;
  *n_before_padding = size;
  for (gsize i = 0; i < size; i++)
    {
      if (is_space (text[i]))
        continue;
      if (text[i] == '=')
        {
          if (n_padding++ == 0)
            *n_before_padding = i;
        }
      else if (n_padding == 0 && (g_ascii_isalnum (text[i]) || text[i] == '+' || text[i] == '/'))
        (*n_digits)++;
      else
        return FALSE;
    }
  rest = *n_digits % 4;
  return *n_digits > 0 && rest != 1 && n_padding <= (rest == 0 ? 0 : 4 - rest);
}

/* Returns: (transfer full) (nullable): %NULL when it is not base64, or base64 of nothing that a gateway sends */
static GBytes *
undo_base64 (const guint8 *bytes, gsize size)
{
  gsize blanks = measure_blanks (bytes, size);
  const char *text = (const char *) bytes + blanks;
  g_autofree guint8 *out = NULL;
  gsize n_text, n_digits, n_out;
  guint save = 0;
  int state = 0;

  if (!is_base64 (text, size - blanks, &n_text, &n_digits))
    return NULL;
  out = g_malloc (n_digits / 4 * 3 + 3);
  n_out = g_base64_decode_step (text, n_text, out, &state, &save);
  n_out += g_base64_decode_step ("==", (4 - n_digits % 4) % 4, out + n_out, &state, &save);
  if (!is_gzip (out, n_out) && !begins_json (out, n_out))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&out), n_out);
}

/* --- Layers ------------------------------------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): %NULL when @body is not wrapped, or with @fault set */
static GBytes *
undo_layer (GBytes *body, const char **fault)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (body, &size);

  if (is_gzip (bytes, size))
    return undo_gzip (bytes, size, fault);
  return begins_json (bytes, size) ? NULL : undo_base64 (bytes, size);
}

GBytes *
flux_wrapping_undo (GBytes *body, const char **fault)
{
  g_autoptr (GBytes) inner = g_bytes_ref (body);

  *fault = NULL;
  for (guint i = 0; i < MAX_LAYERS; i++)
    {
      GBytes *unwrapped = undo_layer (inner, fault);

      if (*fault != NULL)
        return NULL;
      if (unwrapped == NULL)
        break;
      g_bytes_unref (inner);
      inner = unwrapped;
    }
  return g_steal_pointer (&inner);
}
