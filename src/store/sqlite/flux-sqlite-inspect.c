/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-inspect.h"

#include "flux-sqlite-connection.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* https://www.sqlite.org/fileformat2.html#the_database_header */
#define HEADER_SIZE 100
#define OFFSET_PAGE_SIZE 16
#define OFFSET_CHANGE_COUNTER 24
#define OFFSET_PAGES 28
#define OFFSET_USER_VERSION 60
#define OFFSET_APPLICATION_ID 68
#define OFFSET_VALID_FOR 92

/* Reading all of a larger file would keep a person waiting; there SQLite finds damage when it meets it. */
#define WHOLE_CHECK_UP_TO (64 * 1024 * 1024)

static guint32
number_at (const guint8 *header, gsize offset)
{
  guint32 value;

  memcpy (&value, header + offset, sizeof value);
  return GUINT32_FROM_BE (value);
}

static gboolean
refuse (GError **error, FluxStoreError decision, const char *path, const char *what)
{
  static const char *const advice[] = {
    [FLUX_STORE_ERROR_NEWER] = "Update FluxIO; the file was left as it is",
    [FLUX_STORE_ERROR_FOREIGN] = "Choose another file; this one was left as it is",
    [FLUX_STORE_ERROR_DAMAGED] = "Restore a backup; the file was left as it is",
  };

  g_set_error (error, FLUX_STORE_ERROR, decision, "%s %s. %s", path, what, advice[decision]);
  return FALSE;
}

static gboolean
read_header (const char *path, guint8 header[HEADER_SIZE], gsize *length, goffset *size, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize got;

  if (fd < 0)
    {
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY,
                   "%s cannot be read: %s. Check that it is a file this user may read and write", path,
                   g_strerror (errno));
      return FALSE;
    }
  got = pread (fd, header, HEADER_SIZE, 0);
  *size = lseek (fd, 0, SEEK_END);
  close (fd);
  if (got < 0)
    {
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY, "%s cannot be read: %s. Check the disk", path,
                   g_strerror (errno));
      return FALSE;
    }
  *length = got;
  return TRUE;
}

static gboolean
has_content (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  return g_stat (name, &info) == 0 && info.st_size > 0;
}

static gboolean
check_header (const char *path, const guint8 *header, gsize length, goffset size, int newest, GError **error)
{
  gint64 page_size;

  if (length < HEADER_SIZE || memcmp (header, "SQLite format 3", 16) != 0)
    return refuse (error, FLUX_STORE_ERROR_FOREIGN, path, "is no database of FluxIO");
  if (number_at (header, OFFSET_APPLICATION_ID) != FLUX_SQLITE_APPLICATION_ID)
    return refuse (error, FLUX_STORE_ERROR_FOREIGN, path, "belongs to another program");
  if (number_at (header, OFFSET_USER_VERSION) > (guint32) newest)
    return refuse (error, FLUX_STORE_ERROR_NEWER, path, "was written by a later FluxIO");

  page_size = header[OFFSET_PAGE_SIZE] << 8 | header[OFFSET_PAGE_SIZE + 1];
  page_size = page_size == 1 ? 65536 : page_size;
  if (number_at (header, OFFSET_CHANGE_COUNTER) == number_at (header, OFFSET_VALID_FOR)
      && size < page_size * number_at (header, OFFSET_PAGES))
    return refuse (error, FLUX_STORE_ERROR_DAMAGED, path, "is cut short");
  return TRUE;
}

static gboolean
run_check (FluxSqliteConnection *connection, const char *pragma, GError **error)
{
  sqlite3_stmt *statement = NULL;
  g_autofree char *found = NULL;

  if (sqlite3_prepare_v2 (connection->db, pragma, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    found = flux_sqlite_dup_text (statement, 0);
  if (found == NULL)
    found = g_strdup (sqlite3_errmsg (connection->db));
  sqlite3_finalize (statement);

  if (g_str_equal (found, "ok"))
    return TRUE;
  g_strdelimit (found, "\n", ' ');
  {
    g_autofree char *what = g_strdup_printf ("is damaged (%s)", g_strstrip (found));

    return refuse (error, FLUX_STORE_ERROR_DAMAGED, connection->path, what);
  }
}

/* What the header cannot tell: what the write-ahead log adds to it, and whether the pages hold together. */
static gboolean
check_content (const char *path, goffset size, int newest, int *version, GError **error)
{
  /* Without a log nothing can be pending, and an immutable connection makes no file beside this one. */
  FluxSqliteMode mode = has_content (path, "-wal") ? FLUX_SQLITE_READ_ONLY : FLUX_SQLITE_IMMUTABLE;
  g_autoptr (FluxSqliteConnection) connection = flux_sqlite_connection_open (path, mode, error);
  gint64 number, tables;

  if (connection == NULL || !flux_sqlite_connection_get_int (connection, "PRAGMA user_version", &number, error))
    return FALSE;
  if (number > newest)
    return refuse (error, FLUX_STORE_ERROR_NEWER, path, "was written by a later FluxIO");
  if (size <= WHOLE_CHECK_UP_TO && !run_check (connection, "PRAGMA quick_check(1)", error))
    return FALSE;
  if (!flux_sqlite_connection_get_int (connection,
                                       "SELECT count(*) FROM sqlite_schema WHERE name IN "
                                       "('devices', 'flow_data', 'fluxio_recent', 'fluxio_history', 'fluxio_latest')",
                                       &tables, error))
    return FALSE;
  if (tables != 5)
    return refuse (error, FLUX_STORE_ERROR_DAMAGED, path, "lacks tables of FluxIO");
  *version = number;
  return TRUE;
}

gboolean
flux_sqlite_inspect (const char *path, int newest, FluxSqliteFile *kind, int *version, GError **error)
{
  guint8 header[HEADER_SIZE];
  gsize length;
  goffset size;

  *version = 0;
  *kind = FLUX_SQLITE_FILE_ABSENT;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!read_header (path, header, &length, &size, error))
    return FALSE;
  if (size == 0)
    return TRUE;

  *kind = FLUX_SQLITE_FILE_OURS;
  return check_header (path, header, length, size, newest, error)
         && check_content (path, size, newest, version, error);
}
