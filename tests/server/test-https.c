/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-curl.h"
#include "flux-test-server.h"
#include "flux-test-socket.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* HTTPS with certificates that openssl makes. */

#define HEALTH "GET /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n"
#define READING "{\"device_id\":\"A\",\"flow_rate\":1}"
#define POST \
  "POST /api/ingest HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\nContent-Length: 31\r\n\r\n" READING

/* Makes NAME.pem and NAME.key in the server's folder, for 127.0.0.1. */
static void
make_certificate (FluxTestServer *server, const char *name)
{
  g_autofree char *certificate_name = g_strconcat (name, ".pem", NULL);
  g_autofree char *key_name = g_strconcat (name, ".key", NULL);
  g_autofree char *certificate = flux_test_server_path (server, certificate_name);
  g_autofree char *key = flux_test_server_path (server, key_name);
  g_autofree char *subject = g_strconcat ("/CN=", name, NULL);
  const char *const argv[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                               "-nodes", "-days", "30", "-subj", subject, "-addext", "subjectAltName=IP:127.0.0.1",
                               "-keyout", key, "-out", certificate, NULL };
  g_autofree char *errors = NULL;

  if (flux_test_run (argv, NULL, NULL, &errors) != 0)
    g_error ("openssl: %s", errors);
}

/* Puts the files of @from in the place of those of @to. */
static void
put_in_place (FluxTestServer *server, const char *from, const char *to, const char *ending)
{
  g_autofree char *from_name = g_strconcat (from, ending, NULL);
  g_autofree char *to_name = g_strconcat (to, ending, NULL);
  g_autofree char *from_path = flux_test_server_path (server, from_name);
  g_autofree char *to_path = flux_test_server_path (server, to_name);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (from_path, &content, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents (to_path, content, size, &error);
  g_assert_no_error (error);
}

/* A server on http and https, with the certificate "used". */
static FluxTestServer *
start (gboolean may_warn)
{
  FluxTestServer *server = flux_test_server_new ();
  g_autofree char *certificate = flux_test_server_path (server, "used.pem");
  g_autofree char *key = flux_test_server_path (server, "used.key");
  const char *const options[] = { "--listen", "http://127.0.0.1:0", "--listen", "https://127.0.0.1:0", "--tls-cert",
                                  certificate, "--tls-key", key, NULL };

  make_certificate (server, "one");
  put_in_place (server, "one", "used", ".pem");
  put_in_place (server, "one", "used", ".key");
  server->may_warn = may_warn;
  flux_test_server_start (server, options);
  return server;
}

static guint16
https_port (FluxTestServer *server)
{
  g_assert_true (g_str_has_prefix (server->urls[1], "https://127.0.0.1:"));
  return atoi (strrchr (server->urls[1], ':') + 1);
}

static guint
send_and_read (FluxTestSocket *socket, const char *request)
{
  return flux_test_socket_send (socket, request, -1) ? flux_test_socket_read_status (socket) : 0;
}

/* The subject that a new connection is shown. */
static char *
get_shown (FluxTestServer *server)
{
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new_tls (https_port (server));

  return g_tls_certificate_get_subject_name (flux_test_socket_get_certificate (socket));
}

static void
await_shown (FluxTestServer *server, const char *subject)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  gboolean is_shown = FALSE;

  while (!is_shown)
    {
      g_autofree char *shown = get_shown (server);

      is_shown = g_str_equal (shown, subject);
      if (!is_shown && g_get_monotonic_time () > deadline)
        g_error ("%s is shown, not %s", shown, subject);
    }
}

/* --- Cases -------------------------------------------------------------------------------------------------------- */

/* A client that knows the certificate trusts it; both addresses serve the same. */
static void
test_both (void)
{
  g_autoptr (FluxTestServer) server = start (FALSE);
  g_autofree char *certificate = flux_test_server_path (server, "one.pem");
  g_autofree char *secure = g_strconcat (server->urls[1], "/api/ingest", NULL);
  g_autofree char *plain = g_strconcat (server->urls[0], "/api/ingest", NULL);
  g_auto (FluxTestReply) over_tls = { 0 };
  g_auto (FluxTestReply) without = { 0 };
  g_autofree char *rows = NULL;

  flux_test_curl (
      (const char *const[]){ "--cacert", certificate, secure, "-H", "x-api-key: " FLUX_TEST_KEY, "-d", READING, NULL },
      &over_tls);
  g_assert_cmpuint (over_tls.status, ==, 200);
  flux_test_curl ((const char *const[]){ plain, "-H", "x-api-key: " FLUX_TEST_KEY, "-d", READING, NULL }, &without);
  g_assert_cmpuint (without.status, ==, 200);
  rows = flux_test_server_sql (server, "SELECT count (*) FROM flow_data");
  g_assert_cmpstr (rows, ==, "2");
}

static void
test_versions (void)
{
  static const char *const versions[] = { "1.2", "1.3" };
  g_autoptr (FluxTestServer) server = start (FALSE);
  g_autofree char *url = g_strconcat (server->urls[1], "/api/ingest", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *least = g_strconcat ("--tlsv", versions[i], NULL);
      g_auto (FluxTestReply) reply = { 0 };

      flux_test_curl ((const char *const[]){ "--insecure", least, "--tls-max", versions[i], url, NULL }, &reply);
      g_assert_cmpuint (reply.status, ==, 200);
    }
}

