/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"

static gboolean
get_last_post (FluxStoreSession *session, gint64 *number, GError **error)
{
  /* A post that is no longer kept has had its number all the same; see flux-sqlite-post-drop.c. */
  static const char last[]
      = "SELECT max (coalesce ((SELECT max (number) FROM fluxio_raw_posts), 0), coalesce ((SELECT"
        " CAST (value AS INTEGER) FROM fluxio_settings WHERE name = '" FLUX_SQLITE_LAST_DROPPED_POST "'), 0))";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);

  return flux_sqlite_connection_get_int (self->connection, last, number, error);
}

/* What nearly every post says is left out. */
static const char *
telling_content_type (const FluxRawPost *post)
{
  return g_strcmp0 (post->content_type, "application/json") == 0 ? NULL
         : post->content_type == NULL                            ? ""
                                                                 : post->content_type;
}

/* What became of it: state, counts, links, from parameter @index on. */
static void
bind_result (FluxSqliteStatement *statement, int index, const FluxRawPost *post)
{
  sqlite3_bind_int (statement, index++, post->state);
  sqlite3_bind_int64 (statement, index++, post->counts.received);
  sqlite3_bind_int64 (statement, index++, post->counts.stored);
  sqlite3_bind_int64 (statement, index++, post->counts.duplicate);
  sqlite3_bind_int64 (statement, index++, post->counts.failed_read);
  sqlite3_bind_int64 (statement, index++, post->counts.waiting);
  sqlite3_bind_int64 (statement, index++, post->counts.refused);
  if (post->links_size > 0)
    sqlite3_bind_blob64 (statement, index++, post->links, post->links_size, SQLITE_STATIC);
  else
    sqlite3_bind_null (statement, index++);
}

static gboolean
keep_post (FluxStoreSession *session, const FluxRawPost *post, GError **error)
{
  static const char keep[]
      = "INSERT INTO fluxio_raw_posts (number, received_at, gateway, key_name, address, content_type, hints, size,"
        " compressed, body, state, received, stored, duplicate, failed_read, waiting, refused, links)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, keep, error);
  int index = 1;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, index++, post->number);
  sqlite3_bind_int64 (statement, index++, post->received_at);
  sqlite3_bind_int64 (statement, index++, post->gateway);
  flux_sqlite_bind_text (statement, index++, post->key_name);
  flux_sqlite_bind_text (statement, index++, post->address);
  flux_sqlite_bind_text (statement, index++, telling_content_type (post));
  flux_sqlite_bind_text (statement, index++, post->hints);
  sqlite3_bind_int64 (statement, index++, post->size);
  sqlite3_bind_int (statement, index++, post->compressed);
  sqlite3_bind_blob64 (statement, index++, post->body, post->body_size, SQLITE_STATIC);
  bind_result (statement, index, post);
  return flux_sqlite_connection_finish (self->connection, statement, error)
         && flux_sqlite_post_blocks_take (self, post->number, post->gateway, post->counts.stored > 0, error);
}

static gboolean
link_post (FluxStoreSession *session, gint64 post, gint64 device, gint64 measured_at, GError **error)
{
  static const char link[] = "INSERT OR IGNORE INTO fluxio_post_links (device, created_at, post) VALUES (?1, ?2, ?3)";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, link, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  sqlite3_bind_int64 (statement, 2, measured_at);
  sqlite3_bind_int64 (statement, 3, post);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
replace_post_result (FluxStoreSession *session, const FluxRawPost *post, GError **error)
{
  static const char replace[]
      = "UPDATE fluxio_raw_posts SET state = ?2, received = ?3, stored = ?4, duplicate = ?5, failed_read = ?6,"
        " waiting = ?7, refused = ?8, links = ?9 WHERE number = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, replace, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, post->number);
  bind_result (statement, 2, post);
  if (!flux_sqlite_connection_finish (self->connection, statement, error))
    return FALSE;
  if (sqlite3_changes (self->connection->db) == 0)
    {
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND,
                   "The post %" G_GINT64_FORMAT " is no longer kept. List the posts again", post->number);
      return FALSE;
    }
  if (post->state == FLUX_POST_DECODED)
    self->decoded_from = MIN (self->decoded_from, post->number);
  return post->counts.stored == 0 || flux_sqlite_post_blocks_take_stored (self, post->number, error);
}

