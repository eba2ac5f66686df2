/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-time-zones.h"

#include <gtk/gtk.h>

#define FOLDER "/usr/share/zoneinfo"
#define COLUMN 2 /* country, position, name, comment */

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
flux_time_zones_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);

      if (*lines[i] != '#' && g_strv_length (columns) > COLUMN)
        g_ptr_array_add (names, g_strdup (g_strstrip (columns[COLUMN])));
    }
  g_ptr_array_add (names, g_strdup ("UTC"));
  g_ptr_array_sort (names, compare_cb);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

static void
loaded_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkStringList) list = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  if (!g_file_load_contents_finish (G_FILE (file), result, &text, NULL, NULL, &error))
    {
      g_debug ("Time zones have to be typed, because the list of them cannot be read: %s", error->message);
      return;
    }
  names = flux_time_zones_parse (text);
  gtk_string_list_splice (list, 0, 0, (const char *const *) names);
}

GListModel *
flux_time_zones_get (void)
{
  static GtkStringList *list;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  if (list == NULL)
    {
      path = g_build_filename (g_getenv ("TZDIR") != NULL ? g_getenv ("TZDIR") : FOLDER, "zone.tab", NULL);
      file = g_file_new_for_path (path);
      list = gtk_string_list_new (NULL);
      g_file_load_contents_async (file, NULL, loaded_cb, g_object_ref (list));
    }
  return g_object_ref (G_LIST_MODEL (list));
}
