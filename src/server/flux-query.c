/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-query.h"

#include "flux-contract-decoder.h"

#include <string.h>

const char *
flux_query_get_text (GHashTable *query, const char *name)
{
  return query != NULL ? g_hash_table_lookup (query, name) : NULL;
}

gboolean
flux_query_get_time (GHashTable *query, const char *name, gint64 *value, const char **fault)
{
  const char *text = flux_query_get_text (query, name);

  if (text == NULL || flux_contract_read_time_text (text, strlen (text), value))
    return TRUE;
  *fault = g_str_equal (name, "start_time") ? "start_time must be a time in ISO 8601"
                                            : "end_time must be a time in ISO 8601";
  return FALSE;
}

gboolean
flux_query_get_limit (GHashTable *query, guint most, guint *value, const char **fault)
{
  const char *text = flux_query_get_text (query, "limit");
  guint64 number;

  if (text == NULL)
    return TRUE;
  if (*text == '\0' || strspn (text, "0123456789") != strlen (text) || strspn (text, "0") == strlen (text))
    {
      *fault = "limit must be a whole number from 1 on";
      return FALSE;
    }
  number = g_ascii_strtoull (text, NULL, 10);
  *value = MIN (number, most);
  return TRUE;
}

gboolean
flux_query_get_bool (GHashTable *query, const char *name, gboolean *value, gboolean *found, const char **fault)
{
  const char *text = flux_query_get_text (query, name);

  *found = text != NULL;
  if (text == NULL)
    return TRUE;
  *value = g_str_equal (text, "true");
  if (*value || g_str_equal (text, "false"))
    return TRUE;
  *fault = "is_resolved must be true or false";
  return FALSE;
}
