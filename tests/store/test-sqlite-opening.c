/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Which files are opened, by how many at once, and under which names. */

#include "flux-test-file.h"
#include "flux-test-folder.h"
#include "flux-test-scale.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const FluxStoreAccess accesses[] = { FLUX_STORE_TAKE_READINGS, FLUX_STORE_LOOK, FLUX_STORE_WRITE_BESIDE };

/* --- What is opened ----------------------------------------------------------------------------------------------- */

/* Opens, and asserts that there are @n_rows readings. */
static void
assert_opens (const char *path, FluxStoreAccess access, guint n_rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) store = flux_test_file_open (path, access, &error);
  g_autoptr (GArray) rows = flux_stored_readings_new ();
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = NULL;

  g_assert_no_error (error);
  loan = flux_test_loan_read (store, &session);
  flux_store_session_read_readings (session, &(FluxReadingQuery){ .to = G_MAXINT64, .limit = 1000000 }, rows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, n_rows);
}

static const struct
{
  const char *name;
  const char *file; /* below the test's folder */
} places[] = {
  { "plain", "plant.db" },
  { "new-folders", "a/b c/plant.db" },
  { "odd-name", "50% ?mode=ro#x&y 'q' \"d\" \xc3\xa4.db" },
  { "dots", "./a/../plant.db" },
};

static void
test_place (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, places[i].file, NULL);
  g_autofree char *real = g_canonicalize_filename (path, NULL);
  GStatBuf info;

  assert_opens (path, FLUX_STORE_TAKE_READINGS, 0);
  g_assert_cmpint (g_stat (real, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600); /* the readings are nobody else's */
  for (guint access = 0; access < G_N_ELEMENTS (accesses); access++)
    assert_opens (path, accesses[access], 0);
  flux_test_folder_remove (folder);
}

static void
test_empty_file (void)
{
  for (guint access = 0; access < G_N_ELEMENTS (accesses); access++)
    {
      char *folder = flux_test_folder_new ();
      g_autofree char *path = g_build_filename (folder, "plant.db", NULL);

      flux_test_file_put (path, "", 0);
      if (accesses[access] == FLUX_STORE_LOOK)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (flux_test_file_open (path, FLUX_STORE_LOOK, &error));
          g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
        }
      else
        assert_opens (path, accesses[access], 0);
      flux_test_folder_remove (folder);
    }
}

