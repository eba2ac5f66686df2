/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-http-client.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#define READ_BYTES (16 * 1024)

struct _FluxHttpClient
{
  GObject parent_instance;

  SoupSession *session;
  guint deadline_msec;
};

G_DEFINE_FINAL_TYPE (FluxHttpClient, flux_http_client, G_TYPE_OBJECT)

/* A request under way: the data of its task. */
typedef struct
{
  SoupMessage *message;
  GInputStream *stream; /* (nullable): of the answer's body, once its head is there */
  GByteArray *body;
  GCancellable *ended; /* ends the request, by the deadline or by the caller's cancellable */
  GSource *deadline;
  GSource *cancelled; /* (nullable) */
  guint deadline_msec;
  gboolean timed_out;
} Request;

static void
drop_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
request_free (Request *request)
{
  g_clear_pointer (&request->deadline, drop_source);
  g_clear_pointer (&request->cancelled, drop_source);
  g_clear_pointer (&request->body, g_byte_array_unref);
  g_clear_object (&request->stream);
  g_clear_object (&request->message);
  g_clear_object (&request->ended);
  g_free (request);
}

static gboolean
on_deadline (gpointer user_data)
{
  Request *request = user_data;

  request->timed_out = TRUE;
  g_cancellable_cancel (request->ended);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Request *request = user_data;

  g_cancellable_cancel (request->ended);
  return G_SOURCE_REMOVE;
}

static GSource *
attach (GSource *source, GSourceFunc callback, Request *request)
{
  g_source_set_callback (source, callback, request, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static Request *
request_new (SoupMessage *message, guint deadline_msec, GCancellable *cancellable)
{
  Request *request = g_new0 (Request, 1);

  request->message = g_object_ref (message);
  request->body = g_byte_array_new ();
  request->ended = g_cancellable_new ();
  request->deadline_msec = deadline_msec;
  request->deadline = attach (g_timeout_source_new (deadline_msec), on_deadline, request);
  if (cancellable != NULL)
    request->cancelled = attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_cancelled), request);
  return request;
}

static void
fail (GTask *task, const GError *foreign)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = flux_net_error_from (foreign);

  if (request->timed_out)
    g_task_return_new_error (task, FLUX_NET_ERROR, FLUX_NET_ERROR_TIMEOUT, _ ("No answer within %.3g s"),
                             request->deadline_msec / 1000.0);
  else if (g_error_matches (error, FLUX_NET_ERROR, FLUX_NET_ERROR_TLS))
    g_task_return_new_error (task, FLUX_NET_ERROR, FLUX_NET_ERROR_TLS,
                             _ ("%s. Correct the address, or let this computer trust the server’s certificate."),
                             error->message);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static guint
read_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &seconds, NULL))
    return 0;
  return seconds;
}

static void
succeed (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  FluxHttpAnswer *answer = g_new0 (FluxHttpAnswer, 1);

  answer->status = soup_message_get_status (request->message);
  answer->retry_after_seconds = read_retry_after (request->message);
  answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&request->body));
  g_task_return_pointer (task, answer, (GDestroyNotify) flux_http_answer_free);
}

static void read_next (GTask *task);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  Request *request = g_task_get_task_data (task);

  if (bytes == NULL)
    {
      fail (task, error);
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      succeed (task);
      return;
    }
  g_byte_array_append (request->body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (request->body->len > FLUX_HTTP_ANSWER_MAX)
    {
      g_task_return_new_error (task, FLUX_NET_ERROR, FLUX_NET_ERROR_FAILED, _ ("The answer is longer than %d bytes"),
                               FLUX_HTTP_ANSWER_MAX);
      return;
    }
  read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (request->stream, READ_BYTES, G_PRIORITY_DEFAULT, request->ended, on_read, task);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Request *request = g_task_get_task_data (task);

  request->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (request->stream == NULL)
    fail (task, error);
  else
    read_next (g_steal_pointer (&task));
}

/* Returns: (transfer full) (nullable): %NULL when @url is no address */
static GUri *
parse_address (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  if (!g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (g_uri_get_scheme (uri), "https"))
    return NULL;
  return g_steal_pointer (&uri);
}

static SoupMessage *
message_new (GUri *uri, const char *const *headers, const char *content_type, GBytes *body)
{
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_POST, uri);

  for (; headers != NULL && headers[0] != NULL; headers += 2)
    soup_message_headers_append (soup_message_get_request_headers (message), headers[0], headers[1]);
  soup_message_set_request_body_from_bytes (message, content_type, body);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  return message;
}

static void
flux_http_client_dispose (GObject *object)
{
  FluxHttpClient *self = FLUX_HTTP_CLIENT (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (flux_http_client_parent_class)->dispose (object);
}

static void
flux_http_client_class_init (FluxHttpClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = flux_http_client_dispose;
}

static void
flux_http_client_init (FluxHttpClient *self)
{
  self->deadline_msec = FLUX_HTTP_DEADLINE_DEFAULT_MSEC;
}

void
flux_http_answer_free (FluxHttpAnswer *self)
{
  g_bytes_unref (self->body);
  g_free (self);
}

FluxHttpClient *
flux_http_client_new (guint max_connections)
{
  FluxHttpClient *self = g_object_new (FLUX_TYPE_HTTP_CLIENT, NULL);

  self->session = soup_session_new_with_options ("max-conns", max_connections, "max-conns-per-host", max_connections,
                                                 "user-agent", "FluxIO/" FLUX_VERSION, NULL);
  return self;
}

void
flux_http_client_set_deadline (FluxHttpClient *self, guint deadline_msec)
{
  self->deadline_msec = deadline_msec;
}

void
flux_http_client_post_async (FluxHttpClient *self,
                             const char *url,
                             const char *const *headers,
                             const char *content_type,
                             GBytes *body,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GUri) uri = parse_address (url);
  g_autoptr (SoupMessage) message = NULL;
  Request *request;

  g_task_set_source_tag (task, flux_http_client_post_async);
  if (uri == NULL)
    {
      g_task_return_new_error (task, FLUX_NET_ERROR, FLUX_NET_ERROR_ADDRESS,
                               _ ("This is no http or https address. Write it like http://192.168.1.10:3000"));
      return;
    }
  message = message_new (uri, headers, content_type, body);
  request = request_new (message, self->deadline_msec, cancellable);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, request->ended, on_sent,
                           g_steal_pointer (&task));
}

FluxHttpAnswer *
flux_http_client_post_finish (FluxHttpClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
