/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"
#include "flux-sqlite-text-list.h"

#include <glib/gi18n.h>

static FluxDevice *
read_device (FluxSqliteStatement *row)
{
  FluxDevice *device = g_new0 (FluxDevice, 1);
  g_autofree char *status = flux_sqlite_dup_text (row, 7);
  g_autofree char *flow_unit = flux_sqlite_dup_text (row, 8);
  int column = 0;

  g_atomic_ref_count_init (&device->ref_count);
  device->number = sqlite3_column_int64 (row, column++);
  device->uuid = flux_sqlite_dup_text (row, column++);
  device->device_id = flux_sqlite_dup_text (row, column++);
  device->name = flux_sqlite_dup_text (row, column++);
  device->type = flux_sqlite_dup_text (row, column++);
  device->location = flux_sqlite_dup_text (row, column++);
  device->description = flux_sqlite_dup_text (row, column++);
  flux_device_status_from_word (status, &device->status);
  column++;
  flux_flow_unit_from_word (flow_unit, &device->flow_unit);
  column++;
  device->metadata = flux_sqlite_dup_text (row, column++);
  device->site = flux_sqlite_dup_text (row, column++);
  device->tags = flux_sqlite_text_list_from_lines ((const char *) sqlite3_column_text (row, column++));
  device->time_zone = flux_sqlite_dup_text (row, column++);
  device->gateway_uuid = flux_sqlite_dup_text (row, column++);
  device->period_seconds = sqlite3_column_int (row, column++);
  device->offline_after_seconds = sqlite3_column_int (row, column++);
  device->created_at = sqlite3_column_int64 (row, column++);
  device->updated_at = sqlite3_column_int64 (row, column++);
  device->confirmed_at = sqlite3_column_int64 (row, column++);
  device->retired_at = sqlite3_column_int64 (row, column++);
  device->maintenance_until = sqlite3_column_int64 (row, column++);
  return device;
}

static GPtrArray *
list_devices (FluxStoreSession *session, GError **error)
{
  static const char list[]
      = "SELECT n.number, d.id, d.device_id, d.device_name, d.device_type, d.location, d.description, d.status,"
        " d.flow_unit, d.metadata, d.site, " FLUX_SQLITE_LINES ("d.tags") ", d.time_zone, d.gateway_id,"
        " d.period_seconds, d.offline_after_seconds, d.created_at, d.updated_at, d.confirmed_at, d.retired_at,"
        " d.maintenance_until FROM devices d JOIN fluxio_device_numbers n ON n.device_id = d.device_id";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    g_ptr_array_add (devices, read_device (statement));
  return has_row ? NULL : g_steal_pointer (&devices);
}

static void
bind_device (FluxSqliteStatement *statement, const FluxDevice *device, const char *tags)
{
  int index = 1;

  flux_sqlite_bind_text (statement, index++, device->uuid);
  flux_sqlite_bind_text (statement, index++, device->device_id);
  flux_sqlite_bind_text (statement, index++, device->name);
  flux_sqlite_bind_text (statement, index++, device->type);
  flux_sqlite_bind_text (statement, index++, device->location);
  flux_sqlite_bind_text (statement, index++, device->description);
  flux_sqlite_bind_text (statement, index++, flux_device_status_to_word (device->status));
  flux_sqlite_bind_text (statement, index++, flux_flow_unit_to_word (device->flow_unit));
  flux_sqlite_bind_text (statement, index++, device->metadata);
  flux_sqlite_bind_text (statement, index++, device->site);
  flux_sqlite_bind_text (statement, index++, tags);
  flux_sqlite_bind_text (statement, index++, device->time_zone);
  flux_sqlite_bind_text (statement, index++, device->gateway_uuid);
  flux_sqlite_bind_number (statement, index++, device->period_seconds);
  sqlite3_bind_int (statement, index++, device->offline_after_seconds);
  sqlite3_bind_int64 (statement, index++, device->created_at);
  sqlite3_bind_int64 (statement, index++, device->updated_at);
  flux_sqlite_bind_number (statement, index++, device->confirmed_at);
  flux_sqlite_bind_number (statement, index++, device->retired_at);
  flux_sqlite_bind_number (statement, index++, device->maintenance_until);
}

/* @number: (out): of @device_id, 0: none was ever given */
static gboolean
get_number (FluxSqliteSession *self, const char *device_id, gint64 *number, GError **error)
{
  static const char get[] = "SELECT number FROM fluxio_device_numbers WHERE device_id = ?1";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, get, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, device_id);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  *number = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

static gboolean
put_device (FluxStoreSession *session, FluxDevice *device, gboolean *is_fresh, GError **error)
{
  static const char insert[]
      = "INSERT INTO devices (id, device_id, device_name, device_type, location, description, status, flow_unit,"
        " metadata, site, tags, time_zone, gateway_id, period_seconds, offline_after_seconds, created_at, updated_at,"
        " confirmed_at, retired_at, maintenance_until)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
  static const char update[]
      = "UPDATE devices SET device_name = ?3, device_type = ?4, location = ?5, description = ?6, status = ?7,"
        " flow_unit = ?8, metadata = ?9, site = ?10, tags = ?11, time_zone = ?12, gateway_id = ?13,"
        " period_seconds = ?14, offline_after_seconds = ?15, created_at = ?16, updated_at = ?17, confirmed_at = ?18,"
        " retired_at = ?19, maintenance_until = ?20 WHERE id = ?1 AND device_id = ?2";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement
      = flux_sqlite_connection_prepare (self->connection, device->number == 0 ? insert : update, error);
  g_autofree char *tags = flux_sqlite_text_list_to_json (device->tags);
  gint64 known = device->number;

  *is_fresh = FALSE;
  if (statement == NULL || (known == 0 && !get_number (self, device->device_id, &known, error)))
    return FALSE;
  bind_device (statement, device, tags);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return FALSE;
  if (device->number == 0)
    {
      *is_fresh = known == 0;
      return get_number (self, device->device_id, &device->number, error);
    }
  if (sqlite3_changes (self->connection->db) == 1)
    return TRUE;
  g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND,
               _ ("The device %s is no longer in the database. Look again"), device->device_id);
  return FALSE;
}

void
flux_sqlite_devices_install (FluxStoreSessionClass *klass)
{
  klass->list_devices = list_devices;
  klass->put_device = put_device;
}
