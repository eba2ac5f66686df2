/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-server.h"

#include "flux-alerts-route.h"
#include "flux-answer.h"
#include "flux-connections.h"
#include "flux-devices-route.h"
#include "flux-flow-data-route.h"
#include "flux-ingest-route.h"
#include "flux-key-pair.h"
#include "flux-listen-address.h"
#include "flux-request.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <sys/resource.h>

#define FILES_NEEDED 4096

/* How long a stop waits for requests under way. */
#define STOP_WITHIN_MSEC 10000

struct _FluxServer
{
  GObject parent_instance;

  FluxEngine *engine;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;

  /* the thread's */
  SoupServer *soup;
  FluxConnections *connections;
  FluxRequests *requests;
  FluxIngestRoute *ingest;
  GHashTable *told; /* (key-type utf8): addresses that were refused in this second */
  gint64 told_second;

  GMutex mutex;
  GTlsCertificate *certificate; /* (nullable), under the mutex */
};

enum
{
  REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (flux-server-error-quark, flux_server_error)
G_DEFINE_FINAL_TYPE (FluxServer, flux_server, G_TYPE_OBJECT)

/* --- Routes ------------------------------------------------------------------------------------------------------- */

typedef enum
{
  CALL_HEALTH,
  CALL_INGEST,
  CALL_FLOW_DATA,
  CALL_DEVICES,
  CALL_MAKE_DEVICE,
  CALL_ALERTS,
  CALL_RESOLVE_ALERT,
} Call;

static const struct
{
  const char *path;
  const char *method;
  FluxScope scope;
  Call call;
} routes[] = {
  { "/api/ingest", "POST", FLUX_SCOPE_INGEST, CALL_INGEST },
  { "/api/ingest", "GET", 0, CALL_HEALTH },
  { "/api/flow-data", "GET", FLUX_SCOPE_READ, CALL_FLOW_DATA },
  { "/api/devices", "GET", FLUX_SCOPE_READ, CALL_DEVICES },
  { "/api/devices", "POST", FLUX_SCOPE_MANAGE, CALL_MAKE_DEVICE },
  { "/api/alerts", "GET", FLUX_SCOPE_READ, CALL_ALERTS },
  { "/api/alerts", "PATCH", FLUX_SCOPE_MANAGE, CALL_RESOLVE_ALERT },
};

static const struct
{
  const char *path;
  const char *methods;
} allowed_methods[] = {
  { "/api/ingest", "GET, POST" },
  { "/api/flow-data", "GET" },
  { "/api/devices", "GET, POST" },
  { "/api/alerts", "GET, PATCH" },
};

static gboolean
find_call (const char *path, const char *method, Call *call, FluxScope *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (path, routes[i].path) && g_str_equal (method, routes[i].method))
      {
        *call = routes[i].call;
        *scope = routes[i].scope;
        return TRUE;
      }
  return FALSE;
}

static gboolean
find_route (const char *path, const char *method, FluxScope *scope, const char **allowed)
{
  Call call;

  if (find_call (path, method, &call, scope))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (allowed_methods); i++)
    if (g_str_equal (path, allowed_methods[i].path))
      {
        *allowed = allowed_methods[i].methods;
        return TRUE;
      }
  return FALSE;
}

static void
make_call (FluxServer *self, Call call, SoupServerMessage *message, GHashTable *query)
{
  if (call != CALL_INGEST)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control", "no-store");
  switch (call)
    {
    case CALL_INGEST:
      flux_ingest_route_post (self->ingest, message, query);
      break;
    case CALL_HEALTH:
      flux_ingest_route_health (self->ingest, message);
      break;
    case CALL_FLOW_DATA:
      flux_flow_data_route_get (self->engine, message, query);
      break;
    case CALL_DEVICES:
      flux_devices_route_get (self->engine, message);
      break;
    case CALL_MAKE_DEVICE:
      flux_devices_route_post (self->engine, message);
      break;
    case CALL_ALERTS:
      flux_alerts_route_get (self->engine, message, query);
      break;
    case CALL_RESOLVE_ALERT:
    default:
      flux_alerts_route_patch (self->engine, message);
    }
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  FluxServer *self = user_data;
  FluxRequest *request = flux_request_of (message);
  FluxScope scope;
  Call call;

  if (request == NULL)
    flux_answer_error (message, SOUP_STATUS_BAD_REQUEST, "The request cannot be read", NULL);
  else if (request->refusal != 0)
    {
      if (request->refusal == 429)
        soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", "60");
      flux_answer_error (message, request->refusal, request->refusal_text, NULL);
    }
  else if (find_call (path, soup_server_message_get_method (message), &call, &scope))
    make_call (self, call, message, query);
  else
    flux_answer_error (message, SOUP_STATUS_NOT_FOUND, "There is nothing at this address", NULL);
}

