/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-mapping.h"

#include "flux-engine-private.h"
#include "flux-mapping-change.h"
#include "flux-plant-transfer.h"

#include <glib/gi18n.h>

/* What an engineer changes, on its way through the store's writer. */
typedef struct
{
  FluxEngine *engine;
  char *actor;
  FluxMappingChange change; /* owned copies */
  FluxPlantFile *file;      /* (nullable) (owned) */
  char *uuid;               /* (nullable): of what is to go */
} Work;

static Work *
work_new (FluxEngine *engine, const char *actor)
{
  Work *self = g_new0 (Work, 1);

  self->engine = g_object_ref (engine);
  self->actor = g_strdup (actor);
  return self;
}

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->change.device, flux_device_unref);
  g_clear_pointer (&self->change.map, flux_register_map_unref);
  g_clear_pointer (&self->change.unit, flux_unit_unref);
  g_clear_pointer (&self->change.gateway, flux_gateway_unref);
  g_clear_pointer (&self->file, flux_plant_file_free);
  g_free (self->uuid);
  g_object_unref (self->engine);
  g_free (self->actor);
  g_free (self);
}

static void
on_done (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (flux_store_change_finish (FLUX_STORE (store), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* @work: (transfer full) */
static void
start (Work *work, FluxStoreChange change, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (work->engine, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, tag);
  flux_store_change_async (work->engine->store, change, work, work_free, cancellable, on_done, task);
}

/* --- Things, one by one (writer thread) --------------------------------------------------------------------------- */

static gint64
now_of (const Work *work)
{
  return flux_clock_get_now (work->engine->clock);
}

static gboolean
save_device (const Work *work, FluxStoreSession *session, FluxDevice *device, GError **error)
{
  FluxDeviceEntry *known = flux_plant_find_device (work->engine->plant, device->device_id);
  gboolean is_fresh;

  device->number = known != NULL ? known->device->number : 0;
  if (known != NULL)
    {
      g_free (device->uuid);
      device->uuid = g_strdup (known->device->uuid);
    }
  if (!flux_device_save (session, device, known != NULL ? known->device : NULL, work->actor, now_of (work), &is_fresh,
                         error))
    return FALSE;
  flux_plant_put_device (work->engine->plant, device, is_fresh);
  return TRUE;
}

static gboolean
save_map (const Work *work, FluxStoreSession *session, FluxRegisterMap *map, GError **error)
{
  FluxMappings *mappings = flux_plant_get_mappings (work->engine->plant);

  if (!flux_register_map_save (session, map, flux_mappings_peek_maps (mappings), work->actor, now_of (work), error))
    return FALSE;
  flux_mappings_put_map (mappings, map);
  return TRUE;
}

/* Lets subscribers hear of the gateway, whose mapping will be another. */
static gboolean
touch_gateway (const Work *work, const char *uuid, GError **error)
{
  FluxGatewayEntry *gateway = flux_plant_find_gateway (work->engine->plant, uuid);

  if (gateway == NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                   _ ("The gateway is not there any more. Look again"));
      return FALSE;
    }
  flux_plant_touch_gateway (work->engine->plant, gateway);
  return TRUE;
}

static gboolean
save_unit (const Work *work, FluxStoreSession *session, FluxUnit *unit, GError **error)
{
  FluxPlant *plant = work->engine->plant;
  FluxMappings *mappings = flux_plant_get_mappings (plant);

  if (flux_plant_find_device (plant, unit->device_id) == NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                   _ ("There is no device %s. Make it first"), unit->device_id);
      return FALSE;
    }
  if (unit->map_uuid != NULL && flux_mappings_find_map (mappings, unit->map_uuid) == NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                   _ ("The register map of %s is not there any more. Choose another"), unit->device_id);
      return FALSE;
    }
  if (!touch_gateway (work, unit->gateway_uuid, error)
      || !flux_unit_save (session, unit, flux_mappings_peek_units (mappings), work->actor, now_of (work), error))
    return FALSE;
  flux_mappings_put_unit (mappings, unit);
  return TRUE;
}

static gboolean
save_gateway (const Work *work, FluxStoreSession *session, FluxGateway *gateway, GError **error)
{
  FluxPlant *plant = work->engine->plant;
  FluxGatewayEntry *known = flux_plant_find_gateway (plant, gateway->uuid);
  g_autoptr (FluxBodyNames) names = flux_body_names_from_text (gateway->body_names, error);

  if (names == NULL)
    return FALSE;
  gateway->number = known != NULL ? known->working->number : 0;
  if (!flux_gateway_save (session, gateway, known != NULL ? known->working : NULL, work->actor, now_of (work), error))
    return FALSE;
  flux_plant_put_gateway (plant, gateway);
  return TRUE;
}

/* --- Changes ------------------------------------------------------------------------------------------------------ */

GPtrArray *
flux_engine_get_units (FluxEngine *self)
{
  return flux_mappings_get_units (flux_plant_get_mappings (self->plant));
}

GPtrArray *
flux_engine_get_maps (FluxEngine *self)
{
  return flux_mappings_get_maps (flux_plant_get_mappings (self->plant));
}

static gboolean
save_mapping (FluxStoreSession *session, gpointer data, GError **error)
{
  Work *work = data;
  FluxMappingChange *change = &work->change;

  return (change->device == NULL || save_device (work, session, change->device, error))
         && (change->map == NULL || save_map (work, session, change->map, error))
         && (change->gateway == NULL || save_gateway (work, session, change->gateway, error))
         && (change->unit == NULL || save_unit (work, session, change->unit, error));
}

