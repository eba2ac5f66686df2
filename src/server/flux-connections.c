/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-connections.h"

#include "flux-time.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEADERS_WITHIN (30 * FLUX_TIME_SECOND)
#define IDLE_FOR (120 * FLUX_TIME_SECOND)
#define ANSWER_TAKEN_WITHIN (60 * FLUX_TIME_SECOND)
#define BODY_GRACE (30 * FLUX_TIME_SECOND)
#define BODY_BYTES_PER_SECOND 256
#define FIRST_SOCKET_NUMBER 1024

typedef struct
{
  FluxConnections *owner;
  GSocket *socket;
  GSource *source; /* (nullable): none while there is no room */
  FluxCertificateFunc certificate;
  gpointer user_data;
} Listener;

struct _FluxConnections
{
  SoupServer *server;
  FluxClock *clock;
  GMainContext *context;
  GPtrArray *listeners; /* (element-type Listener) */
  GQueue connections;   /* of FluxConnection.link, the oldest phase first */
  GSource *sweep;
  GSocket *silent_peer; /* (nullable): see keep_alive() */
  gboolean is_closing;
};

static G_DEFINE_QUARK (flux-connection, connection)

FluxConnection *
flux_connection_of (SoupServerMessage *message)
{
  /* libsoup keeps the address object that it was given with the stream. */
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_qdata (G_OBJECT (remote), connection_quark ()) : NULL;
}

GInetAddress *
flux_connection_get_remote (FluxConnection *self)
{
  return G_IS_INET_SOCKET_ADDRESS (self->remote)
             ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (self->remote))
             : NULL;
}

