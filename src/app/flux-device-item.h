/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-day-trace.h"
#include "flux-device-snapshot.h"
#include "flux-engine.h"
#include "flux-open-alerts.h"

G_BEGIN_DECLS

#define FLUX_TYPE_DEVICE_ITEM (flux_device_item_get_type ())

/**
 * FluxDeviceItem:
 *
 * A device as lists and cards show it: the newest snapshot, its state now, and the line of the last 24 hours once
 * somebody has asked for it. Properties, all read-only and notified: "snapshot" (boxed), "state" (the
 * FluxDeviceState as an int), "trace" (pointer, see flux_device_item_get_trace()), "alert" (pointer, see
 * flux_device_item_get_alert()). Main context only.
 */
G_DECLARE_FINAL_TYPE (FluxDeviceItem, flux_device_item, FLUX, DEVICE_ITEM, GObject)

FluxDeviceItem *flux_device_item_new (FluxEngine *engine, FluxDeviceSnapshot *snapshot);

/* Returns: (transfer none) */
const char *flux_device_item_get_device_id (FluxDeviceItem *self);
FluxDevice *flux_device_item_get_device (FluxDeviceItem *self);
FluxDeviceSnapshot *flux_device_item_get_snapshot (FluxDeviceItem *self);
FluxDeviceState flux_device_item_get_state (FluxDeviceItem *self);

/* Every quantity that the device has been seen to measure since the item was made, so that a reading that lacks one
 * shows it as missing instead of moving the others. */
FluxFieldSet flux_device_item_get_fields (FluxDeviceItem *self);

/* The device's name as a key for g_strcmp0(), in the person's order of letters and with numbers by their size. */
const char *flux_device_item_get_name_key (FluxDeviceItem *self);

/* The worst alert of the device that is not resolved. Returns: (transfer none) (nullable) */
const FluxOpenAlert *flux_device_item_get_alert (FluxDeviceItem *self);

/* @alert: (nullable): copied */
void flux_device_item_set_alert (FluxDeviceItem *self, const FluxOpenAlert *alert);

/* Takes a newer snapshot: adds its reading to the trace, works the state out, notifies what differs. */
void flux_device_item_update (FluxDeviceItem *self, FluxDeviceSnapshot *snapshot);

/* Works out anew what its time has come for: the state, and the end of the trace. @now: µs UTC. Returns: when something
 * next changes by time alone */
gint64 flux_device_item_tick (FluxDeviceItem *self, gint64 now);

/* The last 24 hours. Reading them is started by the first call, and again by a later one when readings came in that are
 * not in them; "trace" is notified once they are there. Returns: (transfer none) (nullable) */
const FluxDayTrace *flux_device_item_get_trace (FluxDeviceItem *self);

/* Nobody looks at the trace any more: gives up reading it if that is under way. */
void flux_device_item_leave_trace (FluxDeviceItem *self);

G_END_DECLS
