/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * FluxTestPeer:
 *
 * A real HTTP server in a thread of its own, on a free port of the loopback.
 */
typedef struct _FluxTestPeer FluxTestPeer;

/* Answers a request, on the peer's thread. */
typedef void (*FluxTestPeerHandler) (SoupServerMessage *message,
                                     const char *path,
                                     GHashTable *query,
                                     gpointer user_data);

/* @certificate: (nullable): makes it an https server. Returns: (transfer full): it listens */
FluxTestPeer *flux_test_peer_new (FluxTestPeerHandler handler, gpointer user_data, GTlsCertificate *certificate);

/* Closes every connection and the port, and ends the thread. */
void flux_test_peer_free (FluxTestPeer *self);

/* Returns: (transfer none): such as "http://127.0.0.1:40321", without a slash at the end */
const char *flux_test_peer_get_url (FluxTestPeer *self);

/* Answers with @status and a text. */
void flux_test_peer_answer (SoupServerMessage *message, guint status, const char *text);

/* Writes @raw (nullable) to the connection and closes it, instead of an answer. */
void flux_test_peer_hang_up (SoupServerMessage *message, const char *raw);

/* Runs the thread's default main context until @done returns TRUE; fails the test after 60 s. */
void flux_test_wait (gboolean (*done) (gpointer user_data), gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestPeer, flux_test_peer_free)

G_END_DECLS
