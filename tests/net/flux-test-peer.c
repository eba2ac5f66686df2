/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-peer.h"

#include <string.h>

#ifdef __SANITIZE_ADDRESS__
/* Once GnuTLS has run, gcc 12's leak check follows a stale note of thread-local storage and crashes. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "intercept_tls_get_addr=0";
}
#endif

struct _FluxTestPeer
{
  FluxTestPeerHandler handler;
  gpointer user_data;
  GTlsCertificate *certificate;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GMutex lock;
  GCond started;
  char *url; /* guarded by the lock until it is set */
};

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  FluxTestPeer *self = user_data;

  self->handler (message, path, query, self->user_data);
}

static char *
listen_anywhere (FluxTestPeer *self, SoupServer *server)
{
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;
  g_autoptr (GError) error = NULL;
  GSList *uris;
  char *url;

  if (self->certificate != NULL)
    options |= SOUP_SERVER_LISTEN_HTTPS;
  soup_server_listen_local (server, 0, options, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  url = g_strdup_printf ("%s://127.0.0.1:%d", g_uri_get_scheme (uris->data), g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return url;
}

static gpointer
run_peer (gpointer user_data)
{
  FluxTestPeer *self = user_data;
  g_autoptr (SoupServer) server = NULL;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new ("tls-certificate", self->certificate, NULL);
  soup_server_add_handler (server, NULL, on_request, self, NULL);

  g_mutex_lock (&self->lock);
  self->url = listen_anywhere (self, server);
  g_cond_signal (&self->started);
  g_mutex_unlock (&self->lock);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
quit_loop (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

FluxTestPeer *
flux_test_peer_new (FluxTestPeerHandler handler, gpointer user_data, GTlsCertificate *certificate)
{
  FluxTestPeer *self = g_new0 (FluxTestPeer, 1);

  self->handler = handler;
  self->user_data = user_data;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->lock);
  g_cond_init (&self->started);
  self->thread = g_thread_new ("peer", run_peer, self);

  g_mutex_lock (&self->lock);
  while (self->url == NULL)
    g_cond_wait (&self->started, &self->lock);
  g_mutex_unlock (&self->lock);
  return self;
}

void
flux_test_peer_free (FluxTestPeer *self)
{
  g_main_context_invoke (self->context, quit_loop, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_clear_object (&self->certificate);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->started);
  g_free (self->url);
  g_free (self);
}

const char *
flux_test_peer_get_url (FluxTestPeer *self)
{
  return self->url;
}

void
flux_test_peer_answer (SoupServerMessage *message, guint status, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  if (text != NULL)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
}

void
flux_test_peer_hang_up (SoupServerMessage *message, const char *raw)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  if (raw != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), raw, strlen (raw), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
on_too_long (gpointer user_data)
{
  g_error ("Waited 60 s in vain");
  return G_SOURCE_REMOVE;
}

void
flux_test_wait (gboolean (*done) (gpointer user_data), gpointer user_data)
{
  guint limit = g_timeout_add_seconds (60, on_too_long, NULL);

  while (!done (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}
