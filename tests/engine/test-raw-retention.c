/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-posts.h"
#include "flux-test-checks.h"
#include "flux-test-engine.h"

#include <string.h>

/* How long raw posts are kept: by age, by size, and what is told of it. */

#define STEP (FLUX_TIME_SECOND / 4)
#define MIB (1024 * 1024)

/* Numbers of the kept posts. */
#define KEPT "SELECT group_concat (number, ' ') FROM (SELECT number FROM fluxio_raw_posts ORDER BY number)"

/* --- Changing ----------------------------------------------------------------------------------------------------- */

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

static gboolean
set_retention (FluxTestEngine *engine, guint days, guint mib, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_set_raw_retention_async (engine->engine, &(FluxRawRetention) { days, mib }, "ada", NULL, keep_result,
                                       &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_set_raw_retention_finish (engine->engine, result, error);
}

/* --- Posts -------------------------------------------------------------------------------------------------------- */

#define READING "{\"device_id\":\"A\",\"flow_rate\":5}"
#define WAITING "{\"flow_rate\":5}" /* of nobody */

static void
take (FluxTestEngine *engine, const char *body)
{
  g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (engine, flux_test_engine_new_post (engine, body));

  g_assert_no_error (answer->error);
}

/* A body of @size that cannot be compressed by much; a reading, or one that waits. */
static char *
make_large (gsize size, gboolean waits)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
  g_autofree char *text = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    text[i] = letters[g_test_rand_int_range (0, 64)];
  text[size] = '\0';
  return g_strdup_printf ("{%s\"flow_rate\":5,\"note\":\"%s\"}", waits ? "" : "\"device_id\":\"A\",", text);
}

static void
take_large (FluxTestEngine *engine, guint n, gsize size, gboolean waits)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *body = make_large (size, waits);

      take (engine, body);
    }
}

/* --- What is kept ------------------------------------------------------------------------------------------------- */

typedef struct
{
  FluxTestEngine *engine;
  const char *sql;
  const char *found;
} Awaited;

static gboolean
is_found (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autofree char *found = flux_test_sql (awaited->engine->path, awaited->sql);

  return g_str_equal (found, awaited->found);
}

/* Lets the time of a step pass, and the writer see it. */
static void
let_step_pass (FluxTestEngine *engine)
{
  flux_test_clock_advance (engine->clock, STEP);
  flux_test_hold_release (flux_test_engine_hold (engine));
}

static gboolean
is_found_after_step (gpointer user_data)
{
  let_step_pass (((const Awaited *) user_data)->engine);
  return is_found (user_data);
}

static void
await (FluxTestEngine *engine, const char *sql, const char *found)
{
  flux_test_engine_run_until (is_found_after_step, &(Awaited) { engine, sql, found });
}

static void
assert_found (FluxTestEngine *engine, const char *sql, const char *expected)
{
  g_autofree char *found = flux_test_sql (engine->path, sql);

  g_assert_cmpstr (found, ==, expected);
}

/* Several steps are over, if there was something to do. */
static void
let_steps_pass (FluxTestEngine *engine)
{
  for (guint i = 0; i < 6; i++)
    let_step_pass (engine);
}

/* The counts of gateways are what is in the database, in memory as well. */
static void
check_counts (FluxTestEngine *engine, guint dropped, guint dropped_waiting)
{
  g_autofree char *expected = NULL;
  FluxRawRoom room;

  assert_found (engine,
                "SELECT raw_bytes = (SELECT coalesce (sum (length (body)), 0) FROM fluxio_raw_posts)"
                " FROM fluxio_gateways",
                "1");
  expected = g_strdup_printf ("%u|%u", dropped, dropped_waiting);
  assert_found (engine, "SELECT dropped_posts, dropped_waiting FROM fluxio_gateways", expected);
  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.dropped_posts, ==, dropped);
  g_assert_cmpuint (room.dropped_waiting, ==, dropped_waiting);
  g_free (expected);
  expected = g_strdup_printf ("%" G_GUINT64_FORMAT, room.bytes);
  assert_found (engine, "SELECT sum (raw_bytes) FROM fluxio_gateways", expected);
}

/* --- By age ------------------------------------------------------------------------------------------------------- */

