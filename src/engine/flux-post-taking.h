/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-assembly.h"
#include "flux-plant.h"

G_BEGIN_DECLS

/* From the records of a decoded post to the rows of their devices; on the store's writer thread, in a transaction.
 * @post: its records decoded; its results are filled in, one a record, or one for a body that waits as a whole. */

/* Finds or makes the device of every record that is a reading, as far as the post's key may write to it, and fits the
 * records into @assembly, which is written. */
gboolean flux_post_take_records (FluxPost *post, FluxPlant *plant, FluxStoreSession *session,
                                 FluxGatewayEntry *gateway, FluxAssembly *assembly, GError **error);

/* A gateway does not send again: the records of a post that cannot be stored wait. */
void flux_post_let_wait (FluxPost *post);

/* What the results come to. */
void flux_post_count_results (const FluxPost *post, FluxRecordCounts *counts);

G_END_DECLS
