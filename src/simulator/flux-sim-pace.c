/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-pace.h"

static gint64
get_elapsed (const FluxSimPace *self)
{
  return flux_clock_get_monotonic (self->clock) - self->begun;
}

void
flux_sim_pace_init (FluxSimPace *self, FluxClock *clock, double speed, gint64 start)
{
  *self = (FluxSimPace) {
    .clock = clock,
    .speed = speed,
    .start = start,
    .begun = flux_clock_get_monotonic (clock),
  };
}

gint64
flux_sim_pace_get_now (const FluxSimPace *self)
{
  gint64 clock_now = flux_clock_get_now (self->clock);

  if (self->speed <= 0)
    return clock_now;
  return MIN (self->start + (gint64) (get_elapsed (self) * self->speed), clock_now);
}

gint64
flux_sim_pace_get_delay (const FluxSimPace *self, gint64 time)
{
  gint64 by_clock = time - flux_clock_get_now (self->clock);
  gint64 by_speed = self->speed <= 0 ? 0 : (gint64) ((time - self->start) / self->speed) - get_elapsed (self);

  return MAX (MAX (by_clock, by_speed), 0);
}
