/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateways-page-transfer.h"

#include "flux-engine-mapping.h"
#include "flux-error-sentence.h"
#include "flux-mapping-file.h"
#include "flux-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define TRANSFER "flux-gateways-page-transfer"

typedef struct
{
  FluxHost *host;      /* (owned) */
  FluxPlantFile *file; /* (nullable) (owned): to be taken in */
} Transfer;

static void
transfer_free (Transfer *self)
{
  g_object_unref (self->host);
  g_clear_pointer (&self->file, flux_plant_file_free);
  g_free (self);
}

static Transfer *
put_transfer (GtkWidget *widget, FluxHost *host)
{
  Transfer *self = g_new0 (Transfer, 1);

  self->host = g_object_ref (host);
  g_object_set_data_full (G_OBJECT (widget), TRANSFER, self, (GDestroyNotify) transfer_free);
  return self;
}

static Transfer *
get_transfer (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), TRANSFER);
}

static AdwMessageDialog *
make_dialog (GtkWidget *widget, const char *heading, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body);

  return ADW_MESSAGE_DIALOG (dialog);
}

static void
say_failure (GtkWidget *widget, const char *heading, const char *sentence)
{
  AdwMessageDialog *dialog = make_dialog (widget, heading, sentence);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Out ---------------------------------------------------------------------------------------------------------- */

static void
written_cb (GtkWidget *widget, const char *name, const GError *error)
{
  g_autofree char *sentence = g_strdup_printf (_ ("%s was written"), name);

  if (error != NULL)
    say_failure (widget, _ ("The plant was not exported"), error->message);
  else
    flux_page_tell (widget, sentence);
}

void
flux_gateways_page_transfer_export (GtkWidget *widget, FluxHost *host)
{
  g_autoptr (FluxPlantFile) file = flux_engine_export_plant (flux_host_get_engine (host));
  g_autofree char *text = flux_plant_file_to_text (file);

  /* Translators: the proposed name of a file */
  flux_mapping_file_ask_write (widget, _ ("Export plant"), _ ("plant.json"), text, written_cb);
}

/* --- What would change -------------------------------------------------------------------------------------------- */

static gboolean
has_gateway (FluxHost *host, const char *name)
{
  GListModel *gateways = flux_plant_model_get_gateways (flux_host_get_plant (host));

  for (guint i = 0; i < g_list_model_get_n_items (gateways); i++)
    {
      g_autoptr (FluxGatewayItem) item = g_list_model_get_item (gateways, i);

      if (g_str_equal (flux_gateway_item_get_gateway (item)->name, name))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_map (GPtrArray *maps, const char *uuid)
{
  for (guint i = 0; i < maps->len; i++)
    if (g_str_equal (((FluxRegisterMap *) g_ptr_array_index (maps, i))->uuid, uuid))
      return TRUE;
  return FALSE;
}

static void
add_line (GPtrArray *lines, const char *what, guint n_all, guint n_known)
{
  if (n_all > 0)
    /* Translators: such as “Gateways: 2 new, 1 known already” */
    g_ptr_array_add (lines, g_strdup_printf (_ ("%s: %u new, %u known already"), what, n_all - n_known, n_known));
}

static guint
count_gateways (FluxHost *host, const FluxPlantFile *file)
{
  guint n = 0;

  for (guint i = 0; i < file->gateways->len; i++)
    n += has_gateway (host, ((FluxGateway *) g_ptr_array_index (file->gateways, i))->name);
  return n;
}

static guint
count_devices (FluxHost *host, const FluxPlantFile *file)
{
  guint n = 0;

  for (guint i = 0; i < file->devices->len; i++)
    {
      const FluxDevice *device = g_ptr_array_index (file->devices, i);

      n += flux_plant_model_find_device (flux_host_get_plant (host), device->device_id) != NULL;
    }
  return n;
}

static guint
count_maps (FluxHost *host, const FluxPlantFile *file)
{
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (flux_host_get_engine (host));
  guint n = 0;

  for (guint i = 0; i < file->maps->len; i++)
    n += has_map (maps, ((FluxRegisterMap *) g_ptr_array_index (file->maps, i))->uuid);
  return n;
}

char *
flux_gateways_page_transfer_describe (FluxHost *host, const FluxPlantFile *file)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *units = g_strdup_printf (_ ("Units: %u"), file->units->len);

  add_line (lines, _ ("Gateways"), file->gateways->len, count_gateways (host, file));
  if (file->units->len > 0)
    g_ptr_array_add (lines, g_steal_pointer (&units));
  add_line (lines, _ ("Register maps"), file->maps->len, count_maps (host, file));
  add_line (lines, _ ("Devices"), file->devices->len, count_devices (host, file));
  g_ptr_array_add (lines, g_strdup (""));
  g_ptr_array_add (lines, g_strdup (_ ("What is known already gets the settings of the file. Nothing is removed.")));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* --- In ----------------------------------------------------------------------------------------------------------- */

static void
imported_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (flux_engine_import_plant_finish (FLUX_ENGINE (engine), result, &error))
    flux_page_tell (widget, _ ("The plant was imported"));
  else
    say_failure (widget, _ ("The plant was not imported"), flux_error_sentence (error));
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  const Transfer *transfer = get_transfer (widget);

  if (g_str_equal (response, "import") && transfer != NULL && transfer->file != NULL)
    flux_engine_import_plant_async (flux_host_get_engine (transfer->host), transfer->file, g_get_user_name (), NULL,
                                    imported_cb, g_object_ref (widget));
}

static void
ask (GtkWidget *widget, const char *name)
{
  const Transfer *transfer = get_transfer (widget);
  g_autofree char *heading = g_strdup_printf (_ ("Import %s?"), name);
  g_autofree char *body = flux_gateways_page_transfer_describe (transfer->host, transfer->file);
  AdwMessageDialog *dialog = make_dialog (widget, heading, body);

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "import", _ ("_Import"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "import", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "import");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), g_object_ref (widget));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
read_cb (GtkWidget *widget, const char *name, GBytes *bytes, const GError *error)
{
  Transfer *transfer = get_transfer (widget);
  g_autoptr (GError) invalid = NULL;
  g_autofree char *sentence = NULL;

  if (transfer == NULL)
    return;
  g_clear_pointer (&transfer->file, flux_plant_file_free);
  if (bytes != NULL)
    transfer->file =
        flux_plant_file_from_text (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &invalid);
  if (transfer->file != NULL)
    {
      ask (widget, name);
      return;
    }
  sentence = g_strdup_printf ("%s: %s", name, invalid != NULL ? invalid->message : error->message);
  say_failure (widget, _ ("The plant was not imported"), sentence);
}

void
flux_gateways_page_transfer_import (GtkWidget *widget, FluxHost *host)
{
  put_transfer (widget, host);
  flux_mapping_file_ask_read (widget, _ ("Import plant"), read_cb);
}
