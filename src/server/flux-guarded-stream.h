/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FLUX_TYPE_GUARDED_STREAM (flux_guarded_stream_get_type ())

/**
 * FluxGuardedStream:
 *
 * The stream of an accepted connection as libsoup gets it. libsoup 3.2 forgets a connection that ends between two
 * requests, without closing it (soup-server-message-io-http1.c: a message of which no byte has come has no one to be
 * told of its end). This stream lets such an end look like a request that breaks off after its first byte, which
 * libsoup closes. Everything else goes through as it is. Belongs to one thread.
 */
G_DECLARE_FINAL_TYPE (FluxGuardedStream, flux_guarded_stream, FLUX, GUARDED_STREAM, GIOStream)

/* Whether no byte of the next request has come. */
typedef gboolean (*FluxIsIdleFunc) (gpointer user_data);

/* @base: pollable, wrapped. @user_data must live until the stream's end. Returns: (transfer full) */
GIOStream *flux_guarded_stream_new (GIOStream *base, FluxIsIdleFunc is_idle, gpointer user_data);

G_END_DECLS
