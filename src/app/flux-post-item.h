/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-session.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_ITEM (flux_post_item_get_type ())

/* A kept post as lists show it. Never changes. */
G_DECLARE_FINAL_TYPE (FluxPostItem, flux_post_item, FLUX, POST_ITEM, GObject)

/* @post: (transfer full) */
FluxPostItem *flux_post_item_new (FluxKeptPost *post);

/* Returns: (transfer none) */
const FluxKeptPost *flux_post_item_get_post (FluxPostItem *self);

G_END_DECLS
