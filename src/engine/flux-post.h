/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-api-key.h"
#include "flux-gateway-mapping.h"
#include "flux-record.h"

G_BEGIN_DECLS

/* What became of one record of a post. */
typedef enum
{
  FLUX_OUTCOME_STORED,
  FLUX_OUTCOME_DUPLICATE,   /* every value of it was known */
  FLUX_OUTCOME_FAILED_READ, /* the unit could not be read: zeros everywhere */
  FLUX_OUTCOME_BAD,         /* its row is kept, but no value of it is good */
  FLUX_OUTCOME_WAITING,     /* kept raw; not a reading until someone maps it */
  FLUX_OUTCOME_REFUSED,     /* kept raw; can never be a reading */
} FluxOutcome;

/* The word in an answer's "outcome", such as "failed_read"; %NULL for stored. */
const char *flux_outcome_to_word (FluxOutcome outcome);

/**
 * FluxRecordResult:
 * @device_id: (nullable): lives in the post's records
 * @row_at: when the row that it went to begins, µs UTC; 0: to none
 * @reason: (nullable): why it waits or is refused; static text
 * @bad: (nullable) (owned): JSON object, field → reason of values that were marked bad or set aside
 */
typedef struct
{
  FluxOutcome outcome;
  const char *device_id;
  const char *reason;
  gint64 row_at;
  char *bad;
} FluxRecordResult;

typedef struct _FluxPost FluxPost;

/* Runs on the store's writer thread right after the commit, or after it failed: hand over to a thread of your own and
 * return. Nothing of the post was kept when @error is set. @post: (transfer full) */
typedef void (*FluxPostDone) (FluxPost *post, const GError *error, gpointer user_data);

/**
 * FluxPost:
 * @key: (owned): under which it came
 * @body: (owned): whole, as it came
 * @content_type: (nullable) (owned)
 * @address: (nullable) (owned): where it came from
 * @device_hint: (nullable) (owned): x-device-id or ?device_id=
 * @gateway_hint: (nullable) (owned): x-gateway-id or ?gateway=
 * @received_at: µs UTC
 * @gateway_uuid: (nullable) (owned): which gateway's it is, as far as key, hint and body say
 * @mapping: (nullable) (owned): what it was decoded with
 * @records: (nullable) (owned): what was decoded
 * @results: (element-type FluxRecordResult) (owned): after it was taken in, one entry a record, in the body's order
 * @whole_waits: (nullable): why the body as a whole gave no records; static text
 * @more_follow: while @done runs: the next post's follows at once, so that one wake-up is enough for both
 *
 * A body that a gateway posted under a good key.
 */
struct _FluxPost
{
  FluxApiKey *key;
  GBytes *body;
  char *content_type;
  char *address;
  char *device_hint;
  char *gateway_hint;
  gint64 received_at;
  FluxPostDone done;
  gpointer user_data;

  char *gateway_uuid;
  FluxGatewayMapping *mapping;
  FluxRecords *records;
  GArray *results;
  const char *whole_waits;
  gboolean more_follow;
};

/* Returns: (transfer full) */
FluxPost *flux_post_new (FluxApiKey *key, GBytes *body, gint64 received_at);
void flux_post_free (FluxPost *self);

/* The gateway's name that the post came with, if it can be one. (nullable) */
const char *flux_post_get_gateway_name (const FluxPost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxPost, flux_post_free)

G_END_DECLS
