/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-json-reader.h"
#include "flux-json-writer.h"

#include <math.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"

/* A text that may hold NULs, and its length. */
#define TEXT(literal) literal, sizeof (literal) - 1

/* --- The document in one spelling --------------------------------------------------------------------------------- */

static void
render_token (GString *out, const FluxJsonReader *reader, FluxJsonToken token)
{
  static const char *const plain[] = {
    [FLUX_JSON_OBJECT_BEGIN] = "{", [FLUX_JSON_OBJECT_END] = "}", [FLUX_JSON_ARRAY_BEGIN] = "[",
    [FLUX_JSON_ARRAY_END] = "]",    [FLUX_JSON_TRUE] = "true",    [FLUX_JSON_FALSE] = "false",
    [FLUX_JSON_NULL] = "null",      [FLUX_JSON_NOT_FINITE] = "?",
  };
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GString) string = NULL;

  switch (token)
    {
    case FLUX_JSON_NUMBER:
      g_string_append (out, g_ascii_formatd (number, sizeof number, "%.17g", reader->number));
      break;
    case FLUX_JSON_NAME:
    case FLUX_JSON_STRING:
      string = flux_json_reader_get_string (reader);
      g_assert_cmpint (reader->has_escapes, ==, memchr (reader->text, '\\', reader->length) != NULL);
      flux_json_append_string_len (out, string->str, string->len);
      g_string_append (out, token == FLUX_JSON_NAME ? ":" : "");
      break;
    case FLUX_JSON_END:
    case FLUX_JSON_ERROR:
      g_assert_not_reached ();
    default:
      g_string_append (out, plain[token]);
    }
}

