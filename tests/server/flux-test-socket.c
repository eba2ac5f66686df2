/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE 30 /* s */

#ifdef __SANITIZE_ADDRESS__
/* Once GnuTLS has run, gcc 12's leak check follows a stale note of thread-local storage and crashes. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "intercept_tls_get_addr=0";
}
#endif

struct _FluxTestSocket
{
  GSocketConnection *connection;
  GIOStream *stream;
  GByteArray *received; /* and not yet given out */
  gboolean is_closed;
};

/* --- Life --------------------------------------------------------------------------------------------------------- */

static FluxTestSocket *
connect_to (guint16 port, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  FluxTestSocket *self;

  g_socket_client_set_timeout (client, PATIENCE);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, error);
  if (connection == NULL)
    return NULL;
  self = g_new0 (FluxTestSocket, 1);
  self->connection = g_steal_pointer (&connection);
  /* What is sent in two parts shall not wait for the first to be acknowledged. */
  g_socket_set_option (g_socket_connection_get_socket (self->connection), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  self->received = g_byte_array_new ();
  return self;
}

FluxTestSocket *
flux_test_socket_try (guint16 port)
{
  FluxTestSocket *self = connect_to (port, NULL);

  if (self != NULL)
    self->stream = g_object_ref (G_IO_STREAM (self->connection));
  return self;
}

FluxTestSocket *
flux_test_socket_new (guint16 port)
{
  g_autoptr (GError) error = NULL;
  FluxTestSocket *self = connect_to (port, &error);

  g_assert_no_error (error);
  self->stream = g_object_ref (G_IO_STREAM (self->connection));
  return self;
}

static gboolean
accept_any (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags faults, gpointer user_data)
{
  return TRUE;
}

FluxTestSocket *
flux_test_socket_new_tls (guint16 port)
{
  g_autoptr (GError) error = NULL;
  FluxTestSocket *self = connect_to (port, &error);

  g_assert_no_error (error);
  self->stream = g_tls_client_connection_new (G_IO_STREAM (self->connection), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->stream, "accept-certificate", G_CALLBACK (accept_any), NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (self->stream), NULL, &error);
  g_assert_no_error (error);
  return self;
}

void
flux_test_socket_free (FluxTestSocket *self)
{
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->connection);
  g_byte_array_unref (self->received);
  g_free (self);
}

GTlsCertificate *
flux_test_socket_get_certificate (FluxTestSocket *self)
{
  return g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (self->stream));
}

/* --- Sending ------------------------------------------------------------------------------------------------------ */

gboolean
flux_test_socket_send (FluxTestSocket *self, const void *bytes, gssize size)
{
  g_autoptr (GError) error = NULL;
  gsize length = size < 0 ? strlen (bytes) : (gsize) size;

  if (g_output_stream_write_all (g_io_stream_get_output_stream (self->stream), bytes, length, NULL, NULL, &error))
    return TRUE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_error ("The server took nothing for %d s", PATIENCE);
  return FALSE;
}

gboolean
flux_test_socket_send_text (FluxTestSocket *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return flux_test_socket_send (self, text, -1);
}

