/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-fuzz-target.h"

#include "flux-server.h"
#include "flux-test-mapping.h"
#include "flux-test-socket.h"

#include <stdlib.h>
#include <string.h>

/* A body on its way through HTTP, the engine and the database. The first byte of the input says how it is sent, the
 * rest is the body. With a good key every body that is not empty is kept. */

#define KEY "0123456789abcdef"
#define CHUNKED 1
#define EXPECT 2
#define HINTS 4
#define CHUNK 7

static const char *const content_types[] = {
  "",
  "Content-Type: application/json\r\n",
  "Content-Type: application/x-www-form-urlencoded\r\n",
  "Content-Type: text/plain; charset=latin-1\r\nContent-Encoding: gzip\r\n",
};

static FluxTestSocket *
get_socket (void)
{
  /* Kept for good, and known to whoever looks for leaks. */
  static FluxTestSocket *socket;
  static FluxTestEngine *engine;
  static FluxServer *server;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  if (socket != NULL)
    return socket;
  engine = flux_test_engine_new ();
  flux_test_import_sample_plant (engine);
  server = flux_server_new (engine->engine);
  url = flux_server_listen (server, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  socket = flux_test_socket_new (atoi (strrchr (url, ':') + 1));
  return socket;
}

static void
append_chunks (GString *request, const uint8_t *body, size_t size)
{
  for (size_t at = 0; at < size; at += CHUNK)
    {
      size_t length = MIN (size - at, CHUNK);

      g_string_append_printf (request, "%zx\r\n", length);
      g_string_append_len (request, (const char *) body + at, length);
      g_string_append (request, "\r\n");
    }
  g_string_append (request, "0\r\n\r\n");
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GString) request = g_string_new ("POST /api/ingest HTTP/1.1\r\nHost: x\r\nx-api-key: " KEY "\r\n");
  FluxTestSocket *socket = get_socket ();
  uint8_t how = size > 0 ? bytes[0] : 0;
  guint status;

  if (size < 2)
    return 0;
  g_string_append (request, content_types[how >> 4 & 3]);
  if ((how & EXPECT) != 0)
    g_string_append (request, "Expect: 100-continue\r\n");
  if ((how & HINTS) != 0)
    g_string_append (request, "x-gateway-id: TRB245\r\nx-device-id: NIVUS_01\r\n");
  if ((how & CHUNKED) != 0)
    {
      g_string_append (request, "Transfer-Encoding: chunked\r\n\r\n");
      append_chunks (request, bytes + 1, size - 1);
    }
  else
    {
      g_string_append_printf (request, "Content-Length: %zu\r\n\r\n", size - 1);
      g_string_append_len (request, (const char *) bytes + 1, size - 1);
    }
  g_assert_true (flux_test_socket_send (socket, request->str, request->len));
  status = flux_test_socket_read_status (socket);
  g_assert_true (status == 200 || status == 202);
  return 0;
}
