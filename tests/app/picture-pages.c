/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* picture-pages DIRECTORY: pictures of the pages and dialogs of devices and gateways, wide and narrow, light and dark,
 * over a plant in every state. */

#include "flux-test-plant.h"
#include "flux-test-stage.h"

#include "flux-device-editor.h"
#include "flux-devices-page.h"
#include "flux-gateway-editor.h"
#include "flux-gateways-page.h"
#include "flux-key-dialog.h"
#include "flux-maintenance-dialog.h"
#include "flux-number.h"
#include "flux-page.h"

static const FluxNumberStyle english = { ".", ",", "\3" };
static const char *const addresses[] = { "127.0.0.1:0", NULL };

static void
save (GtkWidget *widget, const char *directory, const char *name)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree char *file_name = g_strdup_printf ("%s%s.png", name, dark ? "-dark" : "-light");
  g_autofree char *path = g_build_filename (directory, file_name, NULL);
  g_autoptr (GdkTexture) texture = NULL;

  for (guint i = 0; i < 6; i++)
    flux_test_stage_settle (widget);
  texture = flux_test_stage_render (widget);
  if (!gdk_texture_save_to_png (texture, path))
    g_error ("Cannot write %s", path);
  g_print ("%s\n", path);
}

/* @page: (transfer full) */
static void
picture_page (GtkWidget *page, int width, const char *directory, const char *name)
{
  GtkWidget *overlay = adw_toast_overlay_new (), *window;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), page);
  window = flux_test_stage_show (overlay, width, 720);
  save (adw_window_get_content (ADW_WINDOW (window)), directory, name);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
picture_dialog (gpointer dialog, int width, int height, const char *directory, const char *name)
{
  gtk_window_set_default_size (dialog, width, height);
  gtk_window_present (dialog);
  save (dialog, directory, name);
  gtk_window_destroy (dialog);
}

static GtkWidget *
make_gateway_page (FluxHost *host, FluxGatewayItem *item)
{
  const char *ids[] = { flux_gateway_item_get_gateway (item)->uuid, NULL };
  GtkWidget *page = flux_gateways_page_new (host);

  flux_page_open (FLUX_PAGE (page), ids);
  return page;
}

static FluxApiKey *
add_key (FluxHost *host, FluxGatewayItem *item, const char *name)
{
  FluxApiKey *key = flux_api_key_new (name, "flx_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

  key->gateway_uuid = g_strdup (flux_gateway_item_get_gateway (item)->uuid);
  key->scope = FLUX_SCOPE_INGEST;
  flux_engine_save_key_async (flux_host_get_engine (host), key, "test", NULL, NULL, NULL);
  return key;
}

static void
make_pictures (FluxHost *host, FluxGatewayItem *item, FluxApiKey *key, const char *directory)
{
  FluxPlantModel *plant = flux_host_get_plant (host);
  FluxEngine *engine = flux_host_get_engine (host);
  g_autoptr (FluxDevice) device =
      flux_device_ref (flux_device_item_get_device (flux_plant_model_find_device (plant, "NIVUS_04")));
  g_autoptr (FluxGateway) gateway = flux_gateway_ref (flux_gateway_item_get_gateway (item));
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();
  GtkWidget *dialog;

  g_ptr_array_add (devices, device);
  picture_page (flux_devices_page_new (host), 980, directory, "devices");
  picture_page (flux_devices_page_new (host), 360, directory, "devices-360");
  picture_page (flux_gateways_page_new (host), 980, directory, "gateways");
  picture_page (flux_gateways_page_new (host), 360, directory, "gateways-360");
  picture_page (make_gateway_page (host, item), 980, directory, "gateway");
  picture_page (make_gateway_page (host, item), 360, directory, "gateway-360");
  picture_dialog (flux_device_editor_new (host, NULL), 600, 760, directory, "device-add");
  dialog = flux_device_editor_new (host, devices);
  g_object_set (gtk_widget_get_template_child (dialog, FLUX_TYPE_DEVICE_EDITOR, "unit_row"), "selected",
                FLUX_FLOW_UNIT_M3_PER_H, NULL);
  g_object_set (gtk_widget_get_template_child (dialog, FLUX_TYPE_DEVICE_EDITOR, "time_zone_row"), "text", "Berlin",
                NULL);
  picture_dialog (dialog, 600, 960, directory, "device-edit");
  picture_dialog (flux_device_editor_new (host, devices), 360, 640, directory, "device-edit-360");
  picture_dialog (flux_gateway_editor_new (host, gateway), 520, 460, directory, "gateway-edit");
  picture_dialog (flux_maintenance_dialog_new (engine, device), 340, -1, directory, "maintenance");
  picture_dialog (flux_key_dialog_new_make (engine, gateway), 480, 420, directory, "key-make");
  picture_dialog (flux_key_dialog_new_rotate (engine, key), 480, 420, directory, "key-rotate");
  picture_dialog (
      flux_key_dialog_new_show (key, "flx_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"), 360, 420,
      directory, "key-show");
}

int
main (int argc, char *argv[])
{
  const char *directory = argc > 1 ? argv[1] : ".";
  FluxHost *host;
  FluxGatewayItem *item;
  FluxApiKey *key;

  gtk_init ();
  flux_test_stage_open ();
  flux_test_plant_init_style ();
  flux_number_set_style (&english);
  g_mkdir_with_parents (directory, 0755);
  host = flux_test_plant_open (addresses);
  picture_page (flux_devices_page_new (host), 980, directory, "devices-none");
  picture_page (flux_gateways_page_new (host), 360, directory, "gateways-none");
  flux_test_plant_fill (host);
  item = g_list_model_get_item (flux_plant_model_get_gateways (flux_host_get_plant (host)), 0);
  g_object_unref (item);
  key = add_key (host, item, "TRB246 Kläranlage");
  make_pictures (host, item, key, directory);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  make_pictures (host, item, key, directory);
  flux_api_key_unref (key);
  flux_test_plant_close (host);
  return 0;
}
