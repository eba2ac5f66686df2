/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-inspect.h"

#include "flux-sqlite-connection.h"
#include "flux-sqlite-schema.h"

#include <errno.h>
#include <glib/gi18n.h>
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

#define TRY_FOR (5 * G_USEC_PER_SEC)

/* Reading all of a larger file would keep a person waiting; there SQLite finds damage when it meets it. */
#define WHOLE_CHECK_UP_TO (64 * 1024 * 1024)

static guint32
number_at (const guint8 *header, gsize offset)
{
  guint32 value;

  memcpy (&value, header + offset, sizeof value);
  return GUINT32_FROM_BE (value);
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError **error, FluxStoreError decision, const char *what, ...)
{
  static const char *const advice[] = {
    [FLUX_STORE_ERROR_NEWER] = N_ ("Update FluxIO; the file was left as it is"),
    [FLUX_STORE_ERROR_FOREIGN] = N_ ("Choose another file; this one was left as it is"),
    [FLUX_STORE_ERROR_DAMAGED] = N_ ("Restore a backup; the file was left as it is"),
  };
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, what);
  sentence = g_strdup_vprintf (what, arguments);
  va_end (arguments);
  /* Translators: what is wrong with a file, and what to do about it */
  g_set_error (error, FLUX_STORE_ERROR, decision, _ ("%s. %s"), sentence, gettext (advice[decision]));
  return FALSE;
}

/* Whether @path is a file, and how long. @size: (out): 0 when there is none */
static gboolean
measure (const char *path, goffset *size, GError **error)
{
  GStatBuf info;

  *size = 0;
  if (g_stat (path, &info) != 0)
    {
      if (errno == ENOENT)
        return TRUE;
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY,
                   _ ("%s cannot be looked at: %s. Check that this user may read and write there"), path,
                   g_strerror (errno));
      return FALSE;
    }
  *size = info.st_size;
  return S_ISREG (info.st_mode) || refuse (error, FLUX_STORE_ERROR_FOREIGN, _ ("%s is no file"), path);
}

/* Reads through SQLite: where this process has the database open already, closing a descriptor of our own would take
 * SQLite's locks on it away. */
static gboolean
read_header (const char *path, guint8 header[HEADER_SIZE], GError **error)
{
  g_autoptr (FluxSqliteConnection) connection = flux_sqlite_connection_open (path, FLUX_SQLITE_IMMUTABLE, error);
  sqlite3_file *file = NULL;
  int code;

  if (connection == NULL)
    return FALSE;
  sqlite3_file_control (connection->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  code = file->pMethods->xRead (file, header, HEADER_SIZE, 0);
  if (code == SQLITE_OK || code == SQLITE_IOERR_SHORT_READ)
    return TRUE;
  g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY, _ ("%s cannot be read: %s. Check the disk"), path,
               sqlite3_errstr (code));
  return FALSE;
}

static gboolean
exists_beside (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);

  return g_file_test (name, G_FILE_TEST_EXISTS);
}

/* Whether a program works on it, or was ended while it did. */
static gboolean
has_log (const char *path)
{
  return exists_beside (path, "-wal");
}

/* How to look into it so that no file is made or changed. */
static FluxSqliteMode
choose_mode (const char *path)
{
  if (!has_log (path))
    return FLUX_SQLITE_IMMUTABLE; /* nothing can be pending */
  if (!exists_beside (path, "-shm") && g_access (path, W_OK) == 0)
    return FLUX_SQLITE_ALONE; /* nobody has it open: the log was left behind */
  return FLUX_SQLITE_READ_ONLY;
}

