/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_MAPPING_UNIT_LIST (flux_mapping_unit_list_get_type ())
G_DECLARE_FINAL_TYPE (FluxMappingUnitList, flux_mapping_unit_list, FLUX, MAPPING_UNIT_LIST, AdwBin)

/**
 * FluxMappingUnitList:
 *
 * The units of one gateway: how its posts call each, which device it is, which register map it has, with ways to change
 * and remove it; and how the gateway's bodies name things. Main context.
 */

/* @gateway: (nullable): as it is now; call it again when that changed */
void flux_mapping_unit_list_show (FluxMappingUnitList *self, FluxHost *host, FluxGateway *gateway);

G_END_DECLS
