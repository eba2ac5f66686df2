/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-server.h"
#include "flux-test-socket.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Many connections: short ones, idle ones, kept ones, and several requests on one. */

#define N_CROWD 2000
#define CONNECTIONS_MOST 1024

#define HEALTH "GET /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n"
#define POST_HEAD "POST /api/ingest HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n"
#define READING "{\"device_id\":\"A\",\"flow_rate\":1}"
#define POST POST_HEAD "Content-Length: 31\r\n\r\n" READING

static guint
send_and_read (FluxTestSocket *socket, const char *request)
{
  return flux_test_socket_send (socket, request, -1) ? flux_test_socket_read_status (socket) : 0;
}

/* --- Short connections -------------------------------------------------------------------------------------------- */

/* As gateways make them: connect, ask, read the answer, close. */
static void
close_after_answer (FluxTestSocket *socket)
{
  g_assert_cmpuint (send_and_read (socket, HEALTH), ==, 200);
}

static void
close_after_post (FluxTestSocket *socket)
{
  g_assert_cmpuint (send_and_read (socket, POST), ==, 200);
}

static void
close_without_reading (FluxTestSocket *socket)
{
  flux_test_socket_send (socket, HEALTH, -1);
}

static void
close_without_asking (FluxTestSocket *socket)
{
}

static void
close_in_headers (FluxTestSocket *socket)
{
  flux_test_socket_send (socket, "POST /api/ingest HTTP/1.1\r\nHo", -1);
}

static void
close_in_body (FluxTestSocket *socket)
{
  flux_test_socket_send (socket, POST_HEAD "Content-Length: 1000\r\n\r\n" READING, -1);
}

static void
close_while_written (FluxTestSocket *socket)
{
  flux_test_socket_send (socket, POST, -1);
}

static void
half_close (FluxTestSocket *socket)
{
  flux_test_socket_send (socket, HEALTH, -1);
  flux_test_socket_finish_sending (socket);
  g_assert_cmpuint (flux_test_socket_read_status (socket), ==, 200);
  flux_test_socket_read_to_end (socket);
}

static void
be_refused (FluxTestSocket *socket)
{
  g_assert_cmpuint (send_and_read (socket, POST_HEAD "Content-Length: -1\r\n\r\n"), ==, 400);
}

static void
ask_to_close (FluxTestSocket *socket)
{
  g_assert_cmpuint (send_and_read (socket, "GET /api/ingest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), ==,
                    200);
  flux_test_socket_read_to_end (socket);
}

static const struct
{
  const char *name;
  void (*use) (FluxTestSocket *socket);
} manners[] = {
  { "close-after-answer", close_after_answer },
  { "close-after-post", close_after_post },
  { "close-without-reading", close_without_reading },
  { "close-without-asking", close_without_asking },
  { "close-in-headers", close_in_headers },
  { "close-in-body", close_in_body },
  { "close-while-written", close_while_written },
  { "half-close", half_close },
  { "be-refused", be_refused },
  { "ask-to-close", ask_to_close },
};

typedef struct
{
  FluxTestServer *server;
  guint files;
} Files;

static gboolean
come_back_to (const Files *before)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  /* The server's readers of the database may have opened a session meanwhile. */
  while (flux_test_server_count_files (before->server) > before->files + 10)
    {
      if (g_get_monotonic_time () > deadline)
        return FALSE;
      g_poll (NULL, 0, 10);
    }
  return TRUE;
}

/* However a client leaves, nothing of its connection stays. */
static void
test_short_connections (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  Files before = { server, 0 };

  flux_test_server_start (server, NULL);
  for (guint n = 0; n < 300; n++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);

      manners[i].use (socket);
      if (n == 20)
        before.files = flux_test_server_count_files (server);
    }
  if (!come_back_to (&before))
    g_error ("%u files are open after 300 connections, %u after 20", flux_test_server_count_files (server),
             before.files);
}

/* --- A crowd ------------------------------------------------------------------------------------------------------ */

static void
allow_many_sockets (void)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_NOFILE, &limit));
  limit.rlim_cur = MIN (limit.rlim_max, 2 * N_CROWD);
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));
  g_assert_cmpuint (limit.rlim_cur, >, N_CROWD + 64);
}

