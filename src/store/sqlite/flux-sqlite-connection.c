/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-connection.h"

#include <errno.h>
#include <glib/gi18n.h>

#define BUSY_TIMEOUT_MSEC 5000

static FluxStoreError
decision_of (sqlite3 *db)
{
  int code = sqlite3_extended_errcode (db);

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return FLUX_STORE_ERROR_NO_SPACE;
    case SQLITE_IOERR:
      return sqlite3_system_errno (db) == ENOSPC || sqlite3_system_errno (db) == EDQUOT ? FLUX_STORE_ERROR_NO_SPACE
                                                                                        : FLUX_STORE_ERROR_UNAVAILABLE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return FLUX_STORE_ERROR_UNAVAILABLE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return FLUX_STORE_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return FLUX_STORE_ERROR_DAMAGED;
    case SQLITE_CONSTRAINT:
      return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ? FLUX_STORE_ERROR_EXISTS
                                                                                      : FLUX_STORE_ERROR_FAILED;
    default:
      return FLUX_STORE_ERROR_FAILED;
    }
}

static const char *
advice_for (FluxStoreError decision)
{
  switch (decision)
    {
    case FLUX_STORE_ERROR_NO_SPACE:
      return _ ("Make room on its disk");
    case FLUX_STORE_ERROR_UNAVAILABLE:
      return _ ("It is tried again");
    case FLUX_STORE_ERROR_READ_ONLY:
      return _ ("Check that the file and its folder may be written by this user");
    case FLUX_STORE_ERROR_DAMAGED:
      return _ ("Restore a backup");
    default:
      return NULL;
    }
}

gboolean
flux_sqlite_connection_fail (FluxSqliteConnection *self, GError **error)
{
  FluxStoreError decision = decision_of (self->db);
  const char *advice = advice_for (decision);

  if (advice != NULL)
    /* Translators: a file, what SQLite says of it in English, and what to do about it */
    g_set_error (error, FLUX_STORE_ERROR, decision, _ ("%s: %s. %s"), self->path, sqlite3_errmsg (self->db), advice);
  else
    g_set_error (error, FLUX_STORE_ERROR, decision, "%s: %s", self->path, sqlite3_errmsg (self->db));
  return FALSE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

FluxSqliteConnection *
flux_sqlite_connection_open (const char *path, FluxSqliteMode mode, GError **error)
{
  g_autoptr (FluxSqliteConnection) self = g_new0 (FluxSqliteConnection, 1);
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  gboolean writes = mode == FLUX_SQLITE_READ_WRITE || mode == FLUX_SQLITE_ALONE;
  g_autofree char *uri = g_strdup_printf ("file:%s?mode=%s%s", escaped, writes ? "rw" : "ro",
                                          mode == FLUX_SQLITE_IMMUTABLE ? "&immutable=1" : "");

  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, finalize_statement);
  if (sqlite3_open_v2 (uri, &self->db, SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
      != SQLITE_OK)
    {
      flux_sqlite_connection_fail (self, error);
      return NULL;
    }
  sqlite3_extended_result_codes (self->db, TRUE);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MSEC);
  if (mode == FLUX_SQLITE_ALONE)
    {
      /* Alone, SQLite keeps the index of the log in memory instead of in a file; the log stays when this closes. */
      sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      if (!flux_sqlite_connection_run (self, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON", error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
flux_sqlite_connection_close (FluxSqliteConnection *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_free (self->path);
  g_free (self);
}

gboolean
flux_sqlite_connection_run (FluxSqliteConnection *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || flux_sqlite_connection_fail (self, error);
}

gboolean
flux_sqlite_connection_get_int (FluxSqliteConnection *self, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean found = FALSE;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    {
      *value = sqlite3_column_int64 (statement, 0);
      found = TRUE;
    }
  if (!found)
    flux_sqlite_connection_fail (self, error);
  sqlite3_finalize (statement);
  return found;
}

FluxSqliteStatement *
flux_sqlite_connection_prepare (FluxSqliteConnection *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    return statement;
  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      flux_sqlite_connection_fail (self, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

gboolean
flux_sqlite_connection_finish (FluxSqliteConnection *self, FluxSqliteStatement *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE && code != SQLITE_ROW)
    flux_sqlite_connection_fail (self, error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE || code == SQLITE_ROW;
}

gboolean
flux_sqlite_connection_next (FluxSqliteConnection *self, FluxSqliteStatement *statement, gboolean *has_row,
                             GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return flux_sqlite_connection_fail (self, error);
  *has_row = code == SQLITE_ROW;
  return TRUE;
}

void
flux_sqlite_bind_text (FluxSqliteStatement *statement, int index, const char *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
}

void
flux_sqlite_bind_number (FluxSqliteStatement *statement, int index, gint64 number)
{
  if (number == 0)
    sqlite3_bind_null (statement, index);
  else
    sqlite3_bind_int64 (statement, index, number);
}

char *
flux_sqlite_dup_text (FluxSqliteStatement *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}
