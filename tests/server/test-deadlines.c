/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-posts.h"
#include "flux-server.h"
#include "flux-test-engine.h"
#include "flux-test-socket.h"

#include <stdlib.h>
#include <string.h>

/* What time does to connections and keys, on a clock that the test moves. The server looks at its deadlines each second
 * of real time. */

#define HEALTH "GET /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n"
#define KEY "0123456789abcdef"
#define POST_HEAD "POST /api/ingest HTTP/1.1\r\nHost: x\r\nx-api-key: " KEY "\r\n"
#define READING "{\"device_id\":\"A\",\"flow_rate\":1}"
#define POST POST_HEAD "Content-Length: 31\r\n\r\n" READING
#define DEVICES(key) "GET /api/devices HTTP/1.1\r\nHost: x\r\nx-api-key: " key "\r\n\r\n"

typedef struct
{
  FluxTestEngine *engine;
  FluxServer *server;
  guint16 port;
} Fixture;

static void
fixture_init (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  self->engine = flux_test_engine_new ();
  self->server = flux_server_new (self->engine->engine);
  url = flux_server_listen (self->server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  self->port = atoi (strrchr (url, ':') + 1);
}

static void
fixture_clear (Fixture *self)
{
  flux_server_stop (self->server);
  g_object_unref (self->server);
  flux_test_engine_free (self->engine);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
advance (Fixture *self, int seconds)
{
  flux_test_clock_advance (self->engine->clock, seconds * FLUX_TIME_SECOND);
}

static guint
send_and_read (FluxTestSocket *socket, const char *request)
{
  return flux_test_socket_send (socket, request, -1) ? flux_test_socket_read_status (socket) : 0;
}

static gboolean
is_closed (gpointer user_data)
{
  return flux_test_socket_is_closed (user_data);
}

/* --- Connections -------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *answered; /* (nullable): a request that is answered first */
  const char *sent;     /* then */
  const char *dripped;  /* (nullable): again after every five seconds */
  int seconds;          /* after which it is closed */
} DeadlineCase;

static const DeadlineCase deadlines[] = {
  { "silent", NULL, "", NULL, 30 },
  { "half-sent-headers", NULL, "POST /api/ingest HTTP/1.1\r\nHost:", NULL, 30 },
  { "dripped-headers", NULL, "POST /api/ingest HTTP/1.1\r\nx-a: ", "a", 30 },
  { "dripped-lines", NULL, "POST /api/ingest HTTP/1.1\r\n", "x-a: b\r\n", 30 },
  { "stalled-body", NULL, POST_HEAD "Content-Length: 31\r\n\r\n{", NULL, 30 },
  { "stalled-large-body", NULL, POST_HEAD "Content-Length: 1000000\r\n\r\n{", NULL, 30 },
  { "stalled-chunks", NULL, POST_HEAD "Transfer-Encoding: chunked\r\n\r\n1f\r\n{", NULL, 30 },
  { "dripped-body", NULL, POST_HEAD "Content-Length: 1000000\r\n\r\n[", " ", 30 },
  { "dripped-chunks", NULL, POST_HEAD "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n", 30 },
  { "stranger's-stalled-body", NULL, "POST /api/ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 31\r\n\r\n{", NULL, 30 },
  { "kept", HEALTH, "", NULL, 120 },
  { "kept-and-half-a-line", HEALTH, "POST /api/ing", NULL, 120 },
  { "kept-and-half-sent-headers", HEALTH, "POST /api/ingest HTTP/1.1\r\nHost:", NULL, 30 },
  { "kept-and-stalled-body", POST, POST_HEAD "Content-Length: 31\r\n\r\n{", NULL, 30 },
};

/* Waits until the server has seen what was sent to it before. */
static void
await_seen (Fixture *fixture)
{
  g_autoptr (FluxTestSocket) other = flux_test_socket_new (fixture->port);

  g_assert_cmpuint (send_and_read (other, HEALTH), ==, 200);
  g_assert_cmpuint (send_and_read (other, HEALTH), ==, 200);
}

static FluxTestSocket *
begin (Fixture *fixture, const DeadlineCase *test)
{
  FluxTestSocket *socket = flux_test_socket_new (fixture->port);

  if (test->answered != NULL)
    g_assert_cmpuint (send_and_read (socket, test->answered), ==, 200);
  flux_test_socket_send (socket, test->sent, -1);
  await_seen (fixture);
  return socket;
}

/* Of two connections that begin ten seconds apart, the first is closed when its time is over, and not the second. */
static void
test_deadline (gconstpointer data)
{
  const DeadlineCase *test = data;
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (FluxTestSocket) first = NULL;
  g_autoptr (FluxTestSocket) second = NULL;

  fixture_init (&fixture);
  first = begin (&fixture, test);
  for (int seconds = 0; seconds < test->seconds; seconds += 5)
    {
      if (seconds == 10)
        second = begin (&fixture, test);
      if (test->dripped != NULL)
        flux_test_socket_send (first, test->dripped, -1);
      if (test->dripped != NULL && second != NULL)
        flux_test_socket_send (second, test->dripped, -1);
      advance (&fixture, 5);
    }
  g_assert_false (flux_test_socket_is_closed (first));
  advance (&fixture, 1);
  flux_test_engine_run_until (is_closed, first);
  g_assert_false (flux_test_socket_is_closed (second));
  advance (&fixture, 10);
  flux_test_engine_run_until (is_closed, second);
}

/* A body that comes slowly, but fast enough, is taken. */
static void
test_slow_body (void)
{
  enum { STEP = 10 * 300 }; /* bytes in ten seconds */
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *blanks = g_strnfill (STEP, ' ');
  g_autoptr (FluxTestSocket) socket = NULL;

  fixture_init (&fixture);
  socket = flux_test_socket_new (fixture.port);
  flux_test_socket_send_text (socket, POST_HEAD "Content-Length: %d\r\n\r\n", 20 * STEP + 31);
  for (guint i = 0; i < 20; i++)
    {
      flux_test_socket_send (socket, blanks, STEP);
      await_seen (&fixture);
      advance (&fixture, 10);
    }
  g_assert_cmpuint (send_and_read (socket, READING), ==, 200);
}

/* One that takes nothing of its answer is given up after a minute. */
static void
test_answer_not_taken (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GString) body = g_string_new ("[");
  g_autoptr (GString) request = NULL;
  g_autoptr (FluxTestSocket) socket = NULL;
  g_autofree char *headers = NULL;

  fixture_init (&fixture);
  for (guint i = 0; i < 90000; i++)
    g_string_append_printf (body, "%s{\"device_id\":\"A\",\"flow_rate\":1,\"timestamp\":%u}", i > 0 ? "," : "",
                            1700000000 + i);
  g_string_append_c (body, ']');
  request = flux_test_http_request ("POST", "/api/ingest", KEY, NULL, body->str, body->len);
  socket = flux_test_socket_new (fixture.port);
  g_assert_cmpuint (send_and_read (socket, request->str), ==, 200);

  flux_test_socket_send_text (socket,
                              "GET /api/flow-data?limit=90000 HTTP/1.1\r\nHost: x\r\nx-api-key: " KEY "\r\n\r\n");
  headers = flux_test_socket_read_headers (socket);
  g_assert_nonnull (headers);
  /* At first the sockets take some of it; then nothing moves any more. A silent connection is closed by the same look
   * at deadlines. */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (FluxTestSocket) silent = flux_test_socket_new (fixture.port);

      await_seen (&fixture);
      advance (&fixture, 61);
      flux_test_engine_run_until (is_closed, silent);
    }
  /* Whole it is more than 20 MB, of which the sockets hold some. */
  g_assert_cmpuint (flux_test_socket_read_to_end (socket), <, 20 * 1000 * 1000);
}

