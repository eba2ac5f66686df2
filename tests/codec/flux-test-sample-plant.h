/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-gateway-mapping.h"
#include "flux-plant-file.h"

G_BEGIN_DECLS

/* The plant of tests/data/sample-plant.json, which the posts in tests/data/gateway-posts are for. */

/* When those posts are received: 2026-11-23T10:00:00Z, an hour after most were measured; µs UTC. */
#define FLUX_TEST_SAMPLE_ARRIVAL (G_GINT64_CONSTANT (1795428000) * G_USEC_PER_SEC)

/* Returns: (transfer full) */
FluxPlantFile *flux_test_sample_plant_read (void);

/* What the posts of the gateway "TRB245" or "Other vendor" are read with. Returns: (transfer full) */
FluxGatewayMapping *flux_test_sample_plant_get_mapping (const char *gateway);

/* The post in NAME.json. Returns: (transfer full) */
GBytes *flux_test_sample_post_read (const char *name);

G_END_DECLS
