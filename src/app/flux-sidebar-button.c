/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sidebar-button.h"

#include <glib/gi18n.h>

struct _FluxSidebarButton
{
  AdwBin parent_instance;

  GBinding *to_visible; /* (nullable): while in a window */
  GBinding *to_header;  /* (nullable) */
};

G_DEFINE_FINAL_TYPE (FluxSidebarButton, flux_sidebar_button, ADW_TYPE_BIN)

static void
flux_sidebar_button_root (GtkWidget *widget)
{
  FluxSidebarButton *self = FLUX_SIDEBAR_BUTTON (widget);
  GObject *window;
  GtkWidget *header;

  GTK_WIDGET_CLASS (flux_sidebar_button_parent_class)->root (widget);
  window = G_OBJECT (gtk_widget_get_root (widget));
  header = gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (window), "sidebar-beside") == NULL)
    return;
  self->to_visible = g_object_bind_property (window, "sidebar-beside", self, "visible",
                                             G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  if (header != NULL)
    self->to_header = g_object_bind_property (window, "sidebar-beside", header, "show-start-title-buttons",
                                              G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
}

static void
flux_sidebar_button_unroot (GtkWidget *widget)
{
  FluxSidebarButton *self = FLUX_SIDEBAR_BUTTON (widget);

  g_clear_pointer (&self->to_visible, g_binding_unbind);
  g_clear_pointer (&self->to_header, g_binding_unbind);
  GTK_WIDGET_CLASS (flux_sidebar_button_parent_class)->unroot (widget);
}

static void
flux_sidebar_button_class_init (FluxSidebarButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = flux_sidebar_button_root;
  widget_class->unroot = flux_sidebar_button_unroot;
}

static void
flux_sidebar_button_init (FluxSidebarButton *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("sidebar-show-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Sidebar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sidebar"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.toggle-sidebar");
  adw_bin_set_child (ADW_BIN (self), button);
}
