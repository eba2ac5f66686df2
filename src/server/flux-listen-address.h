/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An address to listen at, "[http://|https://]ADDRESS:PORT". */
typedef struct
{
  GSocketAddress *socket_address; /* (owned) */
  char *host;                     /* (owned): as it stands in a URL */
  gboolean is_https;
} FluxListenAddress;

/* Returns: (nullable): %NULL and %FLUX_SERVER_ERROR_ADDRESS when @text is none */
FluxListenAddress *flux_listen_address_parse (const char *text, GError **error);
void flux_listen_address_free (FluxListenAddress *self);

/* A bound and listening socket there. @url: (out) (transfer full): with the real port. Returns: (transfer full)
 * (nullable) */
GSocket *flux_listen_address_open (const FluxListenAddress *self, char **url, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxListenAddress, flux_listen_address_free)

G_END_DECLS