void
flux_engine_save_mapping_async (FluxEngine *self, const FluxMappingChange *change, const char *actor,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (self, actor);

  if (change->device != NULL)
    work->change.device = flux_device_copy (change->device);
  if (change->map != NULL)
    work->change.map = flux_register_map_copy (change->map);
  if (change->unit != NULL)
    work->change.unit = flux_unit_copy (change->unit);
  if (change->gateway != NULL)
    work->change.gateway = flux_gateway_copy (change->gateway);
  start (work, save_mapping, flux_engine_save_mapping_async, cancellable, callback, user_data);
}

gboolean
flux_engine_save_mapping_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
delete_unit (FluxStoreSession *session, gpointer data, GError **error)
{
  Work *work = data;
  FluxMappings *mappings = flux_plant_get_mappings (work->engine->plant);
  FluxUnit *unit = flux_mappings_find_unit (mappings, work->uuid);

  if (unit == NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                   _ ("The unit is not there any more. Look again"));
      return FALSE;
    }
  if (!touch_gateway (work, unit->gateway_uuid, error)
      || !flux_unit_remove (session, unit, work->actor, now_of (work), error))
    return FALSE;
  flux_mappings_remove_unit (mappings, work->uuid);
  return TRUE;
}

void
flux_engine_delete_unit_async (FluxEngine *self, const char *uuid, const char *actor, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (self, actor);

  work->uuid = g_strdup (uuid);
  start (work, delete_unit, flux_engine_delete_unit_async, cancellable, callback, user_data);
}

gboolean
flux_engine_delete_unit_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const FluxUnit *
find_user (FluxMappings *mappings, const char *map_uuid)
{
  GHashTableIter iter;
  gpointer unit;

  g_hash_table_iter_init (&iter, flux_mappings_peek_units (mappings));
  while (g_hash_table_iter_next (&iter, NULL, &unit))
    if (g_strcmp0 (((FluxUnit *) unit)->map_uuid, map_uuid) == 0)
      return unit;
  return NULL;
}

static gboolean
delete_map (FluxStoreSession *session, gpointer data, GError **error)
{
  Work *work = data;
  FluxMappings *mappings = flux_plant_get_mappings (work->engine->plant);
  FluxRegisterMap *map = flux_mappings_find_map (mappings, work->uuid);
  const FluxUnit *user = find_user (mappings, work->uuid);

  if (map == NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                   _ ("The register map is not there any more. Look again"));
      return FALSE;
    }
  if (user != NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS,
                   _ ("The register map is used by %s. Give that unit another map first"), user->device_id);
      return FALSE;
    }
  if (!flux_register_map_remove (session, map, work->actor, now_of (work), error))
    return FALSE;
  flux_mappings_remove_map (mappings, work->uuid);
  return TRUE;
}

void
flux_engine_delete_map_async (FluxEngine *self, const char *uuid, const char *actor, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (self, actor);

  work->uuid = g_strdup (uuid);
  start (work, delete_map, flux_engine_delete_map_async, cancellable, callback, user_data);
}

gboolean
flux_engine_delete_map_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- A plant as a file -------------------------------------------------------------------------------------------- */

static GPtrArray *
list_devices (FluxEngine *self)
{
  g_autoptr (GPtrArray) snapshots = flux_plant_get_devices (self->plant);
  GPtrArray *devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);

  for (guint i = 0; i < snapshots->len; i++)
    g_ptr_array_add (devices, flux_device_ref (((FluxDeviceSnapshot *) g_ptr_array_index (snapshots, i))->device));
  return devices;
}

FluxPlantFile *
flux_engine_export_plant (FluxEngine *self)
{
  g_autoptr (GPtrArray) gateways = flux_plant_get_gateways (self->plant);
  g_autoptr (GPtrArray) units = flux_engine_get_units (self);
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (self);
  g_autoptr (GPtrArray) devices = list_devices (self);
  const FluxPlantThings things = { gateways, units, maps, devices };

  return flux_plant_things_to_file (&things);
}

static gboolean
import_plant (FluxStoreSession *session, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (GPtrArray) gateways = flux_plant_get_gateways (work->engine->plant);
  g_autoptr (GPtrArray) units = flux_engine_get_units (work->engine);
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (work->engine);
  g_autoptr (GPtrArray) devices = list_devices (work->engine);
  const FluxPlantThings things = { gateways, units, maps, devices };
  g_autoptr (FluxPlantFile) file = flux_plant_things_fit (&things, work->file, now_of (work));

  for (guint i = 0; i < file->maps->len; i++)
    if (!save_map (work, session, g_ptr_array_index (file->maps, i), error))
      return FALSE;
  for (guint i = 0; i < file->gateways->len; i++)
    if (!save_gateway (work, session, g_ptr_array_index (file->gateways, i), error))
      return FALSE;
  for (guint i = 0; i < file->devices->len; i++)
    if (!save_device (work, session, g_ptr_array_index (file->devices, i), error))
      return FALSE;
  for (guint i = 0; i < file->units->len; i++)
    if (!save_unit (work, session, g_ptr_array_index (file->units, i), error))
      return FALSE;
  return TRUE;
}

void
flux_engine_import_plant_async (FluxEngine *self, const FluxPlantFile *file, const char *actor,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (self, actor);

  work->file = flux_plant_file_copy (file);
  start (work, import_plant, flux_engine_import_plant_async, cancellable, callback, user_data);
}

gboolean
flux_engine_import_plant_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
