/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-random.h"

#include <math.h>

#define GOLDEN_GAMMA G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

guint64
flux_sim_hash (guint64 key, guint64 counter)
{
  guint64 z = key + (counter + 1) * GOLDEN_GAMMA;

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

guint64
flux_sim_key (guint64 seed, FluxSimStream stream, guint index)
{
  return flux_sim_hash (flux_sim_hash (seed, stream), index);
}

double
flux_sim_uniform (guint64 key, guint64 counter)
{
  return (flux_sim_hash (key, counter) >> 11) * 0x1p-53;
}

double
flux_sim_normal (guint64 key, guint64 counter)
{
  guint64 bits = flux_sim_hash (key, counter);
  guint sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48);

  /* Each of the four has the variance 1/12. */
  return (sum / 65535.0 - 2.0) * sqrt (3.0);
}

/* The random numbers at both ends of the stretch that @time lies in, each within ±1; *@x: how far into it, 0 to 1. */
static void
find_stretch (guint64 key, double time, double period, double *from, double *to, double *x)
{
  double stretch = floor (time / period);
  guint64 counter = (guint64) (gint64) stretch;

  *x = time / period - stretch;
  *from = 2 * flux_sim_uniform (key, counter) - 1;
  *to = 2 * flux_sim_uniform (key, counter + 1) - 1;
}

double
flux_sim_noise (guint64 key, double time, double period)
{
  double from, to, x;

  find_stretch (key, time, period, &from, &to, &x);
  return from + (to - from) * x * x * (3 - 2 * x);
}

void
flux_sim_add_wobble (guint64 key, double time, double period, double amplitude, double *rate, double *sum)
{
  double from, to, x;

  /* With ends within ±period/3 the slope of the smooth step between them, 6x(1-x) times the rise, stays within ±1. */
  find_stretch (key, time, period, &from, &to, &x);
  *rate += amplitude / 3 * (to - from) * 6 * x * (1 - x);
  *sum += amplitude / 3 * period * (from + (to - from) * x * x * (3 - 2 * x));
}
