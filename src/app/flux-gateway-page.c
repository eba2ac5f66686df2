/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-page.h"

#include "flux-age-label.h"
#include "flux-banner.h"
#include "flux-copy-row.h"
#include "flux-curl-line.h"
#include "flux-device-columns.h"
#include "flux-device-editor.h"
#include "flux-device-sorters.h"
#include "flux-engine-mapping.h"
#include "flux-gateway-editor.h"
#include "flux-gateway-info.h"
#include "flux-key-list.h"
#include "flux-mapping-unit-list.h"
#include "flux-number.h"
#include "flux-sidebar-button.h"
#include "flux-two-columns.h"

#include <glib/gi18n.h>

#define SHOWN_OF_KEY 8 /* characters: enough to tell keys apart, too little to use them */

typedef enum
{
  COUNT_RECEIVED,
  COUNT_STORED,
  COUNT_DUPLICATE,
  COUNT_FAILED_READ,
  COUNT_WAITING,
  COUNT_REFUSED,
  N_COUNTS
} Count;

struct _FluxGatewayPage
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *edit;
  GtkScrolledWindow *scrolled;
  FluxCopyRow *address;
  FluxCopyRow *curl;
  GtkWidget *reach;
  GtkLabel *reach_text;
  FluxKeyList *keys;
  FluxAgeLabel *contact;
  GtkWidget *contact_row;
  GtkWidget *from_row;
  GtkLabel *from;
  AdwActionRow *about_row;
  AdwActionRow *info_row;
  AdwActionRow *dropped_row;
  FluxMappingUnitList *units;
  GtkWidget *count_rows[N_COUNTS];
  GtkLabel *counts[N_COUNTS];
  GtkLabel *posts;
  AdwPreferencesGroup *devices_group;
  GtkWidget *devices_scrolled;
  GtkListView *devices;
  GtkWidget *no_devices;

  FluxHost *host;        /* (owned) */
  FluxGatewayItem *item; /* (nullable) (owned) */
  GtkFilter *filter;     /* of own_devices */
  GHashTable *mapped;    /* (owned) (key-type utf8): device_ids of the gateway's units */
  GListModel *own_devices; /* (owned): those of the gateway, sorted */
};

enum
{
  BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *label_name;
  const char *row_name;
  const char *word;
} count_names[N_COUNTS] = {
  [COUNT_RECEIVED] = { "received", "received_row", NC_ ("records", "Received") },
  [COUNT_STORED] = { "stored", "stored_row", NC_ ("records", "Stored") },
  [COUNT_DUPLICATE] = { "duplicate", "duplicate_row", NC_ ("records", "Duplicate") },
  [COUNT_FAILED_READ] = { "failed_read", "failed_read_row", NC_ ("records", "Failed read") },
  [COUNT_WAITING] = { "waiting", "waiting_row", NC_ ("records", "Not mapped yet") },
  [COUNT_REFUSED] = { "refused", "refused_row", NC_ ("records", "Refused") },
};

G_DEFINE_FINAL_TYPE (FluxGatewayPage, flux_gateway_page, ADW_TYPE_BIN)

static FluxPlantModel *
get_plant (FluxGatewayPage *self)
{
  return flux_host_get_plant (self->host);
}

static FluxGateway *
get_gateway (FluxGatewayPage *self)
{
  return flux_gateway_item_get_gateway (self->item);
}

/* --- What the gateway is told ------------------------------------------------------------------------------------- */

static void
show_curl (FluxGatewayPage *self, const char *url)
{
  g_autoptr (FluxDeviceItem) device = g_list_model_get_item (self->own_devices, 0);
  const char *id = device != NULL ? flux_device_item_get_device_id (device) : NULL;
  const char *key = flux_key_list_get_text (self->keys);
  g_autofree char *short_key = key != NULL ? g_strdup_printf ("%.*s…", SHOWN_OF_KEY, key) : NULL;
  g_autofree char *line = flux_curl_line_new (url, key, id);
  g_autofree char *shown = flux_curl_line_new_folded (url, short_key, id);
  g_autofree char *hint = NULL;

  if (key != NULL)
    hint = g_strdup_printf (_ ("It is copied with the whole text of the key %s. It stores a reading of %s."),
                            flux_key_list_get_name (self->keys), id != NULL ? id : FLUX_CURL_LINE_NO_DEVICE);
  else
    hint = g_strdup_printf (_ ("Put the text of a key in the place of KEY. It stores a reading of %s."),
                            id != NULL ? id : FLUX_CURL_LINE_NO_DEVICE);
  flux_copy_row_set_text (self->curl, line, shown);
  flux_copy_row_set_hint (self->curl, hint);
}

