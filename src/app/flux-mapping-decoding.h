/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-posts.h"

G_BEGIN_DECLS

/* Decoding again what waits of one gateway. Main context. */

/* How many posts of @gateway wait. Finish returns: how many, at most as many as are counted, with @is_more (out) set
 * when there are more; -1 when they could not be counted */
void flux_mapping_decoding_count_async (FluxEngine *engine, const FluxGateway *gateway, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
int flux_mapping_decoding_count_finish (FluxEngine *engine, GAsyncResult *result, gboolean *is_more);

/* Finished with flux_engine_decode_again_finish(). */
void flux_mapping_decoding_run_async (FluxEngine *engine, const FluxGateway *gateway, FluxDecodeProgress progress,
                                      gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);

/* What came of it as a sentence. @summary: (nullable). @error: (nullable). Returns: (transfer full) */
char *flux_mapping_decoding_describe (const FluxDecodeSummary *summary, const GError *error);

G_END_DECLS
