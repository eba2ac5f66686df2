/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant.h"

#include "flux-time.h"

/* Latest values go into their table and to other threads at most so often: while readings come fast, most of them
 * are out of date at once. A few are always told at once. */
#define SAVE_INTERVAL (FLUX_TIME_SECOND / 4)
#define PUBLISH_INTERVAL (FLUX_TIME_SECOND / 20)
#define FEW 16

struct _FluxPlant
{
  FluxClock *clock;
  FluxLive *live;

  GMutex mutex;          /* guards the tables' structure and what others see of entries; the writer reads without it */
  GHashTable *devices;   /* (key-type utf8: of the device) (value-type FluxDeviceEntry) */
  GHashTable *by_number; /* (key-type gint64: of the latest) (value-type FluxDeviceEntry): the same entries */
  GHashTable *gateways;  /* (key-type utf8: uuid) (value-type FluxGatewayEntry) */

  /* lists of entries, each at most once in each */
  GPtrArray *in_transaction;
  GPtrArray *gateways_in_transaction;
  GPtrArray *unsaved; /* whose latest values are not in their table */
  GPtrArray *saving;  /* put there by the transaction under way */
  GPtrArray *unpublished;
  GPtrArray *gateways_unpublished;

  gint64 saved_at;     /* monotonic */
  gint64 published_at; /* monotonic */
  gint64 revision;     /* of the latest values that were read */
  gboolean save_all;
};

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

/* --- Telling others (writer thread from here on) ------------------------------------------------------------------ */

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

static void
publish_waiting (FluxPlant *self)
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

static void
list_unpublished_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  if (!entry->is_unpublished || entry->is_in_unpublished)
    return;
  entry->is_in_unpublished = TRUE;
  g_ptr_array_add (self->unpublished, entry);
}

static void
list_unpublished_gateway (FluxPlant *self, FluxGatewayEntry *entry)
{
  if (entry->is_in_unpublished)
    return;
  entry->is_in_unpublished = TRUE;
  g_ptr_array_add (self->gateways_unpublished, entry);
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

void
flux_plant_touch_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  if (entry->is_in_transaction)
    return;
  entry->is_in_transaction = TRUE;
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

static FluxDeviceEntry *
add_device (FluxPlant *self, FluxDevice *device)
{
  FluxDeviceEntry *entry = flux_device_entry_new (flux_device_ref (device));

  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->devices, entry->device->device_id, entry);
  g_hash_table_insert (self->by_number, &entry->latest.device, entry);
  g_mutex_unlock (&self->mutex);
  return entry;
}

static void
remove_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  g_ptr_array_remove_fast (self->unsaved, entry);
  g_ptr_array_remove_fast (self->unpublished, entry);
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->by_number, &entry->latest.device);
  g_hash_table_remove (self->devices, entry->device->device_id);
  g_mutex_unlock (&self->mutex);
}

static void
change_device (FluxPlant *self, FluxDeviceEntry *entry, FluxDevice *device)
{
  g_autoptr (FluxDevice) old = entry->device;

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
      entry = add_device (self, device);
      entry->is_born = TRUE;
      if (is_fresh)
        flux_device_entry_set_empty (entry);
    }
  else
    {
      if (entry->device_before == NULL)
        entry->device_before = flux_device_ref (entry->device);
      change_device (self, entry, device);
    }
  entry->is_unpublished = TRUE;
  flux_plant_touch_device (self, entry);
  return entry;
}

static FluxGatewayEntry *
add_gateway (FluxPlant *self, FluxGateway *gateway)
{
  FluxGatewayEntry *entry = g_new0 (FluxGatewayEntry, 1);

  entry->gateway = flux_gateway_ref (gateway);
  entry->working = flux_gateway_copy (gateway);
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->gateways, entry->gateway->uuid, entry);
  g_mutex_unlock (&self->mutex);
  return entry;
}

static void
remove_gateway (FluxPlant *self, FluxGatewayEntry *entry)
{
  g_ptr_array_remove_fast (self->gateways_unpublished, entry);
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->gateways, entry->gateway->uuid);
  g_mutex_unlock (&self->mutex);
}

/* What others see of @entry becomes what the transaction has made of it. */
static void
settle_gateway (FluxPlant *self, FluxGatewayEntry *entry)
{
  g_autoptr (FluxGateway) old = entry->gateway;
  FluxGateway *settled = flux_gateway_copy (entry->working);

  g_mutex_lock (&self->mutex);
  g_hash_table_steal (self->gateways, old->uuid);
  entry->gateway = settled;
  g_hash_table_insert (self->gateways, entry->gateway->uuid, entry);
  g_mutex_unlock (&self->mutex);
  list_unpublished_gateway (self, entry);
}

static void
unsettle_gateway (FluxGatewayEntry *entry)
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
#undef TAKE
  to->updated_at = gateway->updated_at;
}

