/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-private.h"

static void
take_device_row (FluxPlant *self, FluxDevice *device)
{
  FluxDeviceEntry *entry = flux_plant_find_device (self, device->device_id);

  if (entry == NULL)
    entry = flux_plant_add_device (self, device);
  else if (!flux_device_equal (entry->device, device))
    flux_plant_change_device (self, entry, device);
  else
    return;
  entry->is_unpublished = TRUE;
  flux_plant_list_device (self, entry);
}

static gboolean
load_devices (FluxPlant *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) devices = flux_store_session_list_devices (session, error);
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id, entry;

  if (devices == NULL)
    return FALSE;
  for (guint i = 0; i < devices->len; i++)
    {
      FluxDevice *device = g_ptr_array_index (devices, i);

      take_device_row (self, device);
      g_hash_table_add (listed, device->device_id);
    }
  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, &id, &entry))
    if (!g_hash_table_contains (listed, id))
      g_ptr_array_add (gone, entry);
  for (guint i = 0; i < gone->len; i++)
    flux_plant_remove_device (self, g_ptr_array_index (gone, i));
  return TRUE;
}

static void
remove_gateways_but (FluxPlant *self, GPtrArray *listed)
{
  g_autoptr (GHashTable) uuids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer uuid, entry;

  for (guint i = 0; i < listed->len; i++)
    g_hash_table_add (uuids, ((FluxGateway *) g_ptr_array_index (listed, i))->uuid);
  g_hash_table_iter_init (&iter, self->gateways);
  while (g_hash_table_iter_next (&iter, &uuid, &entry))
    if (!g_hash_table_contains (uuids, uuid))
      g_ptr_array_add (gone, entry);
  for (guint i = 0; i < gone->len; i++)
    flux_plant_remove_gateway (self, g_ptr_array_index (gone, i));
}

static gboolean
load_gateways (FluxPlant *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) gateways = flux_store_session_list_gateways (session, error);

  if (gateways == NULL)
    return FALSE;
  remove_gateways_but (self, gateways);
  for (guint i = 0; i < gateways->len; i++)
    {
      FluxGateway *gateway = g_ptr_array_index (gateways, i);
      FluxGatewayEntry *entry = flux_plant_find_gateway (self, gateway->uuid);

      if (entry == NULL)
        {
          flux_plant_list_gateway (self, flux_plant_add_gateway (self, gateway));
          continue;
        }
      flux_gateway_unref (entry->working);
      entry->working = flux_gateway_ref (gateway);
      flux_plant_settle_gateway (self, entry);
    }
  self->are_mappings_stale = TRUE;
  return TRUE;
}

static gboolean
load_latest (FluxPlant *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GArray) all = flux_store_session_list_latest (session, self->revision, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      FluxLatest *latest = &g_array_index (all, FluxLatest, i);
      FluxDeviceEntry *entry = g_hash_table_lookup (self->by_number, &latest->device);

      self->revision = MAX (self->revision, latest->revision);
      if (entry == NULL)
        continue;
      flux_reading_clear (&entry->latest.reading);
      entry->latest = *latest;
      latest->reading.rejected = latest->reading.metadata = NULL;
      entry->learner.period = latest->learned_period;
      entry->is_known = entry->is_unpublished = TRUE;
      entry->is_summary_wrong = FALSE;
      flux_plant_list_device (self, entry);
    }
  return TRUE;
}

gboolean
flux_plant_load (FluxPlant *self, FluxStoreSession *session, gboolean with_latest, GError **error)
{
  if (!load_gateways (self, session, error) || !load_devices (self, session, error)
      || !flux_mappings_load (self->mappings, session, error)
      || (with_latest && !load_latest (self, session, error)))
    return FALSE;
  flux_plant_refresh_mappings (self);
  flux_plant_publish (self);
  return TRUE;
}

gboolean
flux_plant_reload_rows (FluxPlant *self, FluxStoreSession *session, GArray *numbers, GError **error)
{
  for (guint i = 0; i < numbers->len; i++)
    {
      FluxDeviceEntry *entry = g_hash_table_lookup (self->by_number, &g_array_index (numbers, gint64, i));

      if (entry == NULL)
        continue;
      flux_device_entry_forget_rows (entry);
      if (!flux_device_entry_find_latest (entry, session, error))
        return FALSE;
      entry->is_unsaved = entry->is_unpublished = TRUE;
      flux_plant_touch_device (self, entry);
    }
  return TRUE;
}
