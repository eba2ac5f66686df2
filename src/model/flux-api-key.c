/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-api-key.h"

#include "flux-random.h"

#include <string.h>

#define RANDOM_BYTES 32
#define TEXT_MIN 8
#define TEXT_MAX 200

static const struct
{
  FluxScope scope;
  const char *word;
} scopes[] = {
  { FLUX_SCOPE_INGEST, "ingest" },
  { FLUX_SCOPE_READ, "read" },
  { FLUX_SCOPE_MANAGE, "manage" },
};

G_DEFINE_BOXED_TYPE (FluxApiKey, flux_api_key, flux_api_key_ref, flux_api_key_unref)

char *
flux_scope_to_words (FluxScope scope)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if ((scope & scopes[i].scope) != 0)
      g_string_append_printf (words, "%s%s", words->len > 0 ? "," : "", scopes[i].word);
  return g_string_free (words, FALSE);
}

gboolean
flux_scope_from_words (const char *words, FluxScope *scope)
{
  g_auto (GStrv) parts = g_strsplit_set (words, ", ", -1);
  FluxScope found = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean known = *parts[i] == '\0';

      for (guint j = 0; j < G_N_ELEMENTS (scopes); j++)
        if (g_str_equal (parts[i], scopes[j].word))
          {
            found |= scopes[j].scope;
            known = TRUE;
          }
      if (!known)
        return FALSE;
    }
  *scope = found;
  return found != 0;
}

char *
flux_api_key_generate_text (void)
{
  g_autofree char *random = flux_random_hex (RANDOM_BYTES);

  return g_strconcat ("flx_", random, NULL);
}

gboolean
flux_api_key_text_is_valid (const char *text)
{
  gsize length = strlen (text);

  if (length < TEXT_MIN || length > TEXT_MAX)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  return TRUE;
}

void
flux_api_key_digest (const char *text, guint8 digest[FLUX_API_KEY_DIGEST_SIZE])
{
  g_autoptr (GChecksum) sha256 = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = FLUX_API_KEY_DIGEST_SIZE;

  g_checksum_update (sha256, (const guchar *) text, strlen (text));
  g_checksum_get_digest (sha256, digest, &size);
}

FluxApiKey *
flux_api_key_new (const char *name, const char *text)
{
  FluxApiKey *self = g_new0 (FluxApiKey, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uuid = flux_random_uuid ();
  self->name = g_strdup (name);
  flux_api_key_digest (text, self->digest);
  self->scope = FLUX_SCOPE_ALL;
  self->allows_new_devices = TRUE;
  self->addresses = g_new0 (char *, 1);
  return self;
}

FluxApiKey *
flux_api_key_ref (FluxApiKey *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_api_key_unref (FluxApiKey *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->gateway_uuid);
  g_strfreev (self->addresses);
  g_free (self);
}

FluxApiKey *
flux_api_key_copy (const FluxApiKey *self)
{
  FluxApiKey *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uuid = g_strdup (self->uuid);
  copy->name = g_strdup (self->name);
  copy->gateway_uuid = g_strdup (self->gateway_uuid);
  copy->addresses = g_strdupv (self->addresses);
  return copy;
}

gboolean
flux_api_key_matches (const FluxApiKey *self, const guint8 digest[FLUX_API_KEY_DIGEST_SIZE])
{
  guint8 difference = 0;

  for (guint i = 0; i < FLUX_API_KEY_DIGEST_SIZE; i++)
    difference |= self->digest[i] ^ digest[i];
  return difference == 0;
}

/* Returns: (transfer full) (nullable) */
static GInetAddressMask *
read_network (const char *text)
{
  const char *slash = strchr (text, '/');

  /* GLib warns, as of a mistake in the program, of a prefix that is too long for any address. */
  if (slash != NULL && !g_ascii_string_to_unsigned (slash + 1, 10, 0, 128, NULL, NULL))
    return NULL;
  return g_inet_address_mask_new_from_string (text, NULL);
}

/* A socket that takes both families shows a sender of IPv4 as ::ffff:10.0.0.5 (RFC 4291, 2.5.5.2).
 * Returns: (transfer full) */
static GInetAddress *
unmapped (GInetAddress *address)
{
  static const guint8 prefix[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static gboolean
is_within (GInetAddress *sender, char **networks)
{
  g_autoptr (GInetAddress) address = unmapped (sender);

  for (guint i = 0; networks[i] != NULL; i++)
    {
      g_autoptr (GInetAddressMask) mask = read_network (networks[i]);

      if (mask != NULL && g_inet_address_mask_get_family (mask) == g_inet_address_get_family (address)
          && g_inet_address_mask_matches (mask, address))
        return TRUE;
    }
  return FALSE;
}

gboolean
flux_api_key_is_valid_at (const FluxApiKey *self, gint64 now, GInetAddress *address)
{
  if (self->revoked_at != 0 && self->revoked_at <= now)
    return FALSE;
  if (self->expires_at != 0 && self->expires_at <= now)
    return FALSE;
  if (self->addresses[0] == NULL)
    return TRUE;
  return address != NULL && is_within (address, self->addresses);
}

gboolean
flux_api_key_network_is_valid (const char *network)
{
  g_autoptr (GInetAddressMask) mask = read_network (network);

  return mask != NULL;
}
