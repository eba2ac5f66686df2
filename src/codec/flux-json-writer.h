/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends JSON to a text under way. json-glib builds a tree first and cannot write the shortest decimal; answers of
 * 100,000 rows need both. The result is ASCII-safe UTF-8. Any thread. */

/* @text as a string with its quotes, or null for %NULL. Bytes that are not UTF-8 become U+FFFD. */
void flux_json_append_string (GString *json, const char *text);
void flux_json_append_string_len (GString *json, const char *text, gsize length);

void flux_json_append_int (GString *json, gint64 value);
void flux_json_append_bool (GString *json, gboolean value);

/* The shortest decimal that reads back as the same double. @value must be finite. */
void flux_json_append_double (GString *json, double value);

/* @time (µs UTC) as an ISO 8601 string; null for 0. */
void flux_json_append_time (GString *json, gint64 time);

/* The JSON value @text as it stands, but NaN and the like, which FLUX_JSON_ALLOW_NOT_FINITE takes, as strings: what is
 * kept of a post is JSON for everyone. */
void flux_json_append_value (GString *json, const char *text, gsize length);

/* "name": with a comma before it unless an object was just opened. */
void flux_json_append_name (GString *json, const char *name);

G_END_DECLS
