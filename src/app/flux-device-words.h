/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-item.h"
#include "flux-mark.h"
#include "flux-value-label.h"

G_BEGIN_DECLS

/* How lists of devices say what a device is doing: mark, words, value. Main context. */

/* The shape of its state; none while all is well and for one that is retired. */
FluxMarkKind flux_device_words_get_mark (FluxDeviceItem *item);

/* "Offline since 09:12", "Online", "Retired". @now: µs UTC. Returns: (transfer full) */
char *flux_device_words_make_state (FluxDeviceItem *item, gint64 now, GTimeZone *zone);

/* How much its latest flow can be relied on. */
FluxValueStyle flux_device_words_get_style (FluxDeviceItem *item);

/* Its latest flow in its own unit. Returns: NaN when it has none */
double flux_device_words_get_flow (FluxDeviceItem *item);

/* The flow with its unit, "—" when it has none. Returns: (transfer full) */
char *flux_device_words_make_flow (FluxDeviceItem *item);

#define FLUX_DEVICE_WORDS_RANK_NORMAL 6

/* 0 for what needs a person most, more for what needs one less. */
int flux_device_words_get_rank (FluxDeviceItem *item);

/* Everything that a row shows, as one sentence for a screen reader. Returns: (transfer full) */
char *flux_device_words_make_label (FluxDeviceItem *item, gint64 now, GTimeZone *zone);

G_END_DECLS
