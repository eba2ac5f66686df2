/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-device-item.h"
#include "flux-gateway-item.h"

G_BEGIN_DECLS

/* What lists that are sorted or filtered want to know. */
typedef enum
{
  FLUX_PLANT_CHANGE_READINGS = 1 << 0,
  FLUX_PLANT_CHANGE_STATES = 1 << 1,   /* FluxDeviceItem:state of some, or their alerts */
  FLUX_PLANT_CHANGE_SETTINGS = 1 << 2, /* what a person has set of some, or there are new ones */
} FluxPlantChange;

#define FLUX_TYPE_PLANT_MODEL (flux_plant_model_get_type ())

/**
 * FluxPlantModel:
 *
 * The engine's devices and gateways as list models that follow its live changes, and what the summary strip counts.
 * Read-only properties, notified: "n-devices", "n-online", "n-flows" (uint: devices in use, those seen within their own
 * limit, those whose flow counts in the sum), "flow" (double, m³/s: the sum of the online devices' good flows whose
 * unit is known). Retired devices are in the list but not counted. Main context only.
 */
G_DECLARE_FINAL_TYPE (FluxPlantModel, flux_plant_model, FLUX, PLANT_MODEL, GObject)

/* Follows @engine until disposed. */
FluxPlantModel *flux_plant_model_new (FluxEngine *engine);

FluxEngine *flux_plant_model_get_engine (FluxPlantModel *self);

/* In no order; wrap them in sort and filter models. Returns: (transfer none) */
GListModel *flux_plant_model_get_devices (FluxPlantModel *self);
GListModel *flux_plant_model_get_gateways (FluxPlantModel *self);

/* How many alerts of this severity are not resolved. */
guint flux_plant_model_count_alerts (FluxPlantModel *self, FluxTone severity);

/* Returns: (transfer none) (nullable) */
FluxDeviceItem *flux_plant_model_find_device (FluxPlantModel *self, const char *device_id);
FluxGatewayItem *flux_plant_model_find_gateway (FluxPlantModel *self, const char *uuid);

/**
 * FluxPlantModel::changed:
 * @changes: a set of #FluxPlantChange, as a guint
 *
 * Several devices may have changed, in one of these ways. So that no list has to listen to ten thousand items.
 */

/**
 * FluxPlantModel::tick:
 * @now: µs UTC
 *
 * Once a second while somebody is connected: ages count up with it, so that no row needs a timer of its own.
 */

G_END_DECLS
