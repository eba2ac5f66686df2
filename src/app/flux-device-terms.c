/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-terms.h"

#include <string.h>

/* What it is found by. */
typedef struct
{
  FluxDevice *device;
  char *folded;
} Text;

static G_DEFINE_QUARK (flux-device-terms, flux_device_terms)
static G_DEFINE_QUARK (flux-device-text, flux_device_text)

static void
text_free (gpointer data)
{
  Text *self = data;

  flux_device_unref (self->device);
  g_free (self->folded);
  g_free (self);
}

static void
flux_device_terms_free (gpointer data)
{
  FluxDeviceTerms *self = data;

  flux_device_unref (self->device);
  g_free (self->id_key);
  g_free (self->place_key);
  g_free (self);
}

static char *
fold (const char *text)
{
  g_autofree char *normal = NULL;

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

static char *
fold_device (const FluxDevice *device)
{
  g_autofree char *tags = g_strjoinv ("\n", device->tags);
  g_autofree char *all = g_strjoin ("\n", device->name, device->device_id,
                                    device->location != NULL ? device->location : "",
                                    device->site != NULL ? device->site : "", tags, NULL);

  return fold (all);
}

char *
flux_device_terms_make_place (const FluxDevice *device)
{
  gboolean has_site = device->site != NULL && *device->site != '\0';
  gboolean has_place = device->location != NULL && *device->location != '\0';

  if (has_site && has_place && g_strcmp0 (device->site, device->location) != 0)
    return g_strdup_printf ("%s, %s", device->site, device->location);
  return g_strdup (has_place ? device->location : has_site ? device->site : "");
}

static FluxDeviceTerms *
flux_device_terms_new (FluxDevice *device)
{
  FluxDeviceTerms *self = g_new0 (FluxDeviceTerms, 1);
  g_autofree char *place = flux_device_terms_make_place (device);

  self->device = flux_device_ref (device);
  self->id_key = g_utf8_collate_key_for_filename (device->device_id, -1);
  self->place_key = g_utf8_collate_key_for_filename (place, -1);
  return self;
}

const FluxDeviceTerms *
flux_device_terms_get (FluxDeviceItem *item)
{
  FluxDevice *device = flux_device_item_get_device (item);
  FluxDeviceTerms *terms = g_object_get_qdata (G_OBJECT (item), flux_device_terms_quark ());

  if (terms == NULL || terms->device != device)
    {
      terms = flux_device_terms_new (device);
      g_object_set_qdata_full (G_OBJECT (item), flux_device_terms_quark (), terms, flux_device_terms_free);
    }
  return terms;
}

char **
flux_device_terms_read_search (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *folded = fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}

static const char *
get_text (FluxDeviceItem *item)
{
  FluxDevice *device = flux_device_item_get_device (item);
  Text *text = g_object_get_qdata (G_OBJECT (item), flux_device_text_quark ());

  if (text == NULL || text->device != device)
    {
      text = g_new0 (Text, 1);
      *text = (Text){ flux_device_ref (device), fold_device (device) };
      g_object_set_qdata_full (G_OBJECT (item), flux_device_text_quark (), text, text_free);
    }
  return text->folded;
}

gboolean
flux_device_terms_match (FluxDeviceItem *item, const char *const *words)
{
  const char *text = *words != NULL ? get_text (item) : NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
