/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-file.h"

#include "flux-test-folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

void
flux_test_file_put (const char *path, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_unlink (path); /* else a longer file keeps its end */
  g_file_set_contents_full (path, bytes, size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

char *
flux_test_file_get (const char *path, gsize *size)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, size, &error);
  g_assert_no_error (error);
  return bytes;
}

void
flux_test_file_make_database (const char *path)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  gint64 device = flux_test_plant_add_device (plant, "A");
  g_autofree char *bytes = NULL;
  gsize size;

  for (guint i = 0; i < 100; i++)
    {
      FluxReading reading = flux_test_reading (i, i);

      flux_test_plant_insert (plant, device, &reading);
    }
  flux_store_close (plant->store);
  bytes = flux_test_file_get (flux_test_plant_get_path (plant), &size);
  flux_test_file_put (path, bytes, size);
}

void
flux_test_file_run_sql (const char *path, const char *sql)
{
  g_free (flux_test_sqlite3 (path, sql, NULL));
}

void
flux_test_file_copy_crashed (FluxTestPlant *plant, const char *path)
{
  const char *const suffixes[] = { "", "-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (flux_test_plant_get_path (plant), suffixes[i], NULL);
      g_autofree char *to = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      bytes = flux_test_file_get (from, &size);
      flux_test_file_put (to, bytes, size);
    }
}

char *
flux_test_file_picture (const char *folder)
{
  g_autofree char *list = flux_test_folder_list (folder);
  g_auto (GStrv) names = g_strsplit (list, " ", -1);
  GString *all = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *digest = NULL;
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      if (S_ISREG (info.st_mode))
        digest = flux_test_folder_digest (path);
      g_string_append_printf (all, "%s %s %ld.%09ld\n", names[i], digest != NULL ? digest : "-",
                              (long) info.st_mtim.tv_sec, (long) info.st_mtim.tv_nsec);
    }
  return g_string_free (all, FALSE);
}

FluxStore *
flux_test_file_open (const char *path, FluxStoreAccess access, GError **error)
{
  g_autoptr (FluxTestClock) clock = flux_test_clock_new (FLUX_TEST_START);
  g_autofree char *uri = g_strconcat ("sqlite:", path, NULL);

  return flux_store_open (uri, access, FLUX_CLOCK (clock), error);
}
