/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"

G_BEGIN_DECLS

/**
 * FluxSimPace:
 * @clock: borrowed
 * @speed: seconds of the plant in a second; 0: as many as possible
 * @start: the plant's time at the beginning, µs UTC
 * @begun: the clock's monotonic time at the beginning, µs
 *
 * How the plant's time passes. It never gets ahead of the clock: readings from the future would help nobody. A plant
 * that has caught up goes on in real time. A plain value.
 */
typedef struct
{
  FluxClock *clock;
  double speed;
  gint64 start;
  gint64 begun;
} FluxSimPace;

/* Begins now. */
void flux_sim_pace_init (FluxSimPace *self, FluxClock *clock, double speed, gint64 start);

/* The plant's time, µs UTC. */
gint64 flux_sim_pace_get_now (const FluxSimPace *self);

/* How many µs from now until the plant's time is @time; 0 when it is past. */
gint64 flux_sim_pace_get_delay (const FluxSimPace *self, gint64 time);

G_END_DECLS
