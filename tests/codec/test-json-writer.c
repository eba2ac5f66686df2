/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-json-reader.h"
#include "flux-json-writer.h"
#include "flux-test-scale.h"
#include "flux-time.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define TEXT(literal) literal, sizeof (literal) - 1
#define LOST "\xef\xbf\xbd" /* U+FFFD */

/* --- Strings ------------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  const char *text;
  gsize size;
  const char *json;
} strings[] = {
  { "empty", TEXT (""), "\"\"" },
  { "plain", TEXT ("NIVUS_01"), "\"NIVUS_01\"" },
  { "quotes", TEXT ("a\"b\\c"), "\"a\\\"b\\\\c\"" },
  { "slash", TEXT ("m/s"), "\"m/s\"" },
  { "control", TEXT ("\b\f\n\r\t\x01\x1f"), "\"\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\"" },
  { "delete", TEXT ("\x7f"), "\"\\u007f\"" },
  { "nul", TEXT ("a\0b"), "\"a\\u0000b\"" },
  { "nul-first-and-last", TEXT ("\0a\0"), "\"\\u0000a\\u0000\"" },
  { "utf8", TEXT ("m\xc2\xb3/h \xe2\x82\xac \xf0\x9f\x98\x80"), "\"m\xc2\xb3/h \xe2\x82\xac \xf0\x9f\x98\x80\"" },
  { "not-utf8",
    TEXT ("a\xff"
          "b"),
    "\"a" LOST "b\"" },
  { "latin-1", TEXT ("m\xb3"), "\"m" LOST "\"" },
  { "cut-utf8", TEXT ("\xe2\x82"), "\"" LOST LOST "\"" },
  { "surrogate", TEXT ("\xed\xa0\x80"), "\"" LOST LOST LOST "\"" },
  { "not-utf8-and-nul", TEXT ("\xff\0\xc3"), "\"" LOST "\\u0000" LOST "\"" },
  { "utf8-nul-not-utf8", TEXT ("\xc2\xb3\0\"\xff"), "\"\xc2\xb3\\u0000\\\"" LOST "\"" },
};

static void
test_string (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *exact = g_memdup2 (strings[i].text, MAX (strings[i].size, 1));
  g_autoptr (GString) json = g_string_new ("x");

  flux_json_append_string_len (json, exact, strings[i].size);
  g_assert_cmpstr (json->str + 1, ==, strings[i].json);
  if (memchr (strings[i].text, '\0', strings[i].size) != NULL)
    return;
  g_string_truncate (json, 0);
  flux_json_append_string (json, strings[i].text);
  g_assert_cmpstr (json->str, ==, strings[i].json);
}

static void
test_no_string (void)
{
  g_autoptr (GString) json = g_string_new (NULL);

  flux_json_append_string (json, NULL);
  g_assert_cmpstr (json->str, ==, "null");
}

/* Any bytes become a string that the strict reader takes, and what is UTF-8 comes back as it was. */
static void
test_any_string (void)
{
  for (guint i = 0; i < flux_test_scale (5000, 500000); i++)
    {
      gsize size = g_test_rand_int_range (0, 20);
      g_autofree char *bytes = g_malloc (MAX (size, 1));
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (GString) back = NULL;
      FluxJsonReader reader;

      for (gsize at = 0; at < size; at++)
        bytes[at] = g_test_rand_int_range (0, 3) == 0 ? g_test_rand_int_range (0, 256) : g_test_rand_int_range (0, 128);
      flux_json_append_string_len (json, bytes, size);
      flux_json_reader_init (&reader, json->str, json->len, FLUX_JSON_STRICT);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_STRING);
      back = flux_json_reader_get_string (&reader);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
      if (g_utf8_validate_len (bytes, size, NULL))
        g_assert_cmpmem (back->str, back->len, bytes, size);
    }
}

/* --- Numbers ------------------------------------------------------------------------------------------------------ */

static const struct
{
  gint64 value;
  const char *json;
} integers[] = {
  { 0, "0" },
  { 7, "7" },
  { -7, "-7" },
  { 1795424400, "1795424400" },
  { G_MAXINT64, "9223372036854775807" },
  { G_MININT64, "-9223372036854775808" },
};

static void
test_int (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);

      flux_json_append_int (json, integers[i].value);
      g_assert_cmpstr (json->str, ==, integers[i].json);
    }
}

