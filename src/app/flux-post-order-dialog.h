/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-engine-posts.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_ORDER_DIALOG (flux_post_order_dialog_get_type ())

/**
 * FluxPostOrderDialog:
 *
 * Shows what the bad values of a unit in one post would be in each of the four word orders, and changes the unit's
 * register map to the one that is chosen. Main context.
 *
 * Signal "saved": the map is changed; the dialog closes after it.
 */
G_DECLARE_FINAL_TYPE (FluxPostOrderDialog, flux_post_order_dialog, FLUX, POST_ORDER_DIALOG, AdwWindow)

/* Opens one over the window of @parent for the unit of @reading's record @index.
 * Returns: (transfer none) (nullable): %NULL when that unit has no stored map */
FluxPostOrderDialog *flux_post_order_dialog_present (GtkWidget *parent, FluxEngine *engine,
                                                     const FluxPostReading *reading, guint index);

G_END_DECLS
