/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times are microseconds since 1970-01-01T00:00:00 UTC, without leap seconds. 0 stands for "never" where a time may
 * be absent. Everything here is pure and may be called from any thread. */

#define FLUX_TIME_SECOND G_GINT64_CONSTANT (1000000)
#define FLUX_TIME_MINUTE (60 * FLUX_TIME_SECOND)
#define FLUX_TIME_HOUR (60 * FLUX_TIME_MINUTE)
#define FLUX_TIME_DAY (24 * FLUX_TIME_HOUR)

/* Room for flux_time_write_iso8601(), the closing NUL included. */
#define FLUX_TIME_ISO8601_SIZE 36

/* Writes @time as ISO 8601 in UTC with the decimals it needs, at most six: "2026-11-23T09:00:00.25Z".
 * Returns: the number of characters, without the NUL */
gsize flux_time_write_iso8601 (gint64 time, char buffer[FLUX_TIME_ISO8601_SIZE]);

/* Reads ISO 8601: a date, or a date and a time parted by "T" or a space, seconds and decimals optional, the zone "Z",
 * "+01:00", "+0100" or "+01"; without a zone it is UTC. A space before the offset's digits counts as the "+" that an
 * unescaped query lost. The whole text must be a time.
 * Returns: %FALSE when it is none, @time then untouched */
gboolean flux_time_read_iso8601 (const char *text, gsize length, gint64 *time);

/* Reads a date and a time of day by a clock on the wall in @zone (nullable: UTC): "2026-11-23 10:00:00",
 * "23/11/2026 10:00:00" or "23.11.2026 10:00:00", day before month, a "T" for the space, seconds and decimals optional.
 * When a zone follows as in ISO 8601, it counts and @zone does not. A time that clocks set back show twice is the one
 * nearest to @near (µs UTC); one that clocks set forward pass over is read as if they had not been set yet, so that
 * it comes out as much later. The whole text must be a time.
 * Returns: %FALSE when it is none, @time (out; µs UTC) then untouched */
gboolean flux_time_read_local (const char *text, gsize length, GTimeZone *zone, gint64 near, gint64 *time);

G_END_DECLS
