/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-random.h"

#include <math.h>

/* The first numbers of splitmix64.c with the state 1234567. */
static void
test_known_sequence (void)
{
  const guint64 expected[] = {
    G_GUINT64_CONSTANT (6457827717110365317),  G_GUINT64_CONSTANT (3203168211198807973),
    G_GUINT64_CONSTANT (9817491932198370423),  G_GUINT64_CONSTANT (4593380528125082431),
    G_GUINT64_CONSTANT (16408922859458223821),
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (flux_sim_hash (1234567, i), ==, expected[i]);
}

static void
test_keys_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint64 seed = 0; seed < 10; seed++)
    for (guint stream = FLUX_SIM_STREAM_RAIN; stream <= FLUX_SIM_STREAM_GATEWAY; stream++)
      for (guint index = 0; index < 100; index++)
        {
          guint64 key = flux_sim_key (seed, stream, index);

          g_assert_true (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)));
        }
}

static void
test_uniform (void)
{
  const int n = 100000;
  double sum = 0, squares = 0;

  for (int i = 0; i < n; i++)
    {
      double x = flux_sim_uniform (42, i);

      g_assert_true (x >= 0 && x < 1);
      sum += x;
      squares += x * x;
    }
  g_assert_cmpfloat_with_epsilon (sum / n, 1.0 / 2, 0.005);
  g_assert_cmpfloat_with_epsilon (squares / n, 1.0 / 3, 0.005);
}

static void
test_normal (void)
{
  const int n = 100000;
  double sum = 0, squares = 0;

  for (int i = 0; i < n; i++)
    {
      double x = flux_sim_normal (42, i);

      g_assert_cmpfloat (fabs (x), <=, 3.47);
      sum += x;
      squares += x * x;
    }
  g_assert_cmpfloat_with_epsilon (sum / n, 0, 0.015);
  g_assert_cmpfloat_with_epsilon (squares / n, 1, 0.02);
}

static void
test_noise_is_smooth (void)
{
  double before = flux_sim_noise (7, 0, 60);

  for (double time = 0.1; time < 6000; time += 0.1)
    {
      double now = flux_sim_noise (7, time, 60);

      g_assert_cmpfloat (fabs (now), <=, 1);
      g_assert_cmpfloat (fabs (now - before), <=, 3.01 * 0.1 / 60);
      before = now;
    }
}

/* Its integral is what the rates add up to, and it stays within bounds. */
static void
test_wobble (void)
{
  const double step = 0.5, period = 311;
  double integral = 0, rate = 0, first = 0, unused = 0;

  flux_sim_add_wobble (7, 0, period, 2, &rate, &first);
  for (double time = 0; time < 20000; time += step)
    {
      double middle = 0, sum = 0;

      flux_sim_add_wobble (7, time + step / 2, period, 2, &middle, &unused);
      integral += middle * step;
      rate = 0;
      flux_sim_add_wobble (7, time + step, period, 2, &rate, &sum);
      g_assert_cmpfloat (fabs (rate), <=, 2);
      g_assert_cmpfloat (fabs (sum), <=, 2 * period);
      g_assert_cmpfloat_with_epsilon (sum - first, integral, 0.01);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/random/known-sequence", test_known_sequence);
  g_test_add_func ("/simulator/random/keys-differ", test_keys_differ);
  g_test_add_func ("/simulator/random/uniform", test_uniform);
  g_test_add_func ("/simulator/random/normal", test_normal);
  g_test_add_func ("/simulator/random/noise-is-smooth", test_noise_is_smooth);
  g_test_add_func ("/simulator/random/wobble", test_wobble);
  return g_test_run ();
}
