/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-engine.h"

G_BEGIN_DECLS

#define FLUX_SERVER_ERROR (flux_server_error_quark ())

/**
 * FluxServerError:
 * @FLUX_SERVER_ERROR_ADDRESS: the text is no address; ask again
 * @FLUX_SERVER_ERROR_IN_USE: another program listens there; choose another port or end that program
 * @FLUX_SERVER_ERROR_CERTIFICATE: the PEM files cannot be used, or https is asked for without any
 * @FLUX_SERVER_ERROR_FAILED: the system refused; the message has its words
 */
typedef enum
{
  FLUX_SERVER_ERROR_ADDRESS,
  FLUX_SERVER_ERROR_IN_USE,
  FLUX_SERVER_ERROR_CERTIFICATE,
  FLUX_SERVER_ERROR_FAILED,
} FluxServerError;

GQuark flux_server_error_quark (void);

#define FLUX_TYPE_SERVER (flux_server_get_type ())

/**
 * FluxServer:
 *
 * The HTTP API of the contract, in a thread of its own, over an engine. Made, started and stopped on one thread; the
 * requests are served on the server's.
 */
G_DECLARE_FINAL_TYPE (FluxServer, flux_server, FLUX, SERVER, GObject)

/* Starts the server's thread, which listens nowhere yet. Returns: (transfer full) */
FluxServer *flux_server_new (FluxEngine *engine);

/* Uses these PEM files for https addresses from now on. Call it again to read renewed files: connections that are open
 * keep what they have, and files that cannot be used leave the old ones in force. */
gboolean flux_server_set_certificate (FluxServer *self, const char *certificate_file, const char *key_file,
                                      GError **error);

/* Listens at @address, "[http://|https://]ADDRESS:PORT"; port 0 picks a free one.
 * Returns: (transfer full) (nullable): the address as a URL with the real port, such as "http://127.0.0.1:3000" */
char *flux_server_listen (FluxServer *self, const char *address, GError **error);

/* Stops listening anywhere; requests under way are answered. */
void flux_server_close_listeners (FluxServer *self);

/* Stops listening, answers what was accepted within 10 s, and ends the thread. Blocks until then, and until the store
 * has done what it was given. */
void flux_server_stop (FluxServer *self);

/**
 * FluxServer::refused:
 * @address: where it came from
 *
 * Somebody knocked with a wrong key or none. Emitted on the main context, at most once a second for an address.
 */

G_END_DECLS
