/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_DEVICE_EDITOR (flux_device_editor_get_type ())

/**
 * FluxDeviceEditor:
 *
 * A window in which a device is added or changed, or several are changed at once: then only what is typed is set, in
 * all of them. Nothing is stored before Save, which is there once every field will do; Esc leaves it all as it was, and
 * asks first when something was typed. Saving confirms devices that were made on first sight.
 *
 * Signal "saved": everything is stored; the window closes after it.
 */
G_DECLARE_FINAL_TYPE (FluxDeviceEditor, flux_device_editor, FLUX, DEVICE_EDITOR, AdwWindow)

/* @devices: (nullable) (element-type FluxDevice): those to change; %NULL or empty: one is added */
GtkWidget *flux_device_editor_new (FluxHost *host, GPtrArray *devices);

/* Opens one over the window of @parent, where it says in a toast what was stored.
 * @device: (nullable): %NULL: one is added */
void flux_device_editor_present (GtkWidget *parent, FluxHost *host, FluxDevice *device);
void flux_device_editor_present_several (GtkWidget *parent, FluxHost *host, GPtrArray *devices);

G_END_DECLS
