/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The headers and query members of a kept post that name its device or gateway, as the JSON object that is kept. Any
 * thread. */

/* Both nullable. Returns: (transfer full) (nullable): %NULL when neither is there */
char *flux_post_hints_write (const char *device, const char *gateway);

/* @hints: (nullable). Returns: (transfer full) (nullable) */
char *flux_post_hints_get_device (const char *hints);

G_END_DECLS
