/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-gateway.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define FLUX_TYPE_GATEWAY_ITEM (flux_gateway_item_get_type ())

/* A gateway as lists show it. Property "gateway" (boxed, read-only, notified). Main context only. */
G_DECLARE_FINAL_TYPE (FluxGatewayItem, flux_gateway_item, FLUX, GATEWAY_ITEM, GObject)

FluxGatewayItem *flux_gateway_item_new (FluxGateway *gateway);

/* Returns: (transfer none) */
FluxGateway *flux_gateway_item_get_gateway (FluxGatewayItem *self);

/* Its name as people see it: in their language for the gateway that stands for the shared key.
 * Returns: (transfer none) */
const char *flux_gateway_item_get_name (FluxGatewayItem *self);
void flux_gateway_item_update (FluxGatewayItem *self, FluxGateway *gateway);

G_END_DECLS
