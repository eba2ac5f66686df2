/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-plant-model.h"

G_BEGIN_DECLS

#define FLUX_TYPE_GATEWAY_UNITS (flux_gateway_units_get_type ())
G_DECLARE_FINAL_TYPE (FluxGatewayUnits, flux_gateway_units, FLUX, GATEWAY_UNITS, GObject)

/**
 * FluxGatewayUnits:
 *
 * How many devices in use each gateway reads, as a device says or as a unit of the gateway does, counted once for all
 * who ask. Signal "changed": the counts may be others; after a change of units their gateway's item tells it. Main
 * context.
 */
FluxGatewayUnits *flux_gateway_units_new (FluxPlantModel *plant);

guint flux_gateway_units_get (FluxGatewayUnits *self, const char *gateway_uuid);

G_END_DECLS
