/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-rain.h"

#include <math.h>

#include "flux-sim-random.h"

#define HOUR 3600.0
#define YEAR (365.25 * 24 * HOUR)
#define SLOT (12 * HOUR) /* at most one rain begins in each */
#define SHORTEST (HOUR / 4)
#define LONGEST (5 * HOUR)
#define FORGOTTEN (20 * 12 * HOUR) /* after it less than 5e-8 of the slowest answer is still to come */
#define N_SLOTS 22                 /* hold every rain that is not forgotten */

G_STATIC_ASSERT (N_SLOTS * 12 >= 20 * 12 + 12 + 5 + 1);

struct _FluxSimRain
{
  guint64 key;
  GArray *depths; /* double: mm of all slots before each slot */
};

typedef struct
{
  double start; /* seconds since the epoch */
  double duration;
  double depth; /* mm; 0: no rain */
} Rain;

enum
{
  CHANCE,
  START,
  DURATION,
  DEPTH,
  N_NUMBERS,
};

static double
draw (const FluxSimRain *self, gint64 slot, int number)
{
  return flux_sim_uniform (self->key, (guint64) slot * N_NUMBERS + number);
}

static Rain
get_rain (const FluxSimRain *self, gint64 slot)
{
  double summer = -cos (2 * G_PI * slot * SLOT / YEAR);
  Rain rain = { 0 };

  if (slot < 0 || draw (self, slot, CHANCE) > 0.165)
    return rain;
  rain.start = (slot + draw (self, slot, START)) * SLOT;
  /* Summer brings showers, winter long soft rain. */
  rain.duration = SHORTEST + LONGEST * pow (draw (self, slot, DURATION), 2 + summer);
  rain.depth = MIN (0.8 - (5 + summer) * log (1 - draw (self, slot, DEPTH)), FLUX_SIM_RAIN_MOST);
  return rain;
}

static double
get_depth_before (FluxSimRain *self, gint64 slot)
{
  if (slot <= 0)
    return 0;
  for (gint64 i = self->depths->len; i <= slot; i++)
    {
      double depth = g_array_index (self->depths, double, i - 1) + get_rain (self, i - 1).depth;

      g_array_append_val (self->depths, depth);
    }
  return g_array_index (self->depths, double, slot);
}

/* Of a rain that has fallen steadily since @age seconds: @rate, what runs off of each unit a second, and @sum, what
 * has run off so far. Both are integrals of the cascade's u/k² exp (-u/k). */
static void
get_steady (double age, double k, double *rate, double *sum)
{
  double left;

  *rate = *sum = 0;
  if (age <= 0)
    return;
  left = exp (-age / k);
  *rate = 1 - (1 + age / k) * left;
  *sum = age - 2 * k + (2 * k + age) * left;
}

static void
add_runoff (const Rain *rain, double k, double weight, double time, double *rate, double *sum)
{
  double begun, begun_sum, ended, ended_sum;

  get_steady (time - rain->start, k, &begun, &begun_sum);
  get_steady (time - rain->start - rain->duration, k, &ended, &ended_sum);
  *rate += weight * rain->depth / rain->duration * (begun - ended);
  *sum += weight * rain->depth / rain->duration * (begun_sum - ended_sum);
}

FluxSimRain *
flux_sim_rain_new (guint64 seed)
{
  FluxSimRain *self = g_new0 (FluxSimRain, 1);
  double none = 0;

  self->key = flux_sim_key (seed, FLUX_SIM_STREAM_RAIN, 0);
  self->depths = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (self->depths, none);
  return self;
}

void
flux_sim_rain_free (FluxSimRain *self)
{
  g_array_unref (self->depths);
  g_free (self);
}

void
flux_sim_rain_get_runoff (FluxSimRain *self, const FluxSimCatchment *catchment, double time, double *rate, double *sum)
{
  double since_epoch = time - FLUX_SIM_EPOCH_SECONDS;
  gint64 last = floor (since_epoch / SLOT);

  *rate = 0;
  *sum = get_depth_before (self, last - N_SLOTS + 1);
  for (gint64 slot = last - N_SLOTS + 1; slot <= last; slot++)
    {
      Rain rain = get_rain (self, slot);

      if (rain.depth == 0 || rain.start >= since_epoch)
        continue;
      add_runoff (&rain, catchment->fast_seconds, 1 - catchment->slow_share, since_epoch, rate, sum);
      add_runoff (&rain, catchment->slow_seconds, catchment->slow_share, since_epoch, rate, sum);
    }
}
