/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the window says of @error: its message in the person's language. Most errors are made in it; those that the API
 * answers with as well are made in English, and are translated here. Returns: (transfer none): as long as @error */
const char *flux_error_sentence (const GError *error);

G_END_DECLS