static void
show_reach (FluxGatewayPage *self, const char *url)
{
  const char *text = url == NULL
                         ? _ ("Nothing is received at present, so that there is no address to give to a gateway.")
                         : _ ("Only this computer can reach it. Let gateways on the network reach it in the "
                              "preferences.");

  gtk_label_set_label (self->reach_text, text);
  gtk_widget_set_visible (self->reach, url == NULL || !flux_host_is_on_network (self->host));
}

static void
show_address (FluxGatewayPage *self)
{
  g_autofree char *url = flux_host_get_gateway_url (self->host);
  g_autofree char *address = url != NULL ? g_strconcat (url, FLUX_CURL_LINE_PATH, NULL) : g_strdup ("");

  flux_copy_row_set_text (self->address, address, url != NULL ? NULL : FLUX_NUMBER_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->curl), url != NULL);
  if (url != NULL)
    show_curl (self, url);
  show_reach (self, url);
}

static void
show_curl_cb (FluxGatewayPage *self)
{
  if (self->item != NULL)
    show_address (self);
}

/* --- What it has sent --------------------------------------------------------------------------------------------- */

static void
show_count (FluxGatewayPage *self, Count count, guint64 value)
{
  g_autofree char *number = flux_number_format (value, 0);
  g_autofree char *label = g_strdup_printf ("%s: %s", g_dpgettext2 (NULL, "records", count_names[count].word), number);

  gtk_label_set_label (self->counts[count], number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->count_rows[count]), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_counts (FluxGatewayPage *self, const FluxGateway *gateway)
{
  const FluxRecordCounts *counts = &gateway->counts;
  g_autofree char *number = flux_number_format (gateway->posts, 0);
  gulong n_posts = MIN (gateway->posts, G_MAXINT);
  g_autofree char *posts =
      g_strdup_printf (ngettext ("They came in %s post", "They came in %s posts", n_posts), number);

  show_count (self, COUNT_RECEIVED, counts->received);
  show_count (self, COUNT_STORED, counts->stored);
  show_count (self, COUNT_DUPLICATE, counts->duplicate);
  show_count (self, COUNT_FAILED_READ, counts->failed_read);
  show_count (self, COUNT_WAITING, counts->waiting);
  show_count (self, COUNT_REFUSED, counts->refused);
  gtk_label_set_label (self->posts, posts);
}

/* What a person has written about it. Returns: (transfer full): "" for nothing */
static char *
make_about (const FluxGateway *gateway)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  if (gateway->location != NULL)
    g_ptr_array_add (lines, gateway->location);
  if (gateway->description != NULL)
    g_ptr_array_add (lines, gateway->description);
  if (gateway->time_zone != NULL)
    g_ptr_array_add (lines, gateway->time_zone);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* Which raw posts the limit of their room has taken. */
static void
show_dropped (FluxGatewayPage *self, const FluxGateway *gateway)
{
  g_autofree char *posts = flux_number_format (gateway->dropped_posts, 0);
  g_autofree char *waiting = flux_number_format (gateway->dropped_waiting, 0);
  g_autofree char *text = gateway->dropped_waiting > 0
                              /* Translators: numbers of posts */
                              ? g_strdup_printf (_ ("%s, of which %s were still waiting"), posts, waiting)
                              : g_strdup (posts);

  adw_action_row_set_subtitle (self->dropped_row, text);
  gtk_widget_set_visible (GTK_WIDGET (self->dropped_row), gateway->dropped_posts > 0);
}

static gboolean
take_mapped (FluxGatewayPage *self, const FluxGateway *gateway)
{
  g_autoptr (GPtrArray) units = flux_engine_get_units (flux_host_get_engine (self->host));
  guint n_before = g_hash_table_size (self->mapped), n_known = 0;

  for (guint i = 0; i < units->len; i++)
    n_known += g_hash_table_contains (self->mapped, ((FluxUnit *) g_ptr_array_index (units, i))->device_id);
  g_hash_table_remove_all (self->mapped);
  for (guint i = 0; i < units->len; i++)
    {
      const FluxUnit *unit = g_ptr_array_index (units, i);

      if (g_str_equal (unit->gateway_uuid, gateway->uuid))
        g_hash_table_add (self->mapped, g_strdup (unit->device_id));
    }
  return n_before != g_hash_table_size (self->mapped) || n_known != n_before;
}

static void
show_gateway (FluxGatewayPage *self)
{
  FluxGateway *gateway = get_gateway (self);
  g_autofree char *about = make_about (gateway);
  g_autofree char *info = flux_gateway_info_describe (gateway->info);

  adw_window_title_set_title (self->title, flux_gateway_item_get_name (self->item));
  /* Translators: stands behind “Last contact” of a gateway that has not posted */
  flux_age_label_set_time (self->contact, gateway->last_contact, C_ ("contact", "Not yet"));
  gtk_label_set_label (self->from, gateway->last_address != NULL ? gateway->last_address : FLUX_NUMBER_NONE);
  adw_action_row_set_subtitle (self->about_row, about);
  gtk_widget_set_visible (GTK_WIDGET (self->about_row), *about != '\0');
  adw_action_row_set_subtitle (self->info_row, info != NULL ? info : "");
  gtk_widget_set_visible (GTK_WIDGET (self->info_row), info != NULL);
  show_counts (self, gateway);
  show_dropped (self, gateway);
  flux_mapping_unit_list_show (self->units, self->host, gateway);
  if (take_mapped (self, gateway))
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* --- Its devices -------------------------------------------------------------------------------------------------- */

static gboolean
is_own_cb (gpointer item, gpointer user_data)
{
  FluxGatewayPage *self = user_data;
  const FluxDevice *device = flux_device_item_get_device (item);

  return self->item != NULL && device->retired_at == 0
         && (g_strcmp0 (device->gateway_uuid, get_gateway (self)->uuid) == 0
             || g_hash_table_contains (self->mapped, device->device_id));
}

static void
show_devices (FluxGatewayPage *self)
{
  guint n = g_list_model_get_n_items (self->own_devices);
  g_autofree char *title = g_strdup_printf (ngettext ("%u device", "%u devices", n), n);

  adw_preferences_group_set_title (self->devices_group, n > 0 ? title : _ ("Devices"));
  gtk_widget_set_visible (self->devices_scrolled, n > 0);
  gtk_widget_set_visible (self->no_devices, n == 0);
  show_curl_cb (self);
}

static void
plant_changed_cb (FluxGatewayPage *self, guint changes)
{
  if ((changes & FLUX_PLANT_CHANGE_SETTINGS) != 0)
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
device_activated_cb (FluxGatewayPage *self, guint position)
{
  g_autoptr (FluxDeviceItem) item = g_list_model_get_item (self->own_devices, position);

  if (item != NULL)
    flux_device_editor_present (GTK_WIDGET (self), self->host, flux_device_item_get_device (item));
}

static void
make_devices (FluxGatewayPage *self)
{
  g_autoptr (GtkListItemFactory) factory = flux_device_columns_make_row_factory (get_plant (self));
  GListModel *all = flux_plant_model_get_devices (get_plant (self));
  GtkFilterListModel *filtered;
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_own_cb, self, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (all), self->filter);
  self->own_devices = G_LIST_MODEL (gtk_sort_list_model_new (
      G_LIST_MODEL (filtered), flux_device_sorters_make (get_plant (self), FLUX_DEVICE_COLUMN_NAME)));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->own_devices)));
  gtk_list_view_set_factory (self->devices, factory);
  gtk_list_view_set_model (self->devices, selection);
  g_signal_connect_object (self->own_devices, "items-changed", G_CALLBACK (show_devices), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_plant (self), "changed", G_CALLBACK (plant_changed_cb), self, G_CONNECT_SWAPPED);
}

