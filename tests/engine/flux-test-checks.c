/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"

#include "flux-post-links.h"
#include "flux-test-notation.h"

#include <sqlite3.h>
#include <zstd.h>

/* --- Plain SQL ---------------------------------------------------------------------------------------------------- */

static sqlite3 *
open_database (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  return db;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

char *
flux_test_sql (const char *path, const char *sql)
{
  sqlite3 *db = open_database (path);
  sqlite3_stmt *statement = prepare (db, sql);
  GString *text = g_string_new (NULL);
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (text->len > 0)
        g_string_append_c (text, ';');
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const char *value = (const char *) sqlite3_column_text (statement, i);

          g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", value != NULL ? value : "");
        }
    }
  if (code != SQLITE_DONE)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return g_string_free (text, FALSE);
}

void
flux_test_sql_run (const char *path, const char *sql)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) shell = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  shell = g_subprocess_launcher_spawn (launcher, &error, "sqlite3", "-batch", "-bail", "-cmd", ".timeout 10000", path,
                                       sql, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (shell, NULL, &error);
  g_assert_no_error (error);
}

/* --- Counters ----------------------------------------------------------------------------------------------------- */

#define SUMS \
  "coalesce (sum (received), 0), coalesce (sum (stored), 0), coalesce (sum (duplicate), 0)," \
  " coalesce (sum (failed_read), 0), coalesce (sum (waiting), 0), coalesce (sum (refused), 0)"
#define UNEQUAL " WHERE received <> stored + duplicate + failed_read + waiting + refused"

void
flux_test_check_counters (FluxTestEngine *self, guint n_posts, guint n_records)
{
  g_autofree char *unequal_posts = flux_test_sql (self->path, "SELECT number FROM fluxio_raw_posts" UNEQUAL);
  g_autofree char *unequal_gateways = flux_test_sql (self->path, "SELECT name FROM fluxio_gateways" UNEQUAL);
  g_autofree char *by_posts = flux_test_sql (self->path, "SELECT count (*), " SUMS " FROM fluxio_raw_posts");
  g_autofree char *by_gateways
      = flux_test_sql (self->path, "SELECT coalesce (sum (posts), 0), " SUMS " FROM fluxio_gateways");
  g_autofree char *begin = g_strdup_printf ("%u|%u|", n_posts, n_records);
  g_autoptr (GPtrArray) gateways = flux_engine_get_gateways (self->engine);
  guint64 posts = 0, received = 0;

  g_assert_cmpstr (unequal_posts, ==, "");
  g_assert_cmpstr (unequal_gateways, ==, "");
  g_assert_cmpstr (by_posts, ==, by_gateways);
  if (!g_str_has_prefix (by_posts, begin))
    g_assert_cmpstr (by_posts, ==, begin);
  for (guint i = 0; i < gateways->len; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);

      posts += gateway->posts;
      received += gateway->counts.received;
    }
  g_assert_cmpuint (posts, ==, n_posts);
  g_assert_cmpuint (received, ==, n_records);
}

/* --- Links -------------------------------------------------------------------------------------------------------- */

/* A way between a post and a row: the post knows when its record was measured, the row when it begins. */
static void
add_link (GHashTable *links, gint64 device, gint64 time, gint64 post)
{
  g_hash_table_add (links, g_strdup_printf ("%" G_GINT64_FORMAT " at %" G_GINT64_FORMAT " by %" G_GINT64_FORMAT,
                                            device, time, post));
}

static gboolean
has_link (GHashTable *links, gint64 device, gint64 time, gint64 post)
{
  g_autofree char *link = g_strdup_printf ("%" G_GINT64_FORMAT " at %" G_GINT64_FORMAT " by %" G_GINT64_FORMAT, device,
                                           time, post);

  return g_hash_table_contains (links, link);
}

static GHashTable *
read_links_of_posts (sqlite3 *db)
{
  GHashTable *links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *statement = prepare (db, "SELECT number, links FROM fluxio_raw_posts WHERE links IS NOT NULL");

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_autoptr (GArray) read
          = flux_post_links_read (sqlite3_column_blob (statement, 1), sqlite3_column_bytes (statement, 1));

      g_assert_nonnull (read);
      for (guint i = 0; i < read->len; i++)
        {
          FluxPostLink *link = &g_array_index (read, FluxPostLink, i);

          add_link (links, link->device, link->measured_at, sqlite3_column_int64 (statement, 0));
        }
    }
  sqlite3_finalize (statement);
  return links;
}

