/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-day-trace.h"
#include "flux-style.h"

G_BEGIN_DECLS

#define FLUX_TYPE_SPARKLINE (flux_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (FluxSparkline, flux_sparkline, FLUX, SPARKLINE, GtkWidget)

/**
 * FluxSparkline:
 *
 * The last 24 hours of one quantity as a small line, 118 × 36 unless it is given more. The scale goes from 0 (or the
 * smallest value below it) to the largest value or the limit, if that is near enough to be of interest. Gaps stay open.
 * Setters do nothing when all is as before, and never ask for a new layout.
 *
 * CSS node "sparkline". Accessible label: smallest and largest value, unless its role is presentation.
 */
GtkWidget *flux_sparkline_new (void);

/* @trace: (nullable): copied; %NULL: nothing to draw. @period: µs between measurements, 0 unknown: a gap is where more
 * than two and a half of them, and more than one step of the trace, are missing. */
void flux_sparkline_set_trace (FluxSparkline *self, const FluxDayTrace *trace, gint64 period);

/* A dashed line at @limit, in the unit of the trace. NaN: none */
void flux_sparkline_set_limit (FluxSparkline *self, double limit);

/* A line at @midnight, µs UTC, when it lies in the trace. 0: none */
void flux_sparkline_set_midnight (FluxSparkline *self, gint64 midnight);

/* @tone: colour of the line's part beyond the limit and of the dot. @dim: a paler line, for values that are old or not
 * meant. @dot: whether a dot stands at the last value */
void flux_sparkline_set_look (FluxSparkline *self, FluxTone tone, gboolean dim, gboolean dot);

G_END_DECLS
