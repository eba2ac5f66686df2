/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-posts.h"
#include "flux-test-checks.h"
#include "flux-test-engine.h"

/* Posts that were refused for their key. */

#define STORED "SELECT address, reason, count FROM fluxio_refused_posts ORDER BY address, reason"

/* Each as "address reason count", the newest first. */
static char *
describe (FluxEngine *engine)
{
  g_autoptr (GPtrArray) knocks = flux_engine_get_knocks (engine);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < knocks->len; i++)
    {
      const FluxKnock *knock = g_ptr_array_index (knocks, i);

      g_assert_cmpint (knock->first_at, <=, knock->last_at);
      g_string_append_printf (text, "%s%s %s %u", i > 0 ? "; " : "", knock->address, knock->reason,
                              (guint) knock->count);
    }
  return g_string_free (text, FALSE);
}

static void
assert_known (FluxEngine *engine, const char *expected)
{
  g_autofree char *text = describe (engine);

  g_assert_cmpstr (text, ==, expected);
}

static void
knock (FluxTestEngine *engine, const char *address, const char *reason)
{
  flux_test_clock_advance (engine->clock, 1);
  flux_engine_note_knock (engine->engine, address, reason);
}

typedef struct
{
  FluxTestEngine *engine;
  const char *stored;
} Awaited;

static gboolean
is_stored (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autofree char *stored = flux_test_sql (awaited->engine->path, STORED);

  return g_strcmp0 (stored, awaited->stored) == 0;
}

static void
await_stored (FluxTestEngine *engine, const char *stored)
{
  flux_test_engine_run_until (is_stored, &(Awaited) { engine, stored });
}

/* Works that were submitted before are done. */
static void
await_writer (FluxTestEngine *engine)
{
  for (guint i = 0; i < 3; i++)
    flux_test_hold_release (flux_test_engine_hold (engine));
}

static void
test_counted (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) knocks = NULL;
  const FluxKnock *first;

  assert_known (engine->engine, "");
  knock (engine, "10.0.0.1", "wrong key");
  knock (engine, "10.0.0.2", "no key");
  knock (engine, "10.0.0.1", "no key");
  knock (engine, NULL, "no key");
  knock (engine, "10.0.0.1", "wrong key");
  assert_known (engine->engine, "10.0.0.1 wrong key 2;  no key 1; 10.0.0.1 no key 1; 10.0.0.2 no key 1");
  knocks = flux_engine_get_knocks (engine->engine);
  first = g_ptr_array_index (knocks, 0);
  g_assert_cmpint (first->first_at, ==, FLUX_TEST_BEGIN + 1);
  g_assert_cmpint (first->last_at, ==, FLUX_TEST_BEGIN + 5);
}

/* At once when nobody has knocked for a while, and then within five seconds, however many come. */
static void
test_written (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();

  knock (engine, "10.0.0.1", "no key");
  await_stored (engine, "10.0.0.1|no key|1");
  for (guint i = 0; i < 100; i++)
    knock (engine, "10.0.0.1", "no key");
  await_writer (engine);
  g_assert_true (is_stored (&(Awaited) { engine, "10.0.0.1|no key|1" }));

  flux_test_clock_advance (engine->clock, 5 * FLUX_TIME_SECOND);
  knock (engine, "10.0.0.2", "wrong key");
  await_writer (engine);
  await_stored (engine, "10.0.0.1|no key|101;10.0.0.2|wrong key|1");
}

static void
test_restart (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();

  for (guint i = 0; i < 5; i++)
    knock (engine, "10.0.0.1", "no key");
  knock (engine, "10.0.0.2", "wrong key");
  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  assert_known (engine->engine, "10.0.0.2 wrong key 1; 10.0.0.1 no key 5");
  knock (engine, "10.0.0.1", "no key");
  assert_known (engine->engine, "10.0.0.1 no key 6; 10.0.0.2 wrong key 1");
  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  assert_known (engine->engine, "10.0.0.1 no key 6; 10.0.0.2 wrong key 1");
}

