/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include "flux-paths.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static const struct
{
  const char *name;
  const char *state_directory;
  const char *database; /* NULL: in the user's data folder */
} databases[] = {
  { "person", NULL, NULL },
  { "empty", "", NULL },
  { "systemd", "/var/lib/fluxio", "/var/lib/fluxio/fluxio.db" },
  { "systemd-two", "/var/lib/fluxio:/var/lib/more", "/var/lib/fluxio/fluxio.db" },
};

static void
test_database (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *of_person = g_build_filename (g_get_user_data_dir (), "fluxio", "fluxio.db", NULL);
  g_autofree char *path = NULL;
  g_autofree char *simulated = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *simulated_folder = NULL;

  if (databases[i].state_directory != NULL)
    g_setenv ("STATE_DIRECTORY", databases[i].state_directory, TRUE);
  path = flux_paths_default_database ();
  simulated = flux_paths_simulated_database ();
  g_unsetenv ("STATE_DIRECTORY");

  g_assert_cmpstr (path, ==, databases[i].database != NULL ? databases[i].database : of_person);
  folder = g_path_get_dirname (path);
  simulated_folder = g_path_get_dirname (simulated);
  g_assert_cmpstr (simulated_folder, ==, folder);
  g_assert_cmpstr (simulated, !=, path);
}

/* What this program prints when it is run as ROOT/src/program; see main(). */
static char *
run_as (const char *program)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  char *output = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--print-paths", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static void
copy_this_program (const char *to)
{
  g_autoptr (GFile) from_file = g_file_new_for_path ("/proc/self/exe");
  g_autoptr (GFile) to_file = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (from_file, to_file, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (to, 0700), ==, 0);
}

static void
remove_tree (const char *root)
{
  const char *names[] = { "src/program", "src", "meson-private/coredata.dat", "meson-private", "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (root, names[i], NULL);

      g_remove (path);
    }
}

static void
test_places (gconstpointer data)
{
  gboolean in_build_tree = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("flux-paths-XXXXXX", &error);
  g_autofree char *src = g_build_filename (root, "src", NULL);
  g_autofree char *private = g_build_filename (root, "meson-private", NULL);
  g_autofree char *mark = g_build_filename (private, "coredata.dat", NULL);
  g_autofree char *program = g_build_filename (src, "program", NULL);
  g_autofree char *expected = NULL;
  g_autofree char *printed = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (src, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (private, 0700), ==, 0);
  if (in_build_tree)
    g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  copy_this_program (program);

  printed = run_as (program);
  if (in_build_tree)
    expected = g_strdup_printf ("%s/po\n%s/data\n%s/fluxio-simulator\n", root, root, src);
  else
    expected = g_strdup_printf ("%s\n%s\n%s/fluxio-simulator\n", FLUX_LOCALEDIR, "(null)", src);
  g_assert_cmpstr (printed, ==, expected);
  remove_tree (root);
}

static int
print_paths (void)
{
  g_autofree char *locale = flux_paths_locale_dir ();
  g_autofree char *schema = flux_paths_schema_dir ();
  g_autofree char *simulator = flux_paths_program ("fluxio-simulator");

  g_print ("%s\n%s\n%s\n", locale, schema != NULL ? schema : "(null)", simulator);
  return 0;
}

int
main (int argc, char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--print-paths"))
    return print_paths ();

  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("STATE_DIRECTORY");
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    {
      g_autofree char *path = g_strconcat ("/paths/database/", databases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_database);
    }
  g_test_add_data_func ("/paths/places/build-tree", GINT_TO_POINTER (TRUE), test_places);
  g_test_add_data_func ("/paths/places/installed", GINT_TO_POINTER (FALSE), test_places);
  return g_test_run ();
}