/* Its tokens, a space between them. Returns: (transfer full) (nullable): %NULL with @fault when it is refused */
static char *
render (const char *document, gsize size, FluxJsonFlags flags, FluxJsonReader *reader)
{
  g_autofree char *exact = g_memdup2 (document, MAX (size, 1)); /* a byte beyond it is the sanitizer's */
  g_autoptr (GString) out = g_string_new (NULL);
  FluxJsonToken token;

  flux_json_reader_init (reader, exact, size, flags);
  while ((token = flux_json_reader_next (reader)) != FLUX_JSON_END && token != FLUX_JSON_ERROR)
    {
      if (out->len > 0)
        g_string_append_c (out, ' ');
      render_token (out, reader, token);
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (flux_json_reader_next (reader), ==, token);
  if (token == FLUX_JSON_END)
    {
      g_assert_null (reader->fault);
      return g_string_free (g_steal_pointer (&out), FALSE);
    }
  return NULL;
}

/* --- What is taken ------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  const char *document;
  gsize size;
  const char *tokens;
} taken[] = {
  { "object", TEXT ("{}"), "{ }" },
  { "array", TEXT ("[]"), "[ ]" },
  { "string", TEXT ("\"\""), "\"\"" },
  { "number", TEXT ("0"), "0" },
  { "true", TEXT ("true"), "true" },
  { "false", TEXT ("false"), "false" },
  { "null", TEXT ("null"), "null" },
  { "nested", TEXT ("{\"a\":[1,{\"b\":null},[]],\"c\":\"d\"}"), "{ \"a\": [ 1 { \"b\": null } [ ] ] \"c\": \"d\" }" },
  { "same-name-twice", TEXT ("{\"a\":1,\"a\":2}"), "{ \"a\": 1 \"a\": 2 }" },
  { "no-name", TEXT ("{\"\":1}"), "{ \"\": 1 }" },

  { "space-around", TEXT (" \t\r\n[ 1 ,\n2\r\n]\t "), "[ 1 2 ]" },
  { "space-in-object", TEXT ("{ \"a\" :\t1 , \"b\"\n:\r2 }"), "{ \"a\": 1 \"b\": 2 }" },
  { "space-in-empty", TEXT ("[ { } , [ \n ] ]"), "[ { } [ ] ]" },
  { "closing-newline", TEXT ("{\"a\":1}\r\n"), "{ \"a\": 1 }" },
  { "mark", TEXT (BOM "[1]"), "[ 1 ]" },
  { "mark-and-space", TEXT (BOM " 1"), "1" },
  { "mark-in-string", TEXT ("\"" BOM "\""), "\"" BOM "\"" },

  { "escapes", TEXT ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\"" },
  { "escape-nul", TEXT ("\"a\\u0000b\""), "\"a\\u0000b\"" },
  { "escape-in-name", TEXT ("{\"fl\\u006fw\":1}"), "{ \"flow\": 1 }" },
  { "escape-latin", TEXT ("\"\\u00E9\\u00e9\""), "\"\xc3\xa9\xc3\xa9\"" },
  { "escape-pair", TEXT ("\"\\uD83D\\uDE00\""), "\"\xf0\x9f\x98\x80\"" },
  { "escape-last-pair", TEXT ("\"\\udbff\\udfff\""), "\"\xf4\x8f\xbf\xbf\"" },
  { "escape-before-surrogates", TEXT ("\"\\ud7ff\\ue000\""), "\"\xed\x9f\xbf\xee\x80\x80\"" },
  { "escape-noncharacter", TEXT ("\"\\uffff\""), "\"\xef\xbf\xbf\"" },
  { "escape-quote-by-number", TEXT ("\"\\u0022\\u005c\""), "\"\\\"\\\\\"" },
  { "raw-delete", TEXT ("\"\x7f\""), "\"\\u007f\"" },
  { "raw-utf8", TEXT ("\"m\xc2\xb3/h \xf4\x8f\xbf\xbf\""), "\"m\xc2\xb3/h \xf4\x8f\xbf\xbf\"" },

  { "minus-zero", TEXT ("-0"), "-0" },
  { "minus-zero-decimals", TEXT ("-0.0e0"), "-0" },
  { "decimals", TEXT ("[0.5,-12.25,8.3]"), "[ 0.5 -12.25 8.3000000000000007 ]" },
  { "exponents", TEXT ("[1e3,1E3,1e+3,1e-3,1.5e2,0e0]"), "[ 1000 1000 1000 0.001 150 0 ]" },
  { "exponent-zeros", TEXT ("1e0000000000000000000000000001"), "10" },
  { "huge", TEXT ("[1e400,-1e400,1e99999999999999999999]"), "[ inf -inf inf ]" },
  { "tiny", TEXT ("[1e-400,-1e-400,1e-99999999999999999999]"), "[ 0 -0 0 ]" },
  { "zero-with-exponent", TEXT ("[0e400,0.0e99999999999]"), "[ 0 0 ]" },
  { "twenty-digits", TEXT ("99999999999999999999"), "1e+20" },
  { "most-int64", TEXT ("9223372036854775807"), "9.2233720368547758e+18" },
  { "most-uint64", TEXT ("18446744073709551615"), "1.8446744073709552e+19" },
  { "past-2-53", TEXT ("[9007199254740993,9007199254740994]"), "[ 9007199254740992 9007199254740994 ]" },
  { "halfway-to-even", TEXT ("[9007199254740992.5,9007199254740993.5]"), "[ 9007199254740992 9007199254740994 ]" },
  { "just-past-halfway", TEXT ("9007199254740993.0000000000000000000000000000000000001"), "9007199254740994" },
  { "one-third", TEXT ("0.333333333333333333333333333333333333333333"), "0.33333333333333331" },
  { "largest", TEXT ("[1.7976931348623157e308,1.7976931348623159e308]"), "[ 1.7976931348623157e+308 inf ]" },
  { "least-normal", TEXT ("[2.2250738585072014e-308,2.2250738585072011e-308]"),
    "[ 2.2250738585072014e-308 2.2250738585072009e-308 ]" },
  { "least", TEXT ("[4.9e-324,2.5e-324,2.4e-324]"), "[ 4.9406564584124654e-324 4.9406564584124654e-324 0 ]" },
  { "power-of-ten", TEXT ("[1e22,1e23,123e-22]"), "[ 1e+22 9.9999999999999992e+22 1.2300000000000001e-20 ]" },
};

static void
test_taken (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  FluxJsonReader reader;
  g_autofree char *tokens = render (taken[i].document, taken[i].size, FLUX_JSON_STRICT, &reader);
  g_autofree char *relaxed = render (taken[i].document, taken[i].size, FLUX_JSON_ALLOW_NOT_FINITE, &reader);
  g_autofree char *forgiven = render (taken[i].document, taken[i].size, FLUX_JSON_FORGIVE, &reader);

  g_assert_cmpstr (tokens, ==, taken[i].tokens);
  g_assert_cmpstr (relaxed, ==, taken[i].tokens);
  g_assert_cmpstr (forgiven, ==, taken[i].tokens);
}

/* A document that ends too early is never taken for a whole one, unless it is a number. */
static void
test_cut_off (void)
{
  FluxJsonReader reader;

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      const char *end = taken[i].document + taken[i].size;

      for (gsize cut = 0; cut < taken[i].size; cut++)
        {
          g_autofree char *tokens = render (taken[i].document, cut, FLUX_JSON_STRICT, &reader);
          const char *rest = taken[i].document + cut;
          gboolean only_space_is_gone = strspn (rest, " \t\r\n") == (gsize) (end - rest);

          if (tokens == NULL)
            g_assert_nonnull (reader.fault);
          else if (!only_space_is_gone)
            g_assert_true (g_ascii_isdigit (tokens[strlen (tokens) - 1]));
        }
    }
}

