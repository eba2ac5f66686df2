/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills @bytes from the kernel's generator. Secrets come from here only. Any thread. */
void flux_random_fill (guint8 *bytes, gsize n_bytes);

/* @n_bytes of randomness as lower case hex digits. Returns: (transfer full) */
char *flux_random_hex (gsize n_bytes);

/* A random (version 4) UUID as text. Returns: (transfer full) */
char *flux_random_uuid (void);

G_END_DECLS
