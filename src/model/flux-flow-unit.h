/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the numbers in a device's flow_rate are. */
typedef enum
{
  FLUX_FLOW_UNIT_UNKNOWN, /* nobody has said: shown without a unit, never converted */
  FLUX_FLOW_UNIT_M3_PER_S,
  FLUX_FLOW_UNIT_M3_PER_H,
  FLUX_FLOW_UNIT_L_PER_S,
  FLUX_FLOW_UNIT_L_PER_MIN,
  FLUX_FLOW_UNIT_ML_PER_D, /* megalitres a day */
  FLUX_FLOW_UNIT_GPM,      /* US gallons a minute */
} FluxFlowUnit;

#define FLUX_N_FLOW_UNITS 7

/* The word of the tables and the API, such as "m3/h"; %NULL for the unknown unit. */
const char *flux_flow_unit_to_word (FluxFlowUnit unit);

/* Reads such a word. Returns: %FALSE when @word is no unit */
gboolean flux_flow_unit_from_word (const char *word, FluxFlowUnit *unit);

/* The symbol to show, such as "m³/h"; "" for the unknown unit. */
const char *flux_flow_unit_get_symbol (FluxFlowUnit unit);

/* @value of @unit in m³/s. @unit must not be the unknown one. */
double flux_flow_unit_to_si (FluxFlowUnit unit, double value);

/* @value in m³/s as a number of @unit. @unit must not be the unknown one. */
double flux_flow_unit_from_si (FluxFlowUnit unit, double value);

G_END_DECLS
