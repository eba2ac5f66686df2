/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-pace.h"

#include "flux-test-clock.h"
#include "flux-time.h"

#define S FLUX_TIME_SECOND

/* The clock stands at 1000 days and then passes @passed; the plant begins @back before. Seconds. */
typedef struct
{
  const char *name;
  double speed;
  int back;
  int passed;
  int expected_now;   /* after the plant's beginning */
  int expected_until; /* real seconds until 100 s after the plant's beginning */
} Case;

static const Case cases[] = {
  { "real-time-begins", 1, 0, 0, 0, 100 },
  { "real-time", 1, 0, 40, 40, 60 },
  { "real-time-reached", 1, 0, 100, 100, 0 },
  { "behind-stays-behind", 1, 50, 40, 40, 60 },
  { "fast", 10, 1000, 5, 50, 5 },
  { "fast-catches-up", 10, 45, 5, 50, 50 },
  { "never-ahead", 10, 0, 40, 40, 60 },
  { "slow", 0.5, 0, 40, 20, 160 },
  { "at-once", 0, 200, 0, 200, 0 },
  { "at-once-then-real-time", 0, 60, 10, 70, 30 },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (FluxTestClock) clock = flux_test_clock_new (1000 * FLUX_TIME_DAY);
  gint64 start = 1000 * FLUX_TIME_DAY - test->back * S;
  FluxSimPace pace;

  flux_sim_pace_init (&pace, FLUX_CLOCK (clock), test->speed, start);
  flux_test_clock_advance (clock, test->passed * S);
  g_assert_cmpint ((flux_sim_pace_get_now (&pace) - start) / S, ==, test->expected_now);
  g_assert_cmpint (flux_sim_pace_get_delay (&pace, start + 100 * S) / S, ==, test->expected_until);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/pace/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
