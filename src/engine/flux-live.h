/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-snapshot.h"
#include "flux-gateway.h"

G_BEGIN_DECLS

/* Live changes: whoever shows readings subscribes, and is told what changed, coalesced: at most ten times a second,
 * each device and gateway once with its newest state, however many readings came in between. */

/**
 * FluxLiveFunc:
 * @devices: (element-type FluxDeviceSnapshot): those that changed, in no order; may be empty
 * @gateways: (element-type FluxGateway): likewise
 *
 * Runs on the main context that was given when subscribing. The arrays belong to the caller.
 */
typedef void (*FluxLiveFunc) (GPtrArray *devices, GPtrArray *gateways, gpointer user_data);

typedef struct _FluxLive FluxLive;
typedef struct _FluxLiveSubscription FluxLiveSubscription;

FluxLive *flux_live_new (void);
void flux_live_free (FluxLive *self);

/* @context: (nullable): %NULL is the main context. Any thread. Returns: (transfer full) */
FluxLiveSubscription *flux_live_subscribe (FluxLive *self, GMainContext *context, FluxLiveFunc func,
                                           gpointer user_data);

/* Ends it. Must be called on the subscription's own context, after which @func never runs again. */
void flux_live_unsubscribe (FluxLiveSubscription *subscription);

/* Tells every subscriber. Any thread. */
void flux_live_publish_device (FluxLive *self, FluxDeviceSnapshot *snapshot);
void flux_live_publish_gateway (FluxLive *self, FluxGateway *gateway);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxLive, flux_live_free)

G_END_DECLS
