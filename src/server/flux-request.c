/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-request.h"

#include "flux-answer.h"
#include "flux-engine-posts.h"
#include "flux-strangers.h"

#include <string.h>

/* A refused body up to here is read and dropped, so that the connection can go on; a longer one is cut off. */
#define DROPPED_BODY_MOST (64 * 1024)

/* A short body of known length needs no counting, as it is there within the grace for slow ones or too slow, and no
 * memory set aside: the number of connections bounds what all of them take. */
#define SHORT_BODY_MOST FLUX_CONNECTION_SLOWEST_BODY

struct _FluxRequests
{
  FluxEngine *engine;
  FluxRouteFunc route;
  FluxRefusedFunc refused;
  gpointer user_data;
  FluxStrangers *strangers;
  guint n_requests;
  gsize reserved; /* bytes, by all requests */
  gboolean is_over;
  GQueue held;    /* (element-type FluxRequest): waiting for memory, the first come first */
};

static G_DEFINE_QUARK (flux-request, request)

FluxRequest *
flux_request_of (SoupServerMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), request_quark ());
}

/* --- Memory ------------------------------------------------------------------------------------------------------- */

static void
set_phase (FluxRequest *self, FluxConnectionPhase phase)
{
  if (self->connection != NULL)
    flux_connection_set_phase (self->connection, phase);
}

static void
let_held_on (FluxRequests *self)
{
  FluxRequest *request;

  while ((request = g_queue_peek_head (&self->held)) != NULL
         && self->reserved + request->reserved <= FLUX_REQUEST_MEMORY_MOST)
    {
      g_queue_pop_head (&self->held);
      request->is_held = FALSE;
      self->reserved += request->reserved;
      set_phase (request, FLUX_CONNECTION_BODY);
      soup_server_message_unpause (request->message);
    }
}

/* Sets memory aside for a body of @size, or holds the request until there is some. It is there twice while its pieces
 * are put together. */
static void
reserve (FluxRequest *self, gsize size)
{
  FluxRequests *owner = self->owner;
  gsize bytes = 2 * size;

  self->reserved = bytes;
  if (g_queue_is_empty (&owner->held) && owner->reserved + bytes <= FLUX_REQUEST_MEMORY_MOST)
    {
      owner->reserved += bytes;
      return;
    }
  self->is_held = TRUE;
  g_queue_push_tail (&owner->held, self);
  set_phase (self, FLUX_CONNECTION_HELD);
  soup_server_message_pause (self->message);
}

void
flux_request_release (FluxRequest *self)
{
  if (self->is_held)
    g_queue_remove (&self->owner->held, self);
  else
    self->owner->reserved -= self->reserved;
  self->is_held = FALSE;
  self->reserved = 0;
  let_held_on (self->owner);
}

void
flux_request_pause (FluxRequest *self)
{
  set_phase (self, FLUX_CONNECTION_WAITING);
  soup_server_message_pause (self->message);
}

void
flux_request_resume (FluxRequest *self)
{
  if (self->is_over || self->owner->is_over)
    return;
  set_phase (self, FLUX_CONNECTION_ANSWERING);
  soup_server_message_unpause (self->message);
}

static void
request_free (gpointer data)
{
  FluxRequest *self = data;

  flux_request_release (self);
  self->owner->n_requests--;
  g_clear_pointer (&self->key, flux_api_key_unref);
  g_free (self);
}

/* --- Refusing ----------------------------------------------------------------------------------------------------- */

/* Takes the connection away from libsoup. Returns: (transfer full) (nullable) */
static GIOStream *
steal_connection (FluxRequest *self)
{
  self->connection = NULL;
  return soup_server_message_steal_connection (self->message);
}