/* The longest silent of too many addresses is forgotten. */
static void
test_bounded (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) knocks = NULL;
  g_autoptr (GPtrArray) loaded = NULL;

  knock (engine, "first", "no key");
  knock (engine, "silent", "no key");
  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.0.%u.%u", i / 250, i % 250);

      knock (engine, address, "no key");
      if (i % 100 == 0)
        knock (engine, "first", "wrong key");
    }
  knocks = flux_engine_get_knocks (engine->engine);
  g_assert_cmpuint (knocks->len, ==, 1001); /* two reasons for one address */
  for (guint i = 0; i < knocks->len; i++)
    g_assert_cmpstr (((const FluxKnock *) g_ptr_array_index (knocks, i))->address, !=, "silent");

  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  loaded = flux_engine_get_knocks (engine->engine);
  g_assert_cmpuint (loaded->len, <=, 1001);
  g_assert_cmpuint (loaded->len, >=, 1000);
}

/* What a failing database did not take is written later, and no post fails for it. */
static void
test_failing (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxTestAnswer) answer = NULL;
  g_autofree char *outcome = NULL;
  FluxTestHold *hold;

  flux_test_sql_run (engine->path, "CREATE TRIGGER fail_a_knock BEFORE INSERT ON fluxio_refused_posts"
                                   " BEGIN SELECT RAISE (ABORT, 'made to fail'); END;");
  hold = flux_test_engine_hold (engine);
  knock (engine, "10.0.0.1", "no key");
  flux_test_engine_submit (engine, flux_test_engine_new_post (engine, "{\"device_id\":\"A\",\"flow_rate\":5}"));
  flux_test_hold_release (hold);
  {
    g_autoptr (GPtrArray) answers = flux_test_engine_wait (engine);

    answer = g_ptr_array_steal_index (answers, 0);
  }
  outcome = flux_test_answer_describe (answer);
  g_assert_cmpstr (outcome, ==, "stored");

  flux_test_sql_run (engine->path, "DROP TRIGGER fail_a_knock");
  flux_test_clock_advance (engine->clock, 5 * FLUX_TIME_SECOND);
  knock (engine, "10.0.0.1", "no key");
  await_writer (engine);
  await_stored (engine, "10.0.0.1|no key|2");
}

typedef struct
{
  FluxEngine *looking;
  const char *known;
} Followed;

static gboolean
is_followed (gpointer user_data)
{
  const Followed *followed = user_data;
  g_autofree char *text = describe (followed->looking);

  return g_str_equal (text, followed->known);
}

/* One that looks sees them, and what it notes itself stays in its memory. */
static void
test_looking (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxEngine) looking = flux_test_engine_look (engine);

  flux_engine_follow (looking);
  knock (engine, "10.0.0.1", "no key");
  flux_test_engine_run_until (is_followed, &(Followed) { looking, "10.0.0.1 no key 1" });
  flux_test_clock_advance (engine->clock, 1);
  flux_engine_note_knock (looking, "10.0.0.2", "no key");
  assert_known (looking, "10.0.0.2 no key 1; 10.0.0.1 no key 1");
  await_stored (engine, "10.0.0.1|no key|1");
  flux_engine_close (looking);
}

static gpointer
knock_often (gpointer data)
{
  FluxTestEngine *engine = data;

  for (guint i = 0; i < 1000; i++)
    flux_engine_note_knock (engine->engine, i % 2 == 0 ? "10.0.0.1" : "10.0.0.2", "no key");
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  GThread *threads[4];
  guint64 sum = 0;
  g_autoptr (GPtrArray) knocks = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("knocking", knock_often, engine);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  knocks = flux_engine_get_knocks (engine->engine);
  for (guint i = 0; i < knocks->len; i++)
    sum += ((const FluxKnock *) g_ptr_array_index (knocks, i))->count;
  g_assert_cmpuint (sum, ==, 4000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knocks/counted", test_counted);
  g_test_add_func ("/knocks/written", test_written);
  g_test_add_func ("/knocks/restart", test_restart);
  g_test_add_func ("/knocks/bounded", test_bounded);
  g_test_add_func ("/knocks/failing", test_failing);
  g_test_add_func ("/knocks/looking", test_looking);
  g_test_add_func ("/knocks/threads", test_threads);
  return g_test_run ();
}
