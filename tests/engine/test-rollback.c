/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

#include <string.h>

/* What a transaction that failed had changed in memory is undone with it. */

/* --- A post that fails -------------------------------------------------------------------------------------------- */

/* Lets every post of this size fail at the last of what it does. */
#define FAILING_SIZE 300
#define MAKE_FAIL \
  "CREATE TRIGGER fail_a_post BEFORE INSERT ON fluxio_raw_posts WHEN NEW.size = 300" \
  " BEGIN SELECT RAISE (ABORT, 'made to fail'); END;"
#define LET_GO "DROP TRIGGER fail_a_post"

typedef struct
{
  const char *name;
  const char *before;  /* (nullable): records of one post that succeeds first */
  const char *failing; /* records of the one that fails */
  const char *rows;    /* before and after it, and without it */
  const char *then;    /* (nullable): records of one that succeeds next */
  const char *rows_then;
  const char *devices_then;
} FailCase;

static const FailCase fail_cases[] = {
  { "new-device", NULL, "A@0 flow=5", "", "A@0 flow=6", "A@0 flow=6", "A latest=0 seen=0 period=-" },
  { "new-row", "A@0 flow=5", "A@60 flow=6", "A@0 flow=5", "A@60 flow=7", "A@0 flow=5; A@60 flow=7",
    "A latest=60 seen=60 period=-" },
  { "joined-part", "A@0 flow=5", "A@1 tot=7", "A@0 flow=5", "A@2 tot=8", "A@0 flow=5 tot=8+2",
    "A latest=0 seen=0 period=-" },
  { "earlier-part", "A@10 flow=5", "A@0 tot=7", "A@10 flow=5", "A@12 tot=8", "A@10 flow=5 tot=8+2",
    "A latest=10 seen=10 period=-" },
  { "conflict", "A@0 flow=5", "A@0 flow=6", "A@0 flow=5", "A@0 flow=7", "A@0 flow=5 ~flow=7:conflict",
    "A latest=0 seen=0 period=-" },
  { "becomes-a-failed-read", "A@0 flow=0 tot=0", "A@0 temp=0", "A@0 flow=0 tot=0", "A@0 temp=9",
    "A@0 flow=0 tot=0 temp=9", "A latest=0 seen=0 period=-" },
  { "comes-back", "A@0 flow=0 tot=0 temp=0", "A@0 vel=1", "A!0 flow=0 tot=0 temp=0", "A@0 level=0",
    "A!0 flow=0 tot=0 temp=0 level=0", "A latest=- seen=- period=-" },
  { "late-row", "A@1000 flow=5", "A@0 flow=6", "A@1000 flow=5", "A@0 flow=7", "A@0 flow=7; A@1000 flow=5",
    "A latest=1000 seen=1000 period=-" },
  { "several", "A@0 flow=5", "A@1 tot=7; B@0 flow=1; A@60 flow=6", "A@0 flow=5", "B@0 flow=2", "A@0 flow=5; B@0 flow=2",
    "A latest=0 seen=0 period=-; B latest=0 seen=0 period=-" },
  { "teaches-no-period", "A@0 flow=1; A@60 flow=2; A@120 flow=3", "A@180 flow=4",
    "A@0 flow=1; A@60 flow=2; A@120 flow=3", "A@180 flow=4", "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4",
    "A latest=180 seen=180 period=-" },
};

static FluxTestAnswer *
post_records (FluxTestEngine *engine, const char *records, gsize size)
{
  g_autofree char *body = flux_test_notation_to_body (records);
  g_autofree char *padded = g_strdup_printf ("%-*s", (int) size, body);

  g_assert_true (size == 0 || strlen (padded) == size);
  return flux_test_engine_take (engine, flux_test_engine_new_post (engine, padded));
}

static void
assert_rows (FluxTestEngine *engine, const char *expected)
{
  g_autofree char *rows = flux_test_notation_of_rows (engine);

  g_assert_cmpstr (rows, ==, expected);
}

