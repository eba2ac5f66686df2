/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-schema.h"
#include "flux-sqlite-session.h"

#include "flux-post-links.h"
#include "flux-time.h"

#include <string.h>
#include <zstd.h>

#define COLUMNS \
  "number, received_at, gateway, key_name, address, content_type, hints, size, links, state, received, stored, " \
  "duplicate, failed_read, waiting, refused"
#define N_COLUMNS 16

/* --- One post ----------------------------------------------------------------------------------------------------- */

/* See telling_content_type() in flux-sqlite-posts.c. */
static char *
dup_content_type (FluxSqliteStatement *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  if (text == NULL)
    return g_strdup ("application/json");
  return text[0] != '\0' ? g_strdup (text) : NULL;
}

static GArray *
read_links (FluxSqliteStatement *row, int column)
{
  const guint8 *bytes = sqlite3_column_blob (row, column);
  GArray *links = flux_post_links_read (bytes, sqlite3_column_bytes (row, column));

  return links != NULL ? links : g_array_new (FALSE, FALSE, sizeof (FluxPostLink));
}

static FluxKeptPost *
read_post (FluxSqliteStatement *row)
{
  FluxKeptPost *post = g_new0 (FluxKeptPost, 1);
  int column = 0;

  post->number = sqlite3_column_int64 (row, column++);
  post->received_at = sqlite3_column_int64 (row, column++);
  post->gateway = sqlite3_column_int64 (row, column++);
  post->key_name = flux_sqlite_dup_text (row, column++);
  post->address = flux_sqlite_dup_text (row, column++);
  post->content_type = dup_content_type (row, column++);
  post->hints = flux_sqlite_dup_text (row, column++);
  post->size = sqlite3_column_int64 (row, column++);
  post->links = read_links (row, column++);
  post->state = sqlite3_column_int (row, column++);
  post->counts.received = sqlite3_column_int64 (row, column++);
  post->counts.stored = sqlite3_column_int64 (row, column++);
  post->counts.duplicate = sqlite3_column_int64 (row, column++);
  post->counts.failed_read = sqlite3_column_int64 (row, column++);
  post->counts.waiting = sqlite3_column_int64 (row, column++);
  post->counts.refused = sqlite3_column_int64 (row, column++);
  return post;
}

/* Returns: (transfer full) (nullable): %NULL when @packed does not give just @size bytes */
static GBytes *
unpack (const void *packed, gsize packed_size, gsize size)
{
  g_autofree char *body = NULL;

  /* The frame says how large it is: nothing is reserved for one that says otherwise than the row. */
  if (ZSTD_getFrameContentSize (packed, packed_size) != size)
    return NULL;
  body = g_try_malloc (MAX (size, 1));
  if (body == NULL || ZSTD_decompress (body, size, packed, packed_size) != size)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&body), size);
}

static gboolean
read_body (FluxSqliteSession *self, FluxSqliteStatement *row, int column, FluxKeptPost *post, GError **error)
{
  gboolean is_compressed = sqlite3_column_int (row, column);
  const void *body = sqlite3_column_blob (row, column + 1);
  gsize size = sqlite3_column_bytes (row, column + 1);

  if (sqlite3_column_type (row, column + 1) == SQLITE_NULL)
    return TRUE;
  post->body = is_compressed ? unpack (body, size, post->size) : g_bytes_new (body, size);
  if (post->body != NULL)
    return TRUE;
  g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_DAMAGED,
               "%s: the body of post %" G_GINT64_FORMAT " is damaged. Restore a backup", self->connection->path,
               post->number);
  return FALSE;
}

static FluxKeptPost *
find_post (FluxStoreSession *session, gint64 number, GError **error)
{
  static const char find[] = "SELECT " COLUMNS ", compressed, body FROM fluxio_raw_posts WHERE number = ?1";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, find, error);
  g_autoptr (FluxKeptPost) post = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, number);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND,
                   "The post %" G_GINT64_FORMAT " is no longer kept. List the posts again", number);
      return NULL;
    }
  post = read_post (statement);
  return read_body (self, statement, N_COLUMNS, post, error) ? g_steal_pointer (&post) : NULL;
}

/* --- When they came ----------------------------------------------------------------------------------------------- */

/* Posts get their numbers as they are written, nearly in the order of received_at: by how much that may be out of
 * order. */
#define DISORDER FLUX_TIME_MINUTE

