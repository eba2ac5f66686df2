/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-server.h"
#include "flux-test-socket.h"

#include <stdlib.h>
#include <string.h>

/* Requests that are wrong, strange or meant to do harm. A body under a good key is kept whatever is in it; everything
 * else gets an answer that says so or a closed connection; and the server goes on serving. */

#define MEBIBYTE (1024 * 1024)
#define BODY_MOST (8 * MEBIBYTE)
#define CLOSED 0 /* instead of a status: no answer, the connection is closed */

#define POST_HEAD "POST /api/ingest HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n"
#define READING "{\"device_id\":\"A\",\"flow_rate\":1}"
#define READING_LENGTH 31

/* --- Bodies ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *body;
  gsize size; /* 0: up to the NUL */
  guint status;
} BodyCase;

static const BodyCase bodies[] = {
  { "broken-json", "{\"device_id\":\"A\",\"flow_rate\":}", 0, 202 },
  { "cut-json", "{\"device_id\":\"A\",\"flow_rate\":1", 0, 202 },
  { "comma-behind", "{\"device_id\":\"A\",\"flow_rate\":1,}", 0, 202 },
  { "comment", "{\"device_id\":\"A\",/*x*/\"flow_rate\":1}", 0, 202 },
  { "single-quotes", "{'device_id':'A','flow_rate':1}", 0, 202 },
  { "assignment", "var x = {\"device_id\":\"A\",\"flow_rate\":1}", 0, 202 },
  { "two-objects", READING READING, 0, 202 },
  { "text-value", "{\"device_id\":\"A\",\"flow_rate\":\"abc\"}", 0, 202 },
  { "object-value", "{\"device_id\":\"A\",\"flow_rate\":{\"flow_rate\":1}}", 0, 202 },
  { "array-value", "{\"device_id\":\"A\",\"flow_rate\":[[[1]]]}", 0, 202 },
  { "nan", "{\"device_id\":\"A\",\"flow_rate\":NaN}", 0, 202 },
  { "infinity", "{\"device_id\":\"A\",\"flow_rate\":-Infinity}", 0, 202 },
  { "1e400", "{\"device_id\":\"A\",\"flow_rate\":1e400}", 0, 202 },
  { "1e999999999999", "{\"device_id\":\"A\",\"totalizer\":1e999999999999}", 0, 202 },
  { "1e-400", "{\"device_id\":\"A\",\"totalizer\":1e-400}", 0, 200 },
  { "20-digits", "{\"device_id\":\"A\",\"totalizer\":99999999999999999999}", 0, 200 },
  { "20-digits-minus", "{\"device_id\":\"A\",\"totalizer\":-99999999999999999999}", 0, 200 },
  { "20-digit-time", "{\"device_id\":\"A\",\"totalizer\":1,\"timestamp\":99999999999999999999}", 0, 200 },
  { "time-in-words", "{\"device_id\":\"A\",\"totalizer\":2,\"timestamp\":\"yesterday\"}", 0, 200 },
  { "time-as-object", "{\"device_id\":\"A\",\"totalizer\":3,\"timestamp\":{}}", 0, 200 },
  { "number", "17", 0, 202 },
  { "null", "null", 0, 202 },
  { "text", "\"x\"", 0, 202 },
  { "nothing-in-array", "[null,true,[],{},\"\",0]", 0, 202 },
  { "no-device", "{\"flow_rate\":1}", 0, 202 },
  { "device-of-sql", "{\"device_id\":\"A'; DROP TABLE devices;--\",\"flow_rate\":1}", 0, 200 },
  { "device-of-markup", "{\"device_id\":\"<b>&amp;%s%n\",\"flow_rate\":1}", 0, 200 },
  { "nul", "{\"device_id\":\"A\0B\",\"flow_rate\":1}", 33, 202 },
  { "escaped-nul", "{\"device_id\":\"A\\u0000B\",\"flow_rate\":1}", 0, 202 },
  { "only-nuls", "\0\0\0\0", 4, 202 },
  { "not-utf-8", "{\"device_id\":\"\xff\xfe\",\"flow_rate\":1}", 0, 202 },
  { "overlong-utf-8", "{\"device_id\":\"\xc0\xaf\",\"flow_rate\":1}", 0, 202 },
  { "half-surrogate", "{\"device_id\":\"\\ud800\",\"flow_rate\":1}", 0, 202 },
  { "utf-16", "\xff\xfe{\0}\0", 6, 202 },
  { "same-name-twice", "{\"device_id\":\"A\",\"device_id\":\"B\",\"flow_rate\":1}", 0, 200 },
  { "form", "device_id=A&flow_rate=1", 0, 202 },
  { "xml", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"a\">]><x>&a;</x>", 0, 202 },
};

