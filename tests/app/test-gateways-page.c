/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-copy-row.h"
#include "flux-engine-mapping.h"
#include "flux-field-row.h"
#include "flux-gateway-editor.h"
#include "flux-gateway-page.h"
#include "flux-gateways-page.h"
#include "flux-gateways-page-transfer.h"
#include "flux-key-change.h"
#include "flux-key-dialog.h"
#include "flux-key-list.h"
#include "flux-mapping-unit-list.h"
#include "flux-page.h"
#include "flux-register-maps-window.h"
#include "flux-test-labels.h"
#include "flux-test-plant.h"
#include "flux-test-stage.h"

#include <string.h>

#define WIDE 980
#define NARROW 350

static const char *const addresses[] = { "127.0.0.1:0", NULL };

typedef struct
{
  FluxHost *host;
  GtkWidget *page;
  GtkWidget *window;
  char *uuid; /* of the gateway that has posted */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  FluxGatewayItem *item;

  self->host = flux_test_plant_open (addresses);
  item = flux_test_plant_add_gateway (self->host, "TRB246 North");
  self->uuid = g_strdup (flux_gateway_item_get_gateway (item)->uuid);
  flux_test_plant_post (self->host, self->uuid, "192.168.40.17", "{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5}");
}

static void
set_up_empty (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  flux_test_plant_close (self->host);
  g_free (self->uuid);
}

static void
show (Fixture *self, int width)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->page = flux_gateways_page_new (self->host);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->page);
  self->window = flux_test_stage_show (overlay, width, 640);
}

static gpointer
get_part (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->page, FLUX_TYPE_GATEWAYS_PAGE, name);
}

static GtkWidget *
get_detail (Fixture *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (get_part (self, "stack"));

  return FLUX_IS_GATEWAY_PAGE (child) ? child : NULL;
}

static gpointer
get_detail_part (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (get_detail (self), FLUX_TYPE_GATEWAY_PAGE, name);
}

static void
open_detail (Fixture *self)
{
  const char *const ids[] = { self->uuid, NULL };

  flux_page_open (FLUX_PAGE (self->page), ids);
  g_assert_nonnull (get_detail (self));
  flux_test_stage_settle (self->page);
}

static gboolean
has_post (gpointer user_data)
{
  Fixture *self = user_data;

  return flux_gateway_item_get_gateway (flux_plant_model_find_gateway (flux_host_get_plant (self->host), self->uuid))
             ->posts == 1;
}

static void
test_list (Fixture *self, gconstpointer data)
{
  flux_test_plant_add_gateway (self->host, "TRB246 South");
  flux_test_stage_wait (has_post, self);
  show (self, WIDE);
  flux_test_stage_settle (self->page);
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "TRB246 North"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "North · 192.168.40.17"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "1 device · 1 post"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "No contact yet"));
  flux_test_labels_assert (self->page);
  flux_test_labels_assert_narrow (self->page);

  gtk_editable_set_text (get_part (self, "search_entry"), "40.17 north");
  g_signal_emit_by_name (get_part (self, "search_entry"), "search-changed");
  flux_test_stage_settle (self->page);
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "TRB246 North"));
  g_assert_null (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "TRB246 South"));
}

static void
test_none (Fixture *self, gconstpointer data)
{
  show (self, NARROW);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (self, "states")), ==, "none");
  flux_test_labels_assert (self->page);
}

static void
test_detail (Fixture *self, gconstpointer data)
{
  g_autofree char *url = flux_host_get_gateway_url (self->host);
  g_autofree char *address = g_strconcat (url, "/api/ingest", NULL);
  GtkLabel *stored;

  flux_test_stage_wait (has_post, self);
  show (self, WIDE);
  open_detail (self);
  stored = get_detail_part (self, "stored");
  g_assert_cmpstr (gtk_label_get_label (stored), ==, "1");
  g_assert_cmpstr (flux_copy_row_get_text (get_detail_part (self, "address")), ==, address);
  g_assert_nonnull (strstr (flux_copy_row_get_text (get_detail_part (self, "curl")), address));
  g_assert_nonnull (strstr (flux_copy_row_get_text (get_detail_part (self, "curl")), "x-api-key: KEY"));
  g_assert_nonnull (strstr (flux_copy_row_get_text (get_detail_part (self, "curl")), "NIVUS_01"));
  g_assert_true (gtk_widget_get_visible (get_detail_part (self, "reach")));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "1 device"));
  flux_test_labels_assert (self->page);
  flux_test_labels_assert_narrow (self->page);
  g_assert_true (flux_page_go_back (FLUX_PAGE (self->page)));
  g_assert_null (get_detail (self));
  g_assert_false (flux_page_go_back (FLUX_PAGE (self->page)));
}

