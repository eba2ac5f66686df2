/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-session.h"

static gboolean
get_last_post (FluxStoreSession *session, gint64 *number, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);

  return flux_sqlite_connection_get_int (self->connection, "SELECT coalesce (max (number), 0) FROM fluxio_raw_posts",
                                         number, error);
}

/* What nearly every post says is left out. */
static const char *
telling_content_type (const FluxRawPost *post)
{
  return g_strcmp0 (post->content_type, "application/json") == 0 ? NULL
         : post->content_type == NULL                            ? ""
                                                                 : post->content_type;
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
  return flux_sqlite_connection_finish (self->connection, statement, error);
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

void
flux_sqlite_posts_install (FluxStoreSessionClass *klass)
{
  klass->get_last_post = get_last_post;
  klass->keep_post = keep_post;
  klass->link_post = link_post;
}