/* Bodies too large to be written down: @unit again and again up to @size, @end behind it. */
static const struct
{
  const char *name;
  const char *begin;
  const char *unit;
  const char *end;
  gsize size;
  guint status;
} large[] = {
  { "brackets", "", "[", "", BODY_MOST, 202 },
  { "braces", "", "{\"a\":", "", BODY_MOST, 202 },
  { "closed-brackets", "", "[", "]", 1000000, 202 },
  { "digits", "{\"device_id\":\"A\",\"totalizer\":", "9", "}", BODY_MOST, 202 },
  { "spaces", "", " ", READING, BODY_MOST, 200 },
  { "backslashes", "\"", "\\\\", "\"", BODY_MOST, 202 },
  { "open-text", "\"", "a", "", BODY_MOST, 202 },
  { "long-device", "{\"flow_rate\":1,\"device_id\":\"", "x", "\"}", BODY_MOST, 202 },
  { "long-metadata", "{\"device_id\":\"A\",\"flow_rate\":5,\"metadata\":{\"a\":\"", "x", "\"}}", BODY_MOST, 200 },
  { "long-bad-value", "{\"device_id\":\"A\",\"flow_rate\":\"", "x", "\"}", BODY_MOST, 202 },
  { "many-records", "[0", ",{}", "]", BODY_MOST, 202 },
  { "many-members", "{\"device_id\":\"A\",\"flow_rate\":1", ",\"a\":0", "}", BODY_MOST, 200 },
  { "nuls", "[", "", "]", 0, 202 },
};

static char *
count_posts (FluxTestServer *server)
{
  return flux_test_server_sql (server, "SELECT count (*), coalesce (max (number), 0) FROM fluxio_raw_posts");
}

/* The server answers others as before. */
static void
assert_well (FluxTestServer *server, const char *after)
{
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
  guint status;

  flux_test_socket_send_text (socket, "GET /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n");
  status = flux_test_socket_read_status (socket);
  if (status != 200)
    g_error ("%s: after it the server answers %u", after, status);
}

static void
post_body (FluxTestServer *server, const char *name, const void *body, gsize size, guint expected)
{
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
  g_autoptr (GString) request = flux_test_http_request ("POST", "/api/ingest", FLUX_TEST_KEY, NULL, body, size);
  g_autofree char *kept = NULL;
  g_autofree char *sql = NULL;
  guint status;

  flux_test_socket_send (socket, request->str, request->len);
  status = flux_test_socket_read_status (socket);
  if (status != expected)
    g_error ("%s: %u instead of %u", name, status, expected);
  kept = flux_test_server_sql (server, "SELECT size FROM fluxio_raw_posts ORDER BY number DESC LIMIT 1");
  g_assert_cmpuint (strtoull (kept, NULL, 10), ==, size);
  assert_well (server, name);
}

static void
test_bodies (gconstpointer data)
{
  FluxTestServer *server = (gpointer) data;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    post_body (server, bodies[i].name, bodies[i].body, bodies[i].size != 0 ? bodies[i].size : strlen (bodies[i].body),
               bodies[i].status);
}

static void
test_large_bodies (gconstpointer data)
{
  FluxTestServer *server = (gpointer) data;
  guint memory = 0;

  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autoptr (GString) body = g_string_new (large[i].begin);

      while (*large[i].unit != '\0' && body->len + strlen (large[i].unit) + strlen (large[i].end) <= large[i].size)
        g_string_append (body, large[i].unit);
      if (*large[i].unit == '\0')
        g_string_set_size (body, BODY_MOST - 1);
      g_string_append (body, large[i].end);
      post_body (server, large[i].name, body->str, body->len, large[i].status);
      if (i == 0)
        memory = flux_test_server_get_memory (server);
    }
  if (flux_test_server_is_plain ())
    g_assert_cmpuint (flux_test_server_get_memory (server), <, memory + 100 * 1024);
}

