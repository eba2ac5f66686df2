/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-socket-watch.h"

G_BEGIN_DECLS

#define FLUX_TYPE_GUARDED_STREAM (flux_guarded_stream_get_type ())

/**
 * FluxGuardedStream:
 *
 * The stream of an accepted connection as libsoup gets it.
 *
 * libsoup 3.2 forgets a connection that ends between two requests, without closing it (soup-server-message-io-http1.c:
 * a message of which no byte has come has no one to be told of its end). This stream lets such an end look like a
 * request that breaks off after its first byte, which libsoup closes.
 *
 * It writes the head of an answer and its body apart, each with a packet of its own; here they go together.
 *
 * Everything else goes through as it is. Belongs to one thread.
 */
G_DECLARE_FINAL_TYPE (FluxGuardedStream, flux_guarded_stream, FLUX, GUARDED_STREAM, GIOStream)

/* Whether no byte of the next request has come. */
typedef gboolean (*FluxIsIdleFunc) (gpointer user_data);

/* @base: pollable, wrapped. @watch: (nullable): of the socket that @base reads as it is. @user_data must live until the
 * stream's end. Returns: (transfer full) */
FluxGuardedStream *flux_guarded_stream_new (GIOStream *base, FluxSocketWatch *watch, FluxIsIdleFunc is_idle,
                                            gpointer user_data);

/* Lets what is written next wait for what is written after it, which has to come. */
void flux_guarded_stream_hold_next (FluxGuardedStream *self);

G_END_DECLS
