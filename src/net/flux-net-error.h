/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FLUX_NET_ERROR (flux_net_error_quark ())

/**
 * FluxNetError:
 * @FLUX_NET_ERROR_ADDRESS: the text is no http or https address; ask again
 * @FLUX_NET_ERROR_UNREACHABLE: nobody is there, or the connection broke; try again later. Whether a request that was
 *   under way arrived is not known
 * @FLUX_NET_ERROR_TIMEOUT: no whole answer before the deadline; try again later, with the same doubt
 * @FLUX_NET_ERROR_TLS: the peer cannot be trusted or speaks no TLS; trying again does not help, a person must look
 * @FLUX_NET_ERROR_FAILED: what answered does not speak HTTP or sends too much; the message has the words
 *
 * Cancelling is not among them: it stays %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  FLUX_NET_ERROR_ADDRESS,
  FLUX_NET_ERROR_UNREACHABLE,
  FLUX_NET_ERROR_TIMEOUT,
  FLUX_NET_ERROR_TLS,
  FLUX_NET_ERROR_FAILED,
} FluxNetError;

GQuark flux_net_error_quark (void);

/* The one place where errors of GIO and libsoup become ours. Those of this domain and %G_IO_ERROR_CANCELLED pass as
 * they are. The words of the original are kept.
 * Returns: (transfer full) */
GError *flux_net_error_from (const GError *error);

G_END_DECLS
