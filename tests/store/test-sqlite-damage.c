/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* A damaged database is refused, or it is an error where the damage is met. */

#include "flux-test-file.h"
#include "flux-test-folder.h"
#include "flux-test-scale.h"

#include <string.h>

/* Opens a database of these bytes, damaged or not, and reads. Returns: whether it was opened */
static gboolean
try_damaged (const char *bytes, gsize size)
{
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (FluxStore) look = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = NULL;
  g_autoptr (GArray) rows = flux_stored_readings_new ();
  g_autoptr (GPtrArray) devices = NULL;

  flux_test_file_put (path, bytes, size);
  before = flux_test_file_picture (folder);
  look = flux_test_file_open (path, FLUX_STORE_LOOK, &error);
  if (look == NULL)
    {
      g_assert_nonnull (strstr (error->message, path));
      after = flux_test_file_picture (folder);
      g_assert_cmpstr (after, ==, before);
      flux_test_folder_remove (folder);
      return FALSE;
    }
  /* Damage that shows only in what is read is an error there, and never more. */
  loan = flux_test_loan_read (look, &session);
  devices = flux_store_session_list_devices (session, NULL);
  flux_store_session_read_readings (session, &(FluxReadingQuery){ .to = G_MAXINT64, .limit = 1000 }, rows, NULL);
  flux_test_folder_remove (folder);
  return TRUE;
}

/* Any page zeroed. */
static void
test_any_page (void)
{
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *bytes = NULL;
  guint opened = 0;
  gsize size;

  flux_test_file_make_database (path);
  bytes = flux_test_file_get (path, &size);
  for (gsize page = 0; page < size / 4096; page++)
    {
      g_autofree char *damaged = g_memdup2 (bytes, size);

      memset (damaged + page * 4096, 0, 4096);
      opened += try_damaged (damaged, size);
    }
  g_assert_cmpuint (opened, ==, 0);
  flux_test_folder_remove (folder);
}

/* Any few bytes changed. */
static void
test_any_bytes (void)
{
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *bytes = NULL;
  guint opened = 0, n = flux_test_scale (150, 5000);
  gsize size;

  flux_test_file_make_database (path);
  bytes = flux_test_file_get (path, &size);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *damaged = g_memdup2 (bytes, size);

      for (guint flips = g_test_rand_int_range (1, 5); flips > 0; flips--)
        damaged[g_test_rand_int_range (0, g_test_rand_bit () ? 4096 : size)] ^= 1 << g_test_rand_int_range (0, 8);
      opened += try_damaged (damaged, size);
    }
  g_assert_cmpuint (opened, <, n);
  flux_test_folder_remove (folder);
}

/* What each call of a reading session finds; -1 and an error when it cannot tell. */
typedef struct
{
  int counts[8];
} Findings;

static int
count_array (GArray *array, GError *const *error)
{
  int count = array != NULL ? (int) array->len : -1;

  g_assert_cmpint (array == NULL, ==, *error != NULL);
  g_clear_pointer (&array, g_array_unref);
  return count;
}

static int
count_pointers (GPtrArray *array, GError *const *error)
{
  int count = array != NULL ? (int) array->len : -1;

  g_assert_cmpint (array == NULL, ==, *error != NULL);
  g_clear_pointer (&array, g_ptr_array_unref);
  return count;
}

static int
count_readings (gboolean found, const GArray *rows, GError *const *error)
{
  g_assert_cmpint (found, ==, *error == NULL);
  return found ? (int) rows->len : -1;
}

