/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-record.h"
#include "flux-time.h"

G_BEGIN_DECLS

/* Under "timestamp" among the rejected, for a time that cannot be right. */
#define FLUX_REASON_CLOCK_FAULT "clock fault"

/* What a member of a post says of the time, the weakest first: of several the strongest counts. */
typedef enum
{
  FLUX_TIME_FORM_NONE,
  FLUX_TIME_FORM_LOCAL, /* RutOS "date": dd/mm/yyyy hh:mm:ss by the gateway's clock */
  FLUX_TIME_FORM_ISO,   /* ISO 8601 */
  FLUX_TIME_FORM_ANY,   /* unix seconds or milliseconds as number or text, or one of the above */
} FluxTimeForm;

/* The strongest time that a record names. Zero-initialise. */
typedef struct
{
  FluxTimeForm form;
  FluxSpan text;
} FluxRecordTime;

/* An empty @text, or "N/A", says nothing. */
void flux_record_time_take (FluxRecordTime *self, FluxTimeForm form, FluxSpan text);

/* The time as µs UTC. A date without a zone is read in @zone (nullable: nobody has set the gateway's); without one,
 * ISO 8601 is UTC and any other form in @plant_zone (nullable: UTC).
 * @is_local: (out): whether it had no zone, so that it depends on the gateway's
 * Returns: %FALSE when it is no time, or none between 2015 and one day after @received_at */
gboolean flux_record_time_read (const FluxRecordTime *self, GTimeZone *zone, GTimeZone *plant_zone,
                                gint64 received_at, gint64 *time, gboolean *is_local);

/* Whether @time can be a measurement's that arrived at @received_at. */
gboolean flux_record_time_is_sane (gint64 time, gint64 received_at);

G_END_DECLS
