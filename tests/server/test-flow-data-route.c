/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-curl.h"
#include "flux-test-scale.h"
#include "flux-test-server.h"
#include "flux-test-socket.h"

#include <stdlib.h>
#include <string.h>

/* GET /api/flow-data: what it answers, and that however much is asked for, little of it is in memory. */

#define FLOW_DATA "/api/flow-data"
#define INVALID ".error == \"Validation error\" and (.message | type) == \"string\""

#define MOST_ROWS 100000
#define GROWTH_MOST (15 * 1024) /* KiB */

/* --- Queries ------------------------------------------------------------------------------------------------------ */

/* A: 1 to 5 l at 12:00 to 12:04 of the 24th; B: 9 at 12:02; a failed read of A at 12:05. */
#define ROWS                                                                                                           \
  "[{\"device_id\":\"A\",\"flow_rate\":1,\"timestamp\":\"2026-11-24T12:00:00Z\"},"                                     \
  "{\"device_id\":\"A\",\"flow_rate\":2,\"timestamp\":\"2026-11-24T12:01:00Z\"},"                                      \
  "{\"device_id\":\"A\",\"flow_rate\":3,\"timestamp\":\"2026-11-24T12:02:00Z\"},"                                      \
  "{\"device_id\":\"B\",\"flow_rate\":9,\"timestamp\":\"2026-11-24T12:02:00Z\"},"                                      \
  "{\"device_id\":\"A\",\"flow_rate\":4,\"timestamp\":\"2026-11-24T12:03:00Z\"},"                                      \
  "{\"device_id\":\"A\",\"flow_rate\":5,\"totalizer\":4500.25,\"temperature\":22.3,\"pressure\":1.5,\"battery_"        \
  "level\":95,"                                                                                                        \
  "\"signal_strength\":-70,\"level\":0.31,\"velocity\":0.7,\"metadata\":{\"a\":[1]},\"timestamp\":\"2026-11-24T12:04:" \
  "00.25Z\"},"                                                                                                         \
  "{\"device_id\":\"A\",\"flow_rate\":0,\"totalizer\":0,\"temperature\":0,\"timestamp\":\"2026-11-24T12:05:00Z\"}]"

#define FLOWS(list) ".success and (.data | map (.flow_rate)) == " list " and .count == (.data | length)"

#define QUERY(name, query, filter) { name, NULL, FLOW_DATA query, FLUX_TEST_KEY, NULL, 200, filter }
#define REFUSED(name, query) { name, NULL, FLOW_DATA query, FLUX_TEST_KEY, NULL, 400, INVALID }

