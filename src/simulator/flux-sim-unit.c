/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-unit.h"

#include <math.h>

#include "flux-sim-channel.h"
#include "flux-sim-random.h"
#include "flux-sim-week.h"
#include "flux-time.h"

#define HOUR 3600.0
#define DAY (24 * HOUR)
#define YEAR (365.25 * DAY)
#define FIRST_OF_FEBRUARY (31 * DAY) /* wettest */
#define TENTH_OF_AUGUST (221 * DAY)  /* warmest water */

/* How a kind of place flows. Parts are of the mean flow. */
typedef struct
{
  FluxSimHabit habit;
  FluxSimShape shape;
  double peaks;      /* how much of the week's pattern is left after the way down the sewers */
  double lag_hours;  /* and how much later it comes */
  double season;     /* infiltration of the wet half of the year */
  double drift;      /* from day to day */
  double unrest;     /* within the hour */
  double rain_hours; /* a mm of rain brings so many hours of mean flow */
  FluxSimCatchment catchment;
  double temperature; /* °C, mean of the year */
  double temperature_swing;
} Behaviour;

static const Behaviour behaviours[FLUX_SIM_N_KINDS] = {
  [FLUX_SIM_KIND_INFLOW] = { FLUX_SIM_HABIT_HOMES, FLUX_SIM_SHAPE_PIPE, 0.75, 1, 0.08, 0.06, 0.05, 0.11,
                             { 0.75 * HOUR, 10 * HOUR, 0.3 }, 14, 4.5 },
  [FLUX_SIM_KIND_OUTFLOW] = { FLUX_SIM_HABIT_HOMES, FLUX_SIM_SHAPE_PIPE, 0.45, 5, 0.08, 0.05, 0.02, 0.11,
                              { 3 * HOUR, 10 * HOUR, 0.3 }, 14.5, 5 },
  [FLUX_SIM_KIND_SEWER] = { FLUX_SIM_HABIT_HOMES, FLUX_SIM_SHAPE_PIPE, 1, 0, 0.06, 0.06, 0.07, 0.095,
                            { 0.6 * HOUR, 8 * HOUR, 0.2 }, 13.5, 4 },
  [FLUX_SIM_KIND_STORM] = { FLUX_SIM_HABIT_HOMES, FLUX_SIM_SHAPE_PIPE, 0.6, 0.5, 0.1, 0.08, 0.06, 0.8,
                            { 0.6 * HOUR, 6 * HOUR, 0.1 }, 12.5, 5 },
  [FLUX_SIM_KIND_CREEK] = { FLUX_SIM_HABIT_HOMES, FLUX_SIM_SHAPE_CREEK, 0.03, 0, 0.35, 0.12, 0.02, 1.15,
                            { 5 * HOUR, 12 * HOUR, 0.5 }, 10, 7 },
  [FLUX_SIM_KIND_PUMPS] = { FLUX_SIM_HABIT_HOMES, FLUX_SIM_SHAPE_PIPE, 0.9, 0.25, 0.06, 0.05, 0.08, 0.06,
                            { 1 * HOUR, 8 * HOUR, 0.2 }, 13.5, 4 },
  [FLUX_SIM_KIND_TRADE] = { FLUX_SIM_HABIT_TRADE, FLUX_SIM_SHAPE_PIPE, 1, 0, 0.03, 0.05, 0.06, 0.03,
                            { 0.5 * HOUR, 8 * HOUR, 0.1 }, 17, 4 },
};

/* What a key of a unit or gateway is split into. */
enum
{
  PART_DRIFT,
  PART_UNREST,
  PART_RIPPLE,
  PART_LEVEL_NOISE,
  PART_VELOCITY_NOISE,
  PART_TEMPERATURE,
  PART_PRESSURE,
  PART_CHARACTER,
  PART_MISSED,
  PART_UNPLUGGED,
  PART_SIGNAL,
  PART_FADING,
  N_PARTS,
};

struct _FluxSimUnit
{
  const FluxSimPlace *place; /* borrowed */
  FluxSimRain *rain;         /* borrowed */
  Behaviour behaviour;
  FluxSimWeek week;
  FluxSimChannel channel;
  guint64 keys[N_PARTS];
  double total_before; /* m³, to add to the integral */
  double battery_days;
  double battery_phase;
  double signal; /* dBm, mean */
};

static double
to_seconds (gint64 time)
{
  return time / (double) FLUX_TIME_SECOND;
}

/* The year's cosine with its top at @top seconds into the year, and its integral. */
static void
get_season (double time, double top, double *rate, double *sum)
{
  double angle = 2 * G_PI * (time - FLUX_SIM_EPOCH_SECONDS - top) / YEAR;

  *rate = cos (angle);
  *sum = sin (angle) * YEAR / (2 * G_PI);
}

