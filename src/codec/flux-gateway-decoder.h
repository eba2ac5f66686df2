/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-gateway-mapping.h"
#include "flux-record.h"

G_BEGIN_DECLS

/* Decodes posts in the formats of the gateways: RutOS collections (an object, an array, several inputs), the data
 * sender before them, templates of the site's own, register arrays, and fields by name under other names than the
 * contract's. Records are found anywhere: an object is one when it has a value, or fields by name. Pure; any thread.
 *
 * Parameters and result as for flux_post_decode(); @body is without its wrapping. JSON as templates make it is
 * forgiven: see FLUX_JSON_FORGIVE. */
FluxRecords *flux_gateway_decode (GBytes *body, FluxGatewayMapping *mapping, const char *device_hint,
                                  gint64 received_at);

G_END_DECLS