static gpointer
find_all (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) found = flux_stored_readings_new ();
  g_autoptr (GArray) rows = flux_stored_readings_new ();
  g_autoptr (GArray) all_rows = flux_stored_readings_new ();
  GError *errors[8] = { NULL };
  Findings all = { {
      count_pointers (flux_store_session_list_devices (session, &errors[0]), &errors[0]),
      count_pointers (flux_store_session_list_gateways (session, &errors[1]), &errors[1]),
      count_pointers (flux_store_session_list_api_keys (session, &errors[2]), &errors[2]),
      count_array (flux_store_session_list_latest (session, 0, &errors[3]), &errors[3]),
      count_pointers (flux_store_session_list_alerts (session, NULL, FLUX_ALERTS_ALL, 5000, &errors[4]), &errors[4]),
      count_readings (flux_store_session_find_readings (session, 1, 0, G_MAXINT64, found, &errors[5]), found,
                      &errors[5]),
      count_readings (
          flux_store_session_read_readings (
              session, &(FluxReadingQuery){ .device = 1, .to = G_MAXINT64, .limit = 9999 }, rows, &errors[6]),
          rows, &errors[6]),
      count_readings (flux_store_session_read_readings (session, &(FluxReadingQuery){ .to = G_MAXINT64, .limit = 9999 },
                                                        all_rows, &errors[7]),
                      all_rows, &errors[7]),
  } };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    g_clear_error (&errors[i]);
  *(Findings *) data = all;
  return data;
}

/* Asserts that every call finds all there was before the page was damaged, or says that it cannot. */
static gboolean
assert_all_or_error (const char *path, const char *bytes, gsize size, gsize page, const Findings *before)
{
  g_autofree char *damaged = g_memdup2 (bytes, size);
  g_autoptr (FluxStore) look = NULL;
  g_autoptr (GError) error = NULL;
  gboolean any_error = FALSE;
  Findings found;

  flux_test_file_put (path, bytes, size);
  look = flux_test_file_open (path, FLUX_STORE_LOOK, NULL);
  memset (damaged + page * 4096, 0, 4096);
  flux_test_file_put (path, damaged, size);
  if (flux_store_read (look, find_all, &found, NULL, &error) == NULL)
    {
      g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_DAMAGED); /* not even the schema can be read */
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (found.counts); i++)
    {
      if (found.counts[i] >= 0)
        g_assert_cmpint (found.counts[i], ==, before->counts[i]);
      any_error |= found.counts[i] < 0;
    }
  return any_error;
}

static void
fill_many_pages (const char *path)
{
  flux_test_file_run_sql (
      path,
      "INSERT INTO devices (device_id, device_name, description) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
      "  i + 1 FROM n WHERE i < 60) SELECT 'D' || i, 'd', hex (zeroblob (100)) FROM n;"
      "INSERT INTO fluxio_gateways (name, description) SELECT device_id, description FROM devices;"
      "INSERT INTO fluxio_api_keys (name, digest, scopes) SELECT description, randomblob (32), 'read' FROM devices"
      "  WHERE description IS NOT NULL;"
      "INSERT INTO fluxio_latest (device, metadata, revision)"
      "  SELECT number, hex (zeroblob (100)), number FROM fluxio_device_numbers;"
      "INSERT INTO alerts (device_id, alert_type, severity, message) SELECT device_id, 'custom', 'info', description"
      "  FROM devices WHERE description IS NOT NULL;"
      "INSERT INTO fluxio_history (device, created_at, metadata) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
      "  i + 1 FROM n WHERE i < 200) SELECT 1, i, hex (zeroblob (50)) FROM n;");
}

/* Damage that comes after the opening is an error where it is met. What was read before it is not taken for all. */
static void
test_damaged_later (void)
{
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *bytes = NULL;
  guint n_errors = 0;
  Findings before;
  gsize size;

  flux_test_file_make_database (path);
  fill_many_pages (path);
  bytes = flux_test_file_get (path, &size);
  {
    g_autoptr (FluxStore) look = flux_test_file_open (path, FLUX_STORE_LOOK, NULL);

    g_assert_nonnull (flux_store_read (look, find_all, &before, NULL, NULL));
  }
  for (gsize page = 1; page < size / 4096; page++)
    n_errors += assert_all_or_error (path, bytes, size, page, &before);
  g_assert_cmpuint (n_errors, >, 20);
  flux_test_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sqlite-damage/any-page", test_any_page);
  g_test_add_func ("/sqlite-damage/any-bytes", test_any_bytes);
  g_test_add_func ("/sqlite-damage/later", test_damaged_later);
  return g_test_run ();
}
