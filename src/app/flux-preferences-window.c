/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-preferences-window.h"

#include "flux-curl-line.h"
#include "flux-engine-posts.h"
#include "flux-error-sentence.h"
#include "flux-number.h"
#include "flux-present.h"
#include "flux-typed.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FluxPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  /* template children */
  AdwPreferencesGroup *receiving_group;
  AdwActionRow *network_row;
  GtkSwitch *network;
  AdwEntryRow *port;
  GtkWidget *trouble_row;
  GtkLabel *trouble;
  GtkSwitch *keep;
  GtkWidget *raw_group;
  AdwEntryRow *raw_days;
  AdwEntryRow *raw_size;
  GtkWidget *raw_trouble_row;
  GtkLabel *raw_trouble;
  AdwActionRow *raw_used;
  AdwComboRow *scheme;
  GtkSwitch *dense;

  GSettings *settings; /* (owned) */
  FluxHost *host;      /* (nullable) (owned) */
  FluxPreferencesListen listen;
  gpointer listen_data;
};

G_DEFINE_FINAL_TYPE (FluxPreferencesWindow, flux_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* --- Where it listens --------------------------------------------------------------------------------------------- */

/* Returns: %FALSE when @text is no port */
static gboolean
read_port (const char *text, int *port)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  *port = number;
  return TRUE;
}

/* Below the rows, not in a toast: that would cut off what can be done. @row: (nullable): the one that is wrong */
static void
set_fault (FluxPreferencesWindow *self, GtkWidget *row, const char *sentence)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->network_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->port), "error");
  if (row != NULL)
    gtk_widget_add_css_class (row, "error");
  gtk_label_set_text (self->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->trouble_row, sentence != NULL);
}

/* The one that is wanted; where the person cannot choose, the one that it is. */
static char *
make_port (FluxPreferencesWindow *self, const char *url)
{
  g_autoptr (GUri) uri = self->listen == NULL && url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  return g_strdup_printf ("%d", uri != NULL ? g_uri_get_port (uri) : g_settings_get_int (self->settings, "port"));
}

static void
show_where (FluxPreferencesWindow *self)
{
  gboolean is_on_network = self->host != NULL && flux_host_is_on_network (self->host);
  g_autofree char *url = self->host != NULL ? flux_host_get_gateway_url (self->host) : NULL;
  g_autofree char *address = g_strconcat (url != NULL ? url : "", FLUX_CURL_LINE_PATH, NULL);
  g_autofree char *subtitle = NULL;
  g_autofree char *port = make_port (self, url);

  if (url != NULL && is_on_network)
    /* Translators: %s is an address like http://192.168.1.20:3000/api/ingest */
    subtitle = g_strdup_printf (_ ("Gateways post to %s"), address);
  else if (url != NULL)
    subtitle = g_strdup (_ ("Only programs on this computer can post"));
  else
    subtitle = g_strdup (_ ("It is receiving nowhere"));
  adw_action_row_set_subtitle (self->network_row, subtitle);
  if (self->listen != NULL)
    gtk_switch_set_active (self->network, g_settings_get_boolean (self->settings, "listen-network"));
  else
    gtk_switch_set_active (self->network, is_on_network);
  gtk_editable_set_text (GTK_EDITABLE (self->port), port);
}

static void
apply (FluxPreferencesWindow *self, gboolean is_on_network, int port, GtkWidget *row)
{
  g_autoptr (GError) error = NULL;
  gboolean done = self->listen (is_on_network, port, self->listen_data, &error);
  g_autofree char *typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->port)));

  set_fault (self, done ? NULL : row, done ? NULL : flux_error_sentence (error));
  show_where (self);
  if (!done && row == GTK_WIDGET (self->port))
    gtk_editable_set_text (GTK_EDITABLE (self->port), typed); /* what is wrong can be corrected */
}

static void
network_changed_cb (FluxPreferencesWindow *self)
{
  gboolean wanted = gtk_switch_get_active (self->network);

  if (self->listen != NULL && wanted != g_settings_get_boolean (self->settings, "listen-network"))
    apply (self, wanted, g_settings_get_int (self->settings, "port"), GTK_WIDGET (self->network_row));
}

static void
port_applied_cb (FluxPreferencesWindow *self)
{
  int port;

  if (!read_port (gtk_editable_get_text (GTK_EDITABLE (self->port)), &port))
    set_fault (self, GTK_WIDGET (self->port), _ ("A port is a number from 1 to 65535; 0 takes a free one"));
  else if (self->listen != NULL)
    apply (self, g_settings_get_boolean (self->settings, "listen-network"), port, GTK_WIDGET (self->port));
}

/* --- Raw posts ---------------------------------------------------------------------------------------------------- */

static void
set_raw_fault (FluxPreferencesWindow *self, AdwEntryRow *row, const char *sentence)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->raw_days), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->raw_size), "error");
  if (row != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_label_set_text (self->raw_trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->raw_trouble_row, sentence != NULL);
}

