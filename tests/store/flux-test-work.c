/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-work.h"

static gboolean
test_work_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  FluxTestWork *self = (FluxTestWork *) work;
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
  FluxTestWork *self = (FluxTestWork *) work;

  self->code = error != NULL ? error->code : -1;
  self->committed = self->watcher != NULL ? self->watcher->committed : 0;
  if (self->n_done != NULL)
    self->order = g_atomic_int_add (self->n_done, 1);
}

void
flux_test_work_init (FluxTestWork *self, guint number, FluxTestWatcher *watcher, int *n_done)
{
  *self = (FluxTestWork){
    .work = { test_work_run, test_work_done, 1 },
    .number = number,
    .watcher = watcher,
    .n_done = n_done,
    .code = -2,
  };
}

gboolean
flux_test_change_setting (FluxStoreSession *session, gpointer data, GError **error)
{
  return flux_store_session_put_setting (session, data, "changed", error);
}

char *
flux_test_count_settings (FluxTestPlant *plant)
{
  return flux_test_plant_query (plant, "SELECT count(*) FROM fluxio_settings WHERE name LIKE 'work-%'");
}

static gboolean
on_others_wrote (gpointer observer, FluxStoreSession *session, GError **error)
{
  ((FluxTestWatcher *) observer)->others_wrote++;
  return TRUE;
}

static gboolean
on_before_commit (gpointer observer, FluxStoreSession *session, GError **error)
{
  FluxTestWatcher *self = observer;

  self->before_commit++;
  self->thread = g_thread_self ();
  if (self->refuses)
    g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_FAILED, "as the watcher wants");
  return !self->refuses && flux_store_session_put_setting (session, "watcher", "was here", error);
}

static gint64
on_get_delay (gpointer observer)
{
  return ((FluxTestWatcher *) observer)->delay;
}

static void
on_committed (gpointer observer)
{
  ((FluxTestWatcher *) observer)->committed++;
}

static void
on_rolled_back (gpointer observer)
{
  ((FluxTestWatcher *) observer)->rolled_back++;
}

const FluxStoreObserver flux_test_watcher_functions = { on_others_wrote, on_before_commit, on_get_delay, on_committed,
                                                        on_rolled_back };

gpointer
flux_test_read_setting (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  char *value = NULL;

  if (!flux_store_session_get_setting (session, data, &value, error))
    return NULL;
  return value != NULL ? value : g_strdup ("absent");
}
