/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"

G_BEGIN_DECLS

/**
 * FluxPeriodLearner:
 * @period: µs between two measurements of a device; 0: not learned yet
 *
 * Learns a device's period from the distances of its rows: four that agree within an eighth make it. Distances below a
 * second (a burst of rows that carry their arrival) and above a day (an outage) teach nothing, and a single odd one
 * unsettles nothing. A plain value, zero-initialised.
 */
typedef struct
{
  gint64 period;

  /*< private >*/
  gint64 candidate;
  guint agreeing;
} FluxPeriodLearner;

/* Takes the distance, in µs, of a new row from the newest row before it. */
void flux_period_learner_take (FluxPeriodLearner *self, gint64 distance);

/* A part joins a row at most this far from it, so a row that each part lets begin earlier can reach over one such
 * distance a field but the first. µs. */
#define FLUX_PERIOD_REACH_MOST (G_GINT64_CONSTANT (30) * 1000000)
#define FLUX_READING_SPAN_MOST ((FLUX_N_FIELDS - 1) * FLUX_PERIOD_REACH_MOST)

/* How far apart, in µs, two parts of one reading may be: half of @period, 30 s at most and when it is unknown (0). */
gint64 flux_period_get_reach (gint64 period);

G_END_DECLS
