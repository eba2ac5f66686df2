/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-plant.h"

G_BEGIN_DECLS

struct _FluxPlant
{
  FluxClock *clock;
  FluxLive *live;

  GMutex mutex;          /* guards the tables' structure and what others see of entries; the writer reads without it */
  GHashTable *devices;   /* (key-type utf8: of the device) (value-type FluxDeviceEntry) */
  GHashTable *by_number; /* (key-type gint64: of the latest) (value-type FluxDeviceEntry): the same entries */
  GHashTable *gateways;  /* (key-type utf8: uuid) (value-type FluxGatewayEntry) */

  FluxMappings *mappings;
  gboolean are_mappings_stale; /* something that they are made from has changed */

  /* lists of entries, each at most once in each */
  GPtrArray *in_transaction;
  GPtrArray *gateways_in_transaction;
  GPtrArray *unsaved; /* whose latest values are not in their table */
  GPtrArray *saving;  /* put there by the transaction under way */
  GPtrArray *unpublished;
  GPtrArray *gateways_unpublished;

  gint64 saved_at;     /* monotonic */
  gint64 published_at; /* monotonic */
  gint64 revision;     /* of the latest values that were read */
  gboolean save_all;
};

/* Puts a device or gateway into the tables, or takes it out of everything. Returns: (transfer none) */
FluxDeviceEntry *flux_plant_add_device (FluxPlant *self, FluxDevice *device);
void flux_plant_remove_device (FluxPlant *self, FluxDeviceEntry *entry);
FluxGatewayEntry *flux_plant_add_gateway (FluxPlant *self, FluxGateway *gateway);
void flux_plant_remove_gateway (FluxPlant *self, FluxGatewayEntry *entry);

/* Gives @entry other settings. */
void flux_plant_change_device (FluxPlant *self, FluxDeviceEntry *entry, FluxDevice *device);

/* What others see of a gateway becomes what was counted and changed in its working copy, which is to be told; or that
 * copy becomes again what others see. */
void flux_plant_settle_gateway (FluxPlant *self, FluxGatewayEntry *entry);
void flux_plant_unsettle_gateway (FluxGatewayEntry *entry);

/* Makes the mappings anew if something that they are made from has changed and is in the database. */
void flux_plant_refresh_mappings (FluxPlant *self);

/* Lists an entry among those that subscribers are to be told of; of a device, if it has changed. */
void flux_plant_list_device (FluxPlant *self, FluxDeviceEntry *entry);
void flux_plant_list_gateway (FluxPlant *self, FluxGatewayEntry *entry);

/* Tells subscribers of every listed entry. */
void flux_plant_publish (FluxPlant *self);

G_END_DECLS
