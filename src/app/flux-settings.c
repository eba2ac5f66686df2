/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-settings.h"

#include "flux-paths.h"

#include <glib/gi18n.h>

/* A key of the newest schema; one that lacks it is an older version's. */
#define NEWEST_KEY "overview-dense"

GSettings *
flux_settings_open (GError **error)
{
  g_autofree char *dir = flux_paths_schema_dir ();
  GSettingsSchemaSource *standard = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (dir != NULL)
    source = g_settings_schema_source_new_from_directory (dir, standard, TRUE, NULL);
  else if (standard != NULL)
    source = g_settings_schema_source_ref (standard);
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, FLUX_APPLICATION_ID, TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, NEWEST_KEY))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("The settings schema %s is not installed. Install FluxIO again, or run it from its build tree"),
                   FLUX_APPLICATION_ID);
      return NULL;
    }
  return g_settings_new_full (schema, NULL, NULL);
}