/* Posts: 1 and 2 are decoded, 3 waits, 4 is decoded and comes ten days later. */
static const struct
{
  const char *name;
  guint days;  /* that are kept */
  guint after; /* days after the first when they are looked at */
  const char *kept;
} ages[] = {
  { "within", 30, 29, "1 2 3 4 5" },
  { "after", 30, 31, "3 4 5" },
  { "all", 30, 41, "3 5" },
  { "short", 1, 10, "3 4 5" },
  { "long", 3650, 3649, "1 2 3 4 5" },
};

static void
test_age (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;

  set_retention (engine, ages[i].days, FLUX_RAW_MIB_DEFAULT, &error);
  g_assert_no_error (error);
  take (engine, READING);
  take (engine, READING);
  take (engine, WAITING);
  flux_test_clock_advance (engine->clock, 10 * FLUX_TIME_DAY - FLUX_TIME_MINUTE);
  take (engine, READING);
  flux_test_clock_advance (engine->clock, (ages[i].after - 10) * FLUX_TIME_DAY);
  take (engine, WAITING);
  await (engine, KEPT, ages[i].kept);
  let_steps_pass (engine);
  assert_found (engine, KEPT, ages[i].kept);
  check_counts (engine, 5 - (strlen (ages[i].kept) + 1) / 2, 0);
}

/* More than go in a step. */
static void
test_many (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) answers = NULL;

  for (guint i = 0; i < 3000; i++)
    flux_test_engine_submit (engine, flux_test_engine_new_post (engine, i % 3 == 0 ? WAITING : READING));
  answers = flux_test_engine_wait (engine);
  flux_test_clock_advance (engine->clock, 31 * FLUX_TIME_DAY);
  take (engine, WAITING);
  await (engine, "SELECT count (*), min (state) FROM fluxio_raw_posts", "1001|1");
  let_steps_pass (engine);
  check_counts (engine, 2000, 0);
}

/* By itself, while no posts come. */
static void
test_alone (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();

  take (engine, READING);
  flux_test_clock_advance (engine->clock, 31 * FLUX_TIME_DAY);
  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  flux_test_engine_run_until (is_found, &(Awaited) { engine, "SELECT count (*) FROM fluxio_raw_posts", "0" });
  let_steps_pass (engine);
  check_counts (engine, 1, 0);

  /* The numbers go on where they were. */
  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  take (engine, READING);
  assert_found (engine, KEPT, "2");
}

/* --- By size ------------------------------------------------------------------------------------------------------ */

/* The oldest decoded posts go until all fit, and not one more. */
static void
test_size (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;
  FluxRawRoom room;

  take_large (engine, 3, MIB, TRUE);
  take_large (engine, 30, MIB, FALSE);
  set_retention (engine, 30, 16, &error);
  g_assert_no_error (error);
  await (engine, "SELECT sum (length (body)) <= 16 * 1048576 FROM fluxio_raw_posts", "1");
  let_steps_pass (engine);
  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.bytes, <=, 16 * MIB);
  g_assert_cmpuint (room.bytes, >, 15 * MIB);
  assert_found (engine, "SELECT count (*), max (number) FROM fluxio_raw_posts WHERE state = 1", "3|3");
  assert_found (engine, "SELECT max (number), max (number) - min (number) + 1 = count (*) FROM fluxio_raw_posts"
                        " WHERE state = 0",
                "33|1");
  check_counts (engine, room.dropped_posts, 0);

  /* One more comes, one goes. */
  take_large (engine, 1, MIB, FALSE);
  await (engine, "SELECT sum (length (body)) <= 16 * 1048576 FROM fluxio_raw_posts", "1");
  let_steps_pass (engine);
  check_counts (engine, room.dropped_posts + 1, 0);
}

/* A large post does not take many small ones with it, nor the other way round. */
static void
test_unequal_sizes (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;
  FluxRawRoom room;

  for (guint i = 0; i < 50; i++)
    take (engine, READING);
  take_large (engine, 22, MIB, FALSE);
  for (guint i = 0; i < 50; i++)
    take (engine, READING);
  set_retention (engine, 30, 16, &error);
  g_assert_no_error (error);
  await (engine, "SELECT sum (length (body)) <= 16 * 1048576 FROM fluxio_raw_posts", "1");
  let_steps_pass (engine);
  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.bytes, >, 15 * MIB);
  assert_found (engine, "SELECT count (*) FROM fluxio_raw_posts WHERE number > 72", "50");
  check_counts (engine, room.dropped_posts, 0);
}

