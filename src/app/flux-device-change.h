/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-plant-model.h"

G_BEGIN_DECLS

/* What people do with a device in one step. Each stores the change, says so in a toast of the window that @widget is
 * in, and offers to undo it there; what went wrong is said in the same place. Main context. */

/* @until: µs UTC; 0 ends it */
void flux_device_change_maintenance (GtkWidget *widget, FluxEngine *engine, FluxDevice *device, gint64 until);

/* Retires it, or takes it back into use. */
void flux_device_change_retired (GtkWidget *widget, FluxEngine *engine, FluxDevice *device, gboolean retired);

/* A person knows this one, which was made on first sight. */
void flux_device_change_confirm (GtkWidget *widget, FluxEngine *engine, FluxDevice *device);

/* The next 06:00 of tomorrow's date in @zone. Returns: µs UTC */
gint64 flux_device_change_get_tomorrow (gint64 now, GTimeZone *zone);

G_END_DECLS
