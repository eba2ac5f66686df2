/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FLUX_TYPE_DISK_WATCH (flux_disk_watch_get_type ())

/**
 * FluxDiskWatch:
 *
 * How much room is left on the disk that a database lies on, looked at once a minute without waiting for it. Signal
 * "changed": there has become too little, or there is enough again. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxDiskWatch, flux_disk_watch, FLUX, DISK_WATCH, GObject)

/* @database: its address; one that is no file of this computer is never short of room.
 * @least: fewer bytes than this are too little */
FluxDiskWatch *flux_disk_watch_new (const char *database, guint64 least);

/* @free_bytes: (out): as last seen. Returns: whether there is too little */
gboolean flux_disk_watch_is_low (FluxDiskWatch *self, guint64 *free_bytes);

G_END_DECLS
