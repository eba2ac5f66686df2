/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-test-server.h"

G_BEGIN_DECLS

/* What a server answered. @headers: (owned): as they came, the last ones where there are several */
typedef struct
{
  guint status;
  char *headers;
  GBytes *body;
} FluxTestReply;

void flux_test_reply_clear (FluxTestReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FluxTestReply, flux_test_reply_clear)

/* Lets curl make one request. @arguments: its command line */
void flux_test_curl (const char *const *arguments, FluxTestReply *reply);

/**
 * FluxTestExchange:
 * @method: (nullable): %NULL is GET, POST with a @body
 * @key: (nullable): text of the key
 * @headers: more of them
 * @body: (nullable)
 * @status: @filter: (nullable): what is expected; the filter is one of jq
 * @header: (nullable): a line that is among the answer's headers
 */
typedef struct
{
  const char *name;
  const char *method;
  const char *path;
  const char *key;
  const char *body;
  guint status;
  const char *filter;
  const char *header;
  const char *headers[3];
} FluxTestExchange;

/* Makes the request and asserts what is expected. */
void flux_test_exchange (FluxTestServer *server, const FluxTestExchange *exchange);

/* The same without asserting anything. */
void flux_test_request (FluxTestServer *server, const FluxTestExchange *exchange, FluxTestReply *reply);

G_END_DECLS
