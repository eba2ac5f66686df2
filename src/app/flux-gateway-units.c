/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-units.h"

#include "flux-engine-mapping.h"

struct _FluxGatewayUnits
{
  GObject parent_instance;

  FluxPlantModel *plant; /* (owned) */
  GHashTable *counts;    /* (key-type utf8: uuid) (value-type guint) */
  GPtrArray *units;      /* (owned) (element-type FluxUnit): that are counted */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxGatewayUnits, flux_gateway_units, G_TYPE_OBJECT)

/* Returns: whether there are others than so far; they are never changed once shared. */
static gboolean
take_units (FluxGatewayUnits *self)
{
  g_autoptr (GPtrArray) units = flux_engine_get_units (flux_plant_model_get_engine (self->plant));
  gboolean is_same = self->units != NULL && units->len == self->units->len;

  for (guint i = 0; is_same && i < units->len; i++)
    is_same = g_ptr_array_index (units, i) == g_ptr_array_index (self->units, i);
  if (is_same)
    return FALSE;
  g_clear_pointer (&self->units, g_ptr_array_unref);
  self->units = g_steal_pointer (&units);
  return TRUE;
}

static void
add (FluxGatewayUnits *self, const char *gateway_uuid)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, gateway_uuid));

  g_hash_table_replace (self->counts, g_strdup (gateway_uuid), GUINT_TO_POINTER (n + 1));
}

/* A device that its own gateway reads is counted there already. */
static void
add_unit (FluxGatewayUnits *self, const FluxUnit *unit)
{
  FluxDeviceItem *item = flux_plant_model_find_device (self->plant, unit->device_id);
  const FluxDevice *device = item != NULL ? flux_device_item_get_device (item) : NULL;

  if (device != NULL && device->retired_at == 0 && g_strcmp0 (device->gateway_uuid, unit->gateway_uuid) != 0)
    add (self, unit->gateway_uuid);
}

static void
count (FluxGatewayUnits *self)
{
  GListModel *devices = flux_plant_model_get_devices (self->plant);

  g_hash_table_remove_all (self->counts);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (devices, i);
      const FluxDevice *device = flux_device_item_get_device (item);

      if (device->gateway_uuid != NULL && device->retired_at == 0)
        add (self, device->gateway_uuid);
    }
  for (guint i = 0; i < self->units->len; i++)
    add_unit (self, g_ptr_array_index (self->units, i));
}

static void
plant_changed_cb (FluxGatewayUnits *self, guint changes)
{
  if ((changes & FLUX_PLANT_CHANGE_SETTINGS) == 0)
    return;
  take_units (self);
  count (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
flux_gateway_units_finalize (GObject *object)
{
  FluxGatewayUnits *self = FLUX_GATEWAY_UNITS (object);

  g_clear_object (&self->plant);
  g_hash_table_unref (self->counts);
  g_clear_pointer (&self->units, g_ptr_array_unref);
  G_OBJECT_CLASS (flux_gateway_units_parent_class)->finalize (object);
}

static void
flux_gateway_units_class_init (FluxGatewayUnitsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_gateway_units_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
flux_gateway_units_init (FluxGatewayUnits *self)
{
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

FluxGatewayUnits *
flux_gateway_units_new (FluxPlantModel *plant)
{
  FluxGatewayUnits *self = g_object_new (FLUX_TYPE_GATEWAY_UNITS, NULL);

  self->plant = g_object_ref (plant);
  take_units (self);
  count (self);
  g_signal_connect_object (plant, "changed", G_CALLBACK (plant_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

guint
flux_gateway_units_get (FluxGatewayUnits *self, const char *gateway_uuid)
{
  g_return_val_if_fail (FLUX_IS_GATEWAY_UNITS (self), 0);
  if (take_units (self))
    count (self);
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, gateway_uuid));
}