static void
test_absent (void)
{
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (flux_test_file_open (path, FLUX_STORE_LOOK, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  list = flux_test_folder_list (folder);
  g_assert_cmpstr (list, ==, ""); /* looking makes nothing */
  assert_opens (path, FLUX_STORE_WRITE_BESIDE, 0);
  assert_opens (path, FLUX_STORE_TAKE_READINGS, 0);
  flux_test_folder_remove (folder);
}

/* What is beside an open database, and what stays. */
static void
test_leaves_nothing (void)
{
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *list = NULL;

  assert_opens (path, FLUX_STORE_TAKE_READINGS, 0);
  list = flux_test_folder_list (folder);
  g_assert_cmpstr (list, ==, "plant.db plant.db.lock");
  flux_test_folder_remove (folder);
}

/* A program that was killed: its log is read in. */
static void
test_crashed (void)
{
  for (guint access = 0; access < G_N_ELEMENTS (accesses); access++)
    {
      g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
      gint64 device = flux_test_plant_add_device (plant, "A");
      FluxReading reading = flux_test_reading (0, 1);
      char *folder = flux_test_folder_new ();
      g_autofree char *path = g_build_filename (folder, "plant.db", NULL);

      flux_test_plant_insert (plant, device, &reading);
      flux_test_file_copy_crashed (plant, path);
      assert_opens (path, accesses[access], 1);
      flux_test_folder_remove (folder);
    }
}

static guint32
number_at (const char *bytes, gsize at)
{
  guint32 number;

  memcpy (&number, bytes + at, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* A checkpoint that was cut off: the first page, which tells how many there are, is written, the new pages are not.
 * https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
static void
test_cut_off_checkpoint (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  gint64 device = flux_test_plant_add_device (plant, "A");
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *log = NULL;
  gsize size, log_size, first_page = 0;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  for (guint i = 0; i < 5000; i++)
    {
      FluxReading reading = flux_test_reading (i, i);

      g_assert_true (flux_store_session_insert_reading (session, device, &reading, NULL));
    }
  g_assert_true (flux_test_loan_commit (loan, NULL));
  flux_test_file_copy_crashed (plant, path);
  bytes = flux_test_file_get (path, &size);
  log = flux_test_file_get (log_path, &log_size);
  for (gsize frame = 32; frame + 24 + 4096 <= log_size; frame += 24 + 4096)
    if (number_at (log, frame) == 1)
      first_page = frame + 24;
  g_assert_cmpuint (first_page, >, 0);
  memcpy (bytes, log + first_page, 4096);
  g_assert_cmpuint (number_at (bytes, 28) * 4096, >, size);
  flux_test_file_put (path, bytes, size);

  assert_opens (path, FLUX_STORE_LOOK, 5000);
  assert_opens (path, FLUX_STORE_TAKE_READINGS, 5000);
  flux_test_folder_remove (folder);
}

/* --- What earlier versions wrote ---------------------------------------------------------------------------------- */

/* Databases that every released schema has left behind, in tests/data: one plant, as each could say it. */
static const char *const schemas[] = { "schema-1.db", "schema-2.db" };

static void
assert_kept (const char *path, const char *sql, const char *expected)
{
  g_autofree char *rows = flux_test_sqlite3 (path, sql, NULL);

  g_assert_cmpstr (rows, ==, expected);
}

static void
test_schema (gconstpointer data)
{
  g_autofree char *kept = g_build_filename (g_getenv ("FLUX_TEST_DATA"), data, NULL);
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  bytes = flux_test_file_get (kept, &size);
  flux_test_file_put (path, bytes, size);
  assert_opens (path, FLUX_STORE_TAKE_READINGS, 41);
  assert_opens (path, FLUX_STORE_LOOK, 41); /* and again, as it is now */
  assert_kept (path, "SELECT device_id, count(*), max (flow_rate), max (level) FROM flow_data GROUP BY device_id",
               "NIVUS_01|20|9.9|0.3125\nNIVUS_02|21|9.5|1.0");
  assert_kept (path, "SELECT count(*) FROM fluxio_failed_reads", "1");
  assert_kept (path, "SELECT name, posts, received, stored, waiting FROM fluxio_gateways", "TRB246|24|44|42|1");
  assert_kept (path, "SELECT device_name, location FROM devices WHERE device_id = 'NIVUS_05'",
               "Backup Flow Sensor|Plant C");
  assert_kept (path, "SELECT rule_name, threshold_value FROM alert_rules", "High Flow Alert|100.0");
  assert_kept (path, "PRAGMA integrity_check", "ok");
  flux_test_folder_remove (folder);
}

/* The tables of the database at @path, a line each: "NAME|EXPRESSION", an expression that writes a whole row. */
static char *
list_tables (const char *path)
{
  return flux_test_sqlite3 (path,
                            "SELECT t.name || '|' || group_concat ('quote (' || c.name || ')', ' || '','' || ')"
                            " FROM sqlite_schema t, pragma_table_info (t.name) c WHERE t.type = 'table'"
                            " AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> 'fluxio_schema_version'"
                            " GROUP BY t.name",
                            NULL);
}

/* Every row of every table of an earlier schema is there afterwards, with every column it had. */
static void
test_schema_rows (gconstpointer data)
{
  g_autofree char *kept = g_build_filename (g_getenv ("FLUX_TEST_DATA"), data, NULL);
  char *folder = flux_test_folder_new ();
  g_autofree char *before = g_build_filename (folder, "before.db", NULL);
  g_autofree char *after = g_build_filename (folder, "after.db", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *list = NULL;
  g_auto (GStrv) tables = NULL;
  gsize size;

  bytes = flux_test_file_get (kept, &size);
  flux_test_file_put (before, bytes, size);
  flux_test_file_put (after, bytes, size);
  assert_opens (after, FLUX_STORE_TAKE_READINGS, 41);
  list = list_tables (before);
  tables = g_strsplit (list, "\n", -1);
  g_assert_cmpuint (g_strv_length (tables), >=, 15);
  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_auto (GStrv) table = g_strsplit (tables[i], "|", 2); /* its name, and the expression */
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s ORDER BY 1", table[1], table[0]);
      g_autofree char *rows = flux_test_sqlite3 (before, sql, NULL);

      assert_kept (after, sql, rows);
    }
  flux_test_folder_remove (folder);
}

/* What schema 2 has brought. */
static void
test_schema_2 (void)
{
  g_autofree char *kept = g_build_filename (g_getenv ("FLUX_TEST_DATA"), "schema-2.db", NULL);
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  bytes = flux_test_file_get (kept, &size);
  flux_test_file_put (path, bytes, size);
  assert_opens (path, FLUX_STORE_TAKE_READINGS, 41);
  assert_kept (path, "SELECT name, definition FROM fluxio_register_maps", "NIVUS 750|{\"registers\":[]}");
  assert_kept (path, "SELECT device_id, register_map_id IS NULL, server_name, server_id, ip, alias FROM fluxio_units",
               "NIVUS_01|0|nivus1|1|192.168.1.10|\nNIVUS_02|1||||nivus-2");
  assert_kept (path, "SELECT address, reason, count FROM fluxio_refused_posts", "10.0.0.9|wrong key|12");
  assert_kept (path, "SELECT body_names, info, raw_bytes, dropped_posts, dropped_waiting FROM fluxio_gateways",
               "{\"names\":{}}|{\"operator\":\"o2\"}|6422|0|0");
  flux_test_folder_remove (folder);
}

/* What step 2 fills in from the rows that are there. */
static void
test_schema_fills_in (void)
{
  g_autofree char *kept = g_build_filename (g_getenv ("FLUX_TEST_DATA"), "schema-1.db", NULL);
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  bytes = flux_test_file_get (kept, &size);
  flux_test_file_put (path, bytes, size);
  flux_test_file_run_sql (path, "UPDATE fluxio_raw_posts SET body = NULL WHERE number = 3;"
                                "UPDATE fluxio_raw_posts SET body = x'' WHERE number = 4;"
                                "INSERT INTO fluxio_gateways (name) VALUES ('no posts');"
                                "INSERT INTO fluxio_gateways (name) VALUES ('unstored');"
                                "INSERT INTO fluxio_raw_posts (number, received_at, gateway, key_name, size, body,"
                                " state, received, refused) VALUES (1030, 0, 3, 'k', 2, '{}', 0, 1, 1)");
  assert_opens (path, FLUX_STORE_TAKE_READINGS, 41);
  assert_kept (path,
               "SELECT name, raw_bytes = (SELECT total (length (body)) FROM fluxio_raw_posts WHERE gateway = g.number),"
               " raw_bytes > 0, dropped_posts, dropped_waiting, body_names IS NULL, info IS NULL"
               " FROM fluxio_gateways g ORDER BY number",
               "TRB246|1|1|0|0|1|1\nno posts|1|0|0|0|1|1\nunstored|1|1|0|0|1|1");
  assert_kept (path, "SELECT * FROM fluxio_post_blocks", "0|1|1\n2|3|0");
  flux_test_folder_remove (folder);
}

/* --- The lock ----------------------------------------------------------------------------------------------------- */

static void
assert_locked (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *process = g_strdup_printf ("process %d", (int) getpid ());

  g_assert_null (flux_test_file_open (path, FLUX_STORE_TAKE_READINGS, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, "plant.db"));
  g_assert_nonnull (strstr (error->message, g_get_prgname ()));
  g_assert_nonnull (strstr (error->message, process));
  g_assert_nonnull (strstr (error->message, "End that program"));
}

static void
test_lock (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  g_autofree char *path = g_strdup (flux_test_plant_get_path (plant));

  for (guint i = 0; i < 3; i++)
    assert_locked (path);
  flux_test_plant_reopen (plant); /* the refusals have not taken it away */
  assert_locked (path);
  g_clear_object (&plant->store);
  assert_opens (path, FLUX_STORE_TAKE_READINGS, 0);
}

/* However it is called, it is the same database. */
static void
test_lock_by_other_name (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  g_autofree char *link_path = g_build_filename (plant->folder, "link.db", NULL);
  g_autofree char *folder_link = g_build_filename (plant->folder, "folder", NULL);
  g_autofree char *through_folder = g_build_filename (folder_link, "plant.db", NULL);
  g_autofree char *dotted = g_build_filename (plant->folder, ".", "x", "..", "plant.db", NULL);

  g_assert_cmpint (symlink (flux_test_plant_get_path (plant), link_path), ==, 0);
  g_assert_cmpint (symlink (plant->folder, folder_link), ==, 0);
  assert_locked (link_path);
  assert_locked (through_folder);
  assert_locked (dotted);
}

/* What another program left in the lock file says nothing once that program is gone. */
static void
test_lock_left_behind (void)
{
  char *folder = flux_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  g_autofree char *holder = NULL;
  g_autofree char *expected = g_strdup_printf ("%s, process %d\n", g_get_prgname (), (int) getpid ());
  gsize size;

  flux_test_file_put (lock, "fluxio-server, process 123456789, and a long text that is not to stay behind\n", 76);
  assert_opens (path, FLUX_STORE_TAKE_READINGS, 0);
  holder = flux_test_file_get (lock, &size);
  g_assert_cmpstr (holder, ==, expected);
  flux_test_folder_remove (folder);
}

/* Looking at a database that this process has open takes none of SQLite's locks away: others cannot have it alone. */
static void
test_lock_of_sqlite (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  g_autofree char *output = NULL;

  flux_test_plant_add_device (plant, "A");
  for (guint access = 0; access < G_N_ELEMENTS (accesses); access++)
    {
      g_autoptr (FluxStore) other = flux_test_plant_open (plant, accesses[access], NULL);

      g_assert_cmpint (other != NULL, ==, accesses[access] != FLUX_STORE_TAKE_READINGS);
    }
  output = flux_test_sqlite3 (flux_test_plant_get_path (plant), "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE",
                              "locked");
}

/* --- Two at once -------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *path;
  FluxStoreAccess access;
  char name[16];
} Starter;

static gboolean
put_name (FluxStoreSession *session, gpointer data, GError **error)
{
  return flux_store_session_put_setting (session, data, "was here", error);
}

static gpointer
start (gpointer data)
{
  Starter *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) store = flux_test_file_open (self->path, self->access, &error);

  if (g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_LOCKED))
    return NULL;
  g_assert_no_error (error);
  flux_store_change (store, put_name, self->name, &error);
  g_assert_no_error (error);
  return self;
}

/* A service and a command of it start on a new machine at the same time: one makes the database, and what any of them
 * writes stays. */
static void
test_made_at_once (void)
{
  for (guint round = 0; round < flux_test_scale (20, 500); round++)
    {
      char *folder = flux_test_folder_new ();
      g_autofree char *path = g_build_filename (folder, "plant.db", NULL);
      g_autofree char *expected = NULL;
      g_autofree char *found = NULL;
      g_autofree char *list = NULL;
      Starter starters[4];
      GThread *threads[4];
      guint opened = 0;

      for (guint i = 0; i < G_N_ELEMENTS (starters); i++)
        {
          starters[i] = (Starter){ path, i < 2 ? FLUX_STORE_TAKE_READINGS : FLUX_STORE_WRITE_BESIDE };
          g_snprintf (starters[i].name, sizeof starters[i].name, "starter-%u", i);
        }
      for (guint i = 0; i < G_N_ELEMENTS (starters); i++)
        threads[i] = g_thread_new ("starter", start, &starters[i]);
      for (guint i = 0; i < G_N_ELEMENTS (starters); i++)
        opened += g_thread_join (threads[i]) != NULL;
      g_assert_cmpuint (opened, >=, 3);
      expected = g_strdup_printf ("%u", opened);
      found = flux_test_sqlite3 (path, "SELECT count(*) FROM fluxio_settings", NULL);
      g_assert_cmpstr (found, ==, expected);
      list = flux_test_folder_list (folder);
      g_assert_cmpstr (list, ==, "plant.db plant.db.lock");
      flux_test_folder_remove (folder);
    }
}

/* --- Addresses ---------------------------------------------------------------------------------------------------- */

static void
test_address (void)
{
  static const char *const uris[] = {
    "",
    "plant.db",
    "/var/lib/plant.db",
    "SQLITE:/x.db",
    "mysql://host/db",
    "postgresql://host/db",
    "postgres://u:secret@h/d",
    "host=localhost dbname=x",
    "http://x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (FluxTestClock) clock = flux_test_clock_new (FLUX_TEST_START);
      g_autoptr (GError) error = NULL;

      g_assert_null (flux_store_open (uris[i], FLUX_STORE_TAKE_READINGS, FLUX_CLOCK (clock), &error));
      g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_ADDRESS);
      g_assert_nonnull (strstr (error->message, "sqlite:PATH"));
      g_assert_null (strstr (error->message, "secret"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_strconcat ("/sqlite-opening/place/", places[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_place);
    }
  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autofree char *path = g_strconcat ("/sqlite-opening/schema/", schemas[i], NULL);

      g_autofree char *rows_path = g_strconcat ("/sqlite-opening/schema-rows/", schemas[i], NULL);

      g_test_add_data_func (path, schemas[i], test_schema);
      g_test_add_data_func (rows_path, schemas[i], test_schema_rows);
    }
  g_test_add_func ("/sqlite-opening/schema/step-2", test_schema_fills_in);
  g_test_add_func ("/sqlite-opening/schema/of-2", test_schema_2);
  g_test_add_func ("/sqlite-opening/empty-file", test_empty_file);
  g_test_add_func ("/sqlite-opening/absent", test_absent);
  g_test_add_func ("/sqlite-opening/leaves-nothing", test_leaves_nothing);
  g_test_add_func ("/sqlite-opening/crashed", test_crashed);
  g_test_add_func ("/sqlite-opening/cut-off-checkpoint", test_cut_off_checkpoint);
  g_test_add_func ("/sqlite-opening/lock/held", test_lock);
  g_test_add_func ("/sqlite-opening/lock/by-other-name", test_lock_by_other_name);
  g_test_add_func ("/sqlite-opening/lock/left-behind", test_lock_left_behind);
  g_test_add_func ("/sqlite-opening/lock/of-sqlite", test_lock_of_sqlite);
  g_test_add_func ("/sqlite-opening/made-at-once", test_made_at_once);
  g_test_add_func ("/sqlite-opening/address", test_address);
  return g_test_run ();
}