/* --- What is refused ---------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *document;
  gsize size;
  const char *fault;
  guint offset;
} refused[] = {
  { "nothing", TEXT (""), "the document is cut off", 0 },
  { "space", TEXT (" \n"), "the document is cut off", 2 },
  { "mark", TEXT (BOM), "the document is cut off", 3 },
  { "two-marks", TEXT (BOM BOM "1"), "a value is missing", 3 },
  { "half-a-mark",
    TEXT ("\xef\xbb"
          "1"),
    "a value is missing", 0 },
  { "mark-inside", TEXT ("[" BOM "1]"), "a value is missing", 1 },
  { "utf-16",
    TEXT ("\xff\xfe"
          "1\0"),
    "a value is missing", 0 },
  { "nul", TEXT ("\0"), "a value is missing", 0 },
  { "no-break-space",
    TEXT ("\xc2\xa0"
          "1"),
    "a value is missing", 0 },
  { "form-feed", TEXT ("\f1"), "a value is missing", 0 },

  { "open-object", TEXT ("{"), "the document is cut off", 1 },
  { "open-array", TEXT ("[1"), "the document is cut off", 2 },
  { "after-comma", TEXT ("[1,"), "the document is cut off", 3 },
  { "after-name", TEXT ("{\"a\""), "the document is cut off", 4 },
  { "after-colon", TEXT ("{\"a\":"), "the document is cut off", 5 },
  { "closing-comma-in-array", TEXT ("[1,]"), "a value is missing", 3 },
  { "closing-comma-in-object", TEXT ("{\"a\":1,}"), "a member's name is missing", 7 },
  { "two-commas", TEXT ("[1,,2]"), "a value is missing", 3 },
  { "only-comma", TEXT ("[,]"), "a value is missing", 1 },
  { "comma-first", TEXT ("{,\"a\":1}"), "a member's name is missing", 1 },
  { "no-comma", TEXT ("[1 2]"), "a comma is missing", 3 },
  { "no-comma-in-object", TEXT ("{\"a\":1 \"b\":2}"), "a comma is missing", 7 },
  { "no-colon", TEXT ("{\"a\" 1}"), "a colon is missing", 5 },
  { "no-value", TEXT ("{\"a\":}"), "a value is missing", 5 },
  { "two-colons", TEXT ("{\"a\"::1}"), "a value is missing", 5 },
  { "colon-in-array", TEXT ("[\"a\":1]"), "a comma is missing", 4 },
  { "wrong-end", TEXT ("[1}"), "a comma is missing", 2 },
  { "wrong-end-of-object", TEXT ("{\"a\":1]"), "a comma is missing", 6 },
  { "end-alone", TEXT ("]"), "a value is missing", 0 },
  { "name-of-a-number", TEXT ("{1:2}"), "a member's name is missing", 1 },
  { "name-without-quotes", TEXT ("{a:1}"), "a member's name is missing", 1 },
  { "name-in-single-quotes", TEXT ("{'a':1}"), "a member's name is missing", 1 },
  { "two-documents", TEXT ("{}{}"), "something stands after the document", 2 },
  { "joined-objects", TEXT ("{\"a\":1},{\"a\":2}"), "something stands after the document", 7 },
  { "nul-after", TEXT ("1\0"), "something stands after the document", 1 },
  { "comment", TEXT ("// one\n1"), "a value is missing", 0 },
  { "comment-inside", TEXT ("[1/**/]"), "a comma is missing", 2 },
  { "script", TEXT ("var x = 1"), "a value is missing", 0 },

  { "word", TEXT ("True"), "a value is missing", 0 },
  { "long-word", TEXT ("nulll"), "something stands after the document", 4 },
  { "short-word", TEXT ("[tru]"), "unknown word", 1 },
  { "cut-word", TEXT ("fals"), "unknown word", 0 },
  { "nan", TEXT ("NaN"), "unknown word", 0 },
  { "small-nan", TEXT ("nan"), "unknown word", 0 },
  { "infinity", TEXT ("Infinity"), "unknown word", 0 },
  { "minus-infinity", TEXT ("-Infinity"), "sign without a number", 0 },
  { "single-quotes", TEXT ("'a'"), "a value is missing", 0 },

  { "no-end", TEXT ("\"abc"), "string without an end", 4 },
  { "escaped-end", TEXT ("\"abc\\\""), "string without an end", 6 },
  { "backslash-at-end", TEXT ("\"\\"), "unknown escape in a string", 1 },
  { "raw-newline", TEXT ("\"a\nb\""), "control character in a string", 2 },
  { "raw-tab", TEXT ("\"\t\""), "control character in a string", 1 },
  { "raw-nul", TEXT ("\"a\0b\""), "control character in a string", 2 },
  { "raw-nul-in-name", TEXT ("{\"a\0\":1}"), "control character in a string", 3 },
  { "escape-x", TEXT ("\"\\x41\""), "unknown escape in a string", 1 },
  { "escape-quote", TEXT ("\"\\'\""), "unknown escape in a string", 1 },
  { "escape-nul-byte", TEXT ("\"\\\0\""), "unknown escape in a string", 1 },
  { "escape-capital-u", TEXT ("\"\\U0041\""), "unknown escape in a string", 1 },
  { "escape-three-digits", TEXT ("\"\\u041\""), "unknown escape in a string", 1 },
  { "escape-no-digit", TEXT ("\"\\u00g1\""), "unknown escape in a string", 1 },
  { "escape-sign", TEXT ("\"\\u+041\""), "unknown escape in a string", 1 },
  { "escape-cut", TEXT ("\"\\u00"), "unknown escape in a string", 1 },
  { "lone-high", TEXT ("\"\\ud83d\""), "unknown escape in a string", 1 },
  { "lone-low", TEXT ("\"\\ude00\""), "unknown escape in a string", 1 },
  { "high-and-letter", TEXT ("\"\\ud83dA\\ude00\""), "unknown escape in a string", 1 },
  { "high-and-high", TEXT ("\"\\ud83d\\ud83d\""), "unknown escape in a string", 1 },
  { "high-and-no-low", TEXT ("\"\\ud83d\\u0041\""), "unknown escape in a string", 1 },
  { "high-and-half-low", TEXT ("\"\\ud83d\\ude0"), "unknown escape in a string", 1 },
  { "low-and-high", TEXT ("\"\\ude00\\ud83d\""), "unknown escape in a string", 1 },

  { "utf8-lone-byte", TEXT ("\"\x80\""), "not UTF-8", 3 },
  { "utf8-cut", TEXT ("\"\xc3\""), "not UTF-8", 3 },
  { "utf8-cut-by-quote", TEXT ("\"\xe2\x82\""), "not UTF-8", 4 },
  { "utf8-too-long", TEXT ("\"\xc0\x80\""), "not UTF-8", 4 },
  { "utf8-too-long-slash", TEXT ("\"\xe0\x80\xaf\""), "not UTF-8", 5 },
  { "utf8-surrogate", TEXT ("\"\xed\xa0\x80\""), "not UTF-8", 5 },
  { "utf8-beyond", TEXT ("\"\xf4\x90\x80\x80\""), "not UTF-8", 6 },
  { "utf8-ff", TEXT ("\"\xff\""), "not UTF-8", 3 },
  { "latin-1-name", TEXT ("{\"m\xb3\":1}"), "not UTF-8", 5 },

  { "plus", TEXT ("+1"), "unknown word", 0 },
  { "minus", TEXT ("-"), "sign without a number", 0 },
  { "minus-minus", TEXT ("--1"), "sign without a number", 0 },
  { "minus-space", TEXT ("- 1"), "sign without a number", 0 },
  { "minus-point", TEXT ("-.5"), "sign without a number", 0 },
  { "point-first", TEXT (".5"), "a value is missing", 0 },
  { "point-last", TEXT ("5."), "point without decimals", 2 },
  { "point-and-exponent", TEXT ("5.e1"), "point without decimals", 2 },
  { "two-points", TEXT ("1.2.3"), "something stands after the document", 3 },
  { "comma-for-point", TEXT ("[1,5.]"), "point without decimals", 5 },
  { "leading-zero", TEXT ("01"), "number with a leading zero", 1 },
  { "leading-zeros", TEXT ("[-00]"), "number with a leading zero", 3 },
  { "exponent-alone", TEXT ("1e"), "exponent without digits", 2 },
  { "exponent-sign", TEXT ("1e+"), "exponent without digits", 3 },
  { "exponent-decimals", TEXT ("1e1.5"), "something stands after the document", 3 },
  { "hex", TEXT ("0x1F"), "something stands after the document", 1 },
  { "thousands", TEXT ("1_000"), "something stands after the document", 1 },
  { "other-digits", TEXT ("\xd9\xa1"), "a value is missing", 0 },
};

