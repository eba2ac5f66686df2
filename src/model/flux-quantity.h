/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"

G_BEGIN_DECLS

/* What one @unit of @field is in the field's own unit (m³/s for the flow, m³, °C, bar, %, dBm, m, m/s):
 * kept = value × @factor + @offset. Words: m3/s m3/h l/s l/min Ml/d gpm; m3 l Ml; C K F; bar mbar kPa Pa; % ; dBm;
 * m cm mm; m/s cm/s mm/s; also with ³ and °. %NULL is the field's own unit. Returns: %FALSE when @unit is none of
 * @field */
gboolean flux_quantity_factor (FluxField field, const char *unit, double *factor, double *offset);

/* The units of @field as words, its own first. Returns: (transfer none) (array zero-terminated=1) */
const char *const *flux_quantity_get_units (FluxField field);

/* What no water can be: the range, in the field's own unit (the flow in m³/s), outside which a value is bad. It is
 * wide, so that nothing real is thrown away: backwards flow, a totalizer that counts down, a battery that is calibrated
 * past 100 %. A wrong word order still lands far outside. */
void flux_quantity_get_physical_range (FluxField field, double *least, double *most);

G_END_DECLS