/* --- Requests as a whole ------------------------------------------------------------------------------------------ */

typedef struct
{
  const char *name;
  const char *request;
  gsize size; /* 0: up to the NUL */
  guint statuses[3];
  gboolean stays_open; /* whether another request may follow; otherwise the connection is closed */
} RequestCase;

#define ONLY(status) { status, status, status }
#define CLOSED_OR(status) { CLOSED, status, status }

static const RequestCase framing[] = {
  { "length-and-chunked",
    POST_HEAD "Content-Length: 31\r\nTransfer-Encoding: chunked\r\n\r\n1f\r\n" READING "\r\n0\r\n\r\n", 0, ONLY (400) },
  { "chunked-and-length",
    POST_HEAD "Transfer-Encoding: chunked\r\nContent-Length: 31\r\n\r\n1f\r\n" READING "\r\n0\r\n\r\n", 0, ONLY (400) },
  { "negative-length", POST_HEAD "Content-Length: -5\r\n\r\n" READING, 0, ONLY (400) },
  { "plus-length", POST_HEAD "Content-Length: +31\r\n\r\n" READING, 0, ONLY (400) },
  { "hex-length", POST_HEAD "Content-Length: 0x1f\r\n\r\n" READING, 0, ONLY (400) },
  { "empty-length", POST_HEAD "Content-Length: \r\n\r\n" READING, 0, ONLY (400) },
  { "word-length", POST_HEAD "Content-Length: many\r\n\r\n" READING, 0, ONLY (400) },
  { "length-with-more", POST_HEAD "Content-Length: 31 31\r\n\r\n" READING, 0, ONLY (400) },
  { "two-lengths", POST_HEAD "Content-Length: 31\r\nContent-Length: 5\r\n\r\n" READING, 0, ONLY (400) },
  { "list-of-lengths", POST_HEAD "Content-Length: 31, 5\r\n\r\n" READING, 0, ONLY (400) },
  { "length-too-large-for-64-bits", POST_HEAD "Content-Length: 99999999999999999999\r\n\r\n", 0, { 400, 413, 413 } },
  { "length-above-8-mib", POST_HEAD "Content-Length: 8388609\r\n\r\n", 0, ONLY (413) },
  { "length-a-terabyte", POST_HEAD "Content-Length: 1099511627776\r\n\r\n", 0, ONLY (413) },
  { "unknown-encoding", POST_HEAD "Transfer-Encoding: gzip\r\n\r\n" READING, 0, { 400, 501, CLOSED } },
  { "two-encodings",
    POST_HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n1f\r\n" READING "\r\n0\r\n\r\n",
    0,
    { 400, 501, CLOSED } },
  { "encoding-with-more",
    POST_HEAD "Transfer-Encoding: xchunked\r\n\r\n1f\r\n" READING "\r\n0\r\n\r\n",
    0,
    { 400, 501, CLOSED } },
  { "chunk-of-no-size", POST_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n" READING "\r\n0\r\n\r\n", 0,
    CLOSED_OR (400) },
  { "chunk-of-negative-size", POST_HEAD "Transfer-Encoding: chunked\r\n\r\n-1f\r\n" READING "\r\n0\r\n\r\n", 0,
    CLOSED_OR (400) },
  { "chunk-of-64-bits",
    POST_HEAD "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" READING,
    0,
    { CLOSED, 400, 413 } },
  { "headers-cut-off", "POST /api/ingest HTTP/1.1\r\nHost:", 0, CLOSED_OR (400) },
  { "body-cut-off", POST_HEAD "Content-Length: 100\r\n\r\n" READING, 0, CLOSED_OR (400) },
  { "chunk-cut-off", POST_HEAD "Transfer-Encoding: chunked\r\n\r\nff\r\n" READING, 0, CLOSED_OR (400) },
};