static void
test_refused (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  FluxJsonReader reader;

  g_assert_null (render (refused[i].document, refused[i].size, FLUX_JSON_STRICT, &reader));
  g_assert_cmpstr (reader.fault, ==, refused[i].fault);
  g_assert_cmpuint (reader.fault_offset, ==, refused[i].offset);
}

/* --- Numbers that are none ---------------------------------------------------------------------------------------- */

static const struct
{
  const char *document;
  const char *tokens; /* (nullable): refused */
} not_finite[] = {
  { "NaN", "?" },
  { "nan", "?" },
  { "NAN", "?" },
  { "-nan", "?" },
  { "+NaN", "?" },
  { "inf", "?" },
  { "-Inf", "?" },
  { "+INF", "?" },
  { "Infinity", "?" },
  { "-infinity", "?" },
  { "[nan,null,-Infinity,1]", "[ ? null ? 1 ]" },
  { "{\"a\":NaN}", "{ \"a\": ? }" },
  { "\"NaN\"", "\"NaN\"" },
  { "null", "null" },
  { "na", NULL },
  { "nanx", NULL },
  { "infinit", NULL },
  { "Nan(ind)", NULL },
  { "1.#QNAN", NULL },
  { "+1", NULL },
  { "+", NULL },
  { "-", NULL },
  { "--inf", NULL },
  { "- inf", NULL },
  { "Null", NULL },
  { "[nan,]", NULL },
  { "{nan:1}", NULL },
  { "undefined", NULL },
};

