/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <libsoup/soup.h>

#include "flux-api-key.h"
#include "flux-clock.h"
#include "flux-guarded-stream.h"

G_BEGIN_DECLS

/* Connections at once. At the limit the oldest one without a complete request goes first. */
#define FLUX_CONNECTIONS_MOST 1024

/* Bytes of a body that are there when the grace for slow ones is over, if it comes as slowly as may be. */
#define FLUX_CONNECTION_SLOWEST_BODY (30 * 256)

typedef enum
{
  FLUX_CONNECTION_IDLE,      /* waits for a request to begin, or for the headers of its first one */
  FLUX_CONNECTION_HEADERS,   /* a later request's headers are coming */
  FLUX_CONNECTION_BODY,      /* its body is coming */
  FLUX_CONNECTION_HELD,      /* its body waits for room in memory */
  FLUX_CONNECTION_WAITING,   /* the request is complete, and its answer is not there yet */
  FLUX_CONNECTION_ANSWERING, /* the answer goes out */
} FluxConnectionPhase;

typedef struct _FluxConnections FluxConnections;

/**
 * FluxConnection:
 * @address: (nullable) (owned): of the other end, as text
 *
 * One accepted socket. Lives as long as libsoup's stream on it.
 */
typedef struct
{
  FluxConnections *owner;
  GSocket *socket;
  FluxGuardedStream *stream; /* not owned: it lives as long as this */
  GSocketAddress *remote;    /* (owned) */
  char *address;
  FluxConnectionPhase phase;
  gint64 phase_since;  /* monotonic, µs */
  gint64 progress_at;  /* monotonic, µs: when the phase last moved on */
  guint64 phase_bytes; /* that came in it */
  gboolean had_request;
  gboolean is_going; /* hung up from this side; libsoup has not let go of it yet */
  char *key_text; /* (nullable) (owned): the last key that was good here, */
  FluxApiKey *key; /* (nullable) (owned): and which it was */
  GList link;      /* in the owner's list, oldest phase first */
} FluxConnection;

/**
 * FluxConnections:
 *
 * The guard that SoupServer lacks. It accepts sockets itself and hands them to libsoup, moved to numbers from 1,024 up
 * (libmodbus ends the process when its own socket gets one above). It closes a connection whose headers are not whole
 * after 30 s, whose body comes slower than 256 bytes a second after 30 s, whose answer is not taken for 60 s, or that
 * is idle for 120 s. Belongs to the server's thread.
 */

/* @context: the thread's. Returns: (transfer full) */
FluxConnections *flux_connections_new (SoupServer *server, FluxClock *clock, GMainContext *context);
void flux_connections_free (FluxConnections *self);

/* Gives the certificate to use now. Returns: (transfer full) (nullable) */
typedef GTlsCertificate *(*FluxCertificateFunc) (gpointer user_data);

/* Accepts from @listener, which is bound and listening. @certificate: (nullable): plain HTTP without one; asked for
 * anew with every connection, so that a renewed one is used from then on. */
void flux_connections_add_listener (FluxConnections *self, GSocket *listener, FluxCertificateFunc certificate,
                                    gpointer user_data);

/* Closes every listener; the connections go on. */
void flux_connections_close_listeners (FluxConnections *self);

/* Closes every listener, and every connection once its request is answered. */
void flux_connections_close (FluxConnections *self);

/* Connections whose request has begun. */
guint flux_connections_count_busy (FluxConnections *self);

/* The connection that @message came on. Returns: (transfer none) (nullable) */
FluxConnection *flux_connection_of (SoupServerMessage *message);

/* Address of the other end. Returns: (transfer none) (nullable) */
GInetAddress *flux_connection_get_remote (FluxConnection *self);

/* Ends it from this side; libsoup then lets go of it. @self: (nullable) */
void flux_connection_hang_up (FluxConnection *self);

void flux_connection_set_phase (FluxConnection *self, FluxConnectionPhase phase);

/* Notes that @bytes of the phase have come or gone. */
void flux_connection_progress (FluxConnection *self, gsize bytes);

/* Looks at every deadline; also done each second. */
void flux_connections_sweep (FluxConnections *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxConnections, flux_connections_free)

G_END_DECLS
