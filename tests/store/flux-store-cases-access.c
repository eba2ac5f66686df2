/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"
#include "flux-test-work.h"

static void
look_refuses (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) look = flux_test_plant_open (plant, FLUX_STORE_LOOK, &error);
  FluxTestWork work;
  int n_done = 0;

  g_assert_no_error (error);
  g_assert_true (flux_store_is_read_only (look));
  g_assert_false (flux_store_is_read_only (plant->store));
  flux_test_work_init (&work, 1, NULL, &n_done);
  flux_store_submit (look, &work.work);
  g_assert_cmpint (n_done, ==, 1); /* at once */
  g_assert_cmpint (work.code, ==, FLUX_STORE_ERROR_READ_ONLY);
  g_assert_cmpuint (work.runs, ==, 0);
  g_assert_false (flux_store_change (look, flux_test_change_setting, (char *) "work-x", &error));
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
      g_autofree char *before = flux_store_read (look, flux_test_read_setting, name, NULL, NULL);
      g_autofree char *after = NULL;
      FluxStoreSession *session;
      g_autoptr (FluxTestLoan) loan = NULL;

      g_assert_cmpstr (before, ==, "absent");
      g_assert_true (flux_store_change (plant->store, flux_test_change_setting, name, NULL));
      loan = flux_test_loan_read (look, &session);
      g_assert_true (flux_store_session_have_others_written (session));
      g_assert_false (flux_store_session_have_others_written (session));
      after = flux_test_read_setting (session, name, NULL, NULL);
      g_assert_cmpstr (after, ==, "changed");
    }
}

static void
writes_beside (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) beside = flux_test_plant_open (plant, FLUX_STORE_WRITE_BESIDE, &error);
  FluxTestWatcher watcher = { .delay = -1 };
  g_autofree char *value = NULL;

  g_assert_no_error (error);
  g_assert_false (flux_store_is_read_only (beside));
  flux_store_set_observer (plant->store, &flux_test_watcher_functions, &watcher);
  g_assert_true (flux_store_change (beside, flux_test_change_setting, (char *) "work-beside", &error));
  g_assert_true (flux_store_change (plant->store, flux_test_change_setting, (char *) "work-main", &error));
  g_assert_cmpuint (watcher.others_wrote, ==, 1);
  value = flux_store_read (plant->store, flux_test_read_setting, (char *) "work-beside", NULL, NULL);
  g_assert_cmpstr (value, ==, "changed");
  flux_store_close (plant->store);
}

/* A short change beside waits for the one under way. */
static gpointer
change_beside (gpointer store)
{
  g_autoptr (GError) error = NULL;

  flux_store_change (store, flux_test_change_setting, (char *) "work-beside", &error);
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
  count = flux_test_count_settings (plant);
  g_assert_cmpstr (count, ==, "2");
}

const FluxStoreCase flux_store_cases_access[] = {
  { "look-refuses", look_refuses },           { "readers-cannot-write", readers_cannot_write },
  { "look-sees-changes", look_sees_changes }, { "writes-beside", writes_beside },
  { "waits-beside", waits_beside },           { NULL },
};
