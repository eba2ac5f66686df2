/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-quantity.h"

#include "flux-flow-unit.h"

#include <string.h>

#define WORD_MAX 8

typedef struct
{
  const char *word;
  double factor;
  double offset;
} Unit;

static const Unit volume_units[] = { { "m3", 1, 0 }, { "l", 1e-3, 0 }, { "Ml", 1e3, 0 } };
static const Unit temperature_units[] = { { "C", 1, 0 }, { "K", 1, -273.15 }, { "F", 5 / 9.0, -160 / 9.0 } };
static const Unit pressure_units[] = { { "bar", 1, 0 }, { "mbar", 1e-3, 0 }, { "kPa", 1e-2, 0 }, { "Pa", 1e-5, 0 } };
static const Unit battery_units[] = { { "%", 1, 0 } };
static const Unit signal_units[] = { { "dBm", 1, 0 } };
static const Unit level_units[] = { { "m", 1, 0 }, { "cm", 1e-2, 0 }, { "mm", 1e-3, 0 } };
static const Unit velocity_units[] = { { "m/s", 1, 0 }, { "cm/s", 1e-2, 0 }, { "mm/s", 1e-3, 0 } };

static const char *const flow_words[] = { "m3/s", "m3/h", "l/s", "l/min", "Ml/d", "gpm", NULL };
static const char *const volume_words[] = { "m3", "l", "Ml", NULL };
static const char *const temperature_words[] = { "C", "K", "F", NULL };
static const char *const pressure_words[] = { "bar", "mbar", "kPa", "Pa", NULL };
static const char *const battery_words[] = { "%", NULL };
static const char *const signal_words[] = { "dBm", NULL };
static const char *const level_words[] = { "m", "cm", "mm", NULL };
static const char *const velocity_words[] = { "m/s", "cm/s", "mm/s", NULL };

static const struct
{
  const char *const *words;
  const Unit *units; /* as many as @words; NULL: those of FluxFlowUnit */
  double least;
  double most;
} quantities[FLUX_N_FIELDS] = {
  [FLUX_FIELD_FLOW_RATE] = { flow_words, NULL, -1e4, 1e4 },
  [FLUX_FIELD_TOTALIZER] = { volume_words, volume_units, -1e12, 1e12 },
  [FLUX_FIELD_TEMPERATURE] = { temperature_words, temperature_units, -60, 200 },
  [FLUX_FIELD_PRESSURE] = { pressure_words, pressure_units, -2, 2000 },
  [FLUX_FIELD_BATTERY_LEVEL] = { battery_words, battery_units, -1, 200 },
  [FLUX_FIELD_SIGNAL_STRENGTH] = { signal_words, signal_units, -200, 50 },
  [FLUX_FIELD_LEVEL] = { level_words, level_units, -1000, 1e4 },
  [FLUX_FIELD_VELOCITY] = { velocity_words, velocity_units, -100, 100 },
};

/* @unit with "³" as "3" and without "°", in @plain. Returns: %FALSE when it is longer than any word */
static gboolean
make_plain (const char *unit, char plain[WORD_MAX])
{
  gsize length = 0;

  while (*unit != '\0')
    {
      if (length == WORD_MAX - 1)
        return FALSE;
      if (strncmp (unit, "°", strlen ("°")) == 0)
        unit += strlen ("°");
      else if (strncmp (unit, "³", strlen ("³")) == 0)
        {
          plain[length++] = '3';
          unit += strlen ("³");
        }
      else
        plain[length++] = *unit++;
    }
  plain[length] = '\0';
  return TRUE;
}

gboolean
flux_quantity_factor (FluxField field, const char *unit, double *factor, double *offset)
{
  const char *const *words = quantities[field].words;
  const Unit *units = quantities[field].units;
  char plain[WORD_MAX];
  FluxFlowUnit flow_unit;

  *factor = 1;
  *offset = 0;
  if (unit == NULL)
    return TRUE;
  if (!make_plain (unit, plain))
    return FALSE;
  if (units == NULL)
    {
      if (!flux_flow_unit_from_word (plain, &flow_unit))
        return FALSE;
      *factor = flux_flow_unit_to_si (flow_unit, 1);
      return TRUE;
    }
  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (units[i].word, plain) == 0)
      {
        *factor = units[i].factor;
        *offset = units[i].offset;
        return TRUE;
      }
  return FALSE;
}

const char *const *
flux_quantity_get_units (FluxField field)
{
  return quantities[field].words;
}

void
flux_quantity_get_physical_range (FluxField field, double *least, double *most)
{
  *least = quantities[field].least;
  *most = quantities[field].most;
}
