/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-scale.h"
#include "flux-time.h"

#include <string.h>

#define NOT_A_TIME NULL

static const struct
{
  const char *text;
  const char *canonical;
} readings[] = {
  /* Dates */
  { "2026-11-23", "2026-11-23T00:00:00Z" },
  { "2024-02-29", "2024-02-29T00:00:00Z" },
  { "2000-02-29", "2000-02-29T00:00:00Z" },
  { "0001-01-01", "0001-01-01T00:00:00Z" },
  { "", NOT_A_TIME },
  { "2026", NOT_A_TIME },
  { "2026-11", NOT_A_TIME },
  { "20261123", NOT_A_TIME },
  { "0000-01-01", NOT_A_TIME },
  { "-2026-11-23", NOT_A_TIME },
  { "2026-00-10", NOT_A_TIME },
  { "2026-13-01", NOT_A_TIME },
  { "2026-11-00", NOT_A_TIME },
  { "2026-11-31", NOT_A_TIME },
  { "2025-02-29", NOT_A_TIME },
  { "1900-02-29", NOT_A_TIME },
  { "2026-1-2", NOT_A_TIME },
  { "2026/11/23", NOT_A_TIME },
  { "23.11.2026", NOT_A_TIME },
  { "2026-11-23Z", NOT_A_TIME },
  { " 2026-11-23", NOT_A_TIME },
  { "2026-11-2x", NOT_A_TIME },
  { "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6-11-23", NOT_A_TIME }, /* Arabic-Indic digits */

  /* Times of day */
  { "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z" },
  { "2026-11-23t09:00:00z", "2026-11-23T09:00:00Z" },
  { "2026-11-23 09:00:00", "2026-11-23T09:00:00Z" },
  { "2026-11-23T09:00", "2026-11-23T09:00:00Z" },
  { "2026-11-23T09:00Z", "2026-11-23T09:00:00Z" },
  { "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z" },
  { "2026-11-23T24:00:00Z", "2026-11-24T00:00:00Z" },
  { "2026-12-31T24:00", "2027-01-01T00:00:00Z" },
  { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z" },
  { "2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.5Z" },
  { "2026-11-23T", NOT_A_TIME },
  { "2026-11-23T09", NOT_A_TIME },
  { "2026-11-23T9:00:00Z", NOT_A_TIME },
  { "2026-11-23T09:0", NOT_A_TIME },
  { "2026-11-23T0900", NOT_A_TIME },
  { "2026-11-23T09:60:00Z", NOT_A_TIME },
  { "2026-11-23T09:00:61Z", NOT_A_TIME },
  { "2026-11-23T25:00:00Z", NOT_A_TIME },
  { "2026-11-23T24:00:01Z", NOT_A_TIME },
  { "2026-11-23T24:00:00.000001Z", NOT_A_TIME },
  { "2026-11-23T24:01Z", NOT_A_TIME },
  { "2026-11-23T09:00:-1Z", NOT_A_TIME },
  { "2026-11-23  09:00:00", NOT_A_TIME },
  { "2026-11-23T09:00:00 ", NOT_A_TIME },
  { "2026-11-23T09:00:00 Z", NOT_A_TIME },
  { "2026-11-23T09:00:00ZZ", NOT_A_TIME },
  { "2026-11-23T09:00:00 AM", NOT_A_TIME },

  /* Decimals */
  { "2026-11-23T09:00:00.5Z", "2026-11-23T09:00:00.5Z" },
  { "2026-11-23T09:00:00,5Z", "2026-11-23T09:00:00.5Z" },
  { "2026-11-23T09:00:00.25", "2026-11-23T09:00:00.25Z" },
  { "2026-11-23T09:00:00.000Z", "2026-11-23T09:00:00Z" },
  { "2026-11-23T09:00:00.000001Z", "2026-11-23T09:00:00.000001Z" },
  { "2026-11-23T09:00:00.100000Z", "2026-11-23T09:00:00.1Z" },
  { "2026-11-23T09:00:00.123456999Z", "2026-11-23T09:00:00.123456Z" },
  { "2026-11-23T09:00:00.0000000000000000000001Z", "2026-11-23T09:00:00Z" },
  { "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z" },
  { "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z" },
  { "2026-11-23T09:00:00.Z", NOT_A_TIME },
  { "2026-11-23T09:00:00.", NOT_A_TIME },
  { "2026-11-23T09:00:00.-5Z", NOT_A_TIME },
  { "2026-11-23T09:00.5Z", NOT_A_TIME },

  /* Zones */
  { "2026-11-23T09:00:00+01:00", "2026-11-23T08:00:00Z" },
  { "2026-11-23T09:00:00+0100", "2026-11-23T08:00:00Z" },
  { "2026-11-23T09:00:00+01", "2026-11-23T08:00:00Z" },
  { "2026-11-23T09:00:00 01:00", "2026-11-23T08:00:00Z" },
  { "2026-11-23 09:00:00 0100", "2026-11-23T08:00:00Z" },
  { "2026-11-23T09:00:00-05:30", "2026-11-23T14:30:00Z" },
  { "2026-11-23T09:00:00.5+05:45", "2026-11-23T03:15:00.5Z" },
  { "2026-11-23T00:30+14:00", "2026-11-22T10:30:00Z" },
  { "2026-11-23T23:30-12:00", "2026-11-24T11:30:00Z" },
  { "2026-11-23T09:00:00-00:00", "2026-11-23T09:00:00Z" },
  { "2026-03-01T00:00:00+01:00", "2026-02-28T23:00:00Z" },
  { "2026-11-23T09:00:00+", NOT_A_TIME },
  { "2026-11-23T09:00:00+1", NOT_A_TIME },
  { "2026-11-23T09:00:00+01:", NOT_A_TIME },
  { "2026-11-23T09:00:00+01:0", NOT_A_TIME },
  { "2026-11-23T09:00:00+01:60", NOT_A_TIME },
  { "2026-11-23T09:00:00+16:00", NOT_A_TIME },
  { "2026-11-23T09:00:00++01", NOT_A_TIME },
  { "2026-11-23T09:00:00+01:00Z", NOT_A_TIME },
  { "2026-11-23T09:00:00Z+01:00", NOT_A_TIME },
  { "2026-11-23T09:00:00+01:00:00", NOT_A_TIME },
  { "2026-11-23T09:00:00 CET", NOT_A_TIME },
  { "2026-11-23T09:00:00\xe2\x88\x92" "01:00", NOT_A_TIME }, /* a typographer's minus */
};

static void
test_read (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  char buffer[FLUX_TIME_ISO8601_SIZE];
  gint64 time = 4711;

  if (flux_time_read_iso8601 (readings[i].text, strlen (readings[i].text), &time))
    {
      gsize length = flux_time_write_iso8601 (time, buffer);

      g_assert_cmpstr (buffer, ==, readings[i].canonical);
      g_assert_cmpuint (length, ==, strlen (buffer));
    }
  else
    {
      g_assert_cmpstr (readings[i].canonical, ==, NOT_A_TIME);
      g_assert_cmpint (time, ==, 4711);
    }
}

/* The text ends where the length says, with or without a NUL. */
static void
test_length (void)
{
  const char text[] = "2026-11-23T09:00:00Z";
  gint64 time;

  g_assert_true (flux_time_read_iso8601 (text, 10, &time));
  g_assert_cmpint (time, ==, G_GINT64_CONSTANT (1795392000) * FLUX_TIME_SECOND);
  g_assert_false (flux_time_read_iso8601 (text, sizeof text, &time));

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *exact = g_memdup2 (text, MAX (length, 1));

      g_assert_cmpint (flux_time_read_iso8601 (exact, length, &time), ==, length == 10 || length == 16 || length == 19);
    }
}

