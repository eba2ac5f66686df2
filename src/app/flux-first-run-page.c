/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-first-run-page.h"

#include "flux-columns.h"
#include "flux-copy-line.h"
#include "flux-curl-line.h"
#include "flux-naming.h"

#include <glib/gi18n.h>

struct _FluxFirstRunPage
{
  AdwBin parent_instance;

  /* template children */
  GtkMenuButton *menu_button;
  GtkStack *stack;
  GtkSwitch *network;
  GtkWidget *receive_button;
  GtkWidget *try_button;
  GtkLabel *receive_note;
  GtkLabel *reach;
  FluxCopyLine *address;
  FluxCopyLine *key;
  FluxCopyLine *curl;
  GtkSpinner *spinner;
  GtkLabel *progress;
  GtkWidget *done_button;

  FluxHost *host;     /* (nullable) (owned): while it waits for the first post */
  GListModel *devices; /* (nullable) (owned): of the host */
};

enum
{
  RECEIVE,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxFirstRunPage, flux_first_run_page, ADW_TYPE_BIN)

static void
receive_cb (FluxFirstRunPage *self)
{
  g_signal_emit (self, signals[RECEIVE], 0, gtk_switch_get_active (self->network));
}

static void
done_cb (FluxFirstRunPage *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static void
show_progress (FluxFirstRunPage *self, const char *sentence, gboolean waits)
{
  gtk_label_set_text (self->progress, sentence);
  gtk_spinner_set_spinning (self->spinner, waits);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), waits);
}

static void
on_devices_changed (FluxFirstRunPage *self)
{
  g_autoptr (FluxDeviceItem) first = g_list_model_get_item (self->devices, 0);
  g_autofree char *sentence = NULL;

  if (first == NULL)
    {
      show_progress (self, _ ("Waiting for the first post…"), TRUE);
      return;
    }
  sentence = g_strdup_printf (_ ("The first reading is here, from %s."), flux_device_item_get_device (first)->name);
  show_progress (self, sentence, FALSE);
}

static void
on_refused (FluxHost *host, const char *address, FluxFirstRunPage *self)
{
  g_autofree char *sentence =
      /* Translators: %s is the address of a computer or gateway whose post was refused, like 192.168.1.20 */
      g_strdup_printf (_ ("%s knocked with another key or none. Copy the key once more."),
                       address != NULL ? address : "?");

  if (g_list_model_get_n_items (self->devices) == 0)
    show_progress (self, sentence, TRUE);
}

/* The preferences can be changed meanwhile: a line that was right before must not be copied. */
static void
show_addresses (FluxFirstRunPage *self)
{
  g_autofree char *url = flux_host_get_gateway_url (self->host);
  g_autofree char *address = g_strconcat (url != NULL ? url : "", FLUX_CURL_LINE_PATH, NULL);
  g_autofree char *key = NULL;
  g_autofree char *curl = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->address), url != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->curl), url != NULL);
  if (url == NULL)
    {
      gtk_label_set_text (self->reach,
                          _ ("No gateway can reach this computer. Choose another port in the preferences."));
      return;
    }
  g_object_get (self->key, "text", &key, NULL);
  curl = flux_curl_line_new (url, key, NULL);
  flux_copy_line_set_text (self->address, address);
  flux_copy_line_set_text (self->curl, curl);
  gtk_label_set_text (self->reach, flux_host_is_on_network (self->host)
                                       ? _ ("Set this address and this key in the gateway.")
                                       : _ ("Only programs on this computer can post so far. The preferences let "
                                            "gateways on the network reach it."));
}

static void
forget_host (FluxFirstRunPage *self)
{
  if (self->host == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->host, self);
  g_signal_handlers_disconnect_by_data (self->devices, self);
  g_clear_object (&self->devices);
  g_clear_object (&self->host);
}

static void
flux_first_run_page_dispose (GObject *object)
{
  forget_host (FLUX_FIRST_RUN_PAGE (object));
  G_OBJECT_CLASS (flux_first_run_page_parent_class)->dispose (object);
}

static void
flux_first_run_page_class_init (FluxFirstRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_first_run_page_dispose;

  signals[RECEIVE] = g_signal_new ("receive", FLUX_TYPE_FIRST_RUN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[DONE] = g_signal_new ("done", FLUX_TYPE_FIRST_RUN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                0);

  g_type_ensure (FLUX_TYPE_COLUMNS);
  g_type_ensure (FLUX_TYPE_COPY_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-first-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, network);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, receive_button);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, try_button);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, receive_note);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, reach);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, address);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, key);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, curl);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, progress);
  gtk_widget_class_bind_template_child (widget_class, FluxFirstRunPage, done_button);
  gtk_widget_class_bind_template_callback (widget_class, receive_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
flux_first_run_page_init (FluxFirstRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  flux_naming_menu_button (self->menu_button, _ ("Main menu"));
  flux_copy_line_set_purpose (self->address, _ ("Copy the address"));
  flux_copy_line_set_purpose (self->key, _ ("Copy the key"));
  flux_copy_line_set_purpose (self->curl, _ ("Copy the line"));
}

GtkWidget *
flux_first_run_page_new (void)
{
  return g_object_new (FLUX_TYPE_FIRST_RUN_PAGE, NULL);
}

void
flux_first_run_page_set_trouble (FluxFirstRunPage *self, const char *sentence)
{
  g_return_if_fail (FLUX_IS_FIRST_RUN_PAGE (self));
  gtk_label_set_text (self->receive_note, sentence != NULL ? sentence : _ ("Opening the database…"));
  gtk_widget_set_sensitive (self->receive_button, sentence != NULL);
  gtk_widget_set_sensitive (self->try_button, sentence != NULL);
  if (sentence != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->receive_note), "trouble");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->receive_note), "trouble");
}

void
flux_first_run_page_show_receiving (FluxFirstRunPage *self, FluxHost *host, const char *key)
{
  g_return_if_fail (FLUX_IS_FIRST_RUN_PAGE (self));
  g_return_if_fail (FLUX_IS_HOST (host));

  forget_host (self);
  self->host = g_object_ref (host);
  self->devices = g_object_ref (flux_plant_model_get_devices (flux_host_get_plant (host)));
  flux_copy_line_set_text (self->key, key);
  show_addresses (self);
  g_signal_connect_swapped (host, "notify::urls", G_CALLBACK (show_addresses), self);
  g_signal_connect_swapped (self->devices, "items-changed", G_CALLBACK (on_devices_changed), self);
  g_signal_connect (host, "refused", G_CALLBACK (on_refused), self);
  on_devices_changed (self);
  gtk_stack_set_visible_child_name (self->stack, "receiving");
  gtk_widget_grab_focus (self->done_button);
}
