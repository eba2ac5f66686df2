/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-mapping.h"
#include "flux-engine-posts.h"
#include "flux-test-engine.h"

G_BEGIN_DECLS

/* What an engineer does, each waited for. */

/* Imports the plant of tests/data/sample-plant.json. */
void flux_test_import_sample_plant (FluxTestEngine *self);

/* Returns: (transfer full) (nullable): the error, if it failed */
GError *flux_test_save_mapping (FluxTestEngine *self, const FluxMappingChange *change);
GError *flux_test_delete_unit (FluxTestEngine *self, const char *uuid);
GError *flux_test_delete_map (FluxTestEngine *self, const char *uuid);
GError *flux_test_import_plant (FluxTestEngine *self, const FluxPlantFile *file);

/* The stored map of this name, the unit of this device, the gateway of this name. Returns: (transfer full) */
FluxRegisterMap *flux_test_get_map (FluxTestEngine *self, const char *name);
FluxUnit *flux_test_get_unit (FluxTestEngine *self, const char *device_id);
FluxGateway *flux_test_get_gateway (FluxTestEngine *self, const char *name);

/* Decodes what @query asks for again. Returns: "POSTS posts, STORED stored, …" (transfer full) */
char *flux_test_decode_again (FluxTestEngine *self, const FluxPostQuery *query);

/* A post of @body under a key that has the name of @gateway and lets no new devices in; waited for. */
void flux_test_post_as (FluxTestEngine *self, const char *gateway, const char *body);

G_END_DECLS
