/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-overview-page-private.h"

#include "flux-curl-line.h"
#include "flux-format.h"
#include "flux-naming.h"
#include "flux-page.h"

#include <glib/gi18n.h>
#include <math.h>

#define FLOW_UNIT FLUX_FLOW_UNIT_M3_PER_H

enum
{
  PROP_NARROW = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void page_init (FluxPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxOverviewPage, flux_overview_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (FLUX_TYPE_PAGE, page_init))

/* --- The plant in figures ----------------------------------------------------------------------------------------- */

static void
update_strip (FluxOverviewPage *self)
{
  guint n_devices, n_online, n_flows;
  double flow;

  g_object_get (self->plant, "n-devices", &n_devices, "n-online", &n_online, "n-flows", &n_flows, "flow", &flow, NULL);
  flux_summary_strip_set_online (self->strip, n_online, n_devices);
  for (FluxTone tone = FLUX_TONE_INFO; tone <= FLUX_TONE_CRITICAL; tone++)
    {
      guint n_open = flux_plant_model_count_alerts (self->plant, tone);

      flux_summary_strip_set_alarms (self->strip, tone, n_open, n_open);
    }
  flux_summary_strip_set_flow (self->strip, n_flows > 0 ? flux_flow_unit_from_si (FLOW_UNIT, flow) : NAN,
                               flux_flow_unit_get_symbol (FLOW_UNIT), n_flows, n_devices);
}

/* --- What is shown ------------------------------------------------------------------------------------------------ */

static void
show_what_there_is (FluxOverviewPage *self)
{
  guint n_devices;

  g_object_get (self->plant, "n-devices", &n_devices, NULL);
  if (n_devices == 0)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->devices)) == 0)
    gtk_stack_set_visible_child_name (self->stack, "nothing-found");
  else
    gtk_stack_set_visible_child_name (self->stack, "devices");
}

static void
on_items_changed (FluxOverviewPage *self)
{
  flux_overview_page_keep_at_top (self);
  show_what_there_is (self);
}

static void
update_address (FluxOverviewPage *self)
{
  g_autofree char *url = flux_host_get_gateway_url (self->host);
  g_autofree char *address = url != NULL ? g_strconcat (url, FLUX_CURL_LINE_PATH, NULL) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->address), url != NULL);
  flux_copy_line_set_text (self->address, address);
  adw_status_page_set_description (self->empty,
                                   url != NULL ? _ ("They appear with the first post. It is awaited at this address:")
                                               : _ ("They appear with the first post."));
}

static const struct
{
  const char *name;
  const char *label;
} sorts[] = {
  { "abnormal", NC_ ("sort", "Abnormal first") },
  { "name", NC_ ("sort", "Name") },
  { "location", NC_ ("sort", "Location") },
  { "flow", NC_ ("sort", "Flow") },
};

static void
update_buttons (FluxOverviewPage *self)
{
  g_autofree char *sort = g_settings_get_string (self->settings, "overview-sort");
  g_autofree char *site = g_settings_get_string (self->settings, "overview-site");

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_str_equal (sorts[i].name, sort))
      gtk_menu_button_set_label (GTK_MENU_BUTTON (self->sort_button), g_dpgettext2 (NULL, "sort", sorts[i].label));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->site_button), *site != '\0' ? site : C_ ("sites", "All sites"));
}

static void
append_site (GMenu *menu, const char *label, const char *site)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "overview.overview-site", "s", site);
  g_menu_append_item (menu, item);
}

static void
update_sites (FluxOverviewPage *self)
{
  g_auto (GStrv) sites = flux_device_order_list_sites (self->devices);
  g_autofree char *site = g_settings_get_string (self->settings, "overview-site");
  gboolean narrow = gtk_widget_get_visible (self->more_button);

  if (*site != '\0' && !g_strv_contains ((const char *const *) sites, site))
    g_settings_set_string (self->settings, "overview-site", "");
  gtk_widget_set_visible (self->site_button, *sites != NULL && !narrow);
  if (self->sites != NULL && g_strv_equal ((const char *const *) sites, (const char *const *) self->sites))
    return;
  g_menu_remove_all (self->site_menu);
  append_site (self->site_menu, C_ ("sites", "All sites"), "");
  for (guint i = 0; sites[i] != NULL; i++)
    append_site (self->site_menu, sites[i], sites[i]);
  g_strfreev (self->sites);
  self->sites = g_steal_pointer (&sites);
}

