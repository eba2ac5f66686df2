/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-driver.h"

G_BEGIN_DECLS

typedef struct _FluxWriteQueue FluxWriteQueue;

/* The writer thread of a store: takes all works that wait into one transaction, and answers each after the commit.
 * See #FluxStore for what the calls mean. @session: (transfer full): used by the thread alone from now on */
FluxWriteQueue *flux_write_queue_new (FluxStoreSession *session);

/* Finishes what was submitted, ends the thread, frees. Blocks, but for its own thread, where the last user of a store
 * may let go of it: there it returns at once, and the rest is done without the observer. */
void flux_write_queue_free (FluxWriteQueue *self);

void flux_write_queue_submit (FluxWriteQueue *self, FluxStoreWork *work);
void flux_write_queue_set_observer (FluxWriteQueue *self, const FluxStoreObserver *functions, gpointer observer);
void flux_write_queue_watch_others (FluxWriteQueue *self, gint64 interval);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxWriteQueue, flux_write_queue_free)

G_END_DECLS
