/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-socket-watch.h"

#define ENDED (G_IO_HUP | G_IO_ERR | G_IO_NVAL)

struct _FluxSocketWatch
{
  grefcount ref_count;
  GSource *source; /* (nullable): what keeps the descriptor in the context */
  GPollFD poll;
  guint n_waiting;
  gboolean is_over; /* what is read now is all there will be */
};

/* --- The descriptor in the context -------------------------------------------------------------------------------- */

typedef struct
{
  GSource parent;
  FluxSocketWatch *watch; /* not owned */
} KeepSource;

static gboolean
keep_check (GSource *source)
{
  const FluxSocketWatch *watch = ((KeepSource *) source)->watch;

  return watch->n_waiting == 0 && (watch->poll.revents & ENDED) != 0;
}

/* An end is told in every poll, whether or not somebody waits for it. */
static gboolean
keep_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  flux_socket_watch_stop (((KeepSource *) source)->watch);
  return G_SOURCE_REMOVE;
}

static GSourceFuncs keep_funcs = { NULL, keep_check, keep_dispatch, NULL };

FluxSocketWatch *
flux_socket_watch_new (GSocket *socket, GMainContext *context)
{
  FluxSocketWatch *self = g_new0 (FluxSocketWatch, 1);

  g_ref_count_init (&self->ref_count);
  self->poll.fd = g_socket_get_fd (socket);
  self->source = g_source_new (&keep_funcs, sizeof (KeepSource));
  ((KeepSource *) self->source)->watch = self;
  g_source_set_static_name (self->source, "[fluxio] socket");
  g_source_add_poll (self->source, &self->poll);
  g_source_attach (self->source, context);
  return self;
}

void
flux_socket_watch_stop (FluxSocketWatch *self)
{
  self->is_over = TRUE;
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

FluxSocketWatch *
flux_socket_watch_ref (FluxSocketWatch *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_socket_watch_unref (FluxSocketWatch *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  flux_socket_watch_stop (self);
  g_free (self);
}

/* --- Who waits ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GSource parent;
  FluxSocketWatch *watch;       /* (owned) */
  GPollableInputStream *stream; /* (owned) */
} WaitSource;

static gboolean
wait_prepare (GSource *source, int *timeout)
{
  *timeout = -1;
  return ((WaitSource *) source)->watch->is_over;
}

static gboolean
wait_check (GSource *source)
{
  const FluxSocketWatch *watch = ((WaitSource *) source)->watch;

  return watch->is_over || (watch->poll.revents & (G_IO_IN | ENDED)) != 0;
}

static gboolean
wait_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return ((GPollableSourceFunc) G_CALLBACK (callback)) (G_OBJECT (((WaitSource *) source)->stream), user_data);
}

static void
wait_finalize (GSource *source)
{
  WaitSource *self = (WaitSource *) source;

  if (--self->watch->n_waiting == 0)
    self->watch->poll.events = 0;
  g_object_unref (self->stream);
  flux_socket_watch_unref (self->watch);
}

static gboolean
invoke_closure (GObject *stream, gpointer closure)
{
  g_auto (GValue) result = G_VALUE_INIT;
  g_auto (GValue) argument = G_VALUE_INIT;

  g_value_init (&result, G_TYPE_BOOLEAN);
  g_value_init (&argument, G_TYPE_OBJECT);
  g_value_set_object (&argument, stream);
  g_closure_invoke (closure, &result, 1, &argument, NULL);
  return g_value_get_boolean (&result);
}

static GSourceFuncs wait_funcs
    = { wait_prepare, wait_check, wait_dispatch, wait_finalize, G_SOURCE_FUNC (invoke_closure) };

GSource *
flux_socket_watch_create_source (FluxSocketWatch *self, GPollableInputStream *stream, GCancellable *cancellable)
{
  GSource *source = g_source_new (&wait_funcs, sizeof (WaitSource));
  WaitSource *waiting = (WaitSource *) source;

  waiting->watch = flux_socket_watch_ref (self);
  waiting->stream = g_object_ref (stream);
  self->n_waiting++;
  /* GLib asks for the events anew before each poll. */
  self->poll.events = G_IO_IN;
  g_source_set_static_name (source, "[fluxio] wait for a request");
  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  return source;
}
