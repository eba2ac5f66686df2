/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mappings.h"

#include "flux-post-decoder.h"

/* A member of the body that tells gateways apart which share a key. */
typedef struct
{
  char *member;
  char *value;
  char *gateway_uuid;
} Identity;

struct _FluxMappings
{
  /* as committed; the writer thread changes them under the mutex */
  GMutex mutex;
  GHashTable *units;     /* (key-type utf8: uuid) (value-type FluxUnit) */
  GHashTable *maps;      /* (key-type utf8: uuid) (value-type FluxRegisterMap) */
  GHashTable *gateways;  /* (key-type utf8: uuid) (value-type FluxGatewayMapping) */
  GPtrArray *identities; /* (element-type Identity) */

  /* as the transaction under way has them; %NULL: as committed */
  GHashTable *new_units;
  GHashTable *new_maps;
};

static void
identity_free (gpointer data)
{
  Identity *self = data;

  g_free (self->member);
  g_free (self->value);
  g_free (self->gateway_uuid);
  g_free (self);
}

static GHashTable *
make_units (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) flux_unit_unref);
}

static GHashTable *
make_maps (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) flux_register_map_unref);
}

FluxMappings *
flux_mappings_new (void)
{
  FluxMappings *self = g_new0 (FluxMappings, 1);

  g_mutex_init (&self->mutex);
  self->units = make_units ();
  self->maps = make_maps ();
  self->gateways = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) flux_gateway_mapping_unref);
  self->identities = g_ptr_array_new_with_free_func (identity_free);
  return self;
}

void
flux_mappings_free (FluxMappings *self)
{
  flux_mappings_undo (self);
  g_hash_table_unref (self->units);
  g_hash_table_unref (self->maps);
  g_hash_table_unref (self->gateways);
  g_ptr_array_unref (self->identities);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* --- Any thread --------------------------------------------------------------------------------------------------- */

FluxGatewayMapping *
flux_mappings_get (FluxMappings *self, const char *gateway_uuid)
{
  FluxGatewayMapping *mapping;

  g_mutex_lock (&self->mutex);
  mapping = g_hash_table_lookup (self->gateways, gateway_uuid);
  if (mapping != NULL)
    flux_gateway_mapping_ref (mapping);
  g_mutex_unlock (&self->mutex);
  return mapping;
}

char *
flux_mappings_identify (FluxMappings *self, GBytes *body)
{
  g_autofree char *member = NULL;
  g_autofree char *value = NULL;
  g_autoptr (GPtrArray) identities = NULL;
  char *found = NULL;

  g_mutex_lock (&self->mutex);
  identities = g_ptr_array_ref (self->identities);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < identities->len && found == NULL; i++)
    {
      const Identity *identity = g_ptr_array_index (identities, i);

      if (g_strcmp0 (member, identity->member) != 0)
        {
          g_free (member);
          g_free (value);
          member = g_strdup (identity->member);
          value = flux_post_find_member (body, member);
        }
      if (g_strcmp0 (value, identity->value) == 0)
        found = g_strdup (identity->gateway_uuid);
    }
  return found;
}

static GPtrArray *
list_values (FluxMappings *self, GHashTable **table, GBoxedCopyFunc ref, GDestroyNotify unref)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (unref);
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, *table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (list, ref (value));
  g_mutex_unlock (&self->mutex);
  return list;
}

GPtrArray *
flux_mappings_get_units (FluxMappings *self)
{
  return list_values (self, &self->units, (GBoxedCopyFunc) flux_unit_ref, (GDestroyNotify) flux_unit_unref);
}

GPtrArray *
flux_mappings_get_maps (FluxMappings *self)
{
  return list_values (self, &self->maps, (GBoxedCopyFunc) flux_register_map_ref,
                      (GDestroyNotify) flux_register_map_unref);
}

/* --- Writer thread ------------------------------------------------------------------------------------------------ */

GHashTable *
flux_mappings_peek_units (FluxMappings *self)
{
  return self->new_units != NULL ? self->new_units : self->units;
}

GHashTable *
flux_mappings_peek_maps (FluxMappings *self)
{
  return self->new_maps != NULL ? self->new_maps : self->maps;
}

FluxUnit *
flux_mappings_find_unit (FluxMappings *self, const char *uuid)
{
  return g_hash_table_lookup (flux_mappings_peek_units (self), uuid);
}

FluxRegisterMap *
flux_mappings_find_map (FluxMappings *self, const char *uuid)
{
  return g_hash_table_lookup (flux_mappings_peek_maps (self), uuid);
}

static void
begin_units (FluxMappings *self)
{
  GHashTableIter iter;
  gpointer unit;

  if (self->new_units != NULL)
    return;
  self->new_units = make_units ();
  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, NULL, &unit))
    g_hash_table_insert (self->new_units, ((FluxUnit *) unit)->uuid, flux_unit_ref (unit));
}

static void
begin_maps (FluxMappings *self)
{
  GHashTableIter iter;
  gpointer map;

  if (self->new_maps != NULL)
    return;
  self->new_maps = make_maps ();
  g_hash_table_iter_init (&iter, self->maps);
  while (g_hash_table_iter_next (&iter, NULL, &map))
    g_hash_table_insert (self->new_maps, ((FluxRegisterMap *) map)->uuid, flux_register_map_ref (map));
}

