/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-device-columns.h"

G_BEGIN_DECLS

/* The order of FluxDeviceItems by one column: names and ids as people count (2 before 10), states by how much they need
 * somebody, what is unknown first. Equal ones go by their id. Returns: (transfer full) */
GtkSorter *flux_device_sorters_make (FluxPlantModel *plant, FluxDeviceColumn column);

/* Whether readings alone change the order. They are not followed: whoever shows the list sorts it again now and then,
 * so that rows do not run away under the pointer. */
gboolean flux_device_sorters_is_live (FluxDeviceColumn column);

G_END_DECLS
