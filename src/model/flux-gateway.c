/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway.h"

#include "flux-random.h"

G_DEFINE_BOXED_TYPE (FluxGateway, flux_gateway, flux_gateway_ref, flux_gateway_unref)

void
flux_record_counts_add (FluxRecordCounts *self, const FluxRecordCounts *more)
{
  self->received += more->received;
  self->stored += more->stored;
  self->duplicate += more->duplicate;
  self->failed_read += more->failed_read;
  self->waiting += more->waiting;
  self->refused += more->refused;
}

FluxGateway *
flux_gateway_new (const char *name)
{
  FluxGateway *self = g_new0 (FluxGateway, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uuid = flux_random_uuid ();
  self->name = g_strdup (name);
  return self;
}

FluxGateway *
flux_gateway_ref (FluxGateway *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_gateway_unref (FluxGateway *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->location);
  g_free (self->description);
  g_free (self->time_zone);
  g_free (self->last_address);
  g_free (self->body_names);
  g_free (self->info);
  g_free (self);
}

FluxGateway *
flux_gateway_copy (const FluxGateway *self)
{
  FluxGateway *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uuid = g_strdup (self->uuid);
  copy->name = g_strdup (self->name);
  copy->location = g_strdup (self->location);
  copy->description = g_strdup (self->description);
  copy->time_zone = g_strdup (self->time_zone);
  copy->last_address = g_strdup (self->last_address);
  copy->body_names = g_strdup (self->body_names);
  copy->info = g_strdup (self->info);
  return copy;
}
