/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-text.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *body;
  gssize size; /* -1: to its NUL */
  FluxPostTextKind kind;
  const char *text;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "empty", "", -1, FLUX_POST_TEXT_PLAIN, "" },
  { "white space only", " \n", -1, FLUX_POST_TEXT_PLAIN, " \n" },
  { "scalar", "12.50", -1, FLUX_POST_TEXT_JSON, "12.50" },
  { "flat object", "{\"a\":1,\"b\":\"x\"}", -1, FLUX_POST_TEXT_JSON, "{\"a\": 1, \"b\": \"x\"}" },
  { "numbers as they were written", "[1e3,-0.000,0.1000]", -1, FLUX_POST_TEXT_JSON, "[1e3, -0.000, 0.1000]" },
  { "escapes as they were written", "{\"a\":\"\\u00b3\\n\"}", -1, FLUX_POST_TEXT_JSON, "{\"a\": \"\\u00b3\\n\"}" },
  { "empty containers", "{\"a\":[],\"b\":{}}", -1, FLUX_POST_TEXT_JSON, "{\n  \"a\": [],\n  \"b\": {}\n}" },
  { "records", "[{\"a\":1},{\"a\":2}]", -1, FLUX_POST_TEXT_JSON, "[\n  {\"a\": 1},\n  {\"a\": 2}\n]" },
  { "deep", "{\"a\":{\"b\":[{\"c\":null}]}}", -1, FLUX_POST_TEXT_JSON,
    "{\n  \"a\": {\n    \"b\": [\n      {\"c\": null}\n    ]\n  }\n}" },
  { "a flat object that is too long for a line",
    "{\"a\":\"0123456789012345678901234567890123456789\",\"b\":\"0123456789012345678901234567890123456789\"}", -1,
    FLUX_POST_TEXT_JSON,
    "{\n  \"a\": \"0123456789012345678901234567890123456789\",\n"
    "  \"b\": \"0123456789012345678901234567890123456789\"\n}" },
  { "joined without brackets", "{\"a\":1},{\"a\":2}", -1, FLUX_POST_TEXT_JSON, "{\"a\": 1}\n{\"a\": 2}" },
  { "left out by a template", "{\"a\":,\"b\":nan}", -1, FLUX_POST_TEXT_JSON, "{\"a\": , \"b\": nan}" },
  { "byte order mark and line ends", "\xef\xbb\xbf[1]\r\n", -1, FLUX_POST_TEXT_JSON, "[1]" },
  { "text", "Durchfluss=12 m³/h", -1, FLUX_POST_TEXT_PLAIN, "Durchfluss=12 m³/h" },
  { "cut JSON is text", "{\"a\":", -1, FLUX_POST_TEXT_PLAIN, "{\"a\":" },
  { "bytes", "\x1f\x8b" "A\0z", 5, FLUX_POST_TEXT_HEX,
    "00000000  1f 8b 41 00 7a                                   ..A.z" },
  { "more bytes than a line", "0123456789abcdef\xff", 17, FLUX_POST_TEXT_HEX,
    "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n"
    "00000010  ff                                               ." },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (GBytes) body = g_bytes_new (self->body, self->size < 0 ? strlen (self->body) : (gsize) self->size);
  FluxPostTextKind kind;
  gboolean is_cut;
  g_autofree char *text = flux_post_text_make (body, &kind, &is_cut);

  g_assert_cmpstr (text, ==, self->text);
  g_assert_cmpint (kind, ==, self->kind);
  g_assert_false (is_cut);
}

/* Many of @part make a body that is longer than what is shown. */
static void
test_long (const char *head, const char *part, FluxPostTextKind expected)
{
  g_autoptr (GString) long_body = g_string_new (head);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *text = NULL;
  FluxPostTextKind kind;
  gboolean is_cut;

  while (long_body->len < 2 * FLUX_POST_TEXT_MOST)
    g_string_append (long_body, part);
  body = g_bytes_new (long_body->str, long_body->len);
  text = flux_post_text_make (body, &kind, &is_cut);
  g_assert_cmpint (kind, ==, expected);
  g_assert_true (is_cut);
  g_assert_cmpuint (strlen (text), <, FLUX_POST_TEXT_MOST + 200);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_cut (void)
{
  test_long ("[", "{\"a\":1},", FLUX_POST_TEXT_JSON);
  test_long ("x", "³", FLUX_POST_TEXT_PLAIN);
  test_long ("\xff", "x", FLUX_POST_TEXT_HEX);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/post-text/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/post-text/cut", test_cut);
  return g_test_run ();
}
