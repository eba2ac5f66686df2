/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-file-object.h"

#include "flux-device.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define NAMES_MAX 100
#define FILE_VERSION 1

/* Bytes of a name that is nobody knows what. */
#define SHOWN_MAX 100

gboolean
flux_file_refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID, message);
  return FALSE;
}

char *
flux_file_object_get_path (const FluxFileObject *self, const char *member)
{
  return g_strconcat (self->path, *self->path != '\0' ? "." : "", member, NULL);
}

char *
flux_file_object_get_element_path (const FluxFileObject *self, const char *member, guint index)
{
  g_autofree char *path = flux_file_object_get_path (self, member);

  return g_strdup_printf ("%s[%u]", path, index);
}

gboolean
flux_file_object_init (FluxFileObject *self, JsonNode *node, const char *path, const char *const *known, GError **error)
{
  g_autoptr (GList) members = NULL;

  self->path = path;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      if (*path == '\0')
        return flux_file_refuse (error, _ ("The file must be a JSON object"));
      return flux_file_refuse (error, _ ("%s must be an object"), path);
    }
  self->object = json_node_get_object (node);
  members = json_object_get_members (self->object);
  for (GList *member = members; known != NULL && member != NULL; member = member->next)
    if (!g_strv_contains (known, member->data))
      {
        g_autofree char *shown = g_utf8_make_valid (member->data, MIN (strlen (member->data), SHOWN_MAX));
        g_autofree char *wrong = flux_file_object_get_path (self, shown);
        g_autofree char *list = g_strjoinv (", ", (char **) known);

        return flux_file_refuse (error, _ ("%s is no known member. It may be one of: %s"), wrong, list);
      }
  return TRUE;
}

/* Returns: (nullable): %NULL when it is absent or null, which say the same */
static JsonNode *
find (const FluxFileObject *self, const char *member)
{
  JsonNode *node = json_object_get_member (self->object, member);

  return node == NULL || json_node_is_null (node) ? NULL : node;
}

static const char *
peek_text (JsonNode *node)
{
  gboolean is_text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;

  return is_text ? json_node_get_string (node) : NULL;
}

gboolean
flux_file_object_check_format (const FluxFileObject *self, const char *format, GError **error)
{
  JsonNode *found = find (self, "format"), *version = find (self, "version");
  double number = FILE_VERSION;

  if (found == NULL || g_strcmp0 (peek_text (found), format) != 0)
    {
      g_autofree char *path = flux_file_object_get_path (self, "format");

      return flux_file_refuse (error, _ ("%s must be \"%s\""), path, format);
    }
  if (version != NULL && (!flux_file_read_number (version, &number) || number < 1 || number != floor (number)))
    {
      g_autofree char *path = flux_file_object_get_path (self, "version");

      return flux_file_refuse (error, _ ("%s must be %d"), path, FILE_VERSION);
    }
  if (number > FILE_VERSION)
    {
      g_set_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_NEWER,
                   _ ("The file was written by a newer FluxIO (its version is %.0f). Open it with that one"), number);
      return FALSE;
    }
  return TRUE;
}

gboolean
flux_file_object_require (const FluxFileObject *self, const char *member, GError **error)
{
  g_autofree char *path = NULL;

  if (find (self, member) != NULL)
    return TRUE;
  path = flux_file_object_get_path (self, member);
  return flux_file_refuse (error, _ ("%s is missing"), path);
}

/* --- Members ------------------------------------------------------------------------------------------------------ */

gboolean
flux_file_object_get_text (const FluxFileObject *self, const char *member, char **text, GError **error)
{
  JsonNode *node = find (self, member);
  g_autofree char *path = NULL;

  if (node == NULL)
    return TRUE;
  if (peek_text (node) != NULL)
    {
      g_free (*text);
      *text = g_strdup (peek_text (node));
      return TRUE;
    }
  path = flux_file_object_get_path (self, member);
  return flux_file_refuse (error, _ ("%s must be text in quotes"), path);
}

