/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-window-private.h"

#include "flux-device-change.h"
#include "flux-device-editor.h"
#include "flux-maintenance-dialog.h"
#include "flux-mapping-dialog.h"
#include "flux-present.h"
#include "flux-time.h"

/* --- What the person does ----------------------------------------------------------------------------------------- */

static void
show_page_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  flux_window_show_page (user_data, g_variant_get_string (target, NULL));
}

static void
search_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  flux_page_search (flux_window_get_page (user_data));
}

static void
add_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  flux_page_add (flux_window_get_page (user_data));
}

static void
back_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  flux_window_go_back (user_data);
}

static void
help_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;
  FluxPage *page = flux_window_get_page (self);

  if (page != NULL)
    flux_present_help (user_data, flux_page_get_help_page (page));
  else
    flux_present_help (user_data, adw_bin_get_child (self->first_run) != NULL ? "first-run" : "index");
}

static void
toggle_sidebar_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  flux_window_toggle_sidebar (user_data);
}

/* The menu stands over the sidebar, so that comes first where there is room for one of them only. */
static void
menu_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;

  gtk_widget_set_visible (self->sidebar, TRUE);
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_menu_button_popup (self->menu_button);
}

static void
close_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  gtk_window_close (user_data);
}

/* --- What is done with devices and gateways ----------------------------------------------------------------------- */

/* Returns: (transfer none) (nullable) */
static FluxDevice *
find_device (FluxWindow *self, const char *device_id)
{
  FluxDeviceItem *item = flux_plant_model_find_device (flux_host_get_plant (self->host), device_id);

  return item != NULL ? flux_device_item_get_device (item) : NULL;
}

/* Returns: (transfer full) (element-type FluxDevice) */
static GPtrArray *
find_devices (FluxWindow *self, const char *const *ids)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);

  for (guint i = 0; ids[i] != NULL; i++)
    if (find_device (self, ids[i]) != NULL)
      g_ptr_array_add (devices, flux_device_ref (find_device (self, ids[i])));
  return devices;
}

static void
add_device_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;

  flux_device_editor_present (GTK_WIDGET (self->pages), self->host, NULL);
}

static void
edit_device_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;
  FluxDevice *device = find_device (self, g_variant_get_string (target, NULL));

  if (device != NULL)
    flux_device_editor_present (GTK_WIDGET (self->pages), self->host, device);
}

static void
edit_devices_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;
  g_autofree const char **ids = g_variant_get_strv (target, NULL);
  g_autoptr (GPtrArray) devices = find_devices (self, ids);

  if (devices->len > 0)
    flux_device_editor_present_several (GTK_WIDGET (self->pages), self->host, devices);
}

static void
confirm_device_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;
  FluxDevice *device = find_device (self, g_variant_get_string (target, NULL));

  if (device != NULL)
    flux_device_change_confirm (GTK_WIDGET (self->pages), flux_host_get_engine (self->host), device);
}

/* @minutes: 0: none any more; negative: until tomorrow morning. Returns: µs UTC; 0: ends it */
static gint64
get_maintenance_end (FluxWindow *self, int minutes)
{
  gint64 now = flux_clock_get_now (flux_engine_get_clock (flux_host_get_engine (self->host)));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  if (minutes < 0)
    return flux_device_change_get_tomorrow (now, zone);
  return minutes > 0 ? now + minutes * FLUX_TIME_MINUTE : 0;
}

static void
maintenance_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;
  g_autofree const char **ids = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  int minutes;

  g_variant_get (target, "(^a&si)", &ids, &minutes);
  devices = find_devices (self, ids);
  for (guint i = 0; i < devices->len; i++)
    flux_device_change_maintenance (GTK_WIDGET (self->pages), flux_host_get_engine (self->host),
                                    g_ptr_array_index (devices, i), get_maintenance_end (self, minutes));
}

static void
maintenance_until_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;
  FluxDevice *device = find_device (self, g_variant_get_string (target, NULL));

  if (device != NULL)
    flux_maintenance_dialog_present (GTK_WIDGET (self->pages), flux_host_get_engine (self->host), device);
}

static void
add_gateway_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;

  flux_window_show_page (self, "gateways");
  flux_page_add (flux_window_get_page (self));
}

static void
show_gateway_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;
  const char *const ids[] = { g_variant_get_string (target, NULL), NULL };

  flux_window_show_page (self, "gateways");
  flux_page_open (flux_window_get_page (self), ids);
}

static void
map_post_cb (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  FluxWindow *self = user_data;

  flux_mapping_dialog_present (GTK_WINDOW (self), self->host, g_variant_get_int64 (target));
}

/* --- Actions ------------------------------------------------------------------------------------------------------ */

static const GActionEntry entries[] = {
  { "show-page", show_page_cb, "s", NULL, NULL, { 0 } },
  { "search", search_cb, NULL, NULL, NULL, { 0 } },
  { "add", add_cb, NULL, NULL, NULL, { 0 } },
  { "back", back_cb, NULL, NULL, NULL, { 0 } },
  { "help", help_cb, NULL, NULL, NULL, { 0 } },
  { "toggle-sidebar", toggle_sidebar_cb, NULL, NULL, NULL, { 0 } },
  { "menu", menu_cb, NULL, NULL, NULL, { 0 } },
  { "close", close_cb, NULL, NULL, NULL, { 0 } },
  { "add-device", add_device_cb, NULL, NULL, NULL, { 0 } },
  { "edit-device", edit_device_cb, "s", NULL, NULL, { 0 } },
  { "edit-devices", edit_devices_cb, "as", NULL, NULL, { 0 } },
  { "confirm-device", confirm_device_cb, "s", NULL, NULL, { 0 } },
  { "maintenance", maintenance_cb, "(asi)", NULL, NULL, { 0 } },
  { "maintenance-until", maintenance_until_cb, "s", NULL, NULL, { 0 } },
  { "add-gateway", add_gateway_cb, NULL, NULL, NULL, { 0 } },
  { "show-gateway", show_gateway_cb, "s", NULL, NULL, { 0 } },
  { "map-post", map_post_cb, "x", NULL, NULL, { 0 } },
};

void
flux_window_class_add_actions (GtkWidgetClass *widget_class)
{
  /* Not as an accelerator of the application: those come before popovers and search bars, which have Esc first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}

void
flux_window_add_actions (FluxWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

static void
set_enabled (FluxWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
flux_window_update_actions (FluxWindow *self)
{
  FluxPage *page = flux_window_get_page (self);
  gboolean can_write = page != NULL && !flux_host_is_read_only (self->host);
  static const char *const writing[] = { "add-device",  "edit-device",       "edit-devices", "confirm-device",
                                         "maintenance", "maintenance-until", "add-gateway",
                                         "map-post" };

  set_enabled (self, "show-page", page != NULL);
  set_enabled (self, "search", page != NULL && flux_page_can_search (page));
  set_enabled (self, "add", can_write && flux_page_can_add (page));
  set_enabled (self, "back", page != NULL);
  set_enabled (self, "toggle-sidebar", page != NULL);
  set_enabled (self, "menu", page != NULL);
  set_enabled (self, "show-gateway", page != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (writing); i++)
    set_enabled (self, writing[i], can_write);
}
