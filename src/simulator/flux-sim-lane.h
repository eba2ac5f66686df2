/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-sim-plant.h"

G_BEGIN_DECLS

/**
 * FluxSimLane:
 * @due_at: when the next request is to be sent, µs UTC of the plant; G_MININT64: at once
 * @busy: whether a request is under way; the sender's to set
 *
 * What one gateway has to send, one request after the other: first the names of its units, then its posts in order.
 */
typedef struct
{
  gint64 due_at;
  gboolean busy;

  /*< private >*/
  FluxSimPlant *plant;
  FluxSimCursor cursor;
  FluxSimPost *post; /* (nullable): taken, but not yet done */
  guint n_named;
  char *devices_url;
  char *ingest_url;
} FluxSimLane;

/* The lane of a gateway's posts after @from, µs UTC. @base_url: the server's address without a path of the API */
FluxSimLane *flux_sim_lane_new (FluxSimPlant *plant, guint gateway, gint64 from, const char *base_url);
void flux_sim_lane_free (FluxSimLane *self);

/* Whether its units are named, so that its requests are posts. */
gboolean flux_sim_lane_is_named (const FluxSimLane *self);

/* The next request; the same one again until it is done. A post that was to be sent until @batch_until is made of
 * everything until then that fits, a later one is as the gateway sends it.
 * Returns: (transfer full): the body to post to *@url (transfer none) */
GBytes *flux_sim_lane_get_request (FluxSimLane *self, gint64 batch_until, const char **url);

/* The request is done with, taken or refused. Returns: the records that were in it */
guint flux_sim_lane_next (FluxSimLane *self);

G_END_DECLS
