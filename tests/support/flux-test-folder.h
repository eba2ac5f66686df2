/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A new folder of the test's own. Returns: (transfer full) (type filename) */
char *flux_test_folder_new (void);

/* Removes the folder with all that is in it, and frees its name. */
void flux_test_folder_remove (char *folder);

/* Every file in it by name, sorted and joined with spaces, for comparing. Returns: (transfer full) */
char *flux_test_folder_list (const char *folder);

/* The SHA-256 of a file's bytes, with its size before it. Returns: (transfer full) */
char *flux_test_folder_digest (const char *file);

G_END_DECLS
