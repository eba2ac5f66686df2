/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-outage.h"

#include "flux-sim-random.h"
#include "flux-time.h"

#define STRETCH (9 * FLUX_TIME_DAY) /* holds one outage or none */
#define SHORTEST (40 * FLUX_TIME_MINUTE)
#define LONGEST (8 * FLUX_TIME_HOUR)

enum
{
  DRAW_CHANCE,
  DRAW_LENGTH,
  DRAW_START,
  DRAW_LOST,
  N_DRAWS,
};

enum
{
  PART_OUTAGE = 100,
  PART_REPEAT,
};

static guint64
part_key (guint64 seed, guint gateway, int part)
{
  return flux_sim_hash (flux_sim_key (seed, FLUX_SIM_STREAM_GATEWAY, gateway), part);
}

gboolean
flux_sim_outage_find (guint64 seed, guint gateway, gint64 time, FluxSimOutage *outage)
{
  guint64 key = part_key (seed, gateway, PART_OUTAGE);
  gint64 stretch = time / STRETCH;
  guint64 counter = N_DRAWS * (guint64) stretch;
  double length_draw = flux_sim_uniform (key, counter + DRAW_LENGTH);
  gint64 length = SHORTEST + (LONGEST - SHORTEST) * length_draw * length_draw;

  if (flux_sim_uniform (key, counter + DRAW_CHANCE) > 0.65)
    return FALSE;
  outage->start = stretch * STRETCH + (STRETCH - length) * flux_sim_uniform (key, counter + DRAW_START);
  outage->end = outage->start + length;
  outage->lost = flux_sim_uniform (key, counter + DRAW_LOST) < 0.2;
  return time >= outage->start && time < outage->end;
}

gboolean
flux_sim_outage_repeats_post (guint64 seed, guint gateway, gint64 time)
{
  return flux_sim_uniform (part_key (seed, gateway, PART_REPEAT), time) < 0.004;
}
