/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device.h"

#include "flux-random.h"

static const char *const status_words[] = {
  [FLUX_DEVICE_STATUS_ACTIVE] = "active",
  [FLUX_DEVICE_STATUS_INACTIVE] = "inactive",
  [FLUX_DEVICE_STATUS_MAINTENANCE] = "maintenance",
  [FLUX_DEVICE_STATUS_ERROR] = "error",
};

G_DEFINE_BOXED_TYPE (FluxDevice, flux_device, flux_device_ref, flux_device_unref)

const char *
flux_device_status_to_word (FluxDeviceStatus status)
{
  return status_words[status];
}

gboolean
flux_device_status_from_word (const char *word, FluxDeviceStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_words); i++)
    if (g_strcmp0 (word, status_words[i]) == 0)
      {
        *status = i;
        return TRUE;
      }
  return FALSE;
}

FluxDevice *
flux_device_new (const char *device_id)
{
  FluxDevice *self = g_new0 (FluxDevice, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uuid = flux_random_uuid ();
  self->device_id = g_strdup (device_id);
  self->name = g_strdup (device_id);
  self->type = g_strdup (FLUX_DEVICE_TYPE_DEFAULT);
  self->tags = g_new0 (char *, 1);
  self->status = FLUX_DEVICE_STATUS_ACTIVE;
  self->flow_unit = FLUX_FLOW_UNIT_M3_PER_H;
  self->offline_after_seconds = FLUX_DEVICE_OFFLINE_AFTER_DEFAULT;
  return self;
}

FluxDevice *
flux_device_ref (FluxDevice *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_device_unref (FluxDevice *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uuid);
  g_free (self->device_id);
  g_free (self->name);
  g_free (self->type);
  g_free (self->location);
  g_free (self->description);
  g_free (self->site);
  g_strfreev (self->tags);
  g_free (self->time_zone);
  g_free (self->metadata);
  g_free (self->gateway_uuid);
  g_free (self);
}

FluxDevice *
flux_device_copy (const FluxDevice *self)
{
  FluxDevice *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uuid = g_strdup (self->uuid);
  copy->device_id = g_strdup (self->device_id);
  copy->name = g_strdup (self->name);
  copy->type = g_strdup (self->type);
  copy->location = g_strdup (self->location);
  copy->description = g_strdup (self->description);
  copy->site = g_strdup (self->site);
  copy->tags = g_strdupv (self->tags);
  copy->time_zone = g_strdup (self->time_zone);
  copy->metadata = g_strdup (self->metadata);
  copy->gateway_uuid = g_strdup (self->gateway_uuid);
  return copy;
}

gboolean
flux_device_equal (const FluxDevice *self, const FluxDevice *other)
{
  return self->number == other->number && g_str_equal (self->uuid, other->uuid)
         && g_str_equal (self->device_id, other->device_id) && g_str_equal (self->name, other->name)
         && g_strcmp0 (self->type, other->type) == 0 && g_strcmp0 (self->location, other->location) == 0
         && g_strcmp0 (self->description, other->description) == 0 && g_strcmp0 (self->site, other->site) == 0
         && g_strv_equal ((const char *const *) self->tags, (const char *const *) other->tags)
         && g_strcmp0 (self->time_zone, other->time_zone) == 0 && g_strcmp0 (self->metadata, other->metadata) == 0
         && g_strcmp0 (self->gateway_uuid, other->gateway_uuid) == 0 && self->status == other->status
         && self->flow_unit == other->flow_unit && self->period_seconds == other->period_seconds
         && self->offline_after_seconds == other->offline_after_seconds && self->created_at == other->created_at
         && self->updated_at == other->updated_at && self->confirmed_at == other->confirmed_at
         && self->retired_at == other->retired_at && self->maintenance_until == other->maintenance_until;
}

gboolean
flux_device_id_is_valid (const char *id, gsize length)
{
  gsize characters = 0;

  if (length == 0 || !g_utf8_validate_len (id, length, NULL))
    return FALSE;
  for (const char *at = id; at < id + length; at = g_utf8_next_char (at), characters++)
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return characters <= FLUX_DEVICE_ID_MAX;
}
