/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"

#include <glib/gi18n.h>

/* FULL: a commit is on the disk when it returns. Checkpoints come at 64 MiB of log: more often halves the rate of
 * inserts. The writer's cache holds the ends of every device's history, where rows are moved to. */
static const char *const pragmas[] = {
  [FLUX_SQLITE_READER] = "PRAGMA query_only = ON; PRAGMA cache_size = -4096;",
  [FLUX_SQLITE_WRITER] = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 16384;"
                         "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -24576;"
                         "PRAGMA temp_store = MEMORY;",
  [FLUX_SQLITE_WRITER_BESIDE] = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
};

G_DEFINE_FINAL_TYPE (FluxSqliteSession, flux_sqlite_session, FLUX_TYPE_STORE_SESSION)

static gboolean
others_wrote (FluxSqliteSession *self, gboolean *changed, GError **error)
{
  FluxSqliteStatement *statement
      = flux_sqlite_connection_prepare (self->connection, "PRAGMA data_version", error);
  gboolean has_row;
  gint64 version;

  if (statement == NULL || !flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  version = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  *changed = version != self->others_version;
  self->others_version = version;
  return TRUE;
}

static gboolean
flux_sqlite_session_have_others_written (FluxStoreSession *session)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  gint64 version = self->others_version;
  gboolean changed = FALSE;

  if (!others_wrote (self, &changed, NULL))
    return FALSE;
  /* The transaction that follows is the one to report it. */
  if (self->role != FLUX_SQLITE_READER)
    self->others_version = version;
  return changed;
}

static gboolean
run (FluxSqliteSession *self, const char *sql, GError **error)
{
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, sql, error);

  return statement != NULL && flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
flux_sqlite_session_begin (FluxStoreSession *session, gboolean *changed, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);

  self->n_inserted = 0;
  self->version_before = self->others_version;
  self->decoded_before = self->decoded_from;
  return run (self, "BEGIN IMMEDIATE", error) && others_wrote (self, changed, error);
}

static gboolean
flux_sqlite_session_commit (FluxStoreSession *session, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);

  if (!run (self, "COMMIT", error))
    return FALSE;
  self->n_recent += self->n_inserted;
  return TRUE;
}

static void
flux_sqlite_session_rollback (FluxStoreSession *session)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);

  /* SQLite has rolled back by itself after some errors. */
  if (!sqlite3_get_autocommit (self->connection->db))
    run (self, "ROLLBACK", NULL);
  /* What the transaction has taken up of others' changes is undone with it, and is to be reported again. */
  self->others_version = self->version_before;
  self->decoded_from = self->decoded_before;
  g_hash_table_remove_all (self->in_block);
}

static gboolean
start_taking_readings (FluxSqliteSession *self, GError **error)
{
  return flux_sqlite_upkeep_start (self, error)
         && flux_sqlite_connection_get_int (self->connection, "SELECT coalesce (max (revision), 0) FROM fluxio_latest",
                                            &self->last_revision, error)
         && flux_sqlite_latest_recover (self, error);
}

FluxStoreSession *
flux_sqlite_session_open (const char *path, FluxSqliteRole role, FluxClock *clock, GError **error)
{
  g_autoptr (FluxSqliteSession) self = g_object_new (FLUX_TYPE_SQLITE_SESSION, NULL);
  g_autoptr (GError) cause = NULL;
  gboolean changed;

  self->role = role;
  self->clock = g_object_ref (clock);
  self->connection = flux_sqlite_connection_open (
      path, role == FLUX_SQLITE_READER ? FLUX_SQLITE_READ_ONLY : FLUX_SQLITE_READ_WRITE, &cause);
  if (self->connection == NULL || !flux_sqlite_connection_run (self->connection, pragmas[role], &cause)
      || (role == FLUX_SQLITE_WRITER && !start_taking_readings (self, &cause))
      || !others_wrote (self, &changed, &cause))
    {
      g_set_error (error, cause->domain, cause->code, _ ("The database cannot be opened: %s"), cause->message);
      return NULL;
    }
  return FLUX_STORE_SESSION (g_steal_pointer (&self));
}

static void
flux_sqlite_session_finalize (GObject *object)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (object);

  g_clear_pointer (&self->connection, flux_sqlite_connection_close);
  g_clear_object (&self->clock);
  g_hash_table_unref (self->in_block);

  G_OBJECT_CLASS (flux_sqlite_session_parent_class)->finalize (object);
}

static void
flux_sqlite_session_class_init (FluxSqliteSessionClass *klass)
{
  FluxStoreSessionClass *session_class = FLUX_STORE_SESSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_sqlite_session_finalize;

  session_class->begin = flux_sqlite_session_begin;
  session_class->commit = flux_sqlite_session_commit;
  session_class->rollback = flux_sqlite_session_rollback;
  session_class->have_others_written = flux_sqlite_session_have_others_written;
  session_class->upkeep = flux_sqlite_upkeep;
  flux_sqlite_devices_install (session_class);
  flux_sqlite_gateways_install (session_class);
  flux_sqlite_readings_install (session_class);
  flux_sqlite_latest_install (session_class);
  flux_sqlite_maps_install (session_class);
  flux_sqlite_posts_install (session_class);
  flux_sqlite_post_list_install (session_class);
  flux_sqlite_post_drop_install (session_class);
  flux_sqlite_alerts_install (session_class);
}

static void
flux_sqlite_session_init (FluxSqliteSession *self)
{
  self->history_until = G_MAXINT64;
  self->in_block = g_hash_table_new (g_direct_hash, g_direct_equal);
}
