/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-paths.h"

#include <gio/gio.h>

static char *
program_dir (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : g_strdup (".");
}

/* build/src/fluxio has build/data/gschemas.compiled; an installed program has no such neighbour. */
static char *
build_dir (void)
{
  g_autofree char *src = program_dir ();
  g_autofree char *build = g_path_get_dirname (src);
  g_autofree char *mark = g_build_filename (build, "meson-private", "coredata.dat", NULL);

  return g_file_test (mark, G_FILE_TEST_EXISTS) ? g_steal_pointer (&build) : NULL;
}

static char *
data_file (const char *name)
{
  const char *state = g_getenv ("STATE_DIRECTORY");
  g_auto (GStrv) folders = NULL;

  if (state == NULL || *state == '\0')
    return g_build_filename (g_get_user_data_dir (), "fluxio", name, NULL);

  /* systemd lists several folders with colons; the first is the unit's own. */
  folders = g_strsplit (state, ":", 2);
  return g_build_filename (folders[0], name, NULL);
}

char *
flux_paths_default_database (void)
{
  return data_file ("fluxio.db");
}

char *
flux_paths_simulated_database (void)
{
  return data_file ("simulated-plant.db");
}

char *
flux_paths_locale_dir (void)
{
  g_autofree char *build = build_dir ();

  return build != NULL ? g_build_filename (build, "po", NULL) : g_strdup (FLUX_LOCALEDIR);
}

char *
flux_paths_schema_dir (void)
{
  g_autofree char *build = build_dir ();

  return build != NULL ? g_build_filename (build, "data", NULL) : NULL;
}

char *
flux_paths_program (const char *name)
{
  g_autofree char *dir = program_dir ();

  return g_build_filename (dir, name, NULL);
}
