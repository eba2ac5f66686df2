/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-command.h"

#include "flux-engine-mapping.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STANDARD_STREAM "-"
#define FILE_MOST (64 * 1024 * 1024) /* bytes */

typedef struct
{
  FluxClock *clock;
  const FluxPlantFile *file;
} Work;

const char *
flux_plant_command_get_description (void)
{
  return _ ("  plant export FILE  write gateways, units, register maps and devices into a file\n"
            "  plant import FILE  take such a file in: nothing is removed (FILE - is standard output or input)\n");
}

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID, text);
  return FALSE;
}

static FluxStore *
open_store (const FluxStartOptions *options, FluxStoreAccess access, FluxClock *clock, GError **error)
{
  g_autofree char *database = flux_start_options_get_database (options);

  return flux_store_open (database, access, clock, error);
}

/* --- export ------------------------------------------------------------------------------------------------------- */

static gpointer
read_plant (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return flux_plant_file_read (session, error);
}

static gboolean
write_text (const char *name, const char *text, GError **error)
{
  if (!g_str_equal (name, STANDARD_STREAM))
    return g_file_set_contents (name, text, -1, error);
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return TRUE;
  return fail (error, _ ("The file could not be written to standard output"));
}

static gboolean
run_export (const FluxStartOptions *options, const char *name, GError **error)
{
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxStore) store = open_store (options, FLUX_STORE_LOOK, clock, error);
  g_autoptr (FluxPlantFile) file = NULL;
  g_autofree char *text = NULL;

  if (store == NULL)
    return FALSE;
  file = flux_store_read (store, read_plant, NULL, NULL, error);
  if (file == NULL)
    return FALSE;
  text = flux_plant_file_to_text (file);
  return write_text (name, text, error);
}

/* --- import ------------------------------------------------------------------------------------------------------- */

static GBytes *
read_standard_input (GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();

  if (g_output_stream_splice (output, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) < 0)
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

static GBytes *
read_bytes (const char *name, GError **error)
{
  char *text;
  gsize length;

  if (g_str_equal (name, STANDARD_STREAM))
    return read_standard_input (error);
  if (!g_file_get_contents (name, &text, &length, error))
    return NULL;
  return g_bytes_new_take (text, length);
}

static FluxPlantFile *
read_file (const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = read_bytes (name, error);
  FluxPlantFile *file;

  if (bytes == NULL)
    return NULL;
  if (g_bytes_get_size (bytes) > FILE_MOST)
    {
      fail (error, _ ("This is no file of a plant: it is larger than 64 MiB"));
      return NULL;
    }
  file = flux_plant_file_from_text (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (file == NULL)
    g_prefix_error (error, _ ("“%s” cannot be taken in: "), name);
  return file;
}

static gboolean
write_plant (FluxStoreSession *session, gpointer data, GError **error)
{
  Work *work = data;

  return flux_plant_file_write (session, work->file, g_get_user_name (), flux_clock_get_now (work->clock), error);
}

static gboolean
run_import (const FluxStartOptions *options, const char *name, GError **error)
{
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxPlantFile) file = read_file (name, error);
  g_autoptr (FluxStore) store = NULL;
  Work work = { clock, file };

  if (file == NULL)
    return FALSE;
  store = open_store (options, FLUX_STORE_WRITE_BESIDE, clock, error);
  if (store == NULL || !flux_store_change (store, write_plant, &work, error))
    return FALSE;
  /* Translators: numbers of things that were taken in from a file */
  printf (_ ("gateways: %u, units: %u, register maps: %u, devices: %u\n"), file->gateways->len, file->units->len,
          file->maps->len, file->devices->len);
  return TRUE;
}

gboolean
flux_plant_command_run (const FluxStartOptions *options, char **words, GError **error)
{
  gboolean is_export = g_strcmp0 (words[0], "export") == 0;

  if (!is_export && g_strcmp0 (words[0], "import") != 0)
    return fail (error, _ ("“plant” takes export or import"));
  if (g_strv_length (words) != 2 || *words[1] == '\0')
    return fail (error, is_export ? _ ("“plant export” needs the name of a file")
                                  : _ ("“plant import” needs the name of a file"));
  return is_export ? run_export (options, words[1], error) : run_import (options, words[1], error);
}