static void
on_plant_changed (FluxPlantModel *plant, guint changes, FluxOverviewPage *self)
{
  if ((changes & FLUX_PLANT_CHANGE_STATES) != 0)
    update_strip (self);
  if ((changes & FLUX_PLANT_CHANGE_SETTINGS) == 0)
    return;
  update_sites (self);
  show_what_there_is (self);
}

static void
on_setting_changed (FluxOverviewPage *self, const char *key)
{
  if (g_str_equal (key, "overview-dense"))
    flux_overview_page_show_view (self);
  update_buttons (self);
}

/* --- Searching ---------------------------------------------------------------------------------------------------- */

static void
search_changed_cb (FluxOverviewPage *self)
{
  g_object_set (self->devices, "search", gtk_editable_get_text (self->search_entry), NULL);
}

static void
search_activate_cb (FluxOverviewPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_all_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  FluxOverviewPage *self = FLUX_OVERVIEW_PAGE (widget);

  gtk_editable_set_text (self->search_entry, "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  flux_summary_strip_set_filter (self->strip, FLUX_TONE_GREY);
  g_settings_set_string (self->settings, "overview-site", "");
}

/* --- Page --------------------------------------------------------------------------------------------------------- */

static const char *
get_title (FluxPage *page)
{
  return C_ ("page", "Overview");
}

static const char *
get_help_page (FluxPage *page)
{
  return "overview";
}

static void
search (FluxPage *page)
{
  FluxOverviewPage *self = FLUX_OVERVIEW_PAGE (page);
  gboolean open = gtk_search_bar_get_search_mode (self->search_bar);

  gtk_search_bar_set_search_mode (self->search_bar, !open);
  if (!open)
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
add (FluxPage *page)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "win.add-device", NULL);
}

static gboolean
go_back (FluxPage *page)
{
  FluxOverviewPage *self = FLUX_OVERVIEW_PAGE (page);
  gboolean was_searching = gtk_search_bar_get_search_mode (self->search_bar);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  return was_searching;
}

static void
page_init (FluxPageInterface *iface)
{
  iface->get_title = get_title;
  iface->get_help_page = get_help_page;
  iface->search = search;
  iface->add = add;
  iface->go_back = go_back;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
set_narrow (FluxOverviewPage *self, gboolean narrow)
{
  gtk_widget_set_visible (self->more_button, narrow);
  gtk_widget_set_visible (self->sort_button, !narrow);
  gtk_widget_set_visible (self->dense_button, !narrow);
  gtk_widget_set_visible (self->site_button, !narrow && self->sites != NULL && *self->sites != NULL);
}

static void
flux_overview_page_root (GtkWidget *widget)
{
  FluxOverviewPage *self = FLUX_OVERVIEW_PAGE (widget);
  GObject *window;

  GTK_WIDGET_CLASS (flux_overview_page_parent_class)->root (widget);
  window = G_OBJECT (gtk_widget_get_root (widget));
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (window), "narrow") != NULL)
    self->to_narrow = g_object_bind_property (window, "narrow", self, "narrow", G_BINDING_SYNC_CREATE);
}

static void
flux_overview_page_unroot (GtkWidget *widget)
{
  g_clear_pointer (&FLUX_OVERVIEW_PAGE (widget)->to_narrow, g_binding_unbind);
  GTK_WIDGET_CLASS (flux_overview_page_parent_class)->unroot (widget);
}

