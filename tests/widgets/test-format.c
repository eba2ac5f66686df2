/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-format.h"
#include "flux-number.h"
#include "flux-time.h"

#include <math.h>
#include <string.h>

#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define NO_BREAK_SPACE "\302\240"
#define NOW "2026-11-12T13:35:00Z" /* 14:35 in Berlin */

static gint64
at (const char *text)
{
  gint64 time;

  g_assert_true (flux_time_read_iso8601 (text, strlen (text), &time));
  return time;
}

/* Returns: (transfer full) */
static GTimeZone *
berlin (void)
{
  GTimeZone *zone = g_time_zone_new_identifier (BERLIN);

  g_assert_nonnull (zone);
  return zone;
}

static void
test_age (void)
{
  static const struct
  {
    const char *time, *text, *changes_at;
  } cases[] = {
    { "2026-11-12T13:34:59.500Z", "now", "2026-11-12T13:35:00.500Z" },
    { "2026-11-12T13:34:58Z", "2 s ago", "2026-11-12T13:35:01Z" },
    { "2026-11-12T13:34:00.250Z", "59 s ago", "2026-11-12T13:35:00.250Z" },
    { "2026-11-12T13:34:00Z", "1 min ago", "2026-11-12T13:36:00Z" },
    { "2026-11-12T13:23:00Z", "12 min ago", "2026-11-12T13:36:00Z" },
    { "2026-11-12T12:35:01Z", "59 min ago", "2026-11-12T13:35:01Z" },
    { "2026-11-12T12:35:00Z", "1 h ago", "2026-11-12T14:35:00Z" },
    { "2026-11-12T08:12:00Z", "5 h ago", "2026-11-12T14:12:00Z" },
    { "2026-11-11T13:35:01Z", "23 h ago", "2026-11-12T13:35:01Z" },
    { "2026-11-11T13:35:00Z", "11 Nov", NULL },
    { "2026-01-01T00:00:00Z", "1 Jan", NULL },
    { "2025-12-31T23:30:00Z", "1 Jan", NULL }, /* new year already in the zone */
    { "2025-12-31T22:30:00Z", "31 Dec 2025", NULL },
    { "2026-11-12T13:35:40Z", "now", "2026-11-12T13:35:41Z" }, /* a clock that is ahead */
    { "2026-11-12T13:50:00Z", "14:50", "2026-11-12T13:49:00Z" },
  };
  g_autoptr (GTimeZone) zone = berlin ();
  g_autofree char *never = flux_format_age (at (NOW), 0, zone);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = flux_format_age (at (NOW), at (cases[i].time), zone);

      g_test_message ("%s", cases[i].time);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (flux_format_age_changes_at (at (NOW), at (cases[i].time)), ==,
                       cases[i].changes_at == NULL ? G_MAXINT64 : at (cases[i].changes_at));
    }
  g_assert_cmpstr (never, ==, "never");
  g_assert_cmpint (flux_format_age_changes_at (at (NOW), 0), ==, G_MAXINT64);
}

/* Whenever it is said to change, the text is another one, and not before. */
static void
test_age_changes (void)
{
  g_autoptr (GTimeZone) zone = berlin ();
  gint64 time = at ("2026-11-11T09:00:00.123Z"), now = time;

  for (gint64 next = 0; next != G_MAXINT64; now = next)
    {
      g_autofree char *text = flux_format_age (now, time, zone);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      next = flux_format_age_changes_at (now, time);
      if (next == G_MAXINT64)
        break;
      before = flux_format_age (next - 1, time, zone);
      after = flux_format_age (next, time, zone);
      g_assert_cmpint (next, >, now);
      g_assert_cmpstr (before, ==, text);
      g_assert_cmpstr (after, !=, text);
    }
  g_assert_cmpint (now - time, ==, FLUX_TIME_DAY);
}

static void
test_moment (void)
{
  static const struct
  {
    const char *time, *moment, *full;
  } cases[] = {
    { "2026-11-12T08:12:00Z", "09:12", "12 Nov 2026, 09:12:00 CET" },
    { "2026-11-11T23:00:00Z", "00:00", "12 Nov 2026, 00:00:00 CET" },
    { "2026-11-11T22:59:59.9Z", "11 Nov 23:59", "11 Nov 2026, 23:59:59 CET" },
    { "2026-07-01T10:00:05Z", "1 Jul 12:00", "1 Jul 2026, 12:00:05 CEST" },
    { "2025-07-01T10:00:00Z", "1 Jul 2025 12:00", "1 Jul 2025, 12:00:00 CEST" },
  };
  g_autoptr (GTimeZone) zone = berlin ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *moment = flux_format_moment (at (NOW), at (cases[i].time), zone);
      g_autofree char *full = flux_format_time (at (cases[i].time), zone);

      g_assert_cmpstr (moment, ==, cases[i].moment);
      g_assert_cmpstr (full, ==, cases[i].full);
    }
}