void
flux_mappings_put_unit (FluxMappings *self, FluxUnit *unit)
{
  begin_units (self);
  g_hash_table_replace (self->new_units, unit->uuid, flux_unit_ref (unit));
}

void
flux_mappings_put_map (FluxMappings *self, FluxRegisterMap *map)
{
  begin_maps (self);
  g_hash_table_replace (self->new_maps, map->uuid, flux_register_map_ref (map));
}

void
flux_mappings_remove_unit (FluxMappings *self, const char *uuid)
{
  begin_units (self);
  g_hash_table_remove (self->new_units, uuid);
}

void
flux_mappings_remove_map (FluxMappings *self, const char *uuid)
{
  begin_maps (self);
  g_hash_table_remove (self->new_maps, uuid);
}

gboolean
flux_mappings_have_changed (FluxMappings *self)
{
  return self->new_units != NULL || self->new_maps != NULL;
}

void
flux_mappings_undo (FluxMappings *self)
{
  g_clear_pointer (&self->new_units, g_hash_table_unref);
  g_clear_pointer (&self->new_maps, g_hash_table_unref);
}

static void
read_map (FluxMappings *self, const FluxStoredMap *stored)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxRegisterMap) map = flux_register_map_from_text (stored->definition, -1, &error);

  if (map == NULL)
    {
      g_warning ("The register map %s cannot be read, and posts of its units wait: %s", stored->name, error->message);
      return;
    }
  g_free (map->uuid);
  map->uuid = g_strdup (stored->uuid);
  g_free (map->name);
  map->name = g_strdup (stored->name);
  map->created_at = stored->created_at;
  map->updated_at = stored->updated_at;
  flux_mappings_put_map (self, map);
}

gboolean
flux_mappings_load (FluxMappings *self, FluxStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) units = flux_store_session_list_units (session, error);
  g_autoptr (GPtrArray) maps = units != NULL ? flux_store_session_list_maps (session, error) : NULL;

  if (maps == NULL)
    return FALSE;
  flux_mappings_undo (self);
  self->new_units = make_units ();
  self->new_maps = make_maps ();
  for (guint i = 0; i < maps->len; i++)
    read_map (self, g_ptr_array_index (maps, i));
  for (guint i = 0; i < units->len; i++)
    flux_mappings_put_unit (self, g_ptr_array_index (units, i));
  return TRUE;
}

/* --- Building ----------------------------------------------------------------------------------------------------- */

static void
note_identity (GPtrArray *identities, const FluxBodyNames *names, const FluxGateway *gateway)
{
  Identity *identity;

  if (names->identity_member == NULL || names->identity_value == NULL)
    return;
  identity = g_new0 (Identity, 1);
  identity->member = g_strdup (names->identity_member);
  identity->value = g_strdup (names->identity_value);
  identity->gateway_uuid = g_strdup (gateway->uuid);
  g_ptr_array_add (identities, identity);
}

static FluxBodyNames *
read_names (const FluxGateway *gateway)
{
  g_autoptr (GError) error = NULL;
  FluxBodyNames *names = flux_body_names_from_text (gateway->body_names, &error);

  if (names != NULL)
    return names;
  g_warning ("How the bodies of gateway %s name things cannot be read: %s", gateway->name, error->message);
  return flux_body_names_new ();
}

static FluxGatewayMapping *
build_gateway (const FluxGateway *gateway, GTimeZone *plant_zone, GPtrArray *identities)
{
  g_autoptr (GTimeZone) zone = gateway->time_zone != NULL ? g_time_zone_new_identifier (gateway->time_zone) : NULL;
  FluxBodyNames *names = read_names (gateway);

  note_identity (identities, names, gateway);
  return flux_gateway_mapping_new (names, zone, plant_zone);
}

static int
compare_identities (gconstpointer a, gconstpointer b)
{
  const Identity *const *first = a, *const *second = b;

  return g_strcmp0 ((*first)->member, (*second)->member);
}

void
flux_mappings_build (FluxMappings *self, GPtrArray *gateways, FluxFlowUnitOf flow_unit_of, gpointer plant)
{
  g_autoptr (GTimeZone) plant_zone = g_time_zone_new_local ();
  GHashTable *built
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) flux_gateway_mapping_unref);
  GPtrArray *identities = g_ptr_array_new_with_free_func (identity_free);
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < gateways->len; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);

      g_hash_table_replace (built, g_strdup (gateway->uuid), build_gateway (gateway, plant_zone, identities));
    }
  g_ptr_array_sort (identities, compare_identities);
  g_hash_table_iter_init (&iter, flux_mappings_peek_units (self));
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FluxUnit *unit = value;
      FluxGatewayMapping *mapping = g_hash_table_lookup (built, unit->gateway_uuid);
      FluxRegisterMap *map = unit->map_uuid != NULL ? flux_mappings_find_map (self, unit->map_uuid) : NULL;

      if (mapping != NULL)
        flux_gateway_mapping_add_unit (mapping, unit, map, flow_unit_of (plant, unit->device_id));
    }

  g_mutex_lock (&self->mutex);
  if (self->new_units != NULL)
    g_hash_table_unref (self->units), self->units = g_steal_pointer (&self->new_units);
  if (self->new_maps != NULL)
    g_hash_table_unref (self->maps), self->maps = g_steal_pointer (&self->new_maps);
  g_hash_table_unref (self->gateways);
  self->gateways = built;
  g_ptr_array_unref (self->identities);
  self->identities = identities;
  g_mutex_unlock (&self->mutex);
}
