/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rejected column of a row: a JSON object, field → {"value","reason"}, of what was sent and not taken. Every
 * @rejected here is such an object, or %NULL where nothing was rejected. Any thread. */

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
