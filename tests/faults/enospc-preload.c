/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Preloaded into a program: the folder $ENOSPC_FOLDER is a disk of as many bytes as the file $ENOSPC_SIZE says at the
 * moment. What would let its files grow past that is answered as a full disk answers: by writing what fits, and nothing
 * with ENOSPC after it. Any user can do this, without a file system of one's own. */

#undef _FILE_OFFSET_BITS /* both names of each function are meant as they stand */

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* The C library's own function of that name. */
#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

int posix_fallocate64 (int fd, off64_t offset, off64_t length);
int ftruncate64 (int fd, off64_t length);

static int
is_on_the_disk (int fd)
{
  const char *folder = getenv ("ENOSPC_FOLDER");
  char link_path[64], path[4096];
  ssize_t length;
  struct stat info;

  if (folder == NULL || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return 0;
  snprintf (link_path, sizeof link_path, "/proc/self/fd/%d", fd);
  length = readlink (link_path, path, sizeof path - 1);
  if (length < 0)
    return 0;
  path[length] = '\0';
  return strncmp (path, folder, strlen (folder)) == 0 && path[strlen (folder)] == '/';
}

static long long
get_size (void)
{
  FILE *file = fopen (getenv ("ENOSPC_SIZE"), "r");
  long long size = 0;

  if (file == NULL)
    return 0;
  if (fscanf (file, "%lld", &size) != 1)
    size = 0;
  fclose (file);
  return size;
}

static long long
get_used (void)
{
  DIR *folder = opendir (getenv ("ENOSPC_FOLDER"));
  struct dirent *entry;
  struct stat info;
  long long used = 0;

  if (folder == NULL)
    return 0;
  while ((entry = readdir (folder)) != NULL)
    if (fstatat (dirfd (folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (info.st_mode))
      used += info.st_size;
  closedir (folder);
  return used;
}

/* How many of the @count bytes at @offset may be written. Returns: -1 with ENOSPC when none */
static ssize_t
allow (int fd, size_t count, off64_t offset)
{
  int before = errno;
  struct stat info;
  long long growth, room;

  if (!is_on_the_disk (fd) || fstat (fd, &info) != 0)
    {
      errno = before;
      return count;
    }
  growth = offset + (long long) count - info.st_size;
  room = growth > 0 ? get_size () - get_used () : 0;
  errno = before;
  if (growth <= 0 || growth <= room)
    return count;
  if (room > 0 && (long long) count - (growth - room) > 0)
    return count - (growth - room);
  errno = ENOSPC;
  return -1;
}

ssize_t
write (int fd, const void *bytes, size_t count)
{
  off64_t offset = lseek64 (fd, 0, SEEK_CUR);
  ssize_t allowed = offset >= 0 ? allow (fd, count, offset) : (ssize_t) count;

  return allowed < 0 ? -1 : REAL (write) (fd, bytes, allowed);
}

ssize_t
pwrite (int fd, const void *bytes, size_t count, off_t offset)
{
  ssize_t allowed = allow (fd, count, offset);

  return allowed < 0 ? -1 : REAL (pwrite) (fd, bytes, allowed, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t count, off64_t offset)
{
  ssize_t allowed = allow (fd, count, offset);

  return allowed < 0 ? -1 : REAL (pwrite64) (fd, bytes, allowed, offset);
}

/* Whether the file may have @length bytes, all of them or not. */
static int
may_have (int fd, off64_t length)
{
  ssize_t allowed = allow (fd, length, 0);

  if (allowed == length)
    return 1;
  errno = ENOSPC;
  return 0;
}

int
ftruncate (int fd, off_t length)
{
  return may_have (fd, length) ? REAL (ftruncate) (fd, length) : -1;
}

int
ftruncate64 (int fd, off64_t length)
{
  return may_have (fd, length) ? REAL (ftruncate64) (fd, length) : -1;
}

int
posix_fallocate (int fd, off_t offset, off_t length)
{
  return may_have (fd, offset + length) ? REAL (posix_fallocate) (fd, offset, length) : ENOSPC;
}

int
posix_fallocate64 (int fd, off64_t offset, off64_t length)
{
  return may_have (fd, offset + length) ? REAL (posix_fallocate64) (fd, offset, length) : ENOSPC;
}
