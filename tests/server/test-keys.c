/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-curl.h"
#include "flux-test-server.h"
#include "flux-test-socket.h"

#include <stdlib.h>
#include <string.h>

/* `fluxio-server keys`, beside a server that runs. */

#define WITHIN (5 * G_USEC_PER_SEC)

#define FLOW_DATA "/api/flow-data"
#define INGEST "/api/ingest"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Asks again until the answer has this status, for 5 s at most. */
static void
await_status (FluxTestServer *server, const char *path, const char *key, guint status)
{
  gint64 deadline = g_get_monotonic_time () + WITHIN;
  guint found;

  do
    {
      g_auto (FluxTestReply) reply = { 0 };

      flux_test_request (server, &(FluxTestExchange) { "await", NULL, path, key }, &reply);
      found = reply.status;
      if (found != status && g_get_monotonic_time () > deadline)
        g_error ("%s is answered %u after 5 s, not %u", path, found, status);
    }
  while (found != status);
}

static guint
get_status (FluxTestServer *server, const FluxTestExchange *exchange)
{
  g_auto (FluxTestReply) reply = { 0 };

  flux_test_request (server, exchange, &reply);
  return reply.status;
}

/* --- Making them -------------------------------------------------------------------------------------------------- */

static gboolean
file_contains (const char *path, const char *text)
{
  g_autofree char *content = NULL;
  gsize size;

  return g_file_get_contents (path, &content, &size, NULL) && memmem (content, size, text, strlen (text)) != NULL;
}

static gboolean
database_contains (FluxTestServer *server, const char *text)
{
  g_autofree char *log = g_strconcat (server->database, "-wal", NULL);

  return file_contains (server->database, text) || file_contains (log, text);
}

/* The text is shown once, alone on standard output, and kept nowhere. */
static void
test_add (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *list = NULL;
  g_autofree char *list_errors = NULL;

  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "add", "Gateway 1"), &output, &errors), ==, 0);
  g_assert_true (g_regex_match_simple ("^flx_[0-9a-f]{64}\n$", output, 0, 0));
  g_assert_true (g_regex_match_simple ("^[^\n]+\n$", errors, 0, 0));
  g_strchomp (output);
  g_assert_false (database_contains (server, output));
  g_assert_null (strstr (errors, output));

  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "list"), &list, &list_errors), ==, 0);
  g_assert_null (strstr (list, output));
  g_assert_null (strstr (list, output + 4));
  g_assert_true (g_regex_match_simple ("^[0-9a-f-]{36}\tGateway 1\tingest\tin force\t-\t-\n$", list, 0, 0));
}

typedef struct
{
  const char *name;
  const char *words[8];
  const char *said;
} RefusedCase;

