/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <sqlite3.h>

#include "flux-clock.h"
#include "flux-store-error.h"

G_BEGIN_DECLS

/* A connection to one SQLite file, with its prepared statements and SQLite's codes turned into #FluxStoreError. One
 * thread at a time. */
typedef struct
{
  sqlite3 *db;
  char *path;
  GHashTable *statements; /* (key-type utf8 by address) (value-type sqlite3_stmt) */
} FluxSqliteConnection;

typedef enum
{
  FLUX_SQLITE_READ_WRITE,
  FLUX_SQLITE_READ_ONLY,
  FLUX_SQLITE_IMMUTABLE, /* nobody writes, and nothing beside the file is touched or looked at */
  FLUX_SQLITE_ALONE,     /* for reading what a log adds: keeps others out, and changes and makes no file */
} FluxSqliteMode;

/* Opens @path; never makes a file. Returns: (transfer full) (nullable) */
FluxSqliteConnection *flux_sqlite_connection_open (const char *path, FluxSqliteMode mode, GError **error);
void flux_sqlite_connection_close (FluxSqliteConnection *self);

/* Runs statements that give no rows. */
gboolean flux_sqlite_connection_run (FluxSqliteConnection *self, const char *sql, GError **error);

/* The first column of the first row of @sql as a number. */
gboolean flux_sqlite_connection_get_int (FluxSqliteConnection *self, const char *sql, gint64 *value, GError **error);

/* Sets @error from what the connection last reported. Returns: %FALSE, to be returned on */
gboolean flux_sqlite_connection_fail (FluxSqliteConnection *self, GError **error);

/* A prepared statement that goes back to its start when it leaves scope, so that it holds no lock. */
typedef sqlite3_stmt FluxSqliteStatement;

static inline void
flux_sqlite_statement_reset (FluxSqliteStatement *self)
{
  sqlite3_reset (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSqliteStatement, flux_sqlite_statement_reset)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSqliteConnection, flux_sqlite_connection_close)

/* The statement for @sql, prepared at its first use and kept. @sql: a static text; its address is the key. Every
 * parameter keeps what was last bound. Returns: (transfer none) (nullable) */
FluxSqliteStatement *flux_sqlite_connection_prepare (FluxSqliteConnection *self, const char *sql, GError **error);

/* Steps a statement that gives no rows to its end. */
gboolean flux_sqlite_connection_finish (FluxSqliteConnection *self, FluxSqliteStatement *statement, GError **error);

/* Steps to the next row. @has_row: (out): untouched on an error. Returns: %FALSE on an error */
gboolean flux_sqlite_connection_next (FluxSqliteConnection *self, FluxSqliteStatement *statement, gboolean *has_row,
                                      GError **error);

/* Binding and reading where 0 and %NULL stand for an empty column. Texts are borrowed until the statement is reset. */
void flux_sqlite_bind_text (FluxSqliteStatement *statement, int index, const char *text);
void flux_sqlite_bind_number (FluxSqliteStatement *statement, int index, gint64 number);
char *flux_sqlite_dup_text (FluxSqliteStatement *statement, int column);

G_END_DECLS
