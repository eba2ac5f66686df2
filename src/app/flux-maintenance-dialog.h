/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-plant-model.h"

G_BEGIN_DECLS

#define FLUX_TYPE_MAINTENANCE_DIALOG (flux_maintenance_dialog_get_type ())

/**
 * FluxMaintenanceDialog:
 *
 * Asks until when a device is in maintenance: a day in a calendar and a time of day, in the person's zone.
 */
G_DECLARE_FINAL_TYPE (FluxMaintenanceDialog, flux_maintenance_dialog, FLUX, MAINTENANCE_DIALOG, AdwWindow)

GtkWidget *flux_maintenance_dialog_new (FluxEngine *engine, FluxDevice *device);

/* Opens it over the window of @parent, and sets what was chosen as flux_device_change_maintenance() does. */
void flux_maintenance_dialog_present (GtkWidget *parent, FluxEngine *engine, FluxDevice *device);

G_END_DECLS
