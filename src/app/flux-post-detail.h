/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_DETAIL (flux_post_detail_get_type ())

/**
 * FluxPostDetail:
 *
 * One post: the body as it came, what became of it record by record, and the buttons that do what comes next. Main
 * context.
 *
 * Signals: "close", when it is to be left; "decoded", when what became of posts has changed; "offer-taken" (int64: a
 * FluxGateway.number), when all posts of that gateway are to be decoded again.
 */
G_DECLARE_FINAL_TYPE (FluxPostDetail, flux_post_detail, FLUX, POST_DETAIL, AdwBin)

GtkWidget *flux_post_detail_new (FluxHost *host);

/* Opens the kept post of this number; 0: none. */
void flux_post_detail_set_number (FluxPostDetail *self, gint64 number);
gint64 flux_post_detail_get_number (FluxPostDetail *self);

/* Opens it anew: what became of it may have changed. */
void flux_post_detail_reload (FluxPostDetail *self);

/* Whether it stands in the place of the list, with a button to go back above it. */
void flux_post_detail_set_alone (FluxPostDetail *self, gboolean alone);

/* Opens the search in the body, or closes it. */
void flux_post_detail_search (FluxPostDetail *self);

/* Closes that search. Returns: %FALSE when it was not open */
gboolean flux_post_detail_close_search (FluxPostDetail *self);

G_END_DECLS