static void
test_out_of_reach (void)
{
  g_autoptr (GTimeZone) zone = berlin ();
  g_autofree char *full = flux_format_time (G_MAXINT64, zone);

  g_assert_cmpstr (full, ==, "—");
}

static void
test_duration (void)
{
  static const struct
  {
    gint64 length;
    const char *text;
  } cases[] = {
    { 0, "0 s" },
    { -FLUX_TIME_HOUR, "0 s" },
    { 45 * FLUX_TIME_SECOND, "45 s" },
    { 5 * FLUX_TIME_MINUTE + 59 * FLUX_TIME_SECOND, "5 min" },
    { FLUX_TIME_HOUR, "1 h" },
    { 65 * FLUX_TIME_MINUTE, "1 h 5 min" },
    { 2 * FLUX_TIME_DAY, "2 d" },
    { 2 * FLUX_TIME_DAY + 4 * FLUX_TIME_HOUR + 59 * FLUX_TIME_MINUTE, "2 d 4 h" },
    { G_MAXINT64, "24855 d 3 h" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = flux_format_duration (cases[i].length);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_midnight (void)
{
  static const struct
  {
    const char *now, *midnight;
  } cases[] = {
    { NOW, "2026-11-11T23:00:00Z" },
    { "2026-11-11T23:00:00Z", "2026-11-11T23:00:00Z" },
    { "2026-11-11T22:59:59Z", "2026-11-10T23:00:00Z" },
    { "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z" }, /* 25 hours long */
    { "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z" },
  };
  g_autoptr (GTimeZone) zone = berlin ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (flux_format_get_midnight (at (cases[i].now), zone), ==, at (cases[i].midnight));
}

static void
test_quantity (void)
{
  static const struct
  {
    FluxField field;
    FluxFlowUnit unit;
    double value;
    const char *text;
  } cases[] = {
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, 83.25, "83.25 m³/h" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, 612.4, "612.4 m³/h" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, 3900.4, "3,900 m³/h" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, 99.994, "99.99 m³/h" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, 99.996, "100.0 m³/h" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, 0, "0.00 m³/h" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, -12.5, "−12.50 m³/h" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_S, 0.01876, "0.0188 m³/s" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_S, 12.3456, "12.35 m³/s" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_L_PER_S, 184, "184.0 l/s" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_L_PER_MIN, 12.34, "12.3 l/min" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_UNKNOWN, 5.5, "5.50" },
    { FLUX_FIELD_FLOW_RATE, FLUX_FLOW_UNIT_M3_PER_H, NAN, "—" },
    { FLUX_FIELD_LEVEL, 0, 0.3117, "0.312 m" },
    { FLUX_FIELD_VELOCITY, 0, 0.856, "0.86 m/s" },
    { FLUX_FIELD_TEMPERATURE, 0, 17.43, "17.4 °C" },
    { FLUX_FIELD_PRESSURE, 0, 1.013, "1.01 bar" },
    { FLUX_FIELD_TOTALIZER, 0, 152340.8, "152,340.8 m³" },
    { FLUX_FIELD_BATTERY_LEVEL, 0, 95, "95 %" },
    { FLUX_FIELD_SIGNAL_STRENGTH, 0, -70, "−70 dBm" },
    { FLUX_FIELD_LEVEL, 0, INFINITY, "—" },
  };
  static const FluxNumberStyle english = { ".", ",", "\3" };

  flux_number_set_style (&english);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = flux_format_quantity (cases[i].field, cases[i].unit, cases[i].value);
      g_auto (GStrv) parts = g_strsplit (text, NO_BREAK_SPACE, -1);
      g_autofree char *plain = g_strjoinv (" ", parts);

      g_assert_cmpstr (plain, ==, cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/age", test_age);
  g_test_add_func ("/format/age-changes", test_age_changes);
  g_test_add_func ("/format/moment", test_moment);
  g_test_add_func ("/format/out-of-reach", test_out_of_reach);
  g_test_add_func ("/format/duration", test_duration);
  g_test_add_func ("/format/midnight", test_midnight);
  g_test_add_func ("/format/quantity", test_quantity);
  return g_test_run ();
}
