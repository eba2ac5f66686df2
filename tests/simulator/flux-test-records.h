/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Readings that were posted, each known by its device and time, with how often it came: a hash table of text to number.
 * The bodies are read with json-glib and must have the contract's form. Not for two threads at once. */

/* Returns: (transfer full) */
GHashTable *flux_test_records_new (void);

/* Adds what @body holds. Returns: its number of records */
guint flux_test_records_add (GHashTable *self, const char *body, gsize size);

guint flux_test_records_count (GHashTable *self);

/* The readings that came more than once. */
guint flux_test_records_count_repeated (GHashTable *self);

/* Both hold the same readings, however often. */
void flux_test_records_assert_same (GHashTable *one, GHashTable *other);

G_END_DECLS
