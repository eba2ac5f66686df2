/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"
#include "flux-test-work.h"

/* --- Works -------------------------------------------------------------------------------------------------------- */

/* Works that wait together share a transaction: all that is submitted while the writer is held up. */
static void
group_commit (FluxTestPlant *plant)
{
  FluxTestWatcher watcher = { .delay = -1 };
  FluxTestWork works[100];
  int n_done = 0;
  g_autofree char *count = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  flux_store_set_observer (plant->store, &flux_test_watcher_functions, &watcher);
  loan = flux_test_loan_write (plant->store, &session);
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      flux_test_work_init (&works[i], i, &watcher, &n_done);
      flux_store_submit (plant->store, &works[i].work);
    }
  g_assert_cmpint (g_atomic_int_get (&n_done), ==, 0);
  g_assert_true (flux_test_loan_commit (loan, NULL));
  flux_store_close (plant->store);

  /* one for the loan, one for them, one at the end */
  g_assert_cmpuint (watcher.committed, ==, 3);
  g_assert_cmpuint (watcher.before_commit, ==, 3);
  g_assert_cmpuint (watcher.rolled_back, ==, 0);
  g_assert_true (watcher.thread != g_thread_self ());
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      g_assert_cmpint (works[i].code, ==, -1);
      g_assert_cmpint (works[i].order, ==, i);
      g_assert_cmpuint (works[i].runs, ==, 1);
      g_assert_cmpuint (works[i].committed, ==, 2); /* done comes after it */
    }
  count = flux_test_count_settings (plant);
  g_assert_cmpstr (count, ==, "100");
}

/* One that fails takes none of the others with it. */
static void
failing_work (FluxTestPlant *plant)
{
  FluxTestWork works[10];
  int n_done = 0;
  g_autofree char *count = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      flux_test_work_init (&works[i], i, NULL, &n_done);
      works[i].fails = i == 3 || i == 4 || i == 9;
      flux_store_submit (plant->store, &works[i].work);
    }
  g_assert_true (flux_test_loan_commit (loan, NULL));
  flux_store_close (plant->store);

  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      g_assert_cmpint (works[i].code, ==, works[i].fails ? FLUX_STORE_ERROR_FAILED : -1);
      g_assert_cmpint (works[i].order, ==, i);
    }
  count = flux_test_count_settings (plant);
  g_assert_cmpstr (count, ==, "7");
}

static void
watcher_refuses (FluxTestPlant *plant)
{
  FluxTestWatcher watcher = { .delay = -1, .refuses = TRUE };
  FluxTestWork work;
  g_autofree char *count = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  flux_store_set_observer (plant->store, &flux_test_watcher_functions, &watcher);
  loan = flux_test_loan_write (plant->store, &session);
  flux_test_work_init (&work, 1, &watcher, NULL);
  flux_store_submit (plant->store, &work.work);
  g_assert_false (flux_test_loan_commit (loan, NULL));
  g_assert_false (flux_store_change (plant->store, flux_test_change_setting, (char *) "work-2", NULL));
  g_assert_cmpint (work.code, ==, FLUX_STORE_ERROR_FAILED);
  g_assert_cmpuint (watcher.rolled_back, >=, 3);
  watcher.refuses = FALSE;
  flux_store_close (plant->store);
  count = flux_test_count_settings (plant);
  g_assert_cmpstr (count, ==, "0");
}

/* What one thread submits is done in the order it was, whatever others submit beside it. */
typedef struct
{
  FluxStore *store;
  FluxTestWork works[500];
  int n_done;
} Submitter;

static gpointer
submit_all (gpointer data)
{
  Submitter *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->works); i++)
    flux_store_submit (self->store, &self->works[i].work);
  return NULL;
}

