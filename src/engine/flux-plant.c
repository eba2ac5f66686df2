/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-private.h"

static void
gateway_entry_free (gpointer data)
{
  FluxGatewayEntry *entry = data;

  flux_gateway_unref (entry->gateway);
  flux_gateway_unref (entry->working);
  g_free (entry);
}

FluxPlant *
flux_plant_new (FluxClock *clock, FluxLive *live)
{
  FluxPlant *self = g_new0 (FluxPlant, 1);

  self->clock = g_object_ref (clock);
  self->live = live;
  g_mutex_init (&self->mutex);
  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) flux_device_entry_free);
  self->by_number = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->gateways = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, gateway_entry_free);
  self->mappings = flux_mappings_new ();
  self->in_transaction = g_ptr_array_new ();
  self->gateways_in_transaction = g_ptr_array_new ();
  self->unsaved = g_ptr_array_new ();
  self->saving = g_ptr_array_new ();
  self->unpublished = g_ptr_array_new ();
  self->gateways_unpublished = g_ptr_array_new ();
  return self;
}

void
flux_plant_free (FluxPlant *self)
{
  g_ptr_array_unref (self->in_transaction);
  g_ptr_array_unref (self->gateways_in_transaction);
  g_ptr_array_unref (self->unsaved);
  g_ptr_array_unref (self->saving);
  g_ptr_array_unref (self->unpublished);
  g_ptr_array_unref (self->gateways_unpublished);
  flux_mappings_free (self->mappings);
  g_hash_table_unref (self->by_number);
  g_hash_table_unref (self->devices);
  g_hash_table_unref (self->gateways);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->clock);
  g_free (self);
}

/* --- Any thread --------------------------------------------------------------------------------------------------- */

GPtrArray *
flux_plant_get_devices (FluxPlant *self)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_snapshot_unref);
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FluxDeviceEntry *entry = value;

      if (entry->snapshot != NULL)
        g_ptr_array_add (devices, flux_device_snapshot_ref (entry->snapshot));
    }
  g_mutex_unlock (&self->mutex);
  return devices;
}

FluxDeviceSnapshot *
flux_plant_get_device (FluxPlant *self, const char *device_id)
{
  FluxDeviceSnapshot *snapshot = NULL;
  FluxDeviceEntry *entry;

  g_mutex_lock (&self->mutex);
  entry = g_hash_table_lookup (self->devices, device_id);
  if (entry != NULL && entry->snapshot != NULL)
    snapshot = flux_device_snapshot_ref (entry->snapshot);
  g_mutex_unlock (&self->mutex);
  return snapshot;
}

gint64
flux_plant_get_number (FluxPlant *self, const char *device_id)
{
  g_autoptr (FluxDeviceSnapshot) snapshot = flux_plant_get_device (self, device_id);

  return snapshot != NULL ? snapshot->device->number : 0;
}

char *
flux_plant_get_device_id (FluxPlant *self, gint64 number)
{
  FluxDeviceEntry *entry;
  char *device_id = NULL;

  g_mutex_lock (&self->mutex);
  entry = g_hash_table_lookup (self->by_number, &number);
  if (entry != NULL && entry->snapshot != NULL)
    device_id = g_strdup (entry->snapshot->device->device_id);
  g_mutex_unlock (&self->mutex);
  return device_id;
}

GPtrArray *
flux_plant_get_gateways (FluxPlant *self)
{
  GPtrArray *gateways = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_gateway_unref);
  GHashTableIter iter;
  gpointer entry;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->gateways);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_ptr_array_add (gateways, flux_gateway_ref (((FluxGatewayEntry *) entry)->gateway));
  g_mutex_unlock (&self->mutex);
  return gateways;
}

FluxGatewayMapping *
flux_plant_get_mapping (FluxPlant *self, const char *gateway_uuid)
{
  return flux_mappings_get (self->mappings, gateway_uuid);
}

char *
flux_plant_get_gateway_uuid (FluxPlant *self, const char *name)
{
  GHashTableIter iter;
  gpointer value;
  char *uuid = NULL;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->gateways);
  while (uuid == NULL && g_hash_table_iter_next (&iter, NULL, &value))
    {
      const FluxGateway *gateway = ((FluxGatewayEntry *) value)->gateway;

      if (g_str_equal (gateway->name, name))
        uuid = g_strdup (gateway->uuid);
    }
  g_mutex_unlock (&self->mutex);
  return uuid;
}

FluxMappings *
flux_plant_get_mappings (FluxPlant *self)
{
  return self->mappings;
}

static FluxFlowUnit
get_flow_unit (gpointer plant, const char *device_id)
{
  const FluxDeviceEntry *entry = flux_plant_find_device (plant, device_id);

  return entry != NULL ? entry->device->flow_unit : FLUX_FLOW_UNIT_UNKNOWN;
}

void
flux_plant_refresh_mappings (FluxPlant *self)
{
  g_autoptr (GPtrArray) gateways = NULL;

  if (!self->are_mappings_stale && !flux_mappings_have_changed (self->mappings))
    return;
  self->are_mappings_stale = FALSE;
  gateways = flux_plant_get_gateways (self);
  flux_mappings_build (self->mappings, gateways, get_flow_unit, self);
}

/* --- Entries ------------------------------------------------------------------------------------------------------ */

FluxDeviceEntry *
flux_plant_find_device (FluxPlant *self, const char *device_id)
{
  return g_hash_table_lookup (self->devices, device_id);
}

