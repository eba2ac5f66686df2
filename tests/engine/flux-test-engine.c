/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-engine.h"

#include <glib/gstdio.h>

#define WAIT_MOST (60 * FLUX_TIME_SECOND)

/* --- Life --------------------------------------------------------------------------------------------------------- */

static FluxEngine *
open_engine (FluxTestEngine *self, FluxStoreAccess access, FluxStore **store)
{
  g_autofree char *uri = g_strconcat ("sqlite:", self->path, NULL);
  gint64 deadline = g_get_monotonic_time () + WAIT_MOST;
  g_autoptr (GError) error = NULL;
  FluxEngine *engine;

  /* A task of the store before, on another thread, may still be on its way out, and the file's lock goes with it. */
  while ((*store = flux_store_open (uri, access, FLUX_CLOCK (self->clock), &error)) == NULL
         && g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_LOCKED) && g_get_monotonic_time () < deadline)
    {
      g_clear_error (&error);
      g_thread_yield ();
    }
  g_assert_no_error (error);
  engine = flux_engine_new (*store, FLUX_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  return engine;
}

void
flux_test_engine_open (FluxTestEngine *self)
{
  self->engine = open_engine (self, FLUX_STORE_TAKE_READINGS, &self->store);
  flux_engine_add_start_key (self->engine, self->key);
}

void
flux_test_engine_close (FluxTestEngine *self)
{
  if (self->engine == NULL)
    return;
  flux_engine_close (self->engine);
  g_clear_object (&self->engine);
  g_clear_object (&self->store);
}

FluxEngine *
flux_test_engine_look (FluxTestEngine *self)
{
  g_autoptr (FluxStore) store = NULL;

  return open_engine (self, FLUX_STORE_LOOK, &store);
}

FluxTestEngine *
flux_test_engine_new (void)
{
  FluxTestEngine *self = g_new0 (FluxTestEngine, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("fluxio-engine-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "plant.db", NULL);
  self->clock = flux_test_clock_new (FLUX_TEST_BEGIN);
  self->key = flux_api_key_new ("Shared key", "0123456789abcdef");
  self->answers = g_async_queue_new ();
  flux_test_engine_open (self);
  return self;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_no_errno (g_remove (path));
    }
  g_assert_no_errno (g_rmdir (folder));
}

void
flux_test_engine_free (FluxTestEngine *self)
{
  flux_test_engine_close (self);
  remove_folder (self->folder);
  flux_api_key_unref (self->key);
  g_object_unref (self->clock);
  g_async_queue_unref (self->answers);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);
}

/* --- Posts -------------------------------------------------------------------------------------------------------- */

void
flux_test_answer_free (FluxTestAnswer *self)
{
  flux_post_free (self->post);
  g_clear_error (&self->error);
  g_free (self);
}

FluxPost *
flux_test_engine_new_post (FluxTestEngine *self, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return flux_post_new (self->key, bytes, flux_clock_get_now (FLUX_CLOCK (self->clock)));
}

static void
on_done (FluxPost *post, const GError *error, gpointer answers)
{
  FluxTestAnswer *answer = g_new0 (FluxTestAnswer, 1);

  answer->post = post;
  answer->error = error != NULL ? g_error_copy (error) : NULL;
  g_async_queue_push (answers, answer);
}

void
flux_test_engine_submit (FluxTestEngine *self, FluxPost *post)
{
  post->done = on_done;
  post->user_data = self->answers;
  self->n_submitted++;
  flux_engine_submit_post (self->engine, post);
}

GPtrArray *
flux_test_engine_wait (FluxTestEngine *self)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_test_answer_free);

  for (; self->n_submitted > 0; self->n_submitted--)
    {
      FluxTestAnswer *answer = g_async_queue_timeout_pop (self->answers, WAIT_MOST);

      g_assert_nonnull (answer);
      g_ptr_array_add (answers, answer);
    }
  return answers;
}

const FluxTestAnswer *
flux_test_engine_peek (FluxTestEngine *self, gint64 within)
{
  FluxTestAnswer *answer = g_async_queue_timeout_pop (self->answers, within);

  if (answer != NULL)
    g_async_queue_push_front (self->answers, answer);
  return answer;
}

FluxTestAnswer *
flux_test_engine_take (FluxTestEngine *self, FluxPost *post)
{
  g_autoptr (GPtrArray) answers = NULL;

  flux_test_engine_submit (self, post);
  answers = flux_test_engine_wait (self);
  g_assert_cmpuint (answers->len, ==, 1);
  return g_ptr_array_steal_index (answers, 0);
}

