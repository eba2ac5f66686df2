/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Runs a fuzz target over the files of its corpus, each a test: what was once found is met in every build. */

#include "flux-fuzz-target.h"

#include <glib.h>

static void
run_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *bytes = NULL;
  g_autofree uint8_t *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  exact = g_malloc (MAX (size, 1)); /* without the NUL that GLib puts behind */
  for (gsize i = 0; i < size; i++)
    exact[i] = bytes[i];
  g_assert_cmpint (LLVMFuzzerTestOneInput (exact, size), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GDir) corpus = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  corpus = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (corpus)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/corpus/", name, NULL);

      g_test_add_data_func_full (path, g_build_filename (argv[1], name, NULL), run_file, g_free);
    }
  return g_test_run ();
}