static const struct
{
  const char *name;
  const char *sent; /* by each, before it goes silent */
} crowds[] = {
  { "silent", "" },
  { "half-sent-headers", "POST /api/ingest HTTP/1.1\r\nHost:" },
  { "without-key-in-body", "POST /api/ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{" },
  { "with-key-in-body", POST_HEAD "Content-Length: 31\r\n\r\n{" },
  { "kept-after-a-request", HEALTH },
};

static guint
count_open (GPtrArray *sockets)
{
  guint n = 0;

  for (guint i = 0; i < sockets->len; i++)
    n += !flux_test_socket_is_closed (g_ptr_array_index (sockets, i));
  return n;
}

static void
await_fewer_than (GPtrArray *sockets, guint most)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (count_open (sockets) > most)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("%u connections stay open", count_open (sockets));
      g_poll (NULL, 0, 20);
    }
}

/* Idle connections lock nobody out: a good post gets through at once, at most 1,024 connections stay, memory is
 * bounded. */
static void
test_crowd (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_test_socket_free);
  guint memory;

  allow_many_sockets ();
  flux_test_server_start (server, NULL);
  memory = flux_test_server_get_memory (server);
  for (guint n = 0; n < N_CROWD; n++)
    {
      FluxTestSocket *socket = flux_test_socket_new (server->port);

      flux_test_socket_send (socket, crowds[i].sent, -1);
      g_ptr_array_add (sockets, socket);
      if (n % 250 == 249)
        {
          gint64 begin = g_get_monotonic_time ();
          g_autoptr (FluxTestSocket) good = flux_test_socket_new (server->port);

          g_assert_cmpuint (send_and_read (good, POST), ==, 200);
          g_assert_cmpint (g_get_monotonic_time () - begin, <, 3 * G_USEC_PER_SEC);
        }
    }
  await_fewer_than (sockets, CONNECTIONS_MOST);
  g_assert_cmpuint (count_open (sockets), >, 0);
  g_test_message ("Memory: %u KiB before, %u KiB after", memory, flux_test_server_get_memory (server));
  if (flux_test_server_is_plain ())
    g_assert_cmpuint (flux_test_server_get_memory (server), <, memory + 60 * 1024);
}

/* A third crowd and a fourth take no more than the second. */
static void
test_crowds_come_and_go (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  guint memory = 0;

  flux_test_server_start (server, NULL);
  for (guint crowd = 0; crowd < 4; crowd++)
    {
      g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_test_socket_free);

      for (guint n = 0; n < 400; n++)
        {
          FluxTestSocket *socket = flux_test_socket_new (server->port);

          g_assert_cmpuint (send_and_read (socket, POST), ==, 200);
          g_ptr_array_add (sockets, socket);
        }
      if (crowd == 1)
        memory = flux_test_server_get_memory (server);
    }
  g_test_message ("Memory: %u KiB after 2 crowds, %u KiB after 4", memory, flux_test_server_get_memory (server));
  if (flux_test_server_is_plain ())
    g_assert_cmpuint (flux_test_server_get_memory (server), <, memory + 10 * 1024);
}

/* --- One connection for many requests ----------------------------------------------------------------------------- */

static void
test_keep_alive (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (FluxTestSocket) socket = NULL;
  g_autofree char *kept = NULL;

  flux_test_server_start (server, NULL);
  socket = flux_test_socket_new (server->port);
  for (guint i = 0; i < 500; i++)
    g_assert_cmpuint (send_and_read (socket, i % 5 == 0 ? HEALTH : POST), ==, 200);
  kept = flux_test_server_sql (server, "SELECT count (*) FROM flow_data");
  g_assert_cmpstr (kept, ==, "400");
}

/* Requests that do not wait for the answer before: answered in their order. */
static void
test_pipelining (void)
{
  static const char *const requests[] = {
    HEALTH,
    POST,
    "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
    POST_HEAD "Transfer-Encoding: chunked\r\n\r\n1f\r\n" READING "\r\n0\r\n\r\n",
    "GET /api/flow-data HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n",
    "DELETE /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n",
    POST_HEAD "Content-Length: 2\r\n\r\n17",
    "GET /api/devices HTTP/1.1\r\nHost: x\r\n\r\n",
  };
  static const guint statuses[] = { 200, 200, 404, 200, 200, 405, 202, 401 };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (FluxTestSocket) socket = NULL;

  flux_test_server_start (server, NULL);
  for (guint round = 0; round < 20; round++)
    for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
      g_string_append (all, requests[i]);
  socket = flux_test_socket_new (server->port);
  flux_test_socket_send (socket, all->str, all->len);
  for (guint i = 0; i < 20 * G_N_ELEMENTS (requests); i++)
    {
      guint status = flux_test_socket_read_status (socket);

      if (status != statuses[i % G_N_ELEMENTS (statuses)])
        g_error ("Answer %u: %u instead of %u", i, status, statuses[i % G_N_ELEMENTS (statuses)]);
    }
}

