/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-private.h"

#include "flux-time.h"

/* The small line of a card: one device's flow of the last 24 hours. */

#define PAGE 2000

typedef struct
{
  FluxEngine *engine;
  gint64 device;
  gint64 now;
} TraceRead;

static void
trace_read_free (gpointer data)
{
  TraceRead *self = data;

  g_object_unref (self->engine);
  g_free (self);
}

static void
add_rows (FluxDayTrace *trace, GArray *rows, guint from)
{
  for (guint i = from; i < rows->len; i++)
    {
      const FluxReading *reading = &g_array_index (rows, FluxStoredReading, i).reading;

      if (flux_reading_has (reading, FLUX_FIELD_FLOW_RATE))
        flux_day_trace_add (trace, reading->measured_at, reading->values[FLUX_FIELD_FLOW_RATE]);
    }
}

static gpointer
read_trace (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const TraceRead *self = data;
  g_autoptr (GArray) rows = flux_stored_readings_new ();
  g_autofree FluxDayTrace *trace = g_new0 (FluxDayTrace, 1);
  FluxReadingQuery query = {
    .device = self->device,
    .from = self->now - FLUX_TIME_DAY,
    .to = self->now,
    .limit = PAGE,
  };
  FluxStoredReading last = { 0 };
  guint n_read;

  flux_day_trace_advance (trace, self->now);
  do
    {
      g_array_set_size (rows, 0);
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !flux_store_session_read_readings (session, &query, rows, error))
        return NULL;
      n_read = rows->len;
      add_rows (trace, rows, 0);
      if (n_read > 0)
        {
          const FluxStoredReading *oldest = &g_array_index (rows, FluxStoredReading, n_read - 1);

          last.device = oldest->device;
          last.reading.measured_at = oldest->reading.measured_at;
          last.reading.copy = oldest->reading.copy;
          query.before = &last;
        }
    }
  while (n_read == PAGE);
  return g_steal_pointer (&trace);
}

static void
on_trace_read (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  FluxDayTrace *trace = flux_store_read_finish (FLUX_STORE (store), result, &error);

  if (trace == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, trace, g_free);
}

void
flux_engine_load_trace_async (FluxEngine *self, const char *device_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  TraceRead *read = g_new0 (TraceRead, 1);

  g_task_set_source_tag (task, flux_engine_load_trace_async);
  *read = (TraceRead) {
    .engine = g_object_ref (self),
    .device = flux_plant_get_number (self->plant, device_id),
    .now = flux_clock_get_now (self->clock),
  };
  if (read->device == 0)
    {
      g_task_return_new_error (task, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                               "There is no device %s. Look again", device_id);
      g_object_unref (task);
      trace_read_free (read);
      return;
    }
  flux_store_read_async (self->store, read_trace, read, trace_read_free, g_free, cancellable, on_trace_read, task);
}

FluxDayTrace *
flux_engine_load_trace_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
