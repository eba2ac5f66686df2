/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-log.h"

#include <string.h>

#define KEY "flx_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct
{
  const char *name;
  const char *text;
  const char *redacted;
} redactions[] = {
  /* Headers */
  { "api-key-header", "x-api-key: s3cret", "x-api-key: ***" },
  { "header-any-case", "X-API-Key:s3cret", "X-API-Key:***" },
  { "bearer", "Authorization: Bearer s3.cr-et", "Authorization: Bearer ***" },
  { "basic", "authorization: Basic dXNlcjpwYXNz", "authorization: Basic ***" },
  { "no-scheme", "Authorization: s3cret", "Authorization: ***" },

  /* Words and options */
  { "password", "host=db password=s3cret user=flux", "host=db password=*** user=flux" },
  { "password-spaced", "password = s3cret", "password = ***" },
  { "password-quoted", "password='two s3cret words' user=flux", "password=*** user=flux" },
  { "password-with-quote", "password='it\\'s s3cret' user=flux", "password=*** user=flux" },
  { "password-with-marks", "password=s3,c;r@e&t user=flux", "password=*** user=flux" },
  { "password-in-query", "postgresql://db/?user=flux&password=s3cret", "postgresql://db/?user=flux&password=***" },
  { "password-in-json", "{\"password\": \"s3 cret\"}", "{\"password\": ***}" },
  { "environment", "API_SECRET_KEY=s3cret", "API_SECRET_KEY=***" },
  { "libpq-environment", "PGPASSWORD=s3cret psql", "PGPASSWORD=*** psql" },
  { "api-key-word", "api_key=s3cret", "api_key=***" },
  { "option", "fluxio-server --api-key s3cret --listen :0", "fluxio-server --api-key *** --listen :0" },
  { "option-joined", "fluxio-server --api-key=s3cret", "fluxio-server --api-key=***" },

  /* URIs */
  { "uri", "postgresql://flux:s3cret@db:5432/plant", "postgresql://flux:***@db:5432/plant" },
  { "uri-no-user", "postgresql://:s3cret@db/plant", "postgresql://:***@db/plant" },
  { "uri-at-sign", "postgresql://flux:s3@cret@db/plant", "postgresql://flux:***@db/plant" },
  { "uri-slash", "postgresql://flux:s3/cret@db/plant", "postgresql://flux:***@db/plant" },
  { "uri-marks", "postgresql://flux:s3&c,r;et@db/plant", "postgresql://flux:***@db/plant" },
  { "two-uris", "from sqlite://u:a@b to sqlite://v:c@d", "from sqlite://u:***@b to sqlite://v:***@d" },

  /* FluxIO's own keys, wherever they stand */
  { "key", "The key is " KEY ".", "The key is flx_***." },
  { "key-in-header", "x-api-key: " KEY, "x-api-key: ***" },

  /* What is no secret stays readable. */
  { "empty", "", "" },
  { "plain", "Pumpwerk Mühlgraben: 83.25 m³/h", "Pumpwerk Mühlgraben: 83.25 m³/h" },
  { "port", "listening on http://127.0.0.1:3000", "listening on http://127.0.0.1:3000" },
  { "port-ipv6", "listening on http://[::1]:3000/api", "listening on http://[::1]:3000/api" },
  { "user-only", "postgresql://flux@db/plant", "postgresql://flux@db/plant" },
  { "prose", "The password was refused by the database", "The password was refused by the database" },
  { "file-option", "--tls-key /etc/fluxio/key.pem", "--tls-key /etc/fluxio/key.pem" },
};

static void
test_redact (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *redacted = flux_log_redact (redactions[i].text);

  g_assert_cmpstr (redacted, ==, redactions[i].redacted);
}

static void
test_not_utf8 (void)
{
  g_autofree char *redacted = flux_log_redact ("password=s3cret \xff");

  g_assert_null (strstr (redacted, "s3cret"));
}

static void
write_messages (void)
{
  flux_log_init ();
  g_setenv ("G_MESSAGES_DEBUG", "fluxio", TRUE);
  g_log ("fluxio", G_LOG_LEVEL_MESSAGE, "old api: x-api-key: s3cret");
  g_log_structured ("fluxio", G_LOG_LEVEL_MESSAGE, "MESSAGE", "structured: password=s3cret");
  g_log_structured ("fluxio", G_LOG_LEVEL_DEBUG, "MESSAGE", "debugging of ours");
  g_log_structured ("GLib-GIO", G_LOG_LEVEL_DEBUG, "MESSAGE", "debugging of theirs");
  g_print ("the program's own output\n");
}

static void
test_writer (void)
{
  if (g_test_subprocess ())
    {
      write_messages ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*old api: x-api-key: ****");
  g_test_trap_assert_stderr ("*structured: password=****");
  g_test_trap_assert_stderr ("*debugging of ours*");
  g_test_trap_assert_stderr_unmatched ("*debugging of theirs*");
  g_test_trap_assert_stderr_unmatched ("*s3cret*");
  g_test_trap_assert_stdout_unmatched ("*structured*");
  g_test_trap_assert_stdout ("*the program's own output*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (redactions); i++)
    {
      g_autofree char *path = g_strconcat ("/log/redact/", redactions[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_redact);
    }
  g_test_add_func ("/log/not-utf8", test_not_utf8);
  g_test_add_func ("/log/writer", test_writer);
  return g_test_run ();
}