static void
test_failing_post (gconstpointer data)
{
  const FailCase *test = data;
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxTestAnswer) failed = NULL;
  g_autofree char *devices_before = NULL;
  g_autofree char *devices_after = NULL;
  g_autofree char *devices_then = NULL;

  flux_test_clock_advance (engine->clock, FLUX_TIME_HOUR);
  if (test->before != NULL)
    flux_test_answer_free (post_records (engine, test->before, 0));
  devices_before = flux_test_notation_of_devices (engine->engine);

  flux_test_sql_run (engine->path, MAKE_FAIL);
  failed = post_records (engine, test->failing, FAILING_SIZE);
  g_assert_nonnull (failed->error);
  flux_test_sql_run (engine->path, LET_GO);

  devices_after = flux_test_notation_of_devices (engine->engine);
  g_assert_cmpstr (devices_after, ==, devices_before);
  assert_rows (engine, test->rows);
  flux_test_answer_free (post_records (engine, test->then, 0));
  assert_rows (engine, test->rows_then);
  devices_then = flux_test_notation_of_devices (engine->engine);
  g_assert_cmpstr (devices_then, ==, test->devices_then);
  flux_test_check_links (engine);
  flux_test_check_restart (engine);
}

/* The counters of gateways, which posts that failed do not move, and a gateway that only they had. */
static void
test_failing_counters (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) gateways = NULL;

  flux_test_answer_free (post_records (engine, "A@0 flow=5", 0));
  flux_test_sql_run (engine->path, MAKE_FAIL);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *body = g_strdup_printf ("%-*s", FAILING_SIZE, "{\"device_id\":\"A\",\"flow_rate\":1}");
      FluxPost *post = flux_test_engine_new_post (engine, body);
      g_autoptr (FluxTestAnswer) answer = NULL;

      post->gateway_hint = i > 0 ? g_strdup ("New") : NULL;
      answer = flux_test_engine_take (engine, post);
      g_assert_nonnull (answer->error);
    }
  flux_test_sql_run (engine->path, LET_GO);
  flux_test_answer_free (post_records (engine, "A@0 flow=5", 0));

  flux_test_check_counters (engine, 2, 2);
  gateways = flux_engine_get_gateways (engine->engine);
  g_assert_cmpuint (gateways->len, ==, 1);
}

/* --- A change that fails beside posts ----------------------------------------------------------------------------- */

typedef struct
{
  FluxStoreWork work;
  GAsyncQueue *ends;
} FailingWork;

static gboolean
failing_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS, "made to fail");
  return FALSE;
}

static void
failing_done (FluxStoreWork *work, const GError *error)
{
  FailingWork *self = (FailingWork *) work;

  g_async_queue_push (self->ends, g_error_copy (error));
}

static const struct
{
  const char *name;
  const char *before;   /* (nullable): records of one post in a transaction of its own */
  const char *posts[6]; /* records of posts in one transaction with a change that fails */
  guint fails_after;    /* so many of them */
  const char *rows;
  const char *devices;
} beside[] = {
  { "behind", NULL, { "A@0 flow=5", "A@1 tot=7" }, 2, "A@0 flow=5 tot=7+1", "A latest=0 seen=0 period=-" },
  { "before", NULL, { "A@0 flow=5", "A@1 tot=7" }, 0, "A@0 flow=5 tot=7+1", "A latest=0 seen=0 period=-" },
  { "between",
    "A@0 temp=9",
    { "A@0 flow=5", "B@0 flow=5", "A@1 tot=7" },
    2,
    "A@0 flow=5 tot=7+1 temp=9; B@0 flow=5",
    "A latest=0 seen=0 period=-; B latest=0 seen=0 period=-" },
  { "failed-read",
    "A@0 flow=0",
    { "A@0 tot=0", "A@0 temp=0", "A@60 flow=1" },
    3,
    "A!0 flow=0 tot=0 temp=0; A@60 flow=1",
    "A latest=60 seen=60 period=-" },
  { "untimed",
    "A flow=1",
    { "A flow=2", "A flow=3" },
    2,
    "A@3600 flow=1; A@3600.000001 flow=2; A@3600.000002 flow=3",
    "A latest=3600.000002 seen=3600 period=-" },
  { "three-distances",
    "A@0 flow=1; A@60 flow=2",
    { "A@120 flow=3", "A@180 flow=4" },
    2,
    "A@0 flow=1; A@60 flow=2; A@120 flow=3; A@180 flow=4",
    "A latest=180 seen=180 period=-" },
};

