/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-entry.h"
#include "flux-post-links.h"
#include "flux-post.h"
#include "flux-record.h"

G_BEGIN_DECLS

/**
 * FluxAssembly:
 *
 * Fits the records of one post into the rows of their devices. First every record is given its place
 * (flux_assembly_place()), then the rows that changed are judged and written (flux_assembly_write()), because what a
 * row is (a failed read or not) is judged on all that the post brings. Belongs to the store's writer thread.
 *
 * The rules: a record joins the row of its device that is nearest in time and holds none of its fields, within half
 * the device's period, 30 s at most; the row carries the earliest time. The same value at the same time again changes
 * nothing; another value for it is kept aside, and the first one stays.
 */
typedef struct _FluxAssembly FluxAssembly;

/* @session: (transfer none): in a transaction. @post: number of the kept post. Returns: (transfer full) */
FluxAssembly *flux_assembly_new (FluxStoreSession *session, gint64 post, gint64 received_at);
void flux_assembly_free (FluxAssembly *self);

/* Places @record, which is a reading, among the rows of @entry.
 * @periods_before: of a record without a time: how many such of the same device and field come after it in the body
 * @result: (out): device, outcome and bad values; the outcome may still become a failed read by the writing. It must
 *   live until then */
gboolean flux_assembly_place (FluxAssembly *self, FluxDeviceEntry *entry, const FluxRecord *record,
                              guint periods_before, FluxRecordResult *result, GError **error);

/* Writes all rows that changed and takes note of them in their entries. */
gboolean flux_assembly_write (FluxAssembly *self, GError **error);

/* The rows that the records went to. Returns: (transfer none): valid until @self is freed */
const FluxPostLinks *flux_assembly_get_links (FluxAssembly *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxAssembly, flux_assembly_free)

G_END_DECLS