static gboolean
flux_overview_page_grab_focus (GtkWidget *widget)
{
  FluxOverviewPage *self = FLUX_OVERVIEW_PAGE (widget);

  return gtk_widget_grab_focus (flux_overview_page_get_view (self))
         || gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
flux_overview_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    set_narrow (FLUX_OVERVIEW_PAGE (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_overview_page_dispose (GObject *object)
{
  FluxOverviewPage *self = FLUX_OVERVIEW_PAGE (object);

  g_clear_handle_id (&self->top_source, g_source_remove);
  if (self->plant != NULL)
    g_signal_handlers_disconnect_by_data (self->plant, self);
  if (self->devices != NULL)
    g_signal_handlers_disconnect_by_data (self->devices, self);
  if (self->host != NULL)
    g_signal_handlers_disconnect_by_data (self->host, self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  if (self->grid != NULL)
    gtk_grid_view_set_model (self->grid, NULL);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->devices);
  g_clear_object (&self->plant);
  g_clear_object (&self->host);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->sites, g_strfreev);
  G_OBJECT_CLASS (flux_overview_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, sort_button);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, site_button);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, dense_button);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, field);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, strip);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, grid);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, list);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, empty);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, address);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, sort_section);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, site_menu);
  gtk_widget_class_bind_template_child (widget_class, FluxOverviewPage, more_menu);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
}

static void
flux_overview_page_class_init (FluxOverviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = flux_overview_page_set_property;
  object_class->dispose = flux_overview_page_dispose;
  widget_class->root = flux_overview_page_root;
  widget_class->unroot = flux_overview_page_unroot;
  widget_class->grab_focus = flux_overview_page_grab_focus;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FLUX_TYPE_CARD_FIELD);
  g_type_ensure (FLUX_TYPE_COPY_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-overview-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "overview.show-all", NULL, show_all_cb);
  flux_overview_page_class_add_cards (widget_class);
}

static void
fill_more_menu (FluxOverviewPage *self)
{
  g_autoptr (GMenu) dense = g_menu_new ();

  g_menu_append (dense, _ ("One line for a device"), "overview.overview-dense");
  g_menu_append_section (self->more_menu, _ ("Sort by"), G_MENU_MODEL (self->sort_section));
  g_menu_append_section (self->more_menu, NULL, G_MENU_MODEL (self->site_menu));
  g_menu_append_section (self->more_menu, NULL, G_MENU_MODEL (dense));
}

static void
flux_overview_page_init (FluxOverviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  flux_naming_menu_button (GTK_MENU_BUTTON (self->more_button), _ ("Sort and filter"));
  flux_copy_line_set_purpose (self->address, _ ("Copy the address"));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  fill_more_menu (self);
}

static void
add_settings_actions (FluxOverviewPage *self)
{
  static const char *const keys[] = { "overview-sort", "overview-site", "overview-dense" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (group), action);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "overview", G_ACTION_GROUP (group));
}

GtkWidget *
flux_overview_page_new (FluxHost *host, GSettings *settings)
{
  FluxOverviewPage *self = g_object_new (FLUX_TYPE_OVERVIEW_PAGE, NULL);

  self->host = g_object_ref (host);
  self->plant = g_object_ref (flux_host_get_plant (host));
  self->settings = g_object_ref (settings);
  self->devices = flux_device_order_new (self->plant);
  g_settings_bind (settings, "overview-sort", self->devices, "sort", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "overview-site", self->devices, "site", G_SETTINGS_BIND_GET);
  g_object_bind_property (self->strip, "filter", self->devices, "severity", G_BINDING_DEFAULT);
  g_signal_connect_object (settings, "changed", G_CALLBACK (on_setting_changed), self, G_CONNECT_SWAPPED);
  add_settings_actions (self);

  g_signal_connect (self->plant, "changed", G_CALLBACK (on_plant_changed), self);
  g_signal_connect_swapped (self->plant, "notify", G_CALLBACK (update_strip), self);
  g_signal_connect_swapped (self->devices, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect_swapped (host, "notify::urls", G_CALLBACK (update_address), self);
  update_address (self);
  update_buttons (self);
  update_strip (self);
  update_sites (self);
  flux_overview_page_add_cards (self);
  show_what_there_is (self);
  return GTK_WIDGET (self);
}
