/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device.h"
#include "flux-reading.h"

G_BEGIN_DECLS

/* What a device is doing, the most telling first. Alarms stand above all of these and are not part of it. */
typedef enum
{
  FLUX_DEVICE_STATE_MAINTENANCE, /* a person works on it until a time */
  FLUX_DEVICE_STATE_NEW,         /* made on first sight, nobody has confirmed it */
  FLUX_DEVICE_STATE_NO_VALUE,    /* never had a good value */
  FLUX_DEVICE_STATE_OFFLINE,     /* no good value for longer than its own limit */
  FLUX_DEVICE_STATE_BAD,         /* the latest reading's flow is bad */
  FLUX_DEVICE_STATE_STALE,       /* the latest value is older than 1.5 periods */
  FLUX_DEVICE_STATE_NORMAL,
} FluxDeviceState;

/**
 * FluxDeviceStateInput:
 * @seen_at: µs UTC of the last row with a good value; 0: never
 * @period: µs between measurements, set or learned; 0: unknown
 * @latest: (nullable): the latest measured reading
 *
 * All that the state depends on.
 */
typedef struct
{
  const FluxDevice *device;
  const FluxReading *latest;
  gint64 seen_at;
  gint64 period;
} FluxDeviceStateInput;

/* The state at @now, and in @changes_at (if not %NULL) the moment, µs UTC, at which it changes by the passing of time
 * alone; %G_MAXINT64 when it does not. Pure. */
FluxDeviceState flux_device_state_at (const FluxDeviceStateInput *input, gint64 now, gint64 *changes_at);

/* Whether the device was seen within its own limit before @now. */
gboolean flux_device_is_online (const FluxDevice *device, gint64 seen_at, gint64 now);

G_END_DECLS
