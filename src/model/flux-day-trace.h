/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FLUX_DAY_TRACE_STEPS 144 /* of ten minutes */

/**
 * FluxDayTrace:
 *
 * One quantity over the last 24 hours in steps of ten minutes, for the small line on a card: the mean of the values of
 * each step, and where there are none. Steps begin at whole multiples of ten minutes UTC; the last one holds the
 * newest time the trace has heard of. A plain value, zero-initialised when empty.
 */
typedef struct
{
  gint64 newest_step; /* index of the last step since 1970; 0: empty */
  float sums[FLUX_DAY_TRACE_STEPS];
  guint32 counts[FLUX_DAY_TRACE_STEPS];
} FluxDayTrace;

/* Takes a good value measured at @time (µs UTC). Values older than the trace reaches are passed over. */
void flux_day_trace_add (FluxDayTrace *self, gint64 time, double value);

/* Lets @now become the end of the trace, dropping what is older than 24 hours before. */
void flux_day_trace_advance (FluxDayTrace *self, gint64 now);

/* The mean of step @index, 0 being the oldest. Returns: %FALSE when the step has no value */
gboolean flux_day_trace_get (const FluxDayTrace *self, guint index, double *mean);

/* µs UTC at which step @index begins. */
gint64 flux_day_trace_get_time (const FluxDayTrace *self, guint index);

G_END_DECLS
