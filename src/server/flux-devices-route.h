/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-request.h"

G_BEGIN_DECLS

/* GET /api/devices: every device with its latest row. */
void flux_devices_route_get (FluxEngine *engine, SoupServerMessage *message);

/* POST /api/devices: makes a device. */
void flux_devices_route_post (FluxEngine *engine, SoupServerMessage *message);

G_END_DECLS
