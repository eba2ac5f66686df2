/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-day-trace.h"
#include "flux-time.h"

#define STEP (10 * FLUX_TIME_MINUTE)
#define START (20000 * FLUX_TIME_DAY) /* a whole multiple of ten minutes */
#define LAST (FLUX_DAY_TRACE_STEPS - 1)

static guint
count_values (const FluxDayTrace *trace)
{
  guint n = 0;
  double mean;

  for (guint i = 0; i < FLUX_DAY_TRACE_STEPS; i++)
    n += flux_day_trace_get (trace, i, &mean);
  return n;
}

static void
assert_value (const FluxDayTrace *trace, guint index, double expected)
{
  double mean;

  g_assert_true (flux_day_trace_get (trace, index, &mean));
  g_assert_cmpfloat_with_epsilon (mean, expected, 1e-5);
}

static void
test_empty (void)
{
  FluxDayTrace trace = { 0 };

  g_assert_cmpuint (count_values (&trace), ==, 0);
  flux_day_trace_advance (&trace, START);
  g_assert_cmpuint (count_values (&trace), ==, 0);
  g_assert_cmpint (flux_day_trace_get_time (&trace, LAST), ==, START);
}

static void
test_means (void)
{
  FluxDayTrace trace = { 0 };

  flux_day_trace_add (&trace, START, 10);
  flux_day_trace_add (&trace, START + STEP - 1, 20);
  flux_day_trace_add (&trace, START + STEP, 7.5);
  flux_day_trace_add (&trace, START + 3 * STEP, 0);

  g_assert_cmpuint (count_values (&trace), ==, 3);
  assert_value (&trace, LAST - 3, 15);
  assert_value (&trace, LAST - 2, 7.5);
  assert_value (&trace, LAST, 0);
  g_assert_cmpint (flux_day_trace_get_time (&trace, LAST - 3), ==, START);
  g_assert_cmpint (flux_day_trace_get_time (&trace, 0), ==, START + 3 * STEP - LAST * STEP);
}

static void
test_late (void)
{
  FluxDayTrace trace = { 0 };

  flux_day_trace_add (&trace, START, 1);
  flux_day_trace_add (&trace, START - LAST * STEP, 2);
  flux_day_trace_add (&trace, START - LAST * STEP - 1, 3); /* one step too old */
  flux_day_trace_add (&trace, START - 400 * FLUX_TIME_DAY, 4);
  flux_day_trace_add (&trace, 0, 5);
  flux_day_trace_add (&trace, -START, 6);

  g_assert_cmpuint (count_values (&trace), ==, 2);
  assert_value (&trace, 0, 2);
  assert_value (&trace, LAST, 1);
}

static void
test_advance (void)
{
  FluxDayTrace trace = { 0 };

  for (guint i = 0; i < FLUX_DAY_TRACE_STEPS; i++)
    flux_day_trace_add (&trace, START + i * STEP, i);
  g_assert_cmpuint (count_values (&trace), ==, FLUX_DAY_TRACE_STEPS);

  flux_day_trace_advance (&trace, START + LAST * STEP + 5 * STEP);
  g_assert_cmpuint (count_values (&trace), ==, FLUX_DAY_TRACE_STEPS - 5);
  assert_value (&trace, 0, 5);

  flux_day_trace_advance (&trace, START);
  assert_value (&trace, 0, 5);

  flux_day_trace_add (&trace, START + 100 * FLUX_TIME_DAY, 9);
  g_assert_cmpuint (count_values (&trace), ==, 1);
  assert_value (&trace, LAST, 9);
}

/* In any order of arrival the trace holds the same. */
static void
test_any_order (void)
{
  FluxDayTrace forward = { 0 };
  FluxDayTrace mixed = { 0 };
  guint order[FLUX_DAY_TRACE_STEPS];

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    order[i] = i;
  for (guint i = G_N_ELEMENTS (order) - 1; i > 0; i--)
    {
      guint other = g_test_rand_int_range (0, i + 1);
      guint kept = order[i];

      order[i] = order[other];
      order[other] = kept;
    }
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      flux_day_trace_add (&forward, START + i * STEP, 0.5 * i);
      flux_day_trace_add (&mixed, START + order[i] * STEP, 0.5 * order[i]);
    }
  for (guint i = 0; i < FLUX_DAY_TRACE_STEPS; i++)
    {
      assert_value (&forward, i, 0.5 * i);
      assert_value (&mixed, i, 0.5 * i);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/day-trace/empty", test_empty);
  g_test_add_func ("/day-trace/means", test_means);
  g_test_add_func ("/day-trace/late", test_late);
  g_test_add_func ("/day-trace/advance", test_advance);
  g_test_add_func ("/day-trace/any-order", test_any_order);
  return g_test_run ();
}
