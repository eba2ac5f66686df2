/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-curl.h"
#include "flux-test-server.h"
#include "flux-test-socket.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How fluxio-server starts, speaks and ends. */

#define KEY "--api-key=" FLUX_TEST_KEY
#define ANYWHERE "--listen=127.0.0.1:0"
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* --- Refused at the start ----------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *words[4];
  int status;
  const char *said;
} RefusedCase;

static const RefusedCase refused[] = {
  { "no-address", { KEY, "--listen=nonsense" }, 1, "nonsense" },
  { "no-port", { KEY, "--listen=127.0.0.1" }, 1, "127.0.0.1" },
  { "port-in-words", { KEY, "--listen=127.0.0.1:http" }, 1, "127.0.0.1:http" },
  { "port-too-large", { KEY, "--listen=127.0.0.1:65536" }, 1, "65536" },
  { "negative-port", { KEY, "--listen=127.0.0.1:-1" }, 1, "127.0.0.1:-1" },
  { "no-host", { KEY, "--listen=:0" }, 1, ":0" },
  { "name-of-a-host", { KEY, "--listen=example.org:0" }, 1, "example.org" },
  { "unknown-scheme", { KEY, "--listen=ftp://127.0.0.1:0" }, 1, "ftp" },
  { "half-brackets", { KEY, "--listen=[::1:0" }, 1, "[::1" },
  { "address-of-another-machine", { KEY, "--listen=192.0.2.1:0" }, 1, "192.0.2.1" },
  { "second-address-is-none", { KEY, ANYWHERE, "--listen=nonsense" }, 1, "nonsense" },
  { "short-key", { "--api-key=short", ANYWHERE }, 1, "key" },
  { "key-with-a-space", { "--api-key=two words here", ANYWHERE }, 1, "key" },
  { "unknown-option", { "--faster" }, 2, "--faster" },
  { "option-without-value", { "--listen" }, 2, "--listen" },
  { "unknown-command", { "feed" }, 2, "feed" },
  { "unknown-database", { KEY, ANYWHERE, "--database=mysql://x" }, 1, "mysql" },
  { "postgresql", { KEY, ANYWHERE, "--database=postgresql://x/y" }, 1, "PostgreSQL" },
  { "no-database-at-all", { KEY, ANYWHERE, "--database=" }, 1, "sqlite:PATH" },
  { "folder-as-database", { KEY, ANYWHERE, "--database=sqlite:/usr" }, 1, "/usr" },
  { "folder-that-cannot-be", { KEY, ANYWHERE, "--database=sqlite:/dev/null/a.db" }, 1, "/dev/null" },
  { "foreign-file", { KEY, ANYWHERE, "--database=sqlite:/bin/sh" }, 1, "no database of FluxIO" },
};

/* One sentence on standard error that names what is wrong, no key in it, and nothing on standard output. Where an
 * address before it was good, that one has been told. */
static void
assert_refused (FluxTestServer *server, const char *const *words, int status, const char *said)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  int found = flux_test_server_command (server, words, &output, &errors);

  if (found != status || !g_regex_match_simple ("^fluxio-server: [^\n]+\n$", errors, 0, 0)
      || strstr (errors, said) == NULL)
    g_error ("Ended with %d, not %d, or no sentence with “%s”: %s", found, status, said, errors);
  g_assert_null (strstr (errors, FLUX_TEST_KEY));
  g_assert_true (*output == '\0' || g_regex_match_simple ("^listening on http://127.0.0.1:[0-9]+\n$", output, 0, 0));
}

static void
test_refused (gconstpointer data)
{
  const RefusedCase *test = data;
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  const char *const words[5] = { test->words[0], test->words[1], test->words[2], test->words[3] };

  assert_refused (server, words, test->status, test->said);
}

static void
test_port_taken (void)
{
  g_autoptr (FluxTestServer) first = flux_test_server_new ();
  g_autoptr (FluxTestServer) second = flux_test_server_new ();
  g_autofree char *listen = NULL;
  g_autofree char *port = NULL;

  flux_test_server_start (first, NULL);
  port = g_strdup_printf ("%u", first->port);
  listen = g_strdup_printf ("--listen=127.0.0.1:%u", first->port);
  assert_refused (second, WORDS (KEY, listen), 1, port);
}

/* One program at a time takes readings into a file; the other is told which. */
static void
test_database_taken (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *holder = NULL;

  flux_test_server_start (server, NULL);
  holder = g_strdup_printf ("fluxio-server, process %s", g_subprocess_get_identifier (server->program));
  assert_refused (server, WORDS (KEY, ANYWHERE), 1, holder);
  /* The first goes on. */
  flux_test_exchange (server, &(FluxTestExchange) { "health", NULL, "/api/ingest", NULL, NULL, 200 });
}