static const FluxTestExchange queries[] = {
  QUERY ("all-newest-first",
         "",
         ".success and .count == 6 and (.data | map (.flow_rate)) - [3, 9] == [5, 4, 2, 1] and (.data[2:4] | map "
         "(.flow_rate)"
         " | sort) == [3, 9] and (keys == [\"count\", \"data\", \"success\", \"timestamp\"])"),
  QUERY ("of-a-device", "?device_id=A", FLOWS ("[5, 4, 3, 2, 1]")),
  QUERY ("of-another", "?device_id=B", FLOWS ("[9]")),
  QUERY ("of-nobody", "?device_id=nobody", FLOWS ("[]")),
  QUERY ("of-an-empty-id", "?device_id=", ".count == 6"),
  QUERY ("whole-row",
         "?device_id=A&limit=1",
         ".data[0] | del (.received_at) == {device_id: \"A\", flow_rate: 5, totalizer: 4500.25, temperature: 22.3, "
         "pressure:"
         " 1.5, battery_level: 95, signal_strength: -70, created_at: \"2026-11-24T12:04:00.25Z\", metadata: {a: [1]}, "
         "level:"
         " 0.31, velocity: 0.7, quality: 0, rejected: null, copy: 0} and (.received_at | endswith (\"Z\"))"),
  QUERY ("empty-columns",
         "?device_id=B",
         ".data[0] | .totalizer == null and .metadata == null and .level == null and has (\"velocity\")"),

  QUERY ("from", "?device_id=A&start_time=2026-11-24T12:03:00Z", FLOWS ("[5, 4]")),
  QUERY ("to", "?device_id=A&end_time=2026-11-24T12:01:00Z", FLOWS ("[2, 1]")),
  QUERY ("from-to", "?device_id=A&start_time=2026-11-24T12:01:00Z&end_time=2026-11-24T12:03:00Z", FLOWS ("[4, 3, 2]")),
  QUERY ("from-later-than-to", "?start_time=2026-11-25T00:00:00Z&end_time=2026-11-24T00:00:00Z", FLOWS ("[]")),
  QUERY ("escaped-plus", "?device_id=A&start_time=2026-11-24T13:03:00%2B01:00", FLOWS ("[5, 4]")),
  QUERY ("plus-that-became-a-space", "?device_id=A&start_time=2026-11-24T13:03:00+01:00", FLOWS ("[5, 4]")),
  QUERY ("escaped-space", "?device_id=A&start_time=2026-11-24T13:03:00%2001:00", FLOWS ("[5, 4]")),
  QUERY ("minus", "?device_id=A&start_time=2026-11-24T11:03:00-01:00", FLOWS ("[5, 4]")),
  QUERY ("without-a-zone", "?device_id=A&start_time=2026-11-24T12:03:00", FLOWS ("[5, 4]")),
  QUERY ("space-between", "?device_id=A&start_time=2026-11-24%2012:03:00Z", FLOWS ("[5, 4]")),
  QUERY ("date", "?device_id=A&start_time=2026-11-24&end_time=2026-11-25", FLOWS ("[5, 4, 3, 2, 1]")),
  QUERY ("microseconds", "?device_id=A&start_time=2026-11-24T12:04:00.250001Z", FLOWS ("[]")),
  QUERY ("unix-seconds", "?device_id=A&start_time=1795521780", FLOWS ("[5, 4]")),
  REFUSED ("start-unreadable", "?start_time=yesterday"),
  REFUSED ("start-empty", "?start_time="),
  REFUSED ("start-no-date", "?start_time=2026-02-30T00:00:00Z"),
  REFUSED ("end-unreadable", "?end_time=2026-11-24T25:00:00Z"),

  QUERY ("limit", "?device_id=A&limit=2", FLOWS ("[5, 4]")),
  QUERY ("limit-above-all", "?device_id=A&limit=200000", FLOWS ("[5, 4, 3, 2, 1]")),
  QUERY ("limit-of-20-digits", "?device_id=A&limit=99999999999999999999", FLOWS ("[5, 4, 3, 2, 1]")),
  QUERY ("limit-with-zeros", "?device_id=A&limit=0002", FLOWS ("[5, 4]")),
  REFUSED ("limit-0", "?limit=0"),
  REFUSED ("limit-minus", "?limit=-1"),
  REFUSED ("limit-abc", "?limit=abc"),
  REFUSED ("limit-empty", "?limit="),
  REFUSED ("limit-broken", "?limit=1.5"),
  REFUSED ("limit-with-more", "?limit=5x"),
};

static void
test_queries (void)
{
  static const FluxTestExchange prepare = { "rows", NULL, "/api/ingest", FLUX_TEST_KEY, ROWS, 200 };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();

  flux_test_server_start (server, NULL);
  flux_test_exchange (server, &prepare);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    flux_test_exchange (server, &queries[i]);
}

/* --- Many rows ---------------------------------------------------------------------------------------------------- */

/* Posts @n rows of ten devices, a second apart, in bodies of 10,000. Those of a device begin at @first. */
static void
post_rows (FluxTestServer *server, guint first, guint n)
{
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);

  for (guint done = 0; done < n; done += 10000)
    {
      g_autoptr (GString) body = g_string_new ("[");
      g_autoptr (GString) request = NULL;

      for (guint i = done; i < MIN (n, done + 10000); i++)
        g_string_append_printf (body, "%s{\"device_id\":\"D%u\",\"flow_rate\":%u,\"timestamp\":%u}",
                                i > done ? "," : "", i % 10, i, 1700000000 + first + i / 10);
      g_string_append_c (body, ']');
      request = flux_test_http_request ("POST", "/api/ingest", FLUX_TEST_KEY, NULL, body->str, body->len);
      flux_test_socket_send (socket, request->str, request->len);
      g_assert_cmpuint (flux_test_socket_read_status (socket), ==, 200);
    }
}

