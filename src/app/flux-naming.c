/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-naming.h"

#include <glib/gi18n.h>

static void
name_widget (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
flux_naming_menu_button (GtkMenuButton *button, const char *name)
{
  name_widget (GTK_WIDGET (button), name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), name);
}

void
flux_naming_column_view (GtkColumnView *view, const char *name)
{
  name_widget (GTK_WIDGET (view), name);
  name_widget (gtk_widget_get_first_child (GTK_WIDGET (view)), _ ("Columns"));
  name_widget (gtk_widget_get_last_child (GTK_WIDGET (view)), name);
}
