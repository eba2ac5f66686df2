/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-private.h"

#include "flux-time.h"

/* Latest values go into their table and to other threads at most so often: while readings come fast, most of them
 * are out of date at once. A few are always told at once. */
#define SAVE_INTERVAL (FLUX_TIME_SECOND / 4)
#define PUBLISH_INTERVAL (FLUX_TIME_SECOND / 20)
#define FEW 16

/* --- Telling others ----------------------------------------------------------------------------------------------- */

static void
publish_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  FluxDeviceSnapshot *snapshot = flux_device_snapshot_new (
      entry->device, entry->latest.reading.measured_at != 0 ? &entry->latest.reading : NULL, entry->latest.seen_at,
      flux_device_entry_get_period (entry));

  entry->is_unpublished = entry->is_in_unpublished = FALSE;
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&entry->snapshot, flux_device_snapshot_unref);
  entry->snapshot = flux_device_snapshot_ref (snapshot);
  g_mutex_unlock (&self->mutex);
  flux_live_publish_device (self->live, snapshot);
  flux_device_snapshot_unref (snapshot);
}

void
flux_plant_publish (FluxPlant *self)
{
  for (guint i = 0; i < self->unpublished->len; i++)
    publish_device (self, g_ptr_array_index (self->unpublished, i));
  for (guint i = 0; i < self->gateways_unpublished->len; i++)
    {
      FluxGatewayEntry *entry = g_ptr_array_index (self->gateways_unpublished, i);

      entry->is_in_unpublished = FALSE;
      flux_live_publish_gateway (self->live, entry->gateway);
    }
  g_ptr_array_set_size (self->unpublished, 0);
  g_ptr_array_set_size (self->gateways_unpublished, 0);
  self->published_at = flux_clock_get_monotonic (self->clock);
}

void
flux_plant_list_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  if (!entry->is_unpublished || entry->is_in_unpublished)
    return;
  entry->is_in_unpublished = TRUE;
  g_ptr_array_add (self->unpublished, entry);
}

void
flux_plant_list_gateway (FluxPlant *self, FluxGatewayEntry *entry)
{
  if (entry->is_in_unpublished)
    return;
  entry->is_in_unpublished = TRUE;
  g_ptr_array_add (self->gateways_unpublished, entry);
}

/* --- Transactions ------------------------------------------------------------------------------------------------- */

static gboolean
is_time_to_save (FluxPlant *self)
{
  return self->save_all || self->unsaved->len <= FEW
         || flux_clock_get_monotonic (self->clock) - self->saved_at >= SAVE_INTERVAL;
}

static gboolean
save (FluxPlant *self, FluxDeviceEntry *entry, FluxStoreSession *session, GError **error)
{
  g_ptr_array_add (self->saving, entry);
  return flux_device_entry_save (entry, session, error);
}

