/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a gateway says of itself as lines of text: operator, serial number, firmware and the like.
 * @info: (nullable): see #FluxGateway. Returns: (transfer full) (nullable): %NULL when it has said nothing of it */
char *flux_gateway_info_describe (const char *info);

G_END_DECLS
