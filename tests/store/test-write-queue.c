/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* The writer thread alone, over a session without a database: every call it makes, in order. */

#include "flux-test-scale.h"
#include "flux-test-session.h"
#include "flux-write-queue.h"

typedef struct
{
  FluxStoreWork work;
  FluxTestSession *session;
  char name[8];
  guint fails; /* this many times */
  guint runs;
  int code; /* of the error; -1: none; -2: not done */
} Work;

static gboolean
work_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  Work *self = (Work *) work;

  g_assert_true (session == FLUX_STORE_SESSION (self->session));
  flux_test_session_note (self->session, self->name);
  self->runs++;
  if (self->fails == 0)
    return TRUE;
  self->fails--;
  g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS, "as the test wants");
  return FALSE;
}

static void
work_done (FluxStoreWork *work, const GError *error)
{
  Work *self = (Work *) work;

  self->code = error != NULL ? error->code : -1;
  flux_test_session_note (self->session, error != NULL ? "failed" : "done"); /* the test may go on, and end */
}

static void
work_init (Work *self, FluxTestSession *session, guint number)
{
  *self = (Work){ .work = { work_run, work_done, 1 }, .session = session, .code = -2 };
  g_snprintf (self->name, sizeof self->name, "w%u", number);
}

typedef struct
{
  FluxTestSession *session; /* of the queue */
  FluxWriteQueue *queue;
  Work first; /* its commit is held up */
} Fixture;

/* A queue whose writer is held up in the commit of a first work, so that works can pile up. */
static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->session = flux_test_session_new ();
  self->queue = flux_write_queue_new (g_object_ref (FLUX_STORE_SESSION (self->session)));
  work_init (&self->first, self->session, 0);
  flux_test_session_hold (self->session);
  flux_write_queue_submit (self->queue, &self->first.work);
  flux_test_session_wait_held (self->session);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->queue, flux_write_queue_free);
  g_assert_finalize_object (self->session);
}

/* Lets the writer go, ends it, and asserts what it did since the first work's commit. */
static void
assert_log (Fixture *self, const char *expected)
{
  g_autofree char *before = flux_test_session_take_log (self->session);
  g_autofree char *log = NULL;

  g_assert_cmpstr (before, ==, "begin w0");
  flux_test_session_let_go (self->session);
  g_clear_pointer (&self->queue, flux_write_queue_free);
  log = flux_test_session_take_log (self->session);
  g_assert_cmpstr (log, ==, expected);
  g_assert_cmpint (self->first.code, ==, -1);
}

static void
pile_up (Fixture *self, Work *works, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      work_init (&works[i], self->session, i + 1);
      flux_write_queue_submit (self->queue, &works[i].work);
    }
}

static void
test_alone (Fixture *self, gconstpointer data)
{
  assert_log (self, "commit done upkeep begin commit");
}

static void
test_together (Fixture *self, gconstpointer data)
{
  Work works[3];

  pile_up (self, works, 3);
  assert_log (self, "commit done upkeep begin w1 w2 w3 commit done done done upkeep begin commit");
}

static void
test_one_fails (Fixture *self, gconstpointer data)
{
  Work works[3];

  pile_up (self, works, 3);
  works[1].fails = 2;
  assert_log (self, "commit done upkeep begin w1 w2 rollback"
                    " begin w1 commit done begin w2 rollback failed begin w3 commit done upkeep begin commit");
  g_assert_cmpint (works[1].code, ==, FLUX_STORE_ERROR_EXISTS);
}

/* What failed beside others may well succeed alone. */
static void
test_one_recovers (Fixture *self, gconstpointer data)
{
  Work works[2];

  pile_up (self, works, 2);
  works[1].fails = 1;
  assert_log (self,
              "commit done upkeep begin w1 w2 rollback begin w1 commit done begin w2 commit done upkeep begin commit");
}

