/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a key lets its holder do. */
typedef enum
{
  FLUX_SCOPE_INGEST = 1 << 0, /* post readings */
  FLUX_SCOPE_READ = 1 << 1,   /* look at devices, readings and alerts */
  FLUX_SCOPE_MANAGE = 1 << 2, /* make devices, acknowledge alerts */
} FluxScope;

#define FLUX_SCOPE_ALL (FLUX_SCOPE_INGEST | FLUX_SCOPE_READ | FLUX_SCOPE_MANAGE)

/* "ingest,read" and back. Returns: (transfer full) */
char *flux_scope_to_words (FluxScope scope);
gboolean flux_scope_from_words (const char *words, FluxScope *scope);

#define FLUX_API_KEY_DIGEST_SIZE 32 /* SHA-256 */

#define FLUX_TYPE_API_KEY (flux_api_key_get_type ())

/**
 * FluxApiKey:
 * @number: the store's own number; 0 for a key that is never stored
 * @uuid: (owned)
 * @name: (owned)
 * @digest: SHA-256 of the key's text; the text itself is kept nowhere here
 * @scope: what it allows
 * @allows_new_devices: whether a post under it may make a device on first sight
 * @gateway_uuid: (nullable) (owned): the gateway it belongs to; %NULL: a program, or several gateways
 * @addresses: (owned) (array zero-terminated=1): networks it may be used from, such as "10.0.0.0/8"; empty: any
 * @expires_at: µs UTC; 0: never. A key that is being rotated out has a time here
 * @revoked_at: µs UTC; 0: in force
 * @last_used: µs UTC; 0: never
 *
 * A key without its text. Shared by reference and never changed once shared. Any thread.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gint64 number;
  char *uuid;
  char *name;
  guint8 digest[FLUX_API_KEY_DIGEST_SIZE];
  FluxScope scope;
  gboolean allows_new_devices;
  char *gateway_uuid;
  char **addresses;
  gint64 created_at;
  gint64 expires_at;
  gint64 revoked_at;
  gint64 last_used;
} FluxApiKey;

GType flux_api_key_get_type (void) G_GNUC_CONST;

/* A fresh key text: "flx_" and 256 random bits as hex. Returns: (transfer full) */
char *flux_api_key_generate_text (void);

/* Whether @text can be a key at all: 8 to 200 printable ASCII characters without spaces. */
gboolean flux_api_key_text_is_valid (const char *text);

/* The key whose text is @text, with a fresh uuid, every scope and no limits. Returns: (transfer full) */
FluxApiKey *flux_api_key_new (const char *name, const char *text);
FluxApiKey *flux_api_key_ref (FluxApiKey *self);
void flux_api_key_unref (FluxApiKey *self);
FluxApiKey *flux_api_key_copy (const FluxApiKey *self);

void flux_api_key_digest (const char *text, guint8 digest[FLUX_API_KEY_DIGEST_SIZE]);

/* Whether @digest is this key's, in a time that does not depend on where they differ. */
gboolean flux_api_key_matches (const FluxApiKey *self, const guint8 digest[FLUX_API_KEY_DIGEST_SIZE]);

/* Whether it may be used at @now (µs UTC) from @address. @address: (nullable): unknown, which only a key without
 * bound addresses takes. */
gboolean flux_api_key_is_valid_at (const FluxApiKey *self, gint64 now, GInetAddress *address);

/* Whether @network is an address or "address/prefix". */
gboolean flux_api_key_network_is_valid (const char *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxApiKey, flux_api_key_unref)

G_END_DECLS