void
flux_request_break_off (FluxRequest *self)
{
  g_autoptr (GIOStream) stream = steal_connection (self);

  if (stream != NULL)
    g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

/* Answers at once and hangs up, without reading what is still to come: libsoup would read all of it first. */
static void
cut_off (FluxRequest *self, guint status, const char *text)
{
  g_autofree char *body = g_strdup_printf ("{\"error\":\"%s\",\"message\":\"%s\"}", flux_answer_get_error_word (status),
                                           text);
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %u %s\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                             "Content-Length: %zu\r\n\r\n%s",
                                             status, flux_answer_get_error_word (status), strlen (body), body);
  g_autoptr (GSocket) socket = self->connection != NULL ? g_object_ref (self->connection->socket) : NULL;
  g_autoptr (GIOStream) stream = steal_connection (self);

  if (stream == NULL)
    return;
  /* It fits into an empty socket buffer; what a peer that reads nothing does not take is dropped. */
  g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream)), answer,
                                              strlen (answer), NULL, NULL);
  if (socket != NULL)
    g_socket_shutdown (socket, FALSE, TRUE, NULL);
  g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

/* Lets the request come in, its body unread, to be answered with @status. */
static void
refuse (FluxRequest *self, guint status, const char *text)
{
  self->refusal = status;
  self->refusal_text = text;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (self->message), FALSE);
}

static gsize
measure_headers (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gsize size = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    size += strlen (name) + strlen (value) + strlen (": \r\n");
  return size;
}

/* Content-Length must be digits, and alone: a length that two readers understand differently lets one request hide
 * another (RFC 9112, 6.3). */
static gboolean
is_framing_clear (SoupMessageHeaders *headers)
{
  const char *length = soup_message_headers_get_list (headers, "Content-Length");

  if (length == NULL)
    return TRUE;
  if (soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL || *length == '\0')
    return FALSE;
  return strlen (length) < 19 && strspn (length, "0123456789") == strlen (length);
}

/* A kept connection asks with the same key each time, which need not be looked up anew as long as it is the one in
 * force. */
static FluxApiKey *
find_key (FluxRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *text = soup_message_headers_get_one (headers, "x-api-key");
  FluxConnection *connection = self->connection;
  FluxApiKey *key;

  if (text == NULL || connection == NULL)
    return NULL;
  if (connection->key != NULL && g_str_equal (connection->key_text, text)
      && flux_engine_is_key_in_force (self->owner->engine, connection->key))
    return flux_api_key_ref (connection->key);

  key = flux_engine_authenticate (self->owner->engine, text, flux_connection_get_remote (connection));
  if (key != NULL)
    {
      g_free (connection->key_text);
      connection->key_text = g_strdup (text);
      g_clear_pointer (&connection->key, flux_api_key_unref);
      connection->key = flux_api_key_ref (key);
    }
  return key;
}

/* Only a post is lost to a key that is not good: others ask again. */
static void
note_knock (FluxRequest *self, FluxScope scope, const char *address)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  gboolean has_key = soup_message_headers_get_one (headers, "x-api-key") != NULL;

  if (scope == FLUX_SCOPE_INGEST)
    flux_engine_note_knock (self->owner->engine, address, has_key ? "wrong key" : "no key");
}

/* Asks for a key that allows @scope. Returns: whether it was good */
static gboolean
check_key (FluxRequest *self, FluxScope scope)
{
  FluxRequests *owner = self->owner;
  const char *address = self->connection != NULL ? self->connection->address : NULL;

  self->key = find_key (self);
  if (self->key != NULL && (self->key->scope & scope) == scope)
    return TRUE;
  if (self->key != NULL)
    refuse (self, SOUP_STATUS_UNAUTHORIZED, "This API key does not allow that");
  else if (flux_strangers_is_too_often (owner->strangers, address))
    refuse (self, 429, "Too many requests without a good API key");
  else
    refuse (self, SOUP_STATUS_UNAUTHORIZED, "Invalid API key");
  note_knock (self, scope, address);
  if (owner->refused != NULL)
    owner->refused (address, owner->user_data);
  return FALSE;
}

/* --- What libsoup tells while a request comes in ------------------------------------------------------------------ */

static void on_got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data);

