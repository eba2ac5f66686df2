/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-test-engine.h"

G_BEGIN_DECLS

/* What has to hold after whatever was posted. */

/* What plain SQL finds in the database: columns parted by "|", rows by ";". Returns: (transfer full) */
char *flux_test_sql (const char *path, const char *sql);

/* Lets the sqlite3 program run statements that change the database. */
void flux_test_sql_run (const char *path, const char *sql);

/* received = stored + duplicate + failed read + waiting + refused, of each post, each gateway and in all, and the same
 * by posts as by gateways. @n_posts: @n_records: handed in since the database was made */
void flux_test_check_counters (FluxTestEngine *self, guint n_posts, guint n_records);

/* Each row knows the post that it came from first, each post its rows; those that joined later are found from the row
 * as well. */
void flux_test_check_links (FluxTestEngine *self);

/* The body of a kept post. Returns: (transfer full) */
GBytes *flux_test_read_body (FluxTestEngine *self, gint64 number);

/* Closes and opens the engine: rows and devices are the same. */
void flux_test_check_restart (FluxTestEngine *self);

G_END_DECLS