static const RequestCase requests[] = {
  { "garbage", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15, CLOSED_OR (400) },
  { "no-request-line", "\r\n\r\n\r\n\r\n", 0, CLOSED_OR (400) },
  { "one-word", "GARBAGE\r\n\r\n", 0, CLOSED_OR (400) },
  { "no-version", "GET /api/ingest\r\n\r\n", 0, CLOSED_OR (400) },
  { "version-9", "GET /api/ingest HTTP/9.9\r\nHost: x\r\n\r\n", 0, { CLOSED, 400, 505 } },
  { "version-2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0, { CLOSED, 400, 505 } },
  { "no-host", "GET /api/ingest HTTP/1.1\r\n\r\n", 0, ONLY (400) },
  { "method-in-small-letters", "get /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n", 0, ONLY (405), TRUE },
  { "dots", "GET /api/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 0, { 400, 404, 404 }, TRUE },
  { "escaped-dots", "GET /api/%2e%2e/ingest HTTP/1.1\r\nHost: x\r\n\r\n", 0, { 400, 404, 404 }, TRUE },
  { "nul-in-path", "GET /api/ingest%00 HTTP/1.1\r\nHost: x\r\n\r\n", 0, { 400, 404, 404 }, TRUE },
  { "not-utf-8-path", "GET /api/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 0, { CLOSED, 400, 404 }, TRUE },
  { "star", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 0, { 400, 404, 405 }, TRUE },
  { "connect", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 0, { 400, 404, 405 }, TRUE },
  { "trace", "TRACE /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n", 0, ONLY (405), TRUE },
  { "range", "GET /api/ingest HTTP/1.1\r\nHost: x\r\nRange: bytes=0-5\r\n\r\n", 0, ONLY (200), TRUE },
  { "range-beyond", "GET /api/ingest HTTP/1.1\r\nHost: x\r\nRange: bytes=99999-\r\n\r\n", 0, ONLY (200), TRUE },
  { "header-without-colon", "GET /api/ingest HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 0, { CLOSED, 400, 200 }, TRUE },
  { "nul-in-header", "GET /api/ingest HTTP/1.1\r\nHost: x\r\na: b\0c\r\n\r\n", 45, { CLOSED, 400, 200 }, TRUE },
  { "key-not-ascii", "GET /api/devices HTTP/1.1\r\nHost: x\r\nx-api-key: \xff\xfe\x80\r\n\r\n", 0, ONLY (401), TRUE },
  { "empty-key", "GET /api/devices HTTP/1.1\r\nHost: x\r\nx-api-key: \r\n\r\n", 0, ONLY (401), TRUE },
  { "hints-not-utf-8", POST_HEAD "x-device-id: \xff\r\nx-gateway-id: \xfe\xff\r\nContent-Length: 31\r\n\r\n" READING, 0,
    ONLY (200), TRUE },
  { "query-of-nothing", POST_HEAD "Content-Length: 31\r\n\r\n" READING, 0, ONLY (200), TRUE },
  { "time-of-nuls", "GET /api/flow-data?start_time=%00%ff HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n",
    0, ONLY (400), TRUE },
  { "limit-of-20-digits",
    "GET /api/flow-data?limit=99999999999999999999 HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n", 0,
    ONLY (200), TRUE },
  { "empty-members", "GET /api/flow-data?=&&a=&=b HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n", 0,
    ONLY (200), TRUE },
  { "device-not-utf-8",
    "GET /api/flow-data?device_id=%ff%fe HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n",
    0,
    { 200, 400, 400 },
    TRUE },
  { "body-where-none-belongs",
    "GET /api/flow-data?limit=1 HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\nContent-Length: 5\r\n\r\nhello",
    0, ONLY (200), TRUE },
};

static gboolean
is_expected (guint status, const RequestCase *test)
{
  return status == test->statuses[0] || status == test->statuses[1] || status == test->statuses[2];
}

static void
send_request (FluxTestServer *server, const RequestCase *test)
{
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
  guint status;

  g_test_message ("%s", test->name);
  flux_test_socket_send (socket, test->request, test->size != 0 ? test->size : strlen (test->request));
  if (!test->stays_open)
    flux_test_socket_finish_sending (socket);
  status = flux_test_socket_read_status (socket);
  if (!is_expected (status, test))
    g_error ("%s: %u instead of %u, %u or %u", test->name, status, test->statuses[0], test->statuses[1],
             test->statuses[2]);

  if (!test->stays_open)
    flux_test_socket_read_to_end (socket);
  else if (status != CLOSED && !flux_test_socket_is_closed (socket)
           && flux_test_socket_send_text (socket, "GET /api/ingest HTTP/1.1\r\nHost: x\r\n\r\n"))
    {
      status = flux_test_socket_read_status (socket);
      if (status != 200 && status != CLOSED)
        g_error ("%s: the request behind it is answered %u", test->name, status);
    }
  assert_well (server, test->name);
}

/* Nothing of these is kept, because what their body is cannot be told or did not come whole. */
static void
test_framing (gconstpointer data)
{
  FluxTestServer *server = (gpointer) data;
  g_autofree char *before = count_posts (server);
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (framing); i++)
    send_request (server, &framing[i]);
  after = count_posts (server);
  g_assert_cmpstr (after, ==, before);
}

static void
test_requests (gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    send_request ((gpointer) data, &requests[i]);
}

/* What is refused is refused at once, not once all of it has come: these senders wait before they send on. */
static void
test_refused_at_once (gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *head;
    guint status;
  } heads[] = {
    { "too-large", POST_HEAD "Content-Length: 8388609\r\n\r\n", 413 },
    { "too-large-expecting", POST_HEAD "Expect: 100-continue\r\nContent-Length: 8388609\r\n\r\n", 413 },
    { "wrong-key", "POST /api/ingest HTTP/1.1\r\nHost: x\r\nx-api-key: nonsense\r\nContent-Length: 1000000\r\n\r\n",
      401 },
    { "no-key", "POST /api/ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n\r\n", 401 },
    { "nowhere", "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n\r\n", 404 },
    { "no-method", "PUT /api/ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n\r\n", 405 },
    { "unclear-length", POST_HEAD "Content-Length: -1\r\n\r\n", 400 },
  };
  FluxTestServer *server = (gpointer) data;

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
      guint status;

      flux_test_socket_send (socket, heads[i].head, -1);
      status = flux_test_socket_read_status (socket);
      if (status != heads[i].status)
        g_error ("%s: %u instead of %u", heads[i].name, status, heads[i].status);
      flux_test_socket_read_to_end (socket);
    }
  assert_well (server, "refused");
}

/* More than 8 MiB in chunks, which nobody has announced. */
static void
test_too_many_chunks (gconstpointer data)
{
  FluxTestServer *server = (gpointer) data;
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
  g_autofree char *chunk = g_strnfill (65536, ' ');
  g_autofree char *before = count_posts (server);
  g_autofree char *after = NULL;
  gboolean taken = TRUE;
  guint status;

  flux_test_socket_send_text (socket, POST_HEAD "Transfer-Encoding: chunked\r\n\r\n");
  for (guint i = 0; i < 1024 && taken; i++)
    taken = flux_test_socket_send_text (socket, "10000\r\n%s\r\n", chunk);
  status = flux_test_socket_read_status (socket);
  g_assert_true (status == 413 || status == CLOSED);
  g_assert_false (taken);
  after = count_posts (server);
  g_assert_cmpstr (after, ==, before);
  assert_well (server, "too many chunks");
}

/* --- Headers ------------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  guint n_headers;
  guint size; /* of each value */
  guint statuses[2];
} header_cases[] = {
  { "within", 1, 15 * 1024, { 200, 200 } },
  { "many-within", 100, 100, { 200, 200 } },
  { "above-16-kib", 1, 16 * 1024, { 431, 431 } },
  { "many-above-16-kib", 400, 40, { 431, 431 } },
  { "near-64-kib", 1, 60 * 1024, { 431, 431 } },
  { "above-64-kib", 1, 65 * 1024, { 431, CLOSED } },
  { "a-mebibyte", 1, 1024 * 1024, { 431, CLOSED } },
};