/* --- Refused callers ---------------------------------------------------------------------------------------------- */

typedef struct
{
  FluxServer *server;
  char *address;
} Refusal;

static gboolean
emit_refused (gpointer data)
{
  Refusal *refusal = data;

  g_signal_emit (refusal->server, signals[REFUSED], 0, refusal->address);
  g_object_unref (refusal->server);
  g_free (refusal->address);
  g_free (refusal);
  return G_SOURCE_REMOVE;
}

static void
on_refused (const char *address, gpointer user_data)
{
  FluxServer *self = user_data;
  gint64 second = flux_clock_get_monotonic (flux_engine_get_clock (self->engine)) / G_USEC_PER_SEC;
  g_autoptr (GSource) source = NULL;
  Refusal *refusal;

  if (second != self->told_second)
    g_hash_table_remove_all (self->told);
  self->told_second = second;
  if (!g_hash_table_add (self->told, g_strdup (address != NULL ? address : "")))
    return;
  refusal = g_new (Refusal, 1);
  *refusal = (Refusal) { g_object_ref (self), g_strdup (address) };
  source = g_idle_source_new ();
  g_source_set_callback (source, emit_refused, refusal, NULL);
  g_source_attach (source, NULL);
}

/* --- The thread --------------------------------------------------------------------------------------------------- */

static gpointer
server_thread (gpointer data)
{
  FluxServer *self = data;

  g_main_context_push_thread_default (self->context);
  self->soup = soup_server_new ("server-header", "FluxIO", NULL);
  self->requests = flux_requests_new (self->soup, self->engine, find_route, on_refused, self);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  self->connections = flux_connections_new (self->soup, flux_engine_get_clock (self->engine), self->context);
  self->ingest = flux_ingest_route_new (self->engine, self->context);

  g_main_loop_run (self->loop);

  flux_requests_end (self->requests);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  /* What the store still works on comes back here; it always does. */
  while (flux_requests_count (self->requests) > 0 || g_main_context_pending (self->context))
    g_main_context_iteration (self->context, TRUE);
  g_clear_pointer (&self->ingest, flux_ingest_route_free);
  g_clear_pointer (&self->requests, flux_requests_free);
  g_clear_pointer (&self->connections, flux_connections_free);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* Something done on the server's thread while the caller waits. */
typedef struct
{
  void (*func) (FluxServer *self, gpointer data);
  FluxServer *server;
  gpointer data;
  GMutex mutex;
  GCond done;
  gboolean is_done;
} Errand;

static gboolean
run_errand (gpointer data)
{
  Errand *errand = data;

  errand->func (errand->server, errand->data);
  g_mutex_lock (&errand->mutex);
  errand->is_done = TRUE;
  g_cond_signal (&errand->done);
  g_mutex_unlock (&errand->mutex);
  return G_SOURCE_REMOVE;
}

static void
on_thread (FluxServer *self, void (*func) (FluxServer *self, gpointer data), gpointer data)
{
  Errand errand = { .func = func, .server = self, .data = data };
  g_autoptr (GSource) source = g_idle_source_new ();

  g_mutex_init (&errand.mutex);
  g_cond_init (&errand.done);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_errand, &errand, NULL);
  g_source_attach (source, self->context);
  g_mutex_lock (&errand.mutex);
  while (!errand.is_done)
    g_cond_wait (&errand.done, &errand.mutex);
  g_mutex_unlock (&errand.mutex);
  g_mutex_clear (&errand.mutex);
  g_cond_clear (&errand.done);
}

/* --- Listening ---------------------------------------------------------------------------------------------------- */

