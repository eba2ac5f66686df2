/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-api-key.h"
#include "flux-clock.h"
#include "flux-day-trace.h"
#include "flux-gateway.h"
#include "flux-live.h"
#include "flux-post.h"
#include "flux-store.h"

G_BEGIN_DECLS

#define FLUX_ENGINE_ERROR (flux_engine_error_quark ())

/**
 * FluxEngineError:
 * @FLUX_ENGINE_ERROR_INVALID: what a person typed cannot be kept; the message names the field and what it may be
 * @FLUX_ENGINE_ERROR_EXISTS: the id or name is taken; ask for another
 * @FLUX_ENGINE_ERROR_NOT_FOUND: there is no such thing (any more); look again
 *
 * What the store reports (#FluxStoreError) is passed on unchanged in code, with what was tried put before it.
 */
typedef enum
{
  FLUX_ENGINE_ERROR_INVALID,
  FLUX_ENGINE_ERROR_EXISTS,
  FLUX_ENGINE_ERROR_NOT_FOUND,
} FluxEngineError;

GQuark flux_engine_error_quark (void);

#define FLUX_TYPE_ENGINE (flux_engine_get_type ())

/**
 * FluxEngine:
 *
 * The plant as it is now, on top of a store: takes posts in, knows every device's latest values, tells subscribers
 * what changed, and makes the changes that people ask for. It has no thread of its own: posts and changes run on the
 * store's writer, in order of arrival. Public calls may be made from any thread unless they say otherwise; results of
 * _async calls come back on the caller's thread-default main context.
 *
 * On a store that was opened for looking only, the engine follows what the writing program does (see
 * flux_engine_follow()), and every change fails with %FLUX_STORE_ERROR_READ_ONLY.
 */
G_DECLARE_FINAL_TYPE (FluxEngine, flux_engine, FLUX, ENGINE, GObject)

/* Loads devices, latest values, gateways and keys. Blocks on the disk: call it before the loop runs or from a worker
 * thread. Returns: (transfer full) (nullable) */
FluxEngine *flux_engine_new (FluxStore *store, FluxClock *clock, GError **error);

/* Stores what is only remembered so far, finishes every change that was submitted, and closes the store. Blocks.
 * Nothing may be submitted afterwards. */
void flux_engine_close (FluxEngine *self);

FluxStore *flux_engine_get_store (FluxEngine *self);
FluxClock *flux_engine_get_clock (FluxEngine *self);
gboolean flux_engine_is_read_only (FluxEngine *self);

/* Takes what other programs wrote to the store, at the latest 5 seconds after they did (half a second on a store
 * opened for looking only), until @self is disposed. Needs a running main context; call it on the thread that runs
 * it. */
void flux_engine_follow (FluxEngine *self);

/* Puts a key in force that is never stored: --api-key. Call before posts come in. */
void flux_engine_add_start_key (FluxEngine *self, FluxApiKey *key);

/* Whether any key at all is in force. */
gboolean flux_engine_has_keys (FluxEngine *self);

/* The key with this text if it is in force now from @address. @address: (nullable). Takes the same time for every
 * wrong key. Returns: (transfer full) (nullable) */
FluxApiKey *flux_engine_authenticate (FluxEngine *self, const char *text, GInetAddress *address);

/* Whether @key, which was authenticated before from the same address, is still the one in force. Cheap. */
gboolean flux_engine_is_key_in_force (FluxEngine *self, const FluxApiKey *key);

/* Takes a post in: keeps it raw, decodes it, assembles its readings and stores all of it in one transaction that it
 * shares with whatever waits beside it. @post: (transfer full): the outcome comes through its @done */
void flux_engine_submit_post (FluxEngine *self, FluxPost *post);

/* --- What is known now -------------------------------------------------------------------------------------------- */

/* Every device, retired ones included, in no order. Returns: (transfer full) (element-type FluxDeviceSnapshot) */
GPtrArray *flux_engine_get_devices (FluxEngine *self);

/* Returns: (transfer full) (nullable) */
FluxDeviceSnapshot *flux_engine_get_device (FluxEngine *self, const char *device_id);

/* The id of the device with this number in the store. Returns: (transfer full) (nullable) */
char *flux_engine_get_device_id (FluxEngine *self, gint64 number);

/* Every gateway. Returns: (transfer full) (element-type FluxGateway) */
GPtrArray *flux_engine_get_gateways (FluxEngine *self);

/* Every stored key, revoked ones included. Returns: (transfer full) (element-type FluxApiKey) */
GPtrArray *flux_engine_get_keys (FluxEngine *self);

/* See flux_live_subscribe(). */
FluxLiveSubscription *flux_engine_subscribe (FluxEngine *self, GMainContext *context, FluxLiveFunc func,
                                             gpointer user_data);

/* --- History ------------------------------------------------------------------------------------------------------ */

/* The flow of the last 24 hours, for a card's small line. Finish returns: (transfer full): free with g_free() */
void flux_engine_load_trace_async (FluxEngine *self, const char *device_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
FluxDayTrace *flux_engine_load_trace_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* --- What people change ------------------------------------------------------------------------------------------- */

/* @actor is who changes it: a login or a key's name, for the audit log. */

/* Stores a new device (number 0) or the changed copy of a known one. A known one keeps its device_id.
 * Finish returns: (transfer full): the device as it is now */
void flux_engine_save_device_async (FluxEngine *self, FluxDevice *device, const char *actor,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
FluxDevice *flux_engine_save_device_finish (FluxEngine *self, GAsyncResult *result, GError **error);

void flux_engine_save_gateway_async (FluxEngine *self, FluxGateway *gateway, const char *actor,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
FluxGateway *flux_engine_save_gateway_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* Stores a new key, or a changed copy of a stored one: to bind it, to let it expire, to revoke it. */
void flux_engine_save_key_async (FluxEngine *self, FluxApiKey *key, const char *actor, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
FluxApiKey *flux_engine_save_key_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* Puts @device into the database with its line in the audit log; for programs that write beside a running one.
 * @stored: (nullable): as it is there; @now: µs UTC; @is_fresh: (out): see flux_store_session_put_device() */
gboolean flux_device_save (FluxStoreSession *session, FluxDevice *device, const FluxDevice *stored, const char *actor,
                           gint64 now, gboolean *is_fresh, GError **error);

/* Likewise @gateway. */
gboolean flux_gateway_save (FluxStoreSession *session, FluxGateway *gateway, const FluxGateway *stored,
                            const char *actor, gint64 now, GError **error);

/* Likewise for @key. */
gboolean flux_api_key_save (FluxStoreSession *session, FluxApiKey *key, const char *actor, gint64 now, GError **error);

/* Acknowledges and closes an alert by hand, or opens it again. @resolved_by: (nullable).
 * Finish returns: (transfer full): the row as it is now */
void flux_engine_resolve_alert_async (FluxEngine *self, const char *uuid, gboolean resolved, const char *resolved_by,
                                      const char *actor, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
FluxAlert *flux_engine_resolve_alert_finish (FluxEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
