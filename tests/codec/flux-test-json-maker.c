/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-json-maker.h"

#include <string.h>

#define MOST_MEMBERS 5
#define MOST_LEVELS 6

static guint
below (guint n)
{
  return (guint32) g_test_rand_int () % n;
}

static gboolean
one_in (guint n)
{
  return below (n) == 0;
}

static void
make_space (GString *document)
{
  for (guint i = one_in (4) ? below (3) : 0; i > 0; i--)
    g_string_append_c (document, " \t\r\n"[below (4)]);
}

static void
make_digits (GString *document, guint n)
{
  for (; n > 0; n--)
    g_string_append_c (document, '0' + below (10));
}

void
flux_test_json_make_number (GString *document)
{
  static const guint lengths[] = { 1, 2, 5, 15, 16, 17, 18, 19, 20, 25, 40, 400 };

  if (one_in (3))
    g_string_append_c (document, '-');
  if (one_in (4))
    g_string_append_c (document, '0');
  else
    {
      g_string_append_c (document, '1' + below (9));
      make_digits (document, below (lengths[below (G_N_ELEMENTS (lengths))]));
    }
  if (one_in (2))
    {
      g_string_append_c (document, '.');
      for (guint zeros = one_in (8) ? below (350) : 0; zeros > 0; zeros--)
        g_string_append_c (document, '0');
      make_digits (document, 1 + below (lengths[below (G_N_ELEMENTS (lengths))]));
    }
  if (one_in (3))
    {
      g_string_append_c (document, "eE"[below (2)]);
      g_string_append (document, (const char *const[]){ "", "+", "-" }[below (3)]);
      if (one_in (2))
        g_string_append_printf (document, "%u", below (one_in (2) ? 25 : 340));
      else
        make_digits (document, 1 + below (4));
    }
}

static gunichar
random_character (void)
{
  static const gunichar edges[] = { 0x20,   0x7e,   0x7f,   0x80,   0x7ff,   0x800,
                                    0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff };
  gunichar c;

  if (one_in (4))
    return edges[below (G_N_ELEMENTS (edges))];
  do
    c = 0x20 + below (one_in (2) ? 0x60 : one_in (2) ? 0x3000 : 0x10ffe0);
  while ((c >= 0xd800 && c <= 0xdfff) || c == '"' || c == '\\');
  return c;
}

static void
make_escape (GString *document)
{
  static const char *const escapes[] = {
    "\\\"",    "\\\\",           "\\/",           "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u0041", "\\u00e9",
    "\\uFFFF", "\\ud83d\\ude00", "\\uDBFF\\uDFFF"
  };

  g_string_append (document, escapes[below (G_N_ELEMENTS (escapes))]);
}

static void
make_string (GString *document)
{
  g_string_append_c (document, '"');
  for (guint i = below (one_in (20) ? 300 : 12); i > 0; i--)
    {
      if (one_in (8))
        make_escape (document);
      else
        g_string_append_unichar (document, random_character ());
    }
  g_string_append_c (document, '"');
}

static void make_value (GString *document, guint level);

static void
make_object (GString *document, guint level)
{
  g_string_append_c (document, '{');
  make_space (document);
  for (guint i = below (MOST_MEMBERS); i > 0; i--)
    {
      make_string (document);
      make_space (document);
      g_string_append_c (document, ':');
      make_value (document, level + 1);
      if (i > 1)
        g_string_append_c (document, ',');
      make_space (document);
    }
  g_string_append_c (document, '}');
}

static void
make_array (GString *document, guint level)
{
  g_string_append_c (document, '[');
  make_space (document);
  for (guint i = below (MOST_MEMBERS); i > 0; i--)
    {
      make_value (document, level + 1);
      if (i > 1)
        g_string_append_c (document, ',');
    }
  g_string_append_c (document, ']');
}

static void
make_value (GString *document, guint level)
{
  static const char *const words[] = { "true", "false", "null" };

  make_space (document);
  switch (level < MOST_LEVELS ? below (8) : below (4))
    {
    case 0:
      g_string_append (document, words[below (G_N_ELEMENTS (words))]);
      break;
    case 1:
    case 2:
      flux_test_json_make_number (document);
      break;
    case 3:
      make_string (document);
      break;
    case 4:
    case 5:
      make_array (document, level);
      break;
    default:
      make_object (document, level);
    }
  make_space (document);
}

void
flux_test_json_make (GString *document)
{
  if (one_in (30))
    g_string_append (document, "\xef\xbb\xbf");
  make_value (document, 0);
}

/* --- Mutations ---------------------------------------------------------------------------------------------------- */

static void
insert_fragment (GString *document, gsize at)
{
  static const char *const fragments[] = { "{",
                                           "}",
                                           "[",
                                           "]",
                                           ",",
                                           ":",
                                           "\"",
                                           "\\",
                                           "\\u",
                                           "\\ud800",
                                           "\\udc00",
                                           "-",
                                           "+",
                                           ".",
                                           "e",
                                           "0",
                                           "00",
                                           "1e999",
                                           "NaN",
                                           "nul",
                                           "True",
                                           "//",
                                           "/**/",
                                           "'",
                                           "\xff",
                                           "\xed\xa0\x80",
                                           "\xc0\x80",
                                           "\xf4\x90\x80\x80",
                                           "\xc3",
                                           "\n",
                                           "\x1f",
                                           "\x7f",
                                           "\xef\xbb\xbf",
                                           "\xc2\xa0" };

  if (one_in (G_N_ELEMENTS (fragments)))
    g_string_insert_c (document, at, '\0');
  else
    g_string_insert (document, at, fragments[below (G_N_ELEMENTS (fragments))]);
}

static void
repeat_slice (GString *document, gsize at)
{
  gsize length = 1 + below (MIN (document->len - at, 20));
  g_autofree char *slice = g_memdup2 (document->str + at, length);

  g_string_insert_len (document, below (document->len), slice, length);
}

void
flux_test_json_mutate (GString *document)
{
  for (guint i = 1 + below (3); i > 0 && document->len > 0; i--)
    {
      gsize at = below (document->len);

      switch (below (6))
        {
        case 0:
          document->str[at] ^= 1 << below (8);
          break;
        case 1:
          g_string_erase (document, at, 1 + below (MIN (document->len - at, 4)));
          break;
        case 2:
          g_string_truncate (document, at);
          break;
        case 3:
          repeat_slice (document, at);
          break;
        default:
          insert_fragment (document, at);
        }
    }
}
