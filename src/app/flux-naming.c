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

void
flux_naming_drop_down (GtkDropDown *drop, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop));

  gtk_accessible_update_property (GTK_ACCESSIBLE (drop), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (button != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
name_lists (GtkWidget *widget, const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_BOX (child))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      else
        name_lists (child, name);
    }
}

void
flux_naming_expander_row (GtkWidget *row, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  name_lists (row, name);
}