/* @number: (out): of the oldest post received at @time or later if they are in order, past the last if there is none */
static gboolean
find_number_at (FluxSqliteSession *self, gint64 time, gint64 *number, GError **error)
{
  static const char probe[]
      = "SELECT number, received_at FROM fluxio_raw_posts WHERE number >= ?1 ORDER BY number LIMIT 1";
  static const char oldest[] = "SELECT coalesce (min (number), 1) FROM fluxio_raw_posts";
  static const char newest[] = "SELECT coalesce (max (number), 0) FROM fluxio_raw_posts";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, probe, error);
  gint64 low, high;

  if (statement == NULL || !flux_sqlite_connection_get_int (self->connection, oldest, &low, error)
      || !flux_sqlite_connection_get_int (self->connection, newest, &high, error))
    return FALSE;
  for (high++; low < high; sqlite3_reset (statement))
    {
      gint64 middle = low + (high - low) / 2;
      gboolean has_row;

      sqlite3_bind_int64 (statement, 1, middle);
      if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
        return FALSE;
      if (!has_row || sqlite3_column_int64 (statement, 1) >= time)
        high = middle;
      else
        low = sqlite3_column_int64 (statement, 0) + 1;
    }
  *number = low;
  return TRUE;
}

/* Says in @query's numbers what its times say, and fills in what it leaves open. */
static gboolean
narrow (FluxSqliteSession *self, FluxPostQuery *query, GError **error)
{
  gint64 number;

  if (query->before == 0)
    query->before = G_MAXINT64;
  if (query->received_to == 0)
    query->received_to = G_MAXINT64;
  if (query->received_from > 0)
    {
      if (!find_number_at (self, query->received_from - DISORDER, &number, error))
        return FALSE;
      query->after = MAX (query->after, number - 1);
    }
  if (query->received_to < G_MAXINT64 - DISORDER)
    {
      if (!find_number_at (self, query->received_to + DISORDER, &number, error))
        return FALSE;
      query->before = MIN (query->before, number);
    }
  return TRUE;
}

/* --- Lists -------------------------------------------------------------------------------------------------------- */

#define PICK(index, condition) \
  "SELECT number FROM fluxio_raw_posts" index " WHERE " condition "number > ?1 AND number < ?2" \
  " AND (?3 = 0 OR gateway = ?3) AND received_at BETWEEN ?4 AND ?5 ORDER BY number DESC LIMIT ?6"
#define PICK_RARE(name, condition) PICK (" INDEXED BY fluxio_raw_posts_" name, condition " AND ")

static const char pick_all[] = PICK ("", "");
static const char pick_stored[] = PICK ("", "stored > 0 AND ");

static const struct
{
  FluxPostFilter filter;
  const char *pick;
} rare[] = {
  { FLUX_POSTS_DUPLICATE, PICK_RARE ("duplicate", "duplicate > 0") },
  { FLUX_POSTS_FAILED_READ, PICK_RARE ("failed_read", "failed_read > 0") },
  { FLUX_POSTS_WAITING, PICK_RARE ("waiting", "state = 1") },
  { FLUX_POSTS_REFUSED, PICK_RARE ("refused", "refused > 0") },
};

/* Appends the numbers of the newest posts from @after to @before, both not included, that @sql picks of @query. */
static gboolean
pick (FluxSqliteSession *self, const char *sql, const FluxPostQuery *query, gint64 after, gint64 before, guint limit,
      GArray *numbers, GError **error)
{
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, after);
  sqlite3_bind_int64 (statement, 2, before);
  sqlite3_bind_int64 (statement, 3, query->gateway);
  sqlite3_bind_int64 (statement, 4, query->received_from);
  sqlite3_bind_int64 (statement, 5, query->received_to);
  sqlite3_bind_int64 (statement, 6, limit);
  while (flux_sqlite_connection_next (self->connection, statement, &has_row, error) && has_row)
    {
      gint64 number = sqlite3_column_int64 (statement, 0);

      g_array_append_val (numbers, number);
    }
  return !has_row;
}

/* The same, passing over the blocks of posts in which there is none. */
static gboolean
pick_by_block (FluxSqliteSession *self, const char *sql, const FluxPostQuery *query, GArray *numbers, GError **error)
{
  static const char list[] = "SELECT block FROM fluxio_post_blocks WHERE block BETWEEN ?1 AND ?2"
                             " AND (?3 = 0 OR gateway = ?3) AND stored >= ?4 ORDER BY block DESC";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, list, error);
  guint found = numbers->len;
  gint64 last = -1;
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, query->after >> FLUX_SQLITE_POST_BLOCK_SHIFT);
  sqlite3_bind_int64 (statement, 2, query->before >> FLUX_SQLITE_POST_BLOCK_SHIFT);
  sqlite3_bind_int64 (statement, 3, query->gateway);
  sqlite3_bind_int (statement, 4, sql == pick_stored);
  while (numbers->len - found < query->limit)
    {
      guint missing = query->limit - (numbers->len - found);
      gint64 block, first;

      if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      block = sqlite3_column_int64 (statement, 0);
      first = block << FLUX_SQLITE_POST_BLOCK_SHIFT;
      if (block != last
          && !pick (self, sql, query, MAX (query->after, first - 1),
                    MIN (query->before, first + (1 << FLUX_SQLITE_POST_BLOCK_SHIFT)), missing, numbers, error))
        return FALSE;
      last = block;
    }
  return TRUE;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first < second) - (first > second);
}