/* Bodies that were announced and do not come keep the memory set aside for them: short ones do not wait for it, long
 * ones do, but not for ever. */
static void
test_stalled_large_bodies (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *padded = g_strdup_printf ("%-40000s", "{\"device_id\":\"A\",\"flow_rate\":1}");
  g_autoptr (GString) request = flux_test_http_request ("POST", "/api/ingest", KEY, NULL, padded, strlen (padded));
  FluxTestSocket *stalled[8];
  g_autoptr (FluxTestSocket) small = NULL;
  g_autoptr (FluxTestSocket) large = NULL;

  fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (stalled); i++)
    {
      stalled[i] = flux_test_socket_new (fixture.port);
      flux_test_socket_send_text (stalled[i], POST_HEAD "Content-Length: 8388608\r\n\r\n{");
      await_seen (&fixture);
    }
  small = flux_test_socket_new (fixture.port);
  g_assert_cmpuint (send_and_read (small, POST), ==, 200);

  large = flux_test_socket_new (fixture.port);
  flux_test_socket_send (large, request->str, request->len);
  for (guint i = 0; i < 2; i++)
    {
      await_seen (&fixture);
      advance (&fixture, 31);
      flux_test_engine_run_until (is_closed, stalled[4 * i + 3]); /* there is room for four at once */
    }
  g_assert_cmpuint (flux_test_socket_read_status (large), ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (stalled); i++)
    flux_test_socket_free (stalled[i]);
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