static const struct
{
  double value;
  const char *json;
} doubles[] = {
  { 0, "0" },
  { 1, "1" },
  { -1, "-1" },
  { 8.3, "8.3" },
  { 0.1, "0.1" },
  { -0.5, "-0.5" },
  { 12.5, "12.5" },
  { 4500.25, "4500.25" },
  { 0.094225, "0.094225" },
  { -0.000001, "-0.000001" },
  { 0.0000001, "1e-07" },
  { 152340.8125, "152340.8125" },
  { 1.0 / 3, "0.3333333333333333" },
  { 2.0 / 3, "0.6666666666666666" },
  { 0.1 + 0.2, "0.30000000000000004" },
  { 1e6, "1000000" },
  { 9007199254740991, "9007199254740991" },
  { 9007199254740992, "9007199254740992" },
  { 1e22, "1e+22" },
  { 1e23, "1e+23" },
  { 1e100, "1e+100" },
  { -1.5e300, "-1.5e+300" },
  { DBL_MAX, "1.7976931348623157e+308" },
  { DBL_MIN, "2.2250738585072014e-308" },
  { 4.9406564584124654e-324, "5e-324" },
  { 1e-323, "1e-323" },
  { 123456789.12345678, "123456789.12345678" },
  { 999999999999.999999, "1000000000000" },
  { 1795424400.123456, "1795424400.123456" },
};

static void
test_double (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);

      flux_json_append_double (json, doubles[i].value);
      g_assert_cmpstr (json->str, ==, doubles[i].json);
    }
}

/* Its digits without sign, point, exponent and zeros around. */
static guint
count_digits (const char *number)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gsize end;

  for (; *number != '\0' && *number != 'e'; number++)
    if (g_ascii_isdigit (*number) && (digits->len > 0 || *number != '0'))
      g_string_append_c (digits, *number);
  for (end = digits->len; end > 0 && digits->str[end - 1] == '0'; end--)
    continue;
  return end;
}

/* The number of digits without which @value cannot be told from its neighbours. */
static guint
fewest_digits (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  for (guint digits = 1; digits < 17; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%ug", digits);
      if (g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, value), NULL) == value)
        return digits;
    }
  return 17;
}

static double
random_double (void)
{
  guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
  double value;

  switch (g_test_rand_int_range (0, 4))
    {
    case 0: /* as meters measure */
      return g_test_rand_int_range (-1000000, 1000000) / 1000.0;
    case 1:
      return g_test_rand_double () * 1e6;
    case 2:
      return (float) g_test_rand_double ();
    default:
      memcpy (&value, &bits, sizeof value);
      return isfinite (value) ? value : DBL_MIN / 4;
    }
}

static void
test_any_double (void)
{
  for (guint i = 0; i < flux_test_scale (20000, 1000000); i++)
    {
      double value = random_double ();
      g_autoptr (GString) json = g_string_new (NULL);
      FluxJsonReader reader;

      flux_json_append_double (json, value);
      flux_json_reader_init (&reader, json->str, json->len, FLUX_JSON_STRICT);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NUMBER);
      if (reader.number != value || count_digits (json->str) > fewest_digits (value))
        g_error ("%.17g was written as %s", value, json->str);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
    }
}

/* --- The rest ----------------------------------------------------------------------------------------------------- */

static void
test_object (void)
{
  g_autoptr (GString) json = g_string_new ("[{");

  flux_json_append_name (json, "a");
  flux_json_append_bool (json, TRUE);
  flux_json_append_name (json, "b");
  flux_json_append_bool (json, FALSE);
  flux_json_append_name (json, "never");
  flux_json_append_time (json, 0);
  flux_json_append_name (json, "once");
  flux_json_append_time (json, G_GINT64_CONSTANT (1795424400) * FLUX_TIME_SECOND + 250000);
  flux_json_append_name (json, "inner");
  g_string_append_c (json, '{');
  flux_json_append_name (json, "c");
  flux_json_append_string (json, "{");
  flux_json_append_name (json, "d");
  flux_json_append_int (json, 1);
  g_string_append (json, "}}]");
  g_assert_cmpstr (json->str, ==,
                   "[{\"a\":true,\"b\":false,\"never\":null,\"once\":\"2026-11-23T09:00:00.25Z\","
                   "\"inner\":{\"c\":\"{\",\"d\":1}}]");
}

static const struct
{
  const char *text;
  const char *json;
} values[] = {
  { "1", "1" },
  { "-1e400", "-1e400" },
  { "\"NaN\"", "\"NaN\"" },
  { "NaN", "\"NaN\"" },
  { "-inf", "\"-inf\"" },
  { "{ \"a\" : [ nan,+Infinity ,{}], \"nan\":1 }", "{ \"a\" : [ \"nan\",\"+Infinity\" ,{}], \"nan\":1 }" },
};

static void
test_value (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GString) json = g_string_new ("[");

      flux_json_append_value (json, values[i].text, strlen (values[i].text));
      g_assert_cmpstr (json->str + 1, ==, values[i].json);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autofree char *path = g_strconcat ("/json-writer/string/", strings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_string);
    }
  g_test_add_func ("/json-writer/no-string", test_no_string);
  g_test_add_func ("/json-writer/any-string", test_any_string);
  g_test_add_func ("/json-writer/int", test_int);
  g_test_add_func ("/json-writer/double", test_double);
  g_test_add_func ("/json-writer/any-double", test_any_double);
  g_test_add_func ("/json-writer/object", test_object);
  g_test_add_func ("/json-writer/value", test_value);
  return g_test_run ();
}