/* Blocks help where most posts between those that are looked for are others. */
static gboolean
pick_kind (FluxSqliteSession *self, const char *sql, const FluxPostQuery *query, GArray *numbers, GError **error)
{
  if (query->gateway != 0 || sql == pick_stored)
    return pick_by_block (self, sql, query, numbers, error);
  return pick (self, sql, query, query->after, query->before, query->limit, numbers, error);
}

/* One list a kind of posts, each long enough: together they begin with the newest of any kind. */
static gboolean
pick_any (FluxSqliteSession *self, const FluxPostQuery *query, GArray *numbers, GError **error)
{
  if (query->filter == FLUX_POSTS_ALL)
    return pick_kind (self, pick_all, query, numbers, error);
  if ((query->filter & FLUX_POSTS_STORED) != 0 && !pick_kind (self, pick_stored, query, numbers, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rare); i++)
    if ((query->filter & rare[i].filter) != 0 && !pick_kind (self, rare[i].pick, query, numbers, error))
      return FALSE;
  g_array_sort (numbers, compare_newest_first);
  return TRUE;
}

/* @numbers: newest first; may name one more than once. */
static gboolean
read_posts (FluxSqliteSession *self, const GArray *numbers, guint limit, GPtrArray *posts, GError **error)
{
  static const char read[] = "SELECT " COLUMNS " FROM fluxio_raw_posts WHERE number = ?1";
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, read, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < numbers->len && posts->len < limit; i++)
    {
      gboolean has_row;

      if (i > 0 && g_array_index (numbers, gint64, i) == g_array_index (numbers, gint64, i - 1))
        continue;
      sqlite3_bind_int64 (statement, 1, g_array_index (numbers, gint64, i));
      if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (posts, read_post (statement));
      sqlite3_reset (statement);
    }
  return TRUE;
}

static gboolean
list_now (FluxSqliteSession *self, const FluxPostQuery *query, GPtrArray *posts, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  FluxPostQuery narrowed = *query;

  return narrow (self, &narrowed, error) && pick_any (self, &narrowed, numbers, error)
         && read_posts (self, numbers, query->limit, posts, error);
}

static GPtrArray *
list_posts (FluxStoreSession *session, const FluxPostQuery *query, GError **error)
{
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (GPtrArray) posts = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_kept_post_free);
  gboolean is_alone = sqlite3_get_autocommit (self->connection->db);
  gboolean listed;

  /* The steps see the posts as they are at one moment. */
  if (is_alone && !flux_sqlite_connection_run (self->connection, "BEGIN", error))
    return NULL;
  listed = list_now (self, query, posts, error);
  if (is_alone)
    flux_sqlite_connection_run (self->connection, "COMMIT", NULL);
  return listed ? g_steal_pointer (&posts) : NULL;
}

static gboolean
count_posts (FluxStoreSession *session, gint64 received_from, guint64 *posts, FluxRecordCounts *counts, GError **error)
{
  static const char count[]
      = "SELECT count (*), sum (received), sum (stored), sum (duplicate), sum (failed_read), sum (waiting),"
        " sum (refused) FROM fluxio_raw_posts WHERE number > ?1 AND received_at >= ?2";
  FluxSqliteSession *self = FLUX_SQLITE_SESSION (session);
  g_autoptr (FluxSqliteStatement) statement = flux_sqlite_connection_prepare (self->connection, count, error);
  FluxPostQuery query = { .received_from = received_from };
  gboolean has_row;

  if (statement == NULL || !narrow (self, &query, error))
    return FALSE;
  sqlite3_bind_int64 (statement, 1, query.after);
  sqlite3_bind_int64 (statement, 2, received_from);
  if (!flux_sqlite_connection_next (self->connection, statement, &has_row, error))
    return FALSE;
  *posts = sqlite3_column_int64 (statement, 0);
  *counts = (FluxRecordCounts){
    .received = sqlite3_column_int64 (statement, 1),
    .stored = sqlite3_column_int64 (statement, 2),
    .duplicate = sqlite3_column_int64 (statement, 3),
    .failed_read = sqlite3_column_int64 (statement, 4),
    .waiting = sqlite3_column_int64 (statement, 5),
    .refused = sqlite3_column_int64 (statement, 6),
  };
  return TRUE;
}

void
flux_sqlite_post_list_install (FluxStoreSessionClass *klass)
{
  klass->list_posts = list_posts;
  klass->find_post = find_post;
  klass->count_posts = count_posts;
}
