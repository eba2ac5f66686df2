/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include <string.h>

#include "flux-time.h"

static const FluxStoredReading *
nth (const GArray *readings, guint i)
{
  g_assert_cmpuint (i, <, readings->len);
  return &g_array_index (readings, FluxStoredReading, i);
}

static gboolean
insert (FluxTestPlant *plant, gint64 device, const FluxReading *reading, GError **error)
{
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  if (flux_store_session_insert_reading (session, device, reading, error))
    return flux_test_loan_commit (loan, error);
  flux_test_loan_undo (loan);
  return FALSE;
}

static gboolean
replace (FluxTestPlant *plant, gint64 device, const FluxReading *old, const FluxReading *reading, GError **error)
{
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  if (flux_store_session_replace_reading (session, device, old, reading, error))
    return flux_test_loan_commit (loan, error);
  flux_test_loan_undo (loan);
  return FALSE;
}

/* Asserts that @device has exactly @expected, row or failed read. */
static void
assert_only (FluxTestPlant *plant, gint64 device, const FluxReading *expected)
{
  g_autoptr (GArray) found = flux_test_plant_find (plant, device, G_MININT64, G_MAXINT64);
  g_autoptr (GArray) rows =
      flux_test_plant_read (plant, &(FluxReadingQuery){ .device = device, .from = 0, .to = G_MAXINT64, .limit = 9 });

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (nth (found, 0)->device, ==, device);
  flux_test_assert_reading (&nth (found, 0)->reading, expected);
  g_assert_cmpuint (rows->len, ==, expected->failed ? 0 : 1);
  if (!expected->failed)
    flux_test_assert_reading (&nth (rows, 0)->reading, expected);
}

/* --- One row ------------------------------------------------------------------------------------------------------ */

static FluxReading
full_reading (void)
{
  return (FluxReading){
    .measured_at = FLUX_TEST_START + 123456,
    .received_at = FLUX_TEST_START + 7,
    .post = 42,
    .values = { 8.3, 152340.8125, -0.25, 1e-7, 100, -67, 3.4028234e38, 0.1 },
    .own_time = { 0, 1, 30000000, -1, G_MAXINT32, G_MININT32, 0, 65536 },
    .quality = FLUX_QUALITY_UNCERTAIN << (2 * FLUX_FIELD_LEVEL),
    .present = FLUX_FIELD_ALL,
    .rejected = (char *) "{\"flow_rate\":{\"value\":8.4,\"reason\":\"conflict\"}}",
    .metadata = (char *) "{\"site\": \"Sch\xc3\xa4"
                         "chte\", \"a\": [1]}",
  };
}

static void
row_full (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = full_reading ();

  flux_test_plant_insert (plant, device, &reading);
  assert_only (plant, device, &reading);
  flux_test_plant_settle (plant, G_MAXINT64);
  assert_only (plant, device, &reading);
  flux_test_plant_reopen (plant);
  assert_only (plant, device, &reading);
}

/* A zero is a value; a field that is absent is none. */
static void
row_sparse (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading zero = flux_test_reading (0, 0);

  flux_test_plant_insert (plant, device, &zero);
  assert_only (plant, device, &zero);
}

static void
row_nothing_but_bad (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading bad = {
    .measured_at = FLUX_TEST_START,
    .received_at = FLUX_TEST_START,
    .quality = FLUX_QUALITY_BAD,
    .rejected = (char *) "{\"flow_rate\":{\"value\":\"x\",\"reason\":\"wrong type\"}}",
  };

  flux_test_plant_insert (plant, device, &bad);
  assert_only (plant, device, &bad);
}

static void
row_failed (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading failed = full_reading ();

  failed.failed = TRUE;
  flux_test_plant_insert (plant, device, &failed);
  assert_only (plant, device, &failed);
}

static void
row_undone (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = full_reading ();
  g_autoptr (GArray) found = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  g_assert_true (flux_store_session_insert_reading (session, device, &reading, NULL));
  flux_test_loan_undo (loan);
  found = flux_test_plant_find (plant, device, G_MININT64, G_MAXINT64);
  g_assert_cmpuint (found->len, ==, 0);
}

/* Within the transaction the writer sees what it has written, and readers do not. */
static void
row_under_way (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = full_reading ();
  g_autoptr (GArray) seen = flux_stored_readings_new ();
  g_autoptr (GArray) unseen = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  g_assert_true (flux_store_session_insert_reading (session, device, &reading, NULL));
  g_assert_true (flux_store_session_find_readings (session, device, 0, G_MAXINT64, seen, NULL));
  g_assert_cmpuint (seen->len, ==, 1);
  flux_test_assert_reading (&nth (seen, 0)->reading, &reading);
  unseen = flux_test_plant_find (plant, device, 0, G_MAXINT64);
  g_assert_cmpuint (unseen->len, ==, 0);
  g_assert_true (flux_test_loan_commit (loan, NULL));
  assert_only (plant, device, &reading);
}

/* --- What is there already ---------------------------------------------------------------------------------------- */

