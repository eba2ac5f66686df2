/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-request.h"

G_BEGIN_DECLS

typedef struct _FluxIngestRoute FluxIngestRoute;

/* POST /api/ingest: hands bodies to the engine and answers them after the commit. Posts that were committed together
 * wake the server's thread once. Made, used and freed on that thread. @context: the thread's */
FluxIngestRoute *flux_ingest_route_new (FluxEngine *engine, GMainContext *context);
void flux_ingest_route_free (FluxIngestRoute *self);

void flux_ingest_route_post (FluxIngestRoute *self, SoupServerMessage *message, GHashTable *query);

/* GET /api/ingest: that the service is there. */
void flux_ingest_route_health (FluxIngestRoute *self, SoupServerMessage *message);

G_END_DECLS