#define ROWS \
  "(SELECT device, created_at, post, own_time FROM fluxio_recent" \
  " UNION ALL SELECT device, created_at, post, own_time FROM fluxio_history" \
  " UNION ALL SELECT device, created_at, post, own_time FROM fluxio_failed_reads)"

/* Whether some value of the row in @statement (device, created_at, post, own_time) is what @post's links speak of.
 * Marks those links as used. */
static gboolean
row_is_known (sqlite3_stmt *statement, GHashTable *of_posts, GHashTable *used)
{
  gint64 device = sqlite3_column_int64 (statement, 0), begins = sqlite3_column_int64 (statement, 1);
  gint64 post = sqlite3_column_int64 (statement, 2);
  const gint32 *own_time = sqlite3_column_blob (statement, 3);
  gboolean known = has_link (of_posts, device, begins, post);

  add_link (used, device, begins, post);
  for (guint i = 0; own_time != NULL && i < FLUX_N_FIELDS; i++)
    {
      known |= has_link (of_posts, device, begins + GINT32_FROM_LE (own_time[i]), post);
      add_link (used, device, begins + GINT32_FROM_LE (own_time[i]), post);
    }
  return known;
}

void
flux_test_check_links (FluxTestEngine *self)
{
  sqlite3 *db = open_database (self->path);
  g_autoptr (GHashTable) of_posts = read_links_of_posts (db);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *statement
      = prepare (db, "SELECT device, created_at, post, own_time FROM " ROWS " WHERE post IS NOT NULL"
                     " UNION ALL SELECT l.device, l.created_at, l.post, r.own_time FROM fluxio_post_links l"
                     " LEFT JOIN " ROWS " r ON r.device = l.device AND r.created_at = l.created_at");
  GHashTableIter iter;
  gpointer link;

  while (sqlite3_step (statement) == SQLITE_ROW)
    if (!row_is_known (statement, of_posts, used))
      g_error ("A row names a post that does not know it: device %s at %s by %s", sqlite3_column_text (statement, 0),
               sqlite3_column_text (statement, 1), sqlite3_column_text (statement, 2));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  g_hash_table_iter_init (&iter, of_posts);
  while (g_hash_table_iter_next (&iter, &link, NULL))
    if (!g_hash_table_contains (used, link))
      g_error ("A post names a row that does not know it: device %s", (char *) link);
}

/* --- Bodies ------------------------------------------------------------------------------------------------------- */

static GBytes *
unpack (const void *packed, gsize packed_size)
{
  unsigned long long size = ZSTD_getFrameContentSize (packed, packed_size);
  char *body;

  g_assert_true (size != ZSTD_CONTENTSIZE_ERROR && size != ZSTD_CONTENTSIZE_UNKNOWN);
  body = g_malloc (size);
  g_assert_cmpuint (ZSTD_decompress (body, size, packed, packed_size), ==, size);
  return g_bytes_new_take (body, size);
}

GBytes *
flux_test_read_body (FluxTestEngine *self, gint64 number)
{
  sqlite3 *db = open_database (self->path);
  sqlite3_stmt *statement = prepare (db, "SELECT compressed, body, size FROM fluxio_raw_posts WHERE number = ?1");
  gsize stored_size;
  GBytes *body;

  sqlite3_bind_int64 (statement, 1, number);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  stored_size = sqlite3_column_bytes (statement, 1);
  body = sqlite3_column_int (statement, 0) ? unpack (sqlite3_column_blob (statement, 1), stored_size)
                                           : g_bytes_new (sqlite3_column_blob (statement, 1), stored_size);
  g_assert_cmpuint (g_bytes_get_size (body), ==, sqlite3_column_int64 (statement, 2));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return body;
}

/* --- Restart ------------------------------------------------------------------------------------------------------ */

void
flux_test_check_restart (FluxTestEngine *self)
{
  g_autofree char *rows = flux_test_notation_of_rows (self);
  g_autofree char *devices = flux_test_notation_of_devices (self->engine);
  g_autofree char *rows_after = NULL;
  g_autofree char *devices_after = NULL;

  flux_test_engine_close (self);
  flux_test_engine_open (self);
  rows_after = flux_test_notation_of_rows (self);
  devices_after = flux_test_notation_of_devices (self->engine);
  g_assert_cmpstr (rows_after, ==, rows);
  g_assert_cmpstr (devices_after, ==, devices);
}