static void
test_expiry (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Old", "flx_old_0123456789");
  g_autoptr (FluxApiKey) saved = NULL;
  g_autoptr (FluxTestSocket) kept = NULL;

  fixture_init (&fixture);
  key->expires_at = FLUX_TEST_BEGIN + FLUX_TIME_MINUTE;
  saved = flux_test_engine_save_key (fixture.engine, key);
  kept = flux_test_socket_new (fixture.port);
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_old_0123456789")), ==, 200);
  advance (&fixture, 59);
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_old_0123456789")), ==, 200);
  advance (&fixture, 1);
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_old_0123456789")), ==, 401);
  g_assert_cmpuint (send_and_read (kept, DEVICES (KEY)), ==, 200);
}

/* What a kept connection was allowed before does not count. */
static void
test_revoked (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Gateway", "flx_key_0123456789");
  g_autoptr (FluxApiKey) saved = NULL;
  g_autoptr (FluxApiKey) changed = NULL;
  g_autoptr (FluxApiKey) saved_changed = NULL;
  g_autoptr (FluxApiKey) saved_revoked = NULL;
  g_autoptr (FluxTestSocket) kept = NULL;

  fixture_init (&fixture);
  saved = flux_test_engine_save_key (fixture.engine, key);
  kept = flux_test_socket_new (fixture.port);
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_key_0123456789")), ==, 200);

  changed = flux_api_key_copy (saved);
  changed->scope = FLUX_SCOPE_INGEST;
  saved_changed = flux_test_engine_save_key (fixture.engine, changed);
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_key_0123456789")), ==, 401);

  changed->scope = FLUX_SCOPE_ALL;
  flux_api_key_unref (flux_test_engine_save_key (fixture.engine, changed));
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_key_0123456789")), ==, 200);

  g_strfreev (changed->addresses);
  changed->addresses = g_strsplit ("10.0.0.0/8", ",", -1);
  flux_api_key_unref (flux_test_engine_save_key (fixture.engine, changed));
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_key_0123456789")), ==, 401);

  changed->addresses[0][0] = '2'; /* 20.0.0.0/8: still elsewhere */
  changed->revoked_at = FLUX_TEST_BEGIN;
  saved_revoked = flux_test_engine_save_key (fixture.engine, changed);
  g_assert_cmpuint (send_and_read (kept, DEVICES ("flx_key_0123456789")), ==, 401);
}

/* More than 100 calls without a good key within a minute are slowed down, until the next minute. */
static void
test_guessing (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (FluxTestSocket) socket = NULL;

  fixture_init (&fixture);
  socket = flux_test_socket_new (fixture.port);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (send_and_read (socket, DEVICES ("nonsense")), ==, 401);
  g_assert_cmpuint (send_and_read (socket, DEVICES ("nonsense")), ==, 429);
  g_assert_cmpuint (send_and_read (socket, DEVICES (KEY)), ==, 200);
  advance (&fixture, 60);
  g_assert_cmpuint (send_and_read (socket, DEVICES ("nonsense")), ==, 401);
}

typedef struct
{
  guint n_told;
  char *address;
} Told;

static void
on_refused (FluxServer *server, const char *address, gpointer user_data)
{
  Told *told = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  told->n_told++;
  g_free (told->address);
  told->address = g_strdup (address);
}

static gboolean
was_told (gpointer user_data)
{
  return ((Told *) user_data)->n_told > 0;
}

/* Somebody who knocks is told of, once a second. */
static void
test_refused (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (FluxTestSocket) socket = NULL;
  Told told = { 0 };

  fixture_init (&fixture);
  g_signal_connect (fixture.server, "refused", G_CALLBACK (on_refused), &told);
  socket = flux_test_socket_new (fixture.port);
  for (guint second = 0; second < 3; second++)
    {
      told.n_told = 0;
      for (guint i = 0; i < 5; i++)
        g_assert_cmpuint (send_and_read (socket, DEVICES ("nonsense")), ==, 401);
      flux_test_engine_run_until (was_told, &told);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_assert_cmpuint (told.n_told, ==, 1);
      g_assert_cmpstr (told.address, ==, "127.0.0.1");
      advance (&fixture, 1);
    }
  g_free (told.address);
}

