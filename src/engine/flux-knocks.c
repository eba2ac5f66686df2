/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-knocks.h"

#include "flux-time.h"

#define WRITE_INTERVAL (5 * FLUX_TIME_SECOND)

/* @is_unwritten: it has changed since it was last put into the store, the transaction under way included
 * @is_writing: that transaction has put it there */
typedef struct
{
  FluxKnock knock;
  gboolean is_unwritten;
  gboolean is_writing;
} Count;

/* Who knocked. */
typedef struct
{
  char *address;
  GPtrArray *counts; /* (element-type Count): one a reason */
} Caller;

struct _FluxKnocks
{
  FluxStoreWork work; /* writes them */
  FluxStore *store;
  FluxClock *clock;

  gboolean is_writing; /* the writer thread's: the transaction under way has put some */

  GMutex mutex;
  /* under the mutex */
  gboolean is_submitted; /* @work was, and is not done */
  gboolean is_ended;
  GHashTable *links; /* (key-type utf8: of the caller) (value-type GList): into @callers */
  GQueue callers;    /* (element-type Caller): who knocked last comes first */
  guint n_unwritten;
  gint64 write_at;   /* monotonic; no writing before */
};

/* --- Counting (under the mutex) ----------------------------------------------------------------------------------- */

static void
count_free (gpointer data)
{
  Count *self = data;

  g_free (self->knock.address);
  g_free (self->knock.reason);
  g_free (self);
}

static void
caller_free (gpointer data)
{
  Caller *self = data;

  g_ptr_array_unref (self->counts);
  g_free (self->address);
  g_free (self);
}

static void
mark (FluxKnocks *self, Count *count, gboolean is_unwritten)
{
  self->n_unwritten += is_unwritten - count->is_unwritten;
  count->is_unwritten = is_unwritten;
}

static void
forget_longest_silent (FluxKnocks *self)
{
  Caller *caller = g_queue_pop_tail (&self->callers);

  g_hash_table_remove (self->links, caller->address);
  for (guint i = 0; i < caller->counts->len; i++)
    mark (self, g_ptr_array_index (caller->counts, i), FALSE);
  caller_free (caller);
}

static Caller *
find_caller (FluxKnocks *self, const char *address)
{
  GList *link = g_hash_table_lookup (self->links, address);
  Caller *caller;

  if (link != NULL)
    {
      g_queue_unlink (&self->callers, link);
      g_queue_push_head_link (&self->callers, link);
      return link->data;
    }
  if (g_queue_get_length (&self->callers) >= FLUX_KNOCKS_ADDRESSES_MOST)
    forget_longest_silent (self);
  caller = g_new0 (Caller, 1);
  caller->address = g_strdup (address);
  caller->counts = g_ptr_array_new_with_free_func (count_free);
  g_queue_push_head (&self->callers, caller);
  g_hash_table_insert (self->links, caller->address, g_queue_peek_head_link (&self->callers));
  return caller;
}

static Count *
find_count (FluxKnocks *self, const char *address, const char *reason)
{
  Caller *caller = find_caller (self, address);
  Count *count;

  for (guint i = 0; i < caller->counts->len; i++)
    {
      count = g_ptr_array_index (caller->counts, i);
      if (g_str_equal (count->knock.reason, reason))
        return count;
    }
  count = g_new0 (Count, 1);
  count->knock.address = g_strdup (address);
  count->knock.reason = g_strdup (reason);
  g_ptr_array_add (caller->counts, count);
  return count;
}

typedef void (*CountFunc) (FluxKnocks *self, Count *count, gpointer data);

static void
foreach_count (FluxKnocks *self, CountFunc func, gpointer data)
{
  for (GList *link = self->callers.head; link != NULL; link = link->next)
    {
      const Caller *caller = link->data;

      for (guint i = 0; i < caller->counts->len; i++)
        func (self, g_ptr_array_index (caller->counts, i), data);
    }
}

static void
append_copy (FluxKnocks *self, Count *count, gpointer knocks)
{
  FluxKnock *copy = g_memdup2 (&count->knock, sizeof count->knock);

  copy->address = g_strdup (count->knock.address);
  copy->reason = g_strdup (count->knock.reason);
  g_ptr_array_add (knocks, copy);
}

/* --- Any thread --------------------------------------------------------------------------------------------------- */

/* Under the mutex. Returns: whether the caller must submit @work, without it */
static gboolean
begin_submit (FluxKnocks *self)
{
  if (self->is_submitted || self->is_ended)
    return FALSE;
  self->is_submitted = TRUE;
  return TRUE;
}

void
flux_knocks_note (FluxKnocks *self, const char *address, const char *reason)
{
  gint64 now = flux_clock_get_now (self->clock);
  gboolean must_wake;
  Count *count;

  g_mutex_lock (&self->mutex);
  /* With the first one the writer must wake; if it is too early then, it knows when to wake again. */
  must_wake = self->n_unwritten == 0 && begin_submit (self);
  count = find_count (self, address != NULL ? address : "", reason);
  if (count->knock.count == 0)
    count->knock.first_at = now;
  count->knock.count++;
  count->knock.last_at = now;
  mark (self, count, TRUE);
  g_mutex_unlock (&self->mutex);
  if (must_wake)
    flux_store_submit (self->store, &self->work);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const FluxKnock *first = *(FluxKnock *const *) a, *second = *(FluxKnock *const *) b;

  return (first->last_at < second->last_at) - (first->last_at > second->last_at);
}

