/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-text-list.h"

static void
append_quoted (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (json, '\\');
      if ((guchar) *text < 0x20)
        g_string_append_c (json, ' '); /* a line break would part it in two */
      else
        g_string_append_c (json, *text);
    }
  g_string_append_c (json, '"');
}

char *
flux_sqlite_text_list_to_json (char **list)
{
  GString *json;

  if (list == NULL || list[0] == NULL)
    return NULL;
  json = g_string_new ("[");
  for (guint i = 0; list[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_quoted (json, list[i]);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

char **
flux_sqlite_text_list_from_lines (const char *lines)
{
  return lines != NULL ? g_strsplit (lines, "\n", -1) : g_new0 (char *, 1);
}
