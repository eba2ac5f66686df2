/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The text of files that people write and share. Any thread. */

/* @text (@length bytes, -1: to its NUL) as a tree. Only what #FluxJsonReader takes strictly gets to json-glib, which
 * recurses without bound. Errors: %FLUX_CODEC_ERROR_INVALID.
 * Returns: (transfer full) (nullable) */
JsonNode *flux_file_parse (const char *text, gssize length, GError **error);

/* @node as text: on one line, or with an object's members each on their own and a closing newline when @is_pretty.
 * Every number is the shortest that reads back the same. Returns: (transfer full) */
char *flux_file_print (JsonNode *node, gboolean is_pretty);

G_END_DECLS
