/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-host.h"
#include "flux-mapping-draft.h"

G_BEGIN_DECLS

/* Makes a draft of a kept post: reads it, and asks the plant for the rest. Main context. */
void flux_mapping_source_open_post_async (FluxHost *host, gint64 post_number, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);

/* Likewise of a stored unit, with the newest post that its gateway has kept, if there is one. */
void flux_mapping_source_open_unit_async (FluxHost *host, const char *unit_uuid, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full) (nullable) */
FluxMappingDraft *flux_mapping_source_finish (GAsyncResult *result, GError **error);

G_END_DECLS
