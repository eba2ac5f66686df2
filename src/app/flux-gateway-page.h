/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_GATEWAY_PAGE (flux_gateway_page_get_type ())
G_DECLARE_FINAL_TYPE (FluxGatewayPage, flux_gateway_page, FLUX, GATEWAY_PAGE, AdwBin)

/**
 * FluxGatewayPage:
 *
 * One gateway: its last contact, what became of its records, its devices, and what it has to be told to post here:
 * address, key, and both in a line for trying out. It has a header bar of its own with a way back. Main context.
 *
 * Signal "back": the person wants to leave it.
 */
GtkWidget *flux_gateway_page_new (FluxHost *host);

/* @item: (nullable) */
void flux_gateway_page_set_item (FluxGatewayPage *self, FluxGatewayItem *item);

/* Returns: (transfer none) (nullable) */
FluxGatewayItem *flux_gateway_page_get_item (FluxGatewayPage *self);

G_END_DECLS
