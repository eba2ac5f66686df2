/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-overview-page-private.h"

#include "flux-device-binding.h"
#include "flux-device-line.h"
#include "flux-device-menu.h"

#define BINDING "flux-device-binding"

static FluxDeviceItem *
get_item_of (GtkWidget *widget)
{
  return flux_device_binding_get_item (g_object_get_data (G_OBJECT (widget), BINDING));
}

static void
give_binding (FluxOverviewPage *self, GtkListItem *list_item, GtkWidget *widget, FluxDeviceShow show,
              FluxDeviceShowTrace show_trace)
{
  FluxDeviceBinding *binding = flux_device_binding_new (self->plant, widget, show, show_trace);

  g_object_set_data_full (G_OBJECT (widget), BINDING, binding, (GDestroyNotify) flux_device_binding_free);
  flux_device_menu_install (widget, get_item_of);
  gtk_list_item_set_child (list_item, widget);
}

static void
setup_card (GtkListItemFactory *factory, GtkListItem *list_item, FluxOverviewPage *self)
{
  give_binding (self, list_item, flux_device_card_new (), flux_device_binding_show_card,
                flux_device_binding_show_card_trace);
}

static void
setup_line (GtkListItemFactory *factory, GtkListItem *list_item, FluxOverviewPage *self)
{
  give_binding (self, list_item, flux_device_line_new (), flux_device_line_show, NULL);
}

static FluxDeviceBinding *
get_binding (GtkListItem *list_item)
{
  return g_object_get_data (G_OBJECT (gtk_list_item_get_child (list_item)), BINDING);
}

static void
bind_item (GtkListItemFactory *factory, GtkListItem *list_item, FluxOverviewPage *self)
{
  flux_device_binding_set_item (get_binding (list_item), gtk_list_item_get_item (list_item));
}

static void
unbind_item (GtkListItemFactory *factory, GtkListItem *list_item, FluxOverviewPage *self)
{
  flux_device_binding_set_item (get_binding (list_item), NULL);
  if (FLUX_IS_DEVICE_CARD (gtk_list_item_get_child (list_item)))
    flux_device_card_clear (FLUX_DEVICE_CARD (gtk_list_item_get_child (list_item)));
}

static GtkListItemFactory *
make_factory (FluxOverviewPage *self, GCallback setup)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_item), self);
  return factory;
}

GtkWidget *
flux_overview_page_get_view (FluxOverviewPage *self)
{
  return g_settings_get_boolean (self->settings, "overview-dense") ? GTK_WIDGET (self->list) : GTK_WIDGET (self->grid);
}

static gboolean
scroll_to_top (gpointer user_data)
{
  FluxOverviewPage *self = user_data;

  self->top_source = 0;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->devices)) > 0)
    gtk_widget_activate_action (flux_overview_page_get_view (self), "list.scroll-to-item", "u", 0);
  return G_SOURCE_REMOVE;
}

void
flux_overview_page_keep_at_top (FluxOverviewPage *self)
{
  GtkAdjustment *position = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (flux_overview_page_get_view (self)));

  if (position != NULL && gtk_adjustment_get_value (position) <= 0 && self->top_source == 0)
    self->top_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, scroll_to_top, self, NULL);
}

/* Only the view that is seen has a model, so that the other one makes no rows. */
void
flux_overview_page_show_view (FluxOverviewPage *self)
{
  gboolean dense = g_settings_get_boolean (self->settings, "overview-dense");
  g_autoptr (GtkSelectionModel) none
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->devices))));

  gtk_grid_view_set_model (self->grid, dense ? NULL : none);
  gtk_list_view_set_model (self->list, dense ? none : NULL);
  g_object_set (self->field, "dense", dense, NULL);
}

static void
activate_cb (GtkWidget *view, guint position, FluxOverviewPage *self)
{
  g_autoptr (FluxDeviceItem) item = g_list_model_get_item (G_LIST_MODEL (self->devices), position);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-device", "s", flux_device_item_get_device_id (item));
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return flux_device_menu_popup_focused (flux_overview_page_get_view (FLUX_OVERVIEW_PAGE (widget)));
}

void
flux_overview_page_class_add_cards (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

void
flux_overview_page_add_cards (FluxOverviewPage *self)
{
  g_autoptr (GtkListItemFactory) cards = make_factory (self, G_CALLBACK (setup_card));
  g_autoptr (GtkListItemFactory) lines = make_factory (self, G_CALLBACK (setup_line));

  gtk_grid_view_set_factory (self->grid, cards);
  gtk_list_view_set_factory (self->list, lines);
  flux_overview_page_show_view (self);
}
