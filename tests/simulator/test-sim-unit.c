/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-unit.h"

#include <math.h>
#include <string.h>

#include "flux-test-scale.h"
#include "flux-time.h"

#define N_UNITS 18 /* every kind is among them */
#define YEAR (365 * FLUX_TIME_DAY)
#define STEP (10 * FLUX_TIME_MINUTE)

/* One unit with what it needs. */
typedef struct
{
  FluxSimRain *rain;
  FluxSimPlace *place;
  FluxSimUnit *unit;
} Site;

static void
site_init (Site *site, guint64 seed, guint index)
{
  site->rain = flux_sim_rain_new (seed);
  site->place = flux_sim_place_new (seed, index);
  site->unit = flux_sim_unit_new (seed, index, site->place, site->rain);
}

static void
site_clear (Site *site)
{
  flux_sim_unit_free (site->unit);
  flux_sim_place_free (site->place);
  flux_sim_rain_free (site->rain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Site, site_clear)

static gint64
get_begin (void)
{
  const char text[] = "2026-01-05"; /* a Monday */
  gint64 time;

  g_assert_true (flux_time_read_iso8601 (text, strlen (text), &time));
  return time;
}

static void
assert_believable (const Site *site, const FluxReading *reading)
{
  const double *values = reading->values;

  g_assert_cmpfloat (values[FLUX_FIELD_FLOW_RATE], >, 0.05 * site->place->mean_flow);
  g_assert_cmpfloat (values[FLUX_FIELD_FLOW_RATE], <, site->place->most_flow);
  g_assert_cmpfloat (values[FLUX_FIELD_LEVEL], >, 0.01);
  g_assert_cmpfloat (values[FLUX_FIELD_LEVEL], <, 2);
  g_assert_cmpfloat (values[FLUX_FIELD_VELOCITY], >, 0.1);
  g_assert_cmpfloat (values[FLUX_FIELD_VELOCITY], <, 3);
  g_assert_cmpfloat (values[FLUX_FIELD_TEMPERATURE], >, 0);
  g_assert_cmpfloat (values[FLUX_FIELD_TEMPERATURE], <, 26);
  g_assert_cmpfloat (values[FLUX_FIELD_BATTERY_LEVEL], >=, 60);
  g_assert_cmpfloat (values[FLUX_FIELD_BATTERY_LEVEL], <=, 100);
  g_assert_cmpfloat (values[FLUX_FIELD_SIGNAL_STRENGTH], >=, -113);
  g_assert_cmpfloat (values[FLUX_FIELD_SIGNAL_STRENGTH], <=, -51);
  g_assert_cmpfloat (values[FLUX_FIELD_SIGNAL_STRENGTH], ==, round (values[FLUX_FIELD_SIGNAL_STRENGTH]));
  g_assert_true (flux_reading_has (reading, FLUX_FIELD_PRESSURE) == (site->place->kind == FLUX_SIM_KIND_PUMPS));
  g_assert_false (flux_reading_is_failed_read (reading));
}

/* What every value of a simulated year must stay within. */
static void
test_ranges (gconstpointer data)
{
  guint n_seeds = flux_test_scale (1, 30);

  for (guint seed = 1; seed <= n_seeds; seed++)
    {
      g_auto (Site) site = { 0 };
      FluxReading reading;

      site_init (&site, seed, GPOINTER_TO_UINT (data));
      for (gint64 time = get_begin (); time < get_begin () + YEAR; time += STEP)
        {
          flux_sim_unit_measure (site.unit, time, &reading);
          assert_believable (&site, &reading);
        }
    }
}

/* The totalizer grows, and by as much as the flow readings say. */
static void
test_total (gconstpointer data)
{
  g_auto (Site) site = { 0 };
  FluxReading reading, before;
  double volume = 0, first;

  site_init (&site, 3, GPOINTER_TO_UINT (data));
  flux_sim_unit_measure (site.unit, get_begin (), &before);
  first = before.values[FLUX_FIELD_TOTALIZER];
  g_assert_cmpfloat (first, >, 0);
  for (gint64 time = get_begin () + STEP; time <= get_begin () + YEAR; time += STEP)
    {
      flux_sim_unit_measure (site.unit, time, &reading);
      g_assert_cmpfloat (reading.values[FLUX_FIELD_TOTALIZER], >, before.values[FLUX_FIELD_TOTALIZER]);
      volume +=
          (reading.values[FLUX_FIELD_FLOW_RATE] + before.values[FLUX_FIELD_FLOW_RATE]) / 2 * STEP / FLUX_TIME_HOUR;
      before = reading;
    }
  g_assert_cmpfloat_with_epsilon (before.values[FLUX_FIELD_TOTALIZER] - first, volume, 0.01 * volume);
}

/* The same over an hour, where the noise of single readings has less time to even out. */
static void
test_total_of_hours (gconstpointer data)
{
  const gint64 step = 10 * FLUX_TIME_SECOND;
  g_auto (Site) site = { 0 };

  site_init (&site, 3, GPOINTER_TO_UINT (data));
  for (gint64 hour = get_begin (); hour < get_begin () + 3 * FLUX_TIME_DAY; hour += FLUX_TIME_HOUR)
    {
      double volume = 0, grown;

      for (gint64 time = hour; time < hour + FLUX_TIME_HOUR; time += step)
        volume += flux_sim_unit_get_flow (site.unit, time + step / 2) * step / FLUX_TIME_HOUR;
      grown = flux_sim_unit_get_total (site.unit, hour + FLUX_TIME_HOUR) - flux_sim_unit_get_total (site.unit, hour);
      g_assert_cmpfloat_with_epsilon (grown, volume, 0.001 * volume);
    }
}

/* More water stands higher and runs faster. */
static void
test_level_and_velocity (gconstpointer data)
{
  g_auto (Site) site = { 0 };
  FluxReading low, high;
  int n_compared = 0;

  site_init (&site, 3, GPOINTER_TO_UINT (data));
  flux_sim_unit_measure (site.unit, get_begin (), &low);
  for (gint64 time = get_begin (); time < get_begin () + 7 * FLUX_TIME_DAY; time += STEP)
    if (flux_sim_unit_get_flow (site.unit, time) < low.values[FLUX_FIELD_FLOW_RATE])
      flux_sim_unit_measure (site.unit, time, &low);
  for (gint64 time = get_begin (); time < get_begin () + 60 * FLUX_TIME_DAY; time += STEP)
    {
      flux_sim_unit_measure (site.unit, time, &high);
      if (high.values[FLUX_FIELD_FLOW_RATE] < 1.2 * low.values[FLUX_FIELD_FLOW_RATE])
        continue;
      g_assert_cmpfloat (high.values[FLUX_FIELD_LEVEL], >, low.values[FLUX_FIELD_LEVEL]);
      g_assert_cmpfloat (high.values[FLUX_FIELD_VELOCITY], >, low.values[FLUX_FIELD_VELOCITY]);
      n_compared++;
    }
  g_assert_cmpint (n_compared, >, 0);
}

/* Mean flow of the hour before @hour of all days that @day_from to @day_to name, Monday being 0, over ten weeks. */
static double
get_hour_mean (const Site *site, int day_from, int day_to, int hour)
{
  double sum = 0;
  int n = 0;

  for (int week = 0; week < 10; week++)
    for (int day = day_from; day <= day_to; day++)
      {
        gint64 end = get_begin () + (7 * week + day) * FLUX_TIME_DAY + hour * FLUX_TIME_HOUR;

        sum += flux_sim_unit_get_total (site->unit, end) - flux_sim_unit_get_total (site->unit, end - FLUX_TIME_HOUR);
        n++;
      }
  return sum / n;
}

static void
test_day_and_weekend (gconstpointer data)
{
  g_auto (Site) site = { 0 };
  double morning, night, afternoon, evening, saturday;

  site_init (&site, 3, GPOINTER_TO_UINT (data));
  if (site.place->kind != FLUX_SIM_KIND_SEWER && site.place->kind != FLUX_SIM_KIND_PUMPS)
    {
      g_test_skip ("Only sewers show the habits of people undamped");
      return;
    }
  night = get_hour_mean (&site, 0, 4, 3);
  morning = get_hour_mean (&site, 0, 4, 8);
  afternoon = get_hour_mean (&site, 0, 4, 15);
  evening = get_hour_mean (&site, 0, 4, 19);
  saturday = get_hour_mean (&site, 5, 6, 7);
  g_assert_cmpfloat (morning, >, 1.6 * night);
  g_assert_cmpfloat (morning, >, 1.1 * afternoon);
  g_assert_cmpfloat (evening, >, 1.05 * afternoon);
  g_assert_cmpfloat (saturday, <, 0.85 * get_hour_mean (&site, 0, 4, 7));
}

static void
test_storms_and_seasons (void)
{
  const guint storm_tank = 3, creek = 5;
  g_auto (Site) tank = { 0 };
  g_auto (Site) brook = { 0 };
  double most = 0, winter, summer;
  FluxReading reading;

  site_init (&tank, 3, storm_tank);
  for (gint64 time = get_begin (); time < get_begin () + YEAR; time += STEP)
    most = MAX (most, flux_sim_unit_get_flow (tank.unit, time));
  g_assert_cmpfloat (most, >, 4 * tank.place->mean_flow);

  site_init (&brook, 3, creek);
  flux_sim_unit_measure (brook.unit, get_begin () + 20 * FLUX_TIME_DAY, &reading);
  winter = reading.values[FLUX_FIELD_TEMPERATURE];
  flux_sim_unit_measure (brook.unit, get_begin () + 210 * FLUX_TIME_DAY, &reading);
  summer = reading.values[FLUX_FIELD_TEMPERATURE];
  g_assert_cmpfloat (summer, >, winter + 8);
}

/* It rains on all of them alike. */
static void
test_rain_is_shared (void)
{
  const guint tanks[] = { 3, 8 };
  g_auto (Site) one = { 0 };
  g_auto (Site) other = { 0 };
  int n_wet = 0, n_both = 0;

  site_init (&one, 3, tanks[0]);
  site_init (&other, 3, tanks[1]);
  for (gint64 time = get_begin (); time < get_begin () + YEAR; time += STEP)
    if (flux_sim_unit_get_flow (one.unit, time) > 3 * one.place->mean_flow)
      {
        n_wet++;
        n_both += flux_sim_unit_get_flow (other.unit, time) > 2 * other.place->mean_flow;
      }
  g_assert_cmpint (n_wet, >, 20);
  g_assert_cmpint (n_both, >, 0.95 * n_wet);
}

static void
test_failed_reads (gconstpointer data)
{
  const gint64 period = FLUX_TIME_MINUTE;
  guint n_days = flux_test_scale (120, 365), n = 0, n_silent = 0;
  g_auto (Site) site = { 0 };

  site_init (&site, 3, GPOINTER_TO_UINT (data));
  for (gint64 time = get_begin (); time < get_begin () + n_days * FLUX_TIME_DAY; time += period, n++)
    n_silent += flux_sim_unit_is_silent (site.unit, time);
  g_assert_cmpfloat (n_silent / (double) n, >, 0.0002);
  g_assert_cmpfloat (n_silent / (double) n, <, 0.004);
}

static void
test_failed_read_is_one (void)
{
  g_auto (Site) site = { 0 };
  FluxReading reading;

  site_init (&site, 3, 0);
  flux_sim_unit_measure (site.unit, get_begin (), &reading);
  flux_sim_make_failed_read (&reading);
  g_assert_true (flux_reading_is_failed_read (&reading));
  g_assert_cmpfloat (reading.values[FLUX_FIELD_BATTERY_LEVEL], >, 0);
}

/* To the last bit, whatever was asked before. */
static void
test_same_seed (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_auto (Site) one = { 0 };
  g_auto (Site) other = { 0 };
  g_auto (Site) different = { 0 };
  FluxReading reading, again, changed;
  int n_different = 0;

  site_init (&one, 3, index);
  site_init (&other, 3, index);
  site_init (&different, 4, index);
  flux_sim_unit_measure (other.unit, get_begin () + 10 * YEAR, &again);
  for (gint64 time = get_begin () + YEAR; time > get_begin (); time -= 7919 * FLUX_TIME_SECOND)
    {
      flux_sim_unit_measure (one.unit, time, &reading);
      flux_sim_unit_measure (other.unit, time, &again);
      flux_sim_unit_measure (different.unit, time, &changed);
      g_assert_cmpmem (&reading, sizeof reading, &again, sizeof again);
      n_different += reading.values[FLUX_FIELD_FLOW_RATE] != changed.values[FLUX_FIELD_FLOW_RATE];
    }
  g_assert_cmpint (n_different, >, 3000);
}

static const struct
{
  const char *name;
  GTestDataFunc function;
} groups[] = {
  { "ranges", test_ranges },
  { "total", test_total },
  { "total-of-hours", test_total_of_hours },
  { "level-and-velocity", test_level_and_velocity },
  { "day-and-weekend", test_day_and_weekend },
  { "failed-reads", test_failed_reads },
  { "same-seed", test_same_seed },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint group = 0; group < G_N_ELEMENTS (groups); group++)
    for (guint i = 0; i < N_UNITS; i++)
      {
        g_autofree char *path = g_strdup_printf ("/simulator/unit/%s/%02u", groups[group].name, i + 1);

        g_test_add_data_func (path, GUINT_TO_POINTER (i), groups[group].function);
      }
  g_test_add_func ("/simulator/unit/storms-and-seasons", test_storms_and_seasons);
  g_test_add_func ("/simulator/unit/rain-is-shared", test_rain_is_shared);
  g_test_add_func ("/simulator/unit/failed-read-is-one", test_failed_read_is_one);
  return g_test_run ();
}
