/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"

G_BEGIN_DECLS

typedef enum
{
  FLUX_QUALITY_GOOD = 0,
  FLUX_QUALITY_UNCERTAIN = 1,
  FLUX_QUALITY_BAD = 2,
} FluxQuality;

/**
 * FluxReading:
 * @measured_at: when it was measured, µs UTC; the earliest of what was joined into it
 * @received_at: when its first part arrived, µs UTC
 * @quality: two bits a field, in the order of #FluxField
 * @present: the fields that have a value
 * @values: the value of each present field; 0 elsewhere
 * @own_time: how many µs after @measured_at each field was measured; 0 for a reading that came in one piece
 * @failed: whether it is kept among the failed reads instead of in flow_data
 * @rejected: (nullable) (owned): JSON object, field → {"value","reason"} of bad and conflicting values
 * @metadata: (nullable) (owned): JSON object as it was sent
 * @copy: 0; counts up where an adopted database holds several rows for one time
 * @post: number of the kept post that it came from first; 0 when it came by none
 *
 * What a device measured at a time: one row of flow_data. A plain value; copy and clear it with the functions below.
 */
typedef struct
{
  gint64 measured_at;
  gint64 received_at;
  gint64 post;
  double values[FLUX_N_FIELDS];
  gint32 own_time[FLUX_N_FIELDS];
  guint32 quality;
  FluxFieldSet present;
  guint8 copy;
  gboolean failed;
  char *rejected;
  char *metadata;
} FluxReading;

static inline FluxQuality
flux_reading_get_quality (const FluxReading *self, FluxField field)
{
  return (self->quality >> (2 * field)) & 3;
}

static inline void
flux_reading_set_quality (FluxReading *self, FluxField field, FluxQuality quality)
{
  self->quality = (self->quality & ~(3u << (2 * field))) | ((guint32) quality << (2 * field));
}

static inline gboolean
flux_reading_has (const FluxReading *self, FluxField field)
{
  return (self->present & FLUX_FIELD_BIT (field)) != 0;
}

/* The fields that are marked bad: they hold no value, and no later value of that time fills them. */
FluxFieldSet flux_reading_get_bad (const FluxReading *self);

/* The fields that the reading speaks of: with a value, or bad. */
FluxFieldSet flux_reading_get_held (const FluxReading *self);

/* Whether some value of it is good. */
gboolean flux_reading_has_good_value (const FluxReading *self);

/* Whether this is a read that failed whole: three or more values of the unit itself, all zero and none bad, the
 * totalizer or the temperature among them. */
gboolean flux_reading_is_failed_read (const FluxReading *self);

void flux_reading_clear (FluxReading *self);

/* @to receives copies of the texts; what it held before is not freed. */
void flux_reading_copy_to (const FluxReading *self, FluxReading *to);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FluxReading, flux_reading_clear)

G_END_DECLS
