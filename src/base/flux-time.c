/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-time.h"

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days from 1970-01-01 of a proleptic Gregorian date
 * and back. */
static gint64
days_from_civil (int year, int month, int day)
{
  gint64 y = year - (month <= 2);
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

static void
civil_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 day_of_era = z - era * 146097;
  gint64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted_month = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = year_of_era + era * 400 + (*month <= 2);
}

static int
days_in_month (int year, int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  return days[month - 1] + (month == 2 && leap);
}

static char *
write_digits (char *to, guint value, int width)
{
  for (int i = width - 1; i >= 0; i--, value /= 10)
    to[i] = '0' + value % 10;
  return to + width;
}

gsize
flux_time_write_iso8601 (gint64 time, char buffer[FLUX_TIME_ISO8601_SIZE])
{
  gint64 days = time / FLUX_TIME_DAY;
  gint64 rest = time % FLUX_TIME_DAY;
  int year, month, day;
  guint seconds, micros;
  char *to = buffer;

  if (rest < 0)
    {
      rest += FLUX_TIME_DAY;
      days--;
    }
  civil_from_days (days, &year, &month, &day);
  seconds = rest / FLUX_TIME_SECOND;
  micros = rest % FLUX_TIME_SECOND;

  if (year < 0 || year > 9999)
    return g_snprintf (buffer, FLUX_TIME_ISO8601_SIZE, "%s",
                       year < 0 ? "0000-01-01T00:00:00Z" : "9999-12-31T23:59:59Z");

  to = write_digits (to, year, 4);
  *to++ = '-';
  to = write_digits (to, month, 2);
  *to++ = '-';
  to = write_digits (to, day, 2);
  *to++ = 'T';
  to = write_digits (to, seconds / 3600, 2);
  *to++ = ':';
  to = write_digits (to, seconds / 60 % 60, 2);
  *to++ = ':';
  to = write_digits (to, seconds % 60, 2);
  if (micros != 0)
    {
      *to++ = '.';
      to = write_digits (to, micros, 6);
      while (to[-1] == '0')
        to--;
    }
  *to++ = 'Z';
  *to = '\0';
  return to - buffer;
}

/* A cursor over the text that has not been read yet. */
typedef struct
{
  const char *at;
  const char *end;
} Scan;

static gboolean
scan_char (Scan *scan, const char *any_of)
{
  for (; *any_of != '\0'; any_of++)
    if (scan->at < scan->end && *scan->at == *any_of)
      {
        scan->at++;
        return TRUE;
      }
  return FALSE;
}

static gboolean
scan_number (Scan *scan, int width, int least, int most, int *value)
{
  int number = 0;

  if (scan->end - scan->at < width)
    return FALSE;
  for (int i = 0; i < width; i++)
    {
      if (!g_ascii_isdigit (scan->at[i]))
        return FALSE;
      number = number * 10 + (scan->at[i] - '0');
    }
  if (number < least || number > most)
    return FALSE;
  scan->at += width;
  *value = number;
  return TRUE;
}

static gboolean
scan_decimals (Scan *scan, gint64 *micros)
{
  gint64 unit = FLUX_TIME_SECOND / 10;
  const char *start = scan->at;

  for (; scan->at < scan->end && g_ascii_isdigit (*scan->at); scan->at++, unit /= 10)
    *micros += unit * (*scan->at - '0');
  return scan->at > start;
}

static gboolean
scan_time_of_day (Scan *scan, gint64 *micros)
{
  int hour, minute, second = 0;
  gint64 decimals = 0;

  if (!scan_number (scan, 2, 0, 24, &hour) || !scan_char (scan, ":") || !scan_number (scan, 2, 0, 59, &minute))
    return FALSE;
  if (scan_char (scan, ":"))
    {
      if (!scan_number (scan, 2, 0, 60, &second))
        return FALSE;
      if (scan_char (scan, ".,") && !scan_decimals (scan, &decimals))
        return FALSE;
    }
  *micros = hour * FLUX_TIME_HOUR + minute * FLUX_TIME_MINUTE + second * FLUX_TIME_SECOND + decimals;
  return hour < 24 || *micros == FLUX_TIME_DAY;
}

