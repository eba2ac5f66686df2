/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Random changes, made in the store and in a plain array. Whatever is asked, both give the same answer. */

#include "flux-test-plant.h"
#include "flux-test-scale.h"

#define N_DEVICES 4
#define N_SLOTS 60 /* times at which there may be a row */

typedef struct
{
  FluxTestPlant *plant;
  gint64 devices[N_DEVICES];
  GArray *rows; /* (element-type FluxStoredReading): rows and failed reads, in no order */
} Model;

static guint
below (guint n)
{
  return (guint32) g_test_rand_int () % n;
}

static gint64
random_time (void)
{
  /* Some in the same second, some hours apart. */
  guint slot = below (N_SLOTS);

  return FLUX_TEST_START + (slot < N_SLOTS / 2 ? slot : slot * G_GINT64_CONSTANT (3600000000));
}

static FluxStoredReading *
nth (GArray *rows, guint i)
{
  return &g_array_index (rows, FluxStoredReading, i);
}

static FluxStoredReading *
find (Model *self, gint64 device, gint64 time, gboolean failed)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      FluxStoredReading *row = nth (self->rows, i);

      if (row->device == device && row->reading.measured_at == time && row->reading.failed == failed)
        return row;
    }
  return NULL;
}

/* --- Changes ------------------------------------------------------------------------------------------------------ */

static void
insert (Model *self, FluxStoreSession *session)
{
  FluxStoredReading row = { self->devices[below (N_DEVICES)], flux_test_random_reading (random_time ()) };
  g_autoptr (GError) error = NULL;

  row.reading.failed = below (8) == 0;
  if (find (self, row.device, row.reading.measured_at, row.reading.failed) != NULL)
    {
      flux_reading_clear (&row.reading); /* EXISTS ends the transaction: a case of its own */
      return;
    }
  flux_store_session_insert_reading (session, row.device, &row.reading, &error);
  g_assert_no_error (error);
  g_array_append_val (self->rows, row);
}

static void
replace (Model *self, FluxStoreSession *session)
{
  FluxStoredReading *row;
  FluxReading reading;
  g_autoptr (GError) error = NULL;
  gint64 time;
  gboolean failed;

  if (self->rows->len == 0)
    return;
  row = nth (self->rows, below (self->rows->len));
  time = below (2) == 0 ? row->reading.measured_at : random_time ();
  failed = below (3) == 0 ? !row->reading.failed : row->reading.failed;
  if ((time != row->reading.measured_at || failed != row->reading.failed)
      && find (self, row->device, time, failed) != NULL)
    return;
  reading = flux_test_random_reading (time);
  reading.failed = failed;
  flux_store_session_replace_reading (session, row->device, &row->reading, &reading, &error);
  g_assert_no_error (error);
  flux_reading_clear (&row->reading);
  row->reading = reading;
}

static void
delete (Model *self, FluxStoreSession *session)
{
  g_autoptr (GError) error = NULL;
  FluxStoredReading *row;
  guint i;

  if (self->rows->len == 0)
    return;
  i = below (self->rows->len);
  row = nth (self->rows, i);
  flux_store_session_delete_reading (session, row->device, &row->reading, &error);
  g_assert_no_error (error);
  g_array_remove_index_fast (self->rows, i);
}

static GArray *
copy_rows (const GArray *rows)
{
  GArray *copy = flux_stored_readings_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      const FluxStoredReading *row = &g_array_index (rows, FluxStoredReading, i);
      FluxStoredReading copied = { .device = row->device };

      flux_reading_copy_to (&row->reading, &copied.reading);
      g_array_append_val (copy, copied);
    }
  return copy;
}

/* Some changes in one transaction, which is committed or undone. */
static void
change (Model *self)
{
  g_autoptr (GArray) before = copy_rows (self->rows);
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (self->plant->store, &session);

  for (guint i = 1 + below (8); i > 0; i--)
    {
      guint which = below (7);

      if (which == 0)
        delete (self, session);
      else if (which < 3)
        replace (self, session);
      else
        insert (self, session);
    }
  if (below (5) > 0)
    {
      g_assert_true (flux_test_loan_commit (loan, NULL));
      return;
    }
  flux_test_loan_undo (loan);
  g_array_unref (self->rows);
  self->rows = g_steal_pointer (&before);
}

/* --- Questions ---------------------------------------------------------------------------------------------------- */

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const FluxStoredReading *first = a, *second = b;

  if (first->reading.measured_at != second->reading.measured_at)
    return first->reading.measured_at < second->reading.measured_at ? 1 : -1;
  return first->device < second->device ? 1 : -1;
}

static int
oldest_first (gconstpointer a, gconstpointer b)
{
  return -newest_first (a, b);
}

static void
assert_same (const GArray *found, const GArray *expected)
{
  g_assert_cmpuint (found->len, ==, expected->len);
  for (guint i = 0; i < found->len; i++)
    {
      const FluxStoredReading *row = &g_array_index (found, FluxStoredReading, i);
      const FluxStoredReading *other = &g_array_index (expected, FluxStoredReading, i);

      g_assert_cmpint (row->device, ==, other->device);
      flux_test_assert_reading (&row->reading, &other->reading);
    }
}

