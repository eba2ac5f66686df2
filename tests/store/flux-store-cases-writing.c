/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include "flux-time.h"

/* How often the observer was called, and what it shall do. */
typedef struct
{
  guint others_wrote;
  guint before_commit;
  guint committed;
  guint rolled_back;
  gboolean refuses;
  gint64 delay;
  GThread *thread;
} Watcher;

/* A work of the tests: writes a setting named as itself. */
typedef struct
{
  FluxStoreWork work;
  guint number;
  gboolean fails;
  Watcher *watcher;
  guint runs;

  /* when done */
  int *n_done; /* (nullable): atomic; how many are, in all */
  int order;
  guint committed;
  int code; /* of the error; -1: none */
} TestWork;

static gboolean
test_work_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  TestWork *self = (TestWork *) work;
  g_autofree char *name = g_strdup_printf ("work-%u", self->number);

  self->runs++;
  if (self->fails)
    {
      g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_FAILED, "as the test wants");
      return FALSE;
    }
  return flux_store_session_put_setting (session, name, "done", error);
}

static void
test_work_done (FluxStoreWork *work, const GError *error)
{
  TestWork *self = (TestWork *) work;

  self->code = error != NULL ? error->code : -1;
  self->committed = self->watcher != NULL ? self->watcher->committed : 0;
  if (self->n_done != NULL)
    self->order = g_atomic_int_add (self->n_done, 1);
}

static void
test_work_init (TestWork *self, guint number, Watcher *watcher, int *n_done)
{
  *self = (TestWork) {
    .work = { test_work_run, test_work_done, 1 }, .number = number, .watcher = watcher, .n_done = n_done, .code = -2,
  };
}

static gboolean
change_setting (FluxStoreSession *session, gpointer data, GError **error)
{
  return flux_store_session_put_setting (session, data, "changed", error);
}

static char *
count_settings (FluxTestPlant *plant)
{
  return flux_test_plant_query (plant, "SELECT count(*) FROM fluxio_settings WHERE name LIKE 'work-%'");
}

/* --- Watcher ------------------------------------------------------------------------------------------------------ */

static gboolean
on_others_wrote (gpointer observer, FluxStoreSession *session, GError **error)
{
  ((Watcher *) observer)->others_wrote++;
  return TRUE;
}

static gboolean
on_before_commit (gpointer observer, FluxStoreSession *session, GError **error)
{
  Watcher *self = observer;

  self->before_commit++;
  self->thread = g_thread_self ();
  if (self->refuses)
    g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_FAILED, "as the watcher wants");
  return !self->refuses && flux_store_session_put_setting (session, "watcher", "was here", error);
}

static gint64
on_get_delay (gpointer observer)
{
  return ((Watcher *) observer)->delay;
}

static void
on_committed (gpointer observer)
{
  ((Watcher *) observer)->committed++;
}

static void
on_rolled_back (gpointer observer)
{
  ((Watcher *) observer)->rolled_back++;
}

static const FluxStoreObserver watcher_functions
    = { on_others_wrote, on_before_commit, on_get_delay, on_committed, on_rolled_back };

/* --- Works -------------------------------------------------------------------------------------------------------- */

/* Works that wait together share a transaction: all that is submitted while the writer is held up. */
static void
group_commit (FluxTestPlant *plant)
{
  Watcher watcher = { .delay = -1 };
  TestWork works[100];
  int n_done = 0;
  g_autofree char *count = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  flux_store_set_observer (plant->store, &watcher_functions, &watcher);
  loan = flux_test_loan_write (plant->store, &session);
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      test_work_init (&works[i], i, &watcher, &n_done);
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
  count = count_settings (plant);
  g_assert_cmpstr (count, ==, "100");
}

/* One that fails takes none of the others with it. */
static void
failing_work (FluxTestPlant *plant)
{
  TestWork works[10];
  int n_done = 0;
  g_autofree char *count = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    {
      test_work_init (&works[i], i, NULL, &n_done);
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
  count = count_settings (plant);
  g_assert_cmpstr (count, ==, "7");
}

static void
watcher_refuses (FluxTestPlant *plant)
{
  Watcher watcher = { .delay = -1, .refuses = TRUE };
  TestWork work;
  g_autofree char *count = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  flux_store_set_observer (plant->store, &watcher_functions, &watcher);
  loan = flux_test_loan_write (plant->store, &session);
  test_work_init (&work, 1, &watcher, NULL);
  flux_store_submit (plant->store, &work.work);
  g_assert_false (flux_test_loan_commit (loan, NULL));
  g_assert_false (flux_store_change (plant->store, change_setting, (char *) "work-2", NULL));
  g_assert_cmpint (work.code, ==, FLUX_STORE_ERROR_FAILED);
  g_assert_cmpuint (watcher.rolled_back, >=, 3);
  watcher.refuses = FALSE;
  flux_store_close (plant->store);
  count = count_settings (plant);
  g_assert_cmpstr (count, ==, "0");
}

/* What one thread submits is done in the order it was, whatever others submit beside it. */
typedef struct
{
  FluxStore *store;
  TestWork works[500];
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
        test_work_init (&submitters[i].works[n], i * 1000 + n, NULL, &submitters[i].n_done);
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
  count = count_settings (plant);
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
  count = count_settings (plant);
  g_assert_cmpstr (count, ==, "1");
}

/* --- Changes with a GTask ----------------------------------------------------------------------------------------- */

typedef struct
{
  GMainContext *context;
  gboolean is_over;
  GError *error;
  gpointer result;
} Answer;

static gboolean
change_nothing (FluxStoreSession *session, gpointer data, GError **error)
{
  g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS, "as the test wants");
  return FALSE;
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  g_assert_true (g_main_context_is_owner (answer->context));
  answer->result = flux_store_change_finish (FLUX_STORE (source), result, &answer->error);
  answer->is_over = TRUE;
}

