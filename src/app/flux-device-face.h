/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-card.h"
#include "flux-device-item.h"
#include "flux-plant-model.h"

G_BEGIN_DECLS

/**
 * FluxDeviceFace:
 * @place: (nullable) (owned): where it stands and its id, "Plant A · NIVUS_01"
 * @sentence: (nullable) (owned): what is not normal, "Offline since 09:12"
 * @flow: in the device's unit; NaN: none
 * @unit: symbol of that unit, may be ""
 * @measured_at: of the values, µs UTC; 0: there are none
 * @is_old: whether they are older than they should be
 * @changes_at: when any of it becomes another by time alone, µs UTC
 *
 * What the overview shows of a device, as a card or as a line. A value is shown with its age and how much it can be
 * relied on, whatever else the device is doing: one in maintenance can be silent as well.
 */
typedef struct
{
  char *place;
  char *sentence;
  FluxMarkKind mark;
  FluxBand band;
  FluxValueStyle style;
  double flow;
  const char *unit;
  int decimals;
  FluxFieldSet fields;
  double values[FLUX_N_FIELDS];
  gint64 measured_at;
  gboolean is_old;
  gint64 changes_at;
} FluxDeviceFace;

/* @face is overwritten. @now: µs UTC. Main context. */
void flux_device_face_read (FluxDeviceFace *face, FluxDeviceItem *item, FluxPlantModel *plant, gint64 now,
                            GTimeZone *zone);
void flux_device_face_clear (FluxDeviceFace *face);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FluxDeviceFace, flux_device_face_clear)

G_END_DECLS
