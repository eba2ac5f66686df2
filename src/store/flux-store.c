/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store.h"

#include "flux-store-driver.h"
#include "flux-write-queue.h"

#include <glib/gi18n.h>

#define MAX_READERS 3

struct _FluxStore
{
  GObject parent_instance;

  char *uri;
  FluxClock *clock;
  FluxStoreDriver *driver;
  FluxStoreAccess access;
  FluxWriteQueue *queue; /* (nullable): none when opened for looking */

  GAsyncQueue *idle_sessions; /* (element-type FluxStoreSession): opened, and lent to nobody now */
  GThreadPool *readers;       /* of ReadTask */
};

G_DEFINE_FINAL_TYPE (FluxStore, flux_store, G_TYPE_OBJECT)

/* --- Reading ------------------------------------------------------------------------------------------------------ */

gpointer
flux_store_read (FluxStore *self, FluxStoreRead read, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (FluxStoreSession) session = g_async_queue_try_pop (self->idle_sessions);
  gpointer result;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (session == NULL)
    session = flux_store_driver_open_session (self->driver, FALSE, error);
  if (session == NULL)
    return NULL;

  result = read (session, data, cancellable, error);
  g_async_queue_push (self->idle_sessions, g_steal_pointer (&session));
  return result;
}

typedef struct
{
  FluxStoreRead read;
  gpointer data;
  GDestroyNotify destroy;
  GDestroyNotify destroy_result;
} ReadTask;

static void
read_task_free (ReadTask *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

static void
run_read_task (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  ReadTask *read = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result = flux_store_read (g_task_get_source_object (task), read->read, read->data,
                                     g_task_get_cancellable (task), &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, read->destroy_result);
}

void
flux_store_read_async (FluxStore *self, FluxStoreRead read, gpointer data, GDestroyNotify destroy,
                       GDestroyNotify destroy_result, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ReadTask *read_task = g_new0 (ReadTask, 1);

  *read_task = (ReadTask) { read, data, destroy, destroy_result };
  g_task_set_source_tag (task, flux_store_read_async);
  g_task_set_task_data (task, read_task, (GDestroyNotify) read_task_free);
  g_thread_pool_push (self->readers, task, NULL);
}

gpointer
flux_store_read_finish (FluxStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Writing ------------------------------------------------------------------------------------------------------ */

void
flux_store_submit (FluxStore *self, FluxStoreWork *work)
{
  g_autoptr (GError) error = NULL;

  if (self->queue != NULL)
    {
      flux_write_queue_submit (self->queue, work);
      return;
    }
  g_set_error (&error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY,
               _ ("%s is open for looking only. Make the change in the program that takes readings into it"),
               self->uri);
  work->done (work, error);
}

/* A change whose end is told to a GTask or to a waiting thread. */
typedef struct
{
  FluxStoreWork work;
  FluxStoreChange change;
  gpointer data;
  GDestroyNotify destroy;

  GTask *task; /* (nullable): else somebody waits */
  GMutex mutex;
  GCond finished;
  gboolean is_finished;
  GError *error;
} ChangeWork;

static gboolean
change_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  ChangeWork *self = (ChangeWork *) work;

  return self->change (session, self->data, error);
}

static void
change_done_task (FluxStoreWork *work, const GError *error)
{
  ChangeWork *self = (ChangeWork *) work;
  g_autoptr (GTask) task = self->task;

  /* The task owns this struct. */
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, self->data, NULL);
}

static void
change_done_wait (FluxStoreWork *work, const GError *error)
{
  ChangeWork *self = (ChangeWork *) work;

  g_mutex_lock (&self->mutex);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->is_finished = TRUE;
  g_cond_signal (&self->finished);
  g_mutex_unlock (&self->mutex);
}

