/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-request.h"

G_BEGIN_DECLS

/* GET /api/flow-data: streams rows, newest first, a page at a time: however many are asked for, only one page is in
 * memory, and the next is read once the last was taken. */
void flux_flow_data_route_get (FluxEngine *engine, SoupServerMessage *message, GHashTable *query);

G_END_DECLS
