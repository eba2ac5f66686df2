/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-test-plant.h"

G_BEGIN_DECLS

/* Files of SQLite databases, whole, left behind by a crash, and damaged. */

void flux_test_file_put (const char *path, const char *bytes, gsize size);

/* Returns: (transfer full) */
char *flux_test_file_get (const char *path, gsize *size);

/* Makes a database with a device A, number 1, and a hundred readings of it. */
void flux_test_file_make_database (const char *path);

/* Runs @sql on it with sqlite3. */
void flux_test_file_run_sql (const char *path, const char *sql);

/* Copies a database that is in use, with its log, as a crash would leave it. */
void flux_test_file_copy_crashed (FluxTestPlant *plant, const char *path);

/* Every file of the folder with its size, bytes and time of change. Returns: (transfer full) */
char *flux_test_file_picture (const char *folder);

/* Returns: (transfer full) (nullable) */
FluxStore *flux_test_file_open (const char *path, FluxStoreAccess access, GError **error);

G_END_DECLS