static void
wait_for (Answer *answer)
{
  while (!answer->is_over)
    g_main_context_iteration (answer->context, TRUE);
}

static void
note_destroyed (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static void
change_async (FluxTestPlant *plant)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  char *name = g_strdup ("work-async");
  Answer answer = { context }, refusal = { context }, late = { context };
  g_autofree char *count = NULL;

  g_main_context_push_thread_default (context);
  flux_store_change_async (plant->store, change_setting, name, g_free, NULL, on_changed, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (answer.result == name);

  flux_store_change_async (plant->store, change_nothing, NULL, NULL, NULL, on_changed, &refusal);
  wait_for (&refusal);
  g_assert_error (refusal.error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  g_assert_null (refusal.result);
  g_clear_error (&refusal.error);

  /* What was committed happened, cancelled or not. */
  g_cancellable_cancel (cancelled);
  flux_store_change_async (plant->store, change_setting, (char *) "work-late", NULL, cancelled, on_changed, &late);
  wait_for (&late);
  g_assert_no_error (late.error);
  g_main_context_pop_thread_default (context);
  count = count_settings (plant);
  g_assert_cmpstr (count, ==, "2");
}

static void
change_blocking (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (flux_store_change (plant->store, change_setting, (char *) "work-blocking", &error));
  g_assert_no_error (error);
  g_assert_false (flux_store_change (plant->store, change_nothing, NULL, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
}

/* --- Reads with a GTask ------------------------------------------------------------------------------------------- */

static gpointer
read_setting (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  char *value = NULL;

  if (!flux_store_session_get_setting (session, data, &value, error))
    return NULL;
  return value != NULL ? value : g_strdup ("absent");
}

static gpointer
read_error (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND, "as the test wants");
  return NULL;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  g_assert_true (g_main_context_is_owner (answer->context));
  answer->result = flux_store_read_finish (FLUX_STORE (source), result, &answer->error);
  answer->is_over = TRUE;
}

static void
read_async (FluxTestPlant *plant)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  Answer answers[20], failed = { context }, late = { context };

  g_main_context_push_thread_default (context);
  flux_store_change (plant->store, change_setting, (char *) "read", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      answers[i] = (Answer) { context };
      flux_store_read_async (plant->store, read_setting, (char *) "read", NULL, g_free, NULL, on_read, &answers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      wait_for (&answers[i]);
      g_assert_no_error (answers[i].error);
      g_assert_cmpstr (answers[i].result, ==, "changed");
      g_free (answers[i].result);
    }

  flux_store_read_async (plant->store, read_error, NULL, NULL, g_free, NULL, on_read, &failed);
  wait_for (&failed);
  g_assert_error (failed.error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
  g_clear_error (&failed.error);

  g_cancellable_cancel (cancelled);
  flux_store_read_async (plant->store, read_setting, (char *) "read", NULL, g_free, cancelled, on_read, &late);
  wait_for (&late);
  g_assert_error (late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&late.error);
  g_main_context_pop_thread_default (context);
}

/* What the caller hands over is freed once, whether anybody takes the answer or not. */
static void
async_frees (FluxTestPlant *plant)
{
  int n_freed = 0;

  flux_store_change_async (plant->store, change_nothing, &n_freed, note_destroyed, NULL, NULL, NULL);
  flux_store_read_async (plant->store, read_error, &n_freed, note_destroyed, NULL, NULL, NULL, NULL);
  while (g_atomic_int_get (&n_freed) < 2)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, 2);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* --- Observer ----------------------------------------------------------------------------------------------------- */

/* It hears in the next transaction that another program has written, and once for each time. */
static void
observer_others (FluxTestPlant *plant)
{
  Watcher watcher = { .delay = -1 };

  flux_store_set_observer (plant->store, &watcher_functions, &watcher);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO devices (device_id, device_name) VALUES ('D%u', 'D')", i);
      g_autofree char *output = flux_test_plant_query (plant, sql);

      g_assert_true (flux_store_change (plant->store, change_setting, (char *) "a", NULL));
      g_assert_cmpuint (watcher.others_wrote, ==, i);
      g_assert_true (flux_store_change (plant->store, change_setting, (char *) "b", NULL));
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
  g_assert_true (flux_store_change (plant->store, change_setting, (char *) "a", NULL));
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

/* --- Ways to open ------------------------------------------------------------------------------------------------- */

static void
look_refuses (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) look = flux_test_plant_open (plant, FLUX_STORE_LOOK, &error);
  TestWork work;
  int n_done = 0;

  g_assert_no_error (error);
  g_assert_true (flux_store_is_read_only (look));
  g_assert_false (flux_store_is_read_only (plant->store));
  test_work_init (&work, 1, NULL, &n_done);
  flux_store_submit (look, &work.work);
  g_assert_cmpint (n_done, ==, 1); /* at once */
  g_assert_cmpint (work.code, ==, FLUX_STORE_ERROR_READ_ONLY);
  g_assert_cmpuint (work.runs, ==, 0);
  g_assert_false (flux_store_change (look, change_setting, (char *) "work-x", &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY);
}

/* Not even through a session that was lent for reading. */
static void
readers_cannot_write (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);

  g_assert_false (flux_store_session_put_setting (session, "a", "b", &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY);
}

static void
look_sees_changes (FluxTestPlant *plant)
{
  g_autoptr (FluxStore) look = flux_test_plant_open (plant, FLUX_STORE_LOOK, NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("work-%u", i);
      g_autofree char *before = flux_store_read (look, read_setting, name, NULL, NULL);
      g_autofree char *after = NULL;
      FluxStoreSession *session;
      g_autoptr (FluxTestLoan) loan = NULL;

      g_assert_cmpstr (before, ==, "absent");
      g_assert_true (flux_store_change (plant->store, change_setting, name, NULL));
      loan = flux_test_loan_read (look, &session);
      g_assert_true (flux_store_session_have_others_written (session));
      g_assert_false (flux_store_session_have_others_written (session));
      after = read_setting (session, name, NULL, NULL);
      g_assert_cmpstr (after, ==, "changed");
    }
}

static void
writes_beside (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) beside = flux_test_plant_open (plant, FLUX_STORE_WRITE_BESIDE, &error);
  Watcher watcher = { .delay = -1 };
  g_autofree char *value = NULL;

  g_assert_no_error (error);
  g_assert_false (flux_store_is_read_only (beside));
  flux_store_set_observer (plant->store, &watcher_functions, &watcher);
  g_assert_true (flux_store_change (beside, change_setting, (char *) "work-beside", &error));
  g_assert_true (flux_store_change (plant->store, change_setting, (char *) "work-main", &error));
  g_assert_cmpuint (watcher.others_wrote, ==, 1);
  value = flux_store_read (plant->store, read_setting, (char *) "work-beside", NULL, NULL);
  g_assert_cmpstr (value, ==, "changed");
  flux_store_close (plant->store);
}

/* A short change beside waits for the one under way. */
static gpointer
change_beside (gpointer store)
{
  g_autoptr (GError) error = NULL;

  flux_store_change (store, change_setting, (char *) "work-beside", &error);
  g_assert_no_error (error);
  return NULL;
}

static void
waits_beside (FluxTestPlant *plant)
{
  g_autoptr (FluxStore) beside = flux_test_plant_open (plant, FLUX_STORE_WRITE_BESIDE, NULL);
  g_autofree char *count = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);
  GThread *thread = g_thread_new ("beside", change_beside, beside);

  g_assert_true (flux_store_session_put_setting (session, "work-main", "x", NULL));
  g_assert_true (flux_test_loan_commit (loan, NULL));
  g_thread_join (thread);
  count = count_settings (plant);
  g_assert_cmpstr (count, ==, "2");
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = flux_store_open_finish (result, &answer->error);
  answer->is_over = TRUE;
}

static void
open_async (FluxTestPlant *plant)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (FluxStore) look = NULL;
  Answer answer = { context }, refused = { context };

  g_main_context_push_thread_default (context);
  flux_store_open_async (plant->uri, FLUX_STORE_LOOK, FLUX_CLOCK (plant->clock), NULL, on_opened, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  look = answer.result;
  g_assert_cmpstr (flux_store_get_uri (look), ==, plant->uri);
  g_assert_true (flux_store_get_clock (look) == FLUX_CLOCK (plant->clock));

  flux_store_open_async (plant->uri, FLUX_STORE_TAKE_READINGS, FLUX_CLOCK (plant->clock), NULL, on_opened, &refused);
  wait_for (&refused);
  g_assert_error (refused.error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_LOCKED);
  g_clear_error (&refused.error);
  g_main_context_pop_thread_default (context);
}

const FluxStoreCase flux_store_cases_writing[] = {
  { "group-commit", group_commit },
  { "failing-work", failing_work },
  { "watcher-refuses", watcher_refuses },
  { "order-kept", order_kept },
  { "last-reference", last_reference },
  { "change/async", change_async },
  { "change/blocking", change_blocking },
  { "read/async", read_async },
  { "async-frees", async_frees },
  { "observer/delay", observer_delay },
  { "observer/others", observer_others },
  { "observer/watches-others", watches_others },
  { "open/look-refuses", look_refuses },
  { "open/readers-cannot-write", readers_cannot_write },
  { "open/look-sees-changes", look_sees_changes },
  { "open/writes-beside", writes_beside },
  { "open/waits-beside", waits_beside },
  { "open/async", open_async },
  { NULL },
};