static const struct
{
  const char *name;
  const char *call; /* the second one of it */
  FluxStoreError code;
  const char *log;
  int done; /* code of each work */
} faults[] = {
  { "begin", "begin", FLUX_STORE_ERROR_NO_SPACE, "commit done upkeep begin rollback failed failed upkeep begin commit",
    FLUX_STORE_ERROR_NO_SPACE },
  { "no-space", "commit", FLUX_STORE_ERROR_NO_SPACE,
    "commit done upkeep begin w1 w2 commit rollback failed failed upkeep begin commit", FLUX_STORE_ERROR_NO_SPACE },
  { "damaged", "commit", FLUX_STORE_ERROR_DAMAGED,
    "commit done upkeep begin w1 w2 commit rollback failed failed upkeep begin commit", FLUX_STORE_ERROR_DAMAGED },
  { "read-only", "commit", FLUX_STORE_ERROR_READ_ONLY,
    "commit done upkeep begin w1 w2 commit rollback failed failed upkeep begin commit", FLUX_STORE_ERROR_READ_ONLY },
  { "other", "commit", FLUX_STORE_ERROR_FAILED,
    "commit done upkeep begin w1 w2 commit rollback begin w1 commit done begin w2 commit done upkeep begin commit",
    -1 },
};

/* A fault that every work would meet is told to all of them at once; afterwards the writer goes on. */
static void
test_fault (Fixture *self, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Work works[2];

  flux_test_session_fail (self->session, faults[i].call, 2, faults[i].code);
  pile_up (self, works, 2);
  assert_log (self, faults[i].log);
  g_assert_cmpint (works[0].code, ==, faults[i].done);
  g_assert_cmpint (works[1].code, ==, faults[i].done);
}

/* Another program holds the database: works wait for it. */
static void
test_begins_again (Fixture *self, gconstpointer data)
{
  g_autofree char *log = NULL;
  Work works[2];

  flux_test_session_fail (self->session, "begin", 2, FLUX_STORE_ERROR_UNAVAILABLE);
  pile_up (self, works, 2);
  flux_test_session_let_go (self->session);
  flux_test_session_wait_for (self->session, "done", 3);
  log = flux_test_session_take_log (self->session);
  g_assert_true (g_str_has_prefix (log, "begin w0 commit done upkeep begin rollback begin w1 w2 commit done done"));
}

static void
test_most_at_once (Fixture *self, gconstpointer data)
{
  guint n = 5000, begins = 0;
  g_autofree Work *works = g_new0 (Work, n);
  g_autofree char *log = NULL;
  g_auto (GStrv) words = NULL;

  pile_up (self, works, n);
  flux_test_session_let_go (self->session);
  g_clear_pointer (&self->queue, flux_write_queue_free);
  log = flux_test_session_take_log (self->session);
  words = g_strsplit (log, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    begins += g_str_equal (words[i], "begin");
  g_assert_cmpuint (begins, ==, 1 + 2 + 1); /* the first, those, the last */
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (works[i].code, ==, -1);
      g_assert_cmpuint (works[i].runs, ==, 1);
    }
}

/* --- Upkeep ------------------------------------------------------------------------------------------------------- */

/* Once nothing has come for a while it is done step by step, as long as there is more to do. */
static void
test_upkeep_idle (Fixture *self, gconstpointer data)
{
  g_autofree char *log = NULL;

  flux_test_session_set_upkeep (self->session, 3);
  flux_test_session_let_go (self->session);
  flux_test_session_wait_for (self->session, "idle", 2);
  log = flux_test_session_take_log (self->session);
  g_assert_cmpstr (log, ==, "begin w0 commit done upkeep idle idle");
}

static void
test_upkeep_fails (Fixture *self, gconstpointer data)
{
  Work work;

  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING,
                         "The database could not be kept in order*as the test wants");
  flux_test_session_fail (self->session, "upkeep", 1, FLUX_STORE_ERROR_NO_SPACE);
  pile_up (self, &work, 1);
  assert_log (self, "commit done upkeep begin w1 commit done upkeep begin commit");
  g_test_assert_expected_messages ();
}

/* --- Observer ----------------------------------------------------------------------------------------------------- */

static gboolean
note_others_wrote (gpointer observer, FluxStoreSession *session, GError **error)
{
  flux_test_session_note (observer, "others");
  return TRUE;
}

static gboolean
note_before_commit (gpointer observer, FluxStoreSession *session, GError **error)
{
  flux_test_session_note (observer, "before");
  return TRUE;
}

static void
note_committed (gpointer observer)
{
  flux_test_session_note (observer, "committed");
}

static void
note_rolled_back (gpointer observer)
{
  flux_test_session_note (observer, "rolled-back");
}

