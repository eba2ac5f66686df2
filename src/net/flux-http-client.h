/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-net-error.h"

G_BEGIN_DECLS

#define FLUX_HTTP_DEADLINE_DEFAULT_MSEC 30000
#define FLUX_HTTP_ANSWER_MAX (8 * 1024 * 1024) /* bytes of a body */

/**
 * FluxHttpAnswer:
 * @status: the HTTP status, whatever it is: a 404 or a 301 is an answer, not an error
 * @retry_after_seconds: what the header Retry-After asks for in seconds; 0 when it does not
 * @body: (owned): at most %FLUX_HTTP_ANSWER_MAX bytes, empty when there was none
 */
typedef struct
{
  guint status;
  guint retry_after_seconds;
  GBytes *body;
} FluxHttpAnswer;

void flux_http_answer_free (FluxHttpAnswer *self);

#define FLUX_TYPE_HTTP_CLIENT (flux_http_client_get_type ())

/**
 * FluxHttpClient:
 *
 * Asks HTTP servers. It follows no redirect, sends no cookie and repeats nothing by itself: what an answer means is
 * the caller's business. Belongs to the thread that made it; answers come on that thread's default main context.
 */
G_DECLARE_FINAL_TYPE (FluxHttpClient, flux_http_client, FLUX, HTTP_CLIENT, GObject)

/* @max_connections: how many may be open at once; further requests wait for one of them. Returns: (transfer full) */
FluxHttpClient *flux_http_client_new (guint max_connections);

/* How long a request may take in all, from the call to the last byte of the answer, waiting for a connection
 * included. For requests made from now on. At first %FLUX_HTTP_DEADLINE_DEFAULT_MSEC. */
void flux_http_client_set_deadline (FluxHttpClient *self, guint deadline_msec);

/**
 * flux_http_client_post_async:
 * @url: http or https
 * @headers: (nullable) (array zero-terminated=1): name, value, name, value, …; printable ASCII
 * @content_type: such as "application/json"
 * @body: the bytes to send
 */
void flux_http_client_post_async (FluxHttpClient *self,
                                  const char *url,
                                  const char *const *headers,
                                  const char *content_type,
                                  GBytes *body,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Returns: (transfer full): or %NULL with %FLUX_NET_ERROR or %G_IO_ERROR_CANCELLED */
FluxHttpAnswer *flux_http_client_post_finish (FluxHttpClient *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxHttpAnswer, flux_http_answer_free)

G_END_DECLS