static void
order_kept (FluxTestPlant *plant)
{
  Submitter *submitters = g_new0 (Submitter, 4);
  GThread *threads[4];
  g_autofree char *count = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      submitters[i].store = plant->store;
      for (guint n = 0; n < G_N_ELEMENTS (submitters[i].works); n++)
        flux_test_work_init (&submitters[i].works[n], i * 1000 + n, NULL, &submitters[i].n_done);
      threads[i] = g_thread_new ("submitter", submit_all, &submitters[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  flux_store_close (plant->store); /* finishes what was submitted */

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    for (guint n = 0; n < G_N_ELEMENTS (submitters[i].works); n++)
      {
        g_assert_cmpint (submitters[i].works[n].code, ==, -1);
        g_assert_cmpint (submitters[i].works[n].order, ==, n);
      }
  count = flux_test_count_settings (plant);
  g_assert_cmpstr (count, ==, "2000");
  g_free (submitters);
}

/* The last reference may go on the writer's own thread. */
typedef struct
{
  FluxStoreWork work;
  FluxStore *store;
} LastUser;

static gboolean
last_user_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  return flux_store_session_put_setting (session, "work-last", "done", error);
}

static void
last_user_done (FluxStoreWork *work, const GError *error)
{
  LastUser *self = (LastUser *) work;

  g_assert_no_error (error);
  g_object_unref (self->store);
}

static void
last_reference (FluxTestPlant *plant)
{
  LastUser user = { .work = { last_user_run, last_user_done, 1 } };
  g_autofree char *count = NULL;

  user.store = g_steal_pointer (&plant->store);
  flux_store_submit (user.store, &user.work);
  /* Until it is gone, its lock is not. */
  while (plant->store == NULL)
    plant->store = flux_test_plant_open (plant, FLUX_STORE_TAKE_READINGS, NULL);
  count = flux_test_count_settings (plant);
  g_assert_cmpstr (count, ==, "1");
}

/* --- Observer ----------------------------------------------------------------------------------------------------- */

/* It hears in the next transaction that another program has written, and once for each time. */
static void
observer_others (FluxTestPlant *plant)
{
  FluxTestWatcher watcher = { .delay = -1 };

  flux_store_set_observer (plant->store, &flux_test_watcher_functions, &watcher);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO devices (device_id, device_name) VALUES ('D%u', 'D')", i);
      g_autofree char *output = flux_test_plant_query (plant, sql);

      g_assert_true (flux_store_change (plant->store, flux_test_change_setting, (char *) "a", NULL));
      g_assert_cmpuint (watcher.others_wrote, ==, i);
      g_assert_true (flux_store_change (plant->store, flux_test_change_setting, (char *) "b", NULL));
      g_assert_cmpuint (watcher.others_wrote, ==, i);
    }
  flux_store_close (plant->store);
}

/* An observer whose test waits for a call. */
typedef struct
{
  GMutex mutex;
  GCond changed;
  guint seen; /* under the mutex */
} Waiter;

static void
waiter_note (Waiter *self)
{
  g_mutex_lock (&self->mutex);
  self->seen++;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
waiter_wait (Waiter *self, guint n)
{
  g_mutex_lock (&self->mutex);
  while (self->seen < n)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static gboolean
on_others_awaited (gpointer observer, FluxStoreSession *session, GError **error)
{
  waiter_note (observer);
  return TRUE;
}

static void
on_committed_awaited (gpointer observer)
{
  waiter_note (observer);
}

static gint64
get_short_delay (gpointer observer)
{
  return 1000;
}

/* With nothing submitted it gets its transaction when it wants one. */
static void
observer_delay (FluxTestPlant *plant)
{
  static const FluxStoreObserver functions = { .get_delay = get_short_delay, .committed = on_committed_awaited };
  Waiter waiter = { 0 };

  flux_store_set_observer (plant->store, &functions, &waiter);
  g_assert_true (flux_store_change (plant->store, flux_test_change_setting, (char *) "a", NULL));
  waiter_wait (&waiter, 5);
  flux_store_close (plant->store);
}

/* Nothing is submitted, and still it hears of what another program wrote. */
static void
watches_others (FluxTestPlant *plant)
{
  static const FluxStoreObserver functions = { .others_wrote = on_others_awaited };
  Waiter waiter = { 0 };

  flux_store_set_observer (plant->store, &functions, &waiter);
  flux_store_watch_others (plant->store, 5000);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO devices (device_id, device_name) VALUES ('D%u', 'D')", i);
      g_autofree char *output = flux_test_plant_query (plant, sql);

      waiter_wait (&waiter, i);
    }
  flux_store_close (plant->store);
  g_assert_cmpuint (waiter.seen, ==, 3);
}

const FluxStoreCase flux_store_cases_writing[] = {
  { "group-commit", group_commit },
  { "failing-work", failing_work },
  { "watcher-refuses", watcher_refuses },
  { "order-kept", order_kept },
  { "last-reference", last_reference },
  { "observer/delay", observer_delay },
  { "observer/others", observer_others },
  { "observer/watches-others", watches_others },
  { NULL },
};