GPtrArray *
flux_knocks_list (FluxKnocks *self)
{
  GPtrArray *knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_knock_free);

  g_mutex_lock (&self->mutex);
  foreach_count (self, append_copy, knocks);
  g_mutex_unlock (&self->mutex);
  g_ptr_array_sort (knocks, compare_newest_first);
  return knocks;
}

/* --- The writer thread -------------------------------------------------------------------------------------------- */

static void
take_stored (FluxKnocks *self, const FluxKnock *stored)
{
  Count *count = find_count (self, stored->address, stored->reason);

  if (count->is_unwritten || stored->last_at < count->knock.last_at)
    return;
  count->knock.first_at = stored->first_at;
  count->knock.last_at = stored->last_at;
  count->knock.count = stored->count;
}

gboolean
flux_knocks_load (FluxKnocks *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) stored = flux_store_session_list_knocks (session, error);

  if (stored == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  for (guint i = stored->len; i > 0; i--)
    take_stored (self, g_ptr_array_index (stored, i - 1));
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
begin_writing (FluxKnocks *self, Count *count, gpointer unwritten)
{
  if (!count->is_unwritten)
    return;
  append_copy (self, count, unwritten);
  mark (self, count, FALSE);
  count->is_writing = TRUE;
}

static void
end_writing (FluxKnocks *self, Count *count, gpointer is_undone)
{
  if (count->is_writing && GPOINTER_TO_INT (is_undone))
    mark (self, count, TRUE);
  count->is_writing = FALSE;
}

static void
end_all (FluxKnocks *self, gboolean is_undone)
{
  if (!self->is_writing)
    return;
  self->is_writing = FALSE;
  g_mutex_lock (&self->mutex);
  foreach_count (self, end_writing, GINT_TO_POINTER (is_undone));
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_due (const FluxKnocks *self)
{
  return self->n_unwritten > 0 && flux_clock_get_monotonic (self->clock) >= self->write_at;
}

static gboolean
write_if_due (FluxKnocks *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) unwritten = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_knock_free);

  g_mutex_lock (&self->mutex);
  if (is_due (self))
    {
      foreach_count (self, begin_writing, unwritten);
      self->write_at = flux_clock_get_monotonic (self->clock) + WRITE_INTERVAL;
      self->is_writing = TRUE;
    }
  g_mutex_unlock (&self->mutex);

  /* The longest silent first, as the store forgets those. */
  for (guint i = unwritten->len; i > 0; i--)
    if (!flux_store_session_put_knock (session, g_ptr_array_index (unwritten, i - 1), error))
      return FALSE;
  return TRUE;
}

static gboolean
work_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  return write_if_due ((FluxKnocks *) work, session, error);
}

static void
work_done (FluxStoreWork *work, const GError *error)
{
  FluxKnocks *self = (FluxKnocks *) work;

  g_mutex_lock (&self->mutex);
  self->is_submitted = FALSE;
  g_mutex_unlock (&self->mutex);
}

gboolean
flux_knocks_end (FluxKnocks *self, FluxStoreSession *session, GError **error)
{
  g_mutex_lock (&self->mutex);
  self->is_ended = TRUE;
  self->write_at = 0;
  g_mutex_unlock (&self->mutex);
  return write_if_due (self, session, error);
}

void
flux_knocks_committed (FluxKnocks *self)
{
  gboolean must_submit;

  end_all (self, FALSE);
  g_mutex_lock (&self->mutex);
  must_submit = is_due (self) && begin_submit (self);
  g_mutex_unlock (&self->mutex);
  if (must_submit)
    flux_store_submit (self->store, &self->work);
}

void
flux_knocks_rolled_back (FluxKnocks *self)
{
  end_all (self, TRUE);
}

gint64
flux_knocks_get_delay (FluxKnocks *self)
{
  gint64 delay = -1;

  g_mutex_lock (&self->mutex);
  if (self->n_unwritten > 0 && !self->is_ended)
    delay = MAX (self->write_at - flux_clock_get_monotonic (self->clock), 0);
  g_mutex_unlock (&self->mutex);
  return delay;
}

/* --- Life --------------------------------------------------------------------------------------------------------- */

FluxKnocks *
flux_knocks_new (FluxStore *store, FluxClock *clock)
{
  FluxKnocks *self = g_new0 (FluxKnocks, 1);

  self->work.run = work_run;
  self->work.done = work_done;
  self->store = store;
  self->clock = g_object_ref (clock);
  self->links = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->callers);
  g_mutex_init (&self->mutex);
  return self;
}

void
flux_knocks_free (FluxKnocks *self)
{
  g_hash_table_unref (self->links);
  g_queue_clear_full (&self->callers, caller_free);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->clock);
  g_free (self);
}