static const struct
{
  const char *name;
  gint64 time;
  const char *text;
} writings[] = {
  { "epoch", 0, "1970-01-01T00:00:00Z" },
  { "one", 1, "1970-01-01T00:00:00.000001Z" },
  { "before", -1, "1969-12-31T23:59:59.999999Z" },
  { "day-before", -FLUX_TIME_DAY, "1969-12-31T00:00:00Z" },
  { "milliseconds", 1500 * 1000, "1970-01-01T00:00:01.5Z" },
  { "leap-day", G_GINT64_CONSTANT (951782400) * FLUX_TIME_SECOND, "2000-02-29T00:00:00Z" },
  { "least", G_MININT64, "0000-01-01T00:00:00Z" },
  { "most", G_MAXINT64, "9999-12-31T23:59:59Z" },
};

static void
test_write (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  char buffer[FLUX_TIME_ISO8601_SIZE];

  flux_time_write_iso8601 (writings[i].time, buffer);
  g_assert_cmpstr (buffer, ==, writings[i].text);
}

static gint64
random_time (gint64 first_second, gint64 last_second)
{
  guint64 random = ((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ();
  gint64 second = first_second + (gint64) (random % (guint64) (last_second - first_second));

  return second * FLUX_TIME_SECOND + g_test_rand_int_range (0, FLUX_TIME_SECOND);
}

/* g_date_time_format() writes the year 326 with three digits. */
static char *
write_seconds (GDateTime *time)
{
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d", g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time));
}

/* Any time, in any zone, is written and read as GDateTime does. */
static void
test_like_gdatetime (void)
{
  g_autoptr (GDateTime) first = g_date_time_new_utc (1, 1, 2, 0, 0, 0);
  g_autoptr (GDateTime) last = g_date_time_new_utc (9999, 12, 30, 0, 0, 0);

  for (guint i = 0; i < flux_test_scale (5000, 500000); i++)
    {
      gint64 time = random_time (g_date_time_to_unix (first), g_date_time_to_unix (last));
      int micros = (time % FLUX_TIME_SECOND + FLUX_TIME_SECOND) % FLUX_TIME_SECOND;
      gint64 seconds = (time - micros) / FLUX_TIME_SECOND;
      g_autoptr (GTimeZone) zone = g_time_zone_new_offset (60 * g_test_rand_int_range (-14 * 60, 14 * 60 + 1));
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
      g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
      g_autofree char *date = write_seconds (utc);
      g_autofree char *local_date = write_seconds (local);
      g_autofree char *offset = g_date_time_format (local, "%:z");
      g_autofree char *in_zone = g_strdup_printf ("%s.%06d%s", local_date, micros, offset);
      char buffer[FLUX_TIME_ISO8601_SIZE];
      gint64 back = 0;

      flux_time_write_iso8601 (time, buffer);
      g_assert_true (g_str_has_prefix (buffer, date));
      g_assert_true (flux_time_read_iso8601 (buffer, strlen (buffer), &back));
      g_assert_cmpint (back, ==, time);
      g_assert_true (flux_time_read_iso8601 (in_zone, strlen (in_zone), &back));
      g_assert_cmpint (back, ==, time);
    }
}

/* --- By a clock on the wall --------------------------------------------------------------------------------------- */

#define BERLIN "Europe/Berlin"
#define LORD_HOWE "Australia/Lord_Howe" /* half an hour of summer time, in the southern summer */
#define LIMA "America/Lima"             /* no summer time */

static const struct
{
  const char *name;
  const char *zone; /* (nullable) */
  const char *text;
  const char *near; /* (nullable): 1970 */
  const char *canonical;
} local_readings[] = {
  { "rutos", BERLIN, "23/11/2026 10:00:00", NULL, "2026-11-23T09:00:00Z" },
  { "iso-space", BERLIN, "2026-11-23 10:00:00", NULL, "2026-11-23T09:00:00Z" },
  { "iso-t", BERLIN, "2026-11-23T10:00:00", NULL, "2026-11-23T09:00:00Z" },
  { "points", BERLIN, "23.11.2026 10:00:00", NULL, "2026-11-23T09:00:00Z" },
  { "no-seconds", BERLIN, "23/11/2026 10:00", NULL, "2026-11-23T09:00:00Z" },
  { "iso-no-seconds", BERLIN, "2026-11-23 10:00", NULL, "2026-11-23T09:00:00Z" },
  { "points-no-seconds", BERLIN, "23.11.2026 10:00", NULL, "2026-11-23T09:00:00Z" },
  { "decimals", BERLIN, "23/11/2026 10:00:00.25", NULL, "2026-11-23T09:00:00.25Z" },
  { "before-1970", BERLIN, "23/11/1969 10:00:00.25", NULL, "1969-11-23T09:00:00.25Z" },
  { "summer", BERLIN, "23/07/2026 10:00:00", NULL, "2026-07-23T08:00:00Z" },
  { "midnight", BERLIN, "01/01/2026 00:00:00", NULL, "2025-12-31T23:00:00Z" },
  { "end-of-day", BERLIN, "31/12/2026 24:00:00", NULL, "2026-12-31T23:00:00Z" },
  { "leap-second", BERLIN, "31.12.2016 23:59:60", NULL, "2016-12-31T23:00:00Z" },
  { "leap-day", BERLIN, "29/02/2024 12:00:00", NULL, "2024-02-29T11:00:00Z" },
  { "leap-day-of-400", BERLIN, "29.02.2000 12:00:00", NULL, "2000-02-29T11:00:00Z" },
  { "first-year", "UTC", "01/01/0001 00:00:00", NULL, "0001-01-01T00:00:00Z" },
  { "last-year", "UTC", "31/12/9999 23:59:59", NULL, "9999-12-31T23:59:59Z" },
  { "utc", "UTC", "23/11/2026 10:00:00", NULL, "2026-11-23T10:00:00Z" },
  { "no-zone", NULL, "23/11/2026 10:00:00", NULL, "2026-11-23T10:00:00Z" },
  { "lima", LIMA, "23/07/2026 10:00:00", NULL, "2026-07-23T15:00:00Z" },
  { "lima-in-spring-gap", LIMA, "29/03/2026 02:30:00", NULL, "2026-03-29T07:30:00Z" },
  { "fixed", "+05:45", "23/11/2026 02:00:00", NULL, "2026-11-22T20:15:00Z" },
  { "far-east", "Pacific/Kiritimati", "23/11/2026 10:00:00", NULL, "2026-11-22T20:00:00Z" },
  { "far-west", "Pacific/Pago_Pago", "23/11/2026 20:00:00", NULL, "2026-11-24T07:00:00Z" },

  { "zone-z", BERLIN, "2026-11-23T10:00:00Z", NULL, "2026-11-23T10:00:00Z" },
  { "zone-offset", BERLIN, "2026-11-23T10:00:00+02:00", NULL, "2026-11-23T08:00:00Z" },
  { "zone-no-colon", BERLIN, "2026-11-23 10:00:00-0330", NULL, "2026-11-23T13:30:00Z" },
  { "zone-lost-plus", BERLIN, "2026-11-23T10:00:00 02:00", NULL, "2026-11-23T08:00:00Z" },
  { "zone-no-zone", NULL, "2026-11-23T10:00:00+02:00", NULL, "2026-11-23T08:00:00Z" },
  { "zone-in-gap", BERLIN, "2026-03-29T02:30:00+00:00", NULL, "2026-03-29T02:30:00Z" },

  { "spring-before", BERLIN, "29/03/2026 01:59:59", NULL, "2026-03-29T00:59:59Z" },
  { "spring-before-decimals", BERLIN, "29/03/2026 01:59:59.999999", NULL, "2026-03-29T00:59:59.999999Z" },
  { "spring-gap-begin", BERLIN, "29/03/2026 02:00:00", NULL, "2026-03-29T01:00:00Z" },
  { "spring-gap", BERLIN, "29/03/2026 02:30:00", NULL, "2026-03-29T01:30:00Z" },
  { "spring-gap-near-before", BERLIN, "29/03/2026 02:30:00", "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z" },
  { "spring-gap-near-after", BERLIN, "29/03/2026 02:30:00", "2026-04-29T00:00:00Z", "2026-03-29T01:30:00Z" },
  { "spring-gap-end", BERLIN, "29/03/2026 02:59:59.999999", NULL, "2026-03-29T01:59:59.999999Z" },
  { "spring-after", BERLIN, "29/03/2026 03:00:00", NULL, "2026-03-29T01:00:00Z" },
  { "spring-day-before", BERLIN, "28/03/2026 12:00:00", NULL, "2026-03-28T11:00:00Z" },
  { "spring-day-after", BERLIN, "30/03/2026 12:00:00", NULL, "2026-03-30T10:00:00Z" },

  { "autumn-before", BERLIN, "25/10/2026 01:59:59.999999", "2026-10-25T05:00:00Z", "2026-10-24T23:59:59.999999Z" },
  { "autumn-begin-first", BERLIN, "25/10/2026 02:00:00", "2026-10-25T00:00:00Z", "2026-10-25T00:00:00Z" },
  { "autumn-begin-second", BERLIN, "25/10/2026 02:00:00", "2026-10-25T01:00:00Z", "2026-10-25T01:00:00Z" },
  { "autumn-first", BERLIN, "25/10/2026 02:30:00", "2026-10-25T00:30:05Z", "2026-10-25T00:30:00Z" },
  { "autumn-second", BERLIN, "25/10/2026 02:30:00", "2026-10-25T01:30:05Z", "2026-10-25T01:30:00Z" },
  { "autumn-nearer-first", BERLIN, "25/10/2026 02:30:00", "2026-10-25T00:59:59Z", "2026-10-25T00:30:00Z" },
  { "autumn-nearer-second", BERLIN, "25/10/2026 02:30:00", "2026-10-25T01:00:01Z", "2026-10-25T01:30:00Z" },
  { "autumn-long-before", BERLIN, "25/10/2026 02:30:00", NULL, "2026-10-25T00:30:00Z" },
  { "autumn-long-after", BERLIN, "25/10/2026 02:30:00", "2030-01-01", "2026-10-25T01:30:00Z" },
  { "autumn-end-first", BERLIN, "25/10/2026 02:59:59.999999", NULL, "2026-10-25T00:59:59.999999Z" },
  { "autumn-after", BERLIN, "25/10/2026 03:00:00", NULL, "2026-10-25T02:00:00Z" },
  { "autumn-iso", BERLIN, "2026-10-25T02:30", "2026-10-25T01:30:05Z", "2026-10-25T01:30:00Z" },

  { "half-hour-gap", LORD_HOWE, "04.10.2026 02:15:00", NULL, "2026-10-03T15:45:00Z" },
  { "half-hour-gap-begin", LORD_HOWE, "04.10.2026 02:00:00", NULL, "2026-10-03T15:30:00Z" },
  { "half-hour-gap-end", LORD_HOWE, "04.10.2026 02:30:00", NULL, "2026-10-03T15:30:00Z" },
  { "half-hour-before-gap", LORD_HOWE, "04.10.2026 01:59:59", NULL, "2026-10-03T15:29:59Z" },
  { "half-hour-first", LORD_HOWE, "05.04.2026 01:45:00", "2026-04-04T14:45:00Z", "2026-04-04T14:45:00Z" },
  { "half-hour-second", LORD_HOWE, "05.04.2026 01:45:00", "2026-04-04T15:15:00Z", "2026-04-04T15:15:00Z" },
  { "half-hour-before-both", LORD_HOWE, "05.04.2026 01:29:59", "2030-01-01", "2026-04-04T14:29:59Z" },
  { "half-hour-after-both", LORD_HOWE, "05.04.2026 02:00:00", NULL, "2026-04-04T15:30:00Z" },

  /* Clocks set without summer time: an hour back, and a whole day left out. */
  { "moscow-first", "Europe/Moscow", "26.10.2014 01:30:00", NULL, "2014-10-25T21:30:00Z" },
  { "moscow-second", "Europe/Moscow", "26.10.2014 01:30:00", "2026-01-01", "2014-10-25T22:30:00Z" },
  { "apia-gap", "Pacific/Apia", "2011-12-30 12:00:00", NULL, "2011-12-30T22:00:00Z" },
  { "apia-before", "Pacific/Apia", "2011-12-29 23:59:59", NULL, "2011-12-30T09:59:59Z" },
  { "apia-after", "Pacific/Apia", "2011-12-31 00:00:00", NULL, "2011-12-30T10:00:00Z" },

  { "nothing", BERLIN, "", NULL, NOT_A_TIME },
  { "date-alone", BERLIN, "23/11/2026", NULL, NOT_A_TIME },
  { "iso-date-alone", BERLIN, "2026-11-23", NULL, NOT_A_TIME },
  { "space-behind-date", BERLIN, "23/11/2026 ", NULL, NOT_A_TIME },
  { "hour-alone", BERLIN, "23/11/2026 10", NULL, NOT_A_TIME },
  { "space-behind", BERLIN, "23/11/2026 10:00:00 ", NULL, NOT_A_TIME },
  { "two-spaces", BERLIN, "23/11/2026  10:00:00", NULL, NOT_A_TIME },
  { "afternoon", BERLIN, "23/11/2026 10:00:00 PM", NULL, NOT_A_TIME },
  { "month-first", BERLIN, "11/23/2026 10:00:00", NULL, NOT_A_TIME },
  { "year-first", BERLIN, "2026/11/23 10:00:00", NULL, NOT_A_TIME },
  { "short-year", BERLIN, "23/11/26 10:00:00", NULL, NOT_A_TIME },
  { "short-day", BERLIN, "3/11/2026 10:00:00", NULL, NOT_A_TIME },
  { "mixed-marks", BERLIN, "23/11.2026 10:00:00", NULL, NOT_A_TIME },
  { "minus-marks", BERLIN, "23-11-2026 10:00:00", NULL, NOT_A_TIME },
  { "day-0", BERLIN, "00/11/2026 10:00:00", NULL, NOT_A_TIME },
  { "day-31", BERLIN, "31/11/2026 10:00:00", NULL, NOT_A_TIME },
  { "day-32", BERLIN, "32/12/2026 10:00:00", NULL, NOT_A_TIME },
  { "month-13", BERLIN, "23.13.2026 10:00:00", NULL, NOT_A_TIME },
  { "year-0", BERLIN, "23/11/0000 10:00:00", NULL, NOT_A_TIME },
  { "no-leap-day", BERLIN, "29/02/2026 10:00:00", NULL, NOT_A_TIME },
  { "no-leap-day-of-100", BERLIN, "29/02/2100 10:00:00", NULL, NOT_A_TIME },
  { "hour-25", BERLIN, "23/11/2026 25:00:00", NULL, NOT_A_TIME },
  { "minute-60", BERLIN, "23/11/2026 10:60:00", NULL, NOT_A_TIME },
  { "unix", BERLIN, "1795424400", NULL, NOT_A_TIME },
  { "zone-cut", BERLIN, "2026-11-23T10:00:00+", NULL, NOT_A_TIME },
  { "zone-name", BERLIN, "23/11/2026 10:00:00 CET", NULL, NOT_A_TIME },
};

static void
test_read_local (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const char *text = local_readings[i].text;
  const char *near_text = local_readings[i].near;
  g_autofree char *exact = g_memdup2 (text, MAX (strlen (text), 1)); /* a byte beyond it is the sanitizer's */
  g_autoptr (GTimeZone) zone = NULL;
  gint64 near = 0, time = 4711;

  if (local_readings[i].zone != NULL)
    {
      zone = g_time_zone_new_identifier (local_readings[i].zone);
      g_assert_nonnull (zone);
    }
  if (near_text != NULL)
    g_assert_true (flux_time_read_iso8601 (near_text, strlen (near_text), &near));

  if (flux_time_read_local (exact, strlen (text), zone, near, &time))
    {
      char buffer[FLUX_TIME_ISO8601_SIZE];

      flux_time_write_iso8601 (time, buffer);
      g_assert_cmpstr (buffer, ==, local_readings[i].canonical);
    }
  else
    {
      g_assert_cmpstr (local_readings[i].canonical, ==, NOT_A_TIME);
      g_assert_cmpint (time, ==, 4711);
    }
}

/* What a clock on the wall shows at any time is read as that time when it is read near it. */
static void
test_local_comes_back (void)
{
  static const char *const zones[] = { BERLIN, LORD_HOWE, LIMA, "UTC", "Europe/Moscow", "America/St_Johns" };
  gint64 first = G_GINT64_CONSTANT (1420070400);  /* 2015 */
  gint64 last = G_GINT64_CONSTANT (2114380800);   /* 2037 */
  gint64 autumn = G_GINT64_CONSTANT (1792893600); /* an hour before Berlin's clocks are set back in 2026 */

  for (guint i = 0; i < flux_test_scale (5000, 200000); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i % G_N_ELEMENTS (zones)]);
      gint64 time = i % 2 == 0 ? random_time (first, last) : random_time (autumn, autumn + 4 * 3600);
      gint64 seconds = time / FLUX_TIME_SECOND;
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
      g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
      g_autofree char *iso = write_seconds (local);
      g_autofree char *day_first = g_date_time_format (local, "%d/%m/%Y %H:%M:%S");
      gint64 back = 0;

      g_assert_true (flux_time_read_local (iso, strlen (iso), zone, time, &back));
      g_assert_cmpint (back, ==, seconds * FLUX_TIME_SECOND);
      g_assert_true (flux_time_read_local (day_first, strlen (day_first), zone, time, &back));
      g_assert_cmpint (back, ==, seconds * FLUX_TIME_SECOND);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/time/read/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_read);
    }
  for (guint i = 0; i < G_N_ELEMENTS (writings); i++)
    {
      g_autofree char *path = g_strconcat ("/time/write/", writings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_write);
    }
  for (guint i = 0; i < G_N_ELEMENTS (local_readings); i++)
    {
      g_autofree char *path = g_strconcat ("/time/local/", local_readings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_read_local);
    }
  g_test_add_func ("/time/length", test_length);
  g_test_add_func ("/time/like-gdatetime", test_like_gdatetime);
  g_test_add_func ("/time/local-comes-back", test_local_comes_back);
  return g_test_run ();
}
