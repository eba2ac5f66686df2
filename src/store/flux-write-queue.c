/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-write-queue.h"

/* More works than this wait for the next transaction: it bounds how long the first of them waits for the last. */
#define MAX_WORKS 4096

/* A commit costs as much as some fifty rows. While single rows come fast (the last transaction had more than
 * GATHER_FROM), the next one waits until there are GATHER_ENOUGH, or for so long. */
#define GATHER_FROM 8
#define GATHER_ENOUGH 24
#define GATHER_FOR (G_USEC_PER_SEC / 2000)

#define BEGIN_AGAIN_AFTER (G_USEC_PER_SEC / 10)

/* Quiet for so long, the writer does more for the database's order than it must. */
#define IDLE_AFTER (G_USEC_PER_SEC / 2)

/* Of the last second or so: more than half of it spent writing is busy. */
#define LOAD_WINDOW ((double) G_USEC_PER_SEC)
#define BUSY_FROM 0.5

static const FluxStoreObserver nobody = { 0 };

struct _FluxWriteQueue
{
  GThread *thread;

  /* the thread's alone */
  FluxStoreSession *session;
  double load;        /* share of time spent writing, of late */
  gint64 measured_at; /* monotonic, until when that was measured */

  const FluxStoreObserver *functions;
  gpointer observer;

  GMutex mutex;
  GCond changed;
  /* under the mutex */
  FluxStoreWork *first;
  FluxStoreWork **end;
  guint weight;      /* of the works that wait */
  guint last_weight; /* of those taken last */
  gint64 watch_interval;
  gboolean is_closing;
  gboolean is_left; /* to its thread, which frees it */
};

/* --- One transaction (writer thread) ------------------------------------------------------------------------------ */

static gboolean
is_closing (FluxWriteQueue *self)
{
  gboolean closing;

  g_mutex_lock (&self->mutex);
  closing = self->is_closing;
  g_mutex_unlock (&self->mutex);
  return closing;
}

/* Begins a transaction however long another program holds the database: gateways do not send again, so works wait and
 * are not turned away. */
static gboolean
begin (FluxWriteQueue *self, gboolean *others_wrote, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gboolean was_told = FALSE;

  while (!flux_store_session_begin (self->session, others_wrote, &cause))
    {
      if (!g_error_matches (cause, FLUX_STORE_ERROR, FLUX_STORE_ERROR_UNAVAILABLE) || is_closing (self))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      flux_store_session_rollback (self->session);
      if (!was_told)
        g_message ("Readings wait for the database: %s", cause->message);
      was_told = TRUE;
      g_clear_error (&cause);
      g_usleep (BEGIN_AGAIN_AFTER);
    }
  return TRUE;
}

static gboolean
run_works (FluxWriteQueue *self, FluxStoreWork *works, GError **error)
{
  gboolean others_wrote = FALSE;

  if (!begin (self, &others_wrote, error))
    return FALSE;
  if (others_wrote && self->functions->others_wrote != NULL
      && !self->functions->others_wrote (self->observer, self->session, error))
    return FALSE;
  for (FluxStoreWork *work = works; work != NULL; work = work->next)
    if (!work->run (work, self->session, error))
      return FALSE;
  if (self->functions->before_commit != NULL
      && !self->functions->before_commit (self->observer, self->session, error))
    return FALSE;
  return flux_store_session_commit (self->session, error);
}

static gboolean
transact (FluxWriteQueue *self, FluxStoreWork *works, GError **error)
{
  if (run_works (self, works, error))
    {
      if (self->functions->committed != NULL)
        self->functions->committed (self->observer);
      return TRUE;
    }
  flux_store_session_rollback (self->session);
  if (self->functions->rolled_back != NULL)
    self->functions->rolled_back (self->observer);
  return FALSE;
}

static void
finish_works (FluxStoreWork *works, const GError *error)
{
  while (works != NULL)
    {
      FluxStoreWork *next = works->next; /* done may free its work */

      works->done (works, error);
      works = next;
    }
}