static void
taken (FluxTestPlant *plant, gboolean failed, gboolean settled)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  gint64 other = flux_test_plant_add_device (plant, "B");
  FluxReading reading = flux_test_reading (0, 1);
  FluxReading again = flux_test_reading (0, 2);
  g_autoptr (GError) error = NULL;

  reading.failed = again.failed = failed;
  flux_test_plant_insert (plant, device, &reading);
  if (settled)
    {
      flux_test_plant_settle (plant, G_MAXINT64);
      flux_test_plant_reopen (plant);
    }
  g_assert_false (insert (plant, device, &again, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  assert_only (plant, device, &reading);
  flux_test_plant_insert (plant, other, &again);
}

static void
taken_row (FluxTestPlant *plant)
{
  taken (plant, FALSE, FALSE);
}

static void
taken_old_row (FluxTestPlant *plant)
{
  taken (plant, FALSE, TRUE);
}

static void
taken_failed (FluxTestPlant *plant)
{
  taken (plant, TRUE, FALSE);
}

/* --- One in the place of another ---------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  gboolean was_failed;
  gboolean is_failed;
  double seconds; /* by which the new one is later */
} replacements[] = {
  { "values", FALSE, FALSE, 0 },           { "earlier", FALSE, FALSE, -2.5 },
  { "later", FALSE, FALSE, 1e-6 },         { "fails", FALSE, TRUE, 0 },
  { "fails-earlier", FALSE, TRUE, -1 },    { "recovers", TRUE, FALSE, 0 },
  { "recovers-earlier", TRUE, FALSE, -1 }, { "failed-values", TRUE, TRUE, 0 },
  { "failed-earlier", TRUE, TRUE, -1 },
};

static void
replace_all (FluxTestPlant *plant, gboolean settled)
{
  for (guint i = 0; i < G_N_ELEMENTS (replacements); i++)
    {
      gint64 device = flux_test_plant_add_device (plant, replacements[i].name);
      FluxReading old = full_reading ();
      FluxReading new = flux_test_reading (replacements[i].seconds, 12.5);
      g_autoptr (GError) error = NULL;

      old.measured_at = FLUX_TEST_START;
      old.failed = replacements[i].was_failed;
      new.failed = replacements[i].is_failed;
      new.post = 43;
      flux_test_plant_insert (plant, device, &old);
      if (settled)
        flux_test_plant_settle (plant, G_MAXINT64);
      g_assert_true (replace (plant, device, &old, &new, &error));
      g_assert_no_error (error);
      assert_only (plant, device, &new);
    }
}

static void
replace_row (FluxTestPlant *plant)
{
  replace_all (plant, FALSE);
}

static void
replace_old_row (FluxTestPlant *plant)
{
  replace_all (plant, TRUE);
}

/* Only the time and kind of the old one are asked for. */
static void
replace_by_time (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading old = full_reading ();
  FluxReading known = { .measured_at = old.measured_at };
  FluxReading new = flux_test_reading (5, 1);

  flux_test_plant_insert (plant, device, &old);
  g_assert_true (replace (plant, device, &known, &new, NULL));
  assert_only (plant, device, &new);
}

static void
replace_gone (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  gint64 other = flux_test_plant_add_device (plant, "B");
  FluxReading there = flux_test_reading (0, 1);
  FluxReading wrong_time = flux_test_reading (1, 1);
  FluxReading wrong_kind = flux_test_reading (0, 1);
  FluxReading new = flux_test_reading (2, 2);
  const struct
  {
    gint64 device;
    const FluxReading *old;
  } absent[] = { { device, &wrong_time }, { device, &wrong_kind }, { other, &there } };

  wrong_kind.failed = TRUE;
  flux_test_plant_insert (plant, device, &there);
  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (replace (plant, absent[i].device, absent[i].old, &new, &error));
      g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
    }
  assert_only (plant, device, &there);
}