static const RefusedCase refused[] = {
  { "no-word", { NULL }, "add" },
  { "unknown-word", { "remove" }, "add" },
  { "no-name", { "add" }, "name" },
  { "empty-name", { "add", "" }, "name" },
  { "two-names", { "add", "a", "b" }, "name" },
  { "unknown-scope", { "add", "a", "--scope=write" }, "--scope" },
  { "empty-scope", { "add", "a", "--scope=" }, "--scope" },
  { "no-network", { "add", "a", "--address=here" }, "--address" },
  { "long-prefix", { "add", "a", "--address=10.0.0.0/33" }, "--address" },
  { "negative-days", { "add", "a", "--days=-1" }, "--days" },
  { "zero-days", { "add", "a", "--days=0" }, "--days" },
  { "days-in-words", { "add", "a", "--days=many" }, "days" },
  { "unknown-option", { "add", "a", "--forever" }, "--forever" },
  { "revoke-nothing", { "revoke" }, "name" },
  { "revoke-unknown", { "revoke", "nobody" }, "nobody" },
  { "revoke-two", { "revoke", "a", "b" }, "name" },
  { "long-name",
    { "add", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
    "name" },
};

/* One sentence, and no key. */
static void
test_refused (gconstpointer data)
{
  const RefusedCase *test = data;
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *first = flux_test_server_add_key (server, "first", NULL);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *count = NULL;

  g_ptr_array_add (words, (gpointer) "keys");
  for (guint i = 0; i < G_N_ELEMENTS (test->words) && test->words[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) test->words[i]);
  g_ptr_array_add (words, NULL);
  g_assert_cmpint (flux_test_server_command (server, (const char *const *) words->pdata, &output, &errors), ==, 1);
  g_assert_cmpstr (output, ==, "");
  if (!g_regex_match_simple ("^fluxio-server: [^\n]+\n$", errors, 0, 0) || strstr (errors, test->said) == NULL)
    g_error ("No sentence with “%s”: %s", test->said, errors);
  count = flux_test_server_sql (server, "SELECT count (*) FROM fluxio_api_keys WHERE revoked_at IS NULL");
  g_assert_cmpstr (count, ==, "1");
}

/* Where there is no database, looking at it makes none. */
static void
test_no_database (void)
{
  const char *const *const commands[] = { WORDS ("keys", "list"), WORDS ("keys", "revoke", "a") };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (FluxTestServer) server = flux_test_server_new ();
      g_autofree char *errors = NULL;

      g_assert_cmpint (flux_test_server_command (server, commands[i], NULL, &errors), ==, 1);
      g_assert_true (g_regex_match_simple ("^fluxio-server: [^\n]+\n$", errors, 0, 0));
      g_assert_false (g_file_test (server->database, G_FILE_TEST_EXISTS));
    }
}

/* --- Beside a running server -------------------------------------------------------------------------------------- */

#define NEW_DEVICE(name) \
  "{\"device_id\":\"" name "\",\"flow_rate\":1,\"timestamp\":1700000000}"

/* Each option does what it says, within 5 s of the command. */
static void
test_beside (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *reads = NULL;
  g_autofree char *gateway = NULL;
  g_autofree char *here = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *known_only = NULL;
  g_autofree char *counted = NULL;
  g_autofree char *expiry = NULL;

  flux_test_server_start (server, NULL);
  here =
      flux_test_server_add_key (server, "here", WORDS ("--scope=read", "--address=10.0.0.0/8", "--address=127.0.0.1"));
  elsewhere = flux_test_server_add_key (server, "elsewhere", WORDS ("--scope=read", "--address=10.0.0.0/8"));
  gateway = flux_test_server_add_key (server, "key of north", WORDS ("--gateway", "North"));
  known_only = flux_test_server_add_key (server, "known only", WORDS ("--no-new-devices", "--days=30"));
  reads = flux_test_server_add_key (server, "reads", WORDS ("--scope", "read,manage"));

  /* It was made last: once it is known, so are the others. */
  await_status (server, FLOW_DATA, reads, 200);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, FLOW_DATA, here }), ==, 200);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, FLOW_DATA, elsewhere }), ==, 401);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, INGEST, reads, NEW_DEVICE ("A") }), ==, 401);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange){ "", NULL, INGEST, known_only, NEW_DEVICE ("A") }), ==,
                    202);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, INGEST, gateway, NEW_DEVICE ("A") }), ==, 200);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange){ "", NULL, INGEST, known_only, NEW_DEVICE ("A") }), ==,
                    200);

  counted = flux_test_server_sql (server, "SELECT name, posts FROM fluxio_gateways ORDER BY name");
  g_assert_cmpstr (counted, ==, "North|1\nknown only|2");
  expiry = flux_test_server_sql (server, "SELECT round ((expires_at - created_at) / 86400e6) FROM fluxio_api_keys"
                                         " WHERE expires_at IS NOT NULL");
  g_assert_cmpstr (expiry, ==, "30.0");
}

/* While a key is rotated, old and new are in force; the old one is refused within 5 s of its end, on a kept connection
 * as well. */
