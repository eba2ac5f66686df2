/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-file.h"

#include "flux-body-names.h"
#include "flux-file-object.h"
#include "flux-file-text.h"

#include <glib/gi18n.h>

#define FORMAT "fluxio-plant"
#define ENTRIES_MAX 100000
#define SERVER_ID_MAX 255

static const char *const plant_members[] = { "$schema", "format", "version", "maps", "devices", "gateways", NULL };
static const char *const device_members[] = {
  "device_id", "device_name", "device_type", "location",       "description",           "site",
  "tags",      "time_zone",   "flow_unit",   "period_seconds", "offline_after_seconds", NULL,
};
static const char *const gateway_members[] = {
  "name", "location", "description", "time_zone", "bodies", "units", NULL
};
static const char *const unit_members[] = { "device_id", "map", "server_name", "server_id", "ip", "alias", NULL };

FluxPlantFile *
flux_plant_file_new (void)
{
  FluxPlantFile *self = g_new0 (FluxPlantFile, 1);

  self->gateways = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_gateway_unref);
  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_unit_unref);
  self->maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);
  return self;
}

void
flux_plant_file_free (FluxPlantFile *self)
{
  g_ptr_array_unref (self->gateways);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->maps);
  g_ptr_array_unref (self->devices);
  g_free (self);
}

/* --- Out ---------------------------------------------------------------------------------------------------------- */

static JsonObject *
device_to_json (const FluxDevice *device)
{
  JsonObject *object = json_object_new ();
  const char *flow_unit = flux_flow_unit_to_word (device->flow_unit);

  json_object_set_string_member (object, "device_id", device->device_id);
  json_object_set_string_member (object, "device_name", device->name);
  flux_file_set_text (object, "device_type", device->type);
  flux_file_set_text (object, "location", device->location);
  flux_file_set_text (object, "description", device->description);
  flux_file_set_text (object, "site", device->site);
  flux_file_set_names (object, "tags", device->tags);
  flux_file_set_text (object, "time_zone", device->time_zone);
  if (flow_unit != NULL)
    json_object_set_string_member (object, "flow_unit", flow_unit);
  else
    json_object_set_null_member (object, "flow_unit");
  if (device->period_seconds > 0)
    json_object_set_int_member (object, "period_seconds", device->period_seconds);
  json_object_set_int_member (object, "offline_after_seconds", device->offline_after_seconds);
  return object;
}

static JsonObject *
unit_to_json (const FluxUnit *unit)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "device_id", unit->device_id);
  flux_file_set_text (object, "map", unit->map_uuid);
  flux_file_set_text (object, "server_name", unit->server_name);
  if (unit->server_id != FLUX_UNIT_NO_SERVER_ID)
    json_object_set_int_member (object, "server_id", unit->server_id);
  flux_file_set_text (object, "ip", unit->ip);
  flux_file_set_text (object, "alias", unit->alias);
  return object;
}

/* What is stored was checked when it was set; what is none of ours all the same is left out. */
static void
set_bodies (JsonObject *object, const FluxGateway *gateway)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxBodyNames) names = flux_body_names_from_text (gateway->body_names, &error);
  JsonNode *bodies;

  if (names == NULL)
    {
      g_warning ("How the bodies of %s name things is left out: %s", gateway->name, error->message);
      return;
    }
  bodies = flux_body_names_to_json (names);
  if (bodies != NULL)
    json_object_set_member (object, "bodies", bodies);
}

static JsonObject *
gateway_to_json (const FluxGateway *gateway, GPtrArray *units)
{
  JsonObject *object = json_object_new ();
  JsonArray *own = json_array_new ();

  json_object_set_string_member (object, "name", gateway->name);
  flux_file_set_text (object, "location", gateway->location);
  flux_file_set_text (object, "description", gateway->description);
  flux_file_set_text (object, "time_zone", gateway->time_zone);
  set_bodies (object, gateway);
  for (guint i = 0; i < units->len; i++)
    {
      const FluxUnit *unit = g_ptr_array_index (units, i);

      if (g_strcmp0 (unit->gateway_uuid, gateway->uuid) == 0)
        json_array_add_object_element (own, unit_to_json (unit));
    }
  json_object_set_array_member (object, "units", own);
  return object;
}

