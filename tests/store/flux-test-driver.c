/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-driver.h"

#include <gio/gio.h>
#include <string.h>

char *
flux_test_sqlite3 (const char *path, const char *sql, const char *complaint)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) shell = NULL;
  g_autofree char *complaints = NULL;
  char *output = NULL;

  /* What a sanitizer preloads is for the test alone. */
  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  shell =
      g_subprocess_launcher_spawn (launcher, &error, "sqlite3", "-batch", "-cmd", ".timeout 10000", path, sql, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (shell, NULL, NULL, &output, &complaints, &error);
  g_assert_no_error (error);

  if (complaint == NULL)
    g_assert_cmpstr (complaints, ==, "");
  else
    {
      g_test_message ("sqlite3 says: %s", complaints);
      g_assert_nonnull (strstr (complaints, complaint));
    }
  g_assert_cmpint (g_subprocess_get_successful (shell), ==, complaint == NULL);
  return g_strchomp (output);
}

static char *
sqlite_make_uri (const char *folder)
{
  return g_strdup_printf ("sqlite:%s/plant.db", folder);
}

static char *
sqlite_query (const char *uri, const char *sql)
{
  return flux_test_sqlite3 (uri + strlen ("sqlite:"), sql, NULL);
}

static void
sqlite_settle (const char *uri, gint64 until)
{
  g_autofree char *sql = g_strdup_printf (
      "BEGIN IMMEDIATE;"
      "INSERT INTO fluxio_history SELECT * FROM fluxio_recent WHERE created_at <= %1$" G_GINT64_FORMAT ";"
      "DELETE FROM fluxio_recent WHERE created_at <= %1$" G_GINT64_FORMAT ";"
      "COMMIT",
      until);
  g_autofree char *output = sqlite_query (uri, sql);

  g_assert_cmpstr (output, ==, "");
}

const FluxTestDriver flux_test_drivers[] = {
  { "sqlite", sqlite_make_uri, sqlite_query, sqlite_settle },
};
const guint flux_test_n_drivers = G_N_ELEMENTS (flux_test_drivers);