static gboolean
scan_offset (Scan *scan, gint64 *offset)
{
  int hours, minutes = 0;
  gboolean west;

  if (scan->at == scan->end || scan_char (scan, "Zz"))
    return TRUE;
  west = scan_char (scan, "-");
  if (!west && !scan_char (scan, "+ "))
    return FALSE;
  if (!scan_number (scan, 2, 0, 15, &hours))
    return FALSE;
  if (scan->at < scan->end)
    {
      scan_char (scan, ":");
      if (!scan_number (scan, 2, 0, 59, &minutes))
        return FALSE;
    }
  *offset = (hours * FLUX_TIME_HOUR + minutes * FLUX_TIME_MINUTE) * (west ? -1 : 1);
  return TRUE;
}

/* "2026-11-23" */
static gboolean
scan_iso_date (Scan *scan, gint64 *date)
{
  int year, month, day;

  if (!scan_number (scan, 4, 1, 9999, &year) || !scan_char (scan, "-") || !scan_number (scan, 2, 1, 12, &month)
      || !scan_char (scan, "-") || !scan_number (scan, 2, 1, days_in_month (year, month), &day))
    return FALSE;
  *date = days_from_civil (year, month, day) * FLUX_TIME_DAY;
  return TRUE;
}

/* "23/11/2026" and "23.11.2026" */
static gboolean
scan_day_first_date (Scan *scan, gint64 *date)
{
  int year, month, day;
  const char *mark;

  if (!scan_number (scan, 2, 1, 31, &day))
    return FALSE;
  mark = scan->at < scan->end && *scan->at == '/' ? "/" : ".";
  if (!scan_char (scan, mark) || !scan_number (scan, 2, 1, 12, &month) || !scan_char (scan, mark)
      || !scan_number (scan, 4, 1, 9999, &year) || day > days_in_month (year, month))
    return FALSE;
  *date = days_from_civil (year, month, day) * FLUX_TIME_DAY;
  return TRUE;
}

gboolean
flux_time_read_iso8601 (const char *text, gsize length, gint64 *time)
{
  Scan scan = { text, text + length };
  gint64 date, time_of_day = 0, offset = 0;

  if (!scan_iso_date (&scan, &date))
    return FALSE;
  if (scan_char (&scan, "Tt ") && (!scan_time_of_day (&scan, &time_of_day) || !scan_offset (&scan, &offset)))
    return FALSE;
  if (scan.at != scan.end)
    return FALSE;

  *time = date + time_of_day - offset;
  return TRUE;
}

/* No zone has ever been further from UTC (tz database: Manila and Juneau before 1868). */
#define FARTHEST_OFFSET (16 * FLUX_TIME_HOUR)

static int
find_interval (GTimeZone *zone, gint64 time)
{
  /* GTimeZone counts seconds; clocks are set at whole ones, so rounding down stays on the same side. */
  gint64 seconds = time / FLUX_TIME_SECOND - (time % FLUX_TIME_SECOND < 0);

  return g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);
}

/* @local counts as if the clock on the wall showed UTC. Intervals are looked up by times in UTC only: a look-up by
 * local time prefers one of two by whether it is summer time, but clocks have been set back without that. */
static gint64
local_to_utc (GTimeZone *zone, gint64 local, gint64 near)
{
  int before = find_interval (zone, local - FARTHEST_OFFSET);
  int after = find_interval (zone, local + FARTHEST_OFFSET);
  gint64 by_before = local - g_time_zone_get_offset (zone, before) * FLUX_TIME_SECOND;
  gint64 by_after;

  if (before == after)
    return by_before;
  by_after = local - g_time_zone_get_offset (zone, after) * FLUX_TIME_SECOND;
  if (find_interval (zone, by_after) != after)
    return by_before;
  if (find_interval (zone, by_before) != before)
    return by_after;
  return near > by_before + (by_after - by_before) / 2 ? by_after : by_before;
}

gboolean
flux_time_read_local (const char *text, gsize length, GTimeZone *zone, gint64 near, gint64 *time)
{
  Scan scan = { text, text + length };
  gboolean is_iso = length > 4 && text[4] == '-';
  gint64 date, time_of_day, offset = 0;

  if (!(is_iso ? scan_iso_date (&scan, &date) : scan_day_first_date (&scan, &date)) || !scan_char (&scan, "Tt ")
      || !scan_time_of_day (&scan, &time_of_day))
    return FALSE;
  if (scan.at == scan.end && zone != NULL)
    {
      *time = local_to_utc (zone, date + time_of_day, near);
      return TRUE;
    }
  if (!scan_offset (&scan, &offset) || scan.at != scan.end)
    return FALSE;

  *time = date + time_of_day - offset;
  return TRUE;
}
