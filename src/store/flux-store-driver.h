/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"
#include "flux-store.h"

G_BEGIN_DECLS

#define FLUX_TYPE_STORE_DRIVER (flux_store_driver_get_type ())

/**
 * FluxStoreDriver:
 *
 * A kind of database at one address: what a #FluxStore asks for sessions. Subclassed in store/sqlite.
 */
G_DECLARE_DERIVABLE_TYPE (FluxStoreDriver, flux_store_driver, FLUX, STORE_DRIVER, GObject)

struct _FluxStoreDriverClass
{
  GObjectClass parent_class;

  /* Returns: (transfer full) (nullable): a session that may write, or only read. Any thread, one at a time. */
  FluxStoreSession *(*open_session) (FluxStoreDriver *self, gboolean may_write, GError **error);
};

FluxStoreSession *flux_store_driver_open_session (FluxStoreDriver *self, gboolean may_write, GError **error);

/* Finds the driver for @uri and opens the database: takes its lock, checks it, makes it or raises its schema as
 * @access allows. Returns: (transfer full) (nullable) */
FluxStoreDriver *flux_store_driver_open (const char *uri, FluxStoreAccess access, FluxClock *clock, GError **error);

G_END_DECLS