/* Posts that wait go only when there is no other, and are counted. */
static void
test_waiting_go_last (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;
  FluxRawRoom room;

  take_large (engine, 15, MIB, TRUE);
  take_large (engine, 5, MIB, FALSE);
  take_large (engine, 10, MIB, TRUE);
  set_retention (engine, 30, 16, &error);
  g_assert_no_error (error);
  await (engine, "SELECT sum (length (body)) <= 16 * 1048576 FROM fluxio_raw_posts", "1");
  let_steps_pass (engine);
  assert_found (engine, "SELECT min (state), max (number), max (number) - min (number) + 1 - 5 = count (*)"
                        " FROM fluxio_raw_posts",
                "1|30|1");
  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.bytes, >, 15 * MIB);
  g_assert_cmpuint (room.dropped_waiting, ==, room.dropped_posts - 5);
  check_counts (engine, room.dropped_posts, room.dropped_posts - 5);
}

/* --- Faults ------------------------------------------------------------------------------------------------------- */

/* No post fails for it, nothing is counted that is still there, and it is tried again. */
static void
test_failing (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) answers = NULL;
  FluxTestHold *hold;

  take (engine, READING);
  take (engine, READING);
  flux_test_sql_run (engine->path, "CREATE TRIGGER fail_to_drop BEFORE DELETE ON fluxio_raw_posts"
                                   " WHEN OLD.number = 2 BEGIN SELECT RAISE (ABORT, 'made to fail'); END;");
  flux_test_clock_advance (engine->clock, 31 * FLUX_TIME_DAY);
  hold = flux_test_engine_hold (engine);
  for (guint i = 0; i < 4; i++)
    flux_test_engine_submit (engine, flux_test_engine_new_post (engine, READING));
  flux_test_hold_release (hold);
  answers = flux_test_engine_wait (engine);
  let_steps_pass (engine);
  for (guint i = 0; i < answers->len; i++)
    {
      g_autofree char *outcome = flux_test_answer_describe (g_ptr_array_index (answers, i));

      g_assert_cmpstr (outcome, ==, "stored");
    }
  assert_found (engine, KEPT, "1 2 3 4 5 6");
  check_counts (engine, 0, 0);

  flux_test_sql_run (engine->path, "DROP TRIGGER fail_to_drop");
  flux_test_clock_advance (engine->clock, FLUX_TIME_MINUTE);
  await (engine, KEPT, "3 4 5 6");
  let_steps_pass (engine);
  check_counts (engine, 2, 0);
}

/* --- The settings ------------------------------------------------------------------------------------------------- */

static const struct
{
  guint days;
  guint mib;
  gboolean is_good;
} settings[] = {
  { 1, 16, TRUE },     { 3650, 1024 * 1024, TRUE },     { 0, 16, FALSE },
  { 3651, 16, FALSE }, { 1, 15, FALSE },                { 1, 1024 * 1024 + 1, FALSE },
};

static void
test_settings (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  FluxRawRoom room;

  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.retention.days, ==, 30);
  g_assert_cmpuint (room.retention.mib, ==, 4096);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GError) error = NULL;
      FluxRawRoom before;

      flux_engine_get_raw_room (engine->engine, &before);
      g_assert_cmpint (set_retention (engine, settings[i].days, settings[i].mib, &error), ==, settings[i].is_good);
      flux_engine_get_raw_room (engine->engine, &room);
      if (!settings[i].is_good)
        g_assert_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID);
      g_assert_cmpuint (room.retention.days, ==, settings[i].is_good ? settings[i].days : before.retention.days);
      g_assert_cmpuint (room.retention.mib, ==, settings[i].is_good ? settings[i].mib : before.retention.mib);
    }
  assert_found (engine,
                "SELECT actor, action, resource_type, before ->> 'days', before ->> 'mib', after ->> 'days',"
                " after ->> 'mib' FROM audit_logs",
                "ada|update|raw_retention|30|4096|1|16;ada|update|raw_retention|1|16|3650|1048576");
  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.retention.days, ==, 3650);
  g_assert_cmpuint (room.retention.mib, ==, 1024 * 1024);
}

