/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-reading.h"
#include "flux-time.h"

G_BEGIN_DECLS

/* So many readings over so long a time (µs) that are equal to the last digit in every value, one after the other, are
 * not measured any more: the gateway repeats what it read last. */
#define FLUX_FROZEN_READINGS 30
#define FLUX_FROZEN_SPAN (30 * FLUX_TIME_MINUTE)

/**
 * FluxFrozenWatch:
 * @n_same: how many readings before the newest were equal, one after the other
 *
 * Watches the readings of a device for repetition. Only readings with a flow other than zero and three or more values
 * of the unit itself count: a steady zero is what a meter with a low-flow cut-off says of a pipe at rest. It is not
 * stored: after a restart it counts anew.
 */
typedef struct
{
  guint n_same;

  /*< private >*/
  gint64 since;   /* when the first of them was measured */
  gint64 counted; /* when the last one was measured that was looked at */
  FluxFieldSet present;
  double values[FLUX_N_FIELDS];
} FluxFrozenWatch;

/* Tells that @begun is a new row, and @latest the one that was the newest before it and is complete now. */
void flux_frozen_watch_begin_row (FluxFrozenWatch *self, const FluxReading *latest, const FluxReading *begun);

/* Whether @reading repeats what was often repeated before. */
gboolean flux_frozen_watch_judge (const FluxFrozenWatch *self, const FluxReading *reading);

G_END_DECLS