static void
test_not_finite (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (not_finite); i++)
    {
      FluxJsonReader reader;
      g_autofree char *tokens =
          render (not_finite[i].document, strlen (not_finite[i].document), FLUX_JSON_ALLOW_NOT_FINITE, &reader);

      g_assert_cmpstr (tokens, ==, not_finite[i].tokens);
      if (tokens != NULL && strchr (tokens, '?') != NULL)
        g_assert_null (render (not_finite[i].document, strlen (not_finite[i].document), FLUX_JSON_STRICT, &reader));
    }
}

static void
test_not_finite_token (void)
{
  FluxJsonReader reader;

  flux_json_reader_init (&reader, "[-Infinity]", 11, FLUX_JSON_ALLOW_NOT_FINITE);
  flux_json_reader_next (&reader);
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NOT_FINITE);
  g_assert_true (isnan (reader.number));
  g_assert_cmpmem (reader.text, reader.length, "-Infinity", 9);
}

/* --- What a text template leaves behind --------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *document;
  gsize size;
  const char *tokens; /* (nullable): refused even so */
} forgiven[] = {
  { "comma-in-array", TEXT ("[1,2,]"), "[ 1 2 ]" },
  { "comma-in-object", TEXT ("{\"a\":1,}"), "{ \"a\": 1 }" },
  { "comma-and-space", TEXT ("[{\"a\":[1 , ] ,\r\n} ,\t]"), "[ { \"a\": [ 1 ] } ]" },
  { "comma-after-levels", TEXT ("[[],{},]"), "[ [ ] { } ]" },

  { "left-out-member", TEXT ("{\"a\":,\"b\":2}"), "{ \"a\": null \"b\": 2 }" },
  { "left-out-last-member", TEXT ("{\"a\":}"), "{ \"a\": null }" },
  { "left-out-and-comma", TEXT ("{\"a\":,}"), "{ \"a\": null }" },
  { "left-out-with-space", TEXT ("{\"a\": ,\"b\" :\n}"), "{ \"a\": null \"b\": null }" },
  { "left-out-element", TEXT ("[1,,2]"), "[ 1 null 2 ]" },
  { "left-out-first", TEXT ("[,1]"), "[ null 1 ]" },
  { "left-out-before-comma", TEXT ("[1,,]"), "[ 1 null ]" },
  { "only-a-comma", TEXT ("[,]"), "[ null ]" },
  { "only-commas", TEXT ("[ , , ]"), "[ null null ]" },
  { "left-out-in-levels", TEXT ("[[,],{\"a\":[,{}]}]"), "[ [ null ] { \"a\": [ null { } ] } ]" },

  { "joined-by-comma", TEXT ("{\"a\":1},{\"a\":2}"), "{ \"a\": 1 } { \"a\": 2 }" },
  { "joined-by-line", TEXT ("{\"a\":1}\n{\"a\":2}\r\n"), "{ \"a\": 1 } { \"a\": 2 }" },
  { "joined-by-both", TEXT (" {} , {}\n,\n[] "), "{ } { } [ ]" },
  { "joined-and-comma", TEXT ("{},{},\r\n"), "{ } { }" },
  { "joined-scalars", TEXT ("1 2,\"a\" null,true"), "1 2 \"a\" null true" },
  { "one-and-comma", TEXT ("{},"), "{ }" },
  { "scalar-and-comma", TEXT ("1,"), "1" },
  { "left-out-between", TEXT ("{},,{}"), "{ } null { }" },
  { "left-out-at-begin", TEXT (",{}"), "null { }" },
  { "mark-and-joined", TEXT (BOM "{},[]"), "{ } [ ]" },
  { "all-at-once", TEXT ("{\"ID\":1,\"VR\":,\"D\":[,],},\n{\"ID\":,},"),
    "{ \"ID\": 1 \"VR\": null \"D\": [ null ] } { \"ID\": null }" },

  { "nothing", TEXT (""), NULL },
  { "space", TEXT (" \n"), NULL },
  { "cut-after-comma", TEXT ("[1,"), NULL },
  { "cut-after-colon", TEXT ("{\"a\":"), NULL },
  { "cut-after-left-out", TEXT ("{\"a\":,"), NULL },
  { "cut-second", TEXT ("{},{"), NULL },
  { "comma-alone-in-object", TEXT ("{,}"), NULL },
  { "left-out-name", TEXT ("{\"a\":1,,\"b\":2}"), NULL },
  { "left-out-colon", TEXT ("{\"a\",\"b\":2}"), NULL },
  { "no-comma", TEXT ("[1 2]"), NULL },
  { "no-comma-in-object", TEXT ("{\"a\":1 \"b\":2}"), NULL },
  { "wrong-end-of-array", TEXT ("[1,}"), NULL },
  { "wrong-end-of-object", TEXT ("{\"a\":]"), NULL },
  { "end-at-top", TEXT ("{},}"), NULL },
  { "array-end-at-top", TEXT ("{} ]"), NULL },
  { "nothing-between", TEXT ("{}{}"), NULL },
  { "nothing-between-scalars", TEXT ("\"a\"1"), NULL },
  { "second-mark", TEXT ("{}\n" BOM "{}"), NULL },
  { "semicolon", TEXT ("{};{}"), NULL },
  { "nul-after", TEXT ("{}\n\0"), NULL },
  { "vertical-tab", TEXT ("{}\v{}"), NULL },
  { "nan", TEXT ("{\"a\":nan}"), NULL },
  { "raw-control", TEXT ("{\"a\x01\":,}"), NULL },
  { "latin-1", TEXT ("[\"m\xb3\",]"), NULL },
};