static void
test_detail_narrow (Fixture *self, gconstpointer data)
{
  show (self, NARROW);
  open_detail (self);
  g_assert_cmpint (gtk_widget_get_width (get_detail (self)), ==, NARROW);
  flux_test_labels_assert (self->page);
}

static void
test_nowhere (Fixture *self, gconstpointer data)
{
  self->uuid = g_strdup (flux_gateway_item_get_gateway (flux_test_plant_add_gateway (self->host, "TRB246"))->uuid);
  show (self, WIDE);
  open_detail (self);
  g_assert_cmpstr (flux_copy_row_get_text (get_detail_part (self, "address")), ==, "");
  g_assert_false (gtk_widget_get_visible (get_detail_part (self, "curl")));
  g_assert_true (gtk_widget_get_visible (get_detail_part (self, "reach")));
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

static GtkWidget *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

static gpointer
get_dialog_part (const char *name)
{
  return gtk_widget_get_template_child (find_window (FLUX_TYPE_KEY_DIALOG), FLUX_TYPE_KEY_DIALOG, name);
}

static gboolean
shows_text (gpointer user_data)
{
  return g_str_has_prefix (flux_copy_row_get_text (get_dialog_part ("text_row")), "flx_");
}

static guint
count_rows (Fixture *self)
{
  GObject *list = gtk_widget_get_template_child (get_detail_part (self, "keys"), FLUX_TYPE_KEY_LIST, "list");
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static gboolean
has_one_key (gpointer user_data)
{
  return count_rows (user_data) == 1 && flux_key_list_get_text (get_detail_part (user_data, "keys")) != NULL;
}

static gboolean
has_two_keys (gpointer user_data)
{
  return count_rows (user_data) == 2;
}

/* Presses what the dialog is for and returns the text of the key. */
static char *
go (void)
{
  GtkWidget *dialog = find_window (FLUX_TYPE_KEY_DIALOG);
  char *text;

  flux_test_stage_settle (dialog);
  flux_test_labels_assert (dialog);
  flux_test_labels_assert_narrow (dialog);
  gtk_widget_activate_action (dialog, "key.go", NULL);
  flux_test_stage_wait (shows_text, NULL);
  text = g_strdup (flux_copy_row_get_text (get_dialog_part ("text_row")));
  flux_test_stage_settle (dialog);
  flux_test_labels_assert (dialog);
  flux_test_labels_assert_narrow (dialog);
  gtk_widget_activate_action (dialog, "key.go", NULL);
  return text;
}

static gboolean
is_accepted (Fixture *self, const char *text)
{
  g_autoptr (FluxApiKey) key = flux_engine_authenticate (flux_host_get_engine (self->host), text, NULL);

  return key != NULL && g_strcmp0 (key->gateway_uuid, self->uuid) == 0;
}

static FluxApiKey *
get_key (Fixture *self, const char *text)
{
  return flux_engine_authenticate (flux_host_get_engine (self->host), text, NULL);
}

static gboolean
is_revoked (gpointer user_data)
{
  gpointer *both = user_data;

  return !is_accepted (both[0], both[1]);
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (FluxApiKey) key = NULL;
  gpointer both[2];

  show (self, WIDE);
  open_detail (self);
  gtk_widget_activate_action (get_detail_part (self, "keys"), "keys.make", NULL);
  g_assert_true (gtk_widget_get_sensitive (get_dialog_part ("go")));
  flux_field_row_set_text (get_dialog_part ("networks_row"), "here");
  g_assert_false (gtk_widget_get_sensitive (get_dialog_part ("go")));
  flux_field_row_set_text (get_dialog_part ("networks_row"), "");
  first = go ();
  g_assert_true (is_accepted (self, first));
  flux_test_stage_wait (has_one_key, self);
  g_assert_nonnull (strstr (flux_copy_row_get_text (get_detail_part (self, "curl")), first));
  g_assert_null (flux_test_labels_find (self->page, GTK_TYPE_LABEL, first)); /* it is copied, but not shown */

  key = get_key (self, first);
  gtk_widget_activate_action (get_detail_part (self, "keys"), "keys.rotate", "s", key->uuid);
  second = go ();
  flux_test_stage_wait (has_two_keys, self);
  g_assert_true (is_accepted (self, first));
  g_assert_true (is_accepted (self, second));
  g_assert_cmpstr (flux_key_list_get_text (get_detail_part (self, "keys")), ==, second);
  flux_test_stage_settle (self->page);
  flux_test_labels_assert (self->page);

  gtk_widget_activate_action (get_detail_part (self, "keys"), "keys.show", "s", key->uuid);
  g_assert_cmpstr (flux_copy_row_get_text (get_dialog_part ("text_row")), ==, first);
  gtk_window_destroy (GTK_WINDOW (find_window (FLUX_TYPE_KEY_DIALOG)));

  gtk_widget_activate_action (get_detail_part (self, "keys"), "keys.revoke", "s", key->uuid);
  g_assert_nonnull (find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_true (is_accepted (self, first)); /* it is only asked */
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_window (ADW_TYPE_MESSAGE_DIALOG)), "yes");
  both[0] = self;
  both[1] = first;
  flux_test_stage_wait (is_revoked, both);
  g_assert_true (is_accepted (self, second));
}

static gboolean
has_one_row (gpointer user_data)
{
  return count_rows (user_data) == 1;
}

static gboolean
is_asked (gpointer user_data)
{
  return find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

static gboolean
is_rotating (gpointer user_data)
{
  return find_window (FLUX_TYPE_KEY_DIALOG) != NULL;
}

/* Made elsewhere, so that its text is neither known here nor in the keyring. */
static void
test_lost_text (Fixture *self, gconstpointer data)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("TRB246", "a key of the test");

  key->gateway_uuid = g_strdup (self->uuid);
  flux_engine_save_key_async (flux_host_get_engine (self->host), key, "test", NULL, NULL, NULL);
  show (self, WIDE);
  open_detail (self);
  flux_test_stage_wait (has_one_row, self);
  gtk_widget_activate_action (get_detail_part (self, "keys"), "keys.show", "s", key->uuid);
  flux_test_stage_wait (is_asked, NULL);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_window (ADW_TYPE_MESSAGE_DIALOG)), "yes");
  flux_test_stage_wait (is_rotating, NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_dialog_part ("stack")), ==, "rotate");
  gtk_window_destroy (GTK_WINDOW (find_window (FLUX_TYPE_KEY_DIALOG)));
  g_assert_true (is_accepted (self, "a key of the test"));
}

