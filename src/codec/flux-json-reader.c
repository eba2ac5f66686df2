/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-json-reader.h"

#include <math.h>
#include <string.h>

/* What may come next. */
enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_ARRAY_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_OBJECT_END,
  EXPECT_COLON,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
  EXPECT_FAULT,
};

void
flux_json_reader_init (FluxJsonReader *self, const char *document, gsize size, FluxJsonFlags flags)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";

  self->text = NULL;
  self->length = 0;
  self->has_escapes = FALSE;
  self->number = 0;
  self->fault = NULL;
  self->fault_offset = 0;
  self->begin = self->at = document;
  self->end = document + size;
  self->flags = flags;
  self->depth = 0;
  self->expect = EXPECT_VALUE;
  if (size >= 3 && memcmp (document, byte_order_mark, 3) == 0)
    self->at += 3;
}

static FluxJsonToken
fail (FluxJsonReader *self, const char *fault)
{
  self->fault = fault;
  self->fault_offset = self->at - self->begin;
  self->expect = EXPECT_FAULT;
  return FLUX_JSON_ERROR;
}

static void
skip_space (FluxJsonReader *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

static void
value_read (FluxJsonReader *self)
{
  self->expect = self->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
}

static FluxJsonToken
open_level (FluxJsonReader *self, char kind)
{
  if (self->depth == FLUX_JSON_MAX_DEPTH)
    return fail (self, "nested deeper than 64 levels");
  self->stack[self->depth++] = kind;
  self->text = self->at++;
  self->length = 1;
  self->expect = kind == '{' ? EXPECT_NAME_OR_OBJECT_END : EXPECT_VALUE_OR_ARRAY_END;
  return kind == '{' ? FLUX_JSON_OBJECT_BEGIN : FLUX_JSON_ARRAY_BEGIN;
}

static FluxJsonToken
close_level (FluxJsonReader *self)
{
  char kind = self->stack[--self->depth];

  self->text = self->at++;
  self->length = 1;
  value_read (self);
  return kind == '{' ? FLUX_JSON_OBJECT_END : FLUX_JSON_ARRAY_END;
}

/* The four hex digits at @at, or -1. */
static int
hex4 (const char *at, const char *end)
{
  int value = 0;

  if (end - at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

#define IS_HIGH_SURROGATE(c) ((c) >= 0xd800 && (c) <= 0xdbff)
#define IS_LOW_SURROGATE(c) ((c) >= 0xdc00 && (c) <= 0xdfff)

/* The length of the escape at @at, backslash included, or 0 when it is none. */
static gsize
escape_length (const char *at, const char *end)
{
  int unit;

  if (end - at < 2)
    return 0;
  if (at[1] != 'u')
    return memchr ("\"\\/bfnrt", at[1], 8) != NULL ? 2 : 0;

  unit = hex4 (at + 2, end);
  if (unit < 0 || IS_LOW_SURROGATE (unit))
    return 0;
  if (!IS_HIGH_SURROGATE (unit))
    return 6;
  if (end - at < 12 || at[6] != '\\' || at[7] != 'u' || !IS_LOW_SURROGATE (hex4 (at + 8, end)))
    return 0;
  return 12;
}

static gboolean
read_string (FluxJsonReader *self)
{
  const char *start = self->at + 1;
  guint8 all = 0;

  self->has_escapes = FALSE;
  for (self->at = start; self->at < self->end; self->at++)
    {
      guint8 c = *self->at;

      all |= c;
      if (c == '"')
        {
          self->text = start;
          self->length = self->at++ - start;
          if ((all & 0x80) != 0 && !g_utf8_validate_len (start, self->length, NULL))
            {
              /* g_utf8_validate_len() refuses NUL as well, but a raw NUL is a control character and ended above. */
              fail (self, "not UTF-8");
              return FALSE;
            }
          return TRUE;
        }
      if (c < 0x20)
        {
          fail (self, "control character in a string");
          return FALSE;
        }
      if (c == '\\')
        {
          gsize length = escape_length (self->at, self->end);

          if (length == 0)
            {
              fail (self, "unknown escape in a string");
              return FALSE;
            }
          self->has_escapes = TRUE;
          self->at += length - 1;
        }
    }
  fail (self, "string without an end");
  return FALSE;
}

/* Numbers of at most 2^53 units of 10^±22 are exact in one multiplication or division (Clinger, "How to Read Floating
 * Point Numbers Accurately"); the rest goes to the C library. */
static double
to_double (const char *text, gsize length, guint64 digits, gboolean digits_fit, int exponent, gboolean negative)
{
  static const double power[] = { 1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
  g_autofree char *copy = NULL;
  char buffer[64];
  double value;

  if (digits_fit && digits <= G_GUINT64_CONSTANT (1) << 53 && ABS (exponent) < (int) G_N_ELEMENTS (power))
    {
      value = exponent < 0 ? digits / power[-exponent] : digits * power[exponent];
      return negative ? -value : value;
    }
  if (length < sizeof buffer)
    {
      memcpy (buffer, text, length);
      buffer[length] = '\0';
      return g_ascii_strtod (buffer, NULL);
    }
  copy = g_strndup (text, length);
  return g_ascii_strtod (copy, NULL);
}

/* What a number has told so far. */
typedef struct
{
  guint64 digits; /* the significant ones, as a whole number */
  int n_digits;
  int exponent; /* of ten, for @digits */
} Decimal;

static gboolean
read_digits (FluxJsonReader *self, Decimal *decimal, gboolean fraction)
{
  const char *start = self->at;

  for (; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    {
      if (decimal->n_digits < 19)
        decimal->digits = decimal->digits * 10 + (*self->at - '0');
      if (decimal->digits != 0)
        decimal->n_digits++;
      if (fraction)
        decimal->exponent--;
    }
  return self->at > start;
}

static gboolean
read_exponent (FluxJsonReader *self, Decimal *decimal)
{
  gboolean negative = FALSE;
  const char *start;
  int exponent = 0;

  self->at++;
  if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
    negative = *self->at++ == '-';
  start = self->at;
  for (; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    exponent = MIN (exponent * 10 + (*self->at - '0'), 100000);
  decimal->exponent += negative ? -exponent : exponent;
  return self->at > start;
}

static FluxJsonToken
read_not_finite (FluxJsonReader *self)
{
  static const char *const words[] = { "nan", "infinity", "inf" };
  const char *word = self->at + (*self->at == '-' || *self->at == '+');

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - word) >= length && g_ascii_strncasecmp (word, words[i], length) == 0)
        {
          self->text = self->at;
          self->length = word + length - self->at;
          self->at = word + length;
          self->number = NAN;
          value_read (self);
          return FLUX_JSON_NOT_FINITE;
        }
    }
  return fail (self, "unknown word");
}

static FluxJsonToken
read_number (FluxJsonReader *self)
{
  const char *start = self->at;
  gboolean negative = *self->at == '-';
  Decimal decimal = { 0 };

  if (negative)
    self->at++;
  if (self->at == self->end || !g_ascii_isdigit (*self->at))
    {
      self->at = start;
      return (self->flags & FLUX_JSON_ALLOW_NOT_FINITE) != 0 ? read_not_finite (self)
                                                             : fail (self, "sign without a number");
    }
  if (*self->at == '0')
    {
      self->at++;
      if (self->at < self->end && g_ascii_isdigit (*self->at))
        return fail (self, "number with a leading zero");
    }
  else
    read_digits (self, &decimal, FALSE);

  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!read_digits (self, &decimal, TRUE))
        return fail (self, "point without decimals");
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E') && !read_exponent (self, &decimal))
    return fail (self, "exponent without digits");

  self->text = start;
  self->length = self->at - start;
  self->number
      = to_double (start, self->length, decimal.digits, decimal.n_digits <= 19, decimal.exponent, negative);
  value_read (self);
  return FLUX_JSON_NUMBER;
}

static FluxJsonToken
read_word (FluxJsonReader *self, const char *word, FluxJsonToken token)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return (self->flags & FLUX_JSON_ALLOW_NOT_FINITE) != 0 ? read_not_finite (self) : fail (self, "unknown word");
  self->text = self->at;
  self->length = length;
  self->at += length;
  value_read (self);
  return token;
}

/* No value begins here: it was left out, or the comma before was the last of an array. */
static FluxJsonToken
read_left_out (FluxJsonReader *self)
{
  char kind = self->depth > 0 ? self->stack[self->depth - 1] : '\0';

  if (*self->at == ']' && kind == '[')
    return close_level (self);
  if (*self->at != ',' && (*self->at != '}' || kind != '{'))
    return fail (self, "a value is missing");
  self->text = self->at;
  self->length = 0;
  value_read (self);
  return FLUX_JSON_NULL;
}

static FluxJsonToken
read_value (FluxJsonReader *self)
{
  switch (*self->at)
    {
    case '{':
    case '[':
      return open_level (self, *self->at);

    case '"':
      if (!read_string (self))
        return FLUX_JSON_ERROR;
      value_read (self);
      return FLUX_JSON_STRING;

    case 't':
      return read_word (self, "true", FLUX_JSON_TRUE);

    case 'f':
      return read_word (self, "false", FLUX_JSON_FALSE);

    case 'n':
      return read_word (self, "null", FLUX_JSON_NULL);

    case '-':
    case '0' ... '9':
      return read_number (self);

    case 'N':
    case 'i':
    case 'I':
    case '+':
      if ((self->flags & FLUX_JSON_ALLOW_NOT_FINITE) != 0)
        return read_not_finite (self);
      return fail (self, "unknown word");

    default:
      return (self->flags & FLUX_JSON_FORGIVE) != 0 ? read_left_out (self) : fail (self, "a value is missing");
    }
}

static FluxJsonToken
read_name (FluxJsonReader *self)
{
  if (*self->at == '}' && (self->flags & FLUX_JSON_FORGIVE) != 0)
    return close_level (self);
  if (*self->at != '"')
    return fail (self, "a member's name is missing");
  if (!read_string (self))
    return FLUX_JSON_ERROR;
  self->expect = EXPECT_COLON;
  return FLUX_JSON_NAME;
}

/* After a value at the top and the white space behind it. */
static FluxJsonToken
read_after_document (FluxJsonReader *self)
{
  if (self->at == self->end)
    return FLUX_JSON_END;
  if ((self->flags & FLUX_JSON_FORGIVE) == 0)
    return fail (self, "something stands after the document");

  if (*self->at == ',')
    {
      self->at++;
      skip_space (self);
      return self->at == self->end ? FLUX_JSON_END : read_value (self);
    }
  if (!g_ascii_isspace (self->at[-1]))
    return fail (self, "something stands after the document");
  return read_value (self);
}

FluxJsonToken
flux_json_reader_next (FluxJsonReader *self)
{
  if (self->expect == EXPECT_FAULT)
    return FLUX_JSON_ERROR;

  skip_space (self);
  if (self->expect == EXPECT_NOTHING)
    return read_after_document (self);
  if (self->at == self->end)
    return fail (self, "the document is cut off");

  if (self->expect == EXPECT_COLON)
    {
      if (*self->at != ':')
        return fail (self, "a colon is missing");
      self->at++;
      self->expect = EXPECT_VALUE;
      skip_space (self);
    }
  else if (self->expect == EXPECT_COMMA_OR_END)
    {
      gboolean in_object = self->stack[self->depth - 1] == '{';

      if (*self->at == (in_object ? '}' : ']'))
        return close_level (self);
      if (*self->at != ',')
        return fail (self, "a comma is missing");
      self->at++;
      self->expect = in_object ? EXPECT_NAME : EXPECT_VALUE;
      skip_space (self);
    }
  if (self->at == self->end)
    return fail (self, "the document is cut off");

  switch (self->expect)
    {
    case EXPECT_NAME_OR_OBJECT_END:
      return *self->at == '}' ? close_level (self) : read_name (self);

    case EXPECT_NAME:
      return read_name (self);

    case EXPECT_VALUE_OR_ARRAY_END:
      return *self->at == ']' ? close_level (self) : read_value (self);

    default:
      return read_value (self);
    }
}

gboolean
flux_json_reader_skip (FluxJsonReader *self, FluxJsonToken token)
{
  const char *start = self->text - (token == FLUX_JSON_STRING);
  guint depth = self->depth - 1;

  if (token == FLUX_JSON_ERROR || token == FLUX_JSON_END)
    return FALSE;
  if (token == FLUX_JSON_OBJECT_BEGIN || token == FLUX_JSON_ARRAY_BEGIN)
    while (self->depth > depth)
      if (flux_json_reader_next (self) == FLUX_JSON_ERROR)
        return FALSE;
  self->text = start;
  self->length = self->at - start;
  return TRUE;
}

GString *
flux_json_reader_get_string (const FluxJsonReader *self)
{
  GString *string = g_string_sized_new (self->length);
  const char *at = self->text;
  const char *end = self->text + self->length;

  while (at < end)
    {
      const char *escape = memchr (at, '\\', end - at);
      gunichar c;

      g_string_append_len (string, at, (escape != NULL ? escape : end) - at);
      if (escape == NULL)
        break;
      at = escape + 2;
      switch (escape[1])
        {
        case 'b':
          c = '\b';
          break;
        case 'f':
          c = '\f';
          break;
        case 'n':
          c = '\n';
          break;
        case 'r':
          c = '\r';
          break;
        case 't':
          c = '\t';
          break;
        case 'u':
          c = hex4 (at, end);
          at += 4;
          if (IS_HIGH_SURROGATE (c))
            {
              c = 0x10000 + ((c - 0xd800) << 10) + (hex4 (at + 2, end) - 0xdc00);
              at += 6;
            }
          break;
        default:
          c = escape[1];
        }
      /* g_string_append_unichar() drops U+0000. */
      if (c == 0)
        g_string_append_c (string, '\0');
      else
        g_string_append_unichar (string, c);
    }
  return string;
}
