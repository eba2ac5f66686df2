/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-typed.h"

#include "flux-time-zones.h"
#include "flux-time.h"

#include <string.h>

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

typedef const char *(*Judge) (const char *text);

static const struct
{
  const char *name;
  Judge judge;
  const char *text;
  gboolean will_do;
} judgements[] = {
  { "id", flux_typed_judge_device_id, "NIVUS_01", TRUE },
  { "id with umlauts", flux_typed_judge_device_id, "Zulauf Süd", TRUE },
  { "id of a hundred", flux_typed_judge_device_id, HUNDRED, TRUE },
  { "id of a hundred umlauts and one", flux_typed_judge_device_id, HUNDRED "ü", FALSE },
  { "id missing", flux_typed_judge_device_id, "", FALSE },
  { "id of spaces", flux_typed_judge_device_id, "   ", FALSE },
  { "id with a tab", flux_typed_judge_device_id, "a\tb", FALSE },
  { "id with a line break", flux_typed_judge_device_id, "a\nb", FALSE },
  { "name", flux_typed_judge_name, "Main inlet", TRUE },
  { "name missing", flux_typed_judge_name, " ", FALSE },
  { "name of two hundred", flux_typed_judge_name, HUNDRED HUNDRED, TRUE },
  { "name too long", flux_typed_judge_name, HUNDRED HUNDRED "x", FALSE },
  { "zone of the plant", flux_typed_judge_time_zone, "", TRUE },
  { "zone", flux_typed_judge_time_zone, "Europe/Berlin", TRUE },
  { "zone with spaces around", flux_typed_judge_time_zone, " Europe/Berlin ", TRUE },
  { "zone by its town", flux_typed_judge_time_zone, "Berlin", FALSE },
  { "zone by a path", flux_typed_judge_time_zone, "../../etc/passwd", FALSE },
  { "period to be learned", flux_typed_judge_period, "", TRUE },
  { "period", flux_typed_judge_period, "5 min", TRUE },
  { "period of nothing", flux_typed_judge_period, "0 s", FALSE },
  { "period in words", flux_typed_judge_period, "often", FALSE },
  { "limit", flux_typed_judge_limit, "15 min", TRUE },
  { "limit missing", flux_typed_judge_limit, "", FALSE },
  { "limit below zero", flux_typed_judge_limit, "-5 min", FALSE },
  { "networks", flux_typed_judge_networks, "10.0.0.7, 192.168.0.0/16 fe80::/10", TRUE },
  { "networks of none", flux_typed_judge_networks, "", TRUE },
  { "network by name", flux_typed_judge_networks, "10.0.0.7, gateway.example.org", FALSE },
  { "network too wide", flux_typed_judge_networks, "10.0.0.0/64", FALSE },
};

static void
test_judge (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const char *wrong = judgements[i].judge (judgements[i].text);

  g_assert_cmpint (wrong == NULL, ==, judgements[i].will_do);
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    int seconds;         /* 0: it is none */
    const char *written; /* (nullable): as it is written again; NULL: as it was */
  } cases[] = {
    { "30 s", 30, NULL },     { "5 min", 300, NULL },     { "1 h", 3600, NULL },       { "2 d", 172800, NULL },
    { "90 s", 90, NULL },     { "61 min", 3660, NULL },   { "3601 s", 3601, NULL },    { "5", 300, "5 min" },
    { "5min", 300, "5 min" }, { " 5  MIN ", 300, "5 min" }, { "1.5 h", 5400, "90 min" }, { "1,5 h", 5400, "90 min" },
    { "60 s", 60, "1 min" },  { "24 h", 86400, "1 d" },   { "366 d", 31622400, NULL }, { "0", 0, NULL },
    { "", 0, NULL },          { "-1 s", 0, NULL },        { "0.5 s", 0, NULL },        { "1.5 s", 0, NULL },
    { "367 d", 0, NULL },     { "5 miles", 0, NULL },     { "0x10", 0, NULL },         { "inf", 0, NULL },
    { "1e999 s", 0, NULL },   { "5 min 3", 0, NULL },     { "99999999999999999999", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int seconds = -1;
      gboolean is_duration = flux_typed_read_duration (cases[i].text, &seconds);
      g_autofree char *written = NULL;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (is_duration, ==, cases[i].seconds != 0);
      g_assert_cmpint (seconds, ==, is_duration ? cases[i].seconds : -1);
      if (!is_duration)
        continue;
      written = flux_typed_write_duration (seconds);
      g_assert_cmpstr (written, ==, cases[i].written != NULL ? cases[i].written : cases[i].text);
    }
}

