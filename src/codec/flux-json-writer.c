/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-json-writer.h"

#include "flux-json-reader.h"
#include "flux-time.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void
append_escaped (GString *json, guint8 c)
{
  switch (c)
    {
    case '"':
      g_string_append (json, "\\\"");
      break;
    case '\\':
      g_string_append (json, "\\\\");
      break;
    case '\n':
      g_string_append (json, "\\n");
      break;
    case '\r':
      g_string_append (json, "\\r");
      break;
    case '\t':
      g_string_append (json, "\\t");
      break;
    default:
      g_string_append_printf (json, "\\u%04x", c);
    }
}

static void
append_text (GString *json, const char *text, gsize length)
{
  const char *plain = text, *end = text + length;

  for (; text < end; text++)
    {
      guint8 c = *text;

      if (G_LIKELY (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f))
        continue;
      g_string_append_len (json, plain, text - plain);
      append_escaped (json, c);
      plain = text + 1;
    }
  g_string_append_len (json, plain, end - plain);
}

/* GLib counts a NUL among the bytes that are not UTF-8, so what lies between two is made valid. */
static void
append_invalid_text (GString *json, const char *text, gsize length)
{
  const char *end = text + length;

  for (;;)
    {
      const char *nul = memchr (text, '\0', end - text);
      g_autofree char *valid = g_utf8_make_valid (text, (nul != NULL ? nul : end) - text);

      append_text (json, valid, strlen (valid));
      if (nul == NULL)
        return;
      append_escaped (json, '\0');
      text = nul + 1;
    }
}

void
flux_json_append_string_len (GString *json, const char *text, gsize length)
{
  g_string_append_c (json, '"');
  if (g_utf8_validate_len (text, length, NULL))
    append_text (json, text, length);
  else
    append_invalid_text (json, text, length);
  g_string_append_c (json, '"');
}

void
flux_json_append_string (GString *json, const char *text)
{
  if (text == NULL)
    g_string_append_len (json, "null", 4);
  else
    flux_json_append_string_len (json, text, strlen (text));
}

void
flux_json_append_int (GString *json, gint64 value)
{
  char buffer[24];
  char *at = buffer + sizeof buffer;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--at = '0' + rest % 10;
  while ((rest /= 10) != 0);
  if (value < 0)
    *--at = '-';
  g_string_append_len (json, at, buffer + sizeof buffer - at);
}

void
flux_json_append_bool (GString *json, gboolean value)
{
  g_string_append (json, value ? "true" : "false");
}

/* @units of 10^-@decimals, such as 83 and 1 for 8.3. */
static void
append_decimal (GString *json, gint64 units, guint decimals)
{
  gsize start;

  if (decimals == 0)
    {
      flux_json_append_int (json, units);
      return;
    }
  if (units < 0)
    {
      g_string_append_c (json, '-');
      units = -units;
    }
  start = json->len;
  flux_json_append_int (json, units);
  while (json->len - start <= decimals)
    g_string_insert_c (json, start, '0');
  g_string_insert_c (json, json->len - decimals, '.');
}

void
flux_json_append_double (GString *json, double value)
{
  static const double power[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  /* A whole number of units below 2^53 over an exact power of ten is correctly rounded: the first that is equal is
   * the shortest. Nearly every measured value ends here. */
  for (guint i = 0; i < G_N_ELEMENTS (power) && fabs (value) * power[i] < 9e15; i++)
    {
      double units = rint (value * power[i]);

      if (units / power[i] == value)
        {
          append_decimal (json, (gint64) units, i);
          return;
        }
    }
  /* A double of full precision gives back any decimal of DBL_DIG digits; a subnormal one may need fewer. */
  for (int digits = fabs (value) < DBL_MIN ? 1 : DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (json, text);
}

void
flux_json_append_time (GString *json, gint64 time)
{
  char text[FLUX_TIME_ISO8601_SIZE];
  gsize length;

  if (time == 0)
    {
      g_string_append_len (json, "null", 4);
      return;
    }
  length = flux_time_write_iso8601 (time, text);
  g_string_append_c (json, '"');
  g_string_append_len (json, text, length);
  g_string_append_c (json, '"');
}

void
flux_json_append_value (GString *json, const char *text, gsize length)
{
  const char *plain = text;
  FluxJsonReader reader;
  FluxJsonToken token;

  flux_json_reader_init (&reader, text, length, FLUX_JSON_ALLOW_NOT_FINITE);
  while ((token = flux_json_reader_next (&reader)) != FLUX_JSON_END && token != FLUX_JSON_ERROR)
    if (token == FLUX_JSON_NOT_FINITE)
      {
        g_string_append_len (json, plain, reader.text - plain);
        flux_json_append_string_len (json, reader.text, reader.length);
        plain = reader.text + reader.length;
      }
  g_string_append_len (json, plain, text + length - plain);
}

void
flux_json_append_name (GString *json, const char *name)
{
  if (json->len > 0 && json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  g_string_append_c (json, '"');
  g_string_append (json, name);
  g_string_append_len (json, "\":", 2);
}
