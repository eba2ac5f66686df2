/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-test-plant.h"

G_BEGIN_DECLS

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
} FluxTestWatcher;

/* A work of the tests: writes a setting named as itself. */
typedef struct
{
  FluxStoreWork work;
  guint number;
  gboolean fails;
  FluxTestWatcher *watcher;
  guint runs;

  /* when done */
  int *n_done; /* (nullable): atomic; how many are, in all */
  int order;
  guint committed;
  int code; /* of the error; -1: none */
} FluxTestWork;

extern const FluxStoreObserver flux_test_watcher_functions;

/* @watcher: @n_done: (nullable) */
void flux_test_work_init (FluxTestWork *self, guint number, FluxTestWatcher *watcher, int *n_done);

/* How many settings there are whose name begins with "work-". Returns: (transfer full) */
char *flux_test_count_settings (FluxTestPlant *plant);

/* A FluxStoreChange and a FluxStoreRead of the setting named @data: "changed", or "absent". */
gboolean flux_test_change_setting (FluxStoreSession *session, gpointer data, GError **error);
gpointer flux_test_read_setting (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
