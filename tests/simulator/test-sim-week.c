/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-week.h"

#include <string.h>

#include "flux-time.h"

#define HOUR 3600.0

static double
get_time (const char *text)
{
  gint64 time;

  g_assert_true (flux_time_read_iso8601 (text, strlen (text), &time));
  return time / (double) FLUX_TIME_SECOND;
}

static double
get_rate (const FluxSimWeek *week, const char *time)
{
  double rate, sum;

  flux_sim_week_get (week, get_time (time), &rate, &sum);
  return rate;
}

/* 2026-11-23 is a Monday, 28 a Saturday; the times are UTC, an hour behind the plant's. */
static const struct
{
  const char *name;
  FluxSimHabit habit;
  const char *more;
  const char *less;
} orders[] = {
  { "morning-above-night", FLUX_SIM_HABIT_HOMES, "2026-11-23T07:00Z", "2026-11-23T02:00Z" },
  { "morning-above-afternoon", FLUX_SIM_HABIT_HOMES, "2026-11-23T07:00Z", "2026-11-23T14:00Z" },
  { "evening-above-afternoon", FLUX_SIM_HABIT_HOMES, "2026-11-23T18:00Z", "2026-11-23T14:00Z" },
  { "people-sleep-on-saturday", FLUX_SIM_HABIT_HOMES, "2026-11-27T06:00Z", "2026-11-28T06:00Z" },
  { "late-breakfast-on-saturday", FLUX_SIM_HABIT_HOMES, "2026-11-28T10:00Z", "2026-11-28T06:00Z" },
  { "works-by-day", FLUX_SIM_HABIT_TRADE, "2026-11-24T08:00Z", "2026-11-24T20:00Z" },
  { "works-on-friday", FLUX_SIM_HABIT_TRADE, "2026-11-27T08:00Z", "2026-11-28T08:00Z" },
  { "works-on-monday", FLUX_SIM_HABIT_TRADE, "2026-11-23T08:00Z", "2026-11-22T08:00Z" },
};

static void
test_order (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  FluxSimWeek week;

  flux_sim_week_init (&week, orders[i].habit);
  g_assert_cmpfloat (get_rate (&week, orders[i].more), >, 1.2 * get_rate (&week, orders[i].less));
}

static void
test_integral (gconstpointer data)
{
  const double step = 30, begin = get_time ("2026-11-20T00:00Z");
  FluxSimWeek week;
  double rate, unused, first, sum, integral = 0;

  flux_sim_week_init (&week, GPOINTER_TO_INT (data));
  flux_sim_week_get (&week, begin, &rate, &first);
  for (double time = 0; time < FLUX_SIM_WEEK_HOURS * HOUR; time += step)
    {
      flux_sim_week_get (&week, begin + time + step / 2, &rate, &unused);
      g_assert_cmpfloat (rate, >, 0.2);
      g_assert_cmpfloat (rate, <, 3);
      integral += rate * step;
      flux_sim_week_get (&week, begin + time + step, &rate, &sum);
      g_assert_cmpfloat_with_epsilon (sum - first, integral, 0.5);
    }
  /* A whole week has its mean flow. */
  g_assert_cmpfloat_with_epsilon (sum - first, FLUX_SIM_WEEK_HOURS * HOUR, 1e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/week/order/%s", orders[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_order);
    }
  g_test_add_data_func ("/simulator/week/integral/homes", GINT_TO_POINTER (FLUX_SIM_HABIT_HOMES), test_integral);
  g_test_add_data_func ("/simulator/week/integral/trade", GINT_TO_POINTER (FLUX_SIM_HABIT_TRADE), test_integral);
  return g_test_run ();
}
