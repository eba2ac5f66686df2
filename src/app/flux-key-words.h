/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-api-key.h"

G_BEGIN_DECLS

/* What a list of keys says about one, and in which order they stand. Pure. */

gboolean flux_key_words_is_in_force (const FluxApiKey *key, gint64 now);

/* Its state, its last use and its limits: "In force until 26 Nov 12:00 · used 2 min ago · only from 10.0.0.0/8".
 * Returns: (transfer full) */
char *flux_key_words_describe (const FluxApiKey *key, gint64 now, GTimeZone *zone);

/* In @keys (element-type FluxApiKey) those of the gateway: in force before others, then the newest first.
 * Returns: (transfer full) (element-type FluxApiKey) */
GPtrArray *flux_key_words_list (GPtrArray *keys, const char *gateway_uuid, gint64 now);

G_END_DECLS
