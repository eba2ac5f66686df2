/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-period.h"
#include "flux-time.h"

#define S FLUX_TIME_SECOND
#define MS (FLUX_TIME_SECOND / 1000)

static const struct
{
  const char *name;
  gint64 distances[16]; /* µs, ends at 0 */
  gint64 period;
} lessons[] = {
  { "nothing", { 0 }, 0 },
  { "three-are-too-few", { 60 * S, 60 * S, 60 * S }, 0 },
  { "four-agree", { 60 * S, 60 * S, 60 * S, 60 * S }, 60 * S },
  { "jitter", { 60 * S, 62 * S, 58 * S, 61 * S, 59 * S }, 60 * S },
  { "whole-seconds", { 59700 * MS, 59700 * MS, 59700 * MS, 59700 * MS }, 60 * S },
  { "one-second", { S, S, S, S }, S },
  { "one-day", { FLUX_TIME_DAY, FLUX_TIME_DAY, FLUX_TIME_DAY, FLUX_TIME_DAY }, FLUX_TIME_DAY },
  { "no-two-agree", { 10 * S, 20 * S, 40 * S, 80 * S, 160 * S, 320 * S, 640 * S }, 0 },

  { "burst-teaches-nothing", { 1, 1, 1, 1, 1, 1 }, 0 },
  { "outage-teaches-nothing", { 2 * FLUX_TIME_DAY, 2 * FLUX_TIME_DAY, 2 * FLUX_TIME_DAY, 2 * FLUX_TIME_DAY }, 0 },
  { "late-rows-teach-nothing", { -60 * S, -60 * S, -60 * S, -60 * S }, 0 },
  { "bursts-between", { 60 * S, 1, 60 * S, 1, 60 * S, 1, 60 * S }, 60 * S },
  { "outage-between", { 60 * S, 60 * S, 3 * FLUX_TIME_DAY, 60 * S, 60 * S }, 60 * S },

  { "odd-one-while-learning", { 60 * S, 60 * S, 120 * S, 60 * S, 60 * S, 60 * S }, 60 * S },
  { "odd-one-when-learned", { 60 * S, 60 * S, 60 * S, 60 * S, 120 * S, 60 * S }, 60 * S },
  { "odd-ones-when-learned", { 60 * S, 60 * S, 60 * S, 60 * S, 120 * S, 180 * S, 60 * S, 60 * S }, 60 * S },
  { "set-anew",
    { 60 * S, 60 * S, 60 * S, 60 * S, 300 * S, 300 * S, 300 * S, 300 * S, 300 * S, 300 * S, 300 * S },
    300 * S },
};

static void
test_learn (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  FluxPeriodLearner learner = { 0 };

  for (guint j = 0; j < G_N_ELEMENTS (lessons[i].distances) && lessons[i].distances[j] != 0; j++)
    flux_period_learner_take (&learner, lessons[i].distances[j]);
  g_assert_cmpint (learner.period, ==, lessons[i].period);
}

/* Any period is learned through ten percent of jitter, and stays. */
static void
test_any_period (void)
{
  for (int i = 0; i < 1000; i++)
    {
      gint64 period = g_test_rand_int_range (10, 3600) * S;
      FluxPeriodLearner learner = { 0 };

      for (int j = 0; j < 50; j++)
        {
          gint64 jitter = period / 20000 * g_test_rand_int_range (-1000, 1001);

          flux_period_learner_take (&learner, period + jitter);
          if (j >= 20)
            g_assert_cmpint (ABS (learner.period - period), <=, period / 8 + S);
        }
    }
}

static const struct
{
  gint64 period;
  gint64 reach;
} reaches[] = {
  { 0, 30 * S },
  { S, 500 * MS },
  { 10 * S, 5 * S },
  { 60 * S, 30 * S },
  { 61 * S, 30 * S },
  { FLUX_TIME_DAY, 30 * S },
};

static void
test_reach (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reaches); i++)
    g_assert_cmpint (flux_period_get_reach (reaches[i].period), ==, reaches[i].reach);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      g_autofree char *path = g_strconcat ("/period/learn/", lessons[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_learn);
    }
  g_test_add_func ("/period/any-period", test_any_period);
  g_test_add_func ("/period/reach", test_reach);
  return g_test_run ();
}
