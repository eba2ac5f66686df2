/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"
#include "flux-time.h"

#include <string.h>

/* A start believes what the last run has noted of the rows, and finds the same rows for a record as the last run would
 * have, however that ended. */

/* More than are saved with every transaction. */
#define N_OTHERS 20

typedef struct
{
  const char *name;
  const char *noted; /* when this was written, everything was noted */
  const char *since; /* when this was, only what had to be */
  const char *then;  /* after the end */
  const char *rows;
} Case;

static const Case cases[] = {
  { "in-order", "A@100 flow=1 level=1", "A@160 flow=2 level=2", "A@220 flow=3 level=3",
    "A@100 flow=1 level=1; A@160 flow=2 level=2; A@220 flow=3 level=3" },
  { "again", "A@100 flow=1 level=1", "A@160 flow=2 level=2", "A@100 flow=1 level=1; A@160 flow=2 level=2",
    "A@100 flow=1 level=1; A@160 flow=2 level=2" },
  { "other-part", "A@100 flow=1 level=1", "A@160 flow=2", "A@165 level=2",
    "A@100 flow=1 level=1; A@160 flow=2 level=2+5" },
  { "part-among-noted", "A@100 flow=1 level=1", "A@90 flow=2", "A@105 level=2",
    "A@90 flow=2 level=2+15; A@100 flow=1 level=1" },
  { "part-long-before-noted", "A@1000 flow=1 level=1", "A@90 flow=2", "A@105 level=2",
    "A@90 flow=2 level=2+15; A@1000 flow=1 level=1" },
  { "measured-later", "A@100 flow=1 level=1", "A@110 tot=5; A@115 flow=2", "A@115 flow=2",
    "A@100 flow=1 tot=5+10 level=1; A@115 flow=2" },
  { "begins-earlier", "A@100 flow=1 level=1", "A@95 tot=5", "A@100 flow=2",
    "A@95 flow=1+5 tot=5 level=1+5 ~flow=2:conflict" },
  { "failed-read", "A@100 flow=1 level=1", "A@110 flow=0 tot=0 temp=0", "A@112 level=2",
    "A@100 flow=1 level=1; A@110 flow=0 tot=0 temp=0 level=2+2" },
};

typedef enum
{
  GOES_ON,
  IS_CLOSED,
  IS_KILLED,
  N_ENDS,
} End;

static const char *const end_names[N_ENDS] = { "goes-on", "is-closed", "is-killed" };

static void
post (FluxTestEngine *engine, const char *records)
{
  g_autofree char *body = flux_test_notation_to_body (records);
  g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (engine, flux_test_engine_new_post (engine, body));

  g_assert_no_error (answer->error);
}

/* Posts @records with one of every other device. */
static void
post_with_others (FluxTestEngine *engine, int time, const char *records)
{
  g_autoptr (GString) all = g_string_new (records);

  for (guint i = 0; i < N_OTHERS; i++)
    g_string_append_printf (all, "; Z%u@%d flow=1", i, time);
  post (engine, all->str);
}

/* What was noted of the other devices is as it was after the first post. */
static void
check_noted_once (FluxTestEngine *engine)
{
  g_autofree char *times = flux_test_sql (engine->path, "SELECT DISTINCT summary_to / 1000000 FROM fluxio_latest"
                                                        " WHERE device IN (SELECT number FROM fluxio_device_numbers"
                                                        " WHERE device_id LIKE 'Z%')");

  g_assert_cmpint (g_ascii_strtoll (times, NULL, 10), ==, FLUX_TEST_BEGIN / FLUX_TIME_SECOND);
}

static char *
get_rows (FluxTestEngine *engine)
{
  g_autofree char *rows = NULL;
  char *others;

  /* The next transaction tells of the devices. */
  flux_test_clock_advance (engine->clock, FLUX_TIME_SECOND);
  flux_test_hold_release (flux_test_engine_hold (engine));
  rows = flux_test_notation_of_rows (engine);
  others = strstr (rows, "; Z");
  g_assert_nonnull (others);
  *others = '\0';
  return g_steal_pointer (&rows);
}

static void
test_end (const Case *test, End end)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *rows = NULL;

  post_with_others (engine, 0, test->noted);
  post_with_others (engine, 60, test->since);
  check_noted_once (engine);
  if (end == IS_CLOSED)
    flux_test_engine_close (engine);
  else if (end == IS_KILLED)
    flux_test_engine_kill (engine);
  if (end != GOES_ON)
    flux_test_engine_open (engine);
  post (engine, test->then);

  rows = get_rows (engine);
  g_assert_cmpstr (rows, ==, test->rows);
}

static void
test_case (gconstpointer data)
{
  for (End end = 0; end < N_ENDS; end++)
    {
      g_test_message ("The last run %s", end_names[end]);
      test_end (data, end);
    }
}

/* A row that another program inserts among those that were summed up, while nobody looks. */
static void
test_foreign_row (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *sql = g_strdup_printf ("INSERT INTO flow_data (device_id, created_at, flow_rate)"
                                          " VALUES ('A', %" G_GINT64_FORMAT ", 2)",
                                          FLUX_TEST_BEGIN + 90 * G_USEC_PER_SEC);
  g_autofree char *rows = NULL;

  post_with_others (engine, 0, "A@100 flow=1 level=1");
  flux_test_engine_close (engine);
  flux_test_sql_run (engine->path, sql);
  flux_test_engine_open (engine);
  post (engine, "A@105 level=2");

  rows = get_rows (engine);
  g_assert_cmpstr (rows, ==, "A@90 flow=2 level=2+15; A@100 flow=1 level=1");
}

/* What the store has noted does not outlive a transaction that was undone in between. */
static void
test_undone (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *body = g_strdup_printf ("%-300s", "{\"device_id\":\"A\",\"flow_rate\":1}");
  g_autoptr (FluxTestAnswer) failed = NULL;
  g_autofree char *rows = NULL;

  post_with_others (engine, 0, "A@100 flow=1 level=1");
  flux_test_sql_run (engine->path, "CREATE TRIGGER fail_a_post BEFORE INSERT ON fluxio_raw_posts WHEN NEW.size = 300"
                                   " BEGIN SELECT RAISE (ABORT, 'made to fail'); END;");
  failed = flux_test_engine_take (engine, flux_test_engine_new_post (engine, body));
  g_assert_nonnull (failed->error);
  post_with_others (engine, 60, "A@90 flow=2; A@105 level=2");
  flux_test_engine_kill (engine);
  flux_test_engine_open (engine);
  post (engine, "A@105 level=2");

  rows = get_rows (engine);
  g_assert_cmpstr (rows, ==, "A@90 flow=2 level=2+15; A@100 flow=1 level=1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/summary/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/summary/foreign-row", test_foreign_row);
  g_test_add_func ("/summary/undone", test_undone);
  return g_test_run ();
}