static gboolean
has_number (const GArray *numbers, guint from, gint64 number)
{
  for (guint i = from; i < numbers->len; i++)
    if (g_array_index (numbers, gint64, i) == number)
      return TRUE;
  return FALSE;
}

static gboolean
list_posts_of_row (FluxStoreSession *session, gint64 device, gint64 measured_at, GArray *into, GError **error)
{
#define POST_OF(rank, table) \
  "SELECT " rank " AS rank, post FROM " table " WHERE device = ?1 AND created_at = ?2"
  static const char list[] = POST_OF ("0", "fluxio_recent") " AND copy = 0 UNION ALL " POST_OF (
      "0", "fluxio_history") " AND copy = 0 UNION ALL " POST_OF ("1", "fluxio_failed_reads") " AND copy = 0 UNION ALL "
      POST_OF ("2", "fluxio_post_links") " ORDER BY rank, post";
#undef POST_OF
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  guint from = into->len;
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, device);
  sqlite3_bind_int64 (statement, 2, measured_at);
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      gint64 number = sqlite3_column_int64 (statement, 1);

      if (number != 0 && !has_number (into, from, number))
        g_array_append_val (into, number);
    }
  return !has_row;
}

/* --- Refused posts ------------------------------------------------------------------------------------------------ */

static GPtrArray *
list_knocks (FluxStoreSession *session, GError **error)
{
  static const char list[]
      = "SELECT address, reason, first_at, last_at, count FROM fluxio_refused_posts ORDER BY last_at DESC";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  g_autoptr (GPtrArray) knocks = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_knock_free);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      FluxKnock *knock = g_new0 (FluxKnock, 1);

      knock->address = flux_sqlite_dup_text (statement, 0);
      knock->reason = flux_sqlite_dup_text (statement, 1);
      knock->first_at = sqlite3_column_int64 (statement, 2);
      knock->last_at = sqlite3_column_int64 (statement, 3);
      knock->count = sqlite3_column_int64 (statement, 4);
      g_ptr_array_add (knocks, knock);
    }
  return has_row ? NULL : g_steal_pointer (&knocks);
}

/* Runs @sql with the columns of @knock. */
static gboolean
run_for_knock (FluxSqliteSession *self, const char *sql, const FluxKnock *knock, GError **error)
{
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, sql, error);

  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, knock->address);
  flux_sqlite_bind_text (statement, 2, knock->reason);
  sqlite3_bind_int64 (statement, 3, knock->first_at);
  sqlite3_bind_int64 (statement, 4, knock->last_at);
  sqlite3_bind_int64 (statement, 5, knock->count);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

static gboolean
put_knock (FluxStoreSession *session, const FluxKnock *knock, GError **error)
{
  static const char update[] = "UPDATE fluxio_refused_posts SET first_at = ?3, last_at = ?4, count = ?5"
                               " WHERE address = ?1 AND reason = ?2";
  static const char insert[] = "INSERT INTO fluxio_refused_posts (address, reason, first_at, last_at, count)"
                               " VALUES (?1, ?2, ?3, ?4, ?5)";
  static const char forget[] = "DELETE FROM fluxio_refused_posts WHERE address IN (SELECT address"
                               " FROM fluxio_refused_posts WHERE address <> ?1 GROUP BY address"
                               " ORDER BY max (last_at) DESC, address LIMIT -1 OFFSET 999)";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  FluxSqliteStatement *statement;

  if (!run_for_knock (self, update, knock, error))
    return FALSE;
  if (sqlite3_changes (self->connection->db) > 0)
    return TRUE;
  if (!run_for_knock (self, insert, knock, error))
    return FALSE;
  statement = flux_sqlite_connection_prepare (self->connection, forget, error);
  if (statement == NULL)
    return FALSE;
  flux_sqlite_bind_text (statement, 1, knock->address);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

void
flux_sqlite_posts_install (FluxStoreSessionClass *klass)
{
  klass->get_last_post = get_last_post;
  klass->keep_post = keep_post;
  klass->link_post = link_post;
  klass->replace_post_result = replace_post_result;
  klass->list_posts_of_row = list_posts_of_row;
  klass->list_knocks = list_knocks;
  klass->put_knock = put_knock;
}