static void
replace_onto_another (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading first = flux_test_reading (0, 1);
  FluxReading second = flux_test_reading (1, 2);
  FluxReading moved = flux_test_reading (0, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = NULL;

  flux_test_plant_insert (plant, device, &first);
  flux_test_plant_settle (plant, G_MAXINT64);
  flux_test_plant_reopen (plant);
  flux_test_plant_insert (plant, device, &second);
  g_assert_false (replace (plant, device, &second, &moved, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  found = flux_test_plant_find (plant, device, 0, G_MAXINT64);
  g_assert_cmpuint (found->len, ==, 2);
  flux_test_assert_reading (&nth (found, 0)->reading, &first);
  flux_test_assert_reading (&nth (found, 1)->reading, &second);
}

/* --- Taking one away ---------------------------------------------------------------------------------------------- */

static gboolean
delete (FluxTestPlant *plant, gint64 device, const FluxReading *old, GError **error)
{
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  if (flux_store_session_delete_reading (session, device, old, error))
    return flux_test_loan_commit (loan, error);
  flux_test_loan_undo (loan);
  return FALSE;
}

/* A new row, an old one and a failed read, each with a way back to a post; what is beside it stays. */
static void
delete_wherever (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading stays = flux_test_reading (60, 1);

  flux_test_plant_insert (plant, device, &stays);
  for (guint i = 0; i < 3; i++)
    {
      FluxReading reading = flux_test_reading (i, 2);
      g_autoptr (GError) error = NULL;
      g_autofree char *links = NULL;
      FluxStoreSession *session;
      FluxTestLoan *loan;

      reading.failed = i == 2;
      flux_test_plant_insert (plant, device, &reading);
      loan = flux_test_loan_write (plant->store, &session);
      g_assert_true (flux_store_session_link_post (session, 7, device, reading.measured_at, NULL));
      g_assert_true (flux_store_session_link_post (session, 7, device, stays.measured_at, NULL));
      g_assert_true (flux_test_loan_commit (loan, NULL));
      if (i == 1)
        flux_test_plant_settle (plant, reading.measured_at);
      g_assert_true (delete (plant, device, &reading, &error));
      assert_only (plant, device, &stays);
      links = flux_test_plant_query (plant, "SELECT created_at FROM fluxio_post_links");
      g_assert_cmpint (g_ascii_strtoll (links, NULL, 10), ==, stays.measured_at);
      g_assert_null (strchr (links, '\n'));

      g_assert_false (delete (plant, device, &reading, &error));
      g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
      flux_test_plant_insert (plant, device, &reading); /* its time is free again */
      g_clear_error (&error);
      g_assert_true (delete (plant, device, &reading, &error));
    }
}

/* --- Finding what a record could join ----------------------------------------------------------------------------- */

static void
find_in_order (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  gint64 other = flux_test_plant_add_device (plant, "B");
  g_autoptr (GArray) found = NULL;

  /* rows in both places, failed reads between them, inserted backwards */
  for (int i = 9; i >= 0; i--)
    {
      FluxReading reading = flux_test_reading (i, i);

      reading.failed = i % 3 == 0;
      flux_test_plant_insert (plant, device, &reading);
      flux_test_plant_insert (plant, other, &reading);
    }
  flux_test_plant_settle (plant, FLUX_TEST_START + 4 * FLUX_TIME_SECOND);

  found = flux_test_plant_find (plant, device, FLUX_TEST_START + 2 * FLUX_TIME_SECOND,
                                FLUX_TEST_START + 7 * FLUX_TIME_SECOND);
  g_assert_cmpuint (found->len, ==, 6);
  for (guint i = 0; i < found->len; i++)
    {
      g_assert_cmpint (nth (found, i)->device, ==, device);
      g_assert_cmpfloat (nth (found, i)->reading.values[FLUX_FIELD_FLOW_RATE], ==, i + 2);
      g_assert_cmpint (nth (found, i)->reading.failed, ==, (i + 2) % 3 == 0);
    }
}

static void
find_ends_included (FluxTestPlant *plant)
{
  static const struct
  {
    int from, to;
    guint n;
  } spans[] = { { 0, 0, 1 }, { -1, 1, 1 }, { 1, 5, 0 }, { -5, -1, 0 }, { 1, 0, 0 }, { 0, 1, 1 }, { -1, 0, 1 } };
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = flux_test_reading (0, 1);

  flux_test_plant_insert (plant, device, &reading);
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autoptr (GArray) found =
          flux_test_plant_find (plant, device, FLUX_TEST_START + spans[i].from, FLUX_TEST_START + spans[i].to);

      g_assert_cmpuint (found->len, ==, spans[i].n);
    }
}

/* What others inserted twice for one time is read, but joined by nothing. */
static void
find_no_copies (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  g_autofree char *output = flux_test_plant_query (plant, "INSERT INTO flow_data (device_id, flow_rate, created_at)"
                                                          " VALUES ('A', 1, 5000), ('A', 2, 5000), ('A', 3, 5000)");
  g_autoptr (GArray) found = flux_test_plant_find (plant, device, 0, G_MAXINT64);

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpfloat (nth (found, 0)->reading.values[FLUX_FIELD_FLOW_RATE], ==, 1);
  g_assert_cmpuint (nth (found, 0)->reading.copy, ==, 0);
}

const FluxStoreCase flux_store_cases_readings[] = {
  { "row/full", row_full },
  { "row/sparse", row_sparse },
  { "row/nothing-but-bad", row_nothing_but_bad },
  { "row/failed", row_failed },
  { "row/undone", row_undone },
  { "row/under-way", row_under_way },
  { "taken/row", taken_row },
  { "taken/old-row", taken_old_row },
  { "taken/failed", taken_failed },
  { "replace/row", replace_row },
  { "replace/old-row", replace_old_row },
  { "replace/by-time", replace_by_time },
  { "replace/gone", replace_gone },
  { "replace/onto-another", replace_onto_another },
  { "delete/wherever", delete_wherever },
  { "find/in-order", find_in_order },
  { "find/ends-included", find_ends_included },
  { "find/no-copies", find_no_copies },
  { NULL },
};
