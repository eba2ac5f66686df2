/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"
#include "flux-flow-unit.h"

G_BEGIN_DECLS

/* What the window writes about times and quantities, in the person's language and with their numbers. Times are µs
 * UTC, 0 for never; the present and the zone are handed in. All texts are (transfer full). Main thread. */

/* How long ago @time was: "now", "2 s ago", "12 min ago", "5 h ago", after a day the date, "never". A time up to a
 * minute ahead of @now, as a gateway's clock may give, is "now"; one further ahead is written as a moment. */
char *flux_format_age (gint64 now, gint64 time, GTimeZone *zone);

/* When the text of flux_format_age() becomes another one; %G_MAXINT64 when it stays. */
gint64 flux_format_age_changes_at (gint64 now, gint64 time);

/* A moment inside a sentence ("Offline since 09:12"): the time of day, with the date unless it is today. */
char *flux_format_moment (gint64 now, gint64 time, GTimeZone *zone);

/* Date, time to the second and zone, for tooltips: "12 Nov 2026, 14:35:02 CET". */
char *flux_format_time (gint64 time, GTimeZone *zone);

/* A length of time in its two largest units: "45 s", "5 min", "1 h 5 min", "2 d 4 h". */
char *flux_format_duration (gint64 length);

/* The latest midnight in @zone at or before @now, µs UTC. */
gint64 flux_format_get_midnight (gint64 now, GTimeZone *zone);

/* The digits after the decimal sign that make sense for @value: four significant ones for the flow, so that the number
 * keeps its width, and what the instruments resolve for the rest. @unit counts for the flow only. */
int flux_format_get_decimals (FluxField field, FluxFlowUnit unit, double value);

/* The unit's symbol, such as "m/s"; "" for a flow of unknown unit. */
const char *flux_format_get_unit (FluxField field, FluxFlowUnit unit);

/* The quantity's name inside a sentence, such as "level". */
const char *flux_format_get_name (FluxField field);

/* Number and unit, "0.312 m", or "—" when @value is not finite. */
char *flux_format_quantity (FluxField field, FluxFlowUnit unit, double value);

/* Number and unit with given decimals. @unit: may be "". */
char *flux_format_with_unit (double value, int decimals, const char *unit);

G_END_DECLS
