/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-model.h"

#include "flux-time.h"

#define COUNT_EVERY (10 * FLUX_TIME_SECOND)
#define LOOK_FOR_ALERTS_EVERY (3 * FLUX_TIME_SECOND)

struct _FluxPlantModel
{
  GObject parent_instance;

  FluxEngine *engine;         /* (owned) */
  FluxLiveSubscription *live; /* (nullable) (owned) */
  GListStore *devices;        /* of FluxDeviceItem */
  GListStore *gateways;       /* of FluxGatewayItem */
  GHashTable *devices_by_id;  /* (key-type utf8): borrowed elements of the list */
  GHashTable *gateways_by_id; /* (key-type utf8): likewise, by uuid */

  FluxOpenAlerts *alerts;     /* (owned) */
  gint64 alerts_read_at;

  guint n_devices;
  guint n_online;
  guint n_flows;
  double flow;

  guint tick_source;
  gint64 next_change; /* µs UTC: when some item next changes by time alone */
  gint64 counted_at;
};

enum
{
  PROP_N_DEVICES = 1,
  PROP_N_ONLINE,
  PROP_N_FLOWS,
  PROP_FLOW,
  N_PROPS,
};

enum
{
  CHANGED,
  TICK,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxPlantModel, flux_plant_model, G_TYPE_OBJECT)

/* --- What is counted ---------------------------------------------------------------------------------------------- */

static void
set_count (FluxPlantModel *self, guint *count, guint value, guint property)
{
  if (*count == value)
    return;
  *count = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Returns: %FALSE when its flow is not known in a unit that can be added */
static gboolean
get_flow (const FluxDeviceSnapshot *snapshot, double *flow)
{
  const FluxReading *latest = snapshot->latest;

  if (latest == NULL || snapshot->device->flow_unit == FLUX_FLOW_UNIT_UNKNOWN
      || !flux_reading_has (latest, FLUX_FIELD_FLOW_RATE)
      || flux_reading_get_quality (latest, FLUX_FIELD_FLOW_RATE) != FLUX_QUALITY_GOOD)
    return FALSE;
  *flow = flux_flow_unit_to_si (snapshot->device->flow_unit, latest->values[FLUX_FIELD_FLOW_RATE]);
  return TRUE;
}

static void
count (FluxPlantModel *self, gint64 now)
{
  guint n_devices = 0, n_online = 0, n_flows = 0;
  double sum = 0, flow;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->devices_by_id);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      const FluxDeviceSnapshot *snapshot = flux_device_item_get_snapshot (item);

      if (snapshot->device->retired_at != 0)
        continue;
      n_devices++;
      if (!flux_device_is_online (snapshot->device, snapshot->seen_at, now))
        continue;
      n_online++;
      if (!get_flow (snapshot, &flow))
        continue;
      n_flows++;
      sum += flow;
    }

  self->counted_at = now;
  g_object_freeze_notify (G_OBJECT (self));
  set_count (self, &self->n_devices, n_devices, PROP_N_DEVICES);
  set_count (self, &self->n_online, n_online, PROP_N_ONLINE);
  set_count (self, &self->n_flows, n_flows, PROP_N_FLOWS);
  if (self->flow != sum)
    {
      self->flow = sum;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FLOW]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* --- What passes -------------------------------------------------------------------------------------------------- */

static void
emit_changed (FluxPlantModel *self, guint changes)
{
  if (changes != 0)
    g_signal_emit (self, signals[CHANGED], 0, changes);
}

/* Returns: what changed */
static guint
tick_items (FluxPlantModel *self, gint64 now)
{
  gint64 next_change = G_MAXINT64;
  guint changes = 0;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->devices_by_id);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      FluxDeviceState state = flux_device_item_get_state (item);
      gint64 changes_at = flux_device_item_tick (item, now);

      next_change = MIN (next_change, changes_at);
      if (flux_device_item_get_state (item) != state)
        changes |= FLUX_PLANT_CHANGE_STATES;
    }
  self->next_change = next_change;
  return changes;
}

static void
on_alerts_changed (FluxPlantModel *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->devices_by_id);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    flux_device_item_set_alert (item, flux_open_alerts_find (self->alerts, flux_device_item_get_device_id (item)));
  emit_changed (self, FLUX_PLANT_CHANGE_STATES);
}

