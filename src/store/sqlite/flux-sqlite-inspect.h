/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-error.h"

G_BEGIN_DECLS

/* "Flux" in the header's application id: how FluxIO knows its own files. */
#define FLUX_SQLITE_APPLICATION_ID 0x466c7578

typedef enum
{
  FLUX_SQLITE_FILE_ABSENT, /* there is none, or an empty one */
  FLUX_SQLITE_FILE_OURS,
} FluxSqliteFile;

/* Looks at the file at @path without changing a byte of it.
 * @version: (out): the schema's number, of our own files
 * @newest: the newest number this program knows
 * Returns: %FALSE with FOREIGN, NEWER or DAMAGED, the path, what is wrong and what to do */
gboolean flux_sqlite_inspect (const char *path, int newest, FluxSqliteFile *kind, int *version, GError **error);

G_END_DECLS
