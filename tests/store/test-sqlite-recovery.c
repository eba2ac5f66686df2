/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* The latest values are written a moment after the rows. A program may be killed in between: when the database is
 * opened next, they are what the rows say. */

#include "flux-test-plant.h"
#include "flux-test-scale.h"
#include "flux-time.h"

#include <gio/gio.h>
#include <stdio.h>

/* --- What must hold ----------------------------------------------------------------------------------------------- */

/* Asserts that what is kept of each device is what its rows say. */
static void
assert_recovered (FluxTestPlant *plant)
{
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  g_autoptr (GPtrArray) devices = flux_store_session_list_devices (session, NULL);
  g_autoptr (GArray) kept = flux_store_session_list_latest (session, 0, NULL);

  for (guint i = 0; i < devices->len; i++)
    {
      const FluxDevice *device = g_ptr_array_index (devices, i);
      g_autofree char *sql =
          g_strdup_printf ("SELECT ifnull (last_seen, 0) FROM devices WHERE device_id = '%s'", device->device_id);
      g_autofree char *last_seen = flux_test_plant_query (plant, sql);
      FluxLatest by_rows = { .device = device->number }, nothing = { 0 };
      const FluxLatest *found = &nothing;

      for (guint n = 0; n < kept->len; n++)
        if (g_array_index (kept, FluxLatest, n).device == device->number)
          found = &g_array_index (kept, FluxLatest, n);
      g_assert_true (flux_store_session_find_latest (session, device->number, &by_rows, NULL));
      flux_test_assert_reading (&found->reading, &by_rows.reading);
      g_assert_cmpint (found->seen_at, ==, by_rows.seen_at);
      g_assert_cmpint (g_ascii_strtoll (last_seen, NULL, 10), ==, by_rows.seen_at);
      flux_reading_clear (&by_rows.reading);
    }
}

/* Brings the kept latest values of @device up to date, as the engine does from time to time. */
static void
save_latest (FluxTestPlant *plant, gint64 device)
{
  FluxLatest latest = { .device = device, .learned_period = 60 * FLUX_TIME_SECOND };
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  flux_store_session_find_latest (session, device, &latest, &error);
  g_assert_no_error (error);
  flux_store_session_put_latest (session, &latest, &error);
  g_assert_no_error (error);
  g_assert_true (flux_test_loan_commit (loan, NULL));
  flux_reading_clear (&latest.reading);
}

static void
replace (FluxTestPlant *plant, gint64 device, const FluxReading *old, const FluxReading *reading)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  flux_store_session_replace_reading (session, device, old, reading, &error);
  g_assert_no_error (error);
  g_assert_true (flux_test_loan_commit (loan, NULL));
}

/* --- What came last before the end -------------------------------------------------------------------------------- */

/* Each of these finds the newest row at the start, saved, with a flow of 1. */

static void
nothing (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
}

static void
newer (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = flux_test_reading (60, 2);

  flux_test_plant_insert (plant, device, &reading);
}

static void
late (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = flux_test_reading (-60, 2);

  flux_test_plant_insert (plant, device, &reading);
}

static void
joined_value (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = *newest;

  reading.present |= FLUX_FIELD_BIT (FLUX_FIELD_LEVEL);
  reading.values[FLUX_FIELD_LEVEL] = 0.5;
  reading.own_time[FLUX_FIELD_LEVEL] = 7;
  replace (plant, device, newest, &reading);
}

static void
joined_earlier (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = *newest;

  reading.measured_at -= 5;
  replace (plant, device, newest, &reading);
}

static void
conflict (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = *newest;

  reading.rejected = (char *) "{\"flow_rate\":{\"value\":2,\"reason\":\"conflict\"}}";
  replace (plant, device, newest, &reading);
}

static void
joined_metadata (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = *newest;

  reading.metadata = (char *) "{\"a\":1}";
  replace (plant, device, newest, &reading);
}

static void
failed (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = *newest;

  reading.failed = TRUE;
  replace (plant, device, newest, &reading);
}

static void
settled (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  newer (plant, device, newest);
  flux_test_plant_settle (plant, G_MAXINT64);
}

/* The newest row is bad; a good one comes behind it. */
static void
seen_behind (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading bad = { .measured_at = FLUX_TEST_START + 1000,
                      .received_at = FLUX_TEST_START + 2000,
                      .quality = FLUX_QUALITY_BAD };
  FluxReading good = flux_test_reading (0.0005, 2);

  flux_test_plant_insert (plant, device, &bad);
  save_latest (plant, device);
  flux_test_plant_insert (plant, device, &good);
}

static void
new_device (FluxTestPlant *plant, gint64 device, const FluxReading *newest)
{
  FluxReading reading = flux_test_reading (5, 2);

  flux_test_plant_insert (plant, flux_test_plant_add_device (plant, "B"), &reading);
}

static const struct
{
  const char *name;
  void (*act) (FluxTestPlant *plant, gint64 device, const FluxReading *newest);
} ends[] = {
  { "nothing", nothing },
  { "newer", newer },
  { "late", late },
  { "joined-value", joined_value },
  { "joined-earlier", joined_earlier },
  { "conflict", conflict },
  { "joined-metadata", joined_metadata },
  { "failed", failed },
  { "settled", settled },
  { "seen-behind", seen_behind },
  { "new-device", new_device },
};