/* Nobody tells of them: other programs write them. */
static void
look_for_alerts (FluxPlantModel *self, gint64 now)
{
  if (ABS (now - self->alerts_read_at) < LOOK_FOR_ALERTS_EVERY
      || !g_signal_has_handler_pending (self, signals[CHANGED], 0, TRUE))
    return;
  self->alerts_read_at = now;
  flux_open_alerts_refresh (self->alerts);
}

static gboolean
on_second (gpointer user_data)
{
  FluxPlantModel *self = user_data;
  gint64 now = flux_clock_get_now (flux_engine_get_clock (self->engine));
  guint changes = now >= self->next_change ? tick_items (self, now) : 0;

  if (changes != 0 || ABS (now - self->counted_at) >= COUNT_EVERY)
    count (self, now);
  emit_changed (self, changes);
  look_for_alerts (self, now);
  g_signal_emit (self, signals[TICK], 0, now);
  return G_SOURCE_CONTINUE;
}

/* --- What changes ------------------------------------------------------------------------------------------------- */

/* Returns: what changed of it */
static guint
update_item (FluxDeviceItem *item, FluxDeviceSnapshot *snapshot)
{
  g_autoptr (FluxDevice) device = flux_device_ref (flux_device_item_get_device (item));
  FluxDeviceState state = flux_device_item_get_state (item);
  guint changes = FLUX_PLANT_CHANGE_READINGS;

  flux_device_item_update (item, snapshot);
  if (flux_device_item_get_state (item) != state)
    changes |= FLUX_PLANT_CHANGE_STATES;
  if (flux_device_item_get_device (item) != device)
    changes |= FLUX_PLANT_CHANGE_SETTINGS;
  return changes;
}

/* Adds what is new in one go: each addition by itself would make every list that hangs on this one sort again.
 * Returns: what changed */
static guint
take_devices (FluxPlantModel *self, GPtrArray *snapshots, gint64 now)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);
  guint changes = 0;

  for (guint i = 0; i < snapshots->len; i++)
    {
      FluxDeviceSnapshot *snapshot = g_ptr_array_index (snapshots, i);
      FluxDeviceItem *item = g_hash_table_lookup (self->devices_by_id, snapshot->device->device_id);
      gint64 changes_at;

      if (item != NULL)
        changes |= update_item (item, snapshot);
      else
        {
          item = flux_device_item_new (self->engine, snapshot);
          flux_device_item_set_alert (item, flux_open_alerts_find (self->alerts, snapshot->device->device_id));
          g_ptr_array_add (fresh, item);
          g_hash_table_insert (self->devices_by_id, g_strdup (snapshot->device->device_id), item);
        }
      changes_at = flux_device_item_tick (item, now);
      self->next_change = MIN (self->next_change, changes_at);
    }
  if (fresh->len > 0)
    g_list_store_splice (self->devices, g_list_model_get_n_items (G_LIST_MODEL (self->devices)), 0, fresh->pdata,
                         fresh->len);
  return fresh->len > 0 ? changes | FLUX_PLANT_CHANGE_SETTINGS : changes;
}

static void
take_gateways (FluxPlantModel *self, GPtrArray *gateways)
{
  for (guint i = 0; i < gateways->len; i++)
    {
      FluxGateway *gateway = g_ptr_array_index (gateways, i);
      FluxGatewayItem *item = g_hash_table_lookup (self->gateways_by_id, gateway->uuid);
      g_autoptr (FluxGatewayItem) fresh = NULL;

      if (item != NULL)
        {
          flux_gateway_item_update (item, gateway);
          continue;
        }
      fresh = flux_gateway_item_new (gateway);
      g_hash_table_insert (self->gateways_by_id, g_strdup (gateway->uuid), fresh);
      g_list_store_append (self->gateways, fresh);
    }
}

