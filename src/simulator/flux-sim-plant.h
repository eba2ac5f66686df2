/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-sim-epoch.h"
#include "flux-sim-place.h"

G_BEGIN_DECLS

/* The most records that a gateway puts into one post when it has fallen behind. */
#define FLUX_SIM_RECORDS_A_POST 500

/**
 * FluxSimPlant:
 *
 * A made-up plant: units behind gateways, each with its period, and the posts that the gateways send. A gateway reads
 * its units one after another once a period and posts what it has read: one reading as an object, several as an array.
 * While it is cut off it goes on reading; afterwards it posts what waits, in arrays. Now and then it posts something
 * twice, or zeros for a unit that it could not read. All of it is a pure function of the seed and the time, so nothing
 * is kept: a post can be made again at any time. Times are µs UTC from FLUX_SIM_EPOCH_SECONDS on. Not for use by two
 * threads at once.
 */
typedef struct _FluxSimPlant FluxSimPlant;

/* @period_seconds: of most units, from 1 on; some are read every five periods. Returns: (transfer full) */
FluxSimPlant *flux_sim_plant_new (guint64 seed, guint n_units, guint period_seconds);
FluxSimPlant *flux_sim_plant_ref (FluxSimPlant *self);
void flux_sim_plant_unref (FluxSimPlant *self);

guint flux_sim_plant_get_n_units (FluxSimPlant *self);
guint flux_sim_plant_get_n_gateways (FluxSimPlant *self);

/* Where a unit sits. Returns: (transfer none) */
const FluxSimPlace *flux_sim_plant_get_place (FluxSimPlant *self, guint unit);

/* Its true flow, m³/h, and total, m³, at a time in µs UTC. */
double flux_sim_plant_get_flow (FluxSimPlant *self, guint unit, gint64 time);
double flux_sim_plant_get_total (FluxSimPlant *self, guint unit, gint64 time);

/* Returns: (transfer none): UTF-8, such as "TRB246 Kläranlage" */
const char *flux_sim_plant_get_gateway_name (FluxSimPlant *self, guint gateway);

/* The units of a gateway. Returns: (transfer none) (array length=n_units): their numbers */
const guint *flux_sim_plant_get_gateway_units (FluxSimPlant *self, guint gateway, guint *n_units);

/* The body that names a unit to POST /api/devices. Returns: (transfer full) */
GBytes *flux_sim_plant_describe_unit (FluxSimPlant *self, guint unit);

/**
 * FluxSimPost:
 * @gateway: who sends it
 * @send_at: when, µs UTC
 * @n_records: how many readings are in it, failed ones included
 * @repeated: whether the post before it was the same
 * @body: (owned): JSON of the contract's form
 */
typedef struct
{
  guint gateway;
  gint64 send_at;
  guint n_records;
  gboolean repeated;
  GBytes *body;
} FluxSimPost;

void flux_sim_post_free (FluxSimPost *self);

/**
 * FluxSimCursor:
 *
 * How far a gateway's posts have been taken. A plain value; its fields are the plant's.
 */
typedef struct
{
  guint gateway;
  gint64 tick;
  gboolean again;
} FluxSimCursor;

/* Before the first post that @gateway sends after @time. */
void flux_sim_plant_seek (FluxSimPlant *self, guint gateway, gint64 time, FluxSimCursor *cursor);

/* When the next post is sent, µs UTC. */
gint64 flux_sim_plant_get_send_time (FluxSimPlant *self, const FluxSimCursor *cursor);

/* Takes the next post as the gateway sends it. Returns: (transfer full) */
FluxSimPost *flux_sim_plant_take_post (FluxSimPlant *self, FluxSimCursor *cursor);

/* Takes everything that the gateway sends until @until as one post, at most some records more than
 * %FLUX_SIM_RECORDS_A_POST: for one who is behind.
 * Returns: (transfer full) (nullable): %NULL when there is nothing */
FluxSimPost *flux_sim_plant_take_batch (FluxSimPlant *self, FluxSimCursor *cursor, gint64 until);

/* The posts of all gateways that are sent after @from and not after @to, in order. Neighbouring spans have every post
 * once. Returns: (transfer full) (element-type FluxSimPost) */
GPtrArray *flux_sim_plant_list_posts (FluxSimPlant *self, gint64 from, gint64 to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSimPlant, flux_sim_plant_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSimPost, flux_sim_post_free)

G_END_DECLS