static void
test_rotation (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *old = flux_test_server_add_key (server, "gateway", WORDS ("--scope=read"));
  g_autofree char *new = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *id = NULL;
  g_autoptr (FluxTestSocket) kept = NULL;

  flux_test_server_start (server, NULL);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, FLOW_DATA, old }), ==, 200);
  kept = flux_test_socket_new (server->port);
  flux_test_socket_send_text (kept, "GET /api/flow-data HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\n\r\n", old);
  g_assert_cmpuint (flux_test_socket_read_status (kept), ==, 200);

  id = flux_test_server_sql (server, "SELECT id FROM fluxio_api_keys");
  new = flux_test_server_add_key (server, "gateway", WORDS ("--scope=read"));
  await_status (server, FLOW_DATA, new, 200);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, FLOW_DATA, old }), ==, 200);

  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "revoke", id), &output, &errors), ==, 0);
  await_status (server, FLOW_DATA, old, 401);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, FLOW_DATA, new }), ==, 200);
  flux_test_socket_send_text (kept, "GET /api/flow-data HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\n\r\n", old);
  g_assert_cmpuint (flux_test_socket_read_status (kept), ==, 401);
}

/* By its name every key of that name is revoked; twice it is nothing. */
static void
test_revoke (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *one = flux_test_server_add_key (server, "gateway", NULL);
  g_autofree char *other = flux_test_server_add_key (server, "gateway", NULL);
  g_autofree char *third = flux_test_server_add_key (server, "another", NULL);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *again = NULL;
  g_autofree char *again_errors = NULL;
  g_autofree char *list = NULL;
  g_autofree char *audit = NULL;

  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "revoke", "gateway"), &output, &errors), ==, 0);
  g_assert_cmpstr (output, ==, "2 keys revoked\n");
  g_assert_cmpstr (errors, ==, "");
  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "revoke", "gateway"), &again, &again_errors), ==,
                   1);
  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "list"), &list, NULL), ==, 0);
  g_assert_nonnull (strstr (list, "\tanother\tingest\tin force\t"));
  g_assert_nonnull (strstr (list, "\tgateway\tingest\trevoked\t"));
  audit = flux_test_server_sql (server,
                                "SELECT action, count (*) FROM audit_logs WHERE resource_type = 'api_key' GROUP BY 1");
  g_assert_cmpstr (audit, ==, "create|3\nrevoke|2");
}

/* When a key was last used is in the list. */
static void
test_last_used (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *key = flux_test_server_add_key (server, "gateway", NULL);
  g_autofree char *list = NULL;

  flux_test_server_start (server, NULL);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange) { "", NULL, INGEST, key, NEW_DEVICE ("A") }), ==, 200);
  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "list"), &list, NULL), ==, 0);
  g_assert_true (g_regex_match_simple ("\tgateway\tingest\tin force\t20[0-9T:.-]+Z\t-\n", list, 0, 0));
}

/* The start key is in force and nowhere in the database. */
static void
test_start_key (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, FLUX_TEST_KEY, -1);
  g_autofree char *by_digest =
      g_strdup_printf ("SELECT count (*) FROM fluxio_api_keys WHERE lower (hex (digest)) = '%s'", digest);
  g_autofree char *stored = NULL;
  g_autofree char *list = NULL;

  flux_test_server_start (server, NULL);
  g_assert_cmpuint (get_status (server, &(FluxTestExchange){ "", NULL, INGEST, FLUX_TEST_KEY, NEW_DEVICE ("A") }), ==,
                    200);
  stored = flux_test_server_sql (server, by_digest);
  g_assert_cmpstr (stored, ==, "0");
  g_assert_cmpint (flux_test_server_command (server, WORDS ("keys", "list"), &list, NULL), ==, 0);
  g_assert_cmpstr (list, ==, "");
  flux_test_server_stop (server);
  g_assert_false (database_contains (server, FLUX_TEST_KEY));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/keys/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/keys/add", test_add);
  g_test_add_func ("/keys/no-database", test_no_database);
  g_test_add_func ("/keys/beside", test_beside);
  g_test_add_func ("/keys/rotation", test_rotation);
  g_test_add_func ("/keys/revoke", test_revoke);
  g_test_add_func ("/keys/last-used", test_last_used);
  g_test_add_func ("/keys/start-key", test_start_key);
  return g_test_run ();
}