static void
ask_page (Model *self)
{
  FluxReadingQuery query = {
    .device = below (3) == 0 ? 0 : self->devices[below (N_DEVICES)],
    .from = below (2) == 0 ? 0 : random_time (),
    .to = below (2) == 0 ? G_MAXINT64 : random_time (),
    .limit = 1 + below (30),
    .before = below (2) == 0 || self->rows->len == 0 ? NULL : nth (self->rows, below (self->rows->len)),
  };
  g_autoptr (GArray) found = flux_test_plant_read (self->plant, &query);
  g_autoptr (GArray) sorted = copy_rows (self->rows);
  g_autoptr (GArray) expected = flux_stored_readings_new ();

  g_array_sort (sorted, newest_first);
  for (guint i = 0; i < sorted->len && expected->len < query.limit; i++)
    {
      FluxStoredReading *row = nth (sorted, i);
      FluxStoredReading copied = { .device = row->device };

      if (row->reading.failed || (query.device != 0 && row->device != query.device)
          || row->reading.measured_at < query.from || row->reading.measured_at > query.to
          || (query.before != NULL && newest_first (row, query.before) <= 0))
        continue;
      if (query.before != NULL && row->device == query.before->device
          && row->reading.measured_at == query.before->reading.measured_at)
        continue;
      flux_reading_copy_to (&row->reading, &copied.reading);
      g_array_append_val (expected, copied);
    }
  assert_same (found, expected);
}

static void
ask_span (Model *self)
{
  gint64 device = self->devices[below (N_DEVICES)], from = random_time (), to = random_time ();
  g_autoptr (GArray) found = flux_test_plant_find (self->plant, device, from, to);
  g_autoptr (GArray) expected = flux_stored_readings_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      FluxStoredReading *row = nth (self->rows, i);
      FluxStoredReading copied = { .device = row->device };

      if (row->device != device || row->reading.measured_at < from || row->reading.measured_at > to)
        continue;
      flux_reading_copy_to (&row->reading, &copied.reading);
      g_array_append_val (expected, copied);
    }
  g_array_sort (expected, oldest_first);
  /* A row and a failed read of one time come in either order. */
  for (guint i = 1; i < MIN (found->len, expected->len); i++)
    if (nth (expected, i)->reading.measured_at == nth (expected, i - 1)->reading.measured_at
        && nth (found, i)->reading.failed != nth (expected, i)->reading.failed)
      {
        FluxStoredReading swapped = *nth (expected, i);

        *nth (expected, i) = *nth (expected, i - 1);
        *nth (expected, i - 1) = swapped;
      }
  assert_same (found, expected);
}

static void
ask_latest (Model *self)
{
  gint64 device = self->devices[below (N_DEVICES)];
  FluxLatest latest = { .device = device };
  FluxReading none = { 0 };
  const FluxReading *newest = &none;
  gint64 seen_at = 0;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (self->plant->store, &session);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const FluxStoredReading *row = nth (self->rows, i);

      if (row->device != device || row->reading.failed)
        continue;
      if (row->reading.measured_at > newest->measured_at)
        newest = &row->reading;
      if (flux_reading_has_good_value (&row->reading))
        seen_at = MAX (seen_at, MIN (row->reading.measured_at, row->reading.received_at));
    }
  g_assert_true (flux_store_session_find_latest (session, device, &latest, NULL));
  flux_test_assert_reading (&latest.reading, newest);
  g_assert_cmpint (latest.seen_at, ==, seen_at);
  flux_reading_clear (&latest.reading);
}

/* --- Run ---------------------------------------------------------------------------------------------------------- */

static void
step (Model *self)
{
  switch (below (12))
    {
    case 0 ... 5:
      change (self);
      break;
    case 6:
      flux_test_plant_settle (self->plant, random_time ());
      /* What the store knows of where rows lie is its own doing; here another did it. */
      flux_test_plant_reopen (self->plant);
      break;
    case 7:
      ask_latest (self);
      break;
    case 8:
      ask_span (self);
      break;
    default:
      ask_page (self);
    }
}

static void
test_model (gconstpointer data)
{
  for (guint run = 0; run < flux_test_scale (4, 100); run++)
    {
      g_autoptr (FluxTestPlant) plant = flux_test_plant_new (data);
      Model model = { .plant = plant, .rows = flux_stored_readings_new () };

      for (guint i = 0; i < N_DEVICES; i++)
        {
          g_autofree char *device_id = g_strdup_printf ("D%u", i);

          model.devices[i] = flux_test_plant_add_device (plant, device_id);
        }
      for (guint i = 0; i < 50; i++)
        step (&model);
      for (guint i = 0; i < N_DEVICES; i++)
        ask_page (&model);
      g_array_unref (model.rows);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < flux_test_n_drivers; i++)
    {
      g_autofree char *path = g_strconcat ("/store-model/", flux_test_drivers[i].name, NULL);

      g_test_add_data_func (path, &flux_test_drivers[i], test_model);
    }
  return g_test_run ();
}
