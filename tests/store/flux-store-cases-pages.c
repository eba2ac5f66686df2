/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include "flux-time.h"

#define N_DEVICES 3
#define N_TIMES 40

/* A plant whose rows tie in time, hold copies, and lie in both places. Returns: the number of rows */
static guint
fill (FluxTestPlant *plant, gint64 devices[N_DEVICES])
{
  g_autofree char *output = NULL;

  for (guint i = 0; i < N_DEVICES; i++)
    {
      g_autofree char *device_id = g_strdup_printf ("D%u", i);

      devices[i] = flux_test_plant_add_device (plant, device_id);
    }
  for (guint time = 0; time < N_TIMES; time++)
    for (guint i = 0; i < N_DEVICES; i++)
      {
        FluxReading reading = flux_test_reading (60 * time, 10 * time + i);

        flux_test_plant_insert (plant, devices[i], &reading);
      }
  /* D1 has three rows of one time in the old part, and two in the new one. */
  output = flux_test_plant_query (
      plant, "INSERT INTO flow_data (device_id, flow_rate, created_at) VALUES ('D1', 1000, 1795424400000000),"
             " ('D1', 1001, 1795424400000000), ('D1', 1002, 1795426740000000)");
  flux_test_plant_settle (plant, FLUX_TEST_START + 20 * FLUX_TIME_MINUTE);
  return N_DEVICES * N_TIMES + 3;
}

static gboolean
comes_before (const FluxStoredReading *first, const FluxStoredReading *second)
{
  if (first->reading.measured_at != second->reading.measured_at)
    return first->reading.measured_at > second->reading.measured_at;
  if (first->device != second->device)
    return first->device > second->device;
  return first->reading.copy > second->reading.copy;
}

/* Reads all that @query asks for, page by page, and asserts that it comes in order and each row once. */
static GArray *
read_pages (FluxTestPlant *plant, FluxReadingQuery query)
{
  g_autoptr (GArray) all = flux_stored_readings_new ();

  for (;;)
    {
      g_autoptr (GArray) page = NULL;

      if (all->len > 0)
        query.before = &g_array_index (all, FluxStoredReading, all->len - 1);
      page = flux_test_plant_read (plant, &query);
      g_assert_cmpuint (page->len, <=, query.limit);
      for (guint i = 0; i < page->len; i++)
        {
          FluxStoredReading *row = &g_array_index (page, FluxStoredReading, i);
          FluxStoredReading kept = { .device = row->device };

          if (all->len > 0)
            g_assert_true (comes_before (&g_array_index (all, FluxStoredReading, all->len - 1), row));
          flux_reading_copy_to (&row->reading, &kept.reading);
          g_array_append_val (all, kept);
        }
      if (page->len < query.limit)
        return g_steal_pointer (&all);
    }
}

static void
every_page_size (FluxTestPlant *plant)
{
  static const guint limits[] = { 1, 2, 3, 7, 50, 123, 124, 1000, G_MAXUINT };
  gint64 devices[N_DEVICES];
  guint n = fill (plant, devices);

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GArray) all =
          read_pages (plant, (FluxReadingQuery){ .from = 0, .to = G_MAXINT64, .limit = limits[i] });
      g_autoptr (GArray) of_one = read_pages (
          plant, (FluxReadingQuery){ .device = devices[1], .from = 0, .to = G_MAXINT64, .limit = limits[i] });

      g_assert_cmpuint (all->len, ==, n);
      g_assert_cmpuint (of_one->len, ==, N_TIMES + 3);
      for (guint row = 0; row < of_one->len; row++)
        g_assert_cmpint (g_array_index (of_one, FluxStoredReading, row).device, ==, devices[1]);
    }
}

