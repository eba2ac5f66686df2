/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <json-glib/json-glib.h>

#include "flux-register-map-file.h"

G_BEGIN_DECLS

/* Files that people write and share, read so that each fault names the member that is wrong and says what it may be.
 * Errors are of %FLUX_CODEC_ERROR. Any thread. */

/**
 * FluxFileObject:
 * @object: (transfer none)
 * @path: where it stands in the file, such as "registers[2]"; "" for the file itself
 *
 * An object of such a file. It lives on the stack, and the tree must outlive it. All functions return %FALSE with
 * @error set when the file is wrong there, and leave what they were to set alone when the member is absent or null.
 */
typedef struct
{
  JsonObject *object;
  const char *path;
} FluxFileObject;

/* Fails when @node is no object, or has a member that @known (zero-terminated) does not list: a misspelt one would be
 * passed over in silence. */
gboolean flux_file_object_init (
    FluxFileObject *self, JsonNode *node, const char *path, const char *const *known, GError **error);

/* Fails when "format" is not @format or "version" is not 1; a higher one is %FLUX_CODEC_ERROR_NEWER. */
gboolean flux_file_object_check_format (const FluxFileObject *self, const char *format, GError **error);

/* @member's path, such as "registers[2].address", and that of an element of the array @member.
 * Returns: (transfer full) */
char *flux_file_object_get_path (const FluxFileObject *self, const char *member);
char *flux_file_object_get_element_path (const FluxFileObject *self, const char *member, guint index);

/* Fails unless @member is there. */
gboolean flux_file_object_require (const FluxFileObject *self, const char *member, GError **error);

/* Any text; what *@text held is freed. Nothing is refused but what is no text. */
gboolean flux_file_object_get_text (const FluxFileObject *self, const char *member, char **text, GError **error);

/* A name: as flux_device_id_is_valid() says. */
gboolean flux_file_object_get_name (const FluxFileObject *self, const char *member, char **name, GError **error);

/* A list of names; what *@names (array zero-terminated=1) held is freed. */
gboolean flux_file_object_get_names (const FluxFileObject *self, const char *member, char ***names, GError **error);

gboolean flux_file_object_get_boolean (const FluxFileObject *self, const char *member, gboolean *value, GError **error);

/* A whole number from @least to @most. */
gboolean flux_file_object_get_int (
    const FluxFileObject *self, const char *member, int least, int most, int *value, GError **error);

/* A finite number. */
gboolean flux_file_object_get_number (const FluxFileObject *self, const char *member, double *value, GError **error);

/* An array of at most @most elements. @array: (transfer none) */
gboolean flux_file_object_get_array (
    const FluxFileObject *self, const char *member, guint most, JsonArray **array, GError **error);

/* Whether @text (nullable) may be a name. */
gboolean flux_file_is_name (const char *text);

/* Sets %FLUX_CODEC_ERROR_INVALID. Returns: %FALSE */
gboolean flux_file_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* @node's number when it is one, finite. */
gboolean flux_file_read_number (JsonNode *node, double *value);

/* As flux_register_map_from_json(), for a map that stands at @path of a larger file. */
FluxRegisterMap *flux_register_map_from_json_at (JsonNode *node, const char *path, GError **error);

/* @object: (transfer full). Returns: (transfer full): as a node */
JsonNode *flux_file_object_to_node (JsonObject *object);

/* Sets @member of @object to @text, @names or @value; leaves it out where it is %NULL, empty or @usual. */
void flux_file_set_text (JsonObject *object, const char *member, const char *text);
void flux_file_set_names (JsonObject *object, const char *member, char **names);
void flux_file_set_number (JsonObject *object, const char *member, double value, double usual);

G_END_DECLS
