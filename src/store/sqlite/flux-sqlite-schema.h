/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-sqlite-connection.h"

G_BEGIN_DECLS

/* The newest schema this program knows. */
#define FLUX_SQLITE_SCHEMA_NEWEST 2

/* Raises @connection's database from @version to the newest schema, each step in a transaction with its number. */
gboolean flux_sqlite_schema_upgrade (FluxSqliteConnection *connection, int version, GError **error);

/* Posts with the same number shifted right by this many bits are a block; see fluxio_post_blocks. */
#define FLUX_SQLITE_POST_BLOCK_SHIFT 9

/* The columns of a reading in fluxio_recent, fluxio_history and fluxio_failed_reads, in the order of their making. */
#define FLUX_SQLITE_READING_COLUMNS \
  "created_at, device, copy, flow_rate, totalizer, temperature, pressure, battery_level, signal_strength, level, " \
  "velocity, delay, quality, own_time, rejected, metadata, post"

G_END_DECLS