static char *
read_file (const char *path, gsize *size)
{
  g_autoptr (GError) error = NULL;
  char *content;

  g_file_get_contents (path, &content, size, &error);
  g_assert_no_error (error);
  return content;
}

/* A file that is no database of FluxIO stays as it was, and nothing is made beside it. */
static void
test_foreign_file (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *lock = g_strconcat (server->database, ".lock", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before, size_after;

  g_free (flux_test_server_sql (server, "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('bread');"));
  before = read_file (server->database, &size_before);
  assert_refused (server, WORDS (KEY, ANYWHERE), 1, server->database);
  after = read_file (server->database, &size_after);
  g_assert_cmpmem (before, size_before, after, size_after);
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
}

/* --- What it says ------------------------------------------------------------------------------------------------- */

/* A line for each address, in order; flux_test_server_stop() asserts that there is nothing else. */
static void
test_addresses (void)
{
  static const struct
  {
    const char *listen;
    const char *begins;
  } addresses[] = {
    { "127.0.0.1:0", "http://127.0.0.1:" },
    { "http://127.0.0.1:0", "http://127.0.0.1:" },
    { "localhost:0", "http://localhost:" },
    { "[::1]:0", "http://[::1]:" },
  };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (GPtrArray) options = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_ptr_array_add (options, (gpointer) "--listen");
      g_ptr_array_add (options, (gpointer) addresses[i].listen);
    }
  g_ptr_array_add (options, NULL);
  flux_test_server_start (server, (const char *const *) options->pdata);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *url = g_strconcat (server->urls[i], "/api/ingest", NULL);
      g_auto (FluxTestReply) reply = { 0 };

      g_assert_true (g_str_has_prefix (server->urls[i], addresses[i].begins));
      flux_test_curl (WORDS (url), &reply);
      g_assert_cmpuint (reply.status, ==, 200);
    }
  flux_test_server_stop (server);
}

static void
test_version_and_help (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *version = NULL;
  g_autofree char *help = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (flux_test_server_command (server, WORDS ("--version"), &version, &errors), ==, 0);
  g_assert_true (g_regex_match_simple ("^fluxio-server [0-9.]+\n$", version, 0, 0));
  g_assert_cmpint (flux_test_server_command (server, WORDS ("--help"), &help, NULL), ==, 0);
  g_assert_nonnull (strstr (help, "--listen"));
  g_assert_nonnull (strstr (help, "keys add"));
  g_assert_false (g_file_test (server->database, G_FILE_TEST_EXISTS));
}

/* A server without any key says on standard error how to make one. */
static void
test_without_a_key (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();

  server->no_key = TRUE;
  flux_test_server_start (server, NULL);
  flux_test_server_await_error (server, "keys add NAME");
  flux_test_server_stop (server);

  g_free (flux_test_server_add_key (server, "gateway", NULL));
  flux_test_server_start (server, NULL);
  flux_test_server_stop (server);
  {
    g_autofree char *errors = flux_test_server_read_errors (server);

    g_assert_cmpstr (errors, ==, "");
  }
}

/* As a service it keeps its database where systemd says; the key may come in the environment. */
static void
test_environment (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *path = flux_test_server_path (server, "fluxio.db");

  server->from_environment = TRUE;
  flux_test_server_start (server, NULL);
  flux_test_exchange (server, &(FluxTestExchange) { "post", NULL, "/api/ingest", FLUX_TEST_KEY,
                                                    "{\"device_id\":\"A\",\"flow_rate\":1}", 200 });
  flux_test_server_stop (server);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_false (g_file_test (server->database, G_FILE_TEST_EXISTS));
}

/* Only its owner may read the database, and what lies beside it. */
static void
test_private_files (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (GDir) dir = NULL;
  const char *name;

  flux_test_server_start (server, NULL);
  dir = g_dir_open (server->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "plant.db"))
      {
        g_autofree char *path = flux_test_server_path (server, name);
        struct stat info;

        g_assert_no_errno (stat (path, &info));
        g_assert_cmpint (info.st_mode & 077, ==, 0);
      }
}

/* --- The end ------------------------------------------------------------------------------------------------------ */

static void
test_signals (void)
{
  static const int signals[] = { SIGTERM, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (FluxTestServer) server = flux_test_server_new ();

      flux_test_server_start (server, NULL);
      g_subprocess_send_signal (server->program, signals[i]);
      flux_test_server_stop (server);
    }
}

#define N_POSTERS 8

typedef struct
{
  guint16 port;
  guint index;
  gboolean keeps_connection;
  guint n_answered;
} Poster;

