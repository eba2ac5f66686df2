/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Rows that show a #FluxPostLine each: mark, what, value, meaning, and a second line where there is more to say. Main
 * context. Returns: (transfer full) */
GtkListItemFactory *flux_post_line_row_make_factory (void);

G_END_DECLS
