/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Preloaded into the programs of a thread sanitizer build. GLib itself is not instrumented, and its locks are bare
 * futexes, so the sanitizer does not see that a lock, a queue or an idle callback orders two threads, and reports
 * races that are none. Each function here calls GLib's own and tells the sanitizer of the order that it makes.
 *
 * In a program without the sanitizer (a shell, curl) nothing is told.
 */

#include <dlfcn.h>
#include <gio/gio.h>

#undef g_once_init_enter
#undef g_once_init_leave

void __tsan_acquire (void *address) __attribute__ ((weak));
void __tsan_release (void *address) __attribute__ ((weak));

static inline void
acquire (const volatile void *address)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire ((void *) address);
}

static inline void
release (const volatile void *address)
{
  if (__tsan_release != NULL)
    __tsan_release ((void *) address);
}

/* GLib's own function of that name. Two threads may look it up at once, with the same result. */
#define REAL(name) \
  ({ \
    static gpointer found; \
    gpointer real = __atomic_load_n (&found, __ATOMIC_RELAXED); \
    if (real == NULL) \
      { \
        real = dlsym (RTLD_NEXT, #name); \
        __atomic_store_n (&found, real, __ATOMIC_RELAXED); \
      } \
    (__typeof__ (&name)) real; \
  })

/* --- Locks -------------------------------------------------------------------------------------------------------- */

#define DEFINE_LOCK(Lock, lock, trylock, unlock) \
  void \
  lock (Lock *l) \
  { \
    REAL (lock) (l); \
    acquire (l); \
  } \
\
  gboolean \
  trylock (Lock *l) \
  { \
    gboolean taken = REAL (trylock) (l); \
\
    if (taken) \
      acquire (l); \
    return taken; \
  } \
\
  void \
  unlock (Lock *l) \
  { \
    release (l); \
    REAL (unlock) (l); \
  }

DEFINE_LOCK (GMutex, g_mutex_lock, g_mutex_trylock, g_mutex_unlock)
DEFINE_LOCK (GRecMutex, g_rec_mutex_lock, g_rec_mutex_trylock, g_rec_mutex_unlock)
DEFINE_LOCK (GRWLock, g_rw_lock_writer_lock, g_rw_lock_writer_trylock, g_rw_lock_writer_unlock)
DEFINE_LOCK (GRWLock, g_rw_lock_reader_lock, g_rw_lock_reader_trylock, g_rw_lock_reader_unlock)

/* --- Counts of users ---------------------------------------------------------------------------------------------- */

#undef g_atomic_ref_count_dec

/* What any user did comes before what the last one does after it. */
gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  gboolean is_last;

  release (count);
  is_last = REAL (g_atomic_ref_count_dec) (count);
  if (is_last)
    acquire (count);
  return is_last;
}

/* --- Conditions --------------------------------------------------------------------------------------------------- */

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean in_time;

  release (mutex);
  in_time = REAL (g_cond_wait_until) (cond, mutex, end_time);
  acquire (mutex);
  return in_time;
}

gboolean
(g_once_init_enter) (volatile void *location)
{
  gboolean first = REAL (g_once_init_enter) (location);

  if (!first)
    acquire (location);
  return first;
}

void
(g_once_init_leave) (volatile void *location, gsize result)
{
  release (location);
  REAL (g_once_init_leave) (location, result);
}

/* --- Queues and pools --------------------------------------------------------------------------------------------- */

void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  release (queue);
  REAL (g_async_queue_push) (queue, data);
}

void
g_async_queue_push_front (GAsyncQueue *queue, gpointer data)
{
  release (queue);
  REAL (g_async_queue_push_front) (queue, data);
}

#define DEFINE_POP(pop, ARGUMENTS, ...) \
  gpointer \
  pop ARGUMENTS \
  { \
    gpointer data = REAL (pop) (__VA_ARGS__); \
\
    if (data != NULL) \
      acquire (queue); \
    return data; \
  }

DEFINE_POP (g_async_queue_pop, (GAsyncQueue *queue), queue)
DEFINE_POP (g_async_queue_try_pop, (GAsyncQueue *queue), queue)
DEFINE_POP (g_async_queue_timeout_pop, (GAsyncQueue *queue, guint64 timeout), queue, timeout)

typedef struct
{
  GFunc func;
  gpointer user_data;
} PoolCall;

static void
run_pool_call (gpointer data, gpointer user_data)
{
  PoolCall *call = user_data;

  acquire (data);
  call->func (data, call->user_data);
}

