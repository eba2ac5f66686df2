/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_DEVICES_PAGE (flux_devices_page_get_type ())

/**
 * FluxDevicesPage:
 *
 * Every device in a list that can be sorted and searched, and what people do with one: edit, confirm, set under
 * maintenance, retire. A #FluxPage. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxDevicesPage, flux_devices_page, FLUX, DEVICES_PAGE, AdwBin)

GtkWidget *flux_devices_page_new (FluxHost *host);

G_END_DECLS