static const FluxStoreObserver note_taker = {
  .others_wrote = note_others_wrote,
  .before_commit = note_before_commit,
  .committed = note_committed,
  .rolled_back = note_rolled_back,
};

static void
test_observer (Fixture *self, gconstpointer data)
{
  Work works[2];

  flux_write_queue_set_observer (self->queue, &note_taker, self->session);
  flux_test_session_let_others_write (self->session);
  pile_up (self, works, 2);
  works[0].fails = 2;
  assert_log (self, "commit committed done upkeep"
                    " begin others w1 rollback rolled-back"
                    " begin w1 rollback rolled-back failed begin w2 before commit committed done upkeep"
                    " begin before commit committed");
}

/* Nobody can be told of it, so it is logged. */
static void
test_observer_fails (Fixture *self, gconstpointer data)
{
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "What was remembered could not be written*commit fails*");
  flux_test_session_fail (self->session, "commit", 2, FLUX_STORE_ERROR_NO_SPACE);
  assert_log (self, "commit done upkeep begin commit rollback");
  g_test_assert_expected_messages ();
}

static void
test_watches_others (Fixture *self, gconstpointer data)
{
  flux_write_queue_set_observer (self->queue, &note_taker, self->session);
  flux_test_session_let_go (self->session);
  flux_test_session_wait_for (self->session, "upkeep", 1);
  flux_write_queue_watch_others (self->queue, 500);
  flux_test_session_wait_for (self->session, "look", 2);
  flux_test_session_let_others_write (self->session);
  flux_test_session_wait_for (self->session, "others", 1);
  flux_write_queue_watch_others (self->queue, 0);
}

/* --- Waking up ---------------------------------------------------------------------------------------------------- */

static gint64
get_short_delay (gpointer observer)
{
  return 20;
}

/* A work that comes in the very moment in which the writer wakes up for something else is done all the same. */
typedef struct
{
  FluxStoreWork work;
  GMutex mutex;
  GCond finished;
  gboolean is_done;
} Ping;

static gboolean
ping_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  return TRUE;
}

static void
ping_done (FluxStoreWork *work, const GError *error)
{
  Ping *self = (Ping *) work;

  g_mutex_lock (&self->mutex);
  self->is_done = TRUE;
  g_cond_signal (&self->finished);
  g_mutex_unlock (&self->mutex);
}

static void
test_wakes_for_both (void)
{
  static const FluxStoreObserver impatient = { .get_delay = get_short_delay };
  FluxTestSession *session = flux_test_session_new ();
  FluxWriteQueue *queue = flux_write_queue_new (g_object_ref (FLUX_STORE_SESSION (session)));
  Ping ping = { .work = { ping_run, ping_done, 1 } };

  flux_write_queue_set_observer (queue, &impatient, NULL);
  for (guint i = 0; i < flux_test_scale (20000, 500000); i++)
    {
      gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
      gboolean in_time = TRUE;

      g_free (flux_test_session_take_log (session));
      g_mutex_lock (&ping.mutex);
      ping.is_done = FALSE;
      flux_write_queue_submit (queue, &ping.work);
      while (!ping.is_done && in_time)
        in_time = g_cond_wait_until (&ping.finished, &ping.mutex, deadline);
      g_assert_true (ping.is_done);
      g_mutex_unlock (&ping.mutex);
    }
  flux_write_queue_free (queue);
  g_assert_finalize_object (session);
}

#define ADD(name, func, data) g_test_add ("/write-queue/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("alone", test_alone, NULL);
  ADD ("together", test_together, NULL);
  ADD ("one-fails", test_one_fails, NULL);
  ADD ("one-recovers", test_one_recovers, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/write-queue/fault/", faults[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_fault, fixture_tear_down);
    }
  ADD ("begins-again", test_begins_again, NULL);
  ADD ("most-at-once", test_most_at_once, NULL);
  ADD ("upkeep/idle", test_upkeep_idle, NULL);
  ADD ("upkeep/fails", test_upkeep_fails, NULL);
  ADD ("observer/notes", test_observer, NULL);
  ADD ("observer/fails", test_observer_fails, NULL);
  ADD ("observer/watches-others", test_watches_others, NULL);
  g_test_add_func ("/write-queue/wakes-for-both", test_wakes_for_both);
  return g_test_run ();
}
