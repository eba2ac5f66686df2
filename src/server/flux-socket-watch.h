/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FluxSocketWatch:
 *
 * Waits for a socket to have something to be read. libsoup makes a source for each wait, some two a request, and each
 * time that GLib adds a file descriptor to a context, or takes it out while a source is dispatched or destroyed, it
 * writes to the context's eventfd: together a seventh of what a request costs. Here the descriptor stays in the
 * context, and a source looks at what the poll said of it.
 *
 * Belongs to the thread of its context.
 */
typedef struct _FluxSocketWatch FluxSocketWatch;

/* Returns: (transfer full) */
FluxSocketWatch *flux_socket_watch_new (GSocket *socket, GMainContext *context);

/* Stops looking at the socket, which is about to be closed: sources are ready from now on. */
void flux_socket_watch_stop (FluxSocketWatch *self);

/* Returns: @self */
FluxSocketWatch *flux_socket_watch_ref (FluxSocketWatch *self);
void flux_socket_watch_unref (FluxSocketWatch *self);

/* A source that is ready when @stream, which reads from the socket, may have something; for the context of the watch
 * alone. Its callback is a #GPollableSourceFunc. Returns: (transfer full) */
GSource *flux_socket_watch_create_source (FluxSocketWatch *self, GPollableInputStream *stream,
                                          GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSocketWatch, flux_socket_watch_unref)

G_END_DECLS
