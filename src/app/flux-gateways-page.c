/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateways-page.h"

#include "flux-banner.h"
#include "flux-device-terms.h"
#include "flux-format.h"
#include "flux-gateway-editor.h"
#include "flux-gateway-page.h"
#include "flux-gateway-row.h"
#include "flux-gateways-page-transfer.h"
#include "flux-mark.h"
#include "flux-naming.h"
#include "flux-page.h"
#include "flux-present.h"
#include "flux-register-maps-window.h"
#include "flux-sidebar-button.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FluxGatewaysPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwWindowTitle *title;
  GtkWidget *add_button;
  GtkMenuButton *menu_button;
  GtkWidget *refused;
  GtkLabel *refused_text;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkStack *states;
  GtkListView *list_view;

  FluxHost *host;          /* (owned) */
  FluxGatewayUnits *units; /* (owned) */
  GtkFilter *filter;       /* of shown */
  GListModel *shown;       /* (owned): those that the search leaves, sorted */
  GtkWidget *detail;       /* (nullable): a page of the stack, made when it is first needed */
  char **words;            /* of the search */
  char *awaited;           /* (nullable): uuid of one that was made here and is not in the plant yet */
};

static void page_init (FluxPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxGatewaysPage, flux_gateways_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (FLUX_TYPE_PAGE, page_init))

static void show_awaited (FluxGatewaysPage *self);

static FluxPlantModel *
get_plant (FluxGatewaysPage *self)
{
  return flux_host_get_plant (self->host);
}

/* --- The list ----------------------------------------------------------------------------------------------------- */

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const FluxGateway *first = flux_gateway_item_get_gateway ((FluxGatewayItem *) a);
  const FluxGateway *second = flux_gateway_item_get_gateway ((FluxGatewayItem *) b);
  int order = g_utf8_collate (flux_gateway_item_get_name ((FluxGatewayItem *) a),
                              flux_gateway_item_get_name ((FluxGatewayItem *) b));

  return order != 0 ? order : g_strcmp0 (first->uuid, second->uuid);
}

