/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Files that are no database of this program stay byte for byte as they were. */

#include "flux-test-file.h"
#include "flux-test-folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static const FluxStoreAccess accesses[] = { FLUX_STORE_TAKE_READINGS, FLUX_STORE_LOOK, FLUX_STORE_WRITE_BESIDE };

/* Each of these makes a file that is refused. */

static void
make_text (const char *path)
{
  flux_test_file_put (path, "These are the meter readings of 2019.\n", 38);
}

static void
make_header_of_sqlite (const char *path)
{
  flux_test_file_put (path, "SQLite format 3", 16);
}

static void
make_random (const char *path)
{
  char bytes[5000];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = g_test_rand_int ();
  flux_test_file_put (path, bytes, sizeof bytes);
}

static void
make_others (const char *path)
{
  flux_test_file_run_sql (path, "CREATE TABLE invoices (id, amount); INSERT INTO invoices VALUES (1, 2)");
}

static void
make_others_in_wal_mode (const char *path)
{
  flux_test_file_run_sql (path, "PRAGMA journal_mode = WAL; CREATE TABLE invoices (id, amount)");
}

static void
make_others_with_id (const char *path)
{
  flux_test_file_run_sql (path, "PRAGMA application_id = 252006673; CREATE TABLE devices (id)");
}

static void
make_newer (const char *path)
{
  flux_test_file_make_database (path);
  flux_test_file_run_sql (path, "PRAGMA user_version = 99");
}

static void
make_negative (const char *path)
{
  flux_test_file_make_database (path);
  flux_test_file_run_sql (path, "PRAGMA user_version = -1");
}

/* The later program ended without closing: only the log knows. */
static void
make_newer_in_log (const char *path)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  g_autofree char *version = flux_test_plant_query (plant, "PRAGMA user_version");
  g_autofree char *back = g_strdup_printf ("PRAGMA user_version = %s", version);

  flux_test_file_run_sql (flux_test_plant_get_path (plant), "PRAGMA user_version = 99");
  flux_test_file_copy_crashed (plant, path);
  flux_test_file_run_sql (flux_test_plant_get_path (plant), back);
}

static void
cut (const char *path, double part)
{
  g_autofree char *bytes = NULL;
  gsize size;

  flux_test_file_make_database (path);
  bytes = flux_test_file_get (path, &size);
  flux_test_file_put (path, bytes, part < 0 ? size - 1 : size * part);
}

static void
make_half (const char *path)
{
  cut (path, 0.5);
}

static void
make_one_byte_less (const char *path)
{
  cut (path, -1);
}

static void
make_only_header (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size;

  flux_test_file_make_database (path);
  bytes = flux_test_file_get (path, &size);
  flux_test_file_put (path, bytes, 100);
}

static void
overwrite (const char *path, gsize at, gsize length, char byte)
{
  g_autofree char *bytes = NULL;
  gsize size;

  flux_test_file_make_database (path);
  bytes = flux_test_file_get (path, &size);
  g_assert_cmpuint (at + length, <=, size);
  memset (bytes + at, byte, length);
  flux_test_file_put (path, bytes, size);
}

static void
make_first_page_zero (const char *path)
{
  overwrite (path, 0, 4096, 0);
}

static void
make_schema_zero (const char *path)
{
  overwrite (path, 100, 3996, 0);
}

static void
make_schema_garbage (const char *path)
{
  static const char text[] = "CREATE TABLE fluxio_recent";
  g_autofree char *bytes = NULL;
  char *at;
  gsize size;

  flux_test_file_make_database (path);
  bytes = flux_test_file_get (path, &size);
  at = memmem (bytes, size, text, strlen (text));
  g_assert_nonnull (at);
  memset (at, '\xa5', strlen (text));
  flux_test_file_put (path, bytes, size);
}

static void
make_second_page_zero (const char *path)
{
  overwrite (path, 4096, 4096, 0);
}

static void
make_table_missing (const char *path)
{
  flux_test_file_make_database (path);
  flux_test_file_run_sql (path, "DROP TABLE fluxio_latest");
}

