/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-clock.h"
#include "flux-test-clock.h"
#include "flux-time.h"

static void
test_system (void)
{
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  gint64 before = g_get_real_time ();
  gint64 now = flux_clock_get_now (clock);
  gint64 monotonic = flux_clock_get_monotonic (clock);

  g_assert_cmpint (ABS (now - before), <, FLUX_TIME_HOUR);
  for (int i = 0; i < 1000; i++)
    {
      gint64 later = flux_clock_get_monotonic (clock);

      g_assert_cmpint (later, >=, monotonic);
      monotonic = later;
    }
}

static void
test_set_by_hand (void)
{
  g_autoptr (FluxTestClock) test_clock = flux_test_clock_new (100 * FLUX_TIME_DAY);
  FluxClock *clock = FLUX_CLOCK (test_clock);
  gint64 monotonic = flux_clock_get_monotonic (clock);

  g_assert_cmpint (flux_clock_get_now (clock), ==, 100 * FLUX_TIME_DAY);

  flux_test_clock_advance (test_clock, 5);
  g_assert_cmpint (flux_clock_get_now (clock), ==, 100 * FLUX_TIME_DAY + 5);
  g_assert_cmpint (flux_clock_get_monotonic (clock), ==, monotonic + 5);

  flux_test_clock_set (test_clock, FLUX_TIME_DAY);
  g_assert_cmpint (flux_clock_get_now (clock), ==, FLUX_TIME_DAY);
  g_assert_cmpint (flux_clock_get_monotonic (clock), ==, monotonic + 5);
}

static gpointer
advance_a_thousand (gpointer user_data)
{
  for (int i = 0; i < 1000; i++)
    flux_test_clock_advance (user_data, 1);
  return NULL;
}

static void
test_from_threads (void)
{
  g_autoptr (FluxTestClock) clock = flux_test_clock_new (0);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("advance", advance_a_thousand, clock);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (flux_clock_get_now (FLUX_CLOCK (clock)), ==, 1000 * G_N_ELEMENTS (threads));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/set-by-hand", test_set_by_hand);
  g_test_add_func ("/clock/from-threads", test_from_threads);
  return g_test_run ();
}
