/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-plant-model.h"

G_BEGIN_DECLS

/* The table of posts, over #FluxPostItem. Main context. */

/* Adds the columns: received, gateway, size, outcome, devices. */
void flux_post_columns_add (GtkColumnView *view, FluxPlantModel *plant);

/* Rows that say the same in two lines, where there is little width. Returns: (transfer full) */
GtkListItemFactory *flux_post_columns_make_row_factory (FluxPlantModel *plant);

G_END_DECLS
