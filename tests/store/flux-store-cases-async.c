/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"
#include "flux-test-work.h"

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
  flux_store_change_async (plant->store, flux_test_change_setting, name, g_free, NULL, on_changed, &answer);
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
  flux_store_change_async (plant->store, flux_test_change_setting, (char *) "work-late", NULL, cancelled, on_changed,
                           &late);
  wait_for (&late);
  g_assert_no_error (late.error);
  g_main_context_pop_thread_default (context);
  count = flux_test_count_settings (plant);
  g_assert_cmpstr (count, ==, "2");
}

static void
change_blocking (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (flux_store_change (plant->store, flux_test_change_setting, (char *) "work-blocking", &error));
  g_assert_no_error (error);
  g_assert_false (flux_store_change (plant->store, change_nothing, NULL, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
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
  flux_store_change (plant->store, flux_test_change_setting, (char *) "read", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      answers[i] = (Answer){ context };
      flux_store_read_async (plant->store, flux_test_read_setting, (char *) "read", NULL, g_free, NULL, on_read,
                             &answers[i]);
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
  flux_store_read_async (plant->store, flux_test_read_setting, (char *) "read", NULL, g_free, cancelled, on_read,
                         &late);
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

const FluxStoreCase flux_store_cases_async[] = {
  { "change", change_async }, { "change-blocking", change_blocking },
  { "read", read_async },     { "frees", async_frees },
  { "open", open_async },     { NULL },
};