static void
change_work_free (ChangeWork *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

void
flux_store_change_async (FluxStore *self, FluxStoreChange change, gpointer data, GDestroyNotify destroy,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ChangeWork *work = g_new0 (ChangeWork, 1);

  work->work.run = change_run;
  work->work.done = change_done_task;
  work->change = change;
  work->data = data;
  work->destroy = destroy;
  work->task = g_task_new (self, cancellable, callback, user_data);
  /* A change that was committed happened, whatever was cancelled meanwhile. */
  g_task_set_check_cancellable (work->task, FALSE);
  g_task_set_source_tag (work->task, flux_store_change_async);
  g_task_set_task_data (work->task, work, (GDestroyNotify) change_work_free);
  flux_store_submit (self, &work->work);
}

gpointer
flux_store_change_finish (FluxStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
flux_store_change (FluxStore *self, FluxStoreChange change, gpointer data, GError **error)
{
  ChangeWork work = {
    .work = { .run = change_run, .done = change_done_wait },
    .change = change,
    .data = data,
  };

  g_mutex_init (&work.mutex);
  g_cond_init (&work.finished);
  flux_store_submit (self, &work.work);
  g_mutex_lock (&work.mutex);
  while (!work.is_finished)
    g_cond_wait (&work.finished, &work.mutex);
  g_mutex_unlock (&work.mutex);
  g_mutex_clear (&work.mutex);
  g_cond_clear (&work.finished);

  if (work.error != NULL)
    g_propagate_error (error, work.error);
  return work.error == NULL;
}

void
flux_store_set_observer (FluxStore *self, const FluxStoreObserver *functions, gpointer observer)
{
  if (self->queue != NULL)
    flux_write_queue_set_observer (self->queue, functions, observer);
}

void
flux_store_watch_others (FluxStore *self, gint64 interval)
{
  if (self->queue != NULL)
    flux_write_queue_watch_others (self->queue, interval);
}

/* --- Life --------------------------------------------------------------------------------------------------------- */

FluxStore *
flux_store_open (const char *uri, FluxStoreAccess access, FluxClock *clock, GError **error)
{
  g_autoptr (FluxStore) self = g_object_new (FLUX_TYPE_STORE, NULL);
  g_autoptr (FluxStoreSession) writer = NULL;

  self->uri = g_strdup (uri);
  self->clock = g_object_ref (clock);
  self->access = access;
  self->driver = flux_store_driver_open (uri, access, clock, error);
  if (self->driver == NULL)
    return NULL;
  if (access != FLUX_STORE_LOOK)
    {
      writer = flux_store_driver_open_session (self->driver, TRUE, error);
      if (writer == NULL)
        return NULL;
      self->queue = flux_write_queue_new (g_steal_pointer (&writer));
    }
  return g_steal_pointer (&self);
}

typedef struct
{
  char *uri;
  FluxStoreAccess access;
  FluxClock *clock;
} OpenTask;

static void
open_task_free (OpenTask *self)
{
  g_free (self->uri);
  g_object_unref (self->clock);
  g_free (self);
}

static void
run_open_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenTask *open = data;
  GError *error = NULL;
  FluxStore *store = flux_store_open (open->uri, open->access, open->clock, &error);

  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
flux_store_open_async (const char *uri, FluxStoreAccess access, FluxClock *clock, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenTask *open = g_new0 (OpenTask, 1);

  *open = (OpenTask) { g_strdup (uri), access, g_object_ref (clock) };
  g_task_set_source_tag (task, flux_store_open_async);
  g_task_set_task_data (task, open, (GDestroyNotify) open_task_free);
  g_task_run_in_thread (task, run_open_task);
}

FluxStore *
flux_store_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
close_idle_sessions (FluxStore *self)
{
  FluxStoreSession *session;

  while ((session = g_async_queue_try_pop (self->idle_sessions)) != NULL)
    g_object_unref (session);
}

void
flux_store_close (FluxStore *self)
{
  /* The writer goes last where it can: only it may put the log's content into the database's own file. */
  close_idle_sessions (self);
  g_clear_pointer (&self->queue, flux_write_queue_free);
  close_idle_sessions (self);
}

const char *
flux_store_get_uri (FluxStore *self)
{
  return self->uri;
}

FluxClock *
flux_store_get_clock (FluxStore *self)
{
  return self->clock;
}

gboolean
flux_store_is_read_only (FluxStore *self)
{
  return self->access == FLUX_STORE_LOOK;
}

static void
flux_store_finalize (GObject *object)
{
  FluxStore *self = FLUX_STORE (object);

  /* Tasks under way hold a reference, so none is left. */
  g_thread_pool_free (self->readers, FALSE, FALSE);
  flux_store_close (self);
  g_async_queue_unref (self->idle_sessions);
  g_clear_object (&self->driver);
  g_clear_object (&self->clock);
  g_free (self->uri);

  G_OBJECT_CLASS (flux_store_parent_class)->finalize (object);
}

static void
flux_store_class_init (FluxStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_store_finalize;
}

static void
flux_store_init (FluxStore *self)
{
  self->idle_sessions = g_async_queue_new_full (g_object_unref);
  self->readers = g_thread_pool_new (run_read_task, NULL, MAX_READERS, FALSE, NULL);
}
