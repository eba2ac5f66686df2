/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-body-names.h"
#include "flux-flow-unit.h"
#include "flux-register-map.h"
#include "flux-unit.h"

G_BEGIN_DECLS

/* A unit with all that is needed to read its values. Part of a #FluxGatewayMapping. */
typedef struct
{
  FluxUnit *unit;
  FluxRegisterMap *map;   /* (nullable) */
  FluxFlowUnit flow_unit; /* of its device: what flow is converted to */
  GArray *conversions;    /* (element-type FluxConversion): one for each register of @map */
} FluxMappedUnit;

/* From a register's raw value to the value that is kept: kept = raw × @scale + @offset, good from @least to @most; what
 * is not between @physical_least and @physical_most no water can be. */
typedef struct
{
  double scale;
  double offset;
  double least;
  double most;
  double physical_least;
  double physical_most;
} FluxConversion;

#define FLUX_TYPE_GATEWAY_MAPPING (flux_gateway_mapping_get_type ())

/**
 * FluxGatewayMapping:
 *
 * All that is needed to read one gateway's posts: how its bodies name things, its units with their maps, its zone.
 * Shared by reference and never changed once the first post was read with it. Any thread.
 */
typedef struct _FluxGatewayMapping FluxGatewayMapping;

GType flux_gateway_mapping_get_type (void) G_GNUC_CONST;

/* @names: (transfer full). @zone: (nullable) (transfer none): of the gateway's clock, if it was set.
 * @plant_zone: (transfer none): for dates without a zone when it was not */
FluxGatewayMapping *flux_gateway_mapping_new (FluxBodyNames *names, GTimeZone *zone, GTimeZone *plant_zone);
FluxGatewayMapping *flux_gateway_mapping_ref (FluxGatewayMapping *self);
void flux_gateway_mapping_unref (FluxGatewayMapping *self);

/* While it is made only. @map: (nullable). All (transfer none). @unit's alias counts, and its device_id as well, where
 * a header or the query names it. */
void flux_gateway_mapping_add_unit (FluxGatewayMapping *self, FluxUnit *unit, FluxRegisterMap *map,
                                    FluxFlowUnit flow_unit);

const FluxBodyNames *flux_gateway_mapping_get_names (const FluxGatewayMapping *self);

/* (nullable): %NULL when nobody has set it. */
GTimeZone *flux_gateway_mapping_get_zone (const FluxGatewayMapping *self);
GTimeZone *flux_gateway_mapping_get_plant_zone (const FluxGatewayMapping *self);

/* How a post names a unit; lengths in bytes, %NULL texts and %FLUX_UNIT_NO_SERVER_ID where it does not. */
typedef struct
{
  const char *server_name;
  gsize server_name_length;
  const char *ip;
  gsize ip_length;
  const char *alias;
  gsize alias_length;
  int server_id;
} FluxUnitNaming;

/* The unit that @naming means: by name, then, for a name that no unit has, by id and address together; by id and
 * address; by id alone; by address alone; by alias.
 * @is_renamed: (out): whether it has another name than the post's
 * Returns: (transfer none) (nullable) */
const FluxMappedUnit *flux_gateway_mapping_find_unit (const FluxGatewayMapping *self, const FluxUnitNaming *naming,
                                                      gboolean *is_renamed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxGatewayMapping, flux_gateway_mapping_unref)

G_END_DECLS
