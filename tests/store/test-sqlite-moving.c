/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* The writer moves rows from fluxio_recent to fluxio_history under way. Nobody who reads meanwhile may notice. */

#include "flux-test-plant.h"
#include "flux-test-scale.h"

#define N_DEVICES 7
#define BATCH 4096
#define PAGE 500

/* Row i is of device i % N_DEVICES, measured i ms after the start, with a flow of i. */
typedef struct
{
  FluxTestPlant *plant;
  gint64 devices[N_DEVICES];
  guint n_rows;  /* to be written */
  int n_written; /* atomic */
  int is_over;   /* atomic */
  int n_checks;  /* atomic */
} Moving;

static gint64
time_of (guint row)
{
  return FLUX_TEST_START + row * G_GINT64_CONSTANT (1000);
}

static gboolean
write_batch (FluxStoreSession *session, gpointer data, GError **error)
{
  Moving *self = data;
  guint first = g_atomic_int_get (&self->n_written);

  for (guint row = first; row < first + BATCH; row++)
    {
      FluxReading reading = { .measured_at = time_of (row), .present = FLUX_FIELD_BIT (FLUX_FIELD_FLOW_RATE) };

      reading.received_at = reading.measured_at;
      reading.values[FLUX_FIELD_FLOW_RATE] = row;
      if (!flux_store_session_insert_reading (session, self->devices[row % N_DEVICES], &reading, error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
write_all (gpointer data)
{
  Moving *self = data;

  while ((guint) g_atomic_int_get (&self->n_written) < self->n_rows)
    {
      g_autoptr (GError) error = NULL;

      flux_store_change (self->plant->store, write_batch, self, &error);
      g_assert_no_error (error);
      g_atomic_int_add (&self->n_written, BATCH);
    }
  return NULL;
}

/* --- Reading meanwhile -------------------------------------------------------------------------------------------- */

typedef struct
{
  Moving *moving;
  guint step;   /* 1: all devices; N_DEVICES: the one of @newest */
  guint newest; /* the newest row asked for */
} Check;

/* The page that begins at that row holds it and those before it, without a gap and without any of them twice. */
static gpointer
check_page (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Check *self = data;
  g_autoptr (GArray) rows = flux_stored_readings_new ();
  guint expected = MIN (PAGE, self->newest / self->step + 1);
  FluxReadingQuery query = {
    .device = self->step > 1 ? self->moving->devices[self->newest % N_DEVICES] : 0,
    .to = time_of (self->newest),
    .limit = PAGE,
  };

  if (!flux_store_session_read_readings (session, &query, rows, error))
    return NULL;
  g_assert_cmpuint (rows->len, ==, expected);
  for (guint i = 0; i < rows->len; i++)
    {
      const FluxStoredReading *row = &g_array_index (rows, FluxStoredReading, i);
      guint number = self->newest - i * self->step;

      g_assert_cmpfloat (row->reading.values[FLUX_FIELD_FLOW_RATE], ==, number);
      g_assert_cmpint (row->reading.measured_at, ==, time_of (number));
      g_assert_cmpint (row->device, ==, self->moving->devices[number % N_DEVICES]);
    }
  return self;
}

static void
check_once (Moving *self, GRand *random)
{
  guint written = g_atomic_int_get (&self->n_written);
  Check check = { self, g_rand_boolean (random) ? 1 : N_DEVICES };
  g_autoptr (GError) error = NULL;

  if (written == 0)
    return;
  /* Half of them where rows lie at the moment in both tables. */
  check.newest = g_rand_boolean (random) ? written - 1 : (guint) g_rand_int_range (random, 0, written);
  flux_store_read (self->plant->store, check_page, &check, NULL, &error);
  g_assert_no_error (error);
  g_atomic_int_inc (&self->n_checks);
}

static gpointer
check_all (gpointer data)
{
  Moving *self = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  while (!g_atomic_int_get (&self->is_over))
    check_once (self, random);
  return NULL;
}

static guint
count (Moving *self, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);
  g_autofree char *n = flux_test_plant_query (self->plant, sql);

  return g_ascii_strtoull (n, NULL, 10);
}

static void
add_devices (Moving *self)
{
  for (guint i = 0; i < N_DEVICES; i++)
    {
      g_autofree char *device_id = g_strdup_printf ("D%u", i);

      self->devices[i] = flux_test_plant_add_device (self->plant, device_id);
    }
}

/* Writes the rows while others read, until the writer's idle moments have moved what they may. */
static void
run (Moving *self)
{
  GThread *writer, *readers[2];

  add_devices (self);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    readers[i] = g_thread_new ("reader", check_all, self);
  writer = g_thread_new ("writer", write_all, self);
  g_thread_join (writer);
  while (count (self, "fluxio_recent") >= 16384)
    continue;
  g_atomic_int_set (&self->is_over, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_thread_join (readers[i]);
}

static void
test_moving (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  Moving moving = { .plant = plant, .n_rows = flux_test_scale (60000, 3000000) };
  g_autofree char *twice = NULL;
  guint written;

  run (&moving);
  written = moving.n_written;
  g_assert_cmpuint (count (&moving, "fluxio_history"), >, written / 2);
  g_assert_cmpuint (count (&moving, "fluxio_history") + count (&moving, "fluxio_recent"), ==, written);
  twice = flux_test_plant_query (plant, "SELECT count(*) FROM fluxio_history h JOIN fluxio_recent r"
                                        " ON r.device = h.device AND r.created_at = h.created_at");
  g_assert_cmpstr (twice, ==, "0");
  g_assert_cmpint (moving.n_checks, >, 20);
  g_test_message ("%u rows, %d pages read meanwhile", written, moving.n_checks);
}

/* A script that moves the rows in a hundred small steps, and back. */
static char *
write_script (guint n_rows)
{
  GString *script = g_string_new ("PRAGMA synchronous = OFF;");

  for (guint row = 0; row < n_rows; row += n_rows / 100)
    g_string_append_printf (
        script,
        "BEGIN IMMEDIATE;INSERT INTO fluxio_history SELECT * FROM fluxio_recent WHERE created_at <= %1$" G_GINT64_FORMAT
        ";DELETE FROM fluxio_recent WHERE created_at <= %1$" G_GINT64_FORMAT ";COMMIT;",
        time_of (row));
  g_string_append (script, "BEGIN IMMEDIATE;INSERT INTO fluxio_recent SELECT * FROM fluxio_history;"
                           "DELETE FROM fluxio_history;COMMIT;");
  return g_string_free (script, FALSE);
}

/* The same in small steps, so that reads fall between two of them. */
static void
test_small_steps (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  Moving moving = { .plant = plant, .n_rows = 3 * BATCH };
  g_autofree char *script = write_script (moving.n_rows);
  GThread *readers[2];

  add_devices (&moving);
  write_all (&moving);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    readers[i] = g_thread_new ("reader", check_all, &moving);
  while ((guint) g_atomic_int_get (&moving.n_checks) < flux_test_scale (200, 20000))
    {
      g_autofree char *output = flux_test_plant_query (plant, script);

      g_assert_cmpstr (output, ==, "");
    }
  g_atomic_int_set (&moving.is_over, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_thread_join (readers[i]);
}

/* Once they have moved, old rows are found, changed and kept from being written twice as before. */
static void
test_moved (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  Moving moving = { .plant = plant, .n_rows = 20000 };
  FluxReading first = { .measured_at = time_of (0), .present = FLUX_FIELD_BIT (FLUX_FIELD_FLOW_RATE) };
  FluxReading changed = { .measured_at = time_of (0) - 1, .received_at = time_of (0) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  run (&moving);
  first.received_at = first.measured_at;
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_false (flux_store_session_insert_reading (session, moving.devices[0], &first, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  flux_test_loan_undo (loan);

  found = flux_test_plant_find (plant, moving.devices[0], time_of (0), time_of (0));
  g_assert_cmpuint (found->len, ==, 1);
  flux_test_assert_reading (&g_array_index (found, FluxStoredReading, 0).reading, &first);

  loan = flux_test_loan_write (plant->store, &session);
  g_assert_true (flux_store_session_replace_reading (session, moving.devices[0], &first, &changed, NULL));
  g_assert_true (flux_test_loan_commit (loan, NULL));
  g_clear_pointer (&found, g_array_unref);
  found = flux_test_plant_find (plant, moving.devices[0], 0, time_of (0));
  g_assert_cmpuint (found->len, ==, 1);
  flux_test_assert_reading (&g_array_index (found, FluxStoredReading, 0).reading, &changed);
}

/* Others took the rows away that the writer has counted. */
static void
test_deleted_by_others (void)
{
  g_autoptr (FluxTestPlant) plant = flux_test_plant_new (&flux_test_drivers[0]);
  Moving moving = { .plant = plant, .n_rows = 20000 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *deleted = NULL;
  FluxReading late = flux_test_reading (86400, 1);
  guint n;

  run (&moving);
  deleted = flux_test_plant_query (plant, "DELETE FROM flow_data");
  flux_test_plant_insert (plant, moving.devices[0], &late);
  n = count (&moving, "fluxio_recent") + count (&moving, "fluxio_history");
  g_assert_cmpuint (n, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sqlite-moving/moving", test_moving);
  g_test_add_func ("/sqlite-moving/small-steps", test_small_steps);
  g_test_add_func ("/sqlite-moving/moved", test_moved);
  g_test_add_func ("/sqlite-moving/deleted-by-others", test_deleted_by_others);
  return g_test_run ();
}
