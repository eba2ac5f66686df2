/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-week.h"

#include <math.h>

#define HOUR 3600.0
#define WEEK (FLUX_SIM_WEEK_HOURS * HOUR)
#define CET_AHEAD_OF_UTC HOUR
#define MONDAY_BEFORE_1970 (3 * 24 * HOUR) /* 1970-01-01 was a Thursday */

/* Hours from midnight on a working day and at the weekend, in the form of the unit hydrographs that textbooks of sewer
 * design show; only their proportions matter. */
static const double day_shapes[][2][24] = {
  [FLUX_SIM_HABIT_HOMES] = {
    { 0.55, 0.45, 0.38, 0.35, 0.36, 0.45, 0.75, 1.20, 1.50, 1.45, 1.30, 1.22,
      1.20, 1.18, 1.08, 1.00, 1.02, 1.12, 1.30, 1.45, 1.42, 1.25, 1.00, 0.75 },
    { 0.68, 0.55, 0.46, 0.40, 0.38, 0.40, 0.48, 0.65, 0.92, 1.22, 1.45, 1.45,
      1.38, 1.28, 1.12, 1.02, 1.00, 1.06, 1.20, 1.32, 1.30, 1.15, 0.98, 0.80 },
  },
  [FLUX_SIM_HABIT_TRADE] = {
    { 0.35, 0.33, 0.32, 0.32, 0.36, 0.55, 1.10, 1.75, 2.00, 1.95, 1.85, 1.75,
      1.35, 1.70, 1.85, 1.75, 1.50, 1.05, 0.75, 0.60, 0.50, 0.45, 0.40, 0.38 },
    { 0.35, 0.33, 0.32, 0.32, 0.33, 0.36, 0.44, 0.55, 0.62, 0.66, 0.66, 0.62,
      0.58, 0.55, 0.52, 0.50, 0.48, 0.46, 0.44, 0.42, 0.40, 0.38, 0.37, 0.36 },
  },
};

static double
hour_at (const FluxSimWeek *self, int hour)
{
  return self->hours[(hour + FLUX_SIM_WEEK_HOURS) % FLUX_SIM_WEEK_HOURS];
}

/* The Catmull-Rom piece that begins at @hour, at 0 <= @x <= 1, and its integral from 0. */
static void
get_piece (const FluxSimWeek *self, int hour, double x, double *value, double *integral)
{
  double p0 = hour_at (self, hour - 1), p1 = hour_at (self, hour);
  double p2 = hour_at (self, hour + 1), p3 = hour_at (self, hour + 2);
  double a = (p2 - p0) / 2;
  double b = p0 - 2.5 * p1 + 2 * p2 - p3 / 2;
  double c = (3 * p1 - p0 - 3 * p2 + p3) / 2;

  *value = p1 + x * (a + x * (b + x * c));
  *integral = x * (p1 + x * (a / 2 + x * (b / 3 + x * c / 4)));
}

static void
scale_to_mean (FluxSimWeek *self)
{
  double sum = 0;

  for (int i = 0; i < FLUX_SIM_WEEK_HOURS; i++)
    sum += self->hours[i];
  for (int i = 0; i < FLUX_SIM_WEEK_HOURS; i++)
    self->hours[i] *= FLUX_SIM_WEEK_HOURS / sum;
}

void
flux_sim_week_init (FluxSimWeek *self, FluxSimHabit habit)
{
  double value, integral;

  for (int i = 0; i < FLUX_SIM_WEEK_HOURS; i++)
    self->hours[i] = day_shapes[habit][i / 24 >= 5][i % 24];
  scale_to_mean (self);

  self->sums[0] = 0;
  for (int i = 0; i < FLUX_SIM_WEEK_HOURS; i++)
    {
      get_piece (self, i, 1, &value, &integral);
      self->sums[i + 1] = self->sums[i] + integral;
    }
}

void
flux_sim_week_get (const FluxSimWeek *self, double time, double *rate, double *sum)
{
  double since_monday = time + CET_AHEAD_OF_UTC + MONDAY_BEFORE_1970;
  double weeks = floor (since_monday / WEEK);
  double hours = (since_monday - weeks * WEEK) / HOUR;
  int hour = MIN ((int) hours, FLUX_SIM_WEEK_HOURS - 1);
  double integral;

  get_piece (self, hour, hours - hour, rate, &integral);
  *sum = weeks * WEEK + (self->sums[hour] + integral) * HOUR;
}