/* What a reader of the answer has found so far. */
typedef struct
{
  GString *pending; /* of the answer, not looked at yet */
  char last[40];    /* time of the last row */
  guint n_rows;
  guint most_memory;
} Reading;

#define TIME_NAME "\"created_at\":\""

/* Counts rows, and asserts that none is newer than the one before. */
static void
look_at_rows (Reading *self)
{
  const char *at = self->pending->str;
  const char *found;

  while ((found = strstr (at, TIME_NAME)) != NULL && strchr (found + strlen (TIME_NAME), '"') != NULL)
    {
      const char *time = found + strlen (TIME_NAME);
      gsize length = strchr (time, '"') - time;

      g_assert_cmpuint (length, <, sizeof self->last);
      if (self->n_rows > 0)
        g_assert_cmpint (strncmp (self->last, time, length), >=, 0);
      memcpy (self->last, time, length);
      self->last[length] = '\0';
      self->n_rows++;
      at = time + length;
    }
  /* What may be the beginning of a name stays. */
  if (found == NULL && strlen (at) > 100)
    at += strlen (at) - 100;
  g_string_erase (self->pending, 0, at - self->pending->str);
}

static guint
read_rows (FluxTestServer *server, const char *query, guint *most_memory)
{
  g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);
  Reading self = { .pending = g_string_new (NULL) };
  g_autofree char *count = NULL;
  char buffer[65536];
  gssize n;

  flux_test_socket_send_text (
      socket, "GET %s%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n", FLOW_DATA,
      query);
  while ((n = flux_test_socket_read_some (socket, buffer, sizeof buffer)) > 0)
    {
      g_string_append_len (self.pending, buffer, n);
      look_at_rows (&self);
      if (most_memory != NULL)
        *most_memory = MAX (*most_memory, flux_test_server_get_memory (server));
    }
  count = g_strdup_printf ("],\"count\":%u,\"timestamp\":\"", self.n_rows);
  if (strstr (self.pending->str, count) == NULL)
    g_error ("%u rows came, and the answer ends with …%s", self.n_rows, self.pending->str);
  g_string_free (self.pending, TRUE);
  return self.n_rows;
}

static void
test_streamed (void)
{
  static const struct
  {
    const char *query;
    guint n_rows;
  } reads[] = {
    { "", 1000 },
    { "?limit=100000", MOST_ROWS },
    { "?limit=99999", MOST_ROWS - 1 },
    { "?limit=200000", MOST_ROWS },
    { "?device_id=D3&limit=100000", (MOST_ROWS + 1000) / 10 },
    { "?limit=500", 500 },
    { "?limit=501", 501 },
    { "?limit=100000&end_time=2023-11-14T22:13:20Z", 10 },
  };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  guint before, most;

  flux_test_server_start (server, NULL);
  post_rows (server, 0, MOST_ROWS + 1000);
  flux_test_server_stop (server);
  flux_test_server_start (server, NULL);

  read_rows (server, "?limit=5000", NULL);
  before = most = flux_test_server_get_memory (server);
  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    g_assert_cmpuint (read_rows (server, reads[i].query, &most), ==, reads[i].n_rows);
  g_test_message ("Memory: %u KiB before, %u KiB at most", before, most);
  if (flux_test_server_is_plain ())
    g_assert_cmpuint (most, <, before + GROWTH_MOST);
}

