/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-day-trace.h"

#include "flux-time.h"

#define STEP (10 * FLUX_TIME_MINUTE)

static guint
slot_of (gint64 step)
{
  return step % FLUX_DAY_TRACE_STEPS;
}

static void
advance_to (FluxDayTrace *self, gint64 step)
{
  gint64 from = MAX (self->newest_step + 1, step - FLUX_DAY_TRACE_STEPS + 1);

  for (gint64 i = from; i <= step; i++)
    {
      self->sums[slot_of (i)] = 0;
      self->counts[slot_of (i)] = 0;
    }
  self->newest_step = MAX (self->newest_step, step);
}

void
flux_day_trace_advance (FluxDayTrace *self, gint64 now)
{
  advance_to (self, now / STEP);
}

void
flux_day_trace_add (FluxDayTrace *self, gint64 time, double value)
{
  gint64 step = time / STEP;

  if (step <= self->newest_step - FLUX_DAY_TRACE_STEPS || step <= 0)
    return;
  if (step > self->newest_step)
    advance_to (self, step);
  self->sums[slot_of (step)] += value;
  self->counts[slot_of (step)]++;
}

gboolean
flux_day_trace_get (const FluxDayTrace *self, guint index, double *mean)
{
  guint slot;

  if (self->newest_step == 0)
    return FALSE;
  slot = slot_of (self->newest_step - FLUX_DAY_TRACE_STEPS + 1 + index);
  if (self->counts[slot] == 0)
    return FALSE;
  *mean = self->sums[slot] / self->counts[slot];
  return TRUE;
}

gint64
flux_day_trace_get_time (const FluxDayTrace *self, guint index)
{
  return (self->newest_step - FLUX_DAY_TRACE_STEPS + 1 + index) * STEP;
}
