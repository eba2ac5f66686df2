/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-state.h"

#include "flux-time.h"

static gint64
offline_at (const FluxDevice *device, gint64 seen_at)
{
  return seen_at + device->offline_after_seconds * FLUX_TIME_SECOND;
}

gboolean
flux_device_is_online (const FluxDevice *device, gint64 seen_at, gint64 now)
{
  return seen_at != 0 && now <= offline_at (device, seen_at);
}

/* What the values alone say, and until when. */
static FluxDeviceState
state_of_values (const FluxDeviceStateInput *input, gint64 now, gint64 *until)
{
  gint64 goes_offline, goes_stale;

  if (input->seen_at == 0)
    return FLUX_DEVICE_STATE_NO_VALUE;

  goes_offline = offline_at (input->device, input->seen_at);
  if (now > goes_offline)
    return FLUX_DEVICE_STATE_OFFLINE;
  *until = goes_offline + 1;

  if (input->latest != NULL
      && flux_reading_get_quality (input->latest, FLUX_FIELD_FLOW_RATE) == FLUX_QUALITY_BAD)
    return FLUX_DEVICE_STATE_BAD;

  if (input->period > 0)
    {
      goes_stale = input->seen_at + input->period + input->period / 2;
      if (now > goes_stale)
        return FLUX_DEVICE_STATE_STALE;
      *until = MIN (*until, goes_stale + 1);
    }
  return FLUX_DEVICE_STATE_NORMAL;
}

FluxDeviceState
flux_device_state_at (const FluxDeviceStateInput *input, gint64 now, gint64 *changes_at)
{
  gint64 until = G_MAXINT64;
  FluxDeviceState state;

  if (input->device->maintenance_until > now)
    {
      state = FLUX_DEVICE_STATE_MAINTENANCE;
      until = input->device->maintenance_until;
    }
  else
    {
      state = state_of_values (input, now, &until);
      if (input->device->confirmed_at == 0 && state != FLUX_DEVICE_STATE_OFFLINE)
        {
          state = FLUX_DEVICE_STATE_NEW;
          until = input->seen_at != 0 ? offline_at (input->device, input->seen_at) + 1 : G_MAXINT64;
        }
    }

  if (changes_at != NULL)
    *changes_at = until;
  return state;
}
