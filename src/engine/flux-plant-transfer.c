/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-transfer.h"

#include "flux-engine-mapping.h"
#include "flux-mapping-change.h"

static GPtrArray *
copy_all (GPtrArray *things, gpointer (*copy) (gconstpointer), GDestroyNotify destroy)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (destroy);

  for (guint i = 0; i < things->len; i++)
    g_ptr_array_add (copies, copy (g_ptr_array_index (things, i)));
  return copies;
}

#define COPY_ALL(things, type) \
  copy_all (things, (gpointer (*) (gconstpointer)) flux_##type##_copy, (GDestroyNotify) flux_##type##_unref)

FluxPlantFile *
flux_plant_file_copy (const FluxPlantFile *file)
{
  FluxPlantFile *copy = g_new0 (FluxPlantFile, 1);

  copy->gateways = COPY_ALL (file->gateways, gateway);
  copy->units = COPY_ALL (file->units, unit);
  copy->maps = COPY_ALL (file->maps, register_map);
  copy->devices = COPY_ALL (file->devices, device);
  return copy;
}

/* --- Out ---------------------------------------------------------------------------------------------------------- */

static gboolean
is_used (GPtrArray *units, const FluxRegisterMap *map, const FluxDevice *device)
{
  for (guint i = 0; i < units->len; i++)
    {
      const FluxUnit *unit = g_ptr_array_index (units, i);

      if ((map != NULL && g_strcmp0 (unit->map_uuid, map->uuid) == 0)
          || (device != NULL && g_str_equal (unit->device_id, device->device_id)))
        return TRUE;
    }
  return FALSE;
}

static int
compare_gateways (gconstpointer a, gconstpointer b)
{
  const FluxGateway *const *first = a, *const *second = b;

  return g_strcmp0 ((*first)->name, (*second)->name);
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  const FluxDevice *const *first = a, *const *second = b;

  return g_strcmp0 ((*first)->device_id, (*second)->device_id);
}

static int
compare_units (gconstpointer a, gconstpointer b)
{
  const FluxUnit *const *first = a, *const *second = b;

  return g_strcmp0 ((*first)->device_id, (*second)->device_id);
}

static int
compare_maps (gconstpointer a, gconstpointer b)
{
  const FluxRegisterMap *const *first = a, *const *second = b;

  return g_strcmp0 ((*first)->name, (*second)->name);
}

FluxPlantFile *
flux_plant_things_to_file (const FluxPlantThings *things)
{
  FluxPlantFile *file = g_new0 (FluxPlantFile, 1);

  file->gateways = COPY_ALL (things->gateways, gateway);
  file->units = COPY_ALL (things->units, unit);
  file->maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
  file->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);
  for (guint i = 0; i < things->maps->len; i++)
    if (is_used (things->units, g_ptr_array_index (things->maps, i), NULL))
      g_ptr_array_add (file->maps, flux_register_map_ref (g_ptr_array_index (things->maps, i)));
  for (guint i = 0; i < things->devices->len; i++)
    if (is_used (things->units, NULL, g_ptr_array_index (things->devices, i)))
      g_ptr_array_add (file->devices, flux_device_ref (g_ptr_array_index (things->devices, i)));
  g_ptr_array_sort (file->gateways, compare_gateways);
  g_ptr_array_sort (file->units, compare_units);
  g_ptr_array_sort (file->maps, compare_maps);
  g_ptr_array_sort (file->devices, compare_devices);
  return file;
}

/* --- In ----------------------------------------------------------------------------------------------------------- */

#define TAKE(to, from, text) (g_free ((to)->text), (to)->text = g_strdup ((from)->text))

static const FluxGateway *
find_gateway (GPtrArray *gateways, const char *uuid)
{
  for (guint i = 0; i < gateways->len; i++)
    if (g_str_equal (((FluxGateway *) g_ptr_array_index (gateways, i))->uuid, uuid))
      return g_ptr_array_index (gateways, i);
  return NULL;
}

static const FluxDevice *
find_device (GPtrArray *devices, const char *device_id)
{
  for (guint i = 0; i < devices->len; i++)
    if (g_str_equal (((FluxDevice *) g_ptr_array_index (devices, i))->device_id, device_id))
      return g_ptr_array_index (devices, i);
  return NULL;
}

