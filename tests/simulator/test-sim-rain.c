/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-rain.h"

#include <math.h>

#define HOUR 3600.0
#define DAY (24 * HOUR)
#define YEAR (365 * DAY)
#define BEGIN (FLUX_SIM_EPOCH_SECONDS + 3 * YEAR)

static const FluxSimCatchment catchments[] = {
  { 0.5 * HOUR, 6 * HOUR, 0 },
  { 0.75 * HOUR, 10 * HOUR, 0.3 },
  { 5 * HOUR, 12 * HOUR, 0.5 },
};

static void
test_integral (gconstpointer data)
{
  const FluxSimCatchment *catchment = data;
  const double step = 60;
  g_autoptr (FluxSimRain) rain = flux_sim_rain_new (5);
  double rate, unused, first, sum = 0, integral = 0, before;

  flux_sim_rain_get_runoff (rain, catchment, BEGIN, &rate, &first);
  before = first;
  for (double time = 0; time < 60 * DAY; time += step)
    {
      flux_sim_rain_get_runoff (rain, catchment, BEGIN + time + step / 2, &rate, &unused);
      g_assert_cmpfloat (rate, >=, 0);
      integral += rate * step;
      flux_sim_rain_get_runoff (rain, catchment, BEGIN + time + step, &rate, &sum);
      g_assert_cmpfloat (sum, >=, before - 1e-9);
      before = sum;
    }
  g_assert_cmpfloat (integral, >, 20);
  g_assert_cmpfloat_with_epsilon (sum - first, integral, 0.02);
}

static void
test_year (void)
{
  g_autoptr (FluxSimRain) rain = flux_sim_rain_new (5);
  double rate, first, last;

  flux_sim_rain_get_runoff (rain, &catchments[0], BEGIN, &rate, &first);
  flux_sim_rain_get_runoff (rain, &catchments[0], BEGIN + 3 * YEAR, &rate, &last);
  g_assert_cmpfloat ((last - first) / 3, >, 450); /* mm a year */
  g_assert_cmpfloat ((last - first) / 3, <, 1000);
}

/* Rises within an hour or two, recedes for hours. */
static void
test_rise_and_recession (void)
{
  const double step = 300;
  g_autoptr (FluxSimRain) rain = flux_sim_rain_new (5);
  double before = 0, rate, sum;
  int n_rising = 0, n_falling = 0;

  for (double time = 0; time < YEAR; time += step)
    {
      flux_sim_rain_get_runoff (rain, &catchments[1], BEGIN + time, &rate, &sum);
      n_rising += rate > before + 1e-7;
      n_falling += rate < before - 1e-7;
      before = rate;
    }
  g_assert_cmpint (n_rising, >, 1000);
  g_assert_cmpint (n_falling, >, 2 * n_rising);
}

/* What was asked before makes no difference. */
static void
test_any_order (void)
{
  g_autoptr (FluxSimRain) forwards = flux_sim_rain_new (5);
  double rates[50], sums[50], rate, sum;

  for (int i = 0; i < 50; i++)
    flux_sim_rain_get_runoff (forwards, &catchments[1], BEGIN + i * DAY / 3, &rates[i], &sums[i]);
  for (int i = 49; i >= 0; i--)
    {
      g_autoptr (FluxSimRain) fresh = flux_sim_rain_new (5);

      flux_sim_rain_get_runoff (fresh, &catchments[1], BEGIN + i * DAY / 3, &rate, &sum);
      g_assert_cmpfloat (rate, ==, rates[i]);
      g_assert_cmpfloat (sum, ==, sums[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/simulator/rain/integral/roofs", &catchments[0], test_integral);
  g_test_add_data_func ("/simulator/rain/integral/town", &catchments[1], test_integral);
  g_test_add_data_func ("/simulator/rain/integral/valley", &catchments[2], test_integral);
  g_test_add_func ("/simulator/rain/year", test_year);
  g_test_add_func ("/simulator/rain/rise-and-recession", test_rise_and_recession);
  g_test_add_func ("/simulator/rain/any-order", test_any_order);
  return g_test_run ();
}