/* What a later start believes of the rows must be true at every moment. */
static gboolean
save_wrong_summaries (FluxPlant *self, FluxStoreSession *session, GError **error)
{
  for (guint i = 0; i < self->in_transaction->len; i++)
    {
      FluxDeviceEntry *entry = g_ptr_array_index (self->in_transaction, i);

      if (!entry->is_summary_wrong)
        continue;
      g_ptr_array_remove_fast (self->unsaved, entry);
      if (!save (self, entry, session, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
flux_plant_before_commit (FluxPlant *self, FluxStoreSession *session, GError **error)
{
  for (guint i = 0; i < self->gateways_in_transaction->len; i++)
    {
      FluxGatewayEntry *entry = g_ptr_array_index (self->gateways_in_transaction, i);

      if (!flux_store_session_put_gateway_contact (session, entry->working, error))
        return FALSE;
    }
  for (guint i = 0; i < self->in_transaction->len; i++)
    {
      FluxDeviceEntry *entry = g_ptr_array_index (self->in_transaction, i);

      if (!entry->is_unsaved || entry->is_in_unsaved)
        continue;
      entry->is_in_unsaved = TRUE;
      g_ptr_array_add (self->unsaved, entry);
    }
  if (!is_time_to_save (self))
    return save_wrong_summaries (self, session, error);
  while (self->unsaved->len > 0)
    if (!save (self, g_ptr_array_steal_index_fast (self->unsaved, self->unsaved->len - 1), session, error))
      return FALSE;
  return TRUE;
}

void
flux_plant_committed (FluxPlant *self)
{
  if (self->saving->len > 0)
    self->saved_at = flux_clock_get_monotonic (self->clock);
  for (guint i = 0; i < self->saving->len; i++)
    {
      FluxDeviceEntry *entry = g_ptr_array_index (self->saving, i);

      entry->is_unsaved = entry->is_in_unsaved = FALSE;
    }
  for (guint i = 0; i < self->in_transaction->len; i++)
    {
      FluxDeviceEntry *entry = g_ptr_array_index (self->in_transaction, i);

      entry->is_in_transaction = entry->is_born = FALSE;
      g_clear_pointer (&entry->device_before, flux_device_unref);
      flux_plant_list_device (self, entry);
    }
  for (guint i = 0; i < self->gateways_in_transaction->len; i++)
    {
      FluxGatewayEntry *entry = g_ptr_array_index (self->gateways_in_transaction, i);

      entry->is_in_transaction = entry->is_born = FALSE;
      flux_plant_settle_gateway (self, entry);
    }
  g_ptr_array_set_size (self->saving, 0);
  g_ptr_array_set_size (self->in_transaction, 0);
  g_ptr_array_set_size (self->gateways_in_transaction, 0);
  self->save_all = FALSE;
  flux_plant_refresh_mappings (self);

  if (self->unpublished->len + self->gateways_unpublished->len > 0
      && (self->unpublished->len <= FEW
          || flux_clock_get_monotonic (self->clock) - self->published_at >= PUBLISH_INTERVAL))
    flux_plant_publish (self);
}

static void
undo_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  entry->is_in_transaction = FALSE;
  flux_device_entry_forget_rows (entry);
  entry->learner = entry->learner_before;
  if (entry->is_born)
    {
      flux_plant_remove_device (self, entry);
      return;
    }
  if (entry->device_before != NULL)
    flux_plant_change_device (self, entry, entry->device_before);
  g_clear_pointer (&entry->device_before, flux_device_unref);
}

void
flux_plant_rolled_back (FluxPlant *self)
{
  while (self->saving->len > 0)
    {
      FluxDeviceEntry *entry = g_ptr_array_steal_index_fast (self->saving, self->saving->len - 1);

      entry->is_summary_wrong = TRUE; /* the store has an older one */
      g_ptr_array_add (self->unsaved, entry);
    }
  for (guint i = 0; i < self->in_transaction->len; i++)
    undo_device (self, g_ptr_array_index (self->in_transaction, i));
  for (guint i = 0; i < self->gateways_in_transaction->len; i++)
    {
      FluxGatewayEntry *entry = g_ptr_array_index (self->gateways_in_transaction, i);

      entry->is_in_transaction = FALSE;
      if (entry->is_born)
        flux_plant_remove_gateway (self, entry);
      else
        flux_plant_unsettle_gateway (entry);
    }
  g_ptr_array_set_size (self->in_transaction, 0);
  g_ptr_array_set_size (self->gateways_in_transaction, 0);
  flux_mappings_undo (self->mappings);
  flux_plant_refresh_mappings (self);
}

void
flux_plant_save_all (FluxPlant *self)
{
  self->save_all = TRUE;
}

static gint64
remaining (gint64 since, gint64 interval, gint64 now)
{
  return MAX (since + interval - now, 0);
}

gint64
flux_plant_get_delay (FluxPlant *self)
{
  gint64 now = flux_clock_get_monotonic (self->clock);
  gint64 delay = G_MAXINT64;

  if (self->unsaved->len > 0)
    delay = MIN (delay, remaining (self->saved_at, SAVE_INTERVAL, now));
  if (self->unpublished->len + self->gateways_unpublished->len > 0)
    delay = MIN (delay, remaining (self->published_at, PUBLISH_INTERVAL, now));
  return delay == G_MAXINT64 ? -1 : delay;
}
