/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person types into a field, read and judged. The judges return %NULL when the text will do, else one
 * translated sentence that says what is wrong, to stand at the field. All pure, main thread. */

#define FLUX_TYPED_NAME_MAX 200 /* characters */

/* @text without space at its ends; %NULL when nothing is left. Returns: (transfer full) (nullable) */
char *flux_typed_take (const char *text);

const char *flux_typed_judge_device_id (const char *text);
const char *flux_typed_judge_name (const char *text);

/* "" is the plant's zone. */
const char *flux_typed_judge_time_zone (const char *text);

/* How often a unit measures; "" is learned from the posts. */
const char *flux_typed_judge_period (const char *text);

/* After how long a silent unit is offline. */
const char *flux_typed_judge_limit (const char *text);

/* Addresses and networks with commas or spaces between them; "" is any. */
const char *flux_typed_judge_networks (const char *text);

/* A length of time: "90 s", "5 min", "1.5 h", "1 d"; a number alone counts minutes.
 * Returns: %FALSE when @text is none, or not a whole number of seconds from 1 s to 366 d, @seconds then untouched */
gboolean flux_typed_read_duration (const char *text, int *seconds);

/* @seconds so that flux_typed_read_duration() reads back the same: "5 min". Returns: (transfer full) */
char *flux_typed_write_duration (int seconds);

/* A size: "500 MiB", "4 GiB"; a number alone counts MiB, and "MB" and "GB" are taken for the same.
 * Returns: %FALSE when @text is none, or not a whole number of MiB from 16 MiB to 1 TiB, @mib then untouched */
gboolean flux_typed_read_mib (const char *text, guint *mib);

/* @mib so that flux_typed_read_mib() reads back the same. Returns: (transfer full) */
char *flux_typed_write_mib (guint mib);

/* The words between commas, each once, without space at their ends. Returns: (transfer full): never %NULL */
char **flux_typed_read_tags (const char *text);

/* The networks of a text that will do. Returns: (transfer full): never %NULL */
char **flux_typed_read_networks (const char *text);

/* A date, "2026-11-25", and a time of day, "06:00", in @zone. Returns: µs UTC; 0 when they are none, or when the clocks
 * leave that time out */
gint64 flux_typed_read_moment (const char *date, const char *time, GTimeZone *zone);

G_END_DECLS
