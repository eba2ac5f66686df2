/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-device-face.h"

G_BEGIN_DECLS

#define FLUX_TYPE_DEVICE_ROW (flux_device_row_get_type ())
G_DECLARE_FINAL_TYPE (FluxDeviceRow, flux_device_row, FLUX, DEVICE_ROW, GtkWidget)

/**
 * FluxDeviceRow:
 *
 * A device in two lines, for lists that are too narrow for columns: mark and name, place and id on the left, flow and
 * age on the right. New texts ask for no new layout. Main context.
 */
GtkWidget *flux_device_row_new (FluxPlantModel *plant);

/* A #FluxDeviceShow. */
void flux_device_row_show (GtkWidget *row, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now,
                           GTimeZone *zone);

G_END_DECLS
