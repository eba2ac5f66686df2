/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-body-values.h"

#include <math.h>
#include <string.h>

#define HEX_DIGITS_A_WORD 4

/* A request reads 125 registers or 2,000 coils at most; what a post has beyond so many values is passed over. */
#define MOST_VALUES 4096

/* An ordinary number is read by the JSON reader, which is exact and fast; this is for what C prints and JSON lacks,
 * such as "+5" and "007". */
static gboolean
read_other_number (const char *text, gsize length, double *number)
{
  char buffer[64];
  char *end;

  if (length >= sizeof buffer || memchr (text, '\0', length) != NULL
      || (length > 1 && g_ascii_tolower (text[1]) == 'x'))
    return FALSE;
  memcpy (buffer, text, length);
  buffer[length] = '\0';
  *number = g_ascii_strtod (buffer, &end);
  return end == buffer + length;
}

static FluxSpan
strip (const char *text, gsize length)
{
  while (length > 0 && g_ascii_isspace (*text))
    text++, length--;
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return (FluxSpan) { text, length };
}

static gboolean
is_enclosed (FluxSpan span, char open, char close)
{
  return span.length >= 2 && span.text[0] == open && span.text[span.length - 1] == close;
}

FluxBodyValue
flux_body_value_read (const char *text, gsize length)
{
  FluxBodyValue value = { .kind = FLUX_BODY_VALUE_NUMBER, .text = strip (text, length) };
  FluxJsonReader reader;
  FluxJsonToken token;

  if (is_enclosed (value.text, '"', '"'))
    value.text = strip (value.text.text + 1, value.text.length - 2);
  if (value.text.length == 0 || (value.text.length == 3 && g_ascii_strncasecmp (value.text.text, "N/A", 3) == 0)
      || (value.text.length == 4 && g_ascii_strncasecmp (value.text.text, "null", 4) == 0))
    {
      value.kind = FLUX_BODY_VALUE_NONE;
      return value;
    }
  flux_json_reader_init (&reader, value.text.text, value.text.length, FLUX_JSON_ALLOW_NOT_FINITE);
  token = flux_json_reader_next (&reader);
  value.number = reader.number;
  if (token == FLUX_JSON_NOT_FINITE && reader.length == value.text.length)
    value.kind = FLUX_BODY_VALUE_NOT_FINITE;
  else if ((token != FLUX_JSON_NUMBER || reader.length != value.text.length)
           && !read_other_number (value.text.text, value.text.length, &value.number))
    value.kind = FLUX_BODY_VALUE_WRONG;
  if (value.kind == FLUX_BODY_VALUE_NUMBER && !isfinite (value.number))
    value.kind = FLUX_BODY_VALUE_NOT_FINITE;
  return value;
}

FluxBodyValue
flux_body_value_from_token (const FluxJsonReader *reader, FluxJsonToken token)
{
  FluxBodyValue value = { .text = { reader->text, reader->length }, .number = reader->number };

  switch (token)
    {
    case FLUX_JSON_NUMBER:
      value.kind = isfinite (value.number) ? FLUX_BODY_VALUE_NUMBER : FLUX_BODY_VALUE_NOT_FINITE;
      return value;
    case FLUX_JSON_NOT_FINITE:
      value.kind = FLUX_BODY_VALUE_NOT_FINITE;
      return value;
    case FLUX_JSON_NULL:
      value.kind = FLUX_BODY_VALUE_NONE;
      return value;
    case FLUX_JSON_STRING:
      return flux_body_value_read (reader->text, reader->length);
    default:
      value.kind = FLUX_BODY_VALUE_WRONG;
      return value;
    }
}

static gboolean
is_hex (FluxSpan span)
{
  if (span.length == 0 || span.length % HEX_DIGITS_A_WORD != 0)
    return FALSE;
  for (gsize i = 0; i < span.length; i++)
    if (!g_ascii_isxdigit (span.text[i]))
      return FALSE;
  return TRUE;
}

static void
append_hex (GArray *into, FluxSpan span)
{
  for (gsize at = 0; at < span.length && into->len < MOST_VALUES; at += HEX_DIGITS_A_WORD)
    {
      FluxBodyValue value = { .kind = FLUX_BODY_VALUE_NUMBER, .text = { span.text + at, HEX_DIGITS_A_WORD } };

      for (gsize i = 0; i < HEX_DIGITS_A_WORD; i++)
        value.number = value.number * 16 + g_ascii_xdigit_value (span.text[at + i]);
      g_array_append_val (into, value);
    }
}

static void
append_list (GArray *into, FluxSpan list)
{
  const char *at = list.text, *end = list.text + list.length;

  while (at <= end && into->len < MOST_VALUES)
    {
      const char *comma = memchr (at, ',', end - at);
      FluxBodyValue value = flux_body_value_read (at, (comma != NULL ? comma : end) - at);

      g_array_append_val (into, value);
      if (comma == NULL)
        return;
      at = comma + 1;
    }
}

FluxBodyValuesForm
flux_body_values_read (GArray *into, const char *text, gsize length)
{
  FluxSpan span = strip (text, length), inner;

  g_array_set_size (into, 0);
  if (is_enclosed (span, '[', ']'))
    span = strip (span.text + 1, span.length - 2);
  if (span.length == 0)
    return FLUX_BODY_VALUES_NUMBERS;
  if (is_enclosed (span, '"', '"'))
    {
      inner = strip (span.text + 1, span.length - 2);
      if (is_hex (inner))
        {
          append_hex (into, inner);
          return FLUX_BODY_VALUES_HEX;
        }
    }
  append_list (into, span);
  /* A template of the site's own may leave the inner quotes out. */
  if (into->len == 1 && g_array_index (into, FluxBodyValue, 0).kind == FLUX_BODY_VALUE_WRONG && is_hex (span))
    {
      g_array_set_size (into, 0);
      append_hex (into, span);
      return FLUX_BODY_VALUES_HEX;
    }
  return FLUX_BODY_VALUES_NUMBERS;
}