static void
test_failing_beside (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GAsyncQueue) ends = g_async_queue_new ();
  FailingWork failing = { { failing_run, failing_done, 1 }, ends };
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GError) end = NULL;
  g_autofree char *devices = NULL;
  guint n_before = beside[i].before != NULL, n_records_before = 0, n = 0;
  FluxTestHold *hold;

  flux_test_clock_advance (engine->clock, FLUX_TIME_HOUR);
  if (beside[i].before != NULL)
    {
      g_autoptr (FluxTestAnswer) before = post_records (engine, beside[i].before, 0);

      n_records_before = before->post->results->len;
    }
  hold = flux_test_engine_hold (engine);
  for (; n < G_N_ELEMENTS (beside[i].posts) && beside[i].posts[n] != NULL; n++)
    {
      g_autofree char *body = flux_test_notation_to_body (beside[i].posts[n]);

      if (n == beside[i].fails_after)
        flux_store_submit (engine->store, &failing.work);
      flux_test_engine_submit (engine, flux_test_engine_new_post (engine, body));
    }
  if (n == beside[i].fails_after)
    flux_store_submit (engine->store, &failing.work);
  flux_test_hold_release (hold);

  answers = flux_test_engine_wait (engine);
  for (guint j = 0; j < answers->len; j++)
    g_assert_no_error (((FluxTestAnswer *) g_ptr_array_index (answers, j))->error);
  end = g_async_queue_pop (ends);
  g_assert_error (end, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  assert_rows (engine, beside[i].rows);
  devices = flux_test_notation_of_devices (engine->engine);
  g_assert_cmpstr (devices, ==, beside[i].devices);
  flux_test_check_counters (engine, n + n_before, n + n_records_before);
  flux_test_check_links (engine);
  flux_test_check_restart (engine);
}

/* Records that the database does not take let their post wait, kept whole; others beside it are not touched. */
static void
test_not_taken (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxTestAnswer) answer = NULL;
  g_autofree char *outcomes = NULL;
  g_autofree char *waiting = NULL;

  flux_test_sql_run (engine->path, "CREATE TRIGGER fail_a_row BEFORE INSERT ON fluxio_recent WHEN NEW.flow_rate = 666"
                                   " BEGIN SELECT RAISE (ABORT, 'made to fail'); END;");
  answer = post_records (engine, "A@0 flow=5; A@60 flow=666; - flow=1", 0);
  outcomes = flux_test_answer_describe (answer);
  g_assert_no_error (answer->error);
  g_assert_cmpstr (outcomes, ==,
                   "waiting (the database did not take it) waiting (the database did not take it)"
                   " waiting (names no device)");
  flux_test_answer_free (post_records (engine, "A@0 flow=6", 0));
  assert_rows (engine, "A@0 flow=6");
  waiting = flux_test_sql (engine->path, "SELECT count (*) FROM fluxio_raw_posts WHERE state = 1");
  g_assert_cmpstr (waiting, ==, "1");
  flux_test_check_counters (engine, 2, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fail_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rollback/post/", fail_cases[i].name, NULL);

      g_test_add_data_func (path, &fail_cases[i], test_failing_post);
    }
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = g_strconcat ("/rollback/beside/", beside[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_failing_beside);
    }
  g_test_add_func ("/rollback/counters", test_failing_counters);
  g_test_add_func ("/rollback/not-taken", test_not_taken);
  return g_test_run ();
}
