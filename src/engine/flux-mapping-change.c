/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-change.h"

#include "flux-engine.h"
#include "flux-json-writer.h"
#include "flux-register-map-file.h"

#include <glib/gi18n.h>

static gboolean
audit (FluxStoreSession *session, const char *actor, const char *type, const char *id, const char *before,
       const char *after, gint64 now, GError **error)
{
  FluxAuditEntry entry = {
    .actor = actor,
    .action = before == NULL ? "create" : after == NULL ? "delete" : "update",
    .resource_type = type,
    .resource_id = id,
    .before = before,
    .after = after,
  };

  return flux_store_session_append_audit (session, &entry, now, error);
}

static gboolean
refuse (GError **error, FluxEngineError code, const char *what)
{
  g_set_error_literal (error, FLUX_ENGINE_ERROR, code, what);
  return FALSE;
}

/* --- Maps --------------------------------------------------------------------------------------------------------- */

/* What is stored must be read again at the next start: @text is @map as it will be stored. */
static gboolean
check_map (const FluxRegisterMap *map, const char *text, GHashTable *known, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (FluxRegisterMap) read_back = flux_register_map_from_text (text, -1, &fault);
  GHashTableIter iter;
  gpointer value;

  if (read_back == NULL)
    return refuse (error, FLUX_ENGINE_ERROR_INVALID, fault->message);
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const FluxRegisterMap *other = value;

      if (g_str_equal (other->name, map->name) && !g_str_equal (other->uuid, map->uuid))
        {
          g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS,
                       _ ("Another register map is named %s. Choose another name"), map->name);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
flux_register_map_save (FluxStoreSession *session, FluxRegisterMap *map, GHashTable *known, const char *actor,
                        gint64 now, GError **error)
{
  const FluxRegisterMap *stored = g_hash_table_lookup (known, map->uuid);
  g_autofree char *before = stored != NULL ? flux_register_map_to_text (stored) : NULL;
  g_autofree char *after = flux_register_map_to_text (map);
  FluxStoredMap row = { .uuid = map->uuid, .name = map->name, .definition = after };

  if (!check_map (map, after, known, error))
    return FALSE;
  map->updated_at = now;
  map->created_at = stored != NULL ? stored->created_at : now;
  row.created_at = map->created_at;
  row.updated_at = now;
  return flux_store_session_put_map (session, &row, error)
         && audit (session, actor, "register_map", map->uuid, before, after, now, error);
}

gboolean
flux_register_map_remove (FluxStoreSession *session, const FluxRegisterMap *map, const char *actor, gint64 now,
                          GError **error)
{
  g_autofree char *before = flux_register_map_to_text (map);

  return flux_store_session_delete_map (session, map->uuid, error)
         && audit (session, actor, "register_map", map->uuid, before, NULL, now, error);
}

/* --- Units -------------------------------------------------------------------------------------------------------- */

static char *
describe_unit (const FluxUnit *unit)
{
  GString *json = g_string_new ("{");

  flux_json_append_name (json, "gateway_id");
  flux_json_append_string (json, unit->gateway_uuid);
  flux_json_append_name (json, "device_id");
  flux_json_append_string (json, unit->device_id);
  flux_json_append_name (json, "register_map_id");
  flux_json_append_string (json, unit->map_uuid);
  flux_json_append_name (json, "server_name");
  flux_json_append_string (json, unit->server_name);
  flux_json_append_name (json, "server_id");
  flux_json_append_int (json, unit->server_id);
  flux_json_append_name (json, "ip");
  flux_json_append_string (json, unit->ip);
  flux_json_append_name (json, "alias");
  flux_json_append_string (json, unit->alias);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* Whether a post could mean either. Name beats id, so units of other names may share an id; and units of one id are
 * told apart by their addresses. */
static gboolean
are_named_alike (const FluxUnit *a, const FluxUnit *b)
{
  if (a->server_name != NULL && b->server_name != NULL)
    return g_str_equal (a->server_name, b->server_name);
  if (a->alias != NULL && g_strcmp0 (a->alias, b->alias) == 0)
    return TRUE;
  if (a->server_name != NULL || b->server_name != NULL)
    return FALSE;
  return a->server_id == b->server_id && g_strcmp0 (a->ip, b->ip) == 0
         && (a->server_id != FLUX_UNIT_NO_SERVER_ID || a->ip != NULL);
}

static gboolean
check_unit (const FluxUnit *unit, GHashTable *known, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  if (unit->server_id < FLUX_UNIT_NO_SERVER_ID || unit->server_id > 255)
    return refuse (error, FLUX_ENGINE_ERROR_INVALID, _ ("A unit’s Modbus id must be a number from 0 to 255"));
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const FluxUnit *other = value;

      if (g_str_equal (other->gateway_uuid, unit->gateway_uuid) && !g_str_equal (other->uuid, unit->uuid)
          && are_named_alike (unit, other))
        {
          g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS,
                       _ ("The gateway’s posts name this unit as they name %s. Change one of the two"),
                       other->device_id);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
flux_unit_save (FluxStoreSession *session, FluxUnit *unit, GHashTable *known, const char *actor, gint64 now,
                GError **error)
{
  const FluxUnit *stored = g_hash_table_lookup (known, unit->uuid);
  g_autofree char *before = stored != NULL ? describe_unit (stored) : NULL;
  g_autofree char *after = describe_unit (unit);

  if (!check_unit (unit, known, error))
    return FALSE;
  unit->updated_at = now;
  unit->created_at = stored != NULL ? stored->created_at : now;
  return flux_store_session_put_unit (session, unit, error)
         && audit (session, actor, "unit", unit->uuid, before, after, now, error);
}

gboolean
flux_unit_remove (FluxStoreSession *session, const FluxUnit *unit, const char *actor, gint64 now, GError **error)
{
  g_autofree char *before = describe_unit (unit);

  return flux_store_session_delete_unit (session, unit->uuid, error)
         && audit (session, actor, "unit", unit->uuid, before, NULL, now, error);
}
