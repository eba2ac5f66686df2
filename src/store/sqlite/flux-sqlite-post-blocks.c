/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-schema.h"
#include "flux-sqlite-session.h"

/* What is known of a gateway in the block that posts are added to, so that the table is written once and not with
 * every post. */
enum
{
  BLOCK_UNKNOWN,
  BLOCK_HAS_POST,
  BLOCK_HAS_STORED,
};

gboolean
flux_sqlite_post_blocks_take (FluxSqliteSession *self, gint64 number, gint64 gateway, gboolean stored, GError **error)
{
  static const char take[] = "INSERT INTO fluxio_post_blocks (block, gateway, stored) VALUES (?1, ?2, ?3)"
                             " ON CONFLICT DO UPDATE SET stored = max (stored, excluded.stored)";
  int state = stored ? BLOCK_HAS_STORED : BLOCK_HAS_POST;
  gpointer key = GSIZE_TO_POINTER ((gsize) gateway);
  FluxSqliteStatement *statement;

  if (number >> FLUX_SQLITE_POST_BLOCK_SHIFT != self->block)
    g_hash_table_remove_all (self->in_block);
  self->block = number >> FLUX_SQLITE_POST_BLOCK_SHIFT;
  if (GPOINTER_TO_INT (g_hash_table_lookup (self->in_block, key)) >= state)
    return TRUE;

  statement = flux_sqlite_connection_prepare (self->connection, take, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->block);
  sqlite3_bind_int64 (statement, 2, gateway);
  sqlite3_bind_int (statement, 3, stored);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return FALSE;
  g_hash_table_insert (self->in_block, key, GINT_TO_POINTER (state));
  return TRUE;
}

gboolean
flux_sqlite_post_blocks_take_stored (FluxSqliteSession *self, gint64 number, GError **error)
{
  static const char take[] = "UPDATE fluxio_post_blocks SET stored = 1 WHERE block = ?1 AND stored = 0"
                             " AND gateway = (SELECT gateway FROM fluxio_raw_posts WHERE number = ?2)";
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, take, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number >> FLUX_SQLITE_POST_BLOCK_SHIFT);
  sqlite3_bind_int64 (statement, 2, number);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

gboolean
flux_sqlite_post_blocks_drop (FluxSqliteSession *self, gint64 number, GError **error)
{
  static const char drop[] = "DELETE FROM fluxio_post_blocks WHERE block = ?1"
                             " AND NOT EXISTS (SELECT 1 FROM fluxio_raw_posts WHERE number BETWEEN ?2 AND ?3)";
  gint64 block = number >> FLUX_SQLITE_POST_BLOCK_SHIFT;
  gint64 first = block << FLUX_SQLITE_POST_BLOCK_SHIFT;
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, drop, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, block);
  sqlite3_bind_int64 (statement, 2, first);
  sqlite3_bind_int64 (statement, 3, first + (1 << FLUX_SQLITE_POST_BLOCK_SHIFT) - 1);
  g_hash_table_remove_all (self->in_block);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}