char *
flux_plant_file_to_text (const FluxPlantFile *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *maps = json_array_new (), *devices = json_array_new (), *gateways = json_array_new ();
  g_autoptr (JsonNode) node = flux_file_object_to_node (object);

  for (guint i = 0; i < self->maps->len; i++)
    json_array_add_element (maps, flux_register_map_to_json (g_ptr_array_index (self->maps, i)));
  for (guint i = 0; i < self->devices->len; i++)
    json_array_add_object_element (devices, device_to_json (g_ptr_array_index (self->devices, i)));
  for (guint i = 0; i < self->gateways->len; i++)
    json_array_add_object_element (gateways, gateway_to_json (g_ptr_array_index (self->gateways, i), self->units));
  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", 1);
  json_object_set_array_member (object, "maps", maps);
  json_object_set_array_member (object, "devices", devices);
  json_object_set_array_member (object, "gateways", gateways);
  return flux_file_print (node, TRUE);
}

/* --- In ----------------------------------------------------------------------------------------------------------- */

static gboolean
refuse_twice (const FluxFileObject *object, const char *member, const char *value, GError **error)
{
  g_autofree char *path = flux_file_object_get_path (object, member);

  return flux_file_refuse (error, _ ("%s: another entry has %s as well. Remove one of the two"), path, value);
}

static gboolean
read_zone (const FluxFileObject *object, char **zone, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GTimeZone) known = NULL;

  if (!flux_file_object_get_name (object, "time_zone", zone, error))
    return FALSE;
  known = *zone != NULL ? g_time_zone_new_identifier (*zone) : NULL;
  if (*zone == NULL || known != NULL)
    return TRUE;
  path = flux_file_object_get_path (object, "time_zone");
  return flux_file_refuse (error, _ ("%s must be a time zone such as Europe/Berlin"), path);
}

static gboolean
read_flow_unit (const FluxFileObject *object, FluxFlowUnit *unit, GError **error)
{
  g_autofree char *word = NULL, *path = NULL;

  if (json_object_has_member (object->object, "flow_unit") && json_object_get_null_member (object->object, "flow_unit"))
    {
      *unit = FLUX_FLOW_UNIT_UNKNOWN;
      return TRUE;
    }
  if (!flux_file_object_get_text (object, "flow_unit", &word, error))
    return FALSE;
  if (word == NULL || flux_flow_unit_from_word (word, unit))
    return TRUE;
  path = flux_file_object_get_path (object, "flow_unit");
  return flux_file_refuse (error, _ ("%s must be one of: %s"), path, "m3/s, m3/h, l/s, l/min, Ml/d, gpm, null");
}

static gboolean
read_device_words (const FluxFileObject *object, FluxDevice *device, GError **error)
{
  g_free (device->name);
  device->name = g_strdup (device->device_id);
  return flux_file_object_get_name (object, "device_name", &device->name, error)
         && flux_file_object_get_name (object, "device_type", &device->type, error)
         && flux_file_object_get_text (object, "location", &device->location, error)
         && flux_file_object_get_text (object, "description", &device->description, error)
         && flux_file_object_get_text (object, "site", &device->site, error)
         && flux_file_object_get_names (object, "tags", &device->tags, error)
         && read_zone (object, &device->time_zone, error) && read_flow_unit (object, &device->flow_unit, error);
}

static gboolean
read_device (FluxPlantFile *self, GHashTable *known, const FluxFileObject *object, GError **error)
{
  g_autoptr (FluxDevice) device = flux_device_new ("");

  if (!flux_file_object_require (object, "device_id", error)
      || !flux_file_object_get_name (object, "device_id", &device->device_id, error)
      || !read_device_words (object, device, error)
      || !flux_file_object_get_int (object, "period_seconds", 0, G_MAXINT, &device->period_seconds, error)
      || !flux_file_object_get_int (object, "offline_after_seconds", 1, G_MAXINT, &device->offline_after_seconds,
                                    error))
    return FALSE;
  if (!g_hash_table_add (known, device->device_id))
    return refuse_twice (object, "device_id", device->device_id, error);
  g_ptr_array_add (self->devices, g_steal_pointer (&device));
  return TRUE;
}

static gboolean
has_map (const FluxPlantFile *self, const char *uuid)
{
  for (guint i = 0; i < self->maps->len; i++)
    if (g_str_equal (((FluxRegisterMap *) g_ptr_array_index (self->maps, i))->uuid, uuid))
      return TRUE;
  return FALSE;
}

