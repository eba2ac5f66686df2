/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine.h"
#include "flux-style.h"

G_BEGIN_DECLS

/**
 * FluxOpenAlert:
 * @tone: its severity
 * @message: (owned): what it says
 *
 * The worst alert of a device that is not resolved.
 */
typedef struct
{
  FluxTone tone;
  char *message;
} FluxOpenAlert;

#define FLUX_TYPE_OPEN_ALERTS (flux_open_alerts_get_type ())

/**
 * FluxOpenAlerts:
 *
 * The rows of the contract's table of alerts that are not resolved, whoever wrote them: counted, and the worst of each
 * device. Signal "changed": after a refresh that found something else. Main context only.
 */
G_DECLARE_FINAL_TYPE (FluxOpenAlerts, flux_open_alerts, FLUX, OPEN_ALERTS, GObject)

FluxOpenAlerts *flux_open_alerts_new (FluxEngine *engine);

/* Reads them anew, in the background; does nothing while that is under way. */
void flux_open_alerts_refresh (FluxOpenAlerts *self);

guint flux_open_alerts_count (FluxOpenAlerts *self, FluxTone tone);

/* Returns: (transfer none) (nullable) */
const FluxOpenAlert *flux_open_alerts_find (FluxOpenAlerts *self, const char *device_id);

G_END_DECLS