static gboolean
check_header (const char *path, const guint8 *header, goffset size, int newest, GError **error)
{
  gint64 page_size;

  if (size < HEADER_SIZE || memcmp (header, "SQLite format 3", 16) != 0)
    return refuse (error, FLUX_STORE_ERROR_FOREIGN, _ ("%s is no database of FluxIO"), path);
  if (number_at (header, OFFSET_APPLICATION_ID) != FLUX_SQLITE_APPLICATION_ID)
    return refuse (error, FLUX_STORE_ERROR_FOREIGN, _ ("%s belongs to another program"), path);
  if (number_at (header, OFFSET_USER_VERSION) > (guint32) newest)
    return refuse (error, FLUX_STORE_ERROR_NEWER, _ ("%s was written by a later FluxIO"), path);

  page_size = header[OFFSET_PAGE_SIZE] << 8 | header[OFFSET_PAGE_SIZE + 1];
  page_size = page_size == 1 ? 65536 : page_size;
  /* A checkpoint that was cut off has written the header and not yet all pages: the log has them. */
  if (!has_log (path) && number_at (header, OFFSET_CHANGE_COUNTER) == number_at (header, OFFSET_VALID_FOR)
      && size < page_size * number_at (header, OFFSET_PAGES))
    return refuse (error, FLUX_STORE_ERROR_DAMAGED, _ ("%s is cut short"), path);
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
  return refuse (error, FLUX_STORE_ERROR_DAMAGED, _ ("%s is damaged (%s)"), connection->path, g_strstrip (found));
}

/* Whether all is there that this program reads: no page tells that a table was dropped. */
static gboolean
check_tables (FluxSqliteConnection *connection, GError **error)
{
  static const char *const needed[] = {
    "SELECT " FLUX_SQLITE_READING_COLUMNS " FROM fluxio_recent",
    "SELECT " FLUX_SQLITE_READING_COLUMNS " FROM fluxio_history",
    "SELECT " FLUX_SQLITE_READING_COLUMNS " FROM fluxio_failed_reads",
    "SELECT device, seen_at, learned_period, summary_to, revision, own_time FROM fluxio_latest",
    "SELECT device_id, device_name, gateway_id, last_seen, tags FROM devices",
    "SELECT number, device_id FROM fluxio_device_numbers",
    "SELECT device_id, flow_rate, created_at FROM flow_data",
    "SELECT number, id, name, received, refused FROM fluxio_gateways",
    "SELECT number, digest, scopes FROM fluxio_api_keys",
    "SELECT number, body, links FROM fluxio_raw_posts",
    "SELECT device, created_at, post FROM fluxio_post_links",
    "SELECT device_id, severity, is_resolved FROM alerts",
    "SELECT name, value FROM fluxio_settings",
  };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (flux_sqlite_connection_prepare (connection, needed[i], NULL) == NULL)
      return refuse (error, FLUX_STORE_ERROR_DAMAGED, _ ("%s lacks a table of FluxIO (%s)"), connection->path,
                     sqlite3_errmsg (connection->db));
  return TRUE;
}

/* What the header cannot tell: what the write-ahead log adds to it, and whether the pages hold together. */
static gboolean
check_content (const char *path, goffset size, int newest, int *version, GError **error)
{
  g_autoptr (FluxSqliteConnection) connection = flux_sqlite_connection_open (path, choose_mode (path), error);
  gint64 number;

  if (connection == NULL || !flux_sqlite_connection_get_int (connection, "PRAGMA user_version", &number, error))
    return FALSE;
  if (number > newest)
    return refuse (error, FLUX_STORE_ERROR_NEWER, _ ("%s was written by a later FluxIO"), path);
  if (size <= WHOLE_CHECK_UP_TO && !run_check (connection, "PRAGMA quick_check(1)", error))
    return FALSE;
  *version = number;
  return number < newest || check_tables (connection, error);
}

/* Two that look at once can stand in each other's way, where SQLite gives up at once instead of waiting. */
static gboolean
check_content_patiently (const char *path, goffset size, int newest, int *version, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + TRY_FOR;
  g_autoptr (GError) cause = NULL;

  while (!check_content (path, size, newest, version, &cause))
    {
      if (g_get_monotonic_time () > deadline
          || !g_error_matches (cause, FLUX_STORE_ERROR, FLUX_STORE_ERROR_UNAVAILABLE))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      g_clear_error (&cause);
      g_usleep (g_random_int_range (1, G_USEC_PER_SEC / 20));
    }
  return TRUE;
}

gboolean
flux_sqlite_inspect (const char *path, int newest, FluxSqliteFile *kind, int *version, GError **error)
{
  guint8 header[HEADER_SIZE];
  goffset size;

  *version = 0;
  *kind = FLUX_SQLITE_FILE_ABSENT;
  if (!measure (path, &size, error))
    return FALSE;
  if (size == 0)
    return TRUE;

  *kind = FLUX_SQLITE_FILE_OURS;
  return read_header (path, header, error) && check_header (path, header, size, newest, error)
         && check_content_patiently (path, size, newest, version, error);
}
