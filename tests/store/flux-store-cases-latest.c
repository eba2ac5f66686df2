/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include "flux-time.h"

static void
put_latest (FluxTestPlant *plant, const FluxLatest *latest)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  flux_store_session_put_latest (session, latest, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
}

static GArray *
list_latest (FluxTestPlant *plant, gint64 after_revision)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GArray *all = flux_store_session_list_latest (session, after_revision, &error);

  g_assert_no_error (error);
  return all;
}

static void
find_latest (FluxTestPlant *plant, gint64 device, FluxLatest *latest)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);

  flux_store_session_find_latest (session, device, latest, &error);
  g_assert_no_error (error);
}

static void
assert_last_seen (FluxTestPlant *plant, const char *expected)
{
  g_autofree char *last_seen = flux_test_plant_query (plant, "SELECT last_seen FROM devices");

  g_assert_cmpstr (last_seen, ==, expected);
}

/* --- Keeping ------------------------------------------------------------------------------------------------------ */

static void
keeps_everything (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");

  for (guint i = 0; i < 50; i++)
    {
      g_auto (FluxReading) reading = flux_test_random_reading (FLUX_TEST_START + i);
      FluxLatest latest = { .device = device, .reading = reading, .seen_at = 5 + i, .learned_period = i * 60000000 };
      g_autoptr (GArray) all = NULL;
      const FluxLatest *found;

      put_latest (plant, &latest);
      if (i % 10 == 0)
        flux_test_plant_reopen (plant);
      all = list_latest (plant, 0);
      g_assert_cmpuint (all->len, ==, 1);
      found = &g_array_index (all, FluxLatest, 0);
      g_assert_cmpint (found->device, ==, device);
      g_assert_cmpint (found->learned_period, ==, i * 60000000);
      /* No row says so, and at the next start only the rows count. */
      if (i % 10 == 0)
        continue;
      g_assert_cmpint (found->seen_at, ==, 5 + i);
      flux_test_assert_reading (&found->reading, &reading);
    }
}

static void
moves_last_seen (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxLatest latest = { .device = device, .seen_at = 7000 };

  assert_last_seen (plant, "");
  put_latest (plant, &latest);
  assert_last_seen (plant, "7000");
  latest.seen_at = 0; /* its last good row was deleted */
  put_latest (plant, &latest);
  assert_last_seen (plant, "");
}

static void
counts_revisions (FluxTestPlant *plant)
{
  FluxLatest a = { .device = flux_test_plant_add_device (plant, "A") };
  FluxLatest b = { .device = flux_test_plant_add_device (plant, "B") };
  g_autoptr (GArray) all = NULL;
  gint64 revision;

  put_latest (plant, &a);
  put_latest (plant, &b);
  all = list_latest (plant, 0);
  g_assert_cmpuint (all->len, ==, 2);
  revision = MAX (g_array_index (all, FluxLatest, 0).revision, g_array_index (all, FluxLatest, 1).revision);
  g_assert_cmpint (g_array_index (all, FluxLatest, 0).revision, !=, g_array_index (all, FluxLatest, 1).revision);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GArray) none = list_latest (plant, revision);
      g_autoptr (GArray) one = NULL;

      g_assert_cmpuint (none->len, ==, 0);
      if (i == 1)
        flux_test_plant_reopen (plant); /* they go on growing */
      put_latest (plant, &a);
      one = list_latest (plant, revision);
      g_assert_cmpuint (one->len, ==, 1);
      g_assert_cmpint (g_array_index (one, FluxLatest, 0).device, ==, a.device);
      g_assert_cmpint (g_array_index (one, FluxLatest, 0).revision, >, revision);
      revision = g_array_index (one, FluxLatest, 0).revision;
    }
}

/* --- Finding in the rows ------------------------------------------------------------------------------------------ */

static void
found_nothing (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxLatest latest = { .device = 4711, .seen_at = 1, .learned_period = 2, .revision = 3 };

  latest.reading.measured_at = 1;
  find_latest (plant, device, &latest);
  g_assert_cmpint (latest.reading.measured_at, ==, 0);
  g_assert_cmpint (latest.seen_at, ==, 0);
  g_assert_cmpint (latest.device, ==, 4711);
  g_assert_cmpint (latest.learned_period, ==, 2);
  g_assert_cmpint (latest.revision, ==, 3);
}

static void
assert_found (FluxTestPlant *plant, gint64 device, const FluxReading *expected, gint64 seen_at)
{
  FluxLatest latest = { .device = device };

  find_latest (plant, device, &latest);
  flux_test_assert_reading (&latest.reading, expected);
  g_assert_cmpint (latest.seen_at, ==, seen_at);
  flux_reading_clear (&latest.reading);
}

