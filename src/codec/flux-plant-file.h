/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device.h"
#include "flux-gateway.h"
#include "flux-register-map-file.h"
#include "flux-unit.h"

G_BEGIN_DECLS

/**
 * FluxPlantFile:
 * @gateways: (element-type FluxGateway): names, places, zones, how their bodies name things; no keys, no counts
 * @units: (element-type FluxUnit): their gateway_uuid and map_uuid are of the gateways and maps in here
 * @maps: (element-type FluxRegisterMap)
 * @devices: (element-type FluxDevice): the settings of the devices that @units name
 *
 * What is carried from one plant to another as one JSON file: `fluxio-server plant export` writes it. Gateways are
 * known again by their names, devices by their device_id, maps by their uuid. The schema is
 * data/plant.schema.json.
 */
typedef struct
{
  GPtrArray *gateways;
  GPtrArray *units;
  GPtrArray *maps;
  GPtrArray *devices;
} FluxPlantFile;

FluxPlantFile *flux_plant_file_new (void);
void flux_plant_file_free (FluxPlantFile *self);

/* Returns: (transfer full): pretty-printed, with a closing newline */
char *flux_plant_file_to_text (const FluxPlantFile *self);

/* Returns: (transfer full) (nullable) */
FluxPlantFile *flux_plant_file_from_text (const char *text, gssize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxPlantFile, flux_plant_file_free)

G_END_DECLS