/* --- Adding and changing ------------------------------------------------------------------------------------------ */

static gpointer
get_editor_part (const char *name)
{
  return gtk_widget_get_template_child (find_window (FLUX_TYPE_GATEWAY_EDITOR), FLUX_TYPE_GATEWAY_EDITOR, name);
}

static gboolean
has_detail (gpointer user_data)
{
  return get_detail (user_data) != NULL;
}

static gboolean
is_renamed (gpointer user_data)
{
  Fixture *self = user_data;
  FluxGatewayItem *item = flux_plant_model_find_gateway (flux_host_get_plant (self->host), self->uuid);

  return g_str_equal (flux_gateway_item_get_gateway (item)->name, "TRB246 Northwest");
}

static void
test_add (Fixture *self, gconstpointer data)
{
  const FluxGateway *gateway;

  show (self, WIDE);
  flux_page_add (FLUX_PAGE (self->page));
  flux_test_stage_settle (find_window (FLUX_TYPE_GATEWAY_EDITOR));
  flux_test_labels_assert (find_window (FLUX_TYPE_GATEWAY_EDITOR));
  flux_test_labels_assert_narrow (find_window (FLUX_TYPE_GATEWAY_EDITOR));
  g_assert_false (gtk_widget_get_sensitive (get_editor_part ("save")));
  flux_field_row_set_text (get_editor_part ("name_row"), "TRB246 North");
  g_assert_false (gtk_widget_get_sensitive (get_editor_part ("save"))); /* taken */
  g_assert_nonnull (flux_field_row_get_error (get_editor_part ("name_row")));
  flux_field_row_set_text (get_editor_part ("name_row"), "TRB246 East");
  flux_field_row_set_text (get_editor_part ("time_zone_row"), "Berlin");
  g_assert_false (gtk_widget_get_sensitive (get_editor_part ("save")));
  flux_field_row_set_text (get_editor_part ("time_zone_row"), "Europe/Berlin");
  gtk_widget_activate_action (find_window (FLUX_TYPE_GATEWAY_EDITOR), "editor.save", NULL);
  flux_test_stage_wait (has_detail, self);
  gateway = flux_gateway_item_get_gateway (flux_gateway_page_get_item (FLUX_GATEWAY_PAGE (get_detail (self))));
  g_assert_cmpstr (gateway->name, ==, "TRB246 East");
  g_assert_cmpstr (gateway->time_zone, ==, "Europe/Berlin");
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  FluxGatewayItem *item = flux_plant_model_find_gateway (flux_host_get_plant (self->host), self->uuid);

  flux_test_stage_wait (has_post, self);
  show (self, WIDE);
  open_detail (self);
  gtk_widget_activate_action (get_detail (self), "gateway.edit", NULL);
  flux_field_row_set_text (get_editor_part ("name_row"), "TRB246 Northwest");
  gtk_widget_activate_action (find_window (FLUX_TYPE_GATEWAY_EDITOR), "editor.save", NULL);
  flux_test_stage_wait (is_renamed, self);
  g_assert_cmpint (flux_gateway_item_get_gateway (item)->posts, ==, 1);
}

