/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FluxTestDriver:
 * @make_uri: the address of a database of its own, below @folder. Returns: (transfer full)
 * @query: what another program gets that runs @sql there, the contract's tables by the contract's statements: a line a
 *   row, columns parted by "|". Returns: (transfer full): the lines, without the last line break
 * @settle: puts the rows measured up to @until where the driver's upkeep moves them once there are many
 *
 * A kind of database that every case of the contract suite runs on.
 */
typedef struct
{
  const char *name;
  char *(*make_uri) (const char *folder);
  char *(*query) (const char *uri, const char *sql);
  void (*settle) (const char *uri, gint64 until);
} FluxTestDriver;

extern const FluxTestDriver flux_test_drivers[];
extern const guint flux_test_n_drivers;

/* What sqlite3 says to @sql on the file at @path. @complaint: (nullable): a part of what it must complain of; %NULL: it
 * must succeed. Returns: (transfer full): its output, without the last line break */
char *flux_test_sqlite3 (const char *path, const char *sql, const char *complaint);

G_END_DECLS
