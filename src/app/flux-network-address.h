/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether a server at @url ("http://HOST:PORT") can be reached from other computers. */
gboolean flux_network_address_is_on_network (const char *url);

/* @url with this computer's address in the network in place of an address that means all of its own.
 * Returns: (transfer full) */
char *flux_network_address_for_gateways (const char *url);

G_END_DECLS
