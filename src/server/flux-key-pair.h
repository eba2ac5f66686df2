/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads a certificate, with those that it is signed by, and its private key, both as PEM. GIO takes any two; here they
 * have to belong together, so that half a renewal is noticed before the first handshake. FLUX_SERVER_ERROR_CERTIFICATE.
 *
 * Returns: (transfer full) (nullable) */
GTlsCertificate *flux_key_pair_read (const char *certificate_file, const char *key_file, GError **error);

G_END_DECLS
