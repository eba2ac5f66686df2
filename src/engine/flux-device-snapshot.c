/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-snapshot.h"

G_DEFINE_BOXED_TYPE (FluxDeviceSnapshot, flux_device_snapshot, flux_device_snapshot_ref, flux_device_snapshot_unref)

FluxDeviceSnapshot *
flux_device_snapshot_new (FluxDevice *device, const FluxReading *latest, gint64 seen_at, gint64 period)
{
  FluxDeviceSnapshot *self = g_new0 (FluxDeviceSnapshot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->device = flux_device_ref (device);
  if (latest != NULL)
    {
      self->latest = g_new (FluxReading, 1);
      flux_reading_copy_to (latest, self->latest);
    }
  self->seen_at = seen_at;
  self->period = period;
  return self;
}

FluxDeviceSnapshot *
flux_device_snapshot_ref (FluxDeviceSnapshot *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_device_snapshot_unref (FluxDeviceSnapshot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  flux_device_unref (self->device);
  if (self->latest != NULL)
    {
      flux_reading_clear (self->latest);
      g_free (self->latest);
    }
  g_free (self);
}

FluxDeviceState
flux_device_snapshot_get_state (const FluxDeviceSnapshot *self, gint64 now, gint64 *changes_at)
{
  FluxDeviceStateInput input = {
    .device = self->device,
    .latest = self->latest,
    .seen_at = self->seen_at,
    .period = self->period,
  };

  return flux_device_state_at (&input, now, changes_at);
}