/* Latest means latest measured; seen is the last row with a good value; a failed read is neither. */
static void
found_by_rule (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading good = flux_test_reading (0, 1);
  FluxReading late = flux_test_reading (-60, 2);
  FluxReading failed = flux_test_reading (10, 0);
  FluxReading bad = { .measured_at = FLUX_TEST_START + 20 * FLUX_TIME_SECOND,
                      .received_at = FLUX_TEST_START + 20 * FLUX_TIME_SECOND,
                      .quality = FLUX_QUALITY_BAD };
  FluxReading uncertain = flux_test_reading (30, 4);

  for (guint round = 0; round < 2; round++)
    {
      flux_test_plant_insert (plant, device, &good);
      assert_found (plant, device, &good, good.measured_at);
      late.received_at = FLUX_TEST_START + 5 * FLUX_TIME_SECOND;
      flux_test_plant_insert (plant, device, &late);
      assert_found (plant, device, &good, good.measured_at);
      failed.failed = TRUE;
      flux_test_plant_insert (plant, device, &failed);
      assert_found (plant, device, &good, good.measured_at);
      if (round == 0)
        flux_test_plant_settle (plant, G_MAXINT64);
      flux_test_plant_insert (plant, device, &bad);
      assert_found (plant, device, &bad, good.measured_at);
      flux_reading_set_quality (&uncertain, FLUX_FIELD_FLOW_RATE, FLUX_QUALITY_UNCERTAIN);
      flux_test_plant_insert (plant, device, &uncertain);
      assert_found (plant, device, &uncertain, good.measured_at);
      if (round == 0)
        device = flux_test_plant_add_device (plant, "B");
    }
}

/* A clock that runs ahead does not let a device be seen in the future. */
static void
found_ahead (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading ahead = flux_test_reading (3600, 1);

  ahead.received_at = FLUX_TEST_START;
  flux_test_plant_insert (plant, device, &ahead);
  assert_found (plant, device, &ahead, FLUX_TEST_START);
}

/* Each field alone makes a row good, unless it is marked. */
static void
found_by_each_field (FluxTestPlant *plant)
{
  for (guint field = 0; field < FLUX_N_FIELDS; field++)
    {
      g_autofree char *device_id = g_strdup_printf ("D%u", field);
      gint64 device = flux_test_plant_add_device (plant, device_id);
      FluxReading good = { .measured_at = FLUX_TEST_START, .received_at = FLUX_TEST_START };
      FluxReading other = { .measured_at = FLUX_TEST_START + 1, .received_at = FLUX_TEST_START + 1 };

      good.present = other.present = FLUX_FIELD_BIT (field);
      flux_reading_set_quality (&good, (field + 1) % FLUX_N_FIELDS, FLUX_QUALITY_BAD);
      flux_reading_set_quality (&other, field, FLUX_QUALITY_UNCERTAIN);
      flux_test_plant_insert (plant, device, &good);
      flux_test_plant_insert (plant, device, &other);
      assert_found (plant, device, &other, good.measured_at);
    }
}

/* --- What others changed ------------------------------------------------------------------------------------------ */

static GArray *
take_foreign (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);
  GArray *devices = flux_store_session_take_foreign_devices (session, &error);

  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
  return devices;
}

static void
takes_foreign_devices (FluxTestPlant *plant)
{
  static const char *const changes[] = {
    "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('B', 1, 5000), ('B', 1, 6000)",
    "UPDATE flow_data SET flow_rate = 2 WHERE device_id = 'B'",
    "DELETE FROM flow_data WHERE device_id = 'B' AND created_at = 5000",
  };
  gint64 device;
  FluxReading own = flux_test_reading (0, 1);

  flux_test_plant_add_device (plant, "A");
  device = flux_test_plant_add_device (plant, "B");
  flux_test_plant_insert (plant, device, &own);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GArray) before = take_foreign (plant);
      g_autofree char *output = flux_test_plant_query (plant, changes[i]);
      g_autoptr (GArray) after = take_foreign (plant);

      g_assert_cmpuint (before->len, ==, 0);
      g_assert_cmpuint (after->len, ==, 1);
      g_assert_cmpint (g_array_index (after, gint64, 0), ==, device);
    }
}

const FluxStoreCase flux_store_cases_latest[] = {
  { "keeps-everything", keeps_everything },
  { "moves-last-seen", moves_last_seen },
  { "counts-revisions", counts_revisions },
  { "found/nothing", found_nothing },
  { "found/by-rule", found_by_rule },
  { "found/ahead", found_ahead },
  { "found/by-each-field", found_by_each_field },
  { "takes-foreign-devices", takes_foreign_devices },
  { NULL },
};