/* Posts readings, each with a time of its own, until the server takes no more. */
static gpointer
post_until_the_end (gpointer data)
{
  Poster *self = data;
  g_autoptr (FluxTestSocket) socket = NULL;

  for (;;)
    {
      g_autofree char *body = g_strdup_printf ("{\"device_id\":\"D%02u\",\"flow_rate\":1,\"timestamp\":%u}",
                                               self->index, 1700000000 + self->n_answered);
      g_autoptr (GString) request = flux_test_http_request ("POST", "/api/ingest", FLUX_TEST_KEY, NULL, body, -1);
      guint status;

      if (socket == NULL)
        socket = flux_test_socket_try (self->port);
      if (socket == NULL || !flux_test_socket_send (socket, request->str, request->len))
        return NULL;
      status = flux_test_socket_read_status (socket);
      if (status == 0)
        return NULL;
      g_assert_cmpuint (status, ==, 200);
      g_atomic_int_inc (&self->n_answered);
      if (!self->keeps_connection)
        g_clear_pointer (&socket, flux_test_socket_free);
    }
}

static guint
sum_answered (const Poster *posters)
{
  guint sum = 0;

  for (guint i = 0; i < N_POSTERS; i++)
    sum += g_atomic_int_get (&posters[i].n_answered);
  return sum;
}

/* Ended under load it ends well and soon, and every reading that was answered is there, once. */
static void
test_under_load (gconstpointer data)
{
  gboolean keeps_connection = GPOINTER_TO_INT (data);
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  Poster posters[N_POSTERS];
  GThread *threads[N_POSTERS];
  gint64 begin;

  flux_test_server_start (server, NULL);
  for (guint i = 0; i < N_POSTERS; i++)
    {
      posters[i] = (Poster) { server->port, i, keeps_connection, 0 };
      threads[i] = g_thread_new ("poster", post_until_the_end, &posters[i]);
    }
  while (sum_answered (posters) < 500)
    g_thread_yield ();
  begin = g_get_monotonic_time ();
  flux_test_server_stop (server);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  for (guint i = 0; i < N_POSTERS; i++)
    g_thread_join (threads[i]);

  for (guint i = 0; i < N_POSTERS; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT count (*), count (DISTINCT created_at) FROM flow_data WHERE device_id ="
                           " 'D%02u' AND created_at < %u000000",
                           i, 1700000000 + posters[i].n_answered);
      g_autofree char *found = flux_test_server_sql (server, sql);
      g_autofree char *expected = g_strdup_printf ("%u|%u", posters[i].n_answered, posters[i].n_answered);

      g_assert_cmpstr (found, ==, expected);
    }
}

/* Ended and started again it knows what it knew. */
static void
test_started_again (void)
{
  static const FluxTestExchange post = { "post", NULL, "/api/ingest", FLUX_TEST_KEY,
                                         "[{\"device_id\":\"A\",\"flow_rate\":1,\"timestamp\":1700000000},"
                                         "{\"device_id\":\"A\",\"flow_rate\":2,\"timestamp\":1700000060}]",
                                         200 };
  static const FluxTestExchange again = { "again", NULL, "/api/ingest", FLUX_TEST_KEY,
                                          "{\"device_id\":\"A\",\"flow_rate\":2,\"timestamp\":1700000060}", 200,
                                          ".results[0].outcome == \"duplicate\"" };
  static const FluxTestExchange devices = { "devices", NULL, "/api/devices", FLUX_TEST_KEY, NULL };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_auto (FluxTestReply) before = { 0 };

  flux_test_server_start (server, NULL);
  flux_test_exchange (server, &post);
  flux_test_request (server, &devices, &before);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (FluxTestReply) after = { 0 };

      flux_test_server_stop (server);
      flux_test_server_start (server, NULL);
      flux_test_request (server, &devices, &after);
      g_assert_true (g_bytes_equal (before.body, after.body));
      flux_test_exchange (server, &again);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/program/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/program/refused/port-taken", test_port_taken);
  g_test_add_func ("/program/refused/database-taken", test_database_taken);
  g_test_add_func ("/program/refused/foreign-database", test_foreign_file);
  g_test_add_func ("/program/addresses", test_addresses);
  g_test_add_func ("/program/version-and-help", test_version_and_help);
  g_test_add_func ("/program/without-a-key", test_without_a_key);
  g_test_add_func ("/program/environment", test_environment);
  g_test_add_func ("/program/private-files", test_private_files);
  g_test_add_func ("/program/signals", test_signals);
  g_test_add_data_func ("/program/under-load/kept-connections", GINT_TO_POINTER (TRUE), test_under_load);
  g_test_add_data_func ("/program/under-load/short-connections", GINT_TO_POINTER (FALSE), test_under_load);
  g_test_add_func ("/program/started-again", test_started_again);
  return g_test_run ();
}
