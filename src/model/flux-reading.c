/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-reading.h"

FluxFieldSet
flux_reading_get_bad (const FluxReading *self)
{
  FluxFieldSet bad = 0;

  if (self->quality == 0)
    return 0;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if (flux_reading_get_quality (self, i) == FLUX_QUALITY_BAD)
      bad |= FLUX_FIELD_BIT (i);
  return bad;
}

FluxFieldSet
flux_reading_get_held (const FluxReading *self)
{
  return self->present | flux_reading_get_bad (self);
}

gboolean
flux_reading_has_good_value (const FluxReading *self)
{
  if (self->quality == 0)
    return self->present != 0;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if (flux_reading_has (self, i) && flux_reading_get_quality (self, i) == FLUX_QUALITY_GOOD)
      return TRUE;
  return FALSE;
}

gboolean
flux_reading_is_failed_read (const FluxReading *self)
{
  const FluxFieldSet telling = FLUX_FIELD_BIT (FLUX_FIELD_TOTALIZER) | FLUX_FIELD_BIT (FLUX_FIELD_TEMPERATURE);
  FluxFieldSet of_unit = self->present & FLUX_FIELDS_OF_UNIT;
  guint zeros = 0;

  if ((of_unit & telling) == 0 || (flux_reading_get_bad (self) & FLUX_FIELDS_OF_UNIT) != 0)
    return FALSE;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      if ((of_unit & FLUX_FIELD_BIT (i)) == 0)
        continue;
      if (self->values[i] != 0)
        return FALSE;
      zeros++;
    }
  return zeros >= 3;
}

void
flux_reading_clear (FluxReading *self)
{
  g_clear_pointer (&self->rejected, g_free);
  g_clear_pointer (&self->metadata, g_free);
}

void
flux_reading_copy_to (const FluxReading *self, FluxReading *to)
{
  *to = *self;
  to->rejected = g_strdup (self->rejected);
  to->metadata = g_strdup (self->metadata);
}