/* --- Actions ------------------------------------------------------------------------------------------------------ */

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxGatewayPage *self = FLUX_GATEWAY_PAGE (widget);

  if (self->item != NULL)
    flux_gateway_editor_present (widget, self->host, get_gateway (self));
}

static void
back_cb (FluxGatewayPage *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static gboolean
flux_gateway_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (FLUX_GATEWAY_PAGE (widget)->back);
}

static void
flux_gateway_page_dispose (GObject *object)
{
  FluxGatewayPage *self = FLUX_GATEWAY_PAGE (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  if (self->own_devices != NULL)
    gtk_list_view_set_model (self->devices, NULL);
  g_clear_object (&self->own_devices);
  G_OBJECT_CLASS (flux_gateway_page_parent_class)->dispose (object);
}

static void
flux_gateway_page_finalize (GObject *object)
{
  g_clear_object (&FLUX_GATEWAY_PAGE (object)->host);
  g_hash_table_unref (FLUX_GATEWAY_PAGE (object)->mapped);
  G_OBJECT_CLASS (flux_gateway_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-gateway-page.ui");
  for (guint i = 0; i < N_COUNTS; i++)
    {
      gtk_widget_class_bind_template_child_full (widget_class, count_names[i].label_name, FALSE,
                                                 G_STRUCT_OFFSET (FluxGatewayPage, counts) + i * sizeof (GtkLabel *));
      gtk_widget_class_bind_template_child_full (widget_class, count_names[i].row_name, FALSE,
                                                 G_STRUCT_OFFSET (FluxGatewayPage, count_rows)
                                                     + i * sizeof (GtkWidget *));
    }
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, title);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, back);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, edit);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, address);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, curl);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, reach);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, reach_text);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, keys);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, contact);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, contact_row);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, from_row);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, from);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, about_row);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, info_row);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, dropped_row);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, units);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, posts);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, devices_group);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, devices_scrolled);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, devices);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayPage, no_devices);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, device_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_curl_cb);
}

