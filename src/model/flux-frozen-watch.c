/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-frozen-watch.h"

#include <string.h>

#define LEAST_VALUES 3

static gboolean
is_telling (const FluxReading *reading)
{
  guint n = 0;

  if (!flux_reading_has (reading, FLUX_FIELD_FLOW_RATE) || reading->values[FLUX_FIELD_FLOW_RATE] == 0)
    return FALSE;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    n += (reading->present & FLUX_FIELDS_OF_UNIT & FLUX_FIELD_BIT (i)) != 0;
  return n >= LEAST_VALUES;
}

static gboolean
repeats (const FluxFrozenWatch *self, const FluxReading *reading)
{
  FluxFieldSet of_unit = reading->present & FLUX_FIELDS_OF_UNIT;

  if (of_unit != self->present)
    return FALSE;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((of_unit & FLUX_FIELD_BIT (i)) != 0 && reading->values[i] != self->values[i])
      return FALSE;
  return TRUE;
}

void
flux_frozen_watch_begin_row (FluxFrozenWatch *self, const FluxReading *latest, const FluxReading *begun)
{
  if (latest->measured_at == 0 || begun->measured_at <= latest->measured_at)
    return; /* a late one says nothing of the present */
  if (latest->measured_at == self->counted)
    return; /* a failed read came since, or the transaction is run again */
  self->counted = latest->measured_at;
  if (is_telling (latest) && repeats (self, latest))
    {
      self->n_same++;
      return;
    }
  self->n_same = 0;
  self->since = latest->measured_at;
  self->present = is_telling (latest) ? latest->present & FLUX_FIELDS_OF_UNIT : 0;
  memcpy (self->values, latest->values, sizeof self->values);
}

gboolean
flux_frozen_watch_judge (const FluxFrozenWatch *self, const FluxReading *reading)
{
  return self->n_same + 1 >= FLUX_FROZEN_READINGS && reading->measured_at - self->since >= FLUX_FROZEN_SPAN
         && is_telling (reading) && repeats (self, reading);
}
