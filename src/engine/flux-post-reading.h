/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-posts.h"
#include "flux-plant.h"

G_BEGIN_DECLS

/* Reads the kept post @number and finds out what became of its records. The store does not keep that record by record:
 * it is told by the post's links, which stand in the order of the records that gave something, by the rows, and by how
 * many of the post's records wait. Any thread that @session was lent to.
 * Returns: (transfer full) (nullable): %NULL is an error, %FLUX_STORE_ERROR_NOT_FOUND when it is not kept any more */
FluxPostReading *flux_post_reading_new (FluxPlant *plant, FluxStoreSession *session, gint64 number, GError **error);

G_END_DECLS
