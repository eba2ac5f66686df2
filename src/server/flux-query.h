/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Members of a request's query. @query: (nullable): name → text. Each gives FALSE and a @fault, a static text to be
 * answered, when the member is there and cannot be read. */

/* @value: (out): untouched when the member is absent. A time that cannot be read is a fault. */
gboolean flux_query_get_time (GHashTable *query, const char *name, gint64 *value, const char **fault);

/* @value: (in) (out): the default, then the member; above @most it counts as @most. Below 1 or no number is a fault. */
gboolean flux_query_get_limit (GHashTable *query, guint most, guint *value, const char **fault);

/* @value: (out): untouched when absent. "true" or "false". @found: (out) */
gboolean flux_query_get_bool (GHashTable *query, const char *name, gboolean *value, gboolean *found,
                              const char **fault);

/* Returns: (transfer none) (nullable) */
const char *flux_query_get_text (GHashTable *query, const char *name);

G_END_DECLS
