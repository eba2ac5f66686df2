/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-period.h"

#include "flux-time.h"

#define AGREEING_NEEDED 4

void
flux_period_learner_take (FluxPeriodLearner *self, gint64 distance)
{
  if (distance < FLUX_TIME_SECOND || distance > FLUX_TIME_DAY)
    return;

  if (self->agreeing > 0 && ABS (distance - self->candidate) <= self->candidate / 8)
    {
      self->agreeing = MIN (self->agreeing + 1, AGREEING_NEEDED);
      self->candidate += (distance - self->candidate) / 4;
    }
  else if (self->agreeing > 1)
    {
      self->agreeing--;
      return;
    }
  else
    {
      self->candidate = distance;
      self->agreeing = 1;
    }
  if (self->agreeing == AGREEING_NEEDED)
    self->period = (self->candidate + FLUX_TIME_SECOND / 2) / FLUX_TIME_SECOND * FLUX_TIME_SECOND;
}

gint64
flux_period_get_reach (gint64 period)
{
  return period > 0 ? MIN (period / 2, FLUX_PERIOD_REACH_MOST) : FLUX_PERIOD_REACH_MOST;
}
