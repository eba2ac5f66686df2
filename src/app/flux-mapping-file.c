/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-file.h"

#include <glib/gi18n.h>
#include <string.h>

#define CHOOSER "flux-mapping-file-chooser"
#define BYTES_MOST (64 * 1024 * 1024)

typedef struct
{
  GtkWidget *widget; /* (owned) */
  char *text;        /* (nullable) */
  FluxMappingFileWritten written;
  FluxMappingFileRead read;
} Work;

static Work *
work_new (GtkWidget *widget, const char *text, FluxMappingFileWritten written, FluxMappingFileRead read)
{
  Work *work = g_new0 (Work, 1);

  work->widget = g_object_ref (widget);
  work->text = g_strdup (text);
  work->written = written;
  work->read = read;
  return work;
}

static void
work_free (Work *work)
{
  g_object_unref (work->widget);
  g_free (work->text);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static char *
get_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return g_filename_display_name (base != NULL ? base : "");
}

/* --- Files -------------------------------------------------------------------------------------------------------- */

static void
written_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = get_name (G_FILE (file));

  g_file_replace_contents_finish (G_FILE (file), result, NULL, &error);
  work->written (work->widget, name, error);
}

void
flux_mapping_file_write (GtkWidget *widget, GFile *file, const char *text, FluxMappingFileWritten written)
{
  Work *work = work_new (widget, text, written, NULL);

  g_file_replace_contents_async (file, work->text, strlen (work->text), NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                 NULL, written_cb, work);
}

static void
read_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = get_name (G_FILE (file));
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (file), result, NULL, &error);

  work->read (work->widget, name, bytes, error);
}

static void
sized_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = get_name (G_FILE (file));
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (file), result, &error);

  if (info != NULL && g_file_info_get_size (info) > BYTES_MOST)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("It is larger than 64 MiB."));
  if (error != NULL)
    {
      work->read (work->widget, name, NULL, error);
      return;
    }
  g_file_load_bytes_async (G_FILE (file), NULL, read_cb, g_steal_pointer (&work));
}

void
flux_mapping_file_read (GtkWidget *widget, GFile *file, FluxMappingFileRead read)
{
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           sized_cb, work_new (widget, NULL, NULL, read));
}

/* --- Asking ------------------------------------------------------------------------------------------------------- */

static void
responded_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && work->text != NULL)
    flux_mapping_file_write (work->widget, file, work->text, work->written);
  else if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    flux_mapping_file_read (work->widget, file, work->read);
  g_object_set_data (G_OBJECT (work->widget), CHOOSER, NULL);
}

static void
ask (Work *work, const char *title, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (work->widget);
  gboolean is_write = work->text != NULL;
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      is_write ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN, is_write ? _ ("_Export") : _ ("_Import"),
      _ ("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_filter_set_name (filter, _ ("JSON files"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (responded_cb), work);
  g_object_set_data_full (G_OBJECT (work->widget), CHOOSER, chooser, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
flux_mapping_file_ask_write (GtkWidget *widget, const char *title, const char *name, const char *text,
                             FluxMappingFileWritten written)
{
  ask (work_new (widget, text, written, NULL), title, name);
}

void
flux_mapping_file_ask_read (GtkWidget *widget, const char *title, FluxMappingFileRead read)
{
  ask (work_new (widget, NULL, NULL, read), title, NULL);
}
