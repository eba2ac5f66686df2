/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"
#include "flux-sqlite-text-list.h"

#include <string.h>

/* --- Gateways ----------------------------------------------------------------------------------------------------- */

static FluxGateway *
read_gateway (FluxSqliteStatement *row)
{
  FluxGateway *gateway = g_new0 (FluxGateway, 1);
  int column = 0;

  g_atomic_ref_count_init (&gateway->ref_count);
  gateway->number = sqlite3_column_int64 (row, column++);
  gateway->uuid = flux_sqlite_dup_text (row, column++);
  gateway->name = flux_sqlite_dup_text (row, column++);
  gateway->location = flux_sqlite_dup_text (row, column++);
  gateway->description = flux_sqlite_dup_text (row, column++);
  gateway->time_zone = flux_sqlite_dup_text (row, column++);
  gateway->created_at = sqlite3_column_int64 (row, column++);
  gateway->updated_at = sqlite3_column_int64 (row, column++);
  gateway->last_contact = sqlite3_column_int64 (row, column++);
  gateway->last_address = flux_sqlite_dup_text (row, column++);
  gateway->posts = sqlite3_column_int64 (row, column++);
  gateway->counts.received = sqlite3_column_int64 (row, column++);
  gateway->counts.stored = sqlite3_column_int64 (row, column++);
  gateway->counts.duplicate = sqlite3_column_int64 (row, column++);
  gateway->counts.failed_read = sqlite3_column_int64 (row, column++);
  gateway->counts.waiting = sqlite3_column_int64 (row, column++);
  gateway->counts.refused = sqlite3_column_int64 (row, column++);
  gateway->body_names = flux_sqlite_dup_text (row, column++);
  gateway->info = flux_sqlite_dup_text (row, column++);
  gateway->raw_bytes = sqlite3_column_int64 (row, column++);
  gateway->dropped_posts = sqlite3_column_int64 (row, column++);
  gateway->dropped_waiting = sqlite3_column_int64 (row, column++);
  return gateway;
}

static GPtrArray *
list_gateways (FluxStoreSession *session, GError **error)
{
  static const char list[]
      = "SELECT number, id, name, location, description, time_zone, created_at, updated_at, last_contact,"
        " last_address, posts, received, stored, duplicate, failed_read, waiting, refused, body_names, info, raw_bytes,"
        " dropped_posts, dropped_waiting FROM fluxio_gateways";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GPtrArray) gateways = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_gateway_unref);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    g_ptr_array_add (gateways, read_gateway (statement));
  return has_row ? NULL : g_steal_pointer (&gateways);
}

/* From parameter ?2 on; ?1 says which gateway. */
static void
bind_contact (FluxSqliteStatement *statement, const FluxGateway *gateway)
{
  int index = 2;

  flux_sqlite_bind_number (statement, index++, gateway->last_contact);
  flux_sqlite_bind_text (statement, index++, gateway->last_address);
  sqlite3_bind_int64 (statement, index++, gateway->posts);
  sqlite3_bind_int64 (statement, index++, gateway->counts.received);
  sqlite3_bind_int64 (statement, index++, gateway->counts.stored);
  sqlite3_bind_int64 (statement, index++, gateway->counts.duplicate);
  sqlite3_bind_int64 (statement, index++, gateway->counts.failed_read);
  sqlite3_bind_int64 (statement, index++, gateway->counts.waiting);
  sqlite3_bind_int64 (statement, index++, gateway->counts.refused);
  flux_sqlite_bind_text (statement, index++, gateway->info);
  sqlite3_bind_int64 (statement, index++, gateway->raw_bytes);
  sqlite3_bind_int64 (statement, index++, gateway->dropped_posts);
  sqlite3_bind_int64 (statement, index++, gateway->dropped_waiting);
}

