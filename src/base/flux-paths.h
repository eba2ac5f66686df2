/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where this program finds what belongs to it. A binary that still lies in its build tree uses the tree's own
 * schemas, translations and sibling programs, so that nothing needs to be installed or set to try it. */

/* The database a person gets without saying where: $STATE_DIRECTORY/fluxio.db under systemd, else fluxio/fluxio.db in
 * the user's data folder. The folder is not made. Returns: (transfer full) (type filename) */
char *flux_paths_default_database (void);

/* The database of the simulated plant, beside the default one. Returns: (transfer full) (type filename) */
char *flux_paths_simulated_database (void);

/* The folder that holds de/LC_MESSAGES/fluxio.mo and its like. Returns: (transfer full) (type filename) */
char *flux_paths_locale_dir (void);

/* The folder with gschemas.compiled when running from the build tree, or %NULL when the installed schemas are to be
 * used. Returns: (transfer full) (nullable) (type filename) */
char *flux_paths_schema_dir (void);

/* Another program of FluxIO, such as "fluxio-simulator", beside this one. Returns: (transfer full) (type filename) */
char *flux_paths_program (const char *name);

G_END_DECLS
