/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-model.h"
#include "flux-test-notation.h"
#include "flux-test-scale.h"

/* Posts in any order and batching make the same rows as the rules written down plainly. */

#define N_DEVICES 2
#define RECORDS_MOST 6

/* The habits of a gateway. */
typedef struct
{
  int period;    /* s, set by a person; 0: learned, then each post holds one record */
  int cycle;     /* s from one poll to the next */
  int spread;    /* s within which a poll's parts were measured */
  int n_cycles;
  int disorder;  /* how many cycles back or ahead a record may be */
  int whole;     /* of 10 records, how many hold all of a reading */
  int no_time;   /* of 10 records, how many have no time */
  int zero;      /* of 10 values, how many are zero */
  int again;     /* of 10 posts, how many repeat an earlier one */
} Habits;

typedef struct
{
  guint device;
  FluxTestRecord record;
} Sent;

typedef struct
{
  FluxTestEngine *engine;
  FluxTestModel *models[N_DEVICES];
  Habits habits;
  GPtrArray *posts; /* (element-type GArray of Sent) */
  GString *story;   /* for when it goes wrong */
} Run;

static const char *const device_ids[N_DEVICES] = { "A", "B" };
static const char *const names[FLUX_N_FIELDS] = { "flow", "tot", "temp", "press", "batt", "signal", "level", "vel" };

static gboolean
of_ten (int n)
{
  return g_test_rand_int_range (0, 10) < n;
}

static int
one_of (const int *choices, guint n)
{
  return choices[g_test_rand_int_range (0, n)];
}

static void
choose_habits (Habits *habits)
{
  static const int periods[] = { 0, 0, 2, 10, 60, 600 };
  static const int cycles[] = { 1, 5, 10, 30, 60, 900 };
  static const int spreads[] = { 0, 2, 5, 20, 35, 90 };
  static const int disorders[] = { 0, 0, 1, 3, 100 };

  habits->period = one_of (periods, G_N_ELEMENTS (periods));
  habits->cycle = habits->period != 0 && of_ten (5) ? habits->period : one_of (cycles, G_N_ELEMENTS (cycles));
  habits->spread = one_of (spreads, G_N_ELEMENTS (spreads));
  habits->n_cycles = g_test_rand_int_range (2, of_ten (2) ? 150 : 25);
  /* More than a day ahead of its arrival a time is not believed, which is another rule. */
  habits->n_cycles = MIN (habits->n_cycles, 85000 / habits->cycle);
  habits->disorder = one_of (disorders, G_N_ELEMENTS (disorders));
  habits->whole = g_test_rand_int_range (0, 11);
  habits->no_time = of_ten (6) ? 0 : g_test_rand_int_range (0, 11);
  habits->zero = g_test_rand_int_range (0, 10);
  habits->again = g_test_rand_int_range (0, 4);
}

static void
choose_values (const Habits *habits, FluxTestRecord *record)
{
  int n_fields = of_ten (habits->whole) ? 4 : 1;

  for (int i = 0; i < n_fields; i++)
    {
      guint field = of_ten (7) ? g_test_rand_int_range (0, 3) : g_test_rand_int_range (0, FLUX_N_FIELDS);
      FluxFieldSet bit = FLUX_FIELD_BIT (field);

      if (((record->present | record->bad) & bit) != 0)
        continue;
      if (g_test_rand_int_range (0, 40) == 0)
        {
          record->bad |= bit;
          continue;
        }
      record->present |= bit;
      record->values[field] = of_ten (habits->zero) ? 0 : g_test_rand_int_range (1, 3);
    }
}