/* A failure that every work would meet again. */
static gboolean
concerns_all (const GError *error)
{
  return g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NO_SPACE)
         || g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_UNAVAILABLE)
         || g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_DAMAGED)
         || g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY);
}

static void
write_together (FluxWriteQueue *self, FluxStoreWork *works)
{
  g_autoptr (GError) error = NULL;

  if (transact (self, works, &error))
    {
      finish_works (works, NULL);
    }
  else if (works == NULL)
    {
      g_warning ("What was remembered could not be written, which is tried again later: %s", error->message);
    }
  else if (concerns_all (error) || (works->next == NULL && (works->has_failed || !works->can_do_less)))
    {
      finish_works (works, error);
    }
  else if (works->next == NULL)
    {
      g_message ("A change failed, and does with less: %s", error->message);
      works->has_failed = TRUE;
      write_together (self, works);
    }
  else
    while (works != NULL)
      {
        /* One of them failed: alone, each meets only its own fate. */
        FluxStoreWork *next = works->next;

        works->next = NULL;
        write_together (self, works);
        works = next;
      }
}

/* --- The thread --------------------------------------------------------------------------------------------------- */

/* The works of the next transaction. Under the mutex. */
static FluxStoreWork *
take_works (FluxWriteQueue *self)
{
  FluxStoreWork *works = self->first;
  FluxStoreWork **at = &self->first;

  self->last_weight = 0;
  for (guint n = 0; *at != NULL && n < MAX_WORKS; n++)
    {
      self->last_weight += (*at)->weight;
      at = &(*at)->next;
    }
  self->weight -= self->last_weight;
  self->first = *at;
  *at = NULL;
  if (self->first == NULL)
    self->end = &self->first;
  return works;
}

/* Gives works that are about to come the chance to share the transaction. Under the mutex. */
static void
gather (FluxWriteQueue *self)
{
  gint64 deadline = g_get_monotonic_time () + GATHER_FOR;

  if (self->last_weight <= GATHER_FROM)
    return;
  while (self->weight < GATHER_ENOUGH && !self->is_closing)
    if (!g_cond_wait_until (&self->changed, &self->mutex, deadline))
      break;
}

static gint64
later (gint64 now, gint64 delay)
{
  return delay < 0 ? G_MAXINT64 : now + delay;
}

typedef enum
{
  WAKE_WORKS,
  WAKE_OBSERVER,
  WAKE_LOOK_FOR_OTHERS,
  WAKE_UPKEEP,
  WAKE_CLOSE,
} Wake;

/* Waits for something to do. Under the mutex. */
static Wake
wait_for_works (FluxWriteQueue *self, gboolean upkeep_due)
{
  gint64 now = g_get_monotonic_time ();
  gint64 observer = later (now, self->functions->get_delay != NULL ? self->functions->get_delay (self->observer) : -1);
  gint64 look = later (now, self->watch_interval > 0 ? self->watch_interval : -1);
  gint64 upkeep = later (now, upkeep_due ? IDLE_AFTER : -1);

  while (self->first == NULL && !self->is_closing)
    {
      gint64 interval = self->watch_interval;
      gint64 deadline = MIN (MIN (observer, look), upkeep);

      if (deadline == G_MAXINT64)
        g_cond_wait (&self->changed, &self->mutex);
      else if (!g_cond_wait_until (&self->changed, &self->mutex, deadline) && self->first == NULL && !self->is_closing)
        return deadline == observer ? WAKE_OBSERVER : deadline == upkeep ? WAKE_UPKEEP : WAKE_LOOK_FOR_OTHERS;
      if (self->watch_interval != interval)
        look = later (g_get_monotonic_time (), self->watch_interval > 0 ? self->watch_interval : -1);
    }
  return self->first != NULL ? WAKE_WORKS : WAKE_CLOSE;
}

