/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A connection to a server on 127.0.0.1, and HTTP written and read on it byte by byte, so that it can be wrong. */
typedef struct _FluxTestSocket FluxTestSocket;

/* Waits for the other side for at most 30 s at a time. Returns: (transfer full) */
FluxTestSocket *flux_test_socket_new (guint16 port);

/* The same. Returns: (transfer full) (nullable): %NULL when nobody listens there */
FluxTestSocket *flux_test_socket_try (guint16 port);

/* The same over TLS, whatever the certificate says. */
FluxTestSocket *flux_test_socket_new_tls (guint16 port);
void flux_test_socket_free (FluxTestSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestSocket, flux_test_socket_free)

/* Sends all of it. Returns: whether it could be sent: FALSE when the other side has closed */
gboolean flux_test_socket_send (FluxTestSocket *self, const void *bytes, gssize size);
gboolean flux_test_socket_send_text (FluxTestSocket *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Sends no more. */
void flux_test_socket_finish_sending (FluxTestSocket *self);

/**
 * FluxTestHttp:
 * @status: of the answer; 0: the connection was closed before one was whole
 * @headers: (nullable) (owned): with the status line
 * @body: (nullable) (owned)
 */
typedef struct
{
  guint status;
  char *headers;
  GBytes *body;
} FluxTestHttp;

void flux_test_http_clear (FluxTestHttp *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FluxTestHttp, flux_test_http_clear)

/* Reads one answer, passing over 100 Continue. @has_body: FALSE for the answer to HEAD. Fails the test when nothing
 * comes for 30 s. Returns: its status */
guint flux_test_socket_read (FluxTestSocket *self, gboolean has_body, FluxTestHttp *http);

/* The same when only the status is of interest. */
guint flux_test_socket_read_status (FluxTestSocket *self);

/* Reads up to the end of an answer's headers. Returns: (transfer full) (nullable): %NULL when the connection was closed
 */
char *flux_test_socket_read_headers (FluxTestSocket *self);

/* Reads and drops until the other side closes. Returns: how many bytes came */
gsize flux_test_socket_read_to_end (FluxTestSocket *self);

/* Reads up to @size bytes. Returns: how many; 0 at the end, -1 after a reset */
gssize flux_test_socket_read_some (FluxTestSocket *self, void *buffer, gsize size);

/* Whether the other side has closed, as far as is known now; reads what has come. */
gboolean flux_test_socket_is_closed (FluxTestSocket *self);

GTlsCertificate *flux_test_socket_get_certificate (FluxTestSocket *self);

/* The text of a request with a body. @key: (nullable). @headers: (nullable): more lines, each with CRLF. Returns:
 * (transfer full) */
GString *flux_test_http_request (const char *method, const char *path, const char *key, const char *headers,
                                 const void *body, gssize size);

G_END_DECLS
