/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-engine-posts.h"
#include "flux-post-item.h"

G_BEGIN_DECLS

#define FLUX_POST_LIST_PAGE 200
#define FLUX_POST_LIST_MOST_AT_TOP 2000

#define FLUX_TYPE_POST_LIST (flux_post_list_get_type ())

/**
 * FluxPostList:
 *
 * The kept posts, newest first, as a list model of #FluxPostItem that holds no more of them than were looked at: older
 * ones are read page by page as they are asked for, new ones put in front as they come. Read-only properties, notified:
 * "loading" (boolean: older ones are being read), "n-new" (uint: how many have come since it was paused). Main context.
 */
G_DECLARE_FINAL_TYPE (FluxPostList, flux_post_list, FLUX, POST_LIST, GObject)

/* Nothing is read before the first flux_post_list_set_query(). */
FluxPostList *flux_post_list_new (FluxEngine *engine);

/* Begins anew with posts of these outcomes, of this gateway (FluxGateway.number; 0: all), that have @text (nullable):
 * see flux_engine_list_posts_async(). */
void flux_post_list_set_query (FluxPostList *self, FluxPostFilter filter, gint64 gateway, const char *text);

/* Begins anew with the same: what has become of posts has changed. */
void flux_post_list_reload (FluxPostList *self);

/* Reads a page of older posts, unless there are none or one is being read. */
void flux_post_list_load_older (FluxPostList *self);

/* While paused, new posts are counted and kept back. */
void flux_post_list_set_paused (FluxPostList *self, gboolean paused);

/* While inactive nothing is read; what came meanwhile is made up for. It is inactive at first. */
void flux_post_list_set_active (FluxPostList *self, gboolean active);

/* Whether its newest row is in view: then the oldest are let go of when there are more than
 * %FLUX_POST_LIST_MOST_AT_TOP. */
void flux_post_list_set_at_top (FluxPostList *self, gboolean at_top);

gboolean flux_post_list_is_loading (FluxPostList *self);
guint flux_post_list_get_n_new (FluxPostList *self);

/**
 * FluxPostList::failed:
 * @error: a #GError
 *
 * Posts could not be read.
 */

G_END_DECLS
