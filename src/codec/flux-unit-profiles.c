/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-map-file.h"

#include "flux-codec-resources.h"

#define PROFILES_PATH "/io/github/fluxio/Fluxio/profiles"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const FluxRegisterMap *const *first = a, *const *second = b;

  return g_strcmp0 ((*first)->name, (*second)->name);
}

static FluxRegisterMap *
load_profile (GResource *resource, const char *file, GError **error)
{
  g_autofree char *path = g_build_filename (PROFILES_PATH, file, NULL);
  g_autoptr (GBytes) text = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (text == NULL)
    return NULL;
  return flux_register_map_from_text (g_bytes_get_data (text, NULL), g_bytes_get_size (text), error);
}

static gpointer
load_profiles (gpointer unused)
{
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
  GResource *resource;
  g_auto (GStrv) files = NULL;

  flux_codec_register_resource ();
  resource = flux_codec_get_resource ();
  files = g_resource_enumerate_children (resource, PROFILES_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      FluxRegisterMap *profile = load_profile (resource, files[i], &error);

      if (profile == NULL)
        g_critical ("The unit profile %s cannot be read: %s", files[i], error->message);
      else
        g_ptr_array_add (profiles, profile);
    }
  g_ptr_array_sort (profiles, compare_names);
  return profiles;
}

GPtrArray *
flux_unit_profiles_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_profiles, NULL);
}
