/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-device-item.h"

G_BEGIN_DECLS

/* Lets secondary click, long press, the Menu key and Shift+F10 on @widget, a card or line, open the menu of the device
 * that it stands for. The menu names actions of the window.
 * @get_item: (scope forever): returns the item of the widget (transfer none) (nullable) */
typedef FluxDeviceItem *(*FluxDeviceMenuGetItem) (GtkWidget *widget);

void flux_device_menu_install (GtkWidget *widget, FluxDeviceMenuGetItem get_item);

/* Opens the menu at the widget that has the focus, when one of its children has such a menu. For the key.
 * Returns: whether it did */
gboolean flux_device_menu_popup_focused (GtkWidget *list);

G_END_DECLS
