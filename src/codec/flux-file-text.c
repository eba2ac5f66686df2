/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-file-text.h"

#include "flux-file-object.h"
#include "flux-json-reader.h"
#include "flux-json-writer.h"

#include <glib/gi18n.h>
#include <string.h>

#define INDENT 2

/* --- Text to tree ------------------------------------------------------------------------------------------------- */

static guint
get_line (const char *text, gsize offset)
{
  guint line = 1;

  for (gsize i = 0; i < offset; i++)
    if (text[i] == '\n')
      line++;
  return line;
}

static gboolean
check_text (const char *text, gsize length, GError **error)
{
  FluxJsonReader reader;
  FluxJsonToken token;

  flux_json_reader_init (&reader, text, length, FLUX_JSON_STRICT);
  do
    token = flux_json_reader_next (&reader);
  while (token != FLUX_JSON_END && token != FLUX_JSON_ERROR);
  if (token == FLUX_JSON_ERROR)
    return flux_file_refuse (error, _ ("Line %u is no correct JSON (%s). Correct it there"),
                             get_line (text, reader.fault_offset), reader.fault);
  return TRUE;
}

JsonNode *
flux_file_parse (const char *text, gssize length, GError **error)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) fault = NULL;

  if (length < 0)
    length = strlen (text);
  if (!check_text (text, length, error))
    return NULL;
  if (length >= 3 && memcmp (text, byte_order_mark, 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  if (!json_parser_load_from_data (parser, text, length, &fault))
    {
      flux_file_refuse (error, _ ("The file is no correct JSON: %s"), fault->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

/* --- Tree to text ------------------------------------------------------------------------------------------------- */

static void print_node (GString *text, JsonNode *node, int indent);

/* @indent: spaces before what stands on its own line; negative: all stands on one line */
static void
start_line (GString *text, int indent)
{
  if (indent < 0)
    return;
  g_string_append_printf (text, "\n%*s", indent, "");
}

static gboolean
has_containers (JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (array, i)))
      return TRUE;
  return FALSE;
}

static void
print_array (GString *text, JsonArray *array, int indent)
{
  int inner = indent >= 0 && has_containers (array) ? indent + INDENT : -1;
  guint length = json_array_get_length (array);

  g_string_append_c (text, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append (text, indent >= 0 && inner < 0 ? ", " : ",");
      start_line (text, inner);
      print_node (text, json_array_get_element (array, i), inner);
    }
  if (length > 0 && inner >= 0)
    start_line (text, indent);
  g_string_append_c (text, ']');
}

static void
print_object (GString *text, JsonObject *object, int indent)
{
  int inner = indent >= 0 ? indent + INDENT : -1;
  const char *member;
  JsonNode *node;
  JsonObjectIter iter;
  gboolean is_first = TRUE;

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (!is_first)
        g_string_append_c (text, ',');
      is_first = FALSE;
      start_line (text, inner);
      flux_json_append_string (text, member);
      g_string_append (text, indent >= 0 ? ": " : ":");
      print_node (text, node, inner);
    }
  if (!is_first)
    start_line (text, indent);
  g_string_append_c (text, '}');
}

static void
print_value (GString *text, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    flux_json_append_string (text, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    flux_json_append_bool (text, json_node_get_boolean (node));
  else if (type == G_TYPE_DOUBLE)
    flux_json_append_double (text, json_node_get_double (node));
  else
    flux_json_append_int (text, json_node_get_int (node));
}

static void
print_node (GString *text, JsonNode *node, int indent)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      print_object (text, json_node_get_object (node), indent);
      break;
    case JSON_NODE_ARRAY:
      print_array (text, json_node_get_array (node), indent);
      break;
    case JSON_NODE_VALUE:
      print_value (text, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (text, "null");
    }
}

char *
flux_file_print (JsonNode *node, gboolean is_pretty)
{
  GString *text = g_string_new (NULL);

  print_node (text, node, is_pretty ? 0 : -1);
  if (is_pretty)
    g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