static void
make_column_missing (const char *path)
{
  flux_test_file_make_database (path);
  flux_test_file_run_sql (path, "DROP VIEW flow_data; ALTER TABLE fluxio_recent DROP COLUMN velocity");
}

static void
make_folder (const char *path)
{
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
make_fifo (const char *path)
{
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static const struct
{
  const char *name;
  void (*make) (const char *path);
  FluxStoreError code;
  const char *what;
  const char *advice;
} refused[] = {
  { "text", make_text, FLUX_STORE_ERROR_FOREIGN, "is no database of FluxIO", "Choose another file" },
  { "header-of-sqlite", make_header_of_sqlite, FLUX_STORE_ERROR_FOREIGN, "is no database of FluxIO", "Choose another" },
  { "random", make_random, FLUX_STORE_ERROR_FOREIGN, "is no database of FluxIO", "Choose another" },
  { "others", make_others, FLUX_STORE_ERROR_FOREIGN, "belongs to another program", "Choose another" },
  { "others-in-wal-mode", make_others_in_wal_mode, FLUX_STORE_ERROR_FOREIGN, "belongs to another", "Choose another" },
  { "others-with-id", make_others_with_id, FLUX_STORE_ERROR_FOREIGN, "belongs to another program", "Choose another" },
  { "folder", make_folder, FLUX_STORE_ERROR_FOREIGN, "is no file", "Choose another" },
  { "fifo", make_fifo, FLUX_STORE_ERROR_FOREIGN, "is no file", "Choose another" },
  { "newer", make_newer, FLUX_STORE_ERROR_NEWER, "was written by a later FluxIO", "Update FluxIO" },
  { "negative", make_negative, FLUX_STORE_ERROR_NEWER, "was written by a later FluxIO", "Update FluxIO" },
  { "newer-in-log", make_newer_in_log, FLUX_STORE_ERROR_NEWER, "was written by a later FluxIO", "Update FluxIO" },
  { "half", make_half, FLUX_STORE_ERROR_DAMAGED, "is cut short", "Restore a backup" },
  { "one-byte-less", make_one_byte_less, FLUX_STORE_ERROR_DAMAGED, "is cut short", "Restore a backup" },
  { "only-header", make_only_header, FLUX_STORE_ERROR_DAMAGED, "is cut short", "Restore a backup" },
  { "first-page-zero", make_first_page_zero, FLUX_STORE_ERROR_FOREIGN, "is no database of FluxIO", "Choose another" },
  { "schema-zero", make_schema_zero, FLUX_STORE_ERROR_DAMAGED, "", "Restore a backup" },
  { "schema-garbage", make_schema_garbage, FLUX_STORE_ERROR_DAMAGED, "", "Restore a backup" },
  { "second-page-zero", make_second_page_zero, FLUX_STORE_ERROR_DAMAGED, "", "Restore a backup" },
  { "table-missing", make_table_missing, FLUX_STORE_ERROR_DAMAGED, "no such table: fluxio_latest", "Restore a backup" },
  { "column-missing", make_column_missing, FLUX_STORE_ERROR_DAMAGED, "velocity", "Restore a backup" },
};

/* --- Opening ------------------------------------------------------------------------------------------------------ */

static void
test_refused (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *before = NULL;

  refused[i].make (path);
  before = flux_test_file_picture (folder);
  for (guint access = 0; access < G_N_ELEMENTS (accesses); access++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_null (flux_test_file_open (path, accesses[access], &error));
      g_assert_error (error, FLUX_STORE_ERROR, (int) refused[i].code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, refused[i].what));
      g_assert_nonnull (strstr (error->message, refused[i].advice));
      g_assert_null (strchr (error->message, '\n'));
      after = flux_test_file_picture (folder);
      g_assert_cmpstr (after, ==, before);
    }
  flux_test_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/sqlite-refusal/", refused[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_refused);
    }
  return g_test_run ();
}
