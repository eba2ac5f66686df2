/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine.h"
#include "flux-key-ring.h"
#include "flux-knocks.h"
#include "flux-plant.h"
#include "flux-raw-retention.h"

G_BEGIN_DECLS

struct _FluxEngine
{
  GObject parent_instance;

  FluxStore *store;
  FluxClock *clock;
  FluxLive *live;
  FluxKeyRing *keys;
  FluxKnocks *knocks;

  /* the store's writer thread */
  FluxPlant *plant;
  FluxRawRetentionKeeper *raw_retention;
  gint64 last_post;           /* number of the last kept post, the transaction under way included */
  gint64 last_committed_post; /* without it */
  GHashTable *key_uses;       /* (key-type gint64) (value-type gint64): number → µs UTC that is in the database */

  GSource *follow; /* (nullable): looks for what others wrote, on a store opened for looking */
  gboolean is_following; /* a look is under way */
};

/* Remembers, to the minute, when a stored key was last used. In a transaction. */
gboolean flux_engine_note_key_use (FluxEngine *self, FluxStoreSession *session, const FluxApiKey *key, gint64 at,
                                   GError **error);

G_END_DECLS