static void
spans (FluxTestPlant *plant)
{
  const gint64 last = FLUX_TEST_START + (N_TIMES - 1) * FLUX_TIME_MINUTE;
  const struct
  {
    gint64 from, to;
    guint of_all, of_one; /* D0 */
  } cases[] = {
    { 0, G_MAXINT64, 123, 40 },
    { G_MININT64, G_MAXINT64, 123, 40 },
    { FLUX_TEST_START, last, 123, 40 },
    { FLUX_TEST_START + 1, last - 1, 114, 38 },
    { FLUX_TEST_START, FLUX_TEST_START, 5, 1 },
    { last, last, 4, 1 },
    { FLUX_TEST_START + 20 * FLUX_TIME_MINUTE, FLUX_TEST_START + 21 * FLUX_TIME_MINUTE, 6, 2 },
    { FLUX_TEST_START + 1, FLUX_TEST_START + 2, 0, 0 },
    { last + 1, G_MAXINT64, 0, 0 },
    { 0, FLUX_TEST_START - 1, 0, 0 },
    { last, FLUX_TEST_START, 0, 0 },
  };
  gint64 devices[N_DEVICES];

  fill (plant, devices);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) all =
          read_pages (plant, (FluxReadingQuery){ .from = cases[i].from, .to = cases[i].to, .limit = 11 });
      g_autoptr (GArray) of_one = read_pages (
          plant, (FluxReadingQuery){ .device = devices[0], .from = cases[i].from, .to = cases[i].to, .limit = 11 });

      g_assert_cmpuint (all->len, ==, cases[i].of_all);
      g_assert_cmpuint (of_one->len, ==, cases[i].of_one);
    }
}

static void
nothing (FluxTestPlant *plant)
{
  g_autoptr (GArray) all = flux_test_plant_read (plant, &(FluxReadingQuery){ .to = G_MAXINT64, .limit = 10 });
  g_autoptr (GArray) of_one =
      flux_test_plant_read (plant, &(FluxReadingQuery){ .device = 7, .to = G_MAXINT64, .limit = 10 });

  g_assert_cmpuint (all->len + of_one->len, ==, 0);
}

static void
no_limit_left (FluxTestPlant *plant)
{
  gint64 devices[N_DEVICES];
  g_autoptr (GArray) none = NULL;

  fill (plant, devices);
  none = flux_test_plant_read (plant, &(FluxReadingQuery){ .to = G_MAXINT64, .limit = 0 });
  g_assert_cmpuint (none->len, ==, 0);
}

/* Rows are appended to what the caller has. */
static void
appends (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading reading = flux_test_reading (0, 1);
  g_autoptr (GArray) rows = flux_stored_readings_new ();
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = NULL;

  flux_test_plant_insert (plant, device, &reading);
  loan = flux_test_loan_read (plant->store, &session);
  for (guint i = 1; i <= 3; i++)
    {
      FluxReadingQuery query = { .device = i == 2 ? 0 : device, .to = G_MAXINT64, .limit = 10 };

      g_assert_true (flux_store_session_read_readings (session, &query, rows, NULL));
      g_assert_cmpuint (rows->len, ==, i);
    }
}

/* Old rows far apart are found as well, for all devices at once. */
static void
years_apart (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  g_autoptr (GArray) rows = NULL;

  for (int year = 0; year < 12; year++)
    {
      FluxReading reading = flux_test_reading (-365.25 * 86400 * year, year);

      flux_test_plant_insert (plant, device, &reading);
    }
  flux_test_plant_settle (plant, FLUX_TEST_START - 1);
  rows = flux_test_plant_read (plant, &(FluxReadingQuery){ .to = G_MAXINT64, .limit = 100 });
  g_assert_cmpuint (rows->len, ==, 12);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpfloat (g_array_index (rows, FluxStoredReading, i).reading.values[FLUX_FIELD_FLOW_RATE], ==, i);
}

const FluxStoreCase flux_store_cases_pages[] = {
  { "every-size", every_page_size },
  { "spans", spans },
  { "nothing", nothing },
  { "no-limit-left", no_limit_left },
  { "appends", appends },
  { "years-apart", years_apart },
  { NULL },
};