static gboolean
put_gateway_contact (FluxStoreSession *session, const FluxGateway *gateway, GError **error)
{
  static const char update[]
      = "UPDATE fluxio_gateways SET last_contact = ?2, last_address = ?3, posts = ?4, received = ?5, stored = ?6,"
        " duplicate = ?7, failed_read = ?8, waiting = ?9, refused = ?10, info = ?11, raw_bytes = ?12,"
        " dropped_posts = ?13, dropped_waiting = ?14 WHERE number = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, update, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, gateway->number);
  bind_contact (statement, gateway);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
put_gateway (FluxStoreSession *session, FluxGateway *gateway, GError **error)
{
  static const char insert[]
      = "INSERT INTO fluxio_gateways (id, last_contact, last_address, posts, received, stored, duplicate, failed_read,"
        " waiting, refused, info, raw_bytes, dropped_posts, dropped_waiting, name, location, description, time_zone,"
        " body_names, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
        " ?16, ?17, ?18, ?19, ?20, ?21)";
  static const char update[]
      = "UPDATE fluxio_gateways SET name = ?15, location = ?16, description = ?17, time_zone = ?18, body_names = ?19,"
        " created_at = ?20, updated_at = ?21 WHERE id = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement
      = flux_sqlite_connection_prepare (self->connection, gateway->number == 0 ? insert : update, error);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, gateway->uuid);
  if (gateway->number == 0)
    bind_contact (statement, gateway);
  flux_sqlite_bind_text (statement, 15, gateway->name);
  flux_sqlite_bind_text (statement, 16, gateway->location);
  flux_sqlite_bind_text (statement, 17, gateway->description);
  flux_sqlite_bind_text (statement, 18, gateway->time_zone);
  flux_sqlite_bind_text (statement, 19, gateway->body_names);
  sqlite3_bind_int64 (statement, 20, gateway->created_at);
  sqlite3_bind_int64 (statement, 21, gateway->updated_at);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return FALSE;
  if (gateway->number == 0)
    gateway->number = sqlite3_last_insert_rowid (self->connection->db);
  return TRUE;
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

static FluxApiKey *
read_api_key (FluxSqliteStatement *row)
{
  FluxApiKey *key = g_new0 (FluxApiKey, 1);
  g_autofree char *scopes = flux_sqlite_dup_text (row, 4);
  int column = 0;

  g_atomic_ref_count_init (&key->ref_count);
  key->number = sqlite3_column_int64 (row, column++);
  key->uuid = flux_sqlite_dup_text (row, column++);
  key->name = flux_sqlite_dup_text (row, column++);
  if (sqlite3_column_bytes (row, column) == FLUX_API_KEY_DIGEST_SIZE)
    memcpy (key->digest, sqlite3_column_blob (row, column), FLUX_API_KEY_DIGEST_SIZE);
  column++;
  flux_scope_from_words (scopes, &key->scope);
  column++;
  key->allows_new_devices = sqlite3_column_int (row, column++);
  key->gateway_uuid = flux_sqlite_dup_text (row, column++);
  key->addresses = flux_sqlite_text_list_from_lines ((const char *) sqlite3_column_text (row, column++));
  key->created_at = sqlite3_column_int64 (row, column++);
  key->expires_at = sqlite3_column_int64 (row, column++);
  key->revoked_at = sqlite3_column_int64 (row, column++);
  key->last_used = sqlite3_column_int64 (row, column++);
  return key;
}

static GPtrArray *
list_api_keys (FluxStoreSession *session, GError **error)
{
  static const char list[]
      = "SELECT number, id, name, digest, scopes, allows_new_devices, gateway_id, " FLUX_SQLITE_LINES ("addresses")
        ", created_at, expires_at, revoked_at, last_used FROM fluxio_api_keys";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_api_key_unref);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    g_ptr_array_add (keys, read_api_key (statement));
  return has_row ? NULL : g_steal_pointer (&keys);
}

static gboolean
put_api_key (FluxStoreSession *session, FluxApiKey *key, GError **error)
{
  static const char insert[]
      = "INSERT INTO fluxio_api_keys (id, name, digest, scopes, allows_new_devices, gateway_id, addresses, created_at,"
        " expires_at, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
  static const char update[]
      = "UPDATE fluxio_api_keys SET name = ?2, digest = ?3, scopes = ?4, allows_new_devices = ?5, gateway_id = ?6,"
        " addresses = ?7, created_at = ?8, expires_at = ?9, revoked_at = ?10 WHERE id = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement
      = flux_sqlite_connection_prepare (self->connection, key->number == 0 ? insert : update, error);
  g_autofree char *scopes = flux_scope_to_words (key->scope);
  g_autofree char *addresses = flux_sqlite_text_list_to_json (key->addresses);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, key->uuid);
  flux_sqlite_bind_text (statement, 2, key->name);
  sqlite3_bind_blob (statement, 3, key->digest, FLUX_API_KEY_DIGEST_SIZE, SQLITE_STATIC);
  flux_sqlite_bind_text (statement, 4, scopes);
  sqlite3_bind_int (statement, 5, key->allows_new_devices);
  flux_sqlite_bind_text (statement, 6, key->gateway_uuid);
  flux_sqlite_bind_text (statement, 7, addresses);
  sqlite3_bind_int64 (statement, 8, key->created_at);
  flux_sqlite_bind_number (statement, 9, key->expires_at);
  flux_sqlite_bind_number (statement, 10, key->revoked_at);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return FALSE;
  if (key->number == 0)
    key->number = sqlite3_last_insert_rowid (self->connection->db);
  return TRUE;
}

static gboolean
put_api_key_use (FluxStoreSession *session, gint64 key, gint64 last_used, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (
      self->connection, "UPDATE fluxio_api_keys SET last_used = ?2 WHERE number = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  flux_sqlite_bind_number (statement, 2, last_used);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

void
flux_sqlite_gateways_install (FluxStoreSessionClass *klass)
{
  klass->list_gateways = list_gateways;
  klass->put_gateway = put_gateway;
  klass->put_gateway_contact = put_gateway_contact;
  klass->list_api_keys = list_api_keys;
  klass->put_api_key = put_api_key;
  klass->put_api_key_use = put_api_key_use;
}