static void
choose_record (const Habits *habits, int cycle, Sent *sent)
{
  gint64 half_seconds;

  *sent = (Sent) { .device = of_ten (8) ? 0 : 1 };
  choose_values (habits, &sent->record);
  if (of_ten (habits->no_time))
    return;
  cycle += g_test_rand_int_range (-habits->disorder, habits->disorder + 1);
  half_seconds = 2 * (gint64) CLAMP (cycle, 0, habits->n_cycles) * habits->cycle;
  half_seconds += habits->spread > 0 ? g_test_rand_int_range (0, 2 * habits->spread + 1) : 0;
  sent->record.time = FLUX_TEST_BEGIN + half_seconds * FLUX_TIME_SECOND / 2;
}

static GArray *
choose_post (Run *run, int cycle)
{
  GArray *post = g_array_new (FALSE, FALSE, sizeof (Sent));
  int n_records = run->habits.period == 0 ? 1 : g_test_rand_int_range (1, RECORDS_MOST + 1);

  for (int i = 0; i < n_records; i++)
    {
      Sent sent;

      choose_record (&run->habits, cycle, &sent);
      g_array_append_val (post, sent);
    }
  return post;
}

static char *
describe_post (GArray *post)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < post->len; i++)
    {
      const Sent *sent = &g_array_index (post, Sent, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", device_ids[sent->device]);
      if (sent->record.time != 0)
        {
          g_autofree char *time = flux_test_notation_of_time (sent->record.time);

          g_string_append_printf (text, "@%s", time);
        }
      for (guint field = 0; field < FLUX_N_FIELDS; field++)
        if ((sent->record.bad & FLUX_FIELD_BIT (field)) != 0)
          g_string_append_printf (text, " %s=true", names[field]);
        else if ((sent->record.present & FLUX_FIELD_BIT (field)) != 0)
          g_string_append_printf (text, " %s=%g", names[field], sent->record.values[field]);
    }
  return g_string_free (text, FALSE);
}

static void
send (Run *run, GArray *post)
{
  gint64 now = flux_clock_get_now (FLUX_CLOCK (run->engine->clock));
  g_autofree char *records = describe_post (post);
  g_autofree char *body = flux_test_notation_to_body (records);
  g_autofree char *at = flux_test_notation_of_time (now);

  g_string_append_printf (run->story, "  { %s, \"%s\" },\n", at, records);
  flux_test_engine_submit (run->engine, flux_test_engine_new_post (run->engine, body));
  for (guint device = 0; device < N_DEVICES; device++)
    {
      FluxTestRecord of_device[RECORDS_MOST];
      guint n = 0;

      for (guint i = 0; i < post->len; i++)
        if (g_array_index (post, Sent, i).device == device)
          of_device[n++] = g_array_index (post, Sent, i).record;
      if (n > 0)
        flux_test_model_take (run->models[device], of_device, n, now);
    }
}

static guint
finish_posts (Run *run)
{
  g_autoptr (GPtrArray) answers = flux_test_engine_wait (run->engine);
  guint n_records = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const FluxTestAnswer *answer = g_ptr_array_index (answers, i);

      if (answer->error != NULL)
        g_error ("%s\nperiod %d, in %s", answer->error->message, run->habits.period, run->story->str);
      n_records += answer->post->results->len;
    }
  return n_records;
}

static void
restart (Run *run)
{
  gboolean is_killed = of_ten (5);

  if (is_killed)
    flux_test_engine_kill (run->engine);
  else
    flux_test_engine_close (run->engine);
  flux_test_engine_open (run->engine);
  g_string_append (run->story, is_killed ? "  killed\n" : "  restart\n");
  for (guint i = 0; i < N_DEVICES; i++)
    flux_test_model_restart (run->models[i]);
}

static void
move_clock (FluxTestEngine *engine, const Habits *habits)
{
  static const int spans[] = { 0, 0, 1, 500000, 1000000 };

  flux_test_clock_advance (engine->clock, one_of (spans, G_N_ELEMENTS (spans)));
  if (of_ten (5))
    flux_test_clock_advance (engine->clock, habits->cycle * FLUX_TIME_SECOND);
}

