/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sparkline.h"
#include "flux-test-cards.h"
#include "flux-test-stage.h"
#include "flux-time.h"

#include <math.h>

#define STEP (10 * FLUX_TIME_MINUTE)
#define LINE "#3d4a5c"
#define CRITICAL "#b0003a"
#define WIDTH 118
#define HEIGHT 36

typedef struct
{
  GtkWidget *window, *widget;
  FluxSparkline *line;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->widget = flux_sparkline_new ();
  fixture->line = FLUX_SPARKLINE (fixture->widget);
  gtk_widget_set_halign (fixture->widget, GTK_ALIGN_START);
  gtk_widget_set_valign (fixture->widget, GTK_ALIGN_START);
  fixture->window = flux_test_stage_show (fixture->widget, 200, 80);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* How much of the uppermost line, where the largest value stands, is drawn between two steps of the trace. */
static guint
count_line (Fixture *fixture, guint from, guint to)
{
  double step_width = (WIDTH - 7) / 143.0;

  return flux_test_stage_count (
      fixture->widget, NULL,
      &(GdkRectangle){ 1 + ceil (from * step_width) + 1, 3, floor ((to - from) * step_width) - 2, 1 });
}

/* A level value in the steps from @from on, one in @every, until before @to. */
static void
add_level (FluxDayTrace *trace, guint from, guint to, guint every)
{
  gint64 first = FLUX_TEST_CARDS_NOW / STEP - FLUX_DAY_TRACE_STEPS + 1;

  for (guint i = from; i < to; i += every)
    flux_day_trace_add (trace, (first + i) * STEP, 10);
  flux_day_trace_advance (trace, FLUX_TEST_CARDS_NOW);
}

static void
test_size (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (gtk_widget_get_width (fixture->widget), ==, WIDTH);
  g_assert_cmpint (gtk_widget_get_height (fixture->widget), ==, HEIGHT);
}

static void
test_empty (Fixture *fixture, gconstpointer user_data)
{
  FluxDayTrace empty = { 0 };

  flux_sparkline_set_look (fixture->line, FLUX_TONE_GREY, FALSE, TRUE);
  flux_sparkline_set_limit (fixture->line, 5);
  flux_sparkline_set_midnight (fixture->line, FLUX_TEST_CARDS_MIDNIGHT);
  g_assert_cmpint (flux_test_stage_count (fixture->widget, NULL, NULL), ==, 0);
  flux_day_trace_advance (&empty, FLUX_TEST_CARDS_NOW);
  flux_sparkline_set_trace (fixture->line, &empty, 0);
  g_assert_cmpint (flux_test_stage_count (fixture->widget, NULL, NULL), ==, 0);
  gtk_test_accessible_assert_property (fixture->widget, GTK_ACCESSIBLE_PROPERTY_LABEL, "Last 24 hours: no values");
}

static void
test_gap (Fixture *fixture, gconstpointer user_data)
{
  FluxDayTrace trace = { 0 };

  add_level (&trace, 0, 50, 1);
  add_level (&trace, 90, 144, 1);
  flux_sparkline_set_trace (fixture->line, &trace, STEP);
  g_assert_cmpint (count_line (fixture, 0, 49), >, 20);
  g_assert_cmpint (count_line (fixture, 50, 90), ==, 0);
  g_assert_cmpint (count_line (fixture, 90, 143), >, 20);
  gtk_test_accessible_assert_property (fixture->widget, GTK_ACCESSIBLE_PROPERTY_LABEL, "Last 24 hours: 10.0 to 10.0");
}

/* A unit that measures every half hour leaves two of three steps empty, and has no gap. */
static void
test_slow_unit (Fixture *fixture, gconstpointer user_data)
{
  FluxDayTrace trace = { 0 };
  guint whole;

  add_level (&trace, 0, 144, 3);
  flux_sparkline_set_trace (fixture->line, &trace, 3 * STEP);
  whole = count_line (fixture, 0, 140);
  g_assert_cmpint (whole, >, 80);
  flux_sparkline_set_trace (fixture->line, &trace, STEP);
  g_assert_cmpint (count_line (fixture, 0, 140), <, whole);
}

/* Values that a scale may stumble over are drawn inside the picture, or not at all. */
static void
test_odd_values (void)
{
  static const struct
  {
    const char *name;
    double first, rest, limit;
  } cases[] = {
    { "zeros", 0, 0, NAN },
    { "zeros-with-limit", 0, 0, 100 },
    { "zero-limit", 5, 6, 0 },
    { "negative", -5, -6, -4 },
    { "both-signs", -5, 6, NAN },
    { "huge", 1e38, 3e38, 1e300 },
    { "infinite", 3e38, 3e38, INFINITY },
    { "tiny", 1e-30, 2e-30, NAN },
    { "minus-zero", -0.0, -0.0, -0.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;
      FluxDayTrace trace = { 0 };

      g_test_message ("%s", cases[i].name);
      set_up (&fixture, NULL);
      for (guint j = 0; j < FLUX_DAY_TRACE_STEPS; j++)
        for (guint k = 0; k < 3; k++) /* 3 × 3e38 is more than a float holds */
          flux_day_trace_add (&trace, FLUX_TEST_CARDS_NOW - j * STEP, j == 70 ? cases[i].first : cases[i].rest);
      flux_sparkline_set_limit (fixture.line, cases[i].limit);
      flux_sparkline_set_look (fixture.line, FLUX_TONE_CRITICAL, FALSE, TRUE);
      flux_sparkline_set_trace (fixture.line, &trace, 0);
      flux_test_stage_settle (fixture.widget);
      tear_down (&fixture, NULL);
    }
}

static void
test_look (Fixture *fixture, gconstpointer user_data)
{
  GdkRectangle end = { WIDTH - 10, 0, 10, HEIGHT };
  FluxDayTrace trace;
  guint with_dot;

  flux_test_cards_make_trace (&trace, 400, 612, 0);
  flux_sparkline_set_trace (fixture->line, &trace, STEP);
  flux_sparkline_set_limit (fixture->line, 550);
  g_assert_cmpint (flux_test_stage_count (fixture->widget, CRITICAL, NULL), ==, 0);
  flux_sparkline_set_look (fixture->line, FLUX_TONE_GREY, FALSE, TRUE);
  with_dot = flux_test_stage_count (fixture->widget, LINE, &end);
  flux_sparkline_set_look (fixture->line, FLUX_TONE_GREY, FALSE, FALSE);
  g_assert_cmpint (flux_test_stage_count (fixture->widget, LINE, &end) + 10, <, with_dot);

  flux_sparkline_set_look (fixture->line, FLUX_TONE_CRITICAL, FALSE, TRUE);
  g_assert_cmpint (flux_test_stage_count (fixture->widget, CRITICAL, &end), >, 10);
  g_assert_cmpint (flux_test_stage_count (fixture->widget, CRITICAL, &(GdkRectangle){ 0, 0, 90, HEIGHT }), ==, 0);
  flux_sparkline_set_look (fixture->line, FLUX_TONE_GREY, TRUE, FALSE);
  g_assert_cmpint (flux_test_stage_count (fixture->widget, LINE, NULL), ==, 0);
}

#define ADD(name, test) g_test_add ("/sparkline/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  ADD ("size", test_size);
  ADD ("empty", test_empty);
  ADD ("gap", test_gap);
  ADD ("slow-unit", test_slow_unit);
  ADD ("look", test_look);
  g_test_add_func ("/sparkline/odd-values", test_odd_values);
  return g_test_run ();
}