static void
test_looking (Fixture *self, gconstpointer data)
{
  FluxHost *writing = self->host;

  self->host = flux_test_plant_open_again (writing);
  show (self, WIDE);
  g_assert_false (gtk_widget_get_sensitive (get_part (self, "add_button")));
  open_detail (self);
  g_assert_false (gtk_widget_get_sensitive (get_detail_part (self, "edit")));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (get_detail_part (self, "edit")), ==,
                   flux_host_get_lock_holder_message (self->host));
  flux_test_plant_close (writing);
}

/* --- Units and maps ----------------------------------------------------------------------------------------------- */

static GtkWidget *
get_unit_list (Fixture *self)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (get_detail_part (self, "units"), FLUX_TYPE_MAPPING_UNIT_LIST, "list"));
}

static gboolean
has_unit (gpointer user_data)
{
  return gtk_widget_get_first_child (get_unit_list (user_data)) != NULL;
}

static gboolean
has_no_unit (gpointer user_data)
{
  return !has_unit (user_data);
}

/* A unit of the gateway that gives the readings of a device which says nothing of a gateway. */
static char *
add_unit (Fixture *self)
{
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("Own map");
  g_autoptr (FluxUnit) unit = flux_unit_new (self->uuid, "SONIC_01");
  g_autoptr (FluxDevice) device = flux_device_new ("SONIC_01");
  FluxMappingChange change = { .device = device, .map = map, .unit = unit };

  g_ptr_array_add (map->registers, flux_register_new ("level"));
  unit->map_uuid = g_strdup (map->uuid);
  unit->server_name = g_strdup ("SONIC");
  unit->server_id = 4;
  device->confirmed_at = 1;
  flux_engine_save_mapping_async (flux_host_get_engine (self->host), &change, "test", NULL, NULL, NULL);
  return g_strdup (unit->uuid);
}