static void
test_forgiven (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  FluxJsonReader reader;
  g_autofree char *tokens = render (forgiven[i].document, forgiven[i].size, FLUX_JSON_FORGIVE, &reader);
  g_autofree char *strict = render (forgiven[i].document, forgiven[i].size, FLUX_JSON_STRICT, &reader);

  g_assert_cmpstr (tokens, ==, forgiven[i].tokens);
  g_assert_null (strict);
}

static void
test_forgiven_not_finite (void)
{
  static const char document[] = "{\"a\":nan,\"b\":,},-inf,";
  FluxJsonReader reader;
  g_autofree char *tokens =
      render (document, strlen (document), FLUX_JSON_FORGIVE | FLUX_JSON_ALLOW_NOT_FINITE, &reader);

  g_assert_cmpstr (tokens, ==, "{ \"a\": ? \"b\": null } ?");
}

static void
test_forgiven_token (void)
{
  FluxJsonReader reader;

  flux_json_reader_init (&reader, "[ ,1]", 5, FLUX_JSON_FORGIVE);
  flux_json_reader_next (&reader);
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NULL);
  g_assert_cmpmem (reader.text, reader.length, "", 0);
  g_assert_true (flux_json_reader_skip (&reader, FLUX_JSON_NULL));
  g_assert_cmpmem (reader.text, reader.length, "", 0);
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NUMBER);
}

