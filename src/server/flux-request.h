/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <libsoup/soup.h>

#include "flux-connections.h"
#include "flux-engine.h"

G_BEGIN_DECLS

#define FLUX_REQUEST_BODY_MOST (8 * 1024 * 1024)
#define FLUX_REQUEST_HEADERS_MOST (16 * 1024)

/* For bodies that are in memory at once, but short ones. When they fill it, the server stops reading from sockets. */
#define FLUX_REQUEST_MEMORY_MOST (64 * 1024 * 1024)

typedef struct _FluxRequests FluxRequests;

/**
 * FluxRequest:
 * @connection: (nullable): that it came on; %NULL once that is over
 * @key: (nullable) (owned): the good key that it came with
 * @refusal: status that it is answered with instead of what it asks for; 0: none
 * @refusal_text: and why
 * @received: bytes of its body so far, if they are counted
 * @reserved: bytes of memory set aside for its body, or wanted while @is_held
 * @is_held: it waits for that memory
 * @is_over: it was answered, or its caller has gone
 *
 * What the server knows of a message while it comes in. Freed with the message.
 */
typedef struct
{
  FluxRequests *owner;
  SoupServerMessage *message;
  FluxConnection *connection;
  FluxApiKey *key;
  guint refusal;
  const char *refusal_text;
  gsize received;
  gsize reserved;
  gboolean is_held;
  gboolean is_over;
} FluxRequest;

/* @path: @method: what is asked for. @scope: (out): what its key must allow; 0: no key needed.
 * Returns: FALSE when there is no such path; @allowed: (out): (nullable): the methods there, when it is not one of
 * them */
typedef gboolean (*FluxRouteFunc) (const char *path, const char *method, FluxScope *scope, const char **allowed);

/* Tells of a caller without a good key. @address: (nullable) */
typedef void (*FluxRefusedFunc) (const char *address, gpointer user_data);

/**
 * FluxRequests:
 *
 * What stands before the API: looks at each request's headers before its body is read. A key is asked for, sizes are
 * bounded, framing that two readers could take differently is refused, and a body of a good key waits when there is no
 * room in memory for it. Belongs to the server's thread.
 */
FluxRequests *flux_requests_new (SoupServer *server, FluxEngine *engine, FluxRouteFunc route, FluxRefusedFunc refused,
                                 gpointer user_data);
void flux_requests_free (FluxRequests *self);

/* No answer goes out from now on. */
void flux_requests_end (FluxRequests *self);

/* Requests that are under way, or whose answer somebody still works on. */
guint flux_requests_count (FluxRequests *self);

/* Returns: (transfer none): never %NULL once the headers were seen */
FluxRequest *flux_request_of (SoupServerMessage *message);

/* Lets the caller wait for an answer that is not there yet. */
void flux_request_pause (FluxRequest *self);

/* Lets it go out, if its caller is still there. */
void flux_request_resume (FluxRequest *self);

/* Ends the connection amid an answer that cannot be completed. */
void flux_request_break_off (FluxRequest *self);

/* Gives the memory of the request's body back, as soon as nobody needs it. */
void flux_request_release (FluxRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxRequests, flux_requests_free)

G_END_DECLS
