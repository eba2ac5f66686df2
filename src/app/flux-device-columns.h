/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-plant-model.h"

G_BEGIN_DECLS

/* What the list of devices shows in its two forms, and the orders that it can be in. Rows are recycled, and only those
 * on screen follow readings and the clock. Main context. */

typedef enum
{
  FLUX_DEVICE_COLUMN_STATE,
  FLUX_DEVICE_COLUMN_NAME,
  FLUX_DEVICE_COLUMN_ID,
  FLUX_DEVICE_COLUMN_PLACE,
  FLUX_DEVICE_COLUMN_FLOW,
  FLUX_DEVICE_COLUMN_SEEN,
  FLUX_DEVICE_COLUMN_GATEWAY,
} FluxDeviceColumn;

#define FLUX_N_DEVICE_COLUMNS (FLUX_DEVICE_COLUMN_GATEWAY + 1)

/* Adds every column to @view. @columns: (out caller-allocates): borrowed from it */
void flux_device_columns_add (GtkColumnView *view, FluxPlantModel *plant,
                              GtkColumnViewColumn *columns[FLUX_N_DEVICE_COLUMNS]);

/* Rows of two lines, for a list that is too narrow for columns. Returns: (transfer full) */
GtkListItemFactory *flux_device_columns_make_row_factory (FluxPlantModel *plant);

/* The list item that @widget, a part of a row, stands in. Returns: (transfer none) (nullable) */
GtkListItem *flux_device_columns_find_item (GtkWidget *widget);

G_END_DECLS