FluxGatewayEntry *
flux_plant_put_gateway (FluxPlant *self, FluxGateway *gateway)
{
  FluxGatewayEntry *entry = flux_plant_find_gateway (self, gateway->uuid);

  if (entry == NULL)
    {
      entry = add_gateway (self, gateway);
      entry->is_born = TRUE;
    }
  else
    take_settings (entry->working, gateway);
  flux_plant_touch_gateway (self, entry);
  return entry;
}

/* --- Reading from the store --------------------------------------------------------------------------------------- */

static void
take_device_row (FluxPlant *self, FluxDevice *device)
{
  FluxDeviceEntry *entry = flux_plant_find_device (self, device->device_id);

  if (entry == NULL)
    entry = add_device (self, device);
  else if (!flux_device_equal (entry->device, device))
    change_device (self, entry, device);
  else
    return;
  entry->is_unpublished = TRUE;
  list_unpublished_device (self, entry);
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
    remove_device (self, g_ptr_array_index (gone, i));
  return TRUE;
}

static gboolean
load_gateways (FluxPlant *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) gateways = flux_store_session_list_gateways (session, error);

  if (gateways == NULL)
    return FALSE;
  for (guint i = 0; i < gateways->len; i++)
    {
      FluxGateway *gateway = g_ptr_array_index (gateways, i);
      FluxGatewayEntry *entry = flux_plant_find_gateway (self, gateway->uuid);

      if (entry == NULL)
        {
          list_unpublished_gateway (self, add_gateway (self, gateway));
          continue;
        }
      flux_gateway_unref (entry->working);
      entry->working = flux_gateway_ref (gateway);
      settle_gateway (self, entry);
    }
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
      list_unpublished_device (self, entry);
    }
  return TRUE;
}

gboolean
flux_plant_load (FluxPlant *self, FluxStoreSession *session, gboolean with_latest, GError **error)
{
  if (!load_gateways (self, session, error) || !load_devices (self, session, error)
      || (with_latest && !load_latest (self, session, error)))
    return FALSE;
  publish_waiting (self);
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

/* --- Transactions ------------------------------------------------------------------------------------------------- */

static gboolean
save_latest (FluxDeviceEntry *entry, FluxStoreSession *session, GError **error)
{
  if (!flux_device_entry_ensure_known (entry, session, error))
    return FALSE;
  entry->latest.learned_period = entry->learner.period;
  return flux_store_session_put_latest (session, &entry->latest, error);
}

static gboolean
is_time_to_save (FluxPlant *self)
{
  return self->save_all || self->unsaved->len <= FEW
         || flux_clock_get_monotonic (self->clock) - self->saved_at >= SAVE_INTERVAL;
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
    return TRUE;
  while (self->unsaved->len > 0)
    {
      FluxDeviceEntry *entry = g_ptr_array_steal_index_fast (self->unsaved, self->unsaved->len - 1);

      g_ptr_array_add (self->saving, entry);
      if (!save_latest (entry, session, error))
        return FALSE;
    }
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
      list_unpublished_device (self, entry);
    }
  for (guint i = 0; i < self->gateways_in_transaction->len; i++)
    {
      FluxGatewayEntry *entry = g_ptr_array_index (self->gateways_in_transaction, i);

      entry->is_in_transaction = entry->is_born = FALSE;
      settle_gateway (self, entry);
    }
  g_ptr_array_set_size (self->saving, 0);
  g_ptr_array_set_size (self->in_transaction, 0);
  g_ptr_array_set_size (self->gateways_in_transaction, 0);
  self->save_all = FALSE;

  if (self->unpublished->len + self->gateways_unpublished->len > 0
      && (self->unpublished->len <= FEW
          || flux_clock_get_monotonic (self->clock) - self->published_at >= PUBLISH_INTERVAL))
    publish_waiting (self);
}

static void
undo_device (FluxPlant *self, FluxDeviceEntry *entry)
{
  entry->is_in_transaction = FALSE;
  flux_device_entry_forget_rows (entry);
  if (entry->is_born)
    {
      remove_device (self, entry);
      return;
    }
  if (entry->device_before != NULL)
    change_device (self, entry, entry->device_before);
  g_clear_pointer (&entry->device_before, flux_device_unref);
}

void
flux_plant_rolled_back (FluxPlant *self)
{
  while (self->saving->len > 0)
    g_ptr_array_add (self->unsaved, g_ptr_array_steal_index_fast (self->saving, self->saving->len - 1));
  for (guint i = 0; i < self->in_transaction->len; i++)
    undo_device (self, g_ptr_array_index (self->in_transaction, i));
  for (guint i = 0; i < self->gateways_in_transaction->len; i++)
    {
      FluxGatewayEntry *entry = g_ptr_array_index (self->gateways_in_transaction, i);

      entry->is_in_transaction = FALSE;
      if (entry->is_born)
        remove_gateway (self, entry);
      else
        unsettle_gateway (entry);
    }
  g_ptr_array_set_size (self->in_transaction, 0);
  g_ptr_array_set_size (self->gateways_in_transaction, 0);
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
