/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The texts of API keys in the person's Secret Service, so that a gateway's page can show them again; the database has
 * only their digests. Where there is no such service, nothing is kept and nothing fails: the text was shown when the
 * key was made. Main context. */

/* @name: what the keyring's own program shows for it.
 * Finish returns: whether it is kept; @error only says why not */
void flux_key_vault_store_async (const char *key_uuid, const char *name, const char *text, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean flux_key_vault_store_finish (GAsyncResult *result, GError **error);

/* Finish returns: (transfer full) (nullable): the text; %NULL when it is not kept here */
void flux_key_vault_lookup_async (const char *key_uuid, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
char *flux_key_vault_lookup_finish (GAsyncResult *result, GError **error);

/* Forgets a text in the background: of a key that was revoked. */
void flux_key_vault_clear (const char *key_uuid);

G_END_DECLS
