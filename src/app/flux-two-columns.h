/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FLUX_TYPE_TWO_COLUMNS (flux_two_columns_get_type ())
G_DECLARE_FINAL_TYPE (FluxTwoColumns, flux_two_columns, FLUX, TWO_COLUMNS, GtkWidget)

/**
 * FluxTwoColumns:
 *
 * Two children side by side, each half as wide, or one below the other where there is too little width. Properties:
 * "first" and "second" (GtkWidget), "threshold" (int, pixels: from here on side by side), "spacing" (int, pixels).
 */

G_END_DECLS
