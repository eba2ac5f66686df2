/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-gateway-mapping.h"
#include "flux-gateway.h"
#include "flux-store-session.h"

G_BEGIN_DECLS

/**
 * FluxMappings:
 *
 * The units and register maps of the plant, and for each gateway what its posts are read with. The store's writer
 * thread changes it: what a transaction changes is seen by nobody else before flux_mappings_build().
 */
typedef struct _FluxMappings FluxMappings;

FluxMappings *flux_mappings_new (void);
void flux_mappings_free (FluxMappings *self);

/* --- Any thread --------------------------------------------------------------------------------------------------- */

/* (nullable): a gateway that was just made has none yet. Returns: (transfer full) */
FluxGatewayMapping *flux_mappings_get (FluxMappings *self, const char *gateway_uuid);

/* The gateway whose identity @body names, as its mapping says. Cheap where no gateway has one.
 * Returns: (transfer full) (nullable): its uuid */
char *flux_mappings_identify (FluxMappings *self, GBytes *body);

/* Returns: (transfer full) (element-type FluxUnit), (element-type FluxRegisterMap) */
GPtrArray *flux_mappings_get_units (FluxMappings *self);
GPtrArray *flux_mappings_get_maps (FluxMappings *self);

/* --- Writer thread ------------------------------------------------------------------------------------------------ */

/* Reads all units and maps. A map that cannot be read is left out with a warning: its units wait. */
gboolean flux_mappings_load (FluxMappings *self, FluxStoreSession *session, GError **error);

/* As the transaction under way has them. Returns: (transfer none) (nullable) */
FluxUnit *flux_mappings_find_unit (FluxMappings *self, const char *uuid);
FluxRegisterMap *flux_mappings_find_map (FluxMappings *self, const char *uuid);

/* Returns: (transfer none) (element-type utf8 FluxUnit), (element-type utf8 FluxRegisterMap): by uuid, likewise */
GHashTable *flux_mappings_peek_units (FluxMappings *self);
GHashTable *flux_mappings_peek_maps (FluxMappings *self);

/* What the transaction under way has put into the store, or taken out of it. */
void flux_mappings_put_unit (FluxMappings *self, FluxUnit *unit);
void flux_mappings_put_map (FluxMappings *self, FluxRegisterMap *map);
void flux_mappings_remove_unit (FluxMappings *self, const char *uuid);
void flux_mappings_remove_map (FluxMappings *self, const char *uuid);

/* Whether something was put or removed since the last build. */
gboolean flux_mappings_have_changed (FluxMappings *self);

/* In what unit a device's flow is counted. */
typedef FluxFlowUnit (*FluxFlowUnitOf) (gpointer plant, const char *device_id);

/* Makes every gateway's mapping anew after a commit. @gateways: (element-type FluxGateway) */
void flux_mappings_build (FluxMappings *self, GPtrArray *gateways, FluxFlowUnitOf flow_unit_of, gpointer plant);

/* Forgets what the transaction under way has put and removed. */
void flux_mappings_undo (FluxMappings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxMappings, flux_mappings_free)

G_END_DECLS
