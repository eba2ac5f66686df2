/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From a kept post to its rows: a compact list of what its records were, (device number, time of measurement). The row
 * that a record went to has a value measured at that time; it begins then, or up to FLUX_READING_SPAN_MOST before, for
 * a later record may have let it begin earlier. Each number is written as the difference from the one before in a
 * variable length code of 7 bits a byte, so that 100 records take some 400 bytes. */

typedef struct
{
  gint64 device;
  gint64 measured_at; /* µs UTC */
} FluxPostLink;

/* The writing end. Zero-initialise; the caller owns and frees @bytes. */
typedef struct
{
  GByteArray *bytes;
  FluxPostLink last;
} FluxPostLinks;

void flux_post_links_append (FluxPostLinks *self, gint64 device, gint64 measured_at);

/* Returns: (transfer full) (nullable) (element-type FluxPostLink): %NULL when the bytes are no such list */
GArray *flux_post_links_read (const guint8 *bytes, gsize size);

G_END_DECLS