/* Flow without rain, in parts of the mean, and its integral in seconds of mean flow. */
static void
get_dry (const FluxSimUnit *self, double time, double *rate, double *sum)
{
  const Behaviour *behaviour = &self->behaviour;
  double week_rate, week_sum, season_rate, season_sum, since_epoch = time - FLUX_SIM_EPOCH_SECONDS;

  flux_sim_week_get (&self->week, time - behaviour->lag_hours * HOUR, &week_rate, &week_sum);
  get_season (time, FIRST_OF_FEBRUARY, &season_rate, &season_sum);
  *rate = 1 + behaviour->peaks * (week_rate - 1) + behaviour->season * season_rate;
  *sum = since_epoch + behaviour->peaks * (week_sum - FLUX_SIM_EPOCH_SECONDS - since_epoch)
         + behaviour->season * season_sum;
  flux_sim_add_wobble (self->keys[PART_DRIFT], time, 2.3 * DAY, behaviour->drift, rate, sum);
  flux_sim_add_wobble (self->keys[PART_UNREST], time, 1217, behaviour->unrest, rate, sum);
  flux_sim_add_wobble (self->keys[PART_RIPPLE], time, 311, behaviour->unrest / 2, rate, sum);
}

/* The true flow in m³/s, how much of it is rain, and its integral in m³. */
static void
get_true (const FluxSimUnit *self, double time, double *flow, double *rain_share, double *volume)
{
  double mean = self->place->mean_flow / HOUR;
  double per_mm = self->place->mean_flow * self->behaviour.rain_hours;
  double dry_rate, dry_sum, rain_rate, rain_sum;

  get_dry (self, time, &dry_rate, &dry_sum);
  flux_sim_rain_get_runoff (self->rain, &self->behaviour.catchment, time, &rain_rate, &rain_sum);
  *flow = mean * dry_rate + per_mm * rain_rate;
  *rain_share = per_mm * rain_rate / *flow;
  *volume = mean * dry_sum + per_mm * rain_sum;
}

/* The meter sees a level and a velocity, each with its noise, and makes the flow from them. */
static void
measure_flow (const FluxSimUnit *self, gint64 time, double flow, double *values)
{
  double true_level = flux_sim_channel_get_level (&self->channel, flow);
  double true_velocity = flow / flux_sim_channel_get_area (&self->channel, true_level);
  double noise_m = MIN (0.001, 0.005 * true_level) * flux_sim_normal (self->keys[PART_LEVEL_NOISE], time);
  double level = MIN (true_level + noise_m, self->channel.depth);
  double velocity = true_velocity * (1 + 0.008 * flux_sim_normal (self->keys[PART_VELOCITY_NOISE], time));

  values[FLUX_FIELD_LEVEL] = level;
  values[FLUX_FIELD_VELOCITY] = velocity;
  values[FLUX_FIELD_FLOW_RATE] = flux_sim_channel_get_area (&self->channel, level) * velocity * HOUR;
}

/* The water follows the season, a little the sun, and cools when rain gets in. */
static double
measure_temperature (const FluxSimUnit *self, double time, double rain_share)
{
  double season, unused, afternoon = cos (2 * G_PI * (time - 15 * HOUR) / DAY);

  get_season (time, TENTH_OF_AUGUST, &season, &unused);
  return self->behaviour.temperature + self->behaviour.temperature_swing * season + 0.35 * afternoon
         + 0.6 * flux_sim_noise (self->keys[PART_TEMPERATURE], time, 1.7 * DAY) - 2.5 * rain_share;
}

/* Static head and what the pipe takes, as the square of the flow; bar. */
static double
measure_pressure (const FluxSimUnit *self, gint64 time, double flow)
{
  double part = flow * HOUR / self->place->most_flow;

  return 1.1 + 1.6 * part * part + 0.008 * flux_sim_normal (self->keys[PART_PRESSURE], time);
}

/* Empties over days and is charged within hours; %. */
static double
measure_battery (const FluxSimUnit *self, double time)
{
  const double charging = 0.04;
  double cycle = time / (self->battery_days * DAY) + self->battery_phase;
  double x = cycle - floor (cycle);

  return x < 1 - charging ? 100 - 31 * x / (1 - charging) : 69 + 31 * (x - 1 + charging) / charging;
}

/* dBm. */
static double
measure_signal (const FluxSimUnit *self, double time)
{
  double wandering = 5 * flux_sim_noise (self->keys[PART_SIGNAL], time, 5 * HOUR)
                     + 3 * flux_sim_noise (self->keys[PART_FADING], time, 700);

  return CLAMP (round (self->signal + wandering), -113, -51);
}

enum
{
  DRAW_SLOPE,
  DRAW_TOTAL,
  DRAW_TEMPERATURE,
};

