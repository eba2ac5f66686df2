/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

#include "flux-sim-epoch.h"

G_BEGIN_DECLS

/* The deepest rain of one event, mm. */
#define FLUX_SIM_RAIN_MOST 26.0

/**
 * FluxSimCatchment:
 * @fast_seconds: how slowly roofs and roads run off, up to 6 h
 * @slow_seconds: how slowly what has seeped in follows, up to 12 h
 * @slow_share: how much of the water goes the slow way, 0 to 1
 *
 * How the ground answers to rain.
 */
typedef struct
{
  double fast_seconds;
  double slow_seconds;
  double slow_share;
} FluxSimCatchment;

/**
 * FluxSimRain:
 *
 * The weather over the whole plant: some 120 rains a year, each with a start, a duration and a depth. Not for use by
 * two threads at once.
 */
typedef struct _FluxSimRain FluxSimRain;

FluxSimRain *flux_sim_rain_new (guint64 seed);
void flux_sim_rain_free (FluxSimRain *self);

/* What runs off a catchment: each way is a cascade of two equal linear reservoirs (J. E. Nash, "The form of the
 * instantaneous unit hydrograph", IASH Publ. 45, 1957), which has a closed integral.
 * @time: seconds since 1970-01-01T00:00:00 UTC, from FLUX_SIM_EPOCH_SECONDS on
 * @rate: mm/s
 * @sum: mm in all since the epoch */
void flux_sim_rain_get_runoff (FluxSimRain *self, const FluxSimCatchment *catchment, double time, double *rate,
                               double *sum);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSimRain, flux_sim_rain_free)

G_END_DECLS