/* Lets the time since the last call count as spent writing or waiting. */
static void
measure_load (FluxWriteQueue *self, gboolean was_writing)
{
  gint64 now = g_get_monotonic_time ();
  double share = MIN ((now - self->measured_at) / LOAD_WINDOW, 1);

  self->load += share * ((was_writing ? 1 : 0) - self->load);
  self->measured_at = now;
}

static gboolean
keep_up (FluxWriteQueue *self, FluxStoreLoad load)
{
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  if (!flux_store_session_upkeep (self->session, load, &more, &error))
    g_warning ("The database could not be kept in order, which is tried again later: %s", error->message);
  return more;
}

/* Does what there is to do after @wake, without the mutex. Returns: whether more upkeep would do something */
static gboolean
act (FluxWriteQueue *self, Wake wake, FluxStoreWork *works)
{
  switch (wake)
    {
    case WAKE_WORKS:
      write_together (self, works);
      keep_up (self, self->load > BUSY_FROM ? FLUX_STORE_BUSY : FLUX_STORE_UNHURRIED);
      return TRUE;

    case WAKE_LOOK_FOR_OTHERS:
      if (!flux_store_session_have_others_written (self->session))
        return FALSE;
      write_together (self, NULL);
      return TRUE;

    case WAKE_UPKEEP:
      return keep_up (self, FLUX_STORE_IDLE);

    case WAKE_OBSERVER:
    case WAKE_CLOSE:
    default:
      write_together (self, NULL);
      return TRUE;
    }
}

static void
destroy (FluxWriteQueue *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

static gpointer
writer_thread (gpointer data)
{
  FluxWriteQueue *self = data;
  gboolean upkeep_due = TRUE;
  Wake wake = WAKE_WORKS;

  while (wake != WAKE_CLOSE)
    {
      FluxStoreWork *works;

      g_mutex_lock (&self->mutex);
      wake = wait_for_works (self, upkeep_due);
      if (wake == WAKE_WORKS)
        gather (self);
      works = take_works (self);
      g_mutex_unlock (&self->mutex);
      measure_load (self, FALSE);

      upkeep_due = act (self, wake, works);
      measure_load (self, TRUE);
    }
  g_clear_object (&self->session);
  if (self->is_left)
    destroy (self);
  return NULL;
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

FluxWriteQueue *
flux_write_queue_new (FluxStoreSession *session)
{
  FluxWriteQueue *self = g_new0 (FluxWriteQueue, 1);

  self->session = session;
  self->functions = &nobody;
  self->end = &self->first;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("store-writer", writer_thread, self);
  return self;
}

void
flux_write_queue_free (FluxWriteQueue *self)
{
  g_mutex_lock (&self->mutex);
  self->is_closing = TRUE;
  self->is_left = self->thread == g_thread_self ();
  if (self->is_left)
    self->functions = &nobody;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);

  if (self->is_left)
    {
      g_thread_unref (self->thread);
      return;
    }
  g_thread_join (self->thread);
  destroy (self);
}

void
flux_write_queue_submit (FluxWriteQueue *self, FluxStoreWork *work)
{
  guint weight;

  work->next = NULL;
  g_mutex_lock (&self->mutex);
  weight = self->weight;
  self->weight += work->weight;
  if (self->first == NULL || (weight < GATHER_ENOUGH && self->weight >= GATHER_ENOUGH))
    g_cond_signal (&self->changed);
  *self->end = work;
  self->end = &work->next;
  g_mutex_unlock (&self->mutex);
}

void
flux_write_queue_set_observer (FluxWriteQueue *self, const FluxStoreObserver *functions, gpointer observer)
{
  g_mutex_lock (&self->mutex);
  self->functions = functions;
  self->observer = observer;
  g_mutex_unlock (&self->mutex);
}

void
flux_write_queue_watch_others (FluxWriteQueue *self, gint64 interval)
{
  g_mutex_lock (&self->mutex);
  self->watch_interval = interval;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}