/* --- Depth -------------------------------------------------------------------------------------------------------- */

static GString *
nest (const char *opening, const char *inside, const char *closing, guint levels)
{
  GString *document = g_string_new (NULL);

  for (guint i = 0; i < levels; i++)
    g_string_append (document, opening);
  g_string_append (document, inside);
  for (guint i = 0; i < levels; i++)
    g_string_append (document, closing);
  return document;
}

static void
test_depth (void)
{
  static const struct
  {
    const char *opening, *inside, *closing;
  } kinds[] = {
    { "[", "", "]" }, { "[", "1", "]" }, { "{\"a\":", "1", "}" }, { "[[", "", "]]" }, { "[{\"a\":", "1", "}]" }
  };
  FluxJsonReader reader;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint width = i < 3 ? 1 : 2;
      g_autoptr (GString) deepest = nest (kinds[i].opening, kinds[i].inside, kinds[i].closing, 64 / width);
      g_autoptr (GString) deeper = nest (kinds[i].opening, kinds[i].inside, kinds[i].closing, 64 / width + 1);
      g_autofree char *tokens = render (deepest->str, deepest->len, FLUX_JSON_STRICT, &reader);

      g_assert_nonnull (tokens);
      g_assert_null (render (deeper->str, deeper->len, FLUX_JSON_STRICT, &reader));
      g_assert_cmpstr (reader.fault, ==, "nested deeper than 64 levels");
    }
}

/* What ends a process that recurses. */
static void
test_depth_unlimited (void)
{
  static const char *const openings[] = { "[", "{\"a\":", "[{\"\":" };
  FluxJsonReader reader;

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GString) document = nest (openings[i], "", "", 100000);

      g_assert_null (render (document->str, document->len, FLUX_JSON_STRICT, &reader));
      g_assert_cmpstr (reader.fault, ==, "nested deeper than 64 levels");
    }
}

/* --- Long numbers ------------------------------------------------------------------------------------------------- */

/* @n characters @c between @before and @after. */
static char *
stretch (const char *before, char c, guint n, const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append_c (text, c);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *name;
  const char *before;
  char c;
  guint n;
  const char *after;
  double value;
} long_numbers[] = {
  { "one", "1", '0', 5000, "e-5000", 1 },
  { "small", "0.", '0', 5000, "123e5003", 123 },
  { "nines", "0.", '9', 100000, "", 1 },
  { "infinite", "1", '0', 1000000, "", INFINITY },
  { "nothing", "0.", '0', 1000000, "1", 0 },
  { "zeros", "12.5", '0', 1000000, "", 12.5 },
  { "threes", "0.", '3', 1000000, "", 1.0 / 3 },
  { "exponent", "1e", '0', 1000000, "2", 100 },
  { "beyond-exponent", "1e", '9', 1000000, "", INFINITY },
  { "within-exponent", "-1e-", '9', 1000000, "", -0.0 },
  { "halfway", "9007199254740993.", '0', 800, "", 9007199254740992 },
  { "past-halfway", "9007199254740993.", '0', 800, "1", 9007199254740994 },
};

static void
test_long_number (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = stretch (long_numbers[i].before, long_numbers[i].c, long_numbers[i].n, long_numbers[i].after);
  FluxJsonReader reader;

  flux_json_reader_init (&reader, text, strlen (text), FLUX_JSON_STRICT);
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NUMBER);
  g_assert_cmpuint (reader.length, ==, strlen (text));
  g_assert_cmpfloat (reader.number, ==, long_numbers[i].value);
  g_assert_cmpint (!!signbit (reader.number), ==, !!signbit (long_numbers[i].value));
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
}