void
flux_connection_hang_up (FluxConnection *self)
{
  if (self == NULL || self->is_going)
    return;
  /* libsoup sees the end of the stream and lets go of it; nothing is pulled from under it. */
  self->is_going = TRUE;
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

void
flux_connection_set_phase (FluxConnection *self, FluxConnectionPhase phase)
{
  self->phase = phase;
  self->phase_since = self->progress_at = flux_clock_get_monotonic (self->owner->clock);
  self->phase_bytes = 0;
  self->had_request |= phase == FLUX_CONNECTION_ANSWERING;
  g_queue_unlink (&self->owner->connections, &self->link);
  g_queue_push_tail_link (&self->owner->connections, &self->link);
  if (phase == FLUX_CONNECTION_IDLE && self->owner->is_closing)
    flux_connection_hang_up (self);
}

void
flux_connection_progress (FluxConnection *self, gsize bytes)
{
  self->phase_bytes += bytes;
  self->progress_at = flux_clock_get_monotonic (self->owner->clock);
}

static void listen_again (FluxConnections *self);

static void
connection_gone (gpointer data, GObject *stream)
{
  FluxConnection *self = data;

  g_queue_unlink (&self->owner->connections, &self->link);
  listen_again (self->owner);
  g_object_unref (self->socket);
  g_object_unref (self->remote);
  g_free (self->address);
  g_free (self->key_text);
  g_clear_pointer (&self->key, flux_api_key_unref);
  g_free (self);
}

/* --- Deadlines ---------------------------------------------------------------------------------------------------- */

static gboolean
is_overdue (const FluxConnection *self, gint64 now)
{
  gint64 elapsed = now - self->phase_since;

  switch (self->phase)
    {
    case FLUX_CONNECTION_IDLE:
      return elapsed > (self->had_request ? IDLE_FOR : HEADERS_WITHIN);
    case FLUX_CONNECTION_HEADERS:
      return elapsed > HEADERS_WITHIN;
    case FLUX_CONNECTION_BODY:
      return elapsed > BODY_GRACE
             && self->phase_bytes < (guint64) (elapsed / FLUX_TIME_SECOND) * BODY_BYTES_PER_SECOND;
    case FLUX_CONNECTION_ANSWERING:
      return now - self->progress_at > ANSWER_TAKEN_WITHIN;
    case FLUX_CONNECTION_HELD:
    case FLUX_CONNECTION_WAITING:
    default:
      return FALSE;
    }
}

void
flux_connections_sweep (FluxConnections *self)
{
  gint64 now = flux_clock_get_monotonic (self->clock);

  for (GList *link = self->connections.head; link != NULL; link = link->next)
    if (is_overdue (link->data, now))
      flux_connection_hang_up (link->data);
  /* What kept the system from giving a socket may be over. */
  listen_again (self);
}

static gboolean
on_sweep (gpointer data)
{
  flux_connections_sweep (data);
  return G_SOURCE_CONTINUE;
}

/* The oldest connection that takes its answer and has never shown a good key. */
static FluxConnection *
find_oldest_stranger (FluxConnections *self)
{
  for (GList *link = self->connections.head; link != NULL; link = link->next)
    {
      FluxConnection *connection = link->data;

      if (!connection->is_going && connection->phase == FLUX_CONNECTION_ANSWERING && connection->key == NULL)
        return connection;
    }
  return NULL;
}

/* The oldest connection in one of two phases that is not going already. */
static FluxConnection *
find_oldest (FluxConnections *self, FluxConnectionPhase phase, FluxConnectionPhase or_phase)
{
  for (GList *link = self->connections.head; link != NULL; link = link->next)
    {
      FluxConnection *connection = link->data;

      if (!connection->is_going && (connection->phase == phase || connection->phase == or_phase))
        return connection;
    }
  return NULL;
}

/* Returns: %FALSE (and errno EMFILE) when every connection is being served: then the next one waits in the kernel. */
static gboolean
make_room (FluxConnections *self)
{
  FluxConnection *oldest;

  errno = EMFILE;
  if (self->connections.length < FLUX_CONNECTIONS_MOST)
    return TRUE;
  oldest = find_oldest (self, FLUX_CONNECTION_IDLE, FLUX_CONNECTION_HEADERS);
  if (oldest == NULL)
    oldest = find_oldest (self, FLUX_CONNECTION_BODY, FLUX_CONNECTION_HELD);
  if (oldest == NULL)
    oldest = find_oldest_stranger (self);
  if (oldest == NULL)
    return FALSE;
  flux_connection_hang_up (oldest);
  return TRUE;
}

/* --- Accepting ---------------------------------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): %NULL when nobody waits (any more) */
static GSocket *
accept_socket (GSocket *listener)
{
  int fd = accept4 (g_socket_get_fd (listener), NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  int high;
  GSocket *socket;

  if (fd < 0)
    return NULL;
  high = fcntl (fd, F_DUPFD_CLOEXEC, FIRST_SOCKET_NUMBER);
  if (high >= 0)
    close (fd);
  else
    high = fd;

  socket = g_socket_new_from_fd (high, NULL);
  if (socket == NULL)
    close (high);
  else
    {
      g_socket_set_blocking (socket, FALSE);
      g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    }
  return socket;
}

static FluxConnection *
connection_new (FluxConnections *owner, GSocket *socket, GSocketAddress *remote)
{
  FluxConnection *self = g_new0 (FluxConnection, 1);

  self->owner = owner;
  self->socket = g_object_ref (socket);
  self->link.data = self;
  self->remote = g_object_ref (remote);
  if (G_IS_INET_SOCKET_ADDRESS (remote))
    self->address = g_inet_address_to_string (flux_connection_get_remote (self));
  self->phase = FLUX_CONNECTION_IDLE;
  self->phase_since = self->progress_at = flux_clock_get_monotonic (owner->clock);
  g_queue_push_tail_link (&owner->connections, &self->link);
  return self;
}

static GIOStream *
make_stream (Listener *listener, GSocket *socket)
{
  g_autoptr (GIOStream) plain = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
  g_autoptr (GTlsCertificate) certificate
      = listener->certificate != NULL ? listener->certificate (listener->user_data) : NULL;

  if (listener->certificate == NULL)
    return g_steal_pointer (&plain);
  return certificate != NULL ? G_IO_STREAM (g_tls_server_connection_new (plain, certificate, NULL)) : NULL;
}

static gboolean
is_idle (gpointer user_data)
{
  FluxConnection *connection = user_data;

  return connection->phase == FLUX_CONNECTION_IDLE;
}

static void
serve (Listener *listener, GSocket *socket)
{
  FluxConnections *self = listener->owner;
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GIOStream) base = make_stream (listener, socket);
  g_autoptr (FluxSocketWatch) watch = NULL;
  g_autoptr (FluxGuardedStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  FluxConnection *connection;

  if (base == NULL || local == NULL || remote == NULL)
    return;
  connection = connection_new (self, socket, remote);
  if (listener->certificate == NULL)
    watch = flux_socket_watch_new (socket, self->context);
  stream = connection->stream = flux_guarded_stream_new (base, watch, is_idle, connection);
  g_object_set_qdata (G_OBJECT (remote), connection_quark (), connection);
  g_object_weak_ref (G_OBJECT (stream), connection_gone, connection);
  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (stream), local, remote, &error))
    g_debug ("A connection could not be served: %s", error->message);
}

