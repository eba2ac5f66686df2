/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-reading.h"
#include "flux-sim-place.h"
#include "flux-sim-rain.h"

G_BEGIN_DECLS

/**
 * FluxSimUnit:
 *
 * A made-up NIVUS transmitter. What it measures is a pure function of seed, place and time: the same seed gives the
 * same values to the last bit, in any order of asking. Flow is made of parts that each have an exact integral (week,
 * season, drift, rain), so the totalizer costs no more than the flow. Times are µs UTC from 2020 on.
 */
typedef struct _FluxSimUnit FluxSimUnit;

/* @place, @rain: borrowed, to outlive the unit */
FluxSimUnit *flux_sim_unit_new (guint64 seed, guint index, const FluxSimPlace *place, FluxSimRain *rain);
void flux_sim_unit_free (FluxSimUnit *self);

/* The true flow in m³/h, before the meter's noise. Always above 0. */
double flux_sim_unit_get_flow (const FluxSimUnit *self, gint64 time);

/* The totalizer in m³: some volume from before 2020 and the integral of the true flow since. */
double flux_sim_unit_get_total (const FluxSimUnit *self, gint64 time);

/* What the unit and its gateway measure at @time: flow in m³/h, level and velocity that make it, total, water
 * temperature, pressure where there are pumps, the gateway's battery and signal. @reading is filled anew; it owns
 * nothing. */
void flux_sim_unit_measure (const FluxSimUnit *self, gint64 time, FluxReading *reading);

/* Whether the gateway cannot read the unit at @time: now and then for one reading, rarely for minutes. */
gboolean flux_sim_unit_is_silent (const FluxSimUnit *self, gint64 time);

/* Sets what the unit itself measures to 0, which is what a gateway sends when it could not read it. */
void flux_sim_make_failed_read (FluxReading *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSimUnit, flux_sim_unit_free)

G_END_DECLS
