/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "flux-test-ingest.h"
#include "flux-test-records.h"

#define START "--start=2026-11-20T00:00:00Z"

static GSubprocess *
spawn (const char *const *arguments, GSubprocessFlags flags)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  GSubprocess *program;

  g_subprocess_launcher_unsetenv (launcher, "API_SECRET_KEY");
  g_ptr_array_add (argv, g_build_filename (g_getenv ("FLUX_TEST_PROGRAMS"), "fluxio-simulator", NULL));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, g_strdup (*arguments));
  g_ptr_array_add (argv, NULL);
  program = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return program;
}

/* Runs it to its end. Returns: its exit status */
static int
run (const char *const *arguments, char **output, char **errors)
{
  g_autoptr (GSubprocess) program = spawn (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (program, NULL, NULL, output, errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (program));
  return g_subprocess_get_exit_status (program);
}

typedef struct
{
  const char *name;
  const char *arguments[4];
  const char *said;
} RefusedCase;

static const RefusedCase refused_cases[] = {
  { "no-key", { NULL }, "--api-key" },
  { "empty-key", { "--api-key=" }, "--api-key" },
  { "key-with-space", { "--api-key=two words" }, "characters" },
  { "unknown-option", { "--faster" }, "--faster" },
  { "word", { "faster" }, "faster" },
  { "no-units", { "--units=0" }, "--units" },
  { "too-many-units", { "--units=10001" }, "--units" },
  { "slower-than-stop", { "--speed=-1" }, "--speed" },
  { "no-speed", { "--speed=nan" }, "--speed" },
  { "no-period", { "--period=0" }, "--period" },
  { "negative-backfill", { "--backfill=-1" }, "--backfill" },
  { "negative-length", { "--for=-1" }, "--for" },
  { "no-time", { "--api-key=k", "--start=yesterday" }, "yesterday" },
  { "before-2020", { "--api-key=k", "--start=2019-01-01" }, "2020" },
  { "backfill-before-2020", { "--api-key=k", "--backfill=10000" }, "2020" },
  { "future", { "--api-key=k", "--start=2190-01-01" }, "future" },
  { "endless-print", { "--print" }, "--for" },
  { "no-address", { "--api-key=k", "--url=nonsense" }, "address" },
};

/* One sentence that says what to do, and nothing on standard output. */
static void
test_refused (gconstpointer data)
{
  const RefusedCase *test = data;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (test->arguments, &output, &errors), ==, 1);
  g_assert_cmpstr (output, ==, "");
  g_assert_true (g_str_has_prefix (errors, "fluxio-simulator: "));
  g_assert_nonnull (strstr (errors, test->said));
  g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
}

static void
test_version (void)
{
  const char *const arguments[] = { "--version", NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (arguments, &output, &errors), ==, 0);
  g_assert_true (g_str_has_prefix (output, "fluxio-simulator "));
}

static char *
print_hour (const char *seed)
{
  const char *const arguments[] = { "--print", START, "--for=3600", seed, NULL };
  g_autofree char *errors = NULL;
  char *output = NULL;

  g_assert_cmpint (run (arguments, &output, &errors), ==, 0);
  g_assert_cmpstr (errors, ==, "");
  return output;
}

static void
test_print (void)
{
  g_autofree char *one = print_hour ("--seed=1");
  g_autofree char *other = print_hour ("--seed=1");
  g_autofree char *different = print_hour ("--seed=2");
  g_autoptr (GHashTable) records = flux_test_records_new ();
  g_auto (GStrv) lines = g_strsplit (one, "\n", -1);

  g_assert_true (g_str_equal (one, other));
  g_assert_false (g_str_equal (one, different));
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    flux_test_records_add (records, lines[i], strlen (lines[i]));
  g_assert_cmpuint (flux_test_records_count (records), >, 550);
}

static void
test_post (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 200, .naming_status = 200 };
  g_autofree char *url = g_strconcat ("--url=", flux_test_ingest_start (&server), NULL);
  const char *const arguments[] = { url, "--api-key=k", "--quiet", "--speed=0", "--for=7200", "--backfill=1", NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (arguments, &output, &errors), ==, 0);
  g_assert_cmpstr (output, ==, "");
  g_assert_cmpstr (errors, ==, "");
  flux_test_ingest_end (&server);
  g_assert_cmpuint (g_hash_table_size (server.devices), ==, 12);
  g_assert_cmpuint (flux_test_records_count (server.records), >, 26 * 600 * 0.9);
}

static void
test_wrong_key (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 401, .naming_status = 401 };
  g_autofree char *url = g_strconcat ("--url=", flux_test_ingest_start (&server), NULL);
  const char *const arguments[] = { url, "--api-key=not-this", "--quiet", "--backfill=1", NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (arguments, &output, &errors), ==, 1);
  g_assert_nonnull (strstr (errors, "--api-key"));
  g_assert_null (strstr (errors, "not-this"));
}

/* How a running simulator is ended. */
typedef enum
{
  BY_TERM,
  BY_INT,
  BY_STDIN,
} Ending;

static const struct
{
  const char *name;
  Ending ending;
} endings[] = {
  { "sigterm", BY_TERM },
  { "sigint", BY_INT },
  { "stdin-closed", BY_STDIN },
};

static gboolean
has_begun (gpointer user_data)
{
  g_main_context_wakeup (NULL);
  return flux_test_ingest_count (user_data) > 3;
}

static void
end_program (GSubprocess *program, Ending ending)
{
  g_autoptr (GError) error = NULL;

  if (ending == BY_STDIN)
    {
      g_output_stream_close (g_subprocess_get_stdin_pipe (program), NULL, &error);
      g_assert_no_error (error);
    }
  else
    g_subprocess_send_signal (program, ending == BY_TERM ? SIGTERM : SIGINT);
}

static void
test_ending (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto (FluxTestIngest) server = { .ingest_status = 200, .naming_status = 200 };
  g_autofree char *url = g_strconcat ("--url=", flux_test_ingest_start (&server), NULL);
  const char *const arguments[] = { url, "--api-key=k", "--backfill=2000", "--follow-stdin", NULL };
  g_autoptr (GSubprocess) program =
      spawn (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;

  flux_test_wait (has_begun, &server);
  end_program (program, endings[i].ending);
  g_subprocess_wait (program, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (program));
  g_assert_cmpint (g_subprocess_get_exit_status (program), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/program/refused/%s", refused_cases[i].name);

      g_test_add_data_func (path, &refused_cases[i], test_refused);
    }
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/program/ending/%s", endings[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_ending);
    }
  g_test_add_func ("/simulator/program/version", test_version);
  g_test_add_func ("/simulator/program/print", test_print);
  g_test_add_func ("/simulator/program/post", test_post);
  g_test_add_func ("/simulator/program/wrong-key", test_wrong_key);
  return g_test_run ();
}