#define POST_WITH(key_line) \
  "POST /api/ingest HTTP/1.1\r\nHost: x\r\n" key_line "Content-Length: 31\r\n\r\n" READING

/* Every post that is refused for its key is counted, however fast they come; other requests are not. */
static void
test_knocks (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Reads", "flx_reads_0123456789");
  g_autoptr (FluxApiKey) saved = NULL;
  g_autoptr (FluxTestSocket) socket = NULL;
  g_autoptr (GPtrArray) knocks = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  fixture_init (&fixture);
  key->scope = FLUX_SCOPE_READ;
  saved = flux_test_engine_save_key (fixture.engine, key);
  socket = flux_test_socket_new (fixture.port);
  for (guint i = 0; i < 120; i++)
    g_assert_cmpuint (send_and_read (socket, POST_WITH ("x-api-key: wrong\r\n")), ==, i < 100 ? 401 : 429);
  g_assert_cmpuint (send_and_read (socket, POST_WITH ("x-api-key: flx_reads_0123456789\r\n")), ==, 401);
  g_assert_cmpuint (send_and_read (socket, DEVICES ("wrong")), ==, 429);
  g_assert_cmpuint (send_and_read (socket, POST), ==, 200);
  advance (&fixture, 60);
  g_assert_cmpuint (send_and_read (socket, POST_WITH ("")), ==, 401);

  knocks = flux_engine_get_knocks (fixture.engine->engine);
  for (guint i = 0; i < knocks->len; i++)
    {
      const FluxKnock *knock = g_ptr_array_index (knocks, i);

      g_string_append_printf (text, "%s %s %u;", knock->address, knock->reason, (guint) knock->count);
    }
  g_assert_cmpstr (text->str, ==, "127.0.0.1 no key 1;127.0.0.1 wrong key 121;");
}

/* --- The end ------------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  const char *sent; /* by a connection that is there when the server is stopped */
} endings[] = {
  { "silent", "" },
  { "kept", HEALTH },
};

/* Connections on which no request is under way do not hold up the end. */
static void
test_stop (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (FluxTestSocket) socket = NULL;
  gint64 begin_time;

  fixture_init (&fixture);
  socket = flux_test_socket_new (fixture.port);
  flux_test_socket_send (socket, endings[i].sent, -1);
  if (g_str_equal (endings[i].sent, HEALTH))
    g_assert_cmpuint (flux_test_socket_read_status (socket), ==, 200);
  await_seen (&fixture);
  begin_time = g_get_monotonic_time ();
  flux_server_stop (fixture.server);
  g_assert_cmpint (g_get_monotonic_time () - begin_time, <, 5 * FLUX_TIME_SECOND);
  flux_test_socket_read_to_end (socket);
}

/* What was accepted before is answered. */
static void
test_stop_while_writing (void)
{
  g_auto (Fixture) fixture = { 0 };
  FluxTestSocket *sockets[20];
  FluxTestHold *hold;

  fixture_init (&fixture);
  hold = flux_test_engine_hold (fixture.engine);
  for (guint i = 0; i < G_N_ELEMENTS (sockets); i++)
    {
      sockets[i] = flux_test_socket_new (fixture.port);
      flux_test_socket_send (sockets[i], POST, -1);
    }
  await_seen (&fixture);
  flux_server_close_listeners (fixture.server);
  flux_test_hold_release (hold);
  flux_server_stop (fixture.server);
  for (guint i = 0; i < G_N_ELEMENTS (sockets); i++)
    {
      g_assert_cmpuint (flux_test_socket_read_status (sockets[i]), ==, 200);
      flux_test_socket_free (sockets[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (deadlines); i++)
    {
      g_autofree char *path = g_strconcat ("/deadlines/", deadlines[i].name, NULL);

      g_test_add_data_func (path, &deadlines[i], test_deadline);
    }
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat ("/deadlines/stop/", endings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_stop);
    }
  g_test_add_func ("/deadlines/slow-body", test_slow_body);
  g_test_add_func ("/deadlines/answer-not-taken", test_answer_not_taken);
  g_test_add_func ("/deadlines/stalled-large-bodies", test_stalled_large_bodies);
  g_test_add_func ("/deadlines/expiry", test_expiry);
  g_test_add_func ("/deadlines/revoked", test_revoked);
  g_test_add_func ("/deadlines/guessing", test_guessing);
  g_test_add_func ("/deadlines/refused", test_refused);
  g_test_add_func ("/deadlines/knocks", test_knocks);
  g_test_add_func ("/deadlines/stop-while-writing", test_stop_while_writing);
  return g_test_run ();
}