/* An early handler: runs once the headers are whole, before the body is read. */
static void
on_got_headers (SoupServer *server, SoupServerMessage *message, const char *decoded_path, GHashTable *query,
                gpointer user_data)
{
  FluxRequest *self = flux_request_of (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *method = soup_server_message_get_method (message);
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  gboolean is_chunked = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED;
  goffset length = soup_message_headers_get_content_length (headers);
  const char *allowed = NULL;
  FluxScope scope = 0;

  if (!is_framing_clear (headers))
    {
      cut_off (self, SOUP_STATUS_BAD_REQUEST, "The length of the body is not clear");
      return;
    }
  if (measure_headers (headers) > FLUX_REQUEST_HEADERS_MOST)
    {
      cut_off (self, 431, "The headers are larger than 16 KiB");
      return;
    }

  set_phase (self, FLUX_CONNECTION_BODY);
  /* libsoup would cut the answer by itself, JSON or not. */
  soup_message_headers_remove (headers, "Range");
  if (!self->owner->route (path, method, &scope, &allowed))
    refuse (self, SOUP_STATUS_NOT_FOUND, "There is nothing at this address");
  else if (scope != 0 && !check_key (self, scope))
    ;
  else if (allowed != NULL)
    {
      refuse (self, SOUP_STATUS_METHOD_NOT_ALLOWED, "This address does not take that method");
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", allowed);
    }

  if (!is_chunked && length > (self->refusal != 0 ? DROPPED_BODY_MOST : FLUX_REQUEST_BODY_MOST))
    cut_off (self, self->refusal != 0 ? self->refusal : SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
             self->refusal != 0 ? self->refusal_text : "The body is larger than 8 MiB");
  else
    {
      gboolean is_short = !is_chunked && length <= SHORT_BODY_MOST;

      if (!is_short)
        g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk), self);
      if (!is_short && self->refusal == 0)
        reserve (self, is_chunked ? FLUX_REQUEST_BODY_MOST : (gsize) length);
    }
}

static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  FluxRequest *self = user_data;
  gsize most = self->refusal != 0 ? DROPPED_BODY_MOST : FLUX_REQUEST_BODY_MOST;

  self->received += g_bytes_get_size (chunk);
  if (self->connection != NULL)
    flux_connection_progress (self->connection, g_bytes_get_size (chunk));
  if (self->received > most)
    cut_off (self, self->refusal != 0 ? self->refusal : SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
             self->refusal != 0 ? self->refusal_text : "The body is larger than 8 MiB");
}

static void
on_request_read (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  FluxRequest *request = flux_request_of (message);

  if (request != NULL)
    set_phase (request, FLUX_CONNECTION_ANSWERING);
}

static void
on_request_ended (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  FluxRequest *request = flux_request_of (message);

  if (request == NULL)
    return;
  request->is_over = TRUE;
  set_phase (request, FLUX_CONNECTION_IDLE);
  request->connection = NULL;
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  FluxRequest *request = g_new0 (FluxRequest, 1);

  request->owner = user_data;
  request->owner->n_requests++;
  request->message = message;
  request->connection = flux_connection_of (message);
  g_object_set_qdata_full (G_OBJECT (message), request_quark (), request, request_free);
  /* The first request of a connection is told of before any byte of it has come. */
  if (request->connection != NULL && request->connection->had_request)
    set_phase (request, FLUX_CONNECTION_HEADERS);
}

void
flux_requests_end (FluxRequests *self)
{
  self->is_over = TRUE;
}

guint
flux_requests_count (FluxRequests *self)
{
  return self->n_requests;
}

FluxRequests *
flux_requests_new (SoupServer *server, FluxEngine *engine, FluxRouteFunc route, FluxRefusedFunc refused,
                   gpointer user_data)
{
  FluxRequests *self = g_new0 (FluxRequests, 1);

  self->engine = g_object_ref (engine);
  self->route = route;
  self->refused = refused;
  self->user_data = user_data;
  self->strangers = flux_strangers_new (flux_engine_get_clock (engine));
  /* The server's signals and an early handler, not the messages' own: connecting to each message costs more than all
   * that is done here. */
  g_signal_connect (server, "request-started", G_CALLBACK (on_request_started), self);
  g_signal_connect (server, "request-read", G_CALLBACK (on_request_read), self);
  g_signal_connect (server, "request-finished", G_CALLBACK (on_request_ended), self);
  g_signal_connect (server, "request-aborted", G_CALLBACK (on_request_ended), self);
  soup_server_add_early_handler (server, NULL, on_got_headers, self, NULL);
  return self;
}

void
flux_requests_free (FluxRequests *self)
{
  flux_strangers_free (self->strangers);
  g_object_unref (self->engine);
  g_free (self);
}
