/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-device-face.h"

G_BEGIN_DECLS

/* Writes @face of @item into the widget; @now: µs UTC. */
typedef void (*FluxDeviceShow) (GtkWidget *widget, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now,
                                GTimeZone *zone);

/* Writes the trace into the widget. @trace: (nullable) */
typedef void (*FluxDeviceShowTrace) (GtkWidget *widget, const FluxDayTrace *trace, gint64 period, gint64 midnight);

typedef struct _FluxDeviceBinding FluxDeviceBinding;

/* Keeps @widget, a recycled row or cell, in step with the item it stands for now: with its readings as they come, and
 * with the clock once a second. @plant: @widget: borrowed, and outlive the binding. @show_trace: (nullable) */
FluxDeviceBinding *flux_device_binding_new (FluxPlantModel *plant, GtkWidget *widget, FluxDeviceShow show,
                                            FluxDeviceShowTrace show_trace);
void flux_device_binding_free (FluxDeviceBinding *self);

/* @item: (nullable): %NULL: the widget waits to be used again, and costs nothing */
void flux_device_binding_set_item (FluxDeviceBinding *self, FluxDeviceItem *item);

/* Returns: (transfer none) (nullable) */
FluxDeviceItem *flux_device_binding_get_item (FluxDeviceBinding *self);

/* For the two kinds of widget that there are. */
void flux_device_binding_show_card (GtkWidget *card, FluxDeviceItem *item, const FluxDeviceFace *face, gint64 now,
                                    GTimeZone *zone);
void flux_device_binding_show_card_trace (GtkWidget *card, const FluxDayTrace *trace, gint64 period, gint64 midnight);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxDeviceBinding, flux_device_binding_free)

G_END_DECLS
