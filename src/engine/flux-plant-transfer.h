/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-plant-file.h"

G_BEGIN_DECLS

/* What a plant has, borrowed: (element-type FluxGateway), FluxUnit, FluxRegisterMap, FluxDevice. */
typedef struct
{
  GPtrArray *gateways;
  GPtrArray *units;
  GPtrArray *maps;
  GPtrArray *devices;
} FluxPlantThings;

/* What of @things is carried to another plant: gateways, sorted by name, units, maps in use, devices of units.
 * Returns: (transfer full) */
FluxPlantFile *flux_plant_things_to_file (const FluxPlantThings *things);

/* @file as it is to be stored in the plant that has @things: every thing that is known there is a copy of the known one
 * with the settings of @file, every other is new; what refers to another refers to the plant's. @now: µs UTC.
 * Returns: (transfer full) */
FluxPlantFile *flux_plant_things_fit (const FluxPlantThings *things, const FluxPlantFile *file, gint64 now);

/* Returns: (transfer full): a copy that shares nothing that is changed when it is fitted */
FluxPlantFile *flux_plant_file_copy (const FluxPlantFile *file);

G_END_DECLS