static void
test_lists (void)
{
  const char *const tags[] = { "main inlet", "sewer", NULL };
  const char *const networks[] = { "10.0.0.7", "10.0.0.0/8", NULL };
  const char *const none[] = { NULL };
  g_auto (GStrv) read_tags = flux_typed_read_tags (" main inlet , ,sewer;main inlet,");
  g_auto (GStrv) read_networks = flux_typed_read_networks ("10.0.0.7,10.0.0.0/8  10.0.0.7");
  g_auto (GStrv) read_none = flux_typed_read_tags (" , ");

  g_assert_cmpstrv (read_tags, (char **) tags);
  g_assert_cmpstrv (read_networks, (char **) networks);
  g_assert_cmpstrv (read_none, (char **) none);
}

static void
test_moments (void)
{
  static const struct
  {
    const char *date, *time, *iso8601; /* NULL: there is no such time */
  } cases[] = {
    { "2026-11-25", "06:00", "2026-11-25T05:00:00Z" },
    { " 2026-07-01 ", " 6:30 ", "2026-07-01T04:30:00Z" },
    { "2026-03-29", "02:30", NULL }, /* the clocks are put forward over it */
    { "2026-02-30", "06:00", NULL },
    { "2026-11-25", "24:00", NULL },
    { "2026-11-25", "06", NULL },
    { "2026-11-25", "06:00 h", NULL },
    { "25.11.2026", "06:00", NULL },
    { "", "", NULL },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 wanted = 0;

      if (cases[i].iso8601 != NULL)
        g_assert_true (flux_time_read_iso8601 (cases[i].iso8601, strlen (cases[i].iso8601), &wanted));
      g_test_message ("%s %s", cases[i].date, cases[i].time);
      g_assert_cmpint (flux_typed_read_moment (cases[i].date, cases[i].time, zone), ==, wanted);
    }
}

static void
test_zones (void)
{
  const char *const wanted[] = { "America/New_York", "Europe/Berlin", "UTC", NULL };
  g_auto (GStrv) names = flux_time_zones_parse ("# comment\tno\tzone\n"
                                                "US\t+404251-0740023\tAmerica/New_York\tEastern\n"
                                                "DE\t+5230+01322\tEurope/Berlin\n"
                                                "\n"
                                                "XX\tshort\n");

  g_assert_cmpstrv (names, (char **) wanted);
}

static void
test_sizes (void)
{
  static const struct
  {
    const char *text;
    guint mib;           /* 0: it is none */
    const char *written; /* (nullable): as it is written again; NULL: as it was */
  } cases[] = {
    { "500 MiB", 500, NULL },    { "4 GiB", 4096, NULL },       { "512", 512, "512 MiB" }, { "4gb", 4096, "4 GiB" },
    { "1,5 GiB", 1536, "1536 MiB" }, { "1 TiB", 1048576, "1024 GiB" }, { "16", 16, "16 MiB" },  { "15 MiB", 0, NULL },
    { "2 TiB", 0, NULL },        { "", 0, NULL },               { "much", 0, NULL },       { "20.5", 0, NULL },
    { "0x20", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint mib = 0;
      g_autofree char *written = NULL;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (flux_typed_read_mib (cases[i].text, &mib), ==, cases[i].mib != 0);
      g_assert_cmpuint (mib, ==, cases[i].mib);
      written = flux_typed_write_mib (mib);
      if (mib != 0)
        g_assert_cmpstr (written, ==, cases[i].written != NULL ? cases[i].written : cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (judgements); i++)
    {
      g_autofree char *path = g_strconcat ("/typed/judge/", judgements[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_judge);
    }
  g_test_add_func ("/typed/durations", test_durations);
  g_test_add_func ("/typed/lists", test_lists);
  g_test_add_func ("/typed/sizes", test_sizes);
  g_test_add_func ("/typed/moments", test_moments);
  g_test_add_func ("/typed/zones", test_zones);
  return g_test_run ();
}