static void
stop_listening (Listener *self)
{
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static gboolean
on_connection_waits (GSocket *socket, GIOCondition condition, gpointer data)
{
  Listener *listener = data;

  /* A burst is taken in slices, so that requests under way are served in between. */
  for (guint i = 0; i < 64; i++)
    {
      g_autoptr (GSocket) accepted = make_room (listener->owner) ? accept_socket (socket) : NULL;

      if (accepted != NULL)
        serve (listener, accepted);
      else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ECONNABORTED || errno == EINTR)
        break;
      else
        {
          g_debug ("No connection is taken for now: %s", g_strerror (errno));
          stop_listening (listener);
          break;
        }
    }
  return G_SOURCE_CONTINUE;
}

static void
start_listening (Listener *self)
{
  if (self->source != NULL)
    return;
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  /* Requests before newcomers. */
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_connection_waits), self, NULL);
  g_source_attach (self->source, self->owner->context);
}

static void
listen_again (FluxConnections *self)
{
  for (guint i = 0; i < self->listeners->len; i++)
    start_listening (g_ptr_array_index (self->listeners, i));
}

static void
listener_free (gpointer data)
{
  Listener *self = data;

  stop_listening (self);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  g_free (self);
}

void
flux_connections_add_listener (FluxConnections *self, GSocket *socket, FluxCertificateFunc certificate,
                               gpointer user_data)
{
  Listener *listener = g_new0 (Listener, 1);

  *listener = (Listener) { self, g_object_ref (socket), NULL, certificate, user_data };
  g_ptr_array_add (self->listeners, listener);
  start_listening (listener);
}

void
flux_connections_close_listeners (FluxConnections *self)
{
  g_ptr_array_set_size (self->listeners, 0);
}

void
flux_connections_close (FluxConnections *self)
{
  flux_connections_close_listeners (self);
  self->is_closing = TRUE;
  for (GList *link = self->connections.head; link != NULL; link = link->next)
    if (((FluxConnection *) link->data)->phase == FLUX_CONNECTION_IDLE)
      flux_connection_hang_up (link->data);
}

guint
flux_connections_count_busy (FluxConnections *self)
{
  guint busy = 0;

  for (GList *link = self->connections.head; link != NULL; link = link->next)
    busy += ((FluxConnection *) link->data)->phase != FLUX_CONNECTION_IDLE;
  return busy;
}

/* libsoup ends a connection after each answer unless its server has a listener of its own. It gets one end of a pair
 * whose other end never says anything. */
static void
keep_alive (FluxConnections *self)
{
  g_autoptr (GSocket) listener = NULL;
  g_autoptr (GError) error = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
    {
      g_warning ("Connections end after each answer, which is slow: %s", g_strerror (errno));
      return;
    }
  listener = g_socket_new_from_fd (ends[0], NULL);
  self->silent_peer = g_socket_new_from_fd (ends[1], NULL);
  if (!soup_server_listen_socket (self->server, listener, 0, &error))
    g_warning ("Connections end after each answer, which is slow: %s", error->message);
}

FluxConnections *
flux_connections_new (SoupServer *server, FluxClock *clock, GMainContext *context)
{
  FluxConnections *self = g_new0 (FluxConnections, 1);

  self->server = server;
  self->clock = g_object_ref (clock);
  self->context = g_main_context_ref (context);
  self->listeners = g_ptr_array_new_with_free_func (listener_free);
  self->sweep = g_timeout_source_new_seconds (1);
  g_source_set_callback (self->sweep, on_sweep, self, NULL);
  g_source_attach (self->sweep, context);
  keep_alive (self);
  return self;
}

void
flux_connections_free (FluxConnections *self)
{
  g_ptr_array_unref (self->listeners);
  g_source_destroy (self->sweep);
  g_source_unref (self->sweep);
  g_clear_object (&self->silent_peer);
  g_main_context_unref (self->context);
  g_object_unref (self->clock);
  g_free (self);
}
