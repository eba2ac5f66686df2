/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-error.h"

G_BEGIN_DECLS

typedef struct _FluxSqliteLock FluxSqliteLock;

/* Claims the database at @path for taking readings: a file "PATH.lock" beside it, locked as long as this lives or the
 * process does, that names the program and its process id. %FLUX_STORE_ERROR_LOCKED, with that name, when another
 * process has it. Returns: (transfer full) (nullable) */
FluxSqliteLock *flux_sqlite_lock_take (const char *path, GError **error);
void flux_sqlite_lock_release (FluxSqliteLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSqliteLock, flux_sqlite_lock_release)

G_END_DECLS