/* Another program's change counts; what is no number of days does not. */
static void
test_settings_of_others (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  FluxRawRoom room;

  flux_test_sql_run (engine->path, "INSERT INTO fluxio_settings (name, value) VALUES ('raw_posts_days', '7'),"
                                   " ('raw_posts_mib', 'many')");
  take (engine, READING);
  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.retention.days, ==, 7);
  g_assert_cmpuint (room.retention.mib, ==, 4096);
}

static void
test_undone_setting (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;
  FluxRawRoom room;

  flux_test_sql_run (engine->path, "CREATE TRIGGER fail_to_audit BEFORE INSERT ON audit_logs"
                                   " BEGIN SELECT RAISE (ABORT, 'made to fail'); END;");
  g_assert_false (set_retention (engine, 7, 100, &error));
  g_assert_nonnull (error);
  flux_engine_get_raw_room (engine->engine, &room);
  g_assert_cmpuint (room.retention.days, ==, 30);
  flux_test_clock_advance (engine->clock, 8 * FLUX_TIME_DAY);
  take (engine, READING);
  let_steps_pass (engine);
  assert_found (engine, KEPT, "1");
}

/* --- The estimate ------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  guint n_waiting; /* a day */
  guint n_days;
  double days_left; /* of 16 MiB, about; negative: not in sight */
} estimates[] = {
  { "nothing-waits", 0, 3, -1 },
  { "one-day", 2, 1, 31 },
  { "grows", 4, 3, 13 },
  { "nearly-full", 8, 6, 2 },
};

/* Bodies whose frames take the quarter that is guessed. */
static void
take_day (FluxTestEngine *engine, guint n_waiting)
{
  g_autofree char *random = make_large (MIB / 3, TRUE);
  g_autofree char *body = g_strdup_printf ("%-*s", MIB, random);

  take (engine, READING);
  for (guint i = 0; i < n_waiting; i++)
    take (engine, body);
  flux_test_clock_advance (engine->clock, FLUX_TIME_DAY);
}

static void
test_estimate (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;
  FluxRawRoom room;

  for (guint day = 0; day < estimates[i].n_days; day++)
    take_day (engine, estimates[i].n_waiting);
  set_retention (engine, 30, 16, &error);
  g_assert_no_error (error);
  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  flux_engine_get_raw_room (engine->engine, &room);
  g_test_message ("%g days left, %u bytes a day", room.days_left, (guint) room.bytes_a_day);
  if (estimates[i].days_left < 0)
    g_assert_cmpfloat (room.days_left, <, 0);
  else
    g_assert_cmpfloat_with_epsilon (room.days_left, estimates[i].days_left, 0.1 * estimates[i].days_left);
  g_assert_cmpuint (room.bytes_a_day, ==, estimates[i].n_waiting * MIB / 4);
}

/* One that looks knows it as well. */
static void
test_looking (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxEngine) looking = NULL;
  FluxRawRoom room, seen;

  take_day (engine, 2);
  looking = flux_test_engine_look (engine);
  flux_engine_get_raw_room (engine->engine, &room);
  flux_engine_get_raw_room (looking, &seen);
  g_assert_cmpuint (seen.bytes, ==, room.bytes);
  g_assert_cmpuint (seen.bytes, >, 0);
  g_assert_cmpfloat (seen.days_left, >, 0);
  flux_engine_close (looking);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autofree char *path = g_strconcat ("/raw-retention/age/", ages[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_age);
    }
  for (guint i = 0; i < G_N_ELEMENTS (estimates); i++)
    {
      g_autofree char *path = g_strconcat ("/raw-retention/estimate/", estimates[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_estimate);
    }
  g_test_add_func ("/raw-retention/many", test_many);
  g_test_add_func ("/raw-retention/alone", test_alone);
  g_test_add_func ("/raw-retention/size", test_size);
  g_test_add_func ("/raw-retention/unequal-sizes", test_unequal_sizes);
  g_test_add_func ("/raw-retention/waiting-go-last", test_waiting_go_last);
  g_test_add_func ("/raw-retention/failing", test_failing);
  g_test_add_func ("/raw-retention/settings", test_settings);
  g_test_add_func ("/raw-retention/settings-of-others", test_settings_of_others);
  g_test_add_func ("/raw-retention/undone-setting", test_undone_setting);
  g_test_add_func ("/raw-retention/looking", test_looking);
  return g_test_run ();
}
