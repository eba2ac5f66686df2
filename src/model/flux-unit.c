/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-unit.h"

#include "flux-random.h"

G_DEFINE_BOXED_TYPE (FluxUnit, flux_unit, flux_unit_ref, flux_unit_unref)

FluxUnit *
flux_unit_new (const char *gateway_uuid, const char *device_id)
{
  FluxUnit *self = g_new0 (FluxUnit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uuid = flux_random_uuid ();
  self->gateway_uuid = g_strdup (gateway_uuid);
  self->device_id = g_strdup (device_id);
  self->server_id = FLUX_UNIT_NO_SERVER_ID;
  return self;
}

FluxUnit *
flux_unit_ref (FluxUnit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_unit_unref (FluxUnit *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uuid);
  g_free (self->gateway_uuid);
  g_free (self->device_id);
  g_free (self->map_uuid);
  g_free (self->server_name);
  g_free (self->ip);
  g_free (self->alias);
  g_free (self);
}

FluxUnit *
flux_unit_copy (const FluxUnit *self)
{
  FluxUnit *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uuid = g_strdup (self->uuid);
  copy->gateway_uuid = g_strdup (self->gateway_uuid);
  copy->device_id = g_strdup (self->device_id);
  copy->map_uuid = g_strdup (self->map_uuid);
  copy->server_name = g_strdup (self->server_name);
  copy->ip = g_strdup (self->ip);
  copy->alias = g_strdup (self->alias);
  return copy;
}
