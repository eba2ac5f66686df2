/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-session.h"

G_BEGIN_DECLS

/* A row, or failed read, that posts of a cluster gave something to. */
typedef struct
{
  gint64 device;
  FluxReading reading;
  gboolean is_shared; /* with a post outside: it must stay as it is */
} FluxClusterRow;

/**
 * FluxPostCluster:
 * @posts: (element-type FluxKeptPost): in the order of their numbers, with their bodies
 * @rows: (element-type FluxClusterRow)
 *
 * A kept post and all others that hang together with it through rows that they share, such as the posts that bring the
 * registers of one poll one by one. Their rows can be taken away and made anew from the posts without a loss; a row
 * that a post gave something to which is not kept any more stays.
 */
typedef struct
{
  GPtrArray *posts;
  GPtrArray *rows;
} FluxPostCluster;

/* Reads the cluster of post @number. It stops growing at @most posts. Writer thread.
 * Returns: (transfer full) (nullable): without posts when it is not kept any more, or only without its body */
FluxPostCluster *flux_post_cluster_read (FluxStoreSession *session, gint64 number, guint most, GError **error);
void flux_post_cluster_free (FluxPostCluster *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxPostCluster, flux_post_cluster_free)

G_END_DECLS
