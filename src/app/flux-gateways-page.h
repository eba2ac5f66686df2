/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_GATEWAYS_PAGE (flux_gateways_page_get_type ())

/**
 * FluxGatewaysPage:
 *
 * Every gateway in a list, and one of them in its place (#FluxGatewayPage) while it is looked at. A #FluxPage. Main
 * context.
 */
G_DECLARE_FINAL_TYPE (FluxGatewaysPage, flux_gateways_page, FLUX, GATEWAYS_PAGE, AdwBin)

GtkWidget *flux_gateways_page_new (FluxHost *host);

G_END_DECLS
