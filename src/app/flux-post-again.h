/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-engine-posts.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_AGAIN (flux_post_again_get_type ())

/**
 * FluxPostAgain:
 *
 * Decodes posts again: while it does, a strip with how far it is and a button that stops it; nothing otherwise.
 * Property "running" (boolean, read-only). Main context.
 *
 * Signal "done": what became of posts has changed.
 */
G_DECLARE_FINAL_TYPE (FluxPostAgain, flux_post_again, FLUX, POST_AGAIN, AdwBin)

/* Begins with the posts that @query asks for, unless it is at it already. */
void flux_post_again_start (FluxPostAgain *self, FluxEngine *engine, const FluxPostQuery *query);

gboolean flux_post_again_is_running (FluxPostAgain *self);

G_END_DECLS
