/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"
#include "flux-device-entry.h"
#include "flux-live.h"
#include "flux-mappings.h"
#include "flux-store-session.h"

G_BEGIN_DECLS

/**
 * FluxGatewayEntry:
 * @gateway: (owned): as it is in the database, and as others see it; replaced, never changed
 * @working: (owned): its copy that the transaction under way counts in
 */
typedef struct
{
  FluxGateway *gateway;
  FluxGateway *working;
  gboolean is_born;           /* made in the transaction under way */
  gboolean is_in_transaction; /* posted in it, or was changed in it */
  gboolean is_in_unpublished; /* in the plant's list of those to be told of */
} FluxGatewayEntry;

/**
 * FluxPlant:
 *
 * Every device and gateway with what is known of it, in memory: the store's writer thread works on the entries, other
 * threads read what was published. What a transaction changes here is undone with it.
 *
 * On a store opened for looking, where there is no writer thread, the main context takes its place.
 */
typedef struct _FluxPlant FluxPlant;

/* @live: (transfer none): is told what changes; outlives the plant */
FluxPlant *flux_plant_new (FluxClock *clock, FluxLive *live);
void flux_plant_free (FluxPlant *self);

/* --- Any thread --------------------------------------------------------------------------------------------------- */

/* Returns: (transfer full) (element-type FluxDeviceSnapshot) */
GPtrArray *flux_plant_get_devices (FluxPlant *self);
FluxDeviceSnapshot *flux_plant_get_device (FluxPlant *self, const char *device_id);

/* The store's number of a device and back. Returns: 0 when there is no such device; for the second (transfer full)
 * (nullable) */
gint64 flux_plant_get_number (FluxPlant *self, const char *device_id);
char *flux_plant_get_device_id (FluxPlant *self, gint64 number);

/* Returns: (transfer full) (element-type FluxGateway) */
GPtrArray *flux_plant_get_gateways (FluxPlant *self);

/* (nullable): %NULL when there is none of this uuid, or of this name. Returns: (transfer full) */
FluxGatewayMapping *flux_plant_get_mapping (FluxPlant *self, const char *gateway_uuid);
char *flux_plant_get_gateway_uuid (FluxPlant *self, const char *name);

/* Units and register maps. Returns: (transfer none) */
FluxMappings *flux_plant_get_mappings (FluxPlant *self);

/* --- Writer thread ------------------------------------------------------------------------------------------------ */

/* Reads devices and gateways, and, if @with_latest, the latest values that changed since they were last read. What
 * differs is published. */
gboolean flux_plant_load (FluxPlant *self, FluxStoreSession *session, gboolean with_latest, GError **error);

/* Forgets the rows of these devices (element-type gint64: numbers), which others changed, and looks their latest
 * values up. */
gboolean flux_plant_reload_rows (FluxPlant *self, FluxStoreSession *session, GArray *numbers, GError **error);

/* Returns: (transfer none) (nullable) */
FluxDeviceEntry *flux_plant_find_device (FluxPlant *self, const char *device_id);
FluxGatewayEntry *flux_plant_find_gateway (FluxPlant *self, const char *uuid);
FluxGatewayEntry *flux_plant_find_gateway_by_name (FluxPlant *self, const char *name);
FluxGatewayEntry *flux_plant_find_gateway_by_number (FluxPlant *self, gint64 number);

/* Takes a device or gateway that was just put into the store: a new one, or the new settings of a known one.
 * @is_fresh: no rows of it can be there. Returns: (transfer none) */
FluxDeviceEntry *flux_plant_put_device (FluxPlant *self, FluxDevice *device, gboolean is_fresh);
FluxGatewayEntry *flux_plant_put_gateway (FluxPlant *self, FluxGateway *gateway);

/* Lets the next transaction put every latest value into its table, however recently that was done. */
void flux_plant_save_all (FluxPlant *self);

/* Notes that the transaction under way has changed or may have changed the rows of @entry, or the contact of
 * @gateway. */
void flux_plant_touch_device (FluxPlant *self, FluxDeviceEntry *entry);
void flux_plant_touch_gateway (FluxPlant *self, FluxGatewayEntry *gateway);

/* The store's observer calls these; see #FluxStoreObserver. */
gboolean flux_plant_before_commit (FluxPlant *self, FluxStoreSession *session, GError **error);
void flux_plant_committed (FluxPlant *self);
void flux_plant_rolled_back (FluxPlant *self);
gint64 flux_plant_get_delay (FluxPlant *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxPlant, flux_plant_free)

G_END_DECLS
