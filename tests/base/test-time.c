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
  g_test_add_func ("/time/length", test_length);
  g_test_add_func ("/time/like-gdatetime", test_like_gdatetime);
  return g_test_run ();
}
