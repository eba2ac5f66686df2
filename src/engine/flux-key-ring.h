/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-api-key.h"

G_BEGIN_DECLS

/* The keys in force, found by their text. Any thread. */
typedef struct _FluxKeyRing FluxKeyRing;

FluxKeyRing *flux_key_ring_new (void);
void flux_key_ring_free (FluxKeyRing *self);

/* Adds @key, or puts it in the place of the one with its uuid. */
void flux_key_ring_put (FluxKeyRing *self, FluxApiKey *key);

/* Replaces every stored key (number other than 0) by @keys (element-type FluxApiKey). */
void flux_key_ring_replace_stored (FluxKeyRing *self, GPtrArray *keys);

/* The key with this text if it is valid at @now (µs UTC) from @address. The search goes by the text's digest, so that
 * how long it takes tells nothing about the keys. @address: (nullable). Returns: (transfer full) (nullable) */
FluxApiKey *flux_key_ring_find (FluxKeyRing *self, const char *text, gint64 now, GInetAddress *address);

/* Whether @key is on the ring as it is, and neither expired nor revoked at @now. */
gboolean flux_key_ring_is_in_force (FluxKeyRing *self, const FluxApiKey *key, gint64 now);

/* Every stored key. Returns: (transfer full) (element-type FluxApiKey) */
GPtrArray *flux_key_ring_list_stored (FluxKeyRing *self);

/* Whether any key is valid at @now. */
gboolean flux_key_ring_has_valid (FluxKeyRing *self, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxKeyRing, flux_key_ring_free)

G_END_DECLS
