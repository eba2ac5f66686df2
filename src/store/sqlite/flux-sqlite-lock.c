/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sqlite-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#define BEFORE_PROCESS ", process "

struct _FluxSqliteLock
{
  int fd;
};

/* Says who holds it, as the holder has written it. */
static void
fail_as_held (int fd, const char *path, GError **error)
{
  char text[200];
  gssize length = pread (fd, text, sizeof text, 0);
  g_autofree char *program = g_strstrip (g_strndup (text, MAX (length, 0)));
  char *process = g_strrstr (program, BEFORE_PROCESS);

  if (process == NULL)
    {
      g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_LOCKED,
                   _ ("Another program already takes readings from %s. End it, or open the database for looking only"),
                   path);
      return;
    }
  *process = '\0';
  g_set_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_LOCKED,
               /* Translators: a program, its number in the list of processes, a file */
               _ ("%s, process %s, already takes readings from %s. End that program, or open the database for looking "
                  "only"),
               program, process + strlen (BEFORE_PROCESS), path);
}

static void
write_holder (int fd)
{
  const char *program = g_get_prgname () != NULL ? g_get_prgname () : "fluxio";
  g_autofree char *text = g_strdup_printf ("%s" BEFORE_PROCESS "%d\n", program, (int) getpid ());

  /* Only for people to read: if it cannot be written, the lock holds all the same. */
  if (ftruncate (fd, 0) != 0 || pwrite (fd, text, strlen (text), 0) < 0)
    g_debug ("The lock file stays empty: %s", g_strerror (errno));
}

FluxSqliteLock *
flux_sqlite_lock_take (const char *path, GError **error)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  FluxSqliteLock *self;
  int fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, FLUX_STORE_ERROR, errno == ENOSPC ? FLUX_STORE_ERROR_NO_SPACE : FLUX_STORE_ERROR_READ_ONLY,
                   _ ("%s: the lock file cannot be made: %s. Check that this user may write in that folder"), name,
                   g_strerror (errno));
      return NULL;
    }

  /* A lock of the open file description: unlike a classic one it also keeps apart two stores of one process, and is
   * not lost when somebody else there closes the file. */
  if (fcntl (fd, F_OFD_SETLK, &whole) != 0)
    {
      fail_as_held (fd, path, error);
      close (fd);
      return NULL;
    }
  write_holder (fd);
  self = g_new0 (FluxSqliteLock, 1);
  self->fd = fd;
  return self;
}

void
flux_sqlite_lock_release (FluxSqliteLock *self)
{
  /* The file stays: removing it could take away the lock that another process has just got on it. */
  close (self->fd);
  g_free (self);
}