static void
test_headers (gconstpointer data)
{
  FluxTestServer *server = (gpointer) data;

  for (guint i = 0; i < G_N_ELEMENTS (header_cases); i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
      g_autofree char *value = g_strnfill (header_cases[i].size, 'a');
      g_autoptr (GString) request = g_string_new (POST_HEAD);
      guint status;

      for (guint j = 0; j < header_cases[i].n_headers; j++)
        g_string_append_printf (request, "x-%u: %s\r\n", j, value);
      g_string_append (request, "Content-Length: 31\r\n\r\n" READING);
      flux_test_socket_send (socket, request->str, request->len);
      status = flux_test_socket_read_status (socket);
      if (status != header_cases[i].statuses[0] && status != header_cases[i].statuses[1])
        g_error ("%s: %u instead of %u", header_cases[i].name, status, header_cases[i].statuses[0]);
      if (status != 200)
        flux_test_socket_read_to_end (socket);
      assert_well (server, header_cases[i].name);
    }
}

/* An address longer than anything that is meant. */
static void
test_long_address (gconstpointer data)
{
  static const guint sizes[] = { 1000, 10000, 60000, 70000, 1000000 };
  FluxTestServer *server = (gpointer) data;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
      g_autofree char *path = g_strnfill (sizes[i], 'a');
      guint status;

      flux_test_socket_send_text (socket, "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", path);
      status = flux_test_socket_read_status (socket);
      g_assert_true (status == 404 || status == 414 || status == 431 || status == CLOSED);
      assert_well (server, "long address");
    }
}

