/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-item.h"

struct _FluxPostItem
{
  GObject parent_instance;

  FluxKeptPost *post; /* (owned) */
};

G_DEFINE_FINAL_TYPE (FluxPostItem, flux_post_item, G_TYPE_OBJECT)

static void
flux_post_item_finalize (GObject *object)
{
  flux_kept_post_free (FLUX_POST_ITEM (object)->post);
  G_OBJECT_CLASS (flux_post_item_parent_class)->finalize (object);
}

static void
flux_post_item_class_init (FluxPostItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_post_item_finalize;
}

static void
flux_post_item_init (FluxPostItem *self)
{
}

FluxPostItem *
flux_post_item_new (FluxKeptPost *post)
{
  FluxPostItem *self = g_object_new (FLUX_TYPE_POST_ITEM, NULL);

  self->post = post;
  return self;
}

const FluxKeptPost *
flux_post_item_get_post (FluxPostItem *self)
{
  g_return_val_if_fail (FLUX_IS_POST_ITEM (self), NULL);
  return self->post;
}