/* A renewed certificate is shown to new connections after SIGHUP; what is open goes on. */
static void
test_renewed (void)
{
  g_autoptr (FluxTestServer) server = start (FALSE);
  g_autoptr (FluxTestSocket) open = flux_test_socket_new_tls (https_port (server));
  g_autoptr (FluxTestSocket) renewed = NULL;

  await_shown (server, "CN=one");
  g_assert_cmpuint (send_and_read (open, POST), ==, 200);
  make_certificate (server, "two");
  put_in_place (server, "two", "used", ".pem");
  put_in_place (server, "two", "used", ".key");
  await_shown (server, "CN=one");
  g_subprocess_send_signal (server->program, SIGHUP);
  await_shown (server, "CN=two");
  g_assert_cmpuint (send_and_read (open, POST), ==, 200);
  renewed = flux_test_socket_new_tls (https_port (server));
  g_assert_cmpuint (send_and_read (renewed, POST), ==, 200);
}

/* Files that cannot be used leave the old certificate in force, and a warning. */
static void
test_broken_renewal (gconstpointer data)
{
  const char *broken = data;
  g_autoptr (FluxTestServer) server = start (TRUE);
  g_autofree char *errors = NULL;

  make_certificate (server, "two");
  if (g_str_equal (broken, "other-key"))
    put_in_place (server, "two", "used", ".pem");
  else
    {
      g_autofree char *path = flux_test_server_path (server, "used.pem");

      g_assert_true (g_file_set_contents (path, "nonsense", g_str_equal (broken, "empty") ? 0 : -1, NULL));
    }
  g_subprocess_send_signal (server->program, SIGHUP);
  flux_test_server_await_error (server, "certificate");
  await_shown (server, "CN=one");

  put_in_place (server, "two", "used", ".pem");
  put_in_place (server, "two", "used", ".key");
  g_subprocess_send_signal (server->program, SIGHUP);
  await_shown (server, "CN=two");
}

/* Without a handshake nothing is served, and nothing stays of whoever tried. */
static void
test_no_handshake (void)
{
  static const char *const said[] = { "", "GET /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n", "\x16\x03\x01" };
  g_autoptr (FluxTestServer) server = start (FALSE);
  g_autoptr (FluxTestSocket) good = NULL;
  guint n = flux_test_server_is_plain () ? 1500 : 150;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (https_port (server));

      flux_test_socket_send (socket, said[i % G_N_ELEMENTS (said)], -1);
    }
  good = flux_test_socket_new_tls (https_port (server));
  g_assert_cmpuint (send_and_read (good, POST), ==, 200);
}

/* Connections that come, ask and go, as gateways make them. */
static void
test_short_connections (void)
{
  g_autoptr (FluxTestServer) server = start (FALSE);
  guint files[2];

  for (guint i = 0; i < 120; i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new_tls (https_port (server));

      g_assert_cmpuint (send_and_read (socket, POST), ==, 200);
      if (i % 100 == 19)
        files[i / 100] = flux_test_server_count_files (server);
    }
  g_assert_cmpuint (files[1], <, files[0] + 30);
}

/* --- At the start ------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *certificate; /* (nullable) */
  const char *key;         /* (nullable) */
  const char *said;
} RefusedCase;

static const RefusedCase refused[] = {
  { "other-key", "one.pem", "two.key", "one.pem" },
  { "no-certificate-file", "none.pem", "one.key", "none.pem" },
  { "no-key-file", "one.pem", "none.key", "none.key" },
  { "key-as-certificate", "one.key", "one.key", "one.key" },
  { "certificate-as-key", "one.pem", "one.pem", "one.pem" },
  { "only-certificate", "one.pem", NULL, "--tls-key" },
  { "only-key", NULL, "one.key", "--tls-cert" },
  { "neither", NULL, NULL, "--tls-cert" },
};

static void
test_refused (gconstpointer data)
{
  const RefusedCase *test = data;
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *certificate = test->certificate != NULL ? flux_test_server_path (server, test->certificate) : NULL;
  g_autofree char *key = test->key != NULL ? flux_test_server_path (server, test->key) : NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  make_certificate (server, "one");
  make_certificate (server, "two");
  g_ptr_array_add (words, (gpointer) "--api-key=" FLUX_TEST_KEY);
  g_ptr_array_add (words, (gpointer) "--listen=https://127.0.0.1:0");
  if (certificate != NULL)
    {
      g_ptr_array_add (words, (gpointer) "--tls-cert");
      g_ptr_array_add (words, certificate);
    }
  if (key != NULL)
    {
      g_ptr_array_add (words, (gpointer) "--tls-key");
      g_ptr_array_add (words, key);
    }
  g_ptr_array_add (words, NULL);
  g_assert_cmpint (flux_test_server_command (server, (const char *const *) words->pdata, &output, &errors), ==, 1);
  g_assert_cmpstr (output, ==, "");
  if (!g_regex_match_simple ("^fluxio-server: [^\n]+\n$", errors, 0, 0) || strstr (errors, test->said) == NULL)
    g_error ("No sentence with “%s”: %s", test->said, errors);
}

int
main (int argc, char **argv)
{
  static const char *const broken[] = { "nonsense", "empty", "other-key" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/https/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/https/broken-renewal/", broken[i], NULL);

      g_test_add_data_func (path, broken[i], test_broken_renewal);
    }
  g_test_add_func ("/https/both", test_both);
  g_test_add_func ("/https/versions", test_versions);
  g_test_add_func ("/https/renewed", test_renewed);
  g_test_add_func ("/https/no-handshake", test_no_handshake);
  g_test_add_func ("/https/short-connections", test_short_connections);
  return g_test_run ();
}
