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

G_END_DECLS
