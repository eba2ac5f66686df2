/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-plant.h"

G_BEGIN_DECLS

/* The kept posts that @query asks for and that have @text in them: in the name of the gateway or of the key, in the
 * address, in the id of a device that they gave something to, or in the unwrapped body. Case makes no difference; in a
 * body that is so for ASCII letters only. Blocks: many bodies may be read. @cancellable is looked at before each post,
 * and no transaction stays open from one to the next. Any thread that @session was lent to.
 * Returns: (transfer full) (nullable) (element-type FluxKeptPost): newest first, without bodies; %NULL is an error */
GPtrArray *flux_post_search_run (FluxPlant *plant, FluxStoreSession *session, const FluxPostQuery *query,
                                 const char *text, GCancellable *cancellable, GError **error);

G_END_DECLS
