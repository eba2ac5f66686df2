/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-engine.h"
#include "flux-test-notation.h"

/* The small line of a card: a device's flow over the last 24 hours. */

#define STEP (10 * FLUX_TIME_MINUTE)

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

static FluxDayTrace *
load_trace (FluxTestEngine *engine, const char *device_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_load_trace_async (engine->engine, device_id, cancellable, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_load_trace_finish (engine->engine, result, error);
}

static void
post (FluxTestEngine *engine, const char *records)
{
  g_autofree char *body = flux_test_notation_to_body (records);
  g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (engine, flux_test_engine_new_post (engine, body));

  g_assert_no_error (answer->error);
}

/* The trace as the steps that have a value: "index:mean", the newest step being 0. */
static char *
describe (const FluxDayTrace *trace)
{
  GString *text = g_string_new (NULL);
  double mean;

  for (guint i = 0; i < FLUX_DAY_TRACE_STEPS; i++)
    if (flux_day_trace_get (trace, i, &mean))
      g_string_append_printf (text, "%s%d:%g", text->len > 0 ? " " : "", (int) i - (FLUX_DAY_TRACE_STEPS - 1), mean);
  return g_string_free (text, FALSE);
}

/* Records are taken in at the begin, the trace is asked for @later seconds after it. */
static const struct
{
  const char *name;
  const char *records;
  gint64 later;
  const char *trace;
} cases[] = {
  { "one", "A@0 flow=5", 0, "0:5" },
  { "mean-of-a-step", "A@0 flow=5; A@60 flow=7; A@599 flow=9", 599, "0:7" },
  { "steps", "A@-1200 flow=1; A@-600 flow=2; A@0 flow=3", 0, "-2:1 -1:2 0:3" },
  { "grows-old", "A@0 flow=5", 3600, "-6:5" },
  { "a-day-old", "A@0 flow=5", 86400 + 600, "" },
  { "only-the-flow", "A@0 tot=5", 0, "" },
  { "no-failed-reads", "A@-600 flow=5; A@0 flow=0 tot=0 temp=0", 0, "-1:5" },
  { "no-bad-values", "A@-600 flow=5; A@0 flow=true tot=1", 0, "-1:5" },
  { "not-of-others", "A@0 flow=5; B@0 flow=9", 0, "0:5" },
  { "nothing-of-tomorrow", "A@0 flow=5; A@3600 flow=9", 0, "0:5" },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree FluxDayTrace *trace = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  post (engine, cases[i].records);
  flux_test_clock_advance (engine->clock, cases[i].later * FLUX_TIME_SECOND);
  trace = load_trace (engine, "A", NULL, &error);
  g_assert_no_error (error);
  text = describe (trace);
  g_assert_cmpstr (text, ==, cases[i].trace);
}

/* More rows than are read at once. */
static void
test_many_rows (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree FluxDayTrace *trace = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) records = g_string_new (NULL);
  guint n = 0;

  for (int second = -86400 + 600; second <= 0; second += 15)
    g_string_append_printf (records, "%sA@%d flow=%d", records->len > 0 ? "; " : "", second,
                            second % 600 == 0 ? 41 : 1);
  post (engine, records->str);
  trace = load_trace (engine, "A", NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < FLUX_DAY_TRACE_STEPS; i++)
    {
      double mean = 0;

      n += flux_day_trace_get (trace, i, &mean);
      g_assert_cmpfloat (mean, ==, i == FLUX_DAY_TRACE_STEPS - 1 ? 41 : 2);
    }
  g_assert_cmpuint (n, ==, FLUX_DAY_TRACE_STEPS);
}

static void
test_unknown_device (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (load_trace (engine, "A", NULL, &error));
  g_assert_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND);
}

static void
test_cancelled (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  post (engine, "A@0 flow=5");
  g_cancellable_cancel (cancellable);
  g_assert_null (load_trace (engine, "A", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/trace/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/trace/many-rows", test_many_rows);
  g_test_add_func ("/trace/unknown-device", test_unknown_device);
  g_test_add_func ("/trace/cancelled", test_cancelled);
  return g_test_run ();
}
