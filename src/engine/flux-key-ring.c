/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-ring.h"

#include <string.h>

struct _FluxKeyRing
{
  GMutex mutex;
  GHashTable *keys; /* (key-type guint8 *: digest, of the key itself) (value-type FluxApiKey) */
};

/* A digest is as good a hash as any part of it. */
static guint
digest_hash (gconstpointer digest)
{
  guint hash;

  memcpy (&hash, digest, sizeof hash);
  return hash;
}

static gboolean
digest_equal (gconstpointer a, gconstpointer b)
{
  guint8 difference = 0;

  for (guint i = 0; i < FLUX_API_KEY_DIGEST_SIZE; i++)
    difference |= ((const guint8 *) a)[i] ^ ((const guint8 *) b)[i];
  return difference == 0;
}

FluxKeyRing *
flux_key_ring_new (void)
{
  FluxKeyRing *self = g_new0 (FluxKeyRing, 1);

  g_mutex_init (&self->mutex);
  self->keys = g_hash_table_new_full (digest_hash, digest_equal, NULL, (GDestroyNotify) flux_api_key_unref);
  return self;
}

void
flux_key_ring_free (FluxKeyRing *self)
{
  g_hash_table_unref (self->keys);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
has_uuid (gpointer digest, gpointer key, gpointer uuid)
{
  return g_str_equal (((FluxApiKey *) key)->uuid, uuid);
}

void
flux_key_ring_put (FluxKeyRing *self, FluxApiKey *key)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_foreach_remove (self->keys, has_uuid, key->uuid);
  g_hash_table_replace (self->keys, key->digest, flux_api_key_ref (key));
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_stored (gpointer digest, gpointer key, gpointer user_data)
{
  return ((FluxApiKey *) key)->number != 0;
}

void
flux_key_ring_replace_stored (FluxKeyRing *self, GPtrArray *keys)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_foreach_remove (self->keys, is_stored, NULL);
  for (guint i = 0; i < keys->len; i++)
    {
      FluxApiKey *key = g_ptr_array_index (keys, i);

      /* A start key with the same text stays in force. */
      if (!g_hash_table_contains (self->keys, key->digest))
        g_hash_table_replace (self->keys, key->digest, flux_api_key_ref (key));
    }
  g_mutex_unlock (&self->mutex);
}

FluxApiKey *
flux_key_ring_find (FluxKeyRing *self, const char *text, gint64 now, GInetAddress *address)
{
  guint8 digest[FLUX_API_KEY_DIGEST_SIZE];
  FluxApiKey *key;

  flux_api_key_digest (text, digest);
  g_mutex_lock (&self->mutex);
  key = g_hash_table_lookup (self->keys, digest);
  if (key != NULL)
    flux_api_key_ref (key);
  g_mutex_unlock (&self->mutex);

  if (key != NULL && !flux_api_key_is_valid_at (key, now, address))
    g_clear_pointer (&key, flux_api_key_unref);
  return key;
}

GPtrArray *
flux_key_ring_list_stored (FluxKeyRing *self)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_api_key_unref);
  GHashTableIter iter;
  gpointer key;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, NULL, &key))
    if (is_stored (NULL, key, NULL))
      g_ptr_array_add (keys, flux_api_key_ref (key));
  g_mutex_unlock (&self->mutex);
  return keys;
}

static gboolean
is_in_force_at (const FluxApiKey *key, gint64 now)
{
  return (key->revoked_at == 0 || key->revoked_at > now) && (key->expires_at == 0 || key->expires_at > now);
}

gboolean
flux_key_ring_is_in_force (FluxKeyRing *self, const FluxApiKey *key, gint64 now)
{
  gboolean is_on_ring;

  g_mutex_lock (&self->mutex);
  is_on_ring = g_hash_table_lookup (self->keys, key->digest) == key;
  g_mutex_unlock (&self->mutex);
  return is_on_ring && is_in_force_at (key, now);
}

gboolean
flux_key_ring_has_valid (FluxKeyRing *self, gint64 now)
{
  gboolean has_valid = FALSE;
  GHashTableIter iter;
  gpointer key;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->keys);
  while (!has_valid && g_hash_table_iter_next (&iter, NULL, &key))
    has_valid = is_in_force_at (key, now);
  g_mutex_unlock (&self->mutex);
  return has_valid;
}
