/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device.h"
#include "flux-device-state.h"
#include "flux-reading.h"

G_BEGIN_DECLS

#define FLUX_TYPE_DEVICE_SNAPSHOT (flux_device_snapshot_get_type ())

/**
 * FluxDeviceSnapshot:
 * @device: (owned): its settings
 * @latest: (nullable) (owned): the latest measured reading; %NULL: none yet
 * @seen_at: µs UTC of its last row with a good value; 0: never
 * @period: µs between measurements, set by a person or learned from the posts; 0: unknown
 *
 * What is known of a device at one moment. Shared by reference, never changed. Any thread.
 */
typedef struct
{
  gatomicrefcount ref_count;
  FluxDevice *device;
  FluxReading *latest;
  gint64 seen_at;
  gint64 period;
} FluxDeviceSnapshot;

GType flux_device_snapshot_get_type (void) G_GNUC_CONST;

/* @latest: (nullable): copied */
FluxDeviceSnapshot *flux_device_snapshot_new (FluxDevice *device, const FluxReading *latest, gint64 seen_at,
                                              gint64 period);
FluxDeviceSnapshot *flux_device_snapshot_ref (FluxDeviceSnapshot *self);
void flux_device_snapshot_unref (FluxDeviceSnapshot *self);

/* The device's state at @now and when time alone changes it; see flux_device_state_at(). */
FluxDeviceState flux_device_snapshot_get_state (const FluxDeviceSnapshot *self, gint64 now, gint64 *changes_at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxDeviceSnapshot, flux_device_snapshot_unref)

G_END_DECLS
