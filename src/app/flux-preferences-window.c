/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-preferences-window.h"

#include "flux-curl-line.h"
#include "flux-error-sentence.h"
#include "flux-present.h"

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
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, scheme);
  gtk_widget_class_bind_template_child (widget_class, FluxPreferencesWindow, dense);
  gtk_widget_class_bind_template_callback (widget_class, network_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, port_applied_cb);
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
