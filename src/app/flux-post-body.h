/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-engine-posts.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_BODY (flux_post_body_get_type ())

/**
 * FluxPostBody:
 *
 * The body of a post to be read, searched and copied. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxPostBody, flux_post_body, FLUX, POST_BODY, AdwBin)

/* @reading: (nullable): %NULL empties it */
void flux_post_body_show (FluxPostBody *self, const FluxPostReading *reading);

/* Opens the search with the focus in it, or closes it. */
void flux_post_body_search (FluxPostBody *self);

/* Returns: %FALSE when it was closed already */
gboolean flux_post_body_close_search (FluxPostBody *self);

G_END_DECLS