/* --- Passing over ------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *value;
} skipped[] = {
  { "1" },  { "-0.5e3" }, { "true" },      { "null" },           { "\"\"" },          { "\"a\\\"]b\"" },
  { "[]" }, { "{}" },     { "[[[1],2]]" }, { "{ \"a\" : {} }" }, { "[ \"]\" , 1 ]" }, { "{\"}\":\"{\"}" },
};

static void
test_skip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (skipped); i++)
    {
      const char *value = skipped[i].value;
      g_autofree char *document = g_strdup_printf ("{\"skip\": %s ,\"next\":[%s,%s]}", value, value, value);
      FluxJsonReader reader;

      flux_json_reader_init (&reader, document, strlen (document), FLUX_JSON_STRICT);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_OBJECT_BEGIN);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NAME);
      g_assert_true (flux_json_reader_skip (&reader, flux_json_reader_next (&reader)));
      g_assert_cmpmem (reader.text, reader.length, value, strlen (value));
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_NAME);
      g_assert_cmpmem (reader.text, reader.length, "next", 4);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_ARRAY_BEGIN);
      for (guint n = 0; n < 2; n++)
        {
          g_assert_true (flux_json_reader_skip (&reader, flux_json_reader_next (&reader)));
          g_assert_cmpmem (reader.text, reader.length, value, strlen (value));
        }
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_ARRAY_END);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_OBJECT_END);
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
    }
}

static void
test_skip_forgiven (void)
{
  static const char *const values[] = { "[1,,]", "{\"a\":,\"b\":[,],}", "[,{},]", "1", "{\"a\":}", NULL };
  g_autofree char *joined = g_strjoinv (" ,\n", (char **) values);
  FluxJsonReader reader;

  flux_json_reader_init (&reader, joined, strlen (joined), FLUX_JSON_FORGIVE);
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_assert_true (flux_json_reader_skip (&reader, flux_json_reader_next (&reader)));
      g_assert_cmpmem (reader.text, reader.length, values[i], strlen (values[i]));
    }
  g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
}

static void
test_skip_whole (void)
{
  FluxJsonReader reader;

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      flux_json_reader_init (&reader, taken[i].document, taken[i].size, FLUX_JSON_STRICT);
      g_assert_true (flux_json_reader_skip (&reader, flux_json_reader_next (&reader)));
      g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_END);
      g_assert_false (flux_json_reader_skip (&reader, FLUX_JSON_END));
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      gboolean whole;

      flux_json_reader_init (&reader, refused[i].document, refused[i].size, FLUX_JSON_STRICT);
      whole = flux_json_reader_skip (&reader, flux_json_reader_next (&reader));
      if (whole)
        g_assert_cmpint (flux_json_reader_next (&reader), ==, FLUX_JSON_ERROR);
      g_assert_cmpstr (reader.fault, ==, refused[i].fault);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree char *path = g_strconcat ("/json-reader/taken/", taken[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_taken);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/json-reader/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_refused);
    }
  for (guint i = 0; i < G_N_ELEMENTS (long_numbers); i++)
    {
      g_autofree char *path = g_strconcat ("/json-reader/long-number/", long_numbers[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_long_number);
    }
  for (guint i = 0; i < G_N_ELEMENTS (forgiven); i++)
    {
      g_autofree char *path = g_strconcat ("/json-reader/forgiven/", forgiven[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_forgiven);
    }
  g_test_add_func ("/json-reader/cut-off", test_cut_off);
  g_test_add_func ("/json-reader/not-finite", test_not_finite);
  g_test_add_func ("/json-reader/not-finite-token", test_not_finite_token);
  g_test_add_func ("/json-reader/forgiven-not-finite", test_forgiven_not_finite);
  g_test_add_func ("/json-reader/forgiven-token", test_forgiven_token);
  g_test_add_func ("/json-reader/depth", test_depth);
  g_test_add_func ("/json-reader/depth-unlimited", test_depth_unlimited);
  g_test_add_func ("/json-reader/skip", test_skip);
  g_test_add_func ("/json-reader/skip-forgiven", test_skip_forgiven);
  g_test_add_func ("/json-reader/skip-whole", test_skip_whole);
  return g_test_run ();
}
