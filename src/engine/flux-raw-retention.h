/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-posts.h"
#include "flux-plant.h"
#include "flux-store.h"

G_BEGIN_DECLS

#define FLUX_RAW_DAYS_MOST 3650
#define FLUX_RAW_MIB_LEAST 16
#define FLUX_RAW_MIB_MOST (1024 * 1024)

/**
 * FluxRawRetentionKeeper:
 *
 * Drops raw posts that are kept for too long or take too much room, a few hundred at a time; and estimates how long the
 * room lasts. Each step is a work of the store's, so that one which fails does not take live posts with it.
 *
 * Belongs to the store's writer thread, or, on a store opened for looking, to whoever reads what others wrote; but for
 * flux_raw_retention_keeper_get_room(), any thread. What a transaction changes here is undone with it.
 */
typedef struct _FluxRawRetentionKeeper FluxRawRetentionKeeper;

/* @store: @plant: (transfer none): outlive it */
FluxRawRetentionKeeper *flux_raw_retention_keeper_new (FluxStore *store, FluxPlant *plant, FluxClock *clock);
void flux_raw_retention_keeper_free (FluxRawRetentionKeeper *self);

/* Reads the settings. */
gboolean flux_raw_retention_keeper_load (FluxRawRetentionKeeper *self, FluxStoreSession *session, GError **error);

/* Estimates anew how the posts that wait grow, if that was not done within the hour: by at most the 2,000 newest of the
 * last week, and a guess of how well they are compressed. */
void flux_raw_retention_keeper_estimate (FluxRawRetentionKeeper *self, FluxStoreSession *session);

/* Stores the settings, which are valid, in a transaction. */
gboolean flux_raw_retention_keeper_set (FluxRawRetentionKeeper *self, FluxStoreSession *session,
                                        const FluxRawRetention *retention, GError **error);

/* As in the transaction under way. Returns: (transfer none) */
const FluxRawRetention *flux_raw_retention_keeper_get (FluxRawRetentionKeeper *self);

/* Nothing is dropped from now on. */
void flux_raw_retention_keeper_end (FluxRawRetentionKeeper *self);

/* The store's observer calls these after the plant's, which publish the counts; see #FluxStoreObserver. */
void flux_raw_retention_keeper_committed (FluxRawRetentionKeeper *self);
void flux_raw_retention_keeper_rolled_back (FluxRawRetentionKeeper *self);
gint64 flux_raw_retention_keeper_get_delay (FluxRawRetentionKeeper *self);

void flux_raw_retention_keeper_get_room (FluxRawRetentionKeeper *self, FluxRawRoom *room);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxRawRetentionKeeper, flux_raw_retention_keeper_free)

G_END_DECLS
