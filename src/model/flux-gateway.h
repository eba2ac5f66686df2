/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What became of records, counted. Always received = stored + duplicate + failed_read + waiting + refused. */
typedef struct
{
  guint64 received;
  guint64 stored;
  guint64 duplicate;
  guint64 failed_read;
  guint64 waiting;
  guint64 refused;
} FluxRecordCounts;

void flux_record_counts_add (FluxRecordCounts *self, const FluxRecordCounts *more);

#define FLUX_TYPE_GATEWAY (flux_gateway_get_type ())

/**
 * FluxGateway:
 * @number: the store's own number; 0 until stored
 * @uuid: (owned): gateways.id
 * @name: (owned): what people call it, unique
 * @location: (nullable) (owned)
 * @description: (nullable) (owned)
 * @time_zone: (nullable) (owned): IANA name of the gateway's clock; %NULL: the plant's
 * @last_contact: µs UTC of its last post; 0: none yet
 * @last_address: (nullable) (owned): where that post came from
 * @posts: posts in all
 * @counts: records in all
 * @body_names: (nullable) (owned): JSON text: how its bodies name things; see codec/flux-body-names.h
 * @info: (nullable) (owned): JSON object: what it last said of itself (operator, serial, firmware, position)
 * @raw_bytes: of its posts that are kept raw, as they lie in the database
 * @dropped_posts: @dropped_waiting: raw posts of it that the retention took; of them, those that were still waiting
 *
 * A sender of posts. Shared by reference and never changed once shared, like a #FluxDevice.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gint64 number;
  char *uuid;
  char *name;
  char *location;
  char *description;
  char *time_zone;
  char *last_address;
  char *body_names;
  char *info;
  gint64 created_at;
  gint64 updated_at;
  gint64 last_contact;
  guint64 posts;
  FluxRecordCounts counts;
  guint64 raw_bytes;
  guint64 dropped_posts;
  guint64 dropped_waiting;
} FluxGateway;

GType flux_gateway_get_type (void) G_GNUC_CONST;

/* A gateway with a fresh uuid that has never posted. Returns: (transfer full) */
FluxGateway *flux_gateway_new (const char *name);
FluxGateway *flux_gateway_ref (FluxGateway *self);
void flux_gateway_unref (FluxGateway *self);
FluxGateway *flux_gateway_copy (const FluxGateway *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxGateway, flux_gateway_unref)

G_END_DECLS
