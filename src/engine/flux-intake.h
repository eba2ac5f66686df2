/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-private.h"

G_BEGIN_DECLS

/* Takes one post in. Decodes and compresses on the caller's thread, because that needs nothing but the bytes; the
 * store's writer does the rest. @post: (transfer full) */
void flux_intake_start (FluxEngine *engine, FluxPost *post);

G_END_DECLS
