/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-json-reader.h"

G_BEGIN_DECLS

/* A request's body that is a JSON object, as a table: name → raw JSON of the value. */

/* @fault: (out): a static text to be answered. Returns: (transfer full) (nullable) */
GHashTable *flux_members_read (const char *body, gsize size, const char **fault);

/* The text of a member; %NULL when it is absent or null. Returns: FALSE when it is something else, with NULs or not.
 * @text: (out) (transfer full) (nullable) */
gboolean flux_members_get_text (GHashTable *members, const char *name, char **text);

/* Returns: FALSE when the member is there and neither true nor false. @found: (out) */
gboolean flux_members_get_bool (GHashTable *members, const char *name, gboolean *value, gboolean *found);

/* The raw JSON of an object; %NULL when it is absent or null. Returns: FALSE when it is something else.
 * @json: (out) (transfer full) (nullable) */
gboolean flux_members_get_object (GHashTable *members, const char *name, char **json);

G_END_DECLS