gboolean
flux_file_is_name (const char *text)
{
  return text != NULL && flux_device_id_is_valid (text, strlen (text));
}

static gboolean
refuse_name (GError **error, const char *path)
{
  return flux_file_refuse (error, _ ("%s must be text of 1 to %d characters without control characters"), path,
                           FLUX_DEVICE_ID_MAX);
}

gboolean
flux_file_object_get_name (const FluxFileObject *self, const char *member, char **name, GError **error)
{
  JsonNode *node = find (self, member);
  g_autofree char *path = NULL;

  if (node == NULL)
    return TRUE;
  if (flux_file_is_name (peek_text (node)))
    return flux_file_object_get_text (self, member, name, error);
  path = flux_file_object_get_path (self, member);
  return refuse_name (error, path);
}

gboolean
flux_file_object_get_names (const FluxFileObject *self, const char *member, char ***names, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (!flux_file_object_get_array (self, member, NAMES_MAX, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *text = peek_text (json_array_get_element (array, i));

      if (!flux_file_is_name (text))
        {
          g_autofree char *path = flux_file_object_get_element_path (self, member, i);

          return refuse_name (error, path);
        }
      g_strv_builder_add (builder, text);
    }
  g_strfreev (*names);
  *names = g_strv_builder_end (builder);
  return TRUE;
}

gboolean
flux_file_object_get_boolean (const FluxFileObject *self, const char *member, gboolean *value, GError **error)
{
  JsonNode *node = find (self, member);
  g_autofree char *path = NULL;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      *value = json_node_get_boolean (node);
      return TRUE;
    }
  path = flux_file_object_get_path (self, member);
  return flux_file_refuse (error, _ ("%s must be true or false"), path);
}

gboolean
flux_file_read_number (JsonNode *node, double *value)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  double number;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  number = type == G_TYPE_INT64 ? (double) json_node_get_int (node) : json_node_get_double (node);
  if (!isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

gboolean
flux_file_object_get_int (
    const FluxFileObject *self, const char *member, int least, int most, int *value, GError **error)
{
  JsonNode *node = find (self, member);
  g_autofree char *path = NULL;
  double number;

  if (node == NULL)
    return TRUE;
  if (flux_file_read_number (node, &number) && number == floor (number) && number >= least && number <= most)
    {
      *value = (int) number;
      return TRUE;
    }
  path = flux_file_object_get_path (self, member);
  return flux_file_refuse (error, _ ("%s must be a whole number from %d to %d"), path, least, most);
}

gboolean
flux_file_object_get_number (const FluxFileObject *self, const char *member, double *value, GError **error)
{
  JsonNode *node = find (self, member);
  g_autofree char *path = NULL;

  if (node == NULL || flux_file_read_number (node, value))
    return TRUE;
  path = flux_file_object_get_path (self, member);
  return flux_file_refuse (error, _ ("%s must be a number"), path);
}

gboolean
flux_file_object_get_array (
    const FluxFileObject *self, const char *member, guint most, JsonArray **array, GError **error)
{
  JsonNode *node = find (self, member);
  g_autofree char *path = NULL;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) <= most)
    {
      *array = json_node_get_array (node);
      return TRUE;
    }
  path = flux_file_object_get_path (self, member);
  return flux_file_refuse (error, _ ("%s must be a list in square brackets of at most %u entries"), path, most);
}

/* --- Writing ------------------------------------------------------------------------------------------------------ */

JsonNode *
flux_file_object_to_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

void
flux_file_set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

void
flux_file_set_names (JsonObject *object, const char *member, char **names)
{
  JsonArray *array;

  if (names == NULL || names[0] == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  json_object_set_array_member (object, member, array);
}

void
flux_file_set_number (JsonObject *object, const char *member, double value, double usual)
{
  if (isfinite (value) && value != usual)
    json_object_set_double_member (object, member, value);
}
