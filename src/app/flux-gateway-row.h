/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-gateway-units.h"

G_BEGIN_DECLS

#define FLUX_TYPE_GATEWAY_ROW (flux_gateway_row_get_type ())
G_DECLARE_FINAL_TYPE (FluxGatewayRow, flux_gateway_row, FLUX, GATEWAY_ROW, GtkWidget)

/**
 * FluxGatewayRow:
 *
 * A gateway in a list: name and last contact, below them place, address, devices and posts. It follows its item while
 * it has one, and names the list's cell around it for screen readers. Main context.
 */
GtkWidget *flux_gateway_row_new (FluxPlantModel *plant, FluxGatewayUnits *units);

/* @item: (nullable): %NULL: it waits to be used again, and costs nothing */
void flux_gateway_row_set_item (FluxGatewayRow *self, FluxGatewayItem *item);

G_END_DECLS
