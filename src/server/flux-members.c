/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-members.h"

#include <string.h>

static void
string_free (gpointer data)
{
  g_string_free (data, TRUE);
}

GHashTable *
flux_members_read (const char *body, gsize size, const char **fault)
{
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, string_free);
  FluxJsonReader reader;
  FluxJsonToken token;

  flux_json_reader_init (&reader, body, size, FLUX_JSON_STRICT);
  if (flux_json_reader_next (&reader) != FLUX_JSON_OBJECT_BEGIN)
    {
      *fault = "The body must be a JSON object";
      return NULL;
    }
  while ((token = flux_json_reader_next (&reader)) == FLUX_JSON_NAME)
    {
      GString *name = flux_json_reader_get_string (&reader);

      if (!flux_json_reader_skip (&reader, flux_json_reader_next (&reader)))
        {
          g_string_free (name, TRUE);
          break;
        }
      g_hash_table_replace (members, g_string_free (name, FALSE), g_string_new_len (reader.text, reader.length));
    }
  if (token != FLUX_JSON_OBJECT_END || flux_json_reader_next (&reader) != FLUX_JSON_END)
    {
      *fault = "The body is not valid JSON";
      return NULL;
    }
  return g_steal_pointer (&members);
}

/* The only token of a member's raw JSON. Returns: %FLUX_JSON_NULL when it is absent */
static FluxJsonToken
look_at (GHashTable *members, const char *name, FluxJsonReader *reader)
{
  const GString *raw = g_hash_table_lookup (members, name);

  if (raw == NULL)
    return FLUX_JSON_NULL;
  flux_json_reader_init (reader, raw->str, raw->len, FLUX_JSON_STRICT);
  return flux_json_reader_next (reader);
}

gboolean
flux_members_get_text (GHashTable *members, const char *name, char **text)
{
  FluxJsonReader reader;
  FluxJsonToken token = look_at (members, name, &reader);
  GString *string;

  *text = NULL;
  if (token == FLUX_JSON_NULL)
    return TRUE;
  if (token != FLUX_JSON_STRING)
    return FALSE;
  string = flux_json_reader_get_string (&reader);
  if (memchr (string->str, '\0', string->len) != NULL)
    {
      g_string_free (string, TRUE);
      return FALSE;
    }
  *text = g_string_free (string, FALSE);
  return TRUE;
}

gboolean
flux_members_get_bool (GHashTable *members, const char *name, gboolean *value, gboolean *found)
{
  FluxJsonReader reader;
  FluxJsonToken token = look_at (members, name, &reader);

  *found = token == FLUX_JSON_TRUE || token == FLUX_JSON_FALSE;
  *value = token == FLUX_JSON_TRUE;
  return *found || token == FLUX_JSON_NULL;
}

gboolean
flux_members_get_object (GHashTable *members, const char *name, char **json)
{
  FluxJsonReader reader;
  FluxJsonToken token = look_at (members, name, &reader);
  const GString *raw = g_hash_table_lookup (members, name);

  *json = NULL;
  if (token == FLUX_JSON_NULL)
    return TRUE;
  if (token != FLUX_JSON_OBJECT_BEGIN)
    return FALSE;
  *json = g_strdup (raw->str);
  return TRUE;
}
