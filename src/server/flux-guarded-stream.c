/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-guarded-stream.h"

#define FLUX_TYPE_GUARDED_INPUT (flux_guarded_input_get_type ())
G_DECLARE_FINAL_TYPE (FluxGuardedInput, flux_guarded_input, FLUX, GUARDED_INPUT, GInputStream)

struct _FluxGuardedInput
{
  GInputStream parent_instance;

  GInputStream *base;
  FluxSocketWatch *watch; /* (nullable) (owned) */
  FluxIsIdleFunc is_idle;
  gpointer user_data;
  gboolean has_begun_last; /* the byte that stands for a last request was given */
};

#define FLUX_TYPE_GUARDED_OUTPUT (flux_guarded_output_get_type ())
G_DECLARE_FINAL_TYPE (FluxGuardedOutput, flux_guarded_output, FLUX, GUARDED_OUTPUT, GOutputStream)

struct _FluxGuardedOutput
{
  GOutputStream parent_instance;

  GOutputStream *base;
  GByteArray *held;
  gboolean holds_next;
};

struct _FluxGuardedStream
{
  GIOStream parent_instance;

  GIOStream *base;
  FluxGuardedInput *input;
  FluxGuardedOutput *output;
};

static void flux_guarded_input_pollable_init (GPollableInputStreamInterface *iface);
static void flux_guarded_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxGuardedInput,
                               flux_guarded_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, flux_guarded_input_pollable_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (FluxGuardedOutput,
                               flux_guarded_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM, flux_guarded_output_pollable_init))
G_DEFINE_FINAL_TYPE (FluxGuardedStream, flux_guarded_stream, G_TYPE_IO_STREAM)

/* --- Input -------------------------------------------------------------------------------------------------------- */

/* What a read of the base has given, or the one byte that stands for a last request. */
static gssize
pass_on (FluxGuardedInput *self, char *buffer, gssize n_read, GError **cause, GError **error)
{
  gboolean is_end
      = n_read == 0 || (n_read < 0 && !g_error_matches (*cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK));

  if (is_end && !self->has_begun_last && self->is_idle (self->user_data))
    {
      self->has_begun_last = TRUE;
      g_clear_error (cause);
      *buffer = '\r';
      return 1;
    }
  if (n_read < 0)
    g_propagate_error (error, g_steal_pointer (cause));
  return n_read;
}

static gssize
flux_guarded_input_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  FluxGuardedInput *self = FLUX_GUARDED_INPUT (stream);
  GError *cause = NULL;
  gssize n_read = g_input_stream_read (self->base, buffer, count, cancellable, &cause);

  return count > 0 ? pass_on (self, buffer, n_read, &cause, error) : n_read;
}

static gssize
flux_guarded_input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  FluxGuardedInput *self = FLUX_GUARDED_INPUT (stream);
  GError *cause = NULL;
  gssize n_read = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->base), buffer, count, NULL,
                                                            &cause);

  return pass_on (self, buffer, n_read, &cause, error);
}

static gboolean
flux_guarded_input_can_poll (GPollableInputStream *stream)
{
  return g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (FLUX_GUARDED_INPUT (stream)->base));
}

static gboolean
flux_guarded_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (FLUX_GUARDED_INPUT (stream)->base));
}

static GSource *
flux_guarded_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  FluxGuardedInput *self = FLUX_GUARDED_INPUT (stream);
  g_autoptr (GSource) child = NULL;

  if (self->watch != NULL)
    return flux_socket_watch_create_source (self->watch, stream, cancellable);
  child = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (self->base), NULL);
  return g_pollable_source_new_full (stream, child, cancellable);
}

static void
flux_guarded_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = flux_guarded_input_can_poll;
  iface->is_readable = flux_guarded_input_is_readable;
  iface->create_source = flux_guarded_input_create_source;
  iface->read_nonblocking = flux_guarded_input_read_nonblocking;
}

static void
flux_guarded_input_finalize (GObject *object)
{
  FluxGuardedInput *self = FLUX_GUARDED_INPUT (object);

  g_clear_pointer (&self->watch, flux_socket_watch_unref);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (flux_guarded_input_parent_class)->finalize (object);
}

static void
flux_guarded_input_class_init (FluxGuardedInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_guarded_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = flux_guarded_input_read;
}

static void
flux_guarded_input_init (FluxGuardedInput *self)
{
}

/* --- Output ------------------------------------------------------------------------------------------------------- */

static void
set_would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "The socket takes no more for now");
}

/* Writes what is held and @buffer with it. Returns: how much of @buffer was written, or -1 and @error */
static gssize
write_with_held (FluxGuardedOutput *self, const void *buffer, gsize count, GError **error)
{
  const GOutputVector vectors[] = { { self->held->data, self->held->len }, { buffer, count } };
  gsize written, from_held;
  GPollableReturn result = g_pollable_output_stream_writev_nonblocking (
      G_POLLABLE_OUTPUT_STREAM (self->base), vectors, G_N_ELEMENTS (vectors), &written, NULL, error);

  if (result == G_POLLABLE_RETURN_WOULD_BLOCK)
    set_would_block (error);
  if (result != G_POLLABLE_RETURN_OK)
    return -1;
  from_held = MIN (written, self->held->len);
  g_byte_array_remove_range (self->held, 0, from_held);
  if (written == from_held)
    {
      set_would_block (error);
      return -1;
    }
  return written - from_held;
}

