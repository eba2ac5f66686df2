/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-disk-watch.h"

#include <string.h>

#define SQLITE_SCHEME "sqlite:"
#define LOOK_EVERY_SECONDS 60

struct _FluxDiskWatch
{
  GObject parent_instance;

  GFile *file; /* (nullable) (owned) */
  GCancellable *cancellable;
  guint source;
  guint64 least;
  guint64 free_bytes;
  gboolean is_low;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxDiskWatch, flux_disk_watch, G_TYPE_OBJECT)

static void
on_looked (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxDiskWatch) self = user_data;
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info_finish (G_FILE (file), result, NULL);
  gboolean is_low;

  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
      || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->free_bytes = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  is_low = self->free_bytes < self->least;
  if (is_low == self->is_low)
    return;
  self->is_low = is_low;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
look (gpointer user_data)
{
  FluxDiskWatch *self = user_data;

  g_file_query_filesystem_info_async (self->file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, G_PRIORITY_LOW, self->cancellable,
                                      on_looked, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static void
flux_disk_watch_dispose (GObject *object)
{
  FluxDiskWatch *self = FLUX_DISK_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (flux_disk_watch_parent_class)->dispose (object);
}

static void
flux_disk_watch_finalize (GObject *object)
{
  FluxDiskWatch *self = FLUX_DISK_WATCH (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (flux_disk_watch_parent_class)->finalize (object);
}

static void
flux_disk_watch_class_init (FluxDiskWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = flux_disk_watch_dispose;
  object_class->finalize = flux_disk_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", FLUX_TYPE_DISK_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   0);
}

static void
flux_disk_watch_init (FluxDiskWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

FluxDiskWatch *
flux_disk_watch_new (const char *database, guint64 least)
{
  FluxDiskWatch *self = g_object_new (FLUX_TYPE_DISK_WATCH, NULL);

  self->least = least;
  if (!g_str_has_prefix (database, SQLITE_SCHEME))
    return self;
  self->file = g_file_new_for_path (database + strlen (SQLITE_SCHEME));
  self->source = g_timeout_add_seconds (LOOK_EVERY_SECONDS, look, self);
  look (self);
  return self;
}

gboolean
flux_disk_watch_is_low (FluxDiskWatch *self, guint64 *free_bytes)
{
  g_return_val_if_fail (FLUX_IS_DISK_WATCH (self), FALSE);
  *free_bytes = self->free_bytes;
  return self->is_low;
}
