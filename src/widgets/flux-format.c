/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-format.h"

#include "flux-number.h"
#include "flux-time.h"

#include <glib/gi18n.h>
#include <math.h>

#define NO_BREAK_SPACE "\302\240"

static const struct
{
  const char *name;
  const char *unit;
  int decimals;
} quantities[FLUX_N_FIELDS] = {
  [FLUX_FIELD_FLOW_RATE] = { NC_ ("quantity", "flow"), "", 0 },
  [FLUX_FIELD_TOTALIZER] = { NC_ ("quantity", "totalizer"), "m³", 1 },
  [FLUX_FIELD_TEMPERATURE] = { NC_ ("quantity", "temperature"), "°C", 1 },
  [FLUX_FIELD_PRESSURE] = { NC_ ("quantity", "pressure"), "bar", 2 },
  [FLUX_FIELD_BATTERY_LEVEL] = { NC_ ("quantity", "battery"), "%", 0 },
  [FLUX_FIELD_SIGNAL_STRENGTH] = { NC_ ("quantity", "signal"), "dBm", 0 },
  [FLUX_FIELD_LEVEL] = { NC_ ("quantity", "level"), "m", 3 },
  [FLUX_FIELD_VELOCITY] = { NC_ ("quantity", "velocity"), "m/s", 2 },
};

/* The finest step of each flow unit that a meter of this kind can mean. */
static const int flow_decimals_max[FLUX_N_FLOW_UNITS] = {
  [FLUX_FLOW_UNIT_UNKNOWN] = 2, [FLUX_FLOW_UNIT_M3_PER_S] = 4,  [FLUX_FLOW_UNIT_M3_PER_H] = 2,
  [FLUX_FLOW_UNIT_L_PER_S] = 2, [FLUX_FLOW_UNIT_L_PER_MIN] = 1, [FLUX_FLOW_UNIT_ML_PER_D] = 3,
  [FLUX_FLOW_UNIT_GPM] = 1,
};

static char *
format_at (gint64 time, GTimeZone *zone, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / FLUX_TIME_SECOND);
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_timezone (utc, zone);

  return local == NULL ? g_strdup (FLUX_NUMBER_NONE) : g_date_time_format (local, format);
}

/* The date of @time as a number that orders and compares, 20261112; its year in front. */
static int
get_day (gint64 time, GTimeZone *zone)
{
  g_autofree char *day = format_at (time, zone, "%Y%m%d");

  return g_ascii_strtoll (day, NULL, 10);
}

static char *
format_date (gint64 now, gint64 time, GTimeZone *zone)
{
  gboolean this_year = get_day (now, zone) / 10000 == get_day (time, zone) / 10000;

  /* Translators: a date in g_date_time_format()'s notation, without and with its year */
  return format_at (time, zone, this_year ? C_ ("date", "%-d %b") : C_ ("date", "%-d %b %Y"));
}

/* The unit in which an age is told. Returns: its length, 0 for ages that are told as a date */
static gint64
get_age_step (gint64 age)
{
  if (age < FLUX_TIME_MINUTE)
    return FLUX_TIME_SECOND;
  if (age < FLUX_TIME_HOUR)
    return FLUX_TIME_MINUTE;
  return age < FLUX_TIME_DAY ? FLUX_TIME_HOUR : 0;
}

char *
flux_format_age (gint64 now, gint64 time, GTimeZone *zone)
{
  gint64 age = now - time;
  gint64 step = get_age_step (age);
  int count = step == 0 ? 0 : age / step;

  if (time == 0)
    return g_strdup (C_ ("age", "never"));
  if (age < -FLUX_TIME_MINUTE)
    return flux_format_moment (now, time, zone);
  if (age < FLUX_TIME_SECOND)
    return g_strdup (C_ ("age", "now"));
  if (step == FLUX_TIME_SECOND)
    return g_strdup_printf (ngettext ("%d s ago", "%d s ago", count), count);
  if (step == FLUX_TIME_MINUTE)
    return g_strdup_printf (ngettext ("%d min ago", "%d min ago", count), count);
  if (step == FLUX_TIME_HOUR)
    return g_strdup_printf (ngettext ("%d h ago", "%d h ago", count), count);
  return format_date (now, time, zone);
}