FluxGatewayEntry *
flux_plant_find_gateway (FluxPlant *self, const char *uuid)
{
  return g_hash_table_lookup (self->gateways, uuid);
}

FluxGatewayEntry *
flux_plant_find_gateway_by_name (FluxPlant *self, const char *name)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->gateways);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (g_str_equal (((FluxGatewayEntry *) entry)->working->name, name))
      return entry;
  return NULL;
}

FluxGatewayEntry *
flux_plant_find_gateway_by_number (FluxPlant *self, gint64 number)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->gateways);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (((FluxGatewayEntry *) entry)->working->number == number)
      return entry;
  return NULL;
}

void
flux_plant_touch_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  if (entry->is_in_transaction)
    return;
  entry->is_in_transaction = TRUE;
  entry->learner_before = entry->learner;
  g_ptr_array_add (self->in_transaction, entry);
}

void
flux_plant_touch_gateway (FluxPlant *self, FluxGatewayEntry *gateway)
{
  if (gateway->is_in_transaction)
    return;
  gateway->is_in_transaction = TRUE;
  g_ptr_array_add (self->gateways_in_transaction, gateway);
}

FluxDeviceEntry *
flux_plant_add_device (FluxPlant *self, FluxDevice *device)
{
  FluxDeviceEntry *entry = flux_device_entry_new (flux_device_ref (device));

  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->devices, entry->device->device_id, entry);
  g_hash_table_insert (self->by_number, &entry->latest.device, entry);
  g_mutex_unlock (&self->mutex);
  return entry;
}

void
flux_plant_remove_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  g_ptr_array_remove_fast (self->unsaved, entry);
  g_ptr_array_remove_fast (self->unpublished, entry);
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->by_number, &entry->latest.device);
  g_hash_table_remove (self->devices, entry->device->device_id);
  g_mutex_unlock (&self->mutex);
}

void
flux_plant_change_device (FluxPlant *self, FluxDeviceEntry *entry, FluxDevice *device)
{
  g_autoptr (FluxDevice) old = entry->device;

  self->are_mappings_stale |= old->flow_unit != device->flow_unit;
  /* The table's key is the device's own text, so it moves over with the device. */
  g_mutex_lock (&self->mutex);
  g_hash_table_steal (self->devices, old->device_id);
  entry->device = flux_device_ref (device);
  g_hash_table_insert (self->devices, entry->device->device_id, entry);
  g_mutex_unlock (&self->mutex);
}

FluxDeviceEntry *
flux_plant_put_device (FluxPlant *self, FluxDevice *device, gboolean is_fresh)
{
  FluxDeviceEntry *entry = flux_plant_find_device (self, device->device_id);

  if (entry == NULL)
    {
      entry = flux_plant_add_device (self, device);
      entry->is_born = TRUE;
      if (is_fresh)
        flux_device_entry_set_empty (entry);
    }
  else
    {
      if (entry->device_before == NULL)
        entry->device_before = flux_device_ref (entry->device);
      flux_plant_change_device (self, entry, device);
    }
  entry->is_unpublished = TRUE;
  flux_plant_touch_device (self, entry);
  return entry;
}

FluxGatewayEntry *
flux_plant_add_gateway (FluxPlant *self, FluxGateway *gateway)
{
  FluxGatewayEntry *entry = g_new0 (FluxGatewayEntry, 1);

  entry->gateway = flux_gateway_ref (gateway);
  entry->working = flux_gateway_copy (gateway);
  self->are_mappings_stale = TRUE;
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->gateways, entry->gateway->uuid, entry);
  g_mutex_unlock (&self->mutex);
  return entry;
}

void
flux_plant_remove_gateway (FluxPlant *self, FluxGatewayEntry *entry)
{
  g_ptr_array_remove_fast (self->gateways_unpublished, entry);
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->gateways, entry->gateway->uuid);
  g_mutex_unlock (&self->mutex);
}

void
flux_plant_settle_gateway (FluxPlant *self, FluxGatewayEntry *entry)
{
  g_autoptr (FluxGateway) old = entry->gateway;
  FluxGateway *settled = flux_gateway_copy (entry->working);

  g_mutex_lock (&self->mutex);
  g_hash_table_steal (self->gateways, old->uuid);
  entry->gateway = settled;
  g_hash_table_insert (self->gateways, entry->gateway->uuid, entry);
  g_mutex_unlock (&self->mutex);
  flux_plant_list_gateway (self, entry);
}

void
flux_plant_unsettle_gateway (FluxGatewayEntry *entry)
{
  flux_gateway_unref (entry->working);
  entry->working = flux_gateway_copy (entry->gateway);
}

/* The settings of @gateway go over to @to, which keeps its contact and counts. */
static void
take_settings (FluxGateway *to, const FluxGateway *gateway)
{
#define TAKE(text) (g_free (to->text), to->text = g_strdup (gateway->text))
  TAKE (name);
  TAKE (location);
  TAKE (description);
  TAKE (time_zone);
  TAKE (body_names);
#undef TAKE
  to->updated_at = gateway->updated_at;
}

FluxGatewayEntry *
flux_plant_put_gateway (FluxPlant *self, FluxGateway *gateway)
{
  FluxGatewayEntry *entry = flux_plant_find_gateway (self, gateway->uuid);

  if (entry == NULL)
    {
      entry = flux_plant_add_gateway (self, gateway);
      entry->is_born = TRUE;
    }
  else
    take_settings (entry->working, gateway);
  self->are_mappings_stale = TRUE;
  flux_plant_touch_gateway (self, entry);
  return entry;
}
