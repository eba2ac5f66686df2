/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-driver.h"

#include "flux-sqlite-inspect.h"
#include "flux-sqlite-lock.h"
#include "flux-sqlite-schema.h"
#include "flux-sqlite-session.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FLUX_TYPE_SQLITE_DRIVER (flux_sqlite_driver_get_type ())
G_DECLARE_FINAL_TYPE (FluxSqliteDriver, flux_sqlite_driver, FLUX, SQLITE_DRIVER, FluxStoreDriver)

struct _FluxSqliteDriver
{
  FluxStoreDriver parent_instance;

  char *path;
  FluxStoreAccess access;
  FluxClock *clock;
  FluxSqliteLock *lock; /* (nullable): only where readings are taken */
};

G_DEFINE_FINAL_TYPE (FluxSqliteDriver, flux_sqlite_driver, FLUX_TYPE_STORE_DRIVER)

static FluxStoreSession *
flux_sqlite_driver_open_session (FluxStoreDriver *driver, gboolean may_write, GError **error)
{
  FluxSqliteDriver *self = FLUX_SQLITE_DRIVER (driver);
  FluxSqliteRole role = !may_write                                ? FLUX_SQLITE_READER
                        : self->access == FLUX_STORE_TAKE_READINGS ? FLUX_SQLITE_WRITER
                                                                   : FLUX_SQLITE_WRITER_BESIDE;

  return flux_sqlite_session_open (self->path, role, self->clock, error);
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_READ_ONLY,
               _ ("The folder %s cannot be made: %s. Choose another place for the database"), folder,
               g_strerror (errno));
  return FALSE;
}

static gboolean
fail_to_make (const char *path, GError **error)
{
  g_set_error (error, FLUX_STORE_ERROR, errno == ENOSPC ? FLUX_STORE_ERROR_NO_SPACE : FLUX_STORE_ERROR_READ_ONLY,
               _ ("%s cannot be made: %s. Check that there is room and that this user may write in that folder"), path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
fill_new_file (const char *name, GError **error)
{
  g_autoptr (FluxSqliteConnection) connection = flux_sqlite_connection_open (name, FLUX_SQLITE_READ_WRITE, error);

  return connection != NULL && flux_sqlite_schema_upgrade (connection, 0, error)
         && flux_sqlite_connection_run (connection, "PRAGMA journal_mode = WAL", error);
}

/* Gives the file @name the name @path, unless something that is not empty has it. */
static gboolean
rename_unless_there (const char *name, const char *path)
{
  GStatBuf info;

  if (renameat2 (AT_FDCWD, name, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno == EEXIST && g_stat (path, &info) == 0 && info.st_size > 0)
    return g_unlink (name) == 0;
  /* Not every file system knows the first way. */
  return (errno == EEXIST || errno == EINVAL || errno == ENOSYS) && g_rename (name, path) == 0;
}

/* Makes a new database, whole or not at all; what another program has made there meanwhile stays. */
static gboolean
create (const char *path, GError **error)
{
  g_autofree char *name = g_strconcat (path, ".new-XXXXXX", NULL);
  int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    return fail_to_make (path, error);
  close (fd);

  /* Under another name until it is whole: what bears the final name is always a database. */
  if (!fill_new_file (name, error))
    {
      g_unlink (name);
      return FALSE;
    }
  if (!rename_unless_there (name, path))
    {
      fail_to_make (path, error);
      g_unlink (name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
raise_schema (FluxSqliteDriver *self, int version, GError **error)
{
  g_autoptr (FluxSqliteConnection) connection = NULL;

  if (version == FLUX_SQLITE_SCHEMA_NEWEST)
    return TRUE;
  if (self->access != FLUX_STORE_TAKE_READINGS)
    {
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_UNAVAILABLE,
                   _ ("%s was written by an earlier FluxIO. Open it once with a program that takes readings, which "
                      "brings it up to date"),
                   self->path);
      return FALSE;
    }
  connection = flux_sqlite_connection_open (self->path, FLUX_SQLITE_READ_WRITE, error);
  return connection != NULL && flux_sqlite_schema_upgrade (connection, version, error);
}

static gboolean
prepare_file (FluxSqliteDriver *self, GError **error)
{
  FluxSqliteFile kind;
  int version;

  if (self->access == FLUX_STORE_TAKE_READINGS)
    {
      /* A file that is refused gets no lock file beside it either. */
      if (!flux_sqlite_inspect (self->path, FLUX_SQLITE_SCHEMA_NEWEST, &kind, &version, error)
          || !make_folder (self->path, error))
        return FALSE;
      self->lock = flux_sqlite_lock_take (self->path, error);
      if (self->lock == NULL)
        return FALSE;
    }
  /* Under the lock nobody changes the schema any more. */
  if (!flux_sqlite_inspect (self->path, FLUX_SQLITE_SCHEMA_NEWEST, &kind, &version, error))
    return FALSE;
  if (kind == FLUX_SQLITE_FILE_OURS)
    return raise_schema (self, version, error);
  if (self->access == FLUX_STORE_LOOK)
    {
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND,
                   _ ("%s does not exist. Start a program that takes readings into it first"), self->path);
      return FALSE;
    }
  /* Another program may have made it first. */
  return make_folder (self->path, error) && create (self->path, error)
         && flux_sqlite_inspect (self->path, FLUX_SQLITE_SCHEMA_NEWEST, &kind, &version, error)
         && raise_schema (self, version, error);
}

/* The file that @name means: the lock of a database must not depend on the way it is called. */
static char *
find_path (const char *name)
{
  g_autofree char *path = g_canonicalize_filename (name, NULL);
  char *real = realpath (path, NULL);

  if (real == NULL)
    return g_steal_pointer (&path);
  g_free (path);
  path = g_strdup (real);
  free (real);
  return g_steal_pointer (&path);
}

/* SQLite counts every allocation under a lock of the whole process unless it is told that nobody asks. */
static void
configure_sqlite (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&once, 1);
    }
}

FluxStoreDriver *
flux_sqlite_driver_open (const char *uri, FluxStoreAccess access, FluxClock *clock, GError **error)
{
  g_autoptr (FluxSqliteDriver) self = g_object_new (FLUX_TYPE_SQLITE_DRIVER, NULL);

  configure_sqlite ();
  self->path = find_path (uri + strlen ("sqlite:"));
  self->access = access;
  self->clock = g_object_ref (clock);
  if (!prepare_file (self, error))
    return NULL;
  return FLUX_STORE_DRIVER (g_steal_pointer (&self));
}

static void
flux_sqlite_driver_finalize (GObject *object)
{
  FluxSqliteDriver *self = FLUX_SQLITE_DRIVER (object);

  g_clear_pointer (&self->lock, flux_sqlite_lock_release);
  g_clear_object (&self->clock);
  g_free (self->path);

  G_OBJECT_CLASS (flux_sqlite_driver_parent_class)->finalize (object);
}

static void
flux_sqlite_driver_class_init (FluxSqliteDriverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_sqlite_driver_finalize;
  FLUX_STORE_DRIVER_CLASS (klass)->open_session = flux_sqlite_driver_open_session;
}

static void
flux_sqlite_driver_init (FluxSqliteDriver *self)
{
}
