/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine.h"

G_BEGIN_DECLS

/* Making, exchanging and revoking keys, by the actor g_get_user_name(). Main context. */

/**
 * FluxFreshKey:
 * @key: as it is stored
 * @text: what the gateway is given; it is kept nowhere yet
 */
typedef struct
{
  FluxApiKey *key;
  char *text;
} FluxFreshKey;

void flux_fresh_key_free (FluxFreshKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxFreshKey, flux_fresh_key_free)

/* Stores a key with a fresh text. @settings: its name, gateway, networks and scope; its own text and uuid are replaced.
 * Finish returns: (transfer full) (nullable) */
void flux_key_change_make_async (FluxEngine *engine, const FluxApiKey *settings, GAsyncReadyCallback callback,
                                 gpointer user_data);
FluxFreshKey *flux_key_change_make_finish (FluxEngine *engine, GAsyncResult *result, GError **error);

/* The same, and lets @old end in @overlap µs, or when it would have ended before that. When only the second fails, the
 * fresh key is revoked again, so that nothing has changed. Finished as above. */
void flux_key_change_rotate_async (FluxEngine *engine, FluxApiKey *old, gint64 overlap, GAsyncReadyCallback callback,
                                   gpointer user_data);

/* From now on it is refused, and the keyring forgets it. */
void flux_key_change_revoke_async (FluxEngine *engine, FluxApiKey *key, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean flux_key_change_revoke_finish (FluxEngine *engine, GAsyncResult *result, GError **error);

/* Every stored key, with when each was last used. Finish returns: (transfer full) (element-type FluxApiKey) */
void flux_key_change_list_async (FluxEngine *engine, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *flux_key_change_list_finish (FluxEngine *engine, GAsyncResult *result, GError **error);

G_END_DECLS
