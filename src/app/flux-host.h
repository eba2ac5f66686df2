/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-engine.h"
#include "flux-plant-model.h"
#include "flux-server.h"

G_BEGIN_DECLS

/**
 * FluxHostOptions:
 * @database: address, such as "sqlite:PATH"
 * @addresses: (nullable) (array zero-terminated=1): where to listen; %NULL: nowhere
 * @tls_cert: @tls_key: (nullable) (type filename): for https addresses
 * @start_key: (nullable): a key that is put in force and never stored
 *
 * What a host is opened with. All borrowed from the caller.
 */
typedef struct
{
  const char *database;
  const char *const *addresses;
  const char *tls_cert;
  const char *tls_key;
  FluxApiKey *start_key;
} FluxHostOptions;

#define FLUX_TYPE_HOST (flux_host_get_type ())

/**
 * FluxHost:
 *
 * The database, engine and server behind the window: opened without blocking, closed in order. Where another program
 * takes readings into the database already, it is opened for looking only, live. Read-only properties, notified:
 * "plant" (#FluxPlantModel), "urls" (GStrv: where the server listens; empty: nowhere), "read-only" (boolean),
 * "lock-holder-message" (string: why it is read-only, nullable). Main context only.
 */
G_DECLARE_FINAL_TYPE (FluxHost, flux_host, FLUX, HOST, GObject)

/* Opens the database and listens. Only the database can fail here: where the addresses cannot be had, the host is there
 * and flux_host_get_listen_error() says why nobody can reach it. Finish returns: (transfer full) (nullable) */
void flux_host_open_async (const FluxHostOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
FluxHost *flux_host_open_finish (GAsyncResult *result, GError **error);

/* Returns: (transfer none) */
FluxEngine *flux_host_get_engine (FluxHost *self);
FluxPlantModel *flux_host_get_plant (FluxHost *self);
const char *flux_host_get_database (FluxHost *self);
const char *const *flux_host_get_urls (FluxHost *self);
gboolean flux_host_is_read_only (FluxHost *self);
const char *flux_host_get_lock_holder_message (FluxHost *self);

/* Why the last try to listen failed. Returns: (transfer none) (nullable): %NULL when it did not */
const GError *flux_host_get_listen_error (FluxHost *self);

/* Listens at other addresses than so far. What listened goes on when the new ones cannot be had. */
gboolean flux_host_listen (FluxHost *self, const char *const *addresses, GError **error);

/* Reads renewed certificate files; without any it does nothing. */
gboolean flux_host_renew_certificate (FluxHost *self, GError **error);

/* The address that a gateway is given: the first that reaches beyond this computer, with this computer's address in
 * the network in place of 0.0.0.0, else the first. Without a path. Returns: (transfer full) (nullable) */
char *flux_host_get_gateway_url (FluxHost *self);

/* Whether gateways on the network can reach the server. */
gboolean flux_host_is_on_network (FluxHost *self);

/* Who knocked last with a wrong key or none. @address: (out) (transfer none) (nullable).
 * Returns: when, µs UTC; 0: nobody since flux_host_forget_refused() */
gint64 flux_host_get_refused (FluxHost *self, const char **address);
void flux_host_forget_refused (FluxHost *self);

/* Answers what was accepted, stores everything, closes. Blocks for that long. */
void flux_host_close (FluxHost *self);

/**
 * FluxHost::refused:
 * @address: (nullable): where it came from
 *
 * Somebody knocked with a wrong key or none.
 */

G_END_DECLS
