/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-curl-line.h"

#include <gio/gio.h>
#include <string.h>

#define URL "http://localhost:3000"

/* As the contract has it. */
static void
test_contract (void)
{
  g_autofree char *line = flux_curl_line_new (URL, NULL, NULL);

  g_assert_cmpstr (line, ==,
                   "curl -X POST http://localhost:3000/api/ingest -H \"Content-Type: application/json\" "
                   "-H \"x-api-key: KEY\" "
                   "-d '{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5,\"totalizer\":4500.25,\"temperature\":22.3}'");
}

/* What a shell makes of @line when curl is a function that writes down its words. */
static char **
run (const char *line)
{
  g_autofree char *script = g_strdup_printf ("curl () { for word; do printf '%%s\\1' \"$word\"; done; }\n%s\n", line);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) shell =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "sh", "-euc", script, NULL);
  g_autofree char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (shell, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (shell));
  return g_strsplit (output, "\1", -1);
}

static const struct
{
  const char *name;
  const char *url;
  const char *key;
  const char *device_id;
  const char *json_id; /* as it stands in the body */
} cases[] = {
  { "plain", URL, "flx_0123", "NIVUS_01", "NIVUS_01" },
  { "https", "https://fluxio.example.org", "flx_0123", "NIVUS_01", "NIVUS_01" },
  { "IPv6", "http://[::1]:3000", "flx_0123", "NIVUS_01", "NIVUS_01" },
  { "zone of an IPv6 address", "http://[fe80::1%25eth0]:3000", "flx_0123", "NIVUS_01", "NIVUS_01" },
  { "a query's signs", "http://h/a?b=1&c=2;d", "flx_0123", "NIVUS_01", "NIVUS_01" },
  { "dollar in the key", URL, "$HOME$(id)`id`", "NIVUS_01", "NIVUS_01" },
  { "quotes in the key", URL, "a\"b'c'd\\e!f", "NIVUS_01", "NIVUS_01" },
  { "only a single quote", URL, "'", "NIVUS_01", "NIVUS_01" },
  { "end of the word", URL, "x'; touch /tmp/x; echo '", "NIVUS_01", "NIVUS_01" },
  { "single quote in the id", URL, "flx_0123", "O'Brien", "O'Brien" },
  { "double quote in the id", URL, "flx_0123", "a\"b", "a\\\"b" },
  { "backslash in the id", URL, "flx_0123", "a\\b", "a\\\\b" },
  { "command in the id", URL, "flx_0123", "$(id) `id` ; id", "$(id) `id` ; id" },
  { "at sign in the id", URL, "flx_0123", "@/etc/passwd", "@/etc/passwd" },
  { "umlauts and spaces", URL, "flx_0123", "Zulauf Süd", "Zulauf Süd" },
};

static void
test_words (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *line = flux_curl_line_new (cases[i].url, cases[i].key, cases[i].device_id);
  g_autofree char *folded =
      flux_curl_line_new_folded (cases[i].url, cases[i].key, cases[i].device_id);
  g_auto (GStrv) words = run (line);
  g_auto (GStrv) folded_words = run (folded);
  g_autofree char *url = g_strconcat (cases[i].url, FLUX_CURL_LINE_PATH, NULL);
  g_autofree char *header = g_strconcat ("x-api-key: ", cases[i].key, NULL);
  g_autofree char *body =
      g_strdup_printf ("{\"device_id\":\"%s\",\"flow_rate\":12.5,\"totalizer\":4500.25,\"temperature\":22.3}",
                       cases[i].json_id);
  const char *const wanted[] = { "-X", "POST", url, "-H", "Content-Type: application/json", "-H", header, "-d", body,
                                 "", NULL };

  g_assert_null (strchr (line, '\n'));
  g_assert_cmpstrv ((char **) wanted, words);
  g_assert_cmpstrv ((char **) wanted, folded_words);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curl-line/contract", test_contract);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/curl-line/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_words);
    }
  return g_test_run ();
}
