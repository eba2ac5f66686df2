/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"
#include "flux-store.h"

G_BEGIN_DECLS

/* Beyond so many addresses the longest silent is forgotten. */
#define FLUX_KNOCKS_ADDRESSES_MOST 1000

/**
 * FluxKnocks:
 *
 * Posts that were refused for their key, counted by address and reason. They are counted in memory, and what has
 * changed goes into the store at most every five seconds, so that a crowd of strangers costs no syncs; on one that was
 * opened for looking it stays in memory.
 */
typedef struct _FluxKnocks FluxKnocks;

/* @store: (transfer none): outlives it */
FluxKnocks *flux_knocks_new (FluxStore *store, FluxClock *clock);
void flux_knocks_free (FluxKnocks *self);

/* --- Any thread --------------------------------------------------------------------------------------------------- */

/* @address: (nullable) */
void flux_knocks_note (FluxKnocks *self, const char *address, const char *reason);

/* Newest first. Returns: (transfer full) (element-type FluxKnock) */
GPtrArray *flux_knocks_list (FluxKnocks *self);

/* --- The store's writer thread, or who stands in for it ----------------------------------------------------------- */

/* Reads those in the store; what was counted since they were written stays. */
gboolean flux_knocks_load (FluxKnocks *self, FluxStoreSession *session, GError **error);

/* Writes them in a transaction, however recently that was done. None are written after it. */
gboolean flux_knocks_end (FluxKnocks *self, FluxStoreSession *session, GError **error);

/* The store's observer calls these; see #FluxStoreObserver. */
void flux_knocks_committed (FluxKnocks *self);
void flux_knocks_rolled_back (FluxKnocks *self);
gint64 flux_knocks_get_delay (FluxKnocks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxKnocks, flux_knocks_free)

G_END_DECLS