static gboolean
is_wanted_cb (gpointer item, gpointer user_data)
{
  FluxGatewaysPage *self = user_data;
  const FluxGateway *gateway = flux_gateway_item_get_gateway (item);
  g_autofree char *all = g_strjoin ("\n", flux_gateway_item_get_name (item),
                                    gateway->location != NULL ? gateway->location : "", gateway->last_address, NULL);
  g_autofree char *text = g_utf8_casefold (all, -1);

  for (guint i = 0; self->words[i] != NULL; i++)
    if (strstr (text, self->words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
show_counts (FluxGatewaysPage *self)
{
  guint n_shown = g_list_model_get_n_items (self->shown);
  guint n_all = g_list_model_get_n_items (flux_plant_model_get_gateways (get_plant (self)));
  g_autofree char *some = g_strdup_printf (ngettext ("%u of %u gateway", "%u of %u gateways", n_all), n_shown, n_all);
  g_autofree char *all = g_strdup_printf (ngettext ("%u gateway", "%u gateways", n_all), n_all);

  adw_window_title_set_subtitle (self->title, n_all == 0 ? "" : n_shown == n_all ? all : some);
  gtk_stack_set_visible_child_name (self->states, n_all == 0 ? "none" : n_shown == 0 ? "no-match" : "list");
}

static void
search_changed_cb (FluxGatewaysPage *self)
{
  g_strfreev (self->words);
  self->words = flux_device_terms_read_search (gtk_editable_get_text (self->search_entry));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *list_item, FluxGatewaysPage *self)
{
  gtk_list_item_set_child (list_item, flux_gateway_row_new (get_plant (self), self->units));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  flux_gateway_row_set_item (FLUX_GATEWAY_ROW (gtk_list_item_get_child (list_item)),
                             gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  flux_gateway_row_set_item (FLUX_GATEWAY_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
make_list (FluxGatewaysPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GListModel *all = flux_plant_model_get_gateways (get_plant (self));
  GtkFilterListModel *filtered;
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted_cb, self, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (all), self->filter);
  self->shown = G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                                       GTK_SORTER (gtk_custom_sorter_new (compare_cb, NULL, NULL))));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->shown)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, selection);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (all, "items-changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (all, "items-changed", G_CALLBACK (show_awaited), self, G_CONNECT_SWAPPED);
}

/* --- Who may not post --------------------------------------------------------------------------------------------- */

/* Without it nobody would learn why a gateway with a mistyped key never appears. */
static void
show_refused (FluxGatewaysPage *self)
{
  FluxEngine *engine = flux_host_get_engine (self->host);
  const char *address;
  gint64 at = flux_host_get_refused (self->host, &address);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *moment = flux_format_moment (flux_clock_get_now (flux_engine_get_clock (engine)), at, zone);
  g_autofree char *sentence =
      /* Translators: an address like 192.168.1.20, and a moment like 14:12 */
      g_strdup_printf (_ ("%s was refused (%s): its key is wrong or missing, and nothing was stored. If it is a "
                          "gateway of yours, copy its key once more."),
                       address != NULL ? address : "?", moment);

  gtk_label_set_text (self->refused_text, sentence);
  gtk_widget_set_visible (self->refused, at != 0);
}

static void
dismiss_refused_cb (FluxGatewaysPage *self)
{
  flux_host_forget_refused (self->host);
  show_refused (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* --- One of them -------------------------------------------------------------------------------------------------- */

static gboolean
is_in_detail (FluxGatewaysPage *self)
{
  return self->detail != NULL && gtk_stack_get_visible_child (self->stack) == self->detail;
}

static void
leave_detail (FluxGatewaysPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
show_detail (FluxGatewaysPage *self, FluxGatewayItem *item)
{
  if (self->detail == NULL)
    {
      self->detail = flux_gateway_page_new (self->host);
      g_signal_connect_object (self->detail, "back", G_CALLBACK (leave_detail), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->stack, self->detail);
    }
  flux_gateway_page_set_item (FLUX_GATEWAY_PAGE (self->detail), item);
  gtk_stack_set_visible_child (self->stack, self->detail);
  if (gtk_widget_get_root (self->detail) != NULL)
    gtk_widget_grab_focus (self->detail);
}

static void
activated_cb (FluxGatewaysPage *self, guint position)
{
  g_autoptr (FluxGatewayItem) item = g_list_model_get_item (self->shown, position);

  if (item != NULL)
    show_detail (self, item);
}

/* A gateway that was just made is shown as soon as it is there, because it needs a key next. */
static void
show_awaited (FluxGatewaysPage *self)
{
  FluxGatewayItem *item =
      self->awaited != NULL ? flux_plant_model_find_gateway (get_plant (self), self->awaited) : NULL;

  if (item == NULL)
    return;
  g_clear_pointer (&self->awaited, g_free);
  show_detail (self, item);
}

static void
added_cb (FluxGatewaysPage *self, FluxGateway *gateway)
{
  g_free (self->awaited);
  self->awaited = g_strdup (gateway->uuid);
  show_awaited (self);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxGatewaysPage *self = FLUX_GATEWAYS_PAGE (widget);
  FluxGatewayEditor *editor = flux_gateway_editor_present (widget, self->host, NULL);

  g_signal_connect_object (editor, "saved", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
}

static void
maps_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  flux_present_over (GTK_WINDOW (flux_register_maps_window_new (FLUX_GATEWAYS_PAGE (widget)->host)), widget);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  flux_gateways_page_transfer_export (widget, FLUX_GATEWAYS_PAGE (widget)->host);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  flux_gateways_page_transfer_import (widget, FLUX_GATEWAYS_PAGE (widget)->host);
}

/* --- As a page ---------------------------------------------------------------------------------------------------- */

static const char *
get_title (FluxPage *page)
{
  return _ ("Gateways");
}

static const char *
get_help_page (FluxPage *page)
{
  return "gateways";
}

static void
search (FluxPage *page)
{
  FluxGatewaysPage *self = FLUX_GATEWAYS_PAGE (page);

  if (is_in_detail (self))
    leave_detail (self);
  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
add (FluxPage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "gateway.add", NULL);
}

static gboolean
go_back (FluxPage *page)
{
  FluxGatewaysPage *self = FLUX_GATEWAYS_PAGE (page);
  gboolean was_searching = gtk_search_bar_get_search_mode (self->search_bar);

  if (is_in_detail (self))
    {
      leave_detail (self);
      return TRUE;
    }
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  return was_searching;
}

static void
open_gateway (FluxPage *page, const char *const *ids)
{
  FluxGatewaysPage *self = FLUX_GATEWAYS_PAGE (page);
  FluxGatewayItem *item = ids[0] != NULL ? flux_plant_model_find_gateway (get_plant (self), ids[0]) : NULL;

  if (item != NULL)
    show_detail (self, item);
}

static void
page_init (FluxPageInterface *iface)
{
  iface->get_title = get_title;
  iface->get_help_page = get_help_page;
  iface->search = search;
  iface->add = add;
  iface->go_back = go_back;
  iface->open = open_gateway;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static gboolean
flux_gateways_page_grab_focus (GtkWidget *widget)
{
  FluxGatewaysPage *self = FLUX_GATEWAYS_PAGE (widget);

  if (is_in_detail (self))
    return gtk_widget_grab_focus (self->detail);
  return gtk_widget_grab_focus (GTK_WIDGET (self->list_view))
         || gtk_widget_child_focus (GTK_WIDGET (self->states), GTK_DIR_TAB_FORWARD);
}

static void
flux_gateways_page_dispose (GObject *object)
{
  FluxGatewaysPage *self = FLUX_GATEWAYS_PAGE (object);

  if (self->shown != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  g_clear_object (&self->shown);
  G_OBJECT_CLASS (flux_gateways_page_parent_class)->dispose (object);
}

static void
flux_gateways_page_finalize (GObject *object)
{
  FluxGatewaysPage *self = FLUX_GATEWAYS_PAGE (object);

  g_strfreev (self->words);
  g_free (self->awaited);
  g_clear_object (&self->units);
  g_clear_object (&self->host);
  G_OBJECT_CLASS (flux_gateways_page_parent_class)->finalize (object);
}

static void
flux_gateways_page_class_init (FluxGatewaysPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_gateways_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = flux_gateways_page_finalize;

  widget_class->grab_focus = flux_gateways_page_grab_focus;

  g_type_ensure (FLUX_TYPE_BANNER);
  g_type_ensure (FLUX_TYPE_MARK);
  g_type_ensure (FLUX_TYPE_SIDEBAR_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-gateways-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, title);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, refused);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, refused_text);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, states);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewaysPage, list_view);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_refused_cb);
  gtk_widget_class_install_action (widget_class, "gateway.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "gateways.maps", NULL, maps_action);
  gtk_widget_class_install_action (widget_class, "gateways.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "gateways.import", NULL, import_action);
}

static void
flux_gateways_page_init (FluxGatewaysPage *self)
{
  self->words = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  flux_naming_menu_button (self->menu_button, _ ("Menu of the gateways"));
}

GtkWidget *
flux_gateways_page_new (FluxHost *host)
{
  FluxGatewaysPage *self = g_object_new (FLUX_TYPE_GATEWAYS_PAGE, NULL);

  self->host = g_object_ref (host);
  self->units = flux_gateway_units_new (get_plant (self));
  make_list (self);
  show_counts (self);
  g_signal_connect_object (host, "refused", G_CALLBACK (show_refused), self, G_CONNECT_SWAPPED);
  show_refused (self);
  if (flux_host_is_read_only (host))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "gateway.add", FALSE);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "gateways.import", FALSE);
      gtk_widget_set_tooltip_text (self->add_button, flux_host_get_lock_holder_message (host));
    }
  return GTK_WIDGET (self);
}