/* The call lives as long as the pool, whose end GLib does not tell: it is left to the end of the process. */
static PoolCall *
pool_call_new (GFunc func, gpointer user_data)
{
  PoolCall *call = g_new (PoolCall, 1);

  *call = (PoolCall) { func, user_data };
  return call;
}

GThreadPool *
g_thread_pool_new (GFunc func, gpointer user_data, gint max_threads, gboolean exclusive, GError **error)
{
  return REAL (g_thread_pool_new) (run_pool_call, pool_call_new (func, user_data), max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  release (data);
  return REAL (g_thread_pool_push) (pool, data, error);
}

/* --- Callbacks on another thread's main context ------------------------------------------------------------------- */

typedef struct
{
  GSourceFunc func;
  gpointer data;
  GDestroyNotify notify;
} SourceCall;

static SourceCall *
source_call_new (GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  SourceCall *call = g_new (SourceCall, 1);

  *call = (SourceCall) { func, data, notify };
  release (call);
  return call;
}

static gboolean
run_source_call (gpointer data)
{
  SourceCall *call = data;
  gboolean again;

  acquire (call);
  again = call->func (call->data);
  release (call);
  return again;
}

static void
source_call_free (gpointer data)
{
  SourceCall *call = data;

  acquire (call);
  if (call->notify != NULL)
    call->notify (call->data);
  g_free (call);
}

#define CALL(func, data, notify) run_source_call, source_call_new (func, data, notify), source_call_free

guint
g_idle_add_full (gint priority, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  return REAL (g_idle_add_full) (priority, CALL (func, data, notify));
}

guint
g_idle_add (GSourceFunc func, gpointer data)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, func, data, NULL);
}

guint
g_timeout_add_full (gint priority, guint interval, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  return REAL (g_timeout_add_full) (priority, interval, CALL (func, data, notify));
}

guint
g_timeout_add (guint interval, GSourceFunc func, gpointer data)
{
  return g_timeout_add_full (G_PRIORITY_DEFAULT, interval, func, data, NULL);
}

void
g_main_context_invoke_full (GMainContext *context, gint priority, GSourceFunc func, gpointer data,
                            GDestroyNotify notify)
{
  REAL (g_main_context_invoke_full) (context, priority, CALL (func, data, notify));
}

void
g_main_context_invoke (GMainContext *context, GSourceFunc func, gpointer data)
{
  g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, func, data, NULL);
}

/* Other kinds of source call back with arguments of their own. */
void
g_source_set_callback (GSource *source, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  if (func != NULL && (source->source_funcs == &g_idle_funcs || source->source_funcs == &g_timeout_funcs))
    REAL (g_source_set_callback) (source, CALL (func, data, notify));
  else
    REAL (g_source_set_callback) (source, func, data, notify);
}

/* --- GTask -------------------------------------------------------------------------------------------------------- */

static void
run_task_call (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GTaskThreadFunc func;

  acquire (task);
  func = (GTaskThreadFunc) g_object_get_data (G_OBJECT (task), "tsan-call");
  func (task, source, task_data, cancellable);
}

void
g_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  g_object_set_data (G_OBJECT (task), "tsan-call", (gpointer) func);
  release (task);
  REAL (g_task_run_in_thread) (task, run_task_call);
}

gpointer
g_task_get_task_data (GTask *task)
{
  acquire (task);
  return REAL (g_task_get_task_data) (task);
}

#define DEFINE_RETURN(name, ARGUMENTS, ...) \
  void \
  name ARGUMENTS \
  { \
    release (task); \
    REAL (name) (__VA_ARGS__); \
  }

DEFINE_RETURN (g_task_return_boolean, (GTask *task, gboolean result), task, result)
DEFINE_RETURN (g_task_return_int, (GTask *task, gssize result), task, result)
DEFINE_RETURN (g_task_return_pointer, (GTask *task, gpointer result, GDestroyNotify notify), task, result, notify)
DEFINE_RETURN (g_task_return_error, (GTask *task, GError *error), task, error)

#define DEFINE_PROPAGATE(Type, name) \
  Type \
  name (GTask *task, GError **error) \
  { \
    acquire (task); \
    return REAL (name) (task, error); \
  }

DEFINE_PROPAGATE (gboolean, g_task_propagate_boolean)
DEFINE_PROPAGATE (gssize, g_task_propagate_int)
DEFINE_PROPAGATE (gpointer, g_task_propagate_pointer)
