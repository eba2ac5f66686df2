/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-gateway-mapping.h"

G_BEGIN_DECLS

typedef enum
{
  FLUX_RECORD_READING, /* names a device and holds at least one field */
  FLUX_RECORD_WAITS,   /* may become a reading once someone maps it */
  FLUX_RECORD_REFUSED, /* can never be a reading */
} FluxRecordKind;

/* What a person can do so that a record that waits becomes a reading. */
typedef enum
{
  FLUX_REMEDY_NONE,
  FLUX_REMEDY_MAP_UNIT,     /* no unit of the gateway is named so, or its map has no such register */
  FLUX_REMEDY_NAME_MEMBERS, /* say which member of the site's own template is which */
  FLUX_REMEDY_NAME_DEVICE,  /* it names no unit at all */
  FLUX_REMEDY_ADMIT_DEVICE, /* the key may not write to that device */
} FluxRemedy;

/* A piece of the body; not NUL-terminated. @text: (nullable) */
typedef struct
{
  const char *text;
  gsize length;
} FluxSpan;

/**
 * FluxRecordOrigin:
 * @server_name: @ip: @alias: @request: @value: as the post has them; empty where it has none
 * @server_id: or %FLUX_UNIT_NO_SERVER_ID
 * @number: of the register, as the post writes it; 0: none
 *
 * How a gateway's own format said it. All texts live as long as the #FluxRecords.
 */
typedef struct
{
  FluxSpan server_name;
  FluxSpan ip;
  FluxSpan alias;
  FluxSpan request;
  FluxSpan value;
  int server_id;
  guint number;
} FluxRecordOrigin;

/**
 * FluxRecord:
 * @reason: (nullable): why it waits or is refused; static text
 * @device_id: (nullable) (owned by the #FluxRecords)
 * @time: µs UTC of the measurement, when @has_time
 * @values: the values of @present, rounded as they are kept
 * @present: fields with a value
 * @bad: fields with a value that cannot be kept
 * @is_mapped: a unit of the gateway's mapping says which device it is
 * @zeros_are_real: that unit's map says that zeros everywhere are a reading
 * @is_part: one register of a poll, not a reading by itself: several make one
 * @is_local: its time had no zone and was read in the gateway's
 * @is_renamed: its unit was known by id and address, under another name than the post's
 * @rejected: (nullable) (owned by the #FluxRecords): JSON object, field → {"value","reason"}
 * @metadata: (nullable) (owned by the #FluxRecords): JSON object as it was sent, NaN and the like as strings; of a
 *   gateway's own format the registers that are no fields
 * @origin: index into the #FluxRecords' origins, or -1 in the contract's form
 *
 * What one element of a post says, before it is known which row it belongs to.
 */
typedef struct
{
  FluxRecordKind kind;
  FluxRemedy remedy;
  const char *reason;
  const char *device_id;
  gint64 time;
  gboolean has_time;
  gboolean is_mapped;
  gboolean zeros_are_real;
  gboolean is_part;
  gboolean is_local;
  gboolean is_renamed;
  FluxFieldSet present;
  FluxFieldSet bad;
  double values[FLUX_N_FIELDS];
  const char *rejected;
  const char *metadata;
  int origin;
} FluxRecord;

/**
 * FluxRecords:
 * @origins: (nullable) (element-type FluxRecordOrigin): of a body in a gateway's own format
 * @body: (nullable): what they were read from, unwrapped; origins point into it
 * @mapping: (nullable): what they were read with; ids of devices are its
 * @whole_waits: (nullable): why the body as a whole gives no records and waits; static text
 * @gateway_info: (nullable): JSON object of what the gateway says of itself: operator, serial, firmware, position
 *
 * What came out of a body, in its order.
 */
typedef struct
{
  GArray *records; /* (element-type FluxRecord) */
  GArray *origins;
  GStringChunk *texts;
  GBytes *body;
  FluxGatewayMapping *mapping;
  const char *whole_waits;
  const char *gateway_info;
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

/* (nullable): of a record in a gateway's own format. */
static inline const FluxRecordOrigin *
flux_records_get_origin (const FluxRecords *self, const FluxRecord *record)
{
  return record->origin >= 0 ? &g_array_index (self->origins, FluxRecordOrigin, record->origin) : NULL;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxRecords, flux_records_free)

G_END_DECLS
