/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-plant-model.h"

G_BEGIN_DECLS

#define FLUX_TYPE_DEVICE_ORDER (flux_device_order_get_type ())

/**
 * FluxDeviceOrder:
 *
 * The plant's devices in use as the overview lists them: sorted, and those left out that the person does not want to
 * see. It is sorted anew only when something changed that it is sorted by, and then at most once a second, so that ten
 * thousand devices cost next to nothing while readings come in. A GListModel of FluxDeviceItem. Main context.
 *
 * Properties, writable and notified: "sort" (string: "abnormal", "name", "location", "flow"), "site" (string, "" for
 * all), "search" (string), "severity" (int, a FluxTone: only devices with such an alert; grey for all).
 */
G_DECLARE_FINAL_TYPE (FluxDeviceOrder, flux_device_order, FLUX, DEVICE_ORDER, GObject)

FluxDeviceOrder *flux_device_order_new (FluxPlantModel *plant);

/* The sites there are, sorted. Returns: (transfer full) (array zero-terminated=1) */
char **flux_device_order_list_sites (FluxDeviceOrder *self);

G_END_DECLS
