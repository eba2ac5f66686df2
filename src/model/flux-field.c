/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-field.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *plain;
} fields[FLUX_N_FIELDS] = {
  [FLUX_FIELD_FLOW_RATE] = { "flow_rate", "flowrate" },
  [FLUX_FIELD_TOTALIZER] = { "totalizer", "totalizer" },
  [FLUX_FIELD_TEMPERATURE] = { "temperature", "temperature" },
  [FLUX_FIELD_PRESSURE] = { "pressure", "pressure" },
  [FLUX_FIELD_BATTERY_LEVEL] = { "battery_level", "batterylevel" },
  [FLUX_FIELD_SIGNAL_STRENGTH] = { "signal_strength", "signalstrength" },
  [FLUX_FIELD_LEVEL] = { "level", "level" },
  [FLUX_FIELD_VELOCITY] = { "velocity", "velocity" },
};

const char *
flux_field_get_name (FluxField field)
{
  return fields[field].name;
}

gboolean
flux_field_name_matches (const char *name, gsize length, const char *plain)
{
  const char *end = name + length;

  for (; name < end; name++)
    {
      if (*name == '_' || *name == '-' || *name == ' ')
        continue;
      if (g_ascii_tolower (*name) != *plain || *plain == '\0')
        return FALSE;
      plain++;
    }
  return *plain == '\0';
}

gboolean
flux_field_from_name (const char *name, gsize length, FluxField *field)
{
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      gsize exact = strlen (fields[i].name);

      if ((length == exact && memcmp (name, fields[i].name, exact) == 0)
          || flux_field_name_matches (name, length, fields[i].plain))
        {
          *field = i;
          return TRUE;
        }
    }
  if (flux_field_name_matches (name, length, "waterlevel"))
    {
      *field = FLUX_FIELD_LEVEL;
      return TRUE;
    }
  return FALSE;
}

double
flux_shortest_float (double value)
{
  static const double power[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
  float nearest = (float) value;
  char format[8];
  char text[32];

  /* A whole number of units of 10^-i below 2^53 divided by an exact power of ten is correctly rounded, so the first
   * one that reads back is the shortest decimal. */
  if (fabsf (nearest) < 1e6f)
    for (guint i = 0; i < G_N_ELEMENTS (power); i++)
      {
        double decimal = rint (nearest * power[i]) / power[i];

        if ((float) decimal == nearest && (decimal != 0 || nearest == 0))
          return decimal;
      }

  /* A float of full precision gives back any decimal of FLT_DIG digits; a subnormal one may need fewer. */
  for (int digits = fabsf (nearest) < FLT_MIN ? 1 : FLT_DIG; digits <= FLT_DECIMAL_DIG; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, nearest);
      if ((float) g_ascii_strtod (text, NULL) == nearest)
        break;
    }
  return g_ascii_strtod (text, NULL);
}

gboolean
flux_field_round (FluxField field, double value, double *kept)
{
  if (!isfinite (value))
    return FALSE;

  switch (field)
    {
    case FLUX_FIELD_TOTALIZER:
      *kept = value + 0.0;
      return TRUE;

    case FLUX_FIELD_SIGNAL_STRENGTH:
      if (value < G_MININT32 || value > G_MAXINT32)
        return FALSE;
      *kept = rint (value) + 0.0;
      return TRUE;

    case FLUX_FIELD_FLOW_RATE:
    case FLUX_FIELD_TEMPERATURE:
    case FLUX_FIELD_PRESSURE:
    case FLUX_FIELD_BATTERY_LEVEL:
    case FLUX_FIELD_LEVEL:
    case FLUX_FIELD_VELOCITY:
    default:
      if (!isfinite ((float) value))
        return FALSE;
      *kept = flux_shortest_float (value) + 0.0;
      return TRUE;
    }
}
