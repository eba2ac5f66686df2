/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FLUX_TYPE_COLUMNS (flux_columns_get_type ())

/**
 * FluxColumns:
 *
 * A layout manager: the children side by side, all equally wide and high, or one below the other where they would
 * become narrower than "column-width" (int, pixels). "spacing" (int, pixels) is between them either way.
 */
G_DECLARE_FINAL_TYPE (FluxColumns, flux_columns, FLUX, COLUMNS, GtkLayoutManager)

G_END_DECLS
