/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POSTS_PAGE (flux_posts_page_get_type ())

/**
 * FluxPostsPage:
 *
 * The posts as they come, and one of them with what became of it: beside the list where there is room, else in its
 * place. A #FluxPage; what it opens are numbers of posts, as text. Properties: "paused" (boolean), "outcome" (string:
 * "all", "stored", "duplicate", "failed-read", "waiting" or "refused"), "gateway" (string: the uuid of one; "": all).
 * Main context.
 */
G_DECLARE_FINAL_TYPE (FluxPostsPage, flux_posts_page, FLUX, POSTS_PAGE, AdwBin)

GtkWidget *flux_posts_page_new (FluxHost *host);

G_END_DECLS
