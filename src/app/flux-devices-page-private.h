/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-devices-page.h"

G_BEGIN_DECLS

/* Between the page and its actions. */

FluxHost *flux_devices_page_get_host (FluxDevicesPage *self);

/* Returns: (transfer none) (nullable) */
FluxDeviceItem *flux_devices_page_get_selected (FluxDevicesPage *self);

/* Shows the menu of the selected device at its row. */
void flux_devices_page_open_menu (FluxDevicesPage *self);

/* Sorts by the column called @name: "state", "name", "id", "place", "flow", "seen", "gateway". */
void flux_devices_page_sort (FluxDevicesPage *self, const char *name);

void flux_devices_page_install_actions (GtkWidgetClass *widget_class);

/* Lets the actions be there that the selected device and the plant allow. */
void flux_devices_page_update_actions (FluxDevicesPage *self);

G_END_DECLS