static void
flux_gateway_page_class_init (FluxGatewayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_gateway_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = flux_gateway_page_finalize;

  widget_class->grab_focus = flux_gateway_page_grab_focus;

  signals[BACK] = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  g_type_ensure (FLUX_TYPE_AGE_LABEL);
  g_type_ensure (FLUX_TYPE_BANNER);
  g_type_ensure (FLUX_TYPE_COPY_ROW);
  g_type_ensure (FLUX_TYPE_KEY_LIST);
  g_type_ensure (FLUX_TYPE_MAPPING_UNIT_LIST);
  g_type_ensure (FLUX_TYPE_SIDEBAR_BUTTON);
  g_type_ensure (FLUX_TYPE_TWO_COLUMNS);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "gateway.edit", NULL, edit_action);
}

static void
flux_gateway_page_init (FluxGatewayPage *self)
{
  self->mapped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
flux_gateway_page_new (FluxHost *host)
{
  FluxGatewayPage *self = g_object_new (FLUX_TYPE_GATEWAY_PAGE, NULL);

  self->host = g_object_ref (host);
  flux_age_label_set_plant (self->contact, get_plant (self));
  make_devices (self);
  g_signal_connect_object (host, "notify::urls", G_CALLBACK (show_curl_cb), self, G_CONNECT_SWAPPED);
  if (flux_host_is_read_only (host))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "gateway.edit", FALSE);
      gtk_widget_set_tooltip_text (self->edit, flux_host_get_lock_holder_message (host));
    }
  return GTK_WIDGET (self);
}

void
flux_gateway_page_set_item (FluxGatewayPage *self, FluxGatewayItem *item)
{
  g_return_if_fail (FLUX_IS_GATEWAY_PAGE (self));
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  flux_key_list_show (self->keys, self->host, item != NULL ? get_gateway (self) : NULL);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify::gateway", G_CALLBACK (show_gateway), self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  show_gateway (self);
  show_devices (self);
}

FluxGatewayItem *
flux_gateway_page_get_item (FluxGatewayPage *self)
{
  g_return_val_if_fail (FLUX_IS_GATEWAY_PAGE (self), NULL);
  return self->item;
}
