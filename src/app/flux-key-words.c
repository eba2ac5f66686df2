/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-words.h"

#include "flux-format.h"

#include <glib/gi18n.h>

gboolean
flux_key_words_is_in_force (const FluxApiKey *key, gint64 now)
{
  return key->revoked_at == 0 && (key->expires_at == 0 || key->expires_at > now);
}

/* Returns: (transfer full) */
static char *
describe_state (const FluxApiKey *key, gint64 now, GTimeZone *zone)
{
  g_autofree char *moment =
      flux_format_moment (now, key->revoked_at != 0 ? key->revoked_at : key->expires_at, zone);

  if (key->revoked_at != 0)
    /* Translators: %s is the moment since when, like "14:05" or "3 Mar 14:05" */
    return g_strdup_printf (C_ ("key", "Revoked %s"), moment);
  if (key->expires_at == 0)
    return g_strdup (C_ ("key", "In force"));
  if (key->expires_at > now)
    /* Translators: %s is a moment like "16:00" or "3 Mar 16:00" */
    return g_strdup_printf (C_ ("key", "In force until %s"), moment);
  /* Translators: %s is a moment like "14:05" or "3 Mar 14:05" */
  return g_strdup_printf (C_ ("key", "Ended %s"), moment);
}

/* Returns: (transfer full) */
static char *
describe_use (const FluxApiKey *key, gint64 now, GTimeZone *zone)
{
  g_autofree char *age = flux_format_age (now, key->last_used, zone);

  if (key->last_used == 0)
    return g_strdup (C_ ("key", "never used"));
  /* Translators: stands after the state of a key; %s is an age like "2 min ago", or a date */
  return g_strdup_printf (C_ ("key", "used %s"), age);
}

char *
flux_key_words_describe (const FluxApiKey *key, gint64 now, GTimeZone *zone)
{
  g_autofree char *state = describe_state (key, now, zone);
  g_autofree char *use = describe_use (key, now, zone);
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "%s · %s", state, use);
  if (!flux_key_words_is_in_force (key, now))
    return g_string_free (words, FALSE);
  if (key->addresses[0] != NULL)
    {
      g_autofree char *networks = g_strjoinv (", ", key->addresses);

      g_string_append (words, " · ");
      g_string_append_printf (words, C_ ("key", "only from %s"), networks);
    }
  if (!key->allows_new_devices)
    g_string_append_printf (words, " · %s", C_ ("key", "makes no new devices"));
  return g_string_free (words, FALSE);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const FluxApiKey *first = *(FluxApiKey *const *) a, *second = *(FluxApiKey *const *) b;
  gint64 now = *(gint64 *) user_data;
  gboolean first_in_force = flux_key_words_is_in_force (first, now);

  if (first_in_force != flux_key_words_is_in_force (second, now))
    return first_in_force ? -1 : 1;
  if (first->created_at != second->created_at)
    return first->created_at > second->created_at ? -1 : 1;
  return g_strcmp0 (first->uuid, second->uuid);
}

GPtrArray *
flux_key_words_list (GPtrArray *keys, const char *gateway_uuid, gint64 now)
{
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_api_key_unref);

  for (guint i = 0; i < keys->len; i++)
    {
      FluxApiKey *key = g_ptr_array_index (keys, i);

      if (g_strcmp0 (key->gateway_uuid, gateway_uuid) == 0)
        g_ptr_array_add (own, flux_api_key_ref (key));
    }
  g_ptr_array_sort_with_data (own, compare_cb, &now);
  return own;
}
