/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"

#include <math.h>

#define COLUMNS \
  "a.id, a.device_id, d.device_name, d.location, a.alert_type, a.severity, a.message, a.threshold_value," \
  " a.actual_value, a.is_resolved, a.resolved_at, a.resolved_by, a.created_at, a.metadata" \
  " FROM alerts a LEFT JOIN devices d ON d.device_id = a.device_id"

static double
read_value (FluxSqliteStatement *row, int column)
{
  return sqlite3_column_type (row, column) == SQLITE_NULL ? NAN : sqlite3_column_double (row, column);
}

static FluxAlert *
read_alert (FluxSqliteStatement *row)
{
  FluxAlert *alert = g_new0 (FluxAlert, 1);
  int column = 0;

  alert->uuid = flux_sqlite_dup_text (row, column++);
  alert->device_id = flux_sqlite_dup_text (row, column++);
  alert->device_name = flux_sqlite_dup_text (row, column++);
  alert->location = flux_sqlite_dup_text (row, column++);
  alert->alert_type = flux_sqlite_dup_text (row, column++);
  alert->severity = flux_sqlite_dup_text (row, column++);
  alert->message = flux_sqlite_dup_text (row, column++);
  alert->threshold_value = read_value (row, column++);
  alert->actual_value = read_value (row, column++);
  alert->is_resolved = sqlite3_column_int (row, column++);
  alert->resolved_at = sqlite3_column_int64 (row, column++);
  alert->resolved_by = flux_sqlite_dup_text (row, column++);
  alert->created_at = sqlite3_column_int64 (row, column++);
  alert->metadata = flux_sqlite_dup_text (row, column++);
  return alert;
}

static GPtrArray *
list_alerts (FluxStoreSession *session, const char *device_id, FluxAlertFilter filter, guint limit, GError **error)
{
  static const char list[] = "SELECT " COLUMNS
                             " WHERE (?1 IS NULL OR a.device_id = ?1) AND (?2 IS NULL OR (a.is_resolved <> 0) = ?2)"
                             " ORDER BY a.created_at DESC LIMIT ?3";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GPtrArray) alerts = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_alert_free);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  flux_sqlite_bind_text (statement, 1, device_id);
  if (filter == FLUX_ALERTS_ALL)
    sqlite3_bind_null (statement, 2);
  else
    sqlite3_bind_int (statement, 2, filter == FLUX_ALERTS_RESOLVED);
  sqlite3_bind_int64 (statement, 3, limit);
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    g_ptr_array_add (alerts, read_alert (statement));
  return has_row ? NULL : g_steal_pointer (&alerts);
}

static FluxAlert *
find_alert (FluxStoreSession *session, const char *uuid, GError **error)
{
  static const char find[] = "SELECT " COLUMNS " WHERE a.id = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, find, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  flux_sqlite_bind_text (statement, 1, uuid);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return NULL;
  if (has_row)
    return read_alert (statement);
  g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND, "There is no alert %s. List the alerts again",
               uuid);
  return NULL;
}

static FluxAlert *
resolve_alert (FluxStoreSession *session, const char *uuid, gboolean resolved, const char *resolved_by, gint64 at,
               GError **error)
{
  static const char update[]
      = "UPDATE alerts SET is_resolved = ?2, resolved_at = ?3, resolved_by = ?4 WHERE id = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, update, error);

  if (statement == NULL)
    return NULL;
  flux_sqlite_bind_text (statement, 1, uuid);
  sqlite3_bind_int (statement, 2, resolved);
  flux_sqlite_bind_number (statement, 3, resolved ? at : 0);
  flux_sqlite_bind_text (statement, 4, resolved ? resolved_by : NULL);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return NULL;
  return find_alert (session, uuid, error);
}

/* --- Settings and audit ------------------------------------------------------------------------------------------- */

static gboolean
get_setting (FluxStoreSession *session, const char *name, char **value, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement
      = flux_sqlite_connection_prepare (self->connection, "SELECT value FROM fluxio_settings WHERE name = ?1", error);
  gboolean has_row;

  *value = NULL;
  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, name);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  *value = has_row ? flux_sqlite_dup_text (statement, 0) : NULL;
  return TRUE;
}

static gboolean
put_setting (FluxStoreSession *session, const char *name, const char *value, GError **error)
{
  static const char put[] = "INSERT OR REPLACE INTO fluxio_settings VALUES (?1, ?2)";
  static const char forget[] = "DELETE FROM fluxio_settings WHERE name = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement
      = flux_sqlite_connection_prepare (self->connection, value != NULL ? put : forget, error);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, name);
  if (value != NULL)
    flux_sqlite_bind_text (statement, 2, value);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
append_audit (FluxStoreSession *session, const FluxAuditEntry *entry, gint64 at, GError **error)
{
  static const char append[] = "INSERT INTO audit_logs (actor, action, resource_type, resource_id, before, after,"
                               " created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, append, error);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, entry->actor);
  flux_sqlite_bind_text (statement, 2, entry->action);
  flux_sqlite_bind_text (statement, 3, entry->resource_type);
  flux_sqlite_bind_text (statement, 4, entry->resource_id);
  flux_sqlite_bind_text (statement, 5, entry->before);
  flux_sqlite_bind_text (statement, 6, entry->after);
  sqlite3_bind_int64 (statement, 7, at);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

void
flux_sqlite_alerts_install (FluxStoreSessionClass *klass)
{
  klass->list_alerts = list_alerts;
  klass->find_alert = find_alert;
  klass->resolve_alert = resolve_alert;
  klass->get_setting = get_setting;
  klass->put_setting = put_setting;
  klass->append_audit = append_audit;
}
