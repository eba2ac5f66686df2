/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-live.h"

/* A subscriber is woken at most so often. */
#define INTERVAL_MSEC 100

struct _FluxLive
{
  GMutex mutex;
  GPtrArray *subscriptions; /* (element-type FluxLiveSubscription), under the mutex */
};

struct _FluxLiveSubscription
{
  gatomicrefcount ref_count; /* the live object's, and one for a source under way */
  FluxLive *live;
  GMainContext *context;
  FluxLiveFunc func;
  gpointer user_data;

  GMutex mutex;
  /* under its mutex */
  GHashTable *devices;  /* (key-type utf8) (value-type FluxDeviceSnapshot): waiting to be told */
  GHashTable *gateways; /* (key-type utf8) (value-type FluxGateway) */
  GSource *source;      /* (nullable): that will tell them */
  gint64 told_at;       /* monotonic */
  gboolean is_ended;
};

static void
subscription_unref (gpointer data)
{
  FluxLiveSubscription *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->devices);
  g_hash_table_unref (self->gateways);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static FluxLiveSubscription *
subscription_ref (FluxLiveSubscription *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* Empties @table into an array. */
static GPtrArray *
take_values (GHashTable *table, GDestroyNotify free_value)
{
  GPtrArray *values = g_ptr_array_new_full (g_hash_table_size (table), free_value);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (values, value);
    }
  return values;
}

static gboolean
tell (gpointer data)
{
  FluxLiveSubscription *self = data;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GPtrArray) gateways = NULL;
  gboolean is_ended;

  g_mutex_lock (&self->mutex);
  devices = take_values (self->devices, (GDestroyNotify) flux_device_snapshot_unref);
  gateways = take_values (self->gateways, (GDestroyNotify) flux_gateway_unref);
  g_clear_pointer (&self->source, g_source_unref);
  self->told_at = g_get_monotonic_time ();
  is_ended = self->is_ended;
  g_mutex_unlock (&self->mutex);

  if (!is_ended)
    self->func (devices, gateways, self->user_data);
  return G_SOURCE_REMOVE;
}

/* Under the subscription's mutex. */
static void
schedule (FluxLiveSubscription *self)
{
  gint64 wait = self->told_at + INTERVAL_MSEC * 1000 - g_get_monotonic_time ();

  if (self->source != NULL)
    return;
  self->source = wait > 0 ? g_timeout_source_new ((wait + 999) / 1000) : g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->source, tell, subscription_ref (self), subscription_unref);
  g_source_attach (self->source, self->context);
}

FluxLive *
flux_live_new (void)
{
  FluxLive *self = g_new0 (FluxLive, 1);

  g_mutex_init (&self->mutex);
  self->subscriptions = g_ptr_array_new_with_free_func (subscription_unref);
  return self;
}

void
flux_live_free (FluxLive *self)
{
  g_ptr_array_unref (self->subscriptions);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

FluxLiveSubscription *
flux_live_subscribe (FluxLive *self, GMainContext *context, FluxLiveFunc func, gpointer user_data)
{
  FluxLiveSubscription *subscription = g_new0 (FluxLiveSubscription, 1);

  g_atomic_ref_count_init (&subscription->ref_count);
  g_mutex_init (&subscription->mutex);
  subscription->live = self;
  subscription->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  subscription->func = func;
  subscription->user_data = user_data;
  /* The keys belong to the values. */
  subscription->devices
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) flux_device_snapshot_unref);
  subscription->gateways = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) flux_gateway_unref);

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->subscriptions, subscription);
  g_mutex_unlock (&self->mutex);
  return subscription;
}

void
flux_live_unsubscribe (FluxLiveSubscription *self)
{
  FluxLive *live = self->live;

  g_mutex_lock (&self->mutex);
  self->is_ended = TRUE;
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->mutex);

  g_mutex_lock (&live->mutex);
  g_ptr_array_remove_fast (live->subscriptions, self);
  g_mutex_unlock (&live->mutex);
}

void
flux_live_publish_device (FluxLive *self, FluxDeviceSnapshot *snapshot)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->subscriptions->len; i++)
    {
      FluxLiveSubscription *subscription = g_ptr_array_index (self->subscriptions, i);

      g_mutex_lock (&subscription->mutex);
      g_hash_table_replace (subscription->devices, snapshot->device->device_id, flux_device_snapshot_ref (snapshot));
      schedule (subscription);
      g_mutex_unlock (&subscription->mutex);
    }
  g_mutex_unlock (&self->mutex);
}

void
flux_live_publish_gateway (FluxLive *self, FluxGateway *gateway)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->subscriptions->len; i++)
    {
      FluxLiveSubscription *subscription = g_ptr_array_index (self->subscriptions, i);

      g_mutex_lock (&subscription->mutex);
      g_hash_table_replace (subscription->gateways, gateway->uuid, flux_gateway_ref (gateway));
      schedule (subscription);
      g_mutex_unlock (&subscription->mutex);
    }
  g_mutex_unlock (&self->mutex);
}
