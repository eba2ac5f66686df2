/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_GATEWAY_EDITOR (flux_gateway_editor_get_type ())

/**
 * FluxGatewayEditor:
 *
 * A window in which a gateway is added or changed, with the same habits as #FluxDeviceEditor.
 *
 * Signal "saved" (FluxGateway): it is stored; the window closes after it.
 */
G_DECLARE_FINAL_TYPE (FluxGatewayEditor, flux_gateway_editor, FLUX, GATEWAY_EDITOR, AdwWindow)

/* @gateway: (nullable): %NULL: one is added */
GtkWidget *flux_gateway_editor_new (FluxHost *host, FluxGateway *gateway);

/* Opens one over the window of @parent, where it says in a toast what was stored. Returns: (transfer none) */
FluxGatewayEditor *flux_gateway_editor_present (GtkWidget *parent, FluxHost *host, FluxGateway *gateway);

G_END_DECLS
