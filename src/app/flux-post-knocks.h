/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_KNOCKS (flux_post_knocks_get_type ())

/**
 * FluxPostKnocks:
 *
 * What stands between the posts and the person who waits for them: who has knocked with a wrong key in the last hour,
 * and whether posts that wait will soon have no room. Nothing while there is neither. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxPostKnocks, flux_post_knocks, FLUX, POST_KNOCKS, AdwBin)

void flux_post_knocks_set_host (FluxPostKnocks *self, FluxHost *host);

/* Looks again at once. */
void flux_post_knocks_refresh (FluxPostKnocks *self);

G_END_DECLS
