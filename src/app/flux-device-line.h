/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-device-face.h"

G_BEGIN_DECLS

#define FLUX_TYPE_DEVICE_LINE (flux_device_line_get_type ())

/**
 * FluxDeviceLine:
 *
 * A device in one line, for hundreds of them: mark, name, place, flow, level, velocity, temperature, what is not
 * normal, age. Columns have fixed places, so that they align down the list; where there is too little width the less
 * important ones are left out. Writing other texts never asks for a new layout.
 *
 * CSS node "deviceline". Accessible role: group, labelled by one sentence. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxDeviceLine, flux_device_line, FLUX, DEVICE_LINE, GtkWidget)

GtkWidget *flux_device_line_new (void);

/* A #FluxDeviceShow. */
void flux_device_line_show (GtkWidget *line, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now,
                            GTimeZone *zone);

G_END_DECLS
