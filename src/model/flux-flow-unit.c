/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-flow-unit.h"

static const struct
{
  const char *word;
  const char *symbol;
  double si; /* m³/s in one of this unit */
} units[FLUX_N_FLOW_UNITS] = {
  [FLUX_FLOW_UNIT_UNKNOWN] = { NULL, "", 0 },
  [FLUX_FLOW_UNIT_M3_PER_S] = { "m3/s", "m³/s", 1 },
  [FLUX_FLOW_UNIT_M3_PER_H] = { "m3/h", "m³/h", 1 / 3600.0 },
  [FLUX_FLOW_UNIT_L_PER_S] = { "l/s", "l/s", 1e-3 },
  [FLUX_FLOW_UNIT_L_PER_MIN] = { "l/min", "l/min", 1e-3 / 60 },
  [FLUX_FLOW_UNIT_ML_PER_D] = { "Ml/d", "Ml/d", 1000 / 86400.0 },
  [FLUX_FLOW_UNIT_GPM] = { "gpm", "gpm", 3.785411784e-3 / 60 }, /* NIST SP 811, B.8: one US gallon in m³ */
};

const char *
flux_flow_unit_to_word (FluxFlowUnit unit)
{
  return units[unit].word;
}

gboolean
flux_flow_unit_from_word (const char *word, FluxFlowUnit *unit)
{
  for (guint i = FLUX_FLOW_UNIT_UNKNOWN + 1; i < FLUX_N_FLOW_UNITS; i++)
    if (g_strcmp0 (units[i].word, word) == 0)
      {
        *unit = i;
        return TRUE;
      }
  return FALSE;
}

const char *
flux_flow_unit_get_symbol (FluxFlowUnit unit)
{
  return units[unit].symbol;
}

double
flux_flow_unit_to_si (FluxFlowUnit unit, double value)
{
  g_return_val_if_fail (unit != FLUX_FLOW_UNIT_UNKNOWN, 0);
  return value * units[unit].si;
}

double
flux_flow_unit_from_si (FluxFlowUnit unit, double value)
{
  g_return_val_if_fail (unit != FLUX_FLOW_UNIT_UNKNOWN, 0);
  return value / units[unit].si;
}
