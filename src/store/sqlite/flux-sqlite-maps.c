/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"

/* Runs @sql, which deletes the row of @uuid unless something forbids it. @deleted: (out): whether it did */
static gboolean
delete_by_uuid (FluxSqliteSession *self, const char *sql, const char *uuid, gboolean *deleted, GError **error)
{
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, uuid);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return FALSE;
  *deleted = sqlite3_changes (self->connection->db) > 0;
  return TRUE;
}

/* --- Register maps ------------------------------------------------------------------------------------------------ */

static FluxStoredMap *
read_map (FluxSqliteStatement *row)
{
  FluxStoredMap *map = g_new0 (FluxStoredMap, 1);
  int column = 0;

  map->uuid = flux_sqlite_dup_text (row, column++);
  map->name = flux_sqlite_dup_text (row, column++);
  map->definition = flux_sqlite_dup_text (row, column++);
  map->created_at = sqlite3_column_int64 (row, column++);
  map->updated_at = sqlite3_column_int64 (row, column++);
  return map;
}

static GPtrArray *
list_maps (FluxStoreSession *session, GError **error)
{
  static const char list[]
      = "SELECT id, name, definition, created_at, updated_at FROM fluxio_register_maps ORDER BY name";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_stored_map_free);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    g_ptr_array_add (maps, read_map (statement));
  return has_row ? NULL : g_steal_pointer (&maps);
}

static gboolean
put_map (FluxStoreSession *session, const FluxStoredMap *map, GError **error)
{
  static const char put[]
      = "INSERT INTO fluxio_register_maps (id, name, definition, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, definition = excluded.definition,"
        " created_at = excluded.created_at, updated_at = excluded.updated_at";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, put, error);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, map->uuid);
  flux_sqlite_bind_text (statement, 2, map->name);
  flux_sqlite_bind_text (statement, 3, map->definition);
  sqlite3_bind_int64 (statement, 4, map->created_at);
  sqlite3_bind_int64 (statement, 5, map->updated_at);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

/* Why the map @uuid was not deleted. */
static gboolean
fail_to_delete_map (FluxSqliteSession *self, const char *uuid, GError **error)
{
  static const char find[] = "SELECT 1 FROM fluxio_register_maps WHERE id = ?1";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, find, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, uuid);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  if (has_row)
    g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS,
                 "The register map %s is used by a unit. Give its units another first", uuid);
  else
    g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND,
                 "There is no register map %s. List the maps again", uuid);
  return FALSE;
}

static gboolean
delete_map (FluxStoreSession *session, const char *uuid, GError **error)
{
  static const char delete[] = "DELETE FROM fluxio_register_maps WHERE id = ?1"
                               " AND NOT EXISTS (SELECT 1 FROM fluxio_units WHERE register_map_id = ?1)";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  gboolean deleted;

  return delete_by_uuid (self, delete, uuid, &deleted, error) && (deleted || fail_to_delete_map (self, uuid, error));
}

/* --- Units -------------------------------------------------------------------------------------------------------- */

static FluxUnit *
read_unit (FluxSqliteStatement *row)
{
  FluxUnit *unit = g_new0 (FluxUnit, 1);
  int column = 0;

  g_atomic_ref_count_init (&unit->ref_count);
  unit->uuid = flux_sqlite_dup_text (row, column++);
  unit->gateway_uuid = flux_sqlite_dup_text (row, column++);
  unit->device_id = flux_sqlite_dup_text (row, column++);
  unit->map_uuid = flux_sqlite_dup_text (row, column++);
  unit->server_name = flux_sqlite_dup_text (row, column++);
  unit->server_id
      = sqlite3_column_type (row, column) != SQLITE_NULL ? sqlite3_column_int (row, column) : FLUX_UNIT_NO_SERVER_ID;
  column++;
  unit->ip = flux_sqlite_dup_text (row, column++);
  unit->alias = flux_sqlite_dup_text (row, column++);
  unit->created_at = sqlite3_column_int64 (row, column++);
  unit->updated_at = sqlite3_column_int64 (row, column++);
  return unit;
}

#define UNIT_COLUMNS \
  "id, gateway_id, device_id, register_map_id, server_name, server_id, ip, alias, created_at, updated_at"

static GPtrArray *
list_units (FluxStoreSession *session, GError **error)
{
  static const char list[] = "SELECT " UNIT_COLUMNS " FROM fluxio_units ORDER BY created_at, id";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_unit_unref);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    g_ptr_array_add (units, read_unit (statement));
  return has_row ? NULL : g_steal_pointer (&units);
}

static gboolean
put_unit (FluxStoreSession *session, const FluxUnit *unit, GError **error)
{
  static const char put[]
      = "INSERT INTO fluxio_units (" UNIT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
        " ON CONFLICT (id) DO UPDATE SET gateway_id = excluded.gateway_id, device_id = excluded.device_id,"
        " register_map_id = excluded.register_map_id, server_name = excluded.server_name,"
        " server_id = excluded.server_id, ip = excluded.ip, alias = excluded.alias,"
        " created_at = excluded.created_at, updated_at = excluded.updated_at";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, put, error);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, unit->uuid);
  flux_sqlite_bind_text (statement, 2, unit->gateway_uuid);
  flux_sqlite_bind_text (statement, 3, unit->device_id);
  flux_sqlite_bind_text (statement, 4, unit->map_uuid);
  flux_sqlite_bind_text (statement, 5, unit->server_name);
  if (unit->server_id != FLUX_UNIT_NO_SERVER_ID)
    sqlite3_bind_int (statement, 6, unit->server_id);
  else
    sqlite3_bind_null (statement, 6);
  flux_sqlite_bind_text (statement, 7, unit->ip);
  flux_sqlite_bind_text (statement, 8, unit->alias);
  sqlite3_bind_int64 (statement, 9, unit->created_at);
  sqlite3_bind_int64 (statement, 10, unit->updated_at);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
delete_unit (FluxStoreSession *session, const char *uuid, GError **error)
{
  static const char delete[] = "DELETE FROM fluxio_units WHERE id = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  gboolean deleted;

  if (!delete_by_uuid (self, delete, uuid, &deleted, error))
    return FALSE;
  if (!deleted)
    g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND, "There is no unit %s. List the units again",
                 uuid);
  return deleted;
}

void
flux_sqlite_maps_install (FluxStoreSessionClass *klass)
{
  klass->list_maps = list_maps;
  klass->put_map = put_map;
  klass->delete_map = delete_map;
  klass->list_units = list_units;
  klass->put_unit = put_unit;
  klass->delete_unit = delete_unit;
}
