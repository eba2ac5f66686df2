/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-devices-page-private.h"

#include "flux-device-change.h"
#include "flux-device-editor.h"
#include "flux-maintenance-dialog.h"
#include "flux-time.h"

static FluxEngine *
get_engine (GtkWidget *page)
{
  return flux_host_get_engine (flux_devices_page_get_host (FLUX_DEVICES_PAGE (page)));
}

static gint64
get_now (GtkWidget *page)
{
  return flux_clock_get_now (flux_engine_get_clock (get_engine (page)));
}

/* Returns: (transfer none) (nullable) */
static FluxDevice *
get_device (GtkWidget *page)
{
  FluxDeviceItem *item = flux_devices_page_get_selected (FLUX_DEVICES_PAGE (page));

  return item != NULL ? flux_device_item_get_device (item) : NULL;
}

static void
add_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  flux_device_editor_present (page, flux_devices_page_get_host (FLUX_DEVICES_PAGE (page)), NULL);
}

static void
edit_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  FluxDevice *device = get_device (page);

  if (device != NULL)
    flux_device_editor_present (page, flux_devices_page_get_host (FLUX_DEVICES_PAGE (page)), device);
}

static void
confirm_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  flux_device_change_confirm (page, get_engine (page), get_device (page));
}

static void
maintenance_cb (GtkWidget *page, const char *name, GVariant *minutes)
{
  flux_device_change_maintenance (page, get_engine (page), get_device (page),
                                  get_now (page) + g_variant_get_int32 (minutes) * FLUX_TIME_MINUTE);
}

static void
maintenance_tomorrow_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  flux_device_change_maintenance (page, get_engine (page), get_device (page),
                                  flux_device_change_get_tomorrow (get_now (page), zone));
}

static void
maintenance_until_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  flux_maintenance_dialog_present (page, get_engine (page), get_device (page));
}

static void
end_maintenance_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  flux_device_change_maintenance (page, get_engine (page), get_device (page), 0);
}

static void
retire_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  flux_device_change_retired (page, get_engine (page), get_device (page), g_str_equal (name, "device.retire"));
}

static void
menu_cb (GtkWidget *page, const char *name, GVariant *parameter)
{
  flux_devices_page_open_menu (FLUX_DEVICES_PAGE (page));
}

static void
sort_cb (GtkWidget *page, const char *name, GVariant *column)
{
  flux_devices_page_sort (FLUX_DEVICES_PAGE (page), g_variant_get_string (column, NULL));
}

void
flux_devices_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "device.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "device.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "device.confirm", NULL, confirm_cb);
  gtk_widget_class_install_action (widget_class, "device.maintenance", "i", maintenance_cb);
  gtk_widget_class_install_action (widget_class, "device.maintenance-tomorrow", NULL, maintenance_tomorrow_cb);
  gtk_widget_class_install_action (widget_class, "device.maintenance-until", NULL, maintenance_until_cb);
  gtk_widget_class_install_action (widget_class, "device.end-maintenance", NULL, end_maintenance_cb);
  gtk_widget_class_install_action (widget_class, "device.retire", NULL, retire_cb);
  gtk_widget_class_install_action (widget_class, "device.take-back", NULL, retire_cb);
  gtk_widget_class_install_action (widget_class, "device.menu", NULL, menu_cb);
  gtk_widget_class_install_action (widget_class, "devices.sort", "s", sort_cb);
}

void
flux_devices_page_update_actions (FluxDevicesPage *self)
{
  GtkWidget *page = GTK_WIDGET (self);
  gboolean may_change = !flux_host_is_read_only (flux_devices_page_get_host (self));
  const FluxDevice *device = get_device (page);
  gboolean may_change_it = device != NULL && may_change;
  gboolean is_in_use = device != NULL && device->retired_at == 0;

  gtk_widget_action_set_enabled (page, "device.add", may_change);
  gtk_widget_action_set_enabled (page, "device.edit", device != NULL);
  gtk_widget_action_set_enabled (page, "device.confirm", may_change_it && device->confirmed_at == 0);
  gtk_widget_action_set_enabled (page, "device.maintenance", may_change_it && is_in_use);
  gtk_widget_action_set_enabled (page, "device.maintenance-tomorrow", may_change_it && is_in_use);
  gtk_widget_action_set_enabled (page, "device.maintenance-until", may_change_it && is_in_use);
  gtk_widget_action_set_enabled (page, "device.end-maintenance",
                                 may_change_it && device->maintenance_until > get_now (page));
  gtk_widget_action_set_enabled (page, "device.retire", may_change_it && is_in_use);
  gtk_widget_action_set_enabled (page, "device.take-back", may_change_it && !is_in_use);
}
