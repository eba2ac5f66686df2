/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-request.h"

G_BEGIN_DECLS

/* GET /api/alerts: alerts, newest first, each with its device's name and location. */
void flux_alerts_route_get (FluxEngine *engine, SoupServerMessage *message, GHashTable *query);

/* PATCH /api/alerts: closes one by hand, or opens it again. */
void flux_alerts_route_patch (FluxEngine *engine, SoupServerMessage *message);

G_END_DECLS
