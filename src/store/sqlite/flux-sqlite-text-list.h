/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A list of texts as the JSON array that a column holds, and back. */

/* Returns: (transfer full) (nullable): %NULL for an empty list */
char *flux_sqlite_text_list_to_json (char **list);

/* Reads it with SQLite's own json_each() having made one text of it per line; see FLUX_SQLITE_LINES().
 * @lines: (nullable). Returns: (transfer full) (array zero-terminated=1) */
char **flux_sqlite_text_list_from_lines (const char *lines);

/* An SQL expression that gives the elements of the JSON array in @column, a line each. */
#define FLUX_SQLITE_LINES(column) "(SELECT group_concat (value, char (10)) FROM json_each (" column "))"

G_END_DECLS