static FluxGateway *
fit_gateway (const FluxPlantThings *things, const FluxGateway *wanted)
{
  for (guint i = 0; i < things->gateways->len; i++)
    {
      const FluxGateway *known = g_ptr_array_index (things->gateways, i);
      FluxGateway *fitted;

      if (!g_str_equal (known->name, wanted->name))
        continue;
      fitted = flux_gateway_copy (known);
      TAKE (fitted, wanted, location);
      TAKE (fitted, wanted, description);
      TAKE (fitted, wanted, time_zone);
      TAKE (fitted, wanted, body_names);
      return fitted;
    }
  return flux_gateway_copy (wanted);
}

static FluxDevice *
fit_device (const FluxPlantThings *things, const FluxDevice *wanted, gint64 now)
{
  const FluxDevice *known = find_device (things->devices, wanted->device_id);
  FluxDevice *fitted = flux_device_copy (known != NULL ? known : wanted);

  if (known == NULL)
    {
      fitted->confirmed_at = now;
      return fitted;
    }
  TAKE (fitted, wanted, name);
  TAKE (fitted, wanted, type);
  TAKE (fitted, wanted, location);
  TAKE (fitted, wanted, description);
  TAKE (fitted, wanted, site);
  TAKE (fitted, wanted, time_zone);
  g_strfreev (fitted->tags);
  fitted->tags = g_strdupv (wanted->tags);
  fitted->flow_unit = wanted->flow_unit;
  fitted->period_seconds = wanted->period_seconds;
  fitted->offline_after_seconds = wanted->offline_after_seconds;
  return fitted;
}

static gboolean
is_same_unit (const FluxUnit *known, const FluxUnit *wanted)
{
  return g_str_equal (known->device_id, wanted->device_id)
         || (known->server_name != NULL && g_strcmp0 (known->server_name, wanted->server_name) == 0);
}

/* @wanted's gateway is the plant's by now. */
static FluxUnit *
fit_unit (const FluxPlantThings *things, const FluxUnit *wanted)
{
  FluxUnit *fitted = flux_unit_copy (wanted);

  for (guint i = 0; i < things->units->len; i++)
    {
      const FluxUnit *known = g_ptr_array_index (things->units, i);

      if (!g_str_equal (known->gateway_uuid, wanted->gateway_uuid) || !is_same_unit (known, wanted))
        continue;
      TAKE (fitted, known, uuid);
      break;
    }
  return fitted;
}

/* A device belongs to the gateway whose unit gives its readings. One that neither plant nor file has is made. */
static void
bind_device (const FluxPlantThings *things, GPtrArray *devices, const FluxUnit *unit, gint64 now)
{
  g_autoptr (FluxDevice) bare = NULL;
  FluxDevice *device = NULL;

  for (guint i = 0; i < devices->len && device == NULL; i++)
    if (g_str_equal (((FluxDevice *) g_ptr_array_index (devices, i))->device_id, unit->device_id))
      device = g_ptr_array_index (devices, i);
  if (device == NULL && find_device (things->devices, unit->device_id) == NULL)
    {
      bare = flux_device_new (unit->device_id);
      device = fit_device (things, bare, now);
      g_ptr_array_add (devices, device);
    }
  if (device != NULL)
    TAKE (device, unit, gateway_uuid);
}

FluxPlantFile *
flux_plant_things_fit (const FluxPlantThings *things, const FluxPlantFile *file, gint64 now)
{
  g_autoptr (GHashTable) gateways = g_hash_table_new (g_str_hash, g_str_equal); /* file's uuid → fitted */
  FluxPlantFile *fitted = flux_plant_file_new ();

  for (guint i = 0; i < file->maps->len; i++)
    g_ptr_array_add (fitted->maps, flux_register_map_copy (g_ptr_array_index (file->maps, i)));
  for (guint i = 0; i < file->gateways->len; i++)
    {
      const FluxGateway *wanted = g_ptr_array_index (file->gateways, i);
      FluxGateway *gateway = fit_gateway (things, wanted);

      g_ptr_array_add (fitted->gateways, gateway);
      g_hash_table_insert (gateways, wanted->uuid, gateway);
    }
  for (guint i = 0; i < file->devices->len; i++)
    g_ptr_array_add (fitted->devices, fit_device (things, g_ptr_array_index (file->devices, i), now));
  for (guint i = 0; i < file->units->len; i++)
    {
      g_autoptr (FluxUnit) wanted = flux_unit_copy (g_ptr_array_index (file->units, i));
      const FluxGateway *gateway = g_hash_table_lookup (gateways, wanted->gateway_uuid);
      FluxUnit *unit;

      if (gateway != NULL)
        {
          g_free (wanted->gateway_uuid);
          wanted->gateway_uuid = g_strdup (gateway->uuid);
        }
      unit = fit_unit (things, wanted);
      bind_device (things, fitted->devices, unit, now);
      g_ptr_array_add (fitted->units, unit);
    }
  return fitted;
}