char *
flux_test_answer_describe (const FluxTestAnswer *self)
{
  GString *text = g_string_new (NULL);

  g_assert_no_error (self->error);
  for (guint i = 0; i < self->post->results->len; i++)
    {
      const FluxRecordResult *result = &g_array_index (self->post->results, FluxRecordResult, i);
      const char *word = flux_outcome_to_word (result->outcome);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", word != NULL ? word : "stored");
      if (result->reason != NULL)
        g_string_append_printf (text, " (%s)", result->reason);
      if (result->bad != NULL)
        g_string_append (text, result->bad);
    }
  return g_string_free (text, FALSE);
}

/* --- Changes ------------------------------------------------------------------------------------------------------ */

static gboolean
on_too_long (gpointer user_data)
{
  g_error ("Waited 60 s in vain");
  return G_SOURCE_REMOVE;
}

static gboolean
look_again (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
flux_test_engine_run_until (gboolean (*done) (gpointer user_data), gpointer user_data)
{
  guint limit = g_timeout_add (WAIT_MOST / 1000, on_too_long, NULL);
  guint look = g_timeout_add (5, look_again, NULL);

  while (!done (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (look);
  g_source_remove (limit);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

void
flux_test_engine_save_device (FluxTestEngine *self, FluxDevice *device)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxDevice) saved = NULL;

  flux_engine_save_device_async (self->engine, device, "tester", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  saved = flux_engine_save_device_finish (self->engine, result, &error);
  g_assert_no_error (error);
}

FluxApiKey *
flux_test_engine_save_key (FluxTestEngine *self, FluxApiKey *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  FluxApiKey *saved;

  flux_engine_save_key_async (self->engine, key, "tester", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  saved = flux_engine_save_key_finish (self->engine, result, &error);
  g_assert_no_error (error);
  return saved;
}

/* --- Holding the writer ------------------------------------------------------------------------------------------- */

struct _FluxTestHold
{
  FluxStoreWork work;
  GMutex mutex;
  GCond changed;
  gboolean is_holding;
  gboolean is_released;
  gboolean is_done;
};

static void
set (FluxTestHold *self, gboolean *what)
{
  g_mutex_lock (&self->mutex);
  *what = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
wait_for (FluxTestHold *self, const gboolean *what)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_MOST;

  g_mutex_lock (&self->mutex);
  while (!*what)
    g_assert_true (g_cond_wait_until (&self->changed, &self->mutex, deadline));
  g_mutex_unlock (&self->mutex);
}

static gboolean
hold_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  FluxTestHold *self = (FluxTestHold *) work;

  set (self, &self->is_holding);
  wait_for (self, &self->is_released);
  return TRUE;
}

static void
hold_done (FluxStoreWork *work, const GError *error)
{
  FluxTestHold *self = (FluxTestHold *) work;

  g_assert_no_error (error);
  set (self, &self->is_done);
}

FluxTestHold *
flux_test_engine_hold (FluxTestEngine *self)
{
  FluxTestHold *hold = g_new0 (FluxTestHold, 1);

  g_mutex_init (&hold->mutex);
  g_cond_init (&hold->changed);
  hold->work.run = hold_run;
  hold->work.done = hold_done;
  flux_store_submit (self->store, &hold->work);
  wait_for (hold, &hold->is_holding);
  return hold;
}

void
flux_test_hold_release (FluxTestHold *hold)
{
  set (hold, &hold->is_released);
  wait_for (hold, &hold->is_done);
  g_mutex_clear (&hold->mutex);
  g_cond_clear (&hold->changed);
  g_free (hold);
}

/* --- Killing ------------------------------------------------------------------------------------------------------ */

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (from, &content, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, content, size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

void
flux_test_engine_kill (FluxTestEngine *self)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *kept = g_strconcat (self->path, ".kept", NULL);
  g_autofree char *kept_log = g_strconcat (log, ".kept", NULL);
  FluxTestHold *hold = flux_test_engine_hold (self);

  copy_file (self->path, kept);
  copy_file (log, kept_log);
  flux_test_hold_release (hold);
  flux_test_engine_close (self);
  g_assert_no_errno (g_rename (kept, self->path));
  g_assert_no_errno (g_rename (kept_log, log));
}
