/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-api-key.h"
#include "flux-server.h"
#include "flux-store.h"

G_BEGIN_DECLS

/* What the key of --api-key is named, and so the gateway that stands for it: stored, and therefore in no language. */
#define FLUX_START_KEY_NAME "Shared key"

/* The options that the programs that take readings share: what to open, where to listen, which key is in force. */
typedef struct
{
  char *database;      /* (nullable): a database address; %NULL: the default */
  char **listen;       /* (nullable): addresses */
  char *tls_cert;      /* (nullable) */
  char *tls_key;       /* (nullable) */
  char *api_key;       /* (nullable): text of a key that is never stored */
} FluxStartOptions;

/* The options as GOption entries that fill @self, which must outlive the parsing. Returns: (transfer full) */
GOptionGroup *flux_start_options_get_group (FluxStartOptions *self);
void flux_start_options_clear (FluxStartOptions *self);

/* The address of the database to open. Returns: (transfer full) */
char *flux_start_options_get_database (const FluxStartOptions *self);

/* The key of --api-key or of API_SECRET_KEY. @key: (out) (transfer full) (nullable): %NULL when there is none.
 * Returns: %FALSE with %FLUX_SERVER_ERROR_ADDRESS when its text cannot be a key */
gboolean flux_start_options_get_key (const FluxStartOptions *self, FluxApiKey **key, GError **error);

/* Puts the certificate of the options in force, if they name one; again to read renewed files. */
gboolean flux_start_options_set_certificate (const FluxStartOptions *self, FluxServer *server, GError **error);

/* Listens at the addresses of the options, or at @fallback, and prints "listening on URL" for each to standard output.
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the URLs */
char **flux_start_options_listen (const FluxStartOptions *self, FluxServer *server, const char *fallback,
                                  GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FluxStartOptions, flux_start_options_clear)

G_END_DECLS