static char *
write_used (const FluxRawRoom *room)
{
  g_autofree char *bytes = g_format_size_full (room->bytes, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *day = g_format_size_full (room->bytes_a_day, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *days = flux_number_format (room->days_left, 0);
  g_autofree char *dropped = flux_number_format (room->dropped_waiting, 0);
  g_autoptr (GString) text = g_string_new (bytes);

  if (room->bytes_a_day > 0)
    /* Translators: %s is a size such as 12 MiB */
    g_string_append_printf (text, _ (" · those that wait grow by %s a day"), day);
  if (room->days_left >= 0)
    g_string_append_printf (text, _ (" · room for %s more days of them"), days);
  if (room->dropped_waiting > 0)
    g_string_append_printf (text, _ (" · posts lost before they were mapped: %s"), dropped);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_raw (FluxPreferencesWindow *self)
{
  FluxRawRoom room = { 0 };
  g_autofree char *days = NULL;
  g_autofree char *size = NULL;
  g_autofree char *used = NULL;

  gtk_widget_set_visible (self->raw_group, self->host != NULL);
  if (self->host == NULL)
    return;
  flux_engine_get_raw_room (flux_host_get_engine (self->host), &room);
  days = g_strdup_printf ("%u", room.retention.days);
  size = flux_typed_write_mib (room.retention.mib);
  used = write_used (&room);
  gtk_editable_set_text (GTK_EDITABLE (self->raw_days), days);
  gtk_editable_set_text (GTK_EDITABLE (self->raw_size), size);
  adw_action_row_set_subtitle (self->raw_used, used);
  gtk_widget_set_sensitive (self->raw_group, !flux_host_is_read_only (self->host));
}

static void
raw_saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!flux_engine_set_raw_retention_finish (FLUX_ENGINE (engine), result, &error))
    set_raw_fault (self, NULL, flux_error_sentence (error));
  else if (self->host != NULL)
    show_raw (self);
}

static void
raw_applied_cb (FluxPreferencesWindow *self)
{
  FluxRawRetention retention;
  guint64 days;

  set_raw_fault (self, NULL, NULL);
  if (!g_ascii_string_to_unsigned (gtk_editable_get_text (GTK_EDITABLE (self->raw_days)), 10, 1, 3650, &days, NULL))
    set_raw_fault (self, self->raw_days, _ ("From 1 to 3650 days"));
  else if (!flux_typed_read_mib (gtk_editable_get_text (GTK_EDITABLE (self->raw_size)), &retention.mib))
    set_raw_fault (self, self->raw_size, _ ("From 16 MiB to 1024 GiB, such as “500 MiB” or “4 GiB”"));
  else
    {
      retention.days = days;
      flux_engine_set_raw_retention_async (flux_host_get_engine (self->host), &retention, g_get_user_name (), NULL,
                                           raw_saved_cb, g_object_ref (self));
    }
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static gboolean
scheme_to_row (GValue *value, GVariant *variant, gpointer settings)
{
  g_value_set_uint (value, g_settings_get_enum (settings, "color-scheme"));
  return TRUE;
}

static void
on_scheme_chosen (FluxPreferencesWindow *self)
{
  g_settings_set_enum (self->settings, "color-scheme", adw_combo_row_get_selected (self->scheme));
}

static void
flux_preferences_window_dispose (GObject *object)
{
  FluxPreferencesWindow *self = FLUX_PREFERENCES_WINDOW (object);

  self->listen = NULL;
  g_clear_object (&self->host);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (flux_preferences_window_parent_class)->dispose (object);
}

static void
flux_preferences_window_class_init (FluxPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_preferences_window_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fluxio/Fluxio/app/flux-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, receiving_group);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, network_row);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, network);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, port);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, trouble_row);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, keep);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, raw_group);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, raw_days);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, raw_size);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, raw_trouble_row);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, raw_trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, raw_used);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, scheme);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, dense);
  gtk_widget_class_bind_template_callback (widget_class, network_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, port_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, raw_applied_cb);
  flux_present_class_add_help (widget_class, "preferences");
}

static void
flux_preferences_window_init (FluxPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
flux_preferences_window_new (GSettings *settings, FluxHost *host)
{
  FluxPreferencesWindow *self = g_object_new (FLUX_TYPE_PREFERENCES_WINDOW, NULL);

  self->settings = g_object_ref (settings);
  self->host = host != NULL ? g_object_ref (host) : NULL;
  g_settings_bind (settings, "keep-receiving", self->keep, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "overview-dense", self->dense, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "color-scheme", self->scheme, "selected", G_SETTINGS_BIND_GET, scheme_to_row,
                                NULL, settings, NULL);
  g_signal_connect_swapped (self->scheme, "notify::selected", G_CALLBACK (on_scheme_chosen), self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->network_row), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->port), FALSE);
  show_where (self);
  show_raw (self);
  return GTK_WIDGET (self);
}

void
flux_preferences_window_set_listen (FluxPreferencesWindow *self, FluxPreferencesListen listen, gpointer user_data)
{
  g_return_if_fail (FLUX_IS_PREFERENCES_WINDOW (self));
  self->listen = listen;
  self->listen_data = user_data;
  gtk_widget_set_sensitive (GTK_WIDGET (self->network_row), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->port), TRUE);
  show_where (self);
}
