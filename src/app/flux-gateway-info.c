/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-info.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

/* By the names that RutOS gives them. */
static const struct
{
  const char *member;
  const char *word;
} lines[] = {
  { "operator", NC_ ("gateway", "Operator") },
  { "serial", NC_ ("gateway", "Serial number") },
  { "imei", NC_ ("gateway", "IMEI") },
  { "fw", NC_ ("gateway", "Firmware") },
  { "hwver", NC_ ("gateway", "Hardware") },
  { "latitude", NC_ ("gateway", "Latitude") },
  { "longitude", NC_ ("gateway", "Longitude") },
};

/* Returns: (transfer full) (nullable) */
static char *
read_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

char *
flux_gateway_info_describe (const char *info)
{
  g_autoptr (JsonNode) node = info != NULL ? json_from_string (info, NULL) : NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = read_member (json_node_get_object (node), lines[i].member);

      if (text != NULL && *text != '\0')
        g_ptr_array_add (words, g_strdup_printf ("%s: %s", g_dpgettext2 (NULL, "gateway", lines[i].word), text));
    }
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return g_strjoinv ("\n", (char **) words->pdata);
}
