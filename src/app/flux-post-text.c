/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-text.h"

#include "flux-json-reader.h"

#include <string.h>

/* What holds nothing but scalars stands on one line up to this column. */
#define FLAT_COLUMNS 88
#define INDENT 2
#define HEX_BYTES 16

typedef struct
{
  GString *out;
  FluxJsonReader reader;
  guint depth;
  gboolean is_first;   /* in what is open */
  gboolean after_name; /* the value of a member comes next */
} Printer;

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static void
append_scalar (GString *out, const FluxJsonReader *reader, FluxJsonToken token)
{
  gboolean is_quoted = token == FLUX_JSON_STRING || token == FLUX_JSON_NAME;

  if (is_quoted)
    g_string_append_c (out, '"');
  g_string_append_len (out, reader->text, reader->length);
  if (is_quoted)
    g_string_append_c (out, '"');
}

/* What begins with @opening, on one line. Returns: %FALSE, with nothing read or written, when it does not fit there */
static gboolean
print_flat (Printer *self, FluxJsonToken opening)
{
  gboolean is_object = opening == FLUX_JSON_OBJECT_BEGIN, after_name = FALSE;
  FluxJsonToken closing = is_object ? FLUX_JSON_OBJECT_END : FLUX_JSON_ARRAY_END, token;
  g_autoptr (GString) line = g_string_new (is_object ? "{" : "[");
  FluxJsonReader ahead = self->reader;

  while ((token = flux_json_reader_next (&ahead)) != closing)
    {
      if (token < FLUX_JSON_NAME || line->len + self->depth * INDENT > FLAT_COLUMNS)
        return FALSE;
      if (line->len > 1 && !after_name)
        g_string_append (line, ", ");
      append_scalar (line, &ahead, token);
      after_name = token == FLUX_JSON_NAME;
      if (after_name)
        g_string_append (line, ": ");
    }
  if (line->len + self->depth * INDENT > FLAT_COLUMNS)
    return FALSE;
  g_string_append_c (line, is_object ? '}' : ']');
  g_string_append_len (self->out, line->str, line->len);
  self->reader = ahead;
  return TRUE;
}

static void
begin_line (Printer *self)
{
  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->depth * INDENT; i++)
    g_string_append_c (self->out, ' ');
}

/* Before a value or a name. */
static void
separate (Printer *self)
{
  if (self->after_name)
    {
      self->after_name = FALSE;
      return;
    }
  if (!self->is_first && self->depth > 0)
    g_string_append_c (self->out, ',');
  if (!self->is_first || self->depth > 0)
    begin_line (self);
  self->is_first = FALSE;
}

static void
open_container (Printer *self, FluxJsonToken token)
{
  if (print_flat (self, token))
    return;
  g_string_append_c (self->out, token == FLUX_JSON_OBJECT_BEGIN ? '{' : '[');
  self->depth++;
  self->is_first = TRUE;
}

static void
close_container (Printer *self, FluxJsonToken token)
{
  self->depth--;
  if (!self->is_first)
    begin_line (self);
  g_string_append_c (self->out, token == FLUX_JSON_OBJECT_END ? '}' : ']');
  self->is_first = FALSE;
}

static void
print_token (Printer *self, FluxJsonToken token)
{
  if (token == FLUX_JSON_OBJECT_END || token == FLUX_JSON_ARRAY_END)
    {
      close_container (self, token);
      return;
    }
  separate (self);
  if (token == FLUX_JSON_OBJECT_BEGIN || token == FLUX_JSON_ARRAY_BEGIN)
    {
      open_container (self, token);
      return;
    }
  append_scalar (self->out, &self->reader, token);
  if (token != FLUX_JSON_NAME)
    return;
  g_string_append (self->out, ": ");
  self->after_name = TRUE;
}

/* Returns: (transfer full) (nullable): %NULL when it is no JSON as far as it is read */
static char *
print_json (const char *text, gsize size, gboolean *is_cut)
{
  Printer printer = { .out = g_string_new (NULL), .is_first = TRUE };
  FluxJsonToken token;

  flux_json_reader_init (&printer.reader, text, size, FLUX_JSON_ALLOW_NOT_FINITE | FLUX_JSON_FORGIVE);
  while ((token = flux_json_reader_next (&printer.reader)) > FLUX_JSON_ERROR)
    {
      print_token (&printer, token);
      if (printer.out->len > FLUX_POST_TEXT_MOST)
        break;
    }
  *is_cut = token > FLUX_JSON_ERROR;
  return g_string_free (printer.out, token == FLUX_JSON_ERROR || printer.out->len == 0);
}

/* --- What is no JSON ---------------------------------------------------------------------------------------------- */

static gsize
find_character_end (const char *text, gsize size)
{
  while (size > 0 && (text[size] & 0xc0) == 0x80)
    size--;
  return size;
}

static void
append_hex_line (GString *out, const guint8 *bytes, gsize offset, gsize n)
{
  g_string_append_printf (out, "%08" G_GSIZE_MODIFIER "x ", offset);
  for (gsize i = 0; i < HEX_BYTES; i++)
    if (i < n)
      g_string_append_printf (out, " %02x", bytes[offset + i]);
    else
      g_string_append (out, "   ");
  g_string_append (out, "  ");
  for (gsize i = 0; i < n; i++)
    g_string_append_c (out, g_ascii_isprint (bytes[offset + i]) ? bytes[offset + i] : '.');
}

static char *
print_hex (const guint8 *bytes, gsize size, gboolean *is_cut)
{
  GString *out = g_string_new (NULL);
  gsize offset;

  for (offset = 0; offset < size && out->len < FLUX_POST_TEXT_MOST; offset += HEX_BYTES)
    {
      if (offset > 0)
        g_string_append_c (out, '\n');
      append_hex_line (out, bytes, offset, MIN (HEX_BYTES, size - offset));
    }
  *is_cut = offset < size;
  return g_string_free (out, FALSE);
}

char *
flux_post_text_make (GBytes *body, FluxPostTextKind *kind, gboolean *is_cut)
{
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  char *printed;

  *is_cut = FALSE;
  *kind = FLUX_POST_TEXT_PLAIN;
  if (size == 0)
    return g_strdup ("");
  printed = print_json (text, size, is_cut);
  if (printed != NULL)
    {
      *kind = FLUX_POST_TEXT_JSON;
      return printed;
    }
  if (!g_utf8_validate (text, size, NULL))
    {
      *kind = FLUX_POST_TEXT_HEX;
      return print_hex ((const guint8 *) text, size, is_cut);
    }
  *is_cut = size > FLUX_POST_TEXT_MOST;
  return g_strndup (text, *is_cut ? find_character_end (text, FLUX_POST_TEXT_MOST) : size);
}