/* --- Beside a running program ------------------------------------------------------------------------------------- */

typedef struct
{
  FluxPlantThings things;
  GHashTable *maps;  /* by uuid */
  GHashTable *units; /* by uuid */
} StoredPlant;

static void
stored_plant_clear (StoredPlant *self)
{
  g_clear_pointer (&self->things.gateways, g_ptr_array_unref);
  g_clear_pointer (&self->things.units, g_ptr_array_unref);
  g_clear_pointer (&self->things.maps, g_ptr_array_unref);
  g_clear_pointer (&self->things.devices, g_ptr_array_unref);
  g_clear_pointer (&self->maps, g_hash_table_unref);
  g_clear_pointer (&self->units, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StoredPlant, stored_plant_clear)

static gboolean
read_maps (StoredPlant *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) stored = flux_store_session_list_maps (session, error);

  if (stored == NULL)
    return FALSE;
  for (guint i = 0; i < stored->len; i++)
    {
      const FluxStoredMap *row = g_ptr_array_index (stored, i);
      FluxRegisterMap *map = flux_register_map_from_text (row->definition, -1, error);

      if (map == NULL)
        {
          g_prefix_error (error, "%s: ", row->name);
          return FALSE;
        }
      TAKE (map, row, uuid);
      g_ptr_array_add (self->things.maps, map);
      g_hash_table_insert (self->maps, map->uuid, map);
    }
  return TRUE;
}

static gboolean
read_plant (StoredPlant *self, FluxStoreSession *session, GError **error)
{
  self->things.maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
  self->maps = g_hash_table_new (g_str_hash, g_str_equal);
  self->units = g_hash_table_new (g_str_hash, g_str_equal);
  self->things.gateways = flux_store_session_list_gateways (session, error);
  if (self->things.gateways == NULL)
    return FALSE;
  self->things.units = flux_store_session_list_units (session, error);
  if (self->things.units == NULL)
    return FALSE;
  self->things.devices = flux_store_session_list_devices (session, error);
  if (self->things.devices == NULL)
    return FALSE;
  for (guint i = 0; i < self->things.units->len; i++)
    {
      FluxUnit *unit = g_ptr_array_index (self->things.units, i);

      g_hash_table_insert (self->units, unit->uuid, unit);
    }
  return read_maps (self, session, error);
}

FluxPlantFile *
flux_plant_file_read (FluxStoreSession *session, GError **error)
{
  g_auto (StoredPlant) plant = { 0 };

  return read_plant (&plant, session, error) ? flux_plant_things_to_file (&plant.things) : NULL;
}

gboolean
flux_plant_file_write (FluxStoreSession *session, const FluxPlantFile *file, const char *actor, gint64 now,
                       GError **error)
{
  g_auto (StoredPlant) plant = { 0 };
  g_autoptr (FluxPlantFile) fitted = NULL;
  gboolean is_fresh;

  if (!read_plant (&plant, session, error))
    return FALSE;
  fitted = flux_plant_things_fit (&plant.things, file, now);
  for (guint i = 0; i < fitted->maps->len; i++)
    if (!flux_register_map_save (session, g_ptr_array_index (fitted->maps, i), plant.maps, actor, now, error))
      return FALSE;
  for (guint i = 0; i < fitted->gateways->len; i++)
    {
      FluxGateway *gateway = g_ptr_array_index (fitted->gateways, i);

      if (!flux_gateway_save (session, gateway, find_gateway (plant.things.gateways, gateway->uuid), actor, now, error))
        return FALSE;
    }
  for (guint i = 0; i < fitted->devices->len; i++)
    {
      FluxDevice *device = g_ptr_array_index (fitted->devices, i);

      if (!flux_device_save (session, device, find_device (plant.things.devices, device->device_id), actor, now,
                             &is_fresh, error))
        return FALSE;
    }
  for (guint i = 0; i < fitted->units->len; i++)
    {
      FluxUnit *unit = g_ptr_array_index (fitted->units, i);

      if (!flux_unit_save (session, unit, plant.units, actor, now, error))
        return FALSE;
      g_hash_table_replace (plant.units, unit->uuid, unit); /* the next one must not be named alike */
    }
  return TRUE;
}
