/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names for screen readers where GTK of our oldest version gives none by itself. */

/* Of a menu button, also as its tooltip. */
void flux_naming_menu_button (GtkMenuButton *button, const char *name);

/* Of the list that has the focus within @view, and of its header. */
void flux_naming_column_view (GtkColumnView *view, const char *name);

/* Of the button within @drop. */
void flux_naming_drop_down (GtkDropDown *drop, const char *name);

/* Of an AdwExpanderRow and of the lists within it. */
void flux_naming_expander_row (GtkWidget *row, const char *name);

G_END_DECLS