static gssize
flux_guarded_output_write_nonblocking (GPollableOutputStream *stream, const void *buffer, gsize count, GError **error)
{
  FluxGuardedOutput *self = FLUX_GUARDED_OUTPUT (stream);

  if (self->holds_next)
    {
      self->holds_next = FALSE;
      g_byte_array_append (self->held, buffer, count);
      return count;
    }
  if (self->held->len > 0)
    return write_with_held (self, buffer, count, error);
  return g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (self->base), buffer, count, NULL, error);
}

static gssize
flux_guarded_output_write (GOutputStream *stream, const void *buffer, gsize count, GCancellable *cancellable,
                           GError **error)
{
  FluxGuardedOutput *self = FLUX_GUARDED_OUTPUT (stream);
  gsize written;

  if (!g_output_stream_write_all (self->base, self->held->data, self->held->len, &written, cancellable, error))
    return -1;
  g_byte_array_set_size (self->held, 0);
  return g_output_stream_write (self->base, buffer, count, cancellable, error);
}

static gboolean
flux_guarded_output_can_poll (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_can_poll (G_POLLABLE_OUTPUT_STREAM (FLUX_GUARDED_OUTPUT (stream)->base));
}

static gboolean
flux_guarded_output_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (FLUX_GUARDED_OUTPUT (stream)->base));
}

static GSource *
flux_guarded_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  GOutputStream *base = FLUX_GUARDED_OUTPUT (stream)->base;
  g_autoptr (GSource) child = g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (base), NULL);

  return g_pollable_source_new_full (stream, child, cancellable);
}

static void
flux_guarded_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->can_poll = flux_guarded_output_can_poll;
  iface->is_writable = flux_guarded_output_is_writable;
  iface->create_source = flux_guarded_output_create_source;
  iface->write_nonblocking = flux_guarded_output_write_nonblocking;
}

static void
flux_guarded_output_finalize (GObject *object)
{
  FluxGuardedOutput *self = FLUX_GUARDED_OUTPUT (object);

  g_byte_array_unref (self->held);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (flux_guarded_output_parent_class)->finalize (object);
}

static void
flux_guarded_output_class_init (FluxGuardedOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_guarded_output_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = flux_guarded_output_write;
}

static void
flux_guarded_output_init (FluxGuardedOutput *self)
{
  self->held = g_byte_array_new ();
}

/* --- Stream ------------------------------------------------------------------------------------------------------- */

static GInputStream *
flux_guarded_stream_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (FLUX_GUARDED_STREAM (stream)->input);
}

static GOutputStream *
flux_guarded_stream_get_output_stream (GIOStream *stream)
{
  return G_OUTPUT_STREAM (FLUX_GUARDED_STREAM (stream)->output);
}

static void
stop_watching (FluxGuardedStream *self)
{
  if (self->input->watch != NULL)
    flux_socket_watch_stop (self->input->watch);
}

static gboolean
flux_guarded_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  stop_watching (FLUX_GUARDED_STREAM (stream));
  return g_io_stream_close (FLUX_GUARDED_STREAM (stream)->base, cancellable, error);
}

static void
on_base_closed (GObject *base, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_io_stream_close_finish (G_IO_STREAM (base), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
flux_guarded_stream_close_async (GIOStream *stream, int priority, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);

  stop_watching (FLUX_GUARDED_STREAM (stream));
  g_io_stream_close_async (FLUX_GUARDED_STREAM (stream)->base, priority, cancellable, on_base_closed, task);
}

static gboolean
flux_guarded_stream_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
flux_guarded_stream_finalize (GObject *object)
{
  FluxGuardedStream *self = FLUX_GUARDED_STREAM (object);

  /* A source that somebody still has does not look at a number that may soon be another file's. */
  stop_watching (self);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (flux_guarded_stream_parent_class)->finalize (object);
}

static void
flux_guarded_stream_class_init (FluxGuardedStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_guarded_stream_finalize;
  stream_class->get_input_stream = flux_guarded_stream_get_input_stream;
  stream_class->get_output_stream = flux_guarded_stream_get_output_stream;
  stream_class->close_fn = flux_guarded_stream_close;
  stream_class->close_async = flux_guarded_stream_close_async;
  stream_class->close_finish = flux_guarded_stream_close_finish;
}

static void
flux_guarded_stream_init (FluxGuardedStream *self)
{
}

FluxGuardedStream *
flux_guarded_stream_new (GIOStream *base, FluxSocketWatch *watch, FluxIsIdleFunc is_idle, gpointer user_data)
{
  FluxGuardedStream *self = g_object_new (FLUX_TYPE_GUARDED_STREAM, NULL);

  self->base = g_object_ref (base);
  self->input = g_object_new (FLUX_TYPE_GUARDED_INPUT, NULL);
  self->input->base = g_object_ref (g_io_stream_get_input_stream (base));
  self->input->watch = watch != NULL ? flux_socket_watch_ref (watch) : NULL;
  self->input->is_idle = is_idle;
  self->input->user_data = user_data;
  self->output = g_object_new (FLUX_TYPE_GUARDED_OUTPUT, NULL);
  self->output->base = g_object_ref (g_io_stream_get_output_stream (base));
  return self;
}

void
flux_guarded_stream_hold_next (FluxGuardedStream *self)
{
  self->output->holds_next = TRUE;
}
