/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rejected column of a row: a JSON object, field → {"value","reason"}, of what was sent and not taken. Every
 * @rejected here is such an object, or %NULL where nothing was rejected. Any thread. */

/* Why a value that a unit gave is bad, in the words that are stored. */
#define FLUX_REASON_NO_NUMBER "no number was read"
#define FLUX_REASON_NOT_A_NUMBER "text instead of a number"
#define FLUX_REASON_SENTINEL "means no value"
#define FLUX_REASON_DENORMAL "smells of a wrong word order"
#define FLUX_REASON_ABSURD "beyond anything physical"
#define FLUX_REASON_OUT_OF_RANGE "out of range"

/* Under FLUX_REJECTED_READING, why all of a reading is uncertain. */
#define FLUX_REJECTED_READING "reading"
#define FLUX_REASON_FROZEN "frozen"

/* Whether anything was rejected for a reason that says that the read went wrong, so that the other values of the same
 * poll are uncertain. */
gboolean flux_rejected_taints (const char *rejected);

/* @rejected without what it says of @field. Returns: (transfer full) (nullable) */
char *flux_rejected_drop (const char *rejected, const char *field);

/* What both say; where both speak of a field, @kept stays. Returns: (transfer full) (nullable) */
char *flux_rejected_merge (const char *kept, const char *more);

/* Whether anything was rejected for @field. */
gboolean flux_rejected_has_field (const char *rejected, const char *field);

/* What was rejected for @field alone, as an object of its own. Returns: (transfer full) (nullable) */
char *flux_rejected_pick (const char *rejected, const char *field);

/* Whether the number @value was rejected for @field. */
gboolean flux_rejected_has_number (const char *rejected, const char *field, double value);

/* An object that says @value was rejected for @field. Returns: (transfer full) */
char *flux_rejected_new_number (const char *field, double value, const char *reason);

/* From such an object the same without the values, field → reason: what an answer says. Returns: (transfer full)
 * (nullable) */
char *flux_rejected_get_reasons (const char *rejected);

G_END_DECLS