static void
test_end (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading before = flux_test_reading (-120, 0);
  FluxReading newest = flux_test_reading (0, 1);

  flux_test_plant_insert (plant, device, &before);
  flux_test_plant_insert (plant, device, &newest);
  save_latest (plant, device);
  ends[i].act (plant, device, &newest);
  flux_test_plant_reopen (plant); /* nobody has told the store what the latest values are */
  assert_recovered (plant);
}

/* What is right stays as it is: those who follow it are told of no change. */
static void
test_stays (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  gint64 device = flux_test_plant_add_device (plant, "A");
  g_auto (FluxReading) reading = flux_test_random_reading (FLUX_TEST_START);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  flux_test_plant_insert (plant, device, &reading);
  save_latest (plant, device);
  before = flux_test_plant_query (plant, "SELECT revision, learned_period FROM fluxio_latest");
  flux_test_plant_reopen (plant);
  after = flux_test_plant_query (plant, "SELECT revision, learned_period FROM fluxio_latest");
  g_assert_cmpstr (after, ==, before);
}

static void
test_learned_period_stays (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = flux_test_reading (0, 1);
  g_autofree char *period = NULL;

  save_latest (plant, device);
  flux_test_plant_insert (plant, device, &reading);
  flux_test_plant_reopen (plant);
  assert_recovered (plant);
  period = flux_test_plant_query (plant, "SELECT learned_period FROM fluxio_latest");
  g_assert_cmpstr (period, ==, "60000000");
}

/* --- A program that is killed ------------------------------------------------------------------------------------- */

#define N_DEVICES 3

/* One change of the program that is to be killed: row @n of a device. */
typedef struct
{
  gint64 devices[N_DEVICES];
  guint n;
} Row;

static gboolean
write_row (FluxStoreSession *session, gpointer data, GError **error)
{
  Row *self = data;
  gint64 device = self->devices[self->n % N_DEVICES];
  FluxReading reading = flux_test_reading (self->n, self->n);
  FluxReading bad = { .measured_at = reading.measured_at,
                      .received_at = reading.measured_at,
                      .quality = FLUX_QUALITY_BAD };
  FluxLatest latest = { .device = device };

  if (!flux_store_session_insert_reading (session, device, self->n % 5 == 4 ? &bad : &reading, error))
    return FALSE;
  if (self->n % 7 != 0)
    return TRUE;
  return flux_store_session_find_latest (session, device, &latest, error)
         && flux_store_session_put_latest (session, &latest, error);
}

/* Writes rows, and a line after each that is committed, until it is killed. */
G_NORETURN static void
run_writer (const char *uri)
{
  g_autoptr (FluxTestClock) clock = flux_test_clock_new (FLUX_TEST_START);
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) store = flux_store_open (uri, FLUX_STORE_TAKE_READINGS, FLUX_CLOCK (clock), &error);
  Row row = { { 1, 2, 3 } };

  g_assert_no_error (error);
  for (row.n = 0;; row.n++)
    {
      flux_store_change (store, write_row, &row, &error);
      g_assert_no_error (error);
      printf ("%u\n", row.n);
      fflush (stdout);
    }
}

static void
test_killed (gconstpointer data)
{
  const char *program = data;

  for (guint round = 0; round < flux_test_scale (10, 200); round++)
    {
      g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) writer = NULL;
      g_autoptr (GDataInputStream) lines = NULL;
      g_autoptr (GArray) rows = NULL;
      guint n_told = g_test_rand_int_range (1, 60);

      for (guint i = 0; i < N_DEVICES; i++)
        {
          g_autofree char *device_id = g_strdup_printf ("D%u", i);

          g_assert_cmpint (flux_test_plant_add_device (plant, device_id), ==, i + 1);
        }
      g_assert_finalize_object (g_steal_pointer (&plant->store));
      writer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "writer", plant->uri, NULL);
      g_assert_no_error (error);
      lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (writer));
      for (guint i = 0; i < n_told; i++)
        {
          g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (g_ascii_strtoull (line, NULL, 10), ==, i);
        }
      g_subprocess_force_exit (writer);
      g_subprocess_wait (writer, NULL, NULL);

      flux_test_plant_reopen (plant);
      assert_recovered (plant);
      rows = flux_test_plant_read (plant, &(FluxReadingQuery){ .to = G_MAXINT64, .limit = 100000 });
      g_assert_cmpuint (rows->len, >=, n_told);
      for (guint i = 0; i < rows->len; i++)
        g_assert_cmpint (g_array_index (rows, FluxStoredReading, i).reading.measured_at, ==,
                         FLUX_TEST_START + (rows->len - 1 - i) * FLUX_TIME_SECOND);
    }
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "writer"))
    run_writer (argv[2]);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/sqlite-recovery/end/", ends[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_end);
    }
  g_test_add_func ("/sqlite-recovery/stays", test_stays);
  g_test_add_func ("/sqlite-recovery/learned-period-stays", test_learned_period_stays);
  g_test_add_data_func ("/sqlite-recovery/killed", argv[0], test_killed);
  return g_test_run ();
}
