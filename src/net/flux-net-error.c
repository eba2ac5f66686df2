/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-net-error.h"

#include <gio/gio.h>

G_DEFINE_QUARK (flux-net-error-quark, flux_net_error)

static FluxNetError
code_of_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_TIMED_OUT:
      return FLUX_NET_ERROR_TIMEOUT;
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_CONNECTION_CLOSED: /* the same number as BROKEN_PIPE */
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_NOT_CONNECTED:
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_PROXY_FAILED:
      return FLUX_NET_ERROR_UNREACHABLE;
    default:
      return FLUX_NET_ERROR_FAILED;
    }
}

static FluxNetError
code_of (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return code_of_io_error (error->code);
  if (error->domain == G_RESOLVER_ERROR || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return FLUX_NET_ERROR_UNREACHABLE;
  if (error->domain == G_TLS_ERROR)
    return FLUX_NET_ERROR_TLS;
  return FLUX_NET_ERROR_FAILED;
}

GError *
flux_net_error_from (const GError *error)
{
  if (error->domain == FLUX_NET_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  return g_error_new_literal (FLUX_NET_ERROR, code_of (error), error->message);
}
