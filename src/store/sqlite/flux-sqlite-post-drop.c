/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-schema.h"
#include "flux-sqlite-session.h"

#include "flux-period.h"
#include "flux-post-links.h"

/* A post that may go. */
typedef struct
{
  gint64 number;
  gint64 received_at;
} Candidate;

/* Appends posts from number @from to @end, which is not included, up to @limit in all. */
static gboolean
append_candidates (FluxSqliteSession *self, gint64 from, gint64 end, guint limit, GArray *candidates, GError **error)
{
  static const char list[] = "SELECT number, received_at FROM fluxio_raw_posts WHERE number >= ?1 AND number < ?2"
                             " ORDER BY number LIMIT ?3";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, from);
  sqlite3_bind_int64 (statement, 2, end);
  sqlite3_bind_int64 (statement, 3, limit - candidates->len);
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      Candidate candidate = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };

      g_array_append_val (candidates, candidate);
    }
  return !has_row;
}

/* Appends the oldest @limit decoded posts. Those that wait are in an index of their own, and the others lie between
 * them, so that no row of one that waits is read; and where the decoded ones begin is remembered, so that the same
 * ones are not passed over at every call. */
static gboolean
find_decoded (FluxSqliteSession *self, guint limit, GArray *candidates, GError **error)
{
  static const char list[] = "SELECT number FROM fluxio_raw_posts INDEXED BY fluxio_raw_posts_waiting"
                             " WHERE state = 1 AND number >= ?1 ORDER BY number";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  gint64 from = self->decoded_from;
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, from);
  while (has_row && candidates->len < limit)
    {
      gint64 waiting;

      if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
        return FALSE;
      waiting = has_row ? sqlite3_column_int64 (statement, 0) : G_MAXINT64;
      if (waiting > from && !append_candidates (self, from, waiting, limit, candidates, error))
        return FALSE;
      if (has_row)
        from = waiting + 1;
    }
  self->decoded_from = has_row && candidates->len > 0
                           ? g_array_index (candidates, Candidate, candidates->len - 1).number + 1
                           : from;
  return TRUE;
}

/* --- Taking them away --------------------------------------------------------------------------------------------- */

static FluxDroppedPosts *
get_dropped (GArray *dropped, guint first, gint64 gateway)
{
  FluxDroppedPosts fresh = { .gateway = gateway };

  for (guint i = first; i < dropped->len; i++)
    if (g_array_index (dropped, FluxDroppedPosts, i).gateway == gateway)
      return &g_array_index (dropped, FluxDroppedPosts, i);
  g_array_append_val (dropped, fresh);
  return &g_array_index (dropped, FluxDroppedPosts, dropped->len - 1);
}

static gboolean
drop_link (FluxSqliteSession *self, gint64 post, const FluxPostLink *link, GError **error)
{
  static const char drop[]
      = "DELETE FROM fluxio_post_links WHERE device = ?1 AND created_at BETWEEN ?2 AND ?3 AND post = ?4";
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, drop, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, link->device);
  sqlite3_bind_int64 (statement, 2, link->measured_at - FLUX_READING_SPAN_MOST);
  sqlite3_bind_int64 (statement, 3, link->measured_at);
  sqlite3_bind_int64 (statement, 4, post);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

/* The post's own links say at which rows the ways back to it are. */
static gboolean
drop_links (FluxSqliteSession *self, gint64 post, const guint8 *bytes, gsize size, GError **error)
{
  g_autoptr (GArray) links = flux_post_links_read (bytes, size);

  for (guint i = 0; links != NULL && i < links->len; i++)
    if (!drop_link (self, post, &g_array_index (links, FluxPostLink, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
delete_post (FluxSqliteSession *self, gint64 number, GError **error)
{
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (
      self->connection, "DELETE FROM fluxio_raw_posts WHERE number = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

/* @has_links: whether there is any way back in the database
 * @first: of @dropped, from which on the entries are this call's */
static gboolean
drop_post (FluxSqliteSession *self, gint64 number, gboolean has_links, GArray *dropped, guint first, GError **error)
{
  static const char find[]
      = "SELECT gateway, state, length (body), links FROM fluxio_raw_posts WHERE number = ?1";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, find, error);
  FluxDroppedPosts *entry;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  entry = get_dropped (dropped, first, sqlite3_column_int64 (statement, 0));
  entry->posts++;
  entry->waiting += sqlite3_column_int (statement, 1) == FLUX_POST_WAITS;
  entry->bytes += sqlite3_column_int64 (statement, 2);
  if (has_links
      && !drop_links (self, number, sqlite3_column_blob (statement, 3), sqlite3_column_bytes (statement, 3), error))
    return FALSE;
  sqlite3_reset (statement);
  return delete_post (self, number, error);
}

/* Numbers must not begin anew when the last post goes: rows name the posts that they came from. */
static gboolean
remember_number (FluxSqliteSession *self, gint64 number, GError **error)
{
  static const char remember[]
      = "INSERT INTO fluxio_settings SELECT '" FLUX_SQLITE_LAST_DROPPED_POST "', ?1"
        " WHERE NOT EXISTS (SELECT 1 FROM fluxio_raw_posts WHERE number > ?1)"
        " ON CONFLICT DO UPDATE SET value = excluded.value"
        " WHERE CAST (value AS INTEGER) < CAST (excluded.value AS INTEGER)";
  FluxSqliteStatement *statement = flux_sqlite_connection_prepare (self->connection, remember, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, number);
  return flux_sqlite_connection_finish (self->connection, statement, error);
}

/* Of @candidates those received before @before. */
static gboolean
drop_candidates (FluxSqliteSession *self, const GArray *candidates, gint64 before, GArray *dropped, GError **error)
{
  guint first = dropped->len;
  gint64 has_links, last = 0;

  if (!flux_sqlite_connection_get_int (self->connection, "SELECT EXISTS (SELECT 1 FROM fluxio_post_links)", &has_links,
                                       error))
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (candidate->received_at >= before)
        {
          self->decoded_from = MIN (self->decoded_from, candidate->number);
          continue;
        }
      if (!drop_post (self, candidate->number, has_links, dropped, first, error))
        return FALSE;
      if (last != 0 && last >> FLUX_SQLITE_POST_BLOCK_SHIFT != candidate->number >> FLUX_SQLITE_POST_BLOCK_SHIFT
          && !flux_sqlite_post_blocks_drop (self, last, error))
        return FALSE;
      last = candidate->number;
    }
  return last == 0 || (flux_sqlite_post_blocks_drop (self, last, error) && remember_number (self, last, error));
}

static gboolean
drop_posts (FluxStoreSession *session, FluxDropWhich which, gint64 before, guint limit, GArray *dropped, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  if (which == FLUX_DROP_ANY ? !append_candidates (self, 0, G_MAXINT64, limit, candidates, error)
                             : !find_decoded (self, limit, candidates, error))
    return FALSE;
  /* A clock may have stood wrong for a while: one post of the future does not keep those after it. */
  return drop_candidates (self, candidates, which == FLUX_DROP_DECODED_BEFORE ? before : G_MAXINT64, dropped, error);
}

void
flux_sqlite_post_drop_install (FluxStoreSessionClass *klass)
{
  klass->drop_posts = drop_posts;
}
