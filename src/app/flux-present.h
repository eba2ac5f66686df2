/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @dialog over the window of @parent, no larger than that. */
void flux_present_over (GtkWindow *dialog, GtkWidget *parent);

/* Opens a page of the help by its id, such as "devices". */
void flux_present_help (GtkWindow *window, const char *page);

/* F1 in windows of this class opens a page of the help: for dialogs, which the keys of the main window do not reach.
 * In the class's init. @page: a literal */
void flux_present_class_add_help (GtkWidgetClass *widget_class, const char *page);

G_END_DECLS
