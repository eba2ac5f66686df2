/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FLUX_SIM_WEEK_HOURS 168

/* How the people upstream live. */
typedef enum
{
  FLUX_SIM_HABIT_HOMES, /* two peaks a day, a later morning at the weekend */
  FLUX_SIM_HABIT_TRADE, /* working hours */
} FluxSimHabit;

/**
 * FluxSimWeek:
 * @hours: the flow at each full hour of the week from Monday 00:00, mean 1
 * @sums: what has flowed until each, in hours of mean flow
 *
 * The pattern of dry weather flow, a smooth line (Catmull-Rom) through the hours. Its integral is exact.
 */
typedef struct
{
  double hours[FLUX_SIM_WEEK_HOURS];
  double sums[FLUX_SIM_WEEK_HOURS + 1];
} FluxSimWeek;

void flux_sim_week_init (FluxSimWeek *self, FluxSimHabit habit);

/* @time in seconds since 1970-01-01T00:00:00 UTC. The pattern follows Central European Time without summer time.
 * @rate: the flow then, mean 1; @sum: seconds of mean flow since 1970 */
void flux_sim_week_get (const FluxSimWeek *self, double time, double *rate, double *sum);

G_END_DECLS
