/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A body that grows beyond this when it is unpacked is refused. */
#define FLUX_WRAPPING_MAX_SIZE (64 * 1024 * 1024)

/* Undoes what a gateway wraps around a whole body: gzip, known by its first two bytes (1f 8b), and base64, known by a
 * first byte that is none of `{ [ "` and text that is base64 throughout; in whichever order they come, two layers at
 * most. A body that is not wrapped comes back as it is, with another reference. Pure; any thread.
 *
 * @fault: (out): static text, when it cannot be undone: a damaged gzip stream, or a body that grows too large
 * Returns: (transfer full) (nullable): %NULL with @fault set */
GBytes *flux_wrapping_undo (GBytes *body, const char **fault);

G_END_DECLS