static void
test_units (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = NULL;
  GtkWidget *toast_button;

  flux_test_stage_wait (has_post, self);
  show (self, WIDE);
  open_detail (self);
  uuid = add_unit (self);
  flux_test_stage_wait (has_unit, self);
  flux_test_stage_settle (self->page);
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "SONIC · id 4"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "→ SONIC_01 · Own map"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "2 devices"));
  flux_test_labels_assert (self->page);
  flux_test_labels_assert_narrow (self->page);

  gtk_widget_activate_action (get_detail_part (self, "units"), "units.remove", "s", uuid);
  flux_test_stage_wait (has_no_unit, self);
  flux_test_stage_settle (self->window);
  toast_button = flux_test_labels_find (self->window, GTK_TYPE_LABEL, "Undo");
  g_assert_nonnull (toast_button);
  gtk_widget_activate (gtk_widget_get_ancestor (toast_button, GTK_TYPE_BUTTON));
  flux_test_stage_wait (has_unit, self);
}

static gpointer
get_maps_part (const char *name)
{
  return gtk_widget_get_template_child (find_window (FLUX_TYPE_REGISTER_MAPS_WINDOW), FLUX_TYPE_REGISTER_MAPS_WINDOW,
                                        name);
}

static gboolean
has_stored_map (gpointer user_data)
{
  return gtk_widget_get_first_child (get_maps_part ("stored")) != NULL;
}

static void
import (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  flux_register_maps_window_import (FLUX_REGISTER_MAPS_WINDOW (find_window (FLUX_TYPE_REGISTER_MAPS_WINDOW)),
                                    "map.json", bytes);
}

static void
test_maps (Fixture *self, gconstpointer data)
{
  GtkWidget *window;

  show (self, WIDE);
  gtk_widget_activate_action (self->page, "gateways.maps", NULL);
  window = find_window (FLUX_TYPE_REGISTER_MAPS_WINDOW);
  flux_test_stage_settle (window);
  g_assert_true (gtk_widget_get_visible (get_maps_part ("none")));
  import ("{\"format\":\"recipes\"}");
  g_assert_true (gtk_revealer_get_reveal_child (get_maps_part ("trouble")));
  import ("{\"format\":\"fluxio-register-map\",\"name\":\"Own map\","
          "\"registers\":[{\"name\":\"level\",\"address\":12}]}");
  flux_test_stage_wait (has_stored_map, self);
  g_assert_false (gtk_revealer_get_reveal_child (get_maps_part ("trouble")));
  flux_test_stage_settle (window);
  flux_test_labels_assert (window);
  flux_test_labels_assert_narrow (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What an import would do is said before. */
static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr (FluxPlantFile) file = flux_plant_file_new ();
  g_autofree char *text = NULL;

  show (self, WIDE);
  g_ptr_array_add (file->gateways, flux_gateway_new ("TRB246 North"));
  g_ptr_array_add (file->gateways, flux_gateway_new ("TRB246 South"));
  g_ptr_array_add (file->devices, flux_device_new ("NIVUS_99"));
  text = flux_gateways_page_transfer_describe (self->host, file);
  g_assert_nonnull (strstr (text, "Gateways: 1 new, 1 known already"));
  g_assert_nonnull (strstr (text, "Devices: 1 new, 0 known already"));
  g_assert_null (strstr (text, "Register maps"));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  flux_test_plant_init_style ();
#define ADD(name, start, test) g_test_add ("/gateways-page/" name, Fixture, NULL, start, test, tear_down)
  ADD ("list", set_up, test_list);
  ADD ("none", set_up_empty, test_none);
  ADD ("detail", set_up, test_detail);
  ADD ("detail, narrow", set_up, test_detail_narrow);
  ADD ("nowhere to be reached", set_up_empty, test_nowhere);
  ADD ("keys", set_up, test_keys);
  ADD ("a text that is lost", set_up, test_lost_text);
  ADD ("add", set_up, test_add);
  ADD ("edit", set_up, test_edit);
  ADD ("looking only", set_up, test_looking);
  ADD ("units", set_up, test_units);
  ADD ("register maps", set_up, test_maps);
  ADD ("import", set_up, test_import);
  return g_test_run ();
}
