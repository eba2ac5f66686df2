/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-gateway-decoder.h"
#include "flux-record-time.h"
#include "flux-register-values.h"

G_BEGIN_DECLS

/* How many members of an object are remembered, by their places. */
#define FLUX_EXPECTED_MEMBERS 24

/* What one object of the body has said so far. */
typedef struct
{
  FluxRecordOrigin origin;
  FluxRecord record;
  FluxRecordTime time;
  FluxSpan device;
  FluxSpan metadata;
  guint n_before; /* records of the body before it */
  guint n_members;
  gboolean has_full_address;
  gboolean has_value;   /* a member that holds register values */
  gboolean has_fields;  /* fields by their names */
  gboolean has_unknown; /* a scalar that means nothing here */
  gboolean is_top;      /* the body itself, or an element of it */
  gboolean is_alarm;
  gboolean is_state;
  gboolean is_gateway; /* says something of the gateway itself */
} FluxGatewayItem;

typedef struct
{
  FluxRecords *out;
  const FluxGatewayMapping *mapping; /* (nullable) */
  const FluxBodyNames *names;        /* (nullable) */
  const char *device_hint;           /* (nullable) */
  gint64 received_at;
  guint nested_texts;
  guint depth;          /* of objects under way */
  gboolean saw_scalars; /* in the array that was read last */

  /* The records of a body have the same members in the same order: what the one at each place was named and means. */
  struct
  {
    FluxSpan name;
    int role;
  } expected[FLUX_EXPECTED_MEMBERS];

  /* scratch, used while one object is finished */
  GArray *values;
  GString *rejected;
  GString *extras;

  GHashTable *info; /* (nullable) (element-type utf8 utf8): what the gateway says of itself, the last of each member */
  FluxBodyValue signal;
} FluxGatewayDecoder;

/* Makes a record of @item, if it is one, and appends it; what it has rejected so far is in @decoder's rejected. */
void flux_gateway_item_finish (FluxGatewayItem *item, FluxGatewayDecoder *decoder);

/* The JSON object under way in @json as a text that lives as long as the records. Returns: (nullable): %NULL when it is
 * empty */
const char *flux_gateway_decoder_close_object (FluxGatewayDecoder *self, GString *json);

G_END_DECLS
