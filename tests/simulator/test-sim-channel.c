/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-channel.h"

#include <math.h>

typedef struct
{
  const char *name;
  FluxSimShape shape;
  double capacity; /* m³/s */
  double slope;
} Case;

static const Case cases[] = {
  { "small-pipe", FLUX_SIM_SHAPE_PIPE, 0.02, 0.003 },
  { "main-sewer", FLUX_SIM_SHAPE_PIPE, 0.25, 0.0015 },
  { "tunnel", FLUX_SIM_SHAPE_PIPE, 6, 0.001 },
  { "brook", FLUX_SIM_SHAPE_CREEK, 0.9, 0.003 },
  { "river", FLUX_SIM_SHAPE_CREEK, 20, 0.002 },
};

static void
test_level_follows_flow (gconstpointer data)
{
  const Case *test = data;
  FluxSimChannel channel;
  double before = -1;

  flux_sim_channel_init (&channel, test->shape, test->capacity, test->slope);
  for (int i = 0; i <= 1000; i++)
    {
      double level = flux_sim_channel_get_level (&channel, test->capacity * i / 1000);

      g_assert_cmpfloat (level, >, before);
      g_assert_cmpfloat (level, <=, channel.depth);
      before = level;
    }
  g_assert_cmpfloat_with_epsilon (before, channel.depth, 1e-9);
  g_assert_cmpfloat (flux_sim_channel_get_level (&channel, 10 * test->capacity), ==, channel.depth);
}

/* Velocities that a channel of that kind has. */
static void
test_velocity_is_believable (gconstpointer data)
{
  const Case *test = data;
  FluxSimChannel channel;

  flux_sim_channel_init (&channel, test->shape, test->capacity, test->slope);
  for (int i = 1; i <= 100; i++)
    {
      double flow = test->capacity * i / 100;
      double velocity = flow / flux_sim_channel_get_area (&channel, flux_sim_channel_get_level (&channel, flow));

      g_assert_cmpfloat (velocity, >, 0.1);
      g_assert_cmpfloat (velocity, <, 3);
    }
}

/* A pipe half full, by hand: A = πd²/8, R = d/4. */
static void
test_manning_half_full (void)
{
  const double slope = 0.002;
  FluxSimChannel channel;
  double d, expected;

  flux_sim_channel_init (&channel, FLUX_SIM_SHAPE_PIPE, 0.5, slope);
  d = channel.size;
  expected = G_PI * d * d / 8 * pow (d / 4, 2.0 / 3) * sqrt (slope) / 0.013;
  g_assert_cmpfloat_with_epsilon (flux_sim_channel_get_level (&channel, expected), d / 2, 1e-4 * d);
  g_assert_cmpfloat_with_epsilon (flux_sim_channel_get_area (&channel, d / 2), G_PI * d * d / 8, 1e-12);
}

static void
add (const char *group, const Case *test, GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/simulator/channel/%s/%s", group, test->name);

  g_test_add_data_func (path, test, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add ("level-follows-flow", &cases[i], test_level_follows_flow);
      add ("velocity-is-believable", &cases[i], test_velocity_is_believable);
    }
  g_test_add_func ("/simulator/channel/manning-half-full", test_manning_half_full);
  return g_test_run ();
}