static gboolean
read_unit (FluxPlantFile *self, const FluxGateway *gateway, const FluxFileObject *object, GError **error)
{
  g_autoptr (FluxUnit) unit = flux_unit_new (gateway->uuid, "");

  if (!flux_file_object_require (object, "device_id", error)
      || !flux_file_object_get_name (object, "device_id", &unit->device_id, error)
      || !flux_file_object_get_name (object, "map", &unit->map_uuid, error)
      || !flux_file_object_get_name (object, "server_name", &unit->server_name, error)
      || !flux_file_object_get_int (object, "server_id", 0, SERVER_ID_MAX, &unit->server_id, error)
      || !flux_file_object_get_name (object, "ip", &unit->ip, error)
      || !flux_file_object_get_name (object, "alias", &unit->alias, error))
    return FALSE;
  if (unit->map_uuid != NULL && !has_map (self, unit->map_uuid))
    {
      g_autofree char *path = flux_file_object_get_path (object, "map");

      return flux_file_refuse (error, _ ("%s must be the id of a register map in this file’s maps. None is %s"), path,
                               unit->map_uuid);
    }
  g_ptr_array_add (self->units, g_steal_pointer (&unit));
  return TRUE;
}

static gboolean
read_units (FluxPlantFile *self, const FluxGateway *gateway, const FluxFileObject *object, GError **error)
{
  JsonArray *array = NULL;

  if (!flux_file_object_get_array (object, "units", ENTRIES_MAX, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = flux_file_object_get_element_path (object, "units", i);
      FluxFileObject unit;

      if (!flux_file_object_init (&unit, json_array_get_element (array, i), path, unit_members, error)
          || !read_unit (self, gateway, &unit, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_bodies (const FluxFileObject *object, FluxGateway *gateway, GError **error)
{
  JsonNode *node = json_object_get_member (object->object, "bodies");
  g_autofree char *path = flux_file_object_get_path (object, "bodies");
  g_autoptr (FluxBodyNames) names = NULL;

  if (node == NULL || json_node_is_null (node))
    return TRUE;
  names = flux_body_names_from_json (node, path, error);
  if (names == NULL)
    return FALSE;
  gateway->body_names = flux_body_names_to_text (names);
  return TRUE;
}

static gboolean
read_gateway (FluxPlantFile *self, GHashTable *known, const FluxFileObject *object, GError **error)
{
  FluxGateway *gateway = flux_gateway_new ("");

  g_ptr_array_add (self->gateways, gateway);
  if (!flux_file_object_require (object, "name", error)
      || !flux_file_object_get_name (object, "name", &gateway->name, error)
      || !flux_file_object_get_text (object, "location", &gateway->location, error)
      || !flux_file_object_get_text (object, "description", &gateway->description, error)
      || !read_zone (object, &gateway->time_zone, error) || !read_bodies (object, gateway, error))
    return FALSE;
  if (!g_hash_table_add (known, gateway->name))
    return refuse_twice (object, "name", gateway->name, error);
  return read_units (self, gateway, object, error);
}

typedef gboolean (*ReadEntry) (FluxPlantFile *self, GHashTable *known, const FluxFileObject *object, GError **error);

static gboolean
read_entries (FluxPlantFile *self,
              const FluxFileObject *object,
              const char *member,
              const char *const *members,
              ReadEntry read,
              GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = NULL;

  if (!flux_file_object_get_array (object, member, ENTRIES_MAX, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = flux_file_object_get_element_path (object, member, i);
      FluxFileObject entry;

      if (!flux_file_object_init (&entry, json_array_get_element (array, i), path, members, error)
          || !read (self, known, &entry, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_map (FluxPlantFile *self, GHashTable *known, const FluxFileObject *object, GError **error)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object->object);
  FluxRegisterMap *map = flux_register_map_from_json_at (node, object->path, error);

  if (map == NULL)
    return FALSE;
  g_ptr_array_add (self->maps, map);
  if (!g_hash_table_add (known, map->uuid))
    return refuse_twice (object, "id", map->uuid, error);
  if (!g_hash_table_add (known, map->name))
    return refuse_twice (object, "name", map->name, error);
  return TRUE;
}

FluxPlantFile *
flux_plant_file_from_text (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) node = flux_file_parse (text, length, error);
  g_autoptr (FluxPlantFile) self = flux_plant_file_new ();
  FluxFileObject object;

  if (node == NULL || !flux_file_object_init (&object, node, "", NULL, error)
      || !flux_file_object_check_format (&object, FORMAT, error)
      || !flux_file_object_init (&object, node, "", plant_members, error)
      || !read_entries (self, &object, "maps", NULL, read_map, error)
      || !read_entries (self, &object, "devices", device_members, read_device, error)
      || !read_entries (self, &object, "gateways", gateway_members, read_gateway, error))
    return NULL;
  return g_steal_pointer (&self);
}