static void
on_live (GPtrArray *devices, GPtrArray *gateways, gpointer user_data)
{
  FluxPlantModel *self = user_data;
  gint64 now = flux_clock_get_now (flux_engine_get_clock (self->engine));
  guint changes;

  take_gateways (self, gateways);
  changes = take_devices (self, devices, now);
  if (devices->len > 0)
    count (self, now);
  emit_changed (self, changes);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_plant_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxPlantModel *self = FLUX_PLANT_MODEL (object);

  switch (id)
    {
    case PROP_N_DEVICES:
      g_value_set_uint (value, self->n_devices);
      break;
    case PROP_N_ONLINE:
      g_value_set_uint (value, self->n_online);
      break;
    case PROP_N_FLOWS:
      g_value_set_uint (value, self->n_flows);
      break;
    case PROP_FLOW:
      g_value_set_double (value, self->flow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_plant_model_dispose (GObject *object)
{
  FluxPlantModel *self = FLUX_PLANT_MODEL (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_pointer (&self->live, flux_live_unsubscribe);
  if (self->alerts != NULL)
    g_signal_handlers_disconnect_by_data (self->alerts, self);
  G_OBJECT_CLASS (flux_plant_model_parent_class)->dispose (object);
}

static void
flux_plant_model_finalize (GObject *object)
{
  FluxPlantModel *self = FLUX_PLANT_MODEL (object);

  g_hash_table_unref (self->devices_by_id);
  g_hash_table_unref (self->gateways_by_id);
  g_object_unref (self->devices);
  g_object_unref (self->gateways);
  g_clear_object (&self->alerts);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (flux_plant_model_parent_class)->finalize (object);
}

static void
flux_plant_model_class_init (FluxPlantModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = flux_plant_model_get_property;
  object_class->dispose = flux_plant_model_dispose;
  object_class->finalize = flux_plant_model_finalize;

  properties[PROP_N_DEVICES] = g_param_spec_uint ("n-devices", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_ONLINE] = g_param_spec_uint ("n-online", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_FLOWS] = g_param_spec_uint ("n-flows", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FLOW] = g_param_spec_double ("flow", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", FLUX_TYPE_PLANT_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[TICK] = g_signal_new ("tick", FLUX_TYPE_PLANT_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_INT64);
}

static void
flux_plant_model_init (FluxPlantModel *self)
{
  self->devices = g_list_store_new (FLUX_TYPE_DEVICE_ITEM);
  self->gateways = g_list_store_new (FLUX_TYPE_GATEWAY_ITEM);
  self->devices_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->gateways_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->next_change = G_MAXINT64;
}

FluxPlantModel *
flux_plant_model_new (FluxEngine *engine)
{
  FluxPlantModel *self = g_object_new (FLUX_TYPE_PLANT_MODEL, NULL);
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GPtrArray) gateways = NULL;

  self->engine = g_object_ref (engine);
  self->alerts = flux_open_alerts_new (engine);
  g_signal_connect_swapped (self->alerts, "changed", G_CALLBACK (on_alerts_changed), self);
  flux_open_alerts_refresh (self->alerts);
  /* First this, so that nothing falls between what is listed and what is told. */
  self->live = flux_engine_subscribe (engine, NULL, on_live, self);
  devices = flux_engine_get_devices (engine);
  gateways = flux_engine_get_gateways (engine);
  on_live (devices, gateways, self);
  self->tick_source = g_timeout_add_seconds (1, on_second, self);
  return self;
}

FluxEngine *
flux_plant_model_get_engine (FluxPlantModel *self)
{
  g_return_val_if_fail (FLUX_IS_PLANT_MODEL (self), NULL);
  return self->engine;
}

GListModel *
flux_plant_model_get_devices (FluxPlantModel *self)
{
  g_return_val_if_fail (FLUX_IS_PLANT_MODEL (self), NULL);
  return G_LIST_MODEL (self->devices);
}

GListModel *
flux_plant_model_get_gateways (FluxPlantModel *self)
{
  g_return_val_if_fail (FLUX_IS_PLANT_MODEL (self), NULL);
  return G_LIST_MODEL (self->gateways);
}

guint
flux_plant_model_count_alerts (FluxPlantModel *self, FluxTone severity)
{
  g_return_val_if_fail (FLUX_IS_PLANT_MODEL (self), 0);
  return flux_open_alerts_count (self->alerts, severity);
}

FluxDeviceItem *
flux_plant_model_find_device (FluxPlantModel *self, const char *device_id)
{
  g_return_val_if_fail (FLUX_IS_PLANT_MODEL (self), NULL);
  return g_hash_table_lookup (self->devices_by_id, device_id);
}

FluxGatewayItem *
flux_plant_model_find_gateway (FluxPlantModel *self, const char *uuid)
{
  g_return_val_if_fail (FLUX_IS_PLANT_MODEL (self), NULL);
  return g_hash_table_lookup (self->gateways_by_id, uuid);
}