gboolean
flux_server_set_certificate (FluxServer *self, const char *certificate_file, const char *key_file, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = flux_key_pair_read (certificate_file, key_file, error);

  if (certificate == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  g_set_object (&self->certificate, certificate);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static GTlsCertificate *
get_certificate (gpointer user_data)
{
  FluxServer *self = user_data;
  GTlsCertificate *certificate;

  g_mutex_lock (&self->mutex);
  certificate = self->certificate != NULL ? g_object_ref (self->certificate) : NULL;
  g_mutex_unlock (&self->mutex);
  return certificate;
}

typedef struct
{
  GSocket *socket;
  gboolean is_https;
} NewListener;

static void
add_listener (FluxServer *self, gpointer data)
{
  NewListener *listener = data;

  flux_connections_add_listener (self->connections, listener->socket, listener->is_https ? get_certificate : NULL,
                                 self);
}

char *
flux_server_listen (FluxServer *self, const char *address, GError **error)
{
  g_autoptr (FluxListenAddress) parsed = flux_listen_address_parse (address, error);
  g_autoptr (GTlsCertificate) certificate = get_certificate (self);
  g_autoptr (GSocket) socket = NULL;
  char *url = NULL;

  if (parsed == NULL)
    return NULL;
  if (parsed->is_https && certificate == NULL)
    {
      g_set_error (error, FLUX_SERVER_ERROR, FLUX_SERVER_ERROR_CERTIFICATE,
                   _ ("%s needs a certificate. Give one with --tls-cert and --tls-key"), address);
      return NULL;
    }
  socket = flux_listen_address_open (parsed, &url, error);
  if (socket == NULL)
    return NULL;
  on_thread (self, add_listener, &(NewListener) { socket, parsed->is_https });
  return url;
}

static void
close_listeners (FluxServer *self, gpointer data)
{
  flux_connections_close_listeners (self->connections);
}

void
flux_server_close_listeners (FluxServer *self)
{
  on_thread (self, close_listeners, NULL);
}

/* --- Stopping ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  FluxServer *server;
  gint64 deadline;
} Stop;

static gboolean
end_when_idle (gpointer data)
{
  Stop *stop = data;

  if (flux_connections_count_busy (stop->server->connections) > 0 && g_get_monotonic_time () < stop->deadline)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (stop->server->loop);
  return G_SOURCE_REMOVE;
}

static void
begin_stop (FluxServer *self, gpointer data)
{
  g_autoptr (GSource) source = g_timeout_source_new (5);
  Stop *stop = g_new (Stop, 1);

  flux_connections_close (self->connections);
  *stop = (Stop) { self, g_get_monotonic_time () + STOP_WITHIN_MSEC * 1000 };
  g_source_set_callback (source, end_when_idle, stop, g_free);
  g_source_attach (source, self->context);
}

void
flux_server_stop (FluxServer *self)
{
  if (self->thread == NULL)
    return;
  on_thread (self, begin_stop, NULL);
  g_thread_join (g_steal_pointer (&self->thread));
}

/* --- Life --------------------------------------------------------------------------------------------------------- */

/* A thousand connections, their numbers above 1,024, and the database's files. */
static void
allow_many_sockets (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FILES_NEEDED)
    return;
  limit.rlim_cur = MIN (FILES_NEEDED, limit.rlim_max);
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < FILES_NEEDED)
    g_warning ("Only %lu files may be open at once, so that fewer gateways can be connected. Raise the limit to %d",
               (unsigned long) limit.rlim_cur, FILES_NEEDED);
}

FluxServer *
flux_server_new (FluxEngine *engine)
{
  FluxServer *self = g_object_new (FLUX_TYPE_SERVER, NULL);

  allow_many_sockets ();
  self->engine = g_object_ref (engine);
  self->thread = g_thread_new ("server", server_thread, self);
  return self;
}

static void
flux_server_finalize (GObject *object)
{
  FluxServer *self = FLUX_SERVER (object);

  flux_server_stop (self);
  g_clear_object (&self->certificate);
  g_clear_object (&self->engine);
  g_hash_table_unref (self->told);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (flux_server_parent_class)->finalize (object);
}

static void
flux_server_class_init (FluxServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_server_finalize;

  signals[REFUSED] = g_signal_new ("refused", FLUX_TYPE_SERVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
}

static void
flux_server_init (FluxServer *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
}
