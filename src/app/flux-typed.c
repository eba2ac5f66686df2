/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-typed.h"

#include "flux-api-key.h"
#include "flux-device.h"
#include "flux-time.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MIB_MIN 16
#define MIB_MAX (1024 * 1024)
#define DURATION_MAX (366 * 86400)

static const struct
{
  const char *symbol;
  int seconds;
} duration_units[] = {
  /* The ones that are written come first, the longest in front. */
  { "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 }, { "m", 60 }, { "sec", 1 }, { "", 60 },
};
#define N_WRITTEN 4

char *
flux_typed_take (const char *text)
{
  char *taken = g_strstrip (g_strdup (text));

  if (*taken == '\0')
    g_clear_pointer (&taken, g_free);
  return taken;
}

const char *
flux_typed_judge_device_id (const char *text)
{
  g_autofree char *id = flux_typed_take (text);

  if (id == NULL)
    return _ ("Every device needs an id: the one that its posts carry");
  if (g_utf8_strlen (id, -1) > FLUX_DEVICE_ID_MAX)
    return _ ("An id has at most 100 characters");
  if (!flux_device_id_is_valid (id, strlen (id)))
    return _ ("An id has no line breaks or other control characters");
  return NULL;
}

const char *
flux_typed_judge_name (const char *text)
{
  g_autofree char *name = flux_typed_take (text);

  if (name == NULL)
    return _ ("A name is needed");
  return g_utf8_strlen (name, -1) > FLUX_TYPED_NAME_MAX ? _ ("A name has at most 200 characters") : NULL;
}

const char *
flux_typed_judge_time_zone (const char *text)
{
  g_autofree char *name = flux_typed_take (text);
  g_autoptr (GTimeZone) zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  return name != NULL && zone == NULL ? _ ("No such time zone. They are named like Europe/Berlin") : NULL;
}

const char *
flux_typed_judge_period (const char *text)
{
  g_autofree char *period = flux_typed_take (text);
  int seconds;

  if (period != NULL && !flux_typed_read_duration (period, &seconds))
    return _ ("Not a length of time. It is written like 30 s, 5 min or 1 h");
  return NULL;
}

const char *
flux_typed_judge_limit (const char *text)
{
  int seconds;

  return flux_typed_read_duration (text, &seconds) ? NULL
                                                    : _ ("Not a length of time. It is written like 15 min or 2 h");
}

const char *
flux_typed_judge_networks (const char *text)
{
  g_auto (GStrv) networks = flux_typed_read_networks (text);

  for (guint i = 0; networks[i] != NULL; i++)
    if (!flux_api_key_network_is_valid (networks[i]))
      return _ ("Not an address. They are written like 10.0.0.7 or 10.0.0.0/8, with commas between them");
  return NULL;
}

static int
find_duration_unit (const char *symbol)
{
  for (guint i = 0; i < G_N_ELEMENTS (duration_units); i++)
    if (g_ascii_strcasecmp (duration_units[i].symbol, symbol) == 0)
      return duration_units[i].seconds;
  return 0;
}

gboolean
flux_typed_read_duration (const char *text, int *seconds)
{
  g_autofree char *number = flux_typed_take (text);
  double length;
  char *end;

  if (number == NULL || !g_ascii_isdigit (*number))
    return FALSE;
  g_strdelimit (number, ",", '.');
  if (g_ascii_strncasecmp (number, "0x", 2) == 0)
    return FALSE;
  length = g_ascii_strtod (number, &end) * find_duration_unit (g_strchug (end));
  if (!(length >= 1 && length <= DURATION_MAX) || fabs (length - round (length)) > 1e-6)
    return FALSE;
  *seconds = round (length);
  return TRUE;
}

char *
flux_typed_write_duration (int seconds)
{
  guint i = 0;

  while (i + 1 < N_WRITTEN && seconds % duration_units[i].seconds != 0)
    i++;
  return g_strdup_printf ("%d %s", seconds / duration_units[i].seconds, duration_units[i].symbol);
}

gboolean
flux_typed_read_mib (const char *text, guint *mib)
{
  static const char *const units[] = { "", "MiB", "MB", "GiB", "GB", "TiB", "TB" };
  static const double factors[] = { 1, 1, 1, 1024, 1024, MIB_MAX, MIB_MAX };
  g_autofree char *number = flux_typed_take (text);
  double size;
  char *end;

  if (number == NULL || !g_ascii_isdigit (*number) || g_ascii_strncasecmp (number, "0x", 2) == 0)
    return FALSE;
  g_strdelimit (number, ",", '.');
  size = g_ascii_strtod (number, &end);
  g_strchug (end);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (units[i], end) == 0 && size * factors[i] >= MIB_MIN && size * factors[i] <= MIB_MAX
        && size * factors[i] == floor (size * factors[i]))
      {
        *mib = size * factors[i];
        return TRUE;
      }
  return FALSE;
}

char *
flux_typed_write_mib (guint mib)
{
  return mib % 1024 == 0 ? g_strdup_printf ("%u GiB", mib / 1024) : g_strdup_printf ("%u MiB", mib);
}

static char **
split (const char *text, const char *delimiters)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) parts = g_strsplit_set (text, delimiters, -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0' && g_hash_table_add (seen, parts[i]))
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

char **
flux_typed_read_tags (const char *text)
{
  return split (text, ",;");
}

char **
flux_typed_read_networks (const char *text)
{
  return split (text, ",; ");
}

gint64
flux_typed_read_moment (const char *date, const char *time, GTimeZone *zone)
{
  g_autofree char *day = flux_typed_take (date);
  g_autofree char *hour = flux_typed_take (time);
  int year, month, day_of_month, hours, minutes, end = 0;
  g_autoptr (GDateTime) moment = NULL;

  if (day == NULL || sscanf (day, "%4d-%2d-%2d%n", &year, &month, &day_of_month, &end) != 3 || day[end] != '\0')
    return 0;
  if (hour == NULL || sscanf (hour, "%2d:%2d%n", &hours, &minutes, &end) != 2 || hour[end] != '\0')
    return 0;
  moment = g_date_time_new (zone, year, month, day_of_month, hours, minutes, 0);
  if (moment == NULL || g_date_time_get_hour (moment) != hours || g_date_time_get_minute (moment) != minutes)
    return 0;
  return g_date_time_to_unix (moment) * FLUX_TIME_SECOND;
}