static void
set_character (FluxSimUnit *self)
{
  guint64 key = self->keys[PART_CHARACTER];
  double slope = self->behaviour.shape == FLUX_SIM_SHAPE_PIPE ? 0.001 + 0.002 * flux_sim_uniform (key, DRAW_SLOPE)
                                                              : 0.002 + 0.002 * flux_sim_uniform (key, DRAW_SLOPE);

  flux_sim_week_init (&self->week, self->behaviour.habit);
  flux_sim_channel_init (&self->channel, self->behaviour.shape, self->place->most_flow * 1.1 / HOUR, slope);
  self->behaviour.temperature += flux_sim_uniform (key, DRAW_TEMPERATURE) - 0.5;
}

static void
set_gateway_character (FluxSimUnit *self, guint64 key)
{
  self->keys[PART_SIGNAL] = flux_sim_hash (key, PART_SIGNAL);
  self->keys[PART_FADING] = flux_sim_hash (key, PART_FADING);
  self->battery_days = 9 + 12 * flux_sim_uniform (key, N_PARTS);
  self->battery_phase = flux_sim_uniform (key, N_PARTS + 1);
  self->signal = -66 - 26 * flux_sim_uniform (key, N_PARTS + 2);
}

/* The totalizer starts the epoch with some days of flow on it. */
static void
set_total (FluxSimUnit *self)
{
  double days = 20 + 280 * flux_sim_uniform (self->keys[PART_CHARACTER], DRAW_TOTAL);
  double flow, rain_share, volume;

  get_true (self, FLUX_SIM_EPOCH_SECONDS, &flow, &rain_share, &volume);
  self->total_before = days * 24 * self->place->mean_flow - volume;
}

FluxSimUnit *
flux_sim_unit_new (guint64 seed, guint index, const FluxSimPlace *place, FluxSimRain *rain)
{
  FluxSimUnit *self = g_new0 (FluxSimUnit, 1);
  guint64 key = flux_sim_key (seed, FLUX_SIM_STREAM_UNIT, index);

  self->place = place;
  self->rain = rain;
  self->behaviour = behaviours[place->kind];
  for (int i = 0; i < N_PARTS; i++)
    self->keys[i] = flux_sim_hash (key, i);
  set_character (self);
  set_gateway_character (self, flux_sim_key (seed, FLUX_SIM_STREAM_GATEWAY, place->gateway));
  set_total (self);
  return self;
}

void
flux_sim_unit_free (FluxSimUnit *self)
{
  g_free (self);
}

double
flux_sim_unit_get_flow (const FluxSimUnit *self, gint64 time)
{
  double flow, rain_share, volume;

  get_true (self, to_seconds (time), &flow, &rain_share, &volume);
  return flow * HOUR;
}

double
flux_sim_unit_get_total (const FluxSimUnit *self, gint64 time)
{
  double flow, rain_share, volume;

  get_true (self, to_seconds (time), &flow, &rain_share, &volume);
  return self->total_before + volume;
}

void
flux_sim_unit_measure (const FluxSimUnit *self, gint64 time, FluxReading *reading)
{
  double seconds = to_seconds (time), flow, rain_share, volume;

  get_true (self, seconds, &flow, &rain_share, &volume);
  *reading = (FluxReading) { .measured_at = time, .present = FLUX_FIELD_ALL };
  measure_flow (self, time, flow, reading->values);
  reading->values[FLUX_FIELD_TOTALIZER] = self->total_before + volume;
  reading->values[FLUX_FIELD_TEMPERATURE] = measure_temperature (self, seconds, rain_share);
  reading->values[FLUX_FIELD_BATTERY_LEVEL] = measure_battery (self, seconds);
  reading->values[FLUX_FIELD_SIGNAL_STRENGTH] = measure_signal (self, seconds);
  if (self->place->kind == FLUX_SIM_KIND_PUMPS)
    reading->values[FLUX_FIELD_PRESSURE] = measure_pressure (self, time, flow);
  else
    reading->present &= ~FLUX_FIELD_BIT (FLUX_FIELD_PRESSURE);
}

gboolean
flux_sim_unit_is_silent (const FluxSimUnit *self, gint64 time)
{
  const double often = 20 * DAY; /* one chance of being unplugged for minutes in each such stretch */
  guint64 key = self->keys[PART_UNPLUGGED];
  double seconds = to_seconds (time), stretch = floor (seconds / often);
  guint64 counter = 3 * (guint64) stretch;
  double length = 300 + 2400 * flux_sim_uniform (key, counter + 1);
  double start = stretch * often + (often - length) * flux_sim_uniform (key, counter + 2);

  if (flux_sim_uniform (self->keys[PART_MISSED], time) < 0.0004)
    return TRUE;
  return flux_sim_uniform (key, counter) < 0.5 && seconds >= start && seconds < start + length;
}

void
flux_sim_make_failed_read (FluxReading *reading)
{
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((FLUX_FIELDS_OF_UNIT & FLUX_FIELD_BIT (i)) != 0)
      reading->values[i] = 0;
}
