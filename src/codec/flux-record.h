/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"

G_BEGIN_DECLS

typedef enum
{
  FLUX_RECORD_READING, /* names a device and holds at least one field */
  FLUX_RECORD_WAITS,   /* may become a reading once someone maps it */
  FLUX_RECORD_REFUSED, /* can never be a reading */
} FluxRecordKind;

/**
 * FluxRecord:
 * @reason: (nullable): why it waits or is refused; static text
 * @device_id: (nullable) (owned by the #FluxRecords)
 * @time: µs UTC of the measurement, when @has_time
 * @values: the values of @present, rounded as they are kept
 * @present: fields with a value
 * @bad: fields with a value that cannot be kept
 * @rejected: (nullable) (owned by the #FluxRecords): JSON object, field → {"value","reason"}
 * @metadata: (nullable) (owned by the #FluxRecords): JSON object as it was sent, NaN and the like as strings
 *
 * What one element of a post says, before it is known which row it belongs to.
 */
typedef struct
{
  FluxRecordKind kind;
  const char *reason;
  const char *device_id;
  gint64 time;
  gboolean has_time;
  FluxFieldSet present;
  FluxFieldSet bad;
  double values[FLUX_N_FIELDS];
  const char *rejected;
  const char *metadata;
} FluxRecord;

/**
 * FluxRecords:
 * @whole_waits: (nullable): why the body as a whole gives no records and waits; static text
 *
 * What came out of a body, in its order.
 */
typedef struct
{
  GArray *records; /* (element-type FluxRecord) */
  GStringChunk *texts;
  const char *whole_waits;
} FluxRecords;

FluxRecords *flux_records_new (void);
void flux_records_free (FluxRecords *self);

static inline guint
flux_records_get_length (const FluxRecords *self)
{
  return self->records->len;
}

static inline FluxRecord *
flux_records_get (const FluxRecords *self, guint index)
{
  return &g_array_index (self->records, FluxRecord, index);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxRecords, flux_records_free)

G_END_DECLS