static void
check (Run *run)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *rows = flux_test_notation_of_values (run->engine);

  for (guint i = 0; i < N_DEVICES; i++)
    {
      g_autofree char *of_device = flux_test_model_describe (run->models[i], device_ids[i]);

      g_string_append_printf (expected, "%s%s", expected->len > 0 && *of_device != '\0' ? "; " : "", of_device);
    }
  if (!g_str_equal (rows, expected->str))
    g_error ("The rows differ, period %d:\n%sexpected\n%s\nfound\n%s", run->habits.period, run->story->str,
             expected->str, rows);

  for (guint i = 0; i < N_DEVICES; i++)
    {
      g_autoptr (FluxDeviceSnapshot) device = flux_engine_get_device (run->engine->engine, device_ids[i]);
      gint64 latest = device != NULL && device->latest != NULL ? device->latest->measured_at : 0;
      gint64 seen = device != NULL ? device->seen_at : 0;
      gint64 least, most;

      flux_test_model_get_seen (run->models[i], &least, &most);
      if (latest != flux_test_model_get_latest (run->models[i]) || seen < least || seen > most
          || (device != NULL && device->period != flux_test_model_get_period (run->models[i])))
        {
          g_autofree char *found = flux_test_notation_of_devices (run->engine->engine);
          g_autofree char *expected_latest = flux_test_notation_of_time (flux_test_model_get_latest (run->models[i]));
          g_autofree char *expected_least = flux_test_notation_of_time (least);
          g_autofree char *expected_most = flux_test_notation_of_time (most);

          g_error ("Device %s differs, period %d:\n%sexpected latest=%s seen=%s to %s period=%d s\nfound\n%s",
                   device_ids[i], run->habits.period, run->story->str, expected_latest, expected_least, expected_most,
                   (int) (flux_test_model_get_period (run->models[i]) / FLUX_TIME_SECOND), found);
        }
    }
}

static void
set_periods (Run *run)
{
  for (guint i = 0; i < N_DEVICES && run->habits.period != 0; i++)
    {
      g_autoptr (FluxDevice) device = flux_device_new (device_ids[i]);

      device->period_seconds = run->habits.period;
      flux_test_engine_save_device (run->engine, device);
    }
}

static void
run_one (void)
{
  Run run = { 0 };
  guint n_records = 0;

  choose_habits (&run.habits);
  run.engine = flux_test_engine_new ();
  run.posts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  run.story = g_string_new (NULL);
  for (guint i = 0; i < N_DEVICES; i++)
    run.models[i] = flux_test_model_new (run.habits.period * FLUX_TIME_SECOND);
  set_periods (&run);

  for (int cycle = 0; cycle < run.habits.n_cycles; cycle++)
    for (int n = g_test_rand_int_range (0, 5); n > 0; n--)
      {
        gboolean is_new = run.posts->len == 0 || !of_ten (run.habits.again);
        guint index = run.posts->len > 0 ? g_test_rand_int_range (0, run.posts->len) : 0;

        if (is_new)
          g_ptr_array_add (run.posts, choose_post (&run, cycle));
        send (&run, g_ptr_array_index (run.posts, is_new ? run.posts->len - 1 : index));
        if (g_test_rand_int_range (0, 60) == 0)
          {
            n_records += finish_posts (&run);
            restart (&run);
          }
        move_clock (run.engine, &run.habits);
      }
  n_records += finish_posts (&run);
  check (&run);
  flux_test_check_restart (run.engine);
  flux_test_check_links (run.engine);

  for (guint i = 0; i < N_DEVICES; i++)
    flux_test_model_free (run.models[i]);
  g_string_free (run.story, TRUE);
  g_ptr_array_unref (run.posts);
  flux_test_engine_free (run.engine);
}

static void
test_any_order (void)
{
  guint n_runs = flux_test_scale (200, 10000);

  for (guint i = 0; i < n_runs; i++)
    run_one ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assembly-property/any-order", test_any_order);
  return g_test_run ();
}
