/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib-object.h>

#include "flux-flow-unit.h"

G_BEGIN_DECLS

#define FLUX_DEVICE_ID_MAX 100 /* characters */
#define FLUX_DEVICE_OFFLINE_AFTER_DEFAULT 900
#define FLUX_DEVICE_TYPE_DEFAULT "nivus_flow_transmitter"

/* The word in devices.status, which a person sets. What the device is really doing is a #FluxDeviceState. */
typedef enum
{
  FLUX_DEVICE_STATUS_ACTIVE,
  FLUX_DEVICE_STATUS_INACTIVE,
  FLUX_DEVICE_STATUS_MAINTENANCE,
  FLUX_DEVICE_STATUS_ERROR,
} FluxDeviceStatus;

const char *flux_device_status_to_word (FluxDeviceStatus status);
gboolean flux_device_status_from_word (const char *word, FluxDeviceStatus *status);

#define FLUX_TYPE_DEVICE (flux_device_get_type ())

/**
 * FluxDevice:
 * @number: the store's own number of the device; 0 until it is stored
 * @uuid: (owned): devices.id
 * @device_id: (owned): what gateways call it, 1 to 100 characters
 * @name: (owned)
 * @type: (owned)
 * @location: (nullable) (owned)
 * @description: (nullable) (owned)
 * @site: (nullable) (owned)
 * @tags: (owned) (array zero-terminated=1): never %NULL
 * @time_zone: (nullable) (owned): IANA name; %NULL: the plant's
 * @metadata: (nullable) (owned): JSON object
 * @gateway_uuid: (nullable) (owned): the gateway that reads it; %NULL: it posts by itself
 * @period_seconds: how often it measures; 0: learned from the posts
 * @offline_after_seconds: silent for longer than this is offline
 * @confirmed_at: 0: new, made on first sight
 * @retired_at: 0: in use
 * @maintenance_until: 0: none
 *
 * What a person knows and sets about a measuring unit: one row of devices. Shared by reference and never changed once
 * shared: take a flux_device_copy(), change that, and store it. References may be taken and dropped on any thread.
 * Times are µs UTC, 0 for never.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gint64 number;
  char *uuid;
  char *device_id;
  char *name;
  char *type;
  char *location;
  char *description;
  char *site;
  char **tags;
  char *time_zone;
  char *metadata;
  char *gateway_uuid;
  FluxDeviceStatus status;
  FluxFlowUnit flow_unit;
  int period_seconds;
  int offline_after_seconds;
  gint64 created_at;
  gint64 updated_at;
  gint64 confirmed_at;
  gint64 retired_at;
  gint64 maintenance_until;
} FluxDevice;

GType flux_device_get_type (void) G_GNUC_CONST;

/* A device of the default kind, named by its id, with a fresh uuid and nothing else known. Returns: (transfer full) */
FluxDevice *flux_device_new (const char *device_id);
FluxDevice *flux_device_ref (FluxDevice *self);
void flux_device_unref (FluxDevice *self);

/* Returns: (transfer full): a device of one's own to change */
FluxDevice *flux_device_copy (const FluxDevice *self);

/* Whether both say the same of the same device. */
gboolean flux_device_equal (const FluxDevice *self, const FluxDevice *other);

/* Whether @id may name a device: UTF-8, 1 to 100 characters, no control characters. */
gboolean flux_device_id_is_valid (const char *id, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxDevice, flux_device_unref)

G_END_DECLS