void
flux_test_socket_finish_sending (FluxTestSocket *self)
{
  g_socket_shutdown (g_socket_connection_get_socket (self->connection), FALSE, TRUE, NULL);
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

void
flux_test_http_clear (FluxTestHttp *self)
{
  g_clear_pointer (&self->headers, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
}

gssize
flux_test_socket_read_some (FluxTestSocket *self, void *buffer, gsize size)
{
  g_autoptr (GError) error = NULL;
  gssize n;

  if (self->received->len > 0)
    {
      n = MIN (size, self->received->len);
      memcpy (buffer, self->received->data, n);
      g_byte_array_remove_range (self->received, 0, n);
      return n;
    }
  n = g_input_stream_read (g_io_stream_get_input_stream (self->stream), buffer, size, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_error ("Nothing came from the server for %d s", PATIENCE);
  self->is_closed |= n <= 0;
  return n;
}

/* Returns: FALSE at the end */
static gboolean
receive_more (FluxTestSocket *self)
{
  guint8 buffer[65536];
  g_autoptr (GByteArray) before = g_steal_pointer (&self->received);
  gssize n;

  self->received = g_byte_array_new ();
  n = flux_test_socket_read_some (self, buffer, sizeof buffer);
  g_byte_array_append (self->received, before->data, before->len);
  if (n > 0)
    g_byte_array_append (self->received, buffer, n);
  return n > 0;
}

/* Takes what comes before @mark, and the mark. Returns: (transfer full) (nullable): %NULL at the end */
static char *
take_up_to (FluxTestSocket *self, const char *mark)
{
  for (;;)
    {
      const char *found
          = self->received->len > 0 ? memmem (self->received->data, self->received->len, mark, strlen (mark)) : NULL;
      char *text;

      if (found != NULL)
        {
          text = g_strndup ((char *) self->received->data, found - (char *) self->received->data);
          g_byte_array_remove_range (self->received, 0, found - (char *) self->received->data + strlen (mark));
          return text;
        }
      if (!receive_more (self))
        return NULL;
    }
}

static gboolean
take_bytes (FluxTestSocket *self, gsize size, GByteArray *into)
{
  while (self->received->len < size)
    if (!receive_more (self))
      return FALSE;
  g_byte_array_append (into, self->received->data, size);
  g_byte_array_remove_range (self->received, 0, size);
  return TRUE;
}

static gboolean
take_chunks (FluxTestSocket *self, GByteArray *into)
{
  for (;;)
    {
      g_autofree char *line = take_up_to (self, "\r\n");
      g_autofree char *after = NULL;
      gsize size = line != NULL ? strtoull (line, NULL, 16) : 0;

      if (line == NULL || !take_bytes (self, size, into))
        return FALSE;
      after = take_up_to (self, "\r\n");
      if (after == NULL || size == 0)
        return after != NULL;
    }
}

/* The value of a header. Returns: (nullable): in @headers */
static const char *
find_header (const char *headers, const char *name)
{
  g_autofree char *begin = g_strdup_printf ("\r\n%s: ", name);
  const char *found = strcasestr (headers, begin);

  return found != NULL ? found + strlen (begin) : NULL;
}

static gboolean
take_body (FluxTestSocket *self, const char *headers, GByteArray *into)
{
  const char *length = find_header (headers, "Content-Length");
  const char *encoding = find_header (headers, "Transfer-Encoding");

  if (encoding != NULL && g_str_has_prefix (encoding, "chunked"))
    return take_chunks (self, into);
  if (length != NULL)
    return take_bytes (self, strtoull (length, NULL, 10), into);
  while (receive_more (self))
    continue;
  return take_bytes (self, self->received->len, into);
}

guint
flux_test_socket_read (FluxTestSocket *self, gboolean has_body, FluxTestHttp *http)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  *http = (FluxTestHttp) { 0 };
  do
    {
      g_free (http->headers);
      http->headers = take_up_to (self, "\r\n\r\n");
      if (http->headers == NULL || !g_str_has_prefix (http->headers, "HTTP/1.") || strlen (http->headers) < 12)
        return 0;
      http->status = atoi (http->headers + strlen ("HTTP/1.1 "));
    }
  while (http->status == 100);
  if (has_body && !take_body (self, http->headers, body))
    http->status = 0;
  http->body = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  return http->status;
}

guint
flux_test_socket_read_status (FluxTestSocket *self)
{
  g_auto (FluxTestHttp) http = { 0 };

  return flux_test_socket_read (self, TRUE, &http);
}

char *
flux_test_socket_read_headers (FluxTestSocket *self)
{
  return take_up_to (self, "\r\n\r\n");
}

gsize
flux_test_socket_read_to_end (FluxTestSocket *self)
{
  guint8 buffer[65536];
  gsize total = 0;
  gssize n;

  while ((n = flux_test_socket_read_some (self, buffer, sizeof buffer)) > 0)
    total += n;
  return total;
}

gboolean
flux_test_socket_is_closed (FluxTestSocket *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  guint8 buffer[4096];

  while (!self->is_closed && g_socket_condition_check (socket, G_IO_IN | G_IO_HUP | G_IO_ERR) != 0)
    {
      gssize n = g_socket_receive (socket, (char *) buffer, sizeof buffer, NULL, NULL);

      if (n > 0)
        g_byte_array_append (self->received, buffer, n);
      self->is_closed = n <= 0;
    }
  return self->is_closed;
}

/* --- Requests ----------------------------------------------------------------------------------------------------- */

GString *
flux_test_http_request (const char *method, const char *path, const char *key, const char *headers, const void *body,
                        gssize size)
{
  GString *text = g_string_new (NULL);
  gsize length = body == NULL ? 0 : size < 0 ? strlen (body) : (gsize) size;

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: x\r\n", method, path);
  if (key != NULL)
    g_string_append_printf (text, "x-api-key: %s\r\n", key);
  if (body != NULL)
    g_string_append_printf (text, "Content-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", length);
  g_string_append_printf (text, "%s\r\n", headers != NULL ? headers : "");
  if (body != NULL)
    g_string_append_len (text, body, length);
  return text;
}