gint64
flux_format_age_changes_at (gint64 now, gint64 time)
{
  gint64 age = now - time;
  gint64 step = get_age_step (age);

  if (time == 0 || step == 0)
    return G_MAXINT64;
  if (age < -FLUX_TIME_MINUTE)
    return time - FLUX_TIME_MINUTE;
  return time + (MAX (age, 0) / step + 1) * step;
}

char *
flux_format_moment (gint64 now, gint64 time, GTimeZone *zone)
{
  int day = get_day (time, zone);
  int today = get_day (now, zone);

  if (time == 0)
    return g_strdup (C_ ("age", "never"));
  if (day == today)
    /* Translators: the time of day in g_date_time_format()'s notation */
    return format_at (time, zone, C_ ("time", "%H:%M"));
  return format_at (time, zone,
                    day / 10000 == today / 10000 ? C_ ("time", "%-d %b %H:%M") : C_ ("time", "%-d %b %Y %H:%M"));
}

char *
flux_format_time (gint64 time, GTimeZone *zone)
{
  if (time == 0)
    return g_strdup (C_ ("age", "never"));
  /* Translators: date, time and zone in g_date_time_format()'s notation */
  return format_at (time, zone, C_ ("time", "%-d %b %Y, %H:%M:%S %Z"));
}

char *
flux_format_duration (gint64 length)
{
  int seconds = CLAMP (length / FLUX_TIME_SECOND, 0, G_MAXINT);
  int minutes = seconds / 60, hours = minutes / 60, days = hours / 24;

  if (minutes == 0)
    return g_strdup_printf (C_ ("duration", "%d s"), seconds);
  if (hours == 0)
    return g_strdup_printf (C_ ("duration", "%d min"), minutes);
  if (days == 0 && minutes % 60 == 0)
    return g_strdup_printf (C_ ("duration", "%d h"), hours);
  if (days == 0)
    return g_strdup_printf (C_ ("duration", "%d h %d min"), hours, minutes % 60);
  if (hours % 24 == 0)
    return g_strdup_printf (C_ ("duration", "%d d"), days);
  return g_strdup_printf (C_ ("duration", "%d d %d h"), days, hours % 24);
}

gint64
flux_format_get_midnight (gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / FLUX_TIME_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) midnight = g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                                                    g_date_time_get_day_of_month (local), 0, 0, 0);

  return g_date_time_to_unix (midnight) * FLUX_TIME_SECOND;
}

/* Four significant digits of what will be written: 9.9996 is written as 10.00, so it counts as ten. */
static int
get_flow_decimals (FluxFlowUnit unit, double value)
{
  int decimals = flow_decimals_max[unit];

  while (decimals > 0 && fabs (value) >= pow (10, 4 - decimals) - 0.5 * pow (10, -decimals))
    decimals--;
  return decimals;
}

int
flux_format_get_decimals (FluxField field, FluxFlowUnit unit, double value)
{
  return field == FLUX_FIELD_FLOW_RATE ? get_flow_decimals (unit, value) : quantities[field].decimals;
}

const char *
flux_format_get_unit (FluxField field, FluxFlowUnit unit)
{
  return field == FLUX_FIELD_FLOW_RATE ? flux_flow_unit_get_symbol (unit) : quantities[field].unit;
}

const char *
flux_format_get_name (FluxField field)
{
  return g_dpgettext2 (NULL, "quantity", quantities[field].name);
}

char *
flux_format_quantity (FluxField field, FluxFlowUnit unit, double value)
{
  return flux_format_with_unit (value, flux_format_get_decimals (field, unit, value),
                                flux_format_get_unit (field, unit));
}

char *
flux_format_with_unit (double value, int decimals, const char *unit)
{
  g_autofree char *number = flux_number_format (value, decimals);

  if (!isfinite (value) || *unit == '\0')
    return g_steal_pointer (&number);
  return g_strconcat (number, NO_BREAK_SPACE, unit, NULL);
}
