/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FLUX_TYPE_CARD_FIELD (flux_card_field_get_type ())

/**
 * FluxCardField:
 *
 * The overview's field: a strip on top, and below it cards in as many columns as fit, or lines. Cards are 300 to 380
 * pixels wide; where there is more room than they take, strip and cards stand in the middle with their edges aligned.
 * The grid is told how many columns fit, because it makes rows for as many as it might have.
 *
 * Properties: "strip" (GtkWidget), "cards" (GtkGridView), "lines" (GtkListView), "dense" (boolean: lines instead of
 * cards). Main thread.
 */
G_DECLARE_FINAL_TYPE (FluxCardField, flux_card_field, FLUX, CARD_FIELD, GtkWidget)

G_END_DECLS