/* --- Many at once ------------------------------------------------------------------------------------------------- */

#define N_AT_ONCE 40

typedef struct
{
  guint16 port;
  GString *request;
} AtOnce;

static gpointer
post_at_once (gpointer data)
{
  const AtOnce *self = data;
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new (self->port);

  flux_test_socket_send (socket, self->request->str, self->request->len);
  return GUINT_TO_POINTER (flux_test_socket_read_status (socket));
}

/* Bodies that come at once are held back when they fill the memory set aside for them; all are kept. */
static void
test_many_large_bodies (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autofree char *body = g_strnfill (7 * MEBIBYTE, '[');
  g_autoptr (GString) request
      = flux_test_http_request ("POST", "/api/ingest", FLUX_TEST_KEY, NULL, body, 7 * MEBIBYTE);
  GThread *threads[N_AT_ONCE];
  g_autofree char *kept = NULL;
  guint memory, most = 0;
  AtOnce at_once;

  flux_test_server_start (server, NULL);
  at_once = (AtOnce) { server->port, request };
  memory = flux_test_server_get_memory (server);
  for (guint i = 0; i < N_AT_ONCE; i++)
    threads[i] = g_thread_new ("post", post_at_once, &at_once);
  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (threads[i])), ==, 202);
      most = MAX (most, flux_test_server_get_memory (server));
    }
  kept = flux_test_server_sql (server, "SELECT count (*), sum (size) / 1048576 FROM fluxio_raw_posts");
  g_assert_cmpstr (kept, ==, "40|280");
  g_test_message ("Memory: %u KiB before, %u KiB at most", memory, most);
  if (flux_test_server_is_plain ())
    g_assert_cmpuint (most, <, memory + 150 * 1024);
}

typedef struct
{
  const char *path;
  void (*func) (gconstpointer data);
} Test;

int
main (int argc, char **argv)
{
  static const Test tests[] = {
    { "/hostile/bodies", test_bodies },
    { "/hostile/large-bodies", test_large_bodies },
    { "/hostile/framing", test_framing },
    { "/hostile/requests", test_requests },
    { "/hostile/refused-at-once", test_refused_at_once },
    { "/hostile/too-many-chunks", test_too_many_chunks },
    { "/hostile/headers", test_headers },
    { "/hostile/long-address", test_long_address },
  };
  g_autoptr (FluxTestServer) server = NULL;

  g_test_init (&argc, &argv, NULL);
  server = flux_test_server_new ();
  flux_test_server_start (server, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, server, tests[i].func);
  g_test_add_func ("/hostile/many-large-bodies", test_many_large_bodies);
  return g_test_run ();
}