/* Every way to cut a request in two gives the same answer. */
static void
test_every_split (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (FluxTestSocket) socket = NULL;

  flux_test_server_start (server, NULL);
  socket = flux_test_socket_new (server->port);
  for (gsize at = 1; at < strlen (POST); at++)
    {
      flux_test_socket_send (socket, POST, at);
      flux_test_socket_send (socket, POST + at, -1);
      g_assert_cmpuint (flux_test_socket_read_status (socket), ==, 200);
    }
}

static void
test_head (void)
{
  static const struct
  {
    const char *request;
    guint status;
  } heads[] = {
    { "HEAD /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
    { "HEAD /api/devices HTTP/1.1\r\nHost: x\r\n\r\n", 405 },
  };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (FluxTestSocket) socket = NULL;

  flux_test_server_start (server, NULL);
  socket = flux_test_socket_new (server->port);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_auto (FluxTestHttp) http = { 0 };

      flux_test_socket_send (socket, heads[i].request, -1);
      g_assert_cmpuint (flux_test_socket_read (socket, FALSE, &http), ==, heads[i].status);
      /* Had a body come, it would stand before this answer. */
      g_assert_cmpuint (send_and_read (socket, HEALTH), ==, 200);
    }
}

/* HTTP/1.0, closed after the answer unless asked otherwise. */
static void
test_http_1_0 (void)
{
  static const char *const requests[] = {
    "GET /api/ingest HTTP/1.0\r\n\r\n",
    "POST /api/ingest HTTP/1.0\r\nx-api-key: " FLUX_TEST_KEY "\r\nContent-Length: 31\r\n\r\n" READING,
    "GET /api/flow-data HTTP/1.0\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n",
    "GET /api/devices HTTP/1.0\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n",
  };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();

  flux_test_server_start (server, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
      g_auto (FluxTestHttp) http = { 0 };

      flux_test_socket_send (socket, requests[i], -1);
      g_assert_cmpuint (flux_test_socket_read (socket, TRUE, &http), ==, 200);
      g_assert_null (strstr (http.headers, "Transfer-Encoding"));
      flux_test_assert_json (http.body, i == 0 ? ".status == \"ok\"" : ".success");
      flux_test_socket_read_to_end (socket);
    }
}

/* A sender that waits for leave to send its body gets it; the one without a key is refused, with or without leave. */
static void
test_expect (void)
{
  static const struct
  {
    const char *head;
    guint status;
  } senders[] = {
    { POST_HEAD, 200 },
    { "POST /api/ingest HTTP/1.1\r\nHost: x\r\n", 401 },
    { "POST /nowhere HTTP/1.1\r\nHost: x\r\n", 404 },
  };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();

  flux_test_server_start (server, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
      g_autofree char *headers = NULL;
      guint status;

      flux_test_socket_send_text (socket, "%sContent-Length: 31\r\nExpect: 100-continue\r\n\r\n", senders[i].head);
      headers = flux_test_socket_read_headers (socket);
      g_assert_nonnull (headers);
      status = atoi (headers + strlen ("HTTP/1.1 "));
      if (status == 100)
        {
          flux_test_socket_send_text (socket, READING);
          status = flux_test_socket_read_status (socket);
        }
      g_assert_cmpuint (status, ==, senders[i].status);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (manners); i++)
    {
      g_autofree char *path = g_strconcat ("/crowd/short-connections/", manners[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_short_connections);
    }
  for (guint i = 0; i < G_N_ELEMENTS (crowds); i++)
    {
      g_autofree char *path = g_strconcat ("/crowd/idle/", crowds[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_crowd);
    }
  g_test_add_func ("/crowd/come-and-go", test_crowds_come_and_go);
  g_test_add_func ("/crowd/keep-alive", test_keep_alive);
  g_test_add_func ("/crowd/pipelining", test_pipelining);
  g_test_add_func ("/crowd/every-split", test_every_split);
  g_test_add_func ("/crowd/head", test_head);
  g_test_add_func ("/crowd/http-1.0", test_http_1_0);
  g_test_add_func ("/crowd/expect", test_expect);
  return g_test_run ();
}