/* One who takes nothing of the answer does not fill the server's memory, and does not hold up others. */
static void
test_slow_readers (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (GPtrArray) slow = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_test_socket_free);
  guint before, most;

  flux_test_server_start (server, NULL);
  post_rows (server, 0, MOST_ROWS);
  flux_test_server_stop (server);
  flux_test_server_start (server, NULL);

  read_rows (server, "?limit=5000", NULL);
  before = most = flux_test_server_get_memory (server);
  for (guint i = 0; i < 20; i++)
    {
      FluxTestSocket *socket = flux_test_socket_new (server->port);

      flux_test_socket_send_text (
          socket, "GET %s?limit=100000 HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n", FLOW_DATA);
      g_ptr_array_add (slow, socket);
    }
  g_assert_cmpuint (read_rows (server, "?limit=20000", &most), ==, 20000);
  g_test_message ("Memory: %u KiB before, %u KiB at most", before, most);
  if (flux_test_server_is_plain ())
    g_assert_cmpuint (most, <, before + 2 * GROWTH_MOST);
}

/* Clients that go in the middle of an answer leave nothing behind. */
static void
test_hang_up (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  char buffer[100000];
  guint before = 0;

  flux_test_server_start (server, NULL);
  post_rows (server, 0, 50000);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (FluxTestSocket) socket = flux_test_socket_new (server->port);

      flux_test_socket_send_text (
          socket, "GET %s?limit=100000 HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY "\r\n\r\n", FLOW_DATA);
      if (i % 3 != 0)
        g_assert_cmpint (flux_test_socket_read_some (socket, buffer, i % 3 == 1 ? 100 : sizeof buffer), >, 0);
      if (i == 20)
        before = flux_test_server_get_memory (server);
    }
  g_assert_cmpuint (read_rows (server, "?limit=100000", NULL), ==, 50000);
  if (flux_test_server_is_plain ())
    g_assert_cmpuint (flux_test_server_get_memory (server), <, before + GROWTH_MOST);
}

/* Rows move from one table to another while they are read: no answer lacks one or has one twice. */
static void
test_while_rows_move (void)
{
  enum { STEP = 20000 };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  guint n_posted = 0;

  flux_test_server_start (server, NULL);
  for (guint round = 0; round < flux_test_scale (3, 20); round++)
    {
      guint n_reads = 0;
      gboolean has_moved = FALSE;

      post_rows (server, n_posted / 10, STEP);
      n_posted += STEP;
      /* The writer moves the older half of them once it has been idle for half a second. */
      while (!has_moved)
        {
          g_autofree char *recent = NULL;
          guint expected = MIN (n_posted, STEP);

          g_assert_cmpuint (read_rows (server, "?limit=20000", NULL), ==, expected);
          g_assert_cmpuint (++n_reads, <, 1000);
          if (n_reads % 4 != 0)
            continue;
          recent = flux_test_server_sql (server, "SELECT count (*) FROM fluxio_recent");
          has_moved = strtoull (recent, NULL, 10) < 16384;
        }
    }
}

/* Posts come while an answer is under way: it has the rows that were there, each once and in order. */
static void
test_while_posts_come (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (FluxTestSocket) poster = NULL;

  flux_test_server_start (server, NULL);
  post_rows (server, 0, 30000);
  poster = flux_test_socket_new (server->port);
  for (guint i = 0; i < 50; i++)
    flux_test_socket_send_text (poster,
                                "POST /api/ingest HTTP/1.1\r\nHost: x\r\nx-api-key: " FLUX_TEST_KEY
                                "\r\nContent-Length: 32\r\n\r\n{\"device_id\":\"D0\",\"flow_rate\":1}");
  g_assert_cmpuint (read_rows (server, "?limit=100000&end_time=2023-11-20", NULL), ==, 30000);
  for (guint i = 0; i < 50; i++)
    g_assert_cmpuint (flux_test_socket_read_status (poster), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-data/queries", test_queries);
  g_test_add_func ("/flow-data/streamed", test_streamed);
  g_test_add_func ("/flow-data/slow-readers", test_slow_readers);
  g_test_add_func ("/flow-data/hang-up", test_hang_up);
  g_test_add_func ("/flow-data/while-rows-move", test_while_rows_move);
  g_test_add_func ("/flow-data/while-posts-come", test_while_posts_come);
  return g_test_run ();
}
