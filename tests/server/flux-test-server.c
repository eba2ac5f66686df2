/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_MOST (60 * G_USEC_PER_SEC)

/* --- Life --------------------------------------------------------------------------------------------------------- */

FluxTestServer *
flux_test_server_new (void)
{
  FluxTestServer *self = g_new0 (FluxTestServer, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("fluxio-server-XXXXXX", &error);
  g_assert_no_error (error);
  self->database = flux_test_server_path (self, "plant.db");
  self->errors_path = flux_test_server_path (self, "errors");
  return self;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_no_errno (g_remove (path));
    }
  g_assert_no_errno (g_rmdir (folder));
}

void
flux_test_server_free (FluxTestServer *self)
{
  if (self->program != NULL)
    flux_test_server_stop (self);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->database);
  g_free (self->errors_path);
  g_strfreev (self->urls);
  g_free (self);
}

char *
flux_test_server_path (FluxTestServer *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

char *
flux_test_server_url (FluxTestServer *self, const char *path)
{
  return g_strconcat (self->urls[0], path, NULL);
}

static char *
program_path (void)
{
  return g_build_filename (g_getenv ("FLUX_TEST_PROGRAMS"), "fluxio-server", NULL);
}

static void
set_environment (GSubprocessLauncher *launcher)
{
#ifdef __SANITIZE_ADDRESS__
  /* Once GnuTLS has run, gcc 12's leak check follows a stale note of thread-local storage and crashes. */
  g_autofree char *options = g_strconcat (g_getenv ("ASAN_OPTIONS"), ":intercept_tls_get_addr=0", NULL);

  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", options, TRUE);
#endif
  g_subprocess_launcher_unsetenv (launcher, "API_SECRET_KEY");
  g_subprocess_launcher_unsetenv (launcher, "STATE_DIRECTORY");
}

static GPtrArray *
start_words (FluxTestServer *self, const char *const *options)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, program_path ());
  if (!self->from_environment)
    g_ptr_array_add (argv, g_strdup_printf ("--database=sqlite:%s", self->database));
  if (!self->from_environment && !self->no_key)
    g_ptr_array_add (argv, g_strdup ("--api-key=" FLUX_TEST_KEY));
  if (options == NULL || !g_strv_contains (options, "--listen"))
    g_ptr_array_add (argv, g_strdup ("--listen=127.0.0.1:0"));
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (options[i]));
  g_ptr_array_add (argv, NULL);
  return argv;
}

static guint
count_addresses (const char *const *options)
{
  guint n = 0;

  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    n += g_str_equal (options[i], "--listen");
  return MAX (n, 1);
}

static void
read_urls (FluxTestServer *self, guint n_urls)
{
  g_strfreev (self->urls);
  self->urls = g_new0 (char *, n_urls + 1);
  for (guint i = 0; i < n_urls; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);

      if (line == NULL)
        {
          g_autofree char *errors = flux_test_server_read_errors (self);

          g_error ("The server did not start: %s", errors);
        }
      g_assert_true (g_str_has_prefix (line, "listening on "));
      self->urls[i] = g_strdup (line + strlen ("listening on "));
    }
  self->port = atoi (strrchr (self->urls[0], ':') + 1);
}

void
flux_test_server_start (FluxTestServer *self, const char *const *options)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GPtrArray) argv = start_words (self, options);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->program);
  set_environment (launcher);
  if (self->may_warn)
    g_subprocess_launcher_setenv (launcher, "G_DEBUG", "fatal-criticals", TRUE);
  if (self->from_environment)
    {
      g_subprocess_launcher_setenv (launcher, "STATE_DIRECTORY", self->folder, TRUE);
      g_subprocess_launcher_setenv (launcher, "API_SECRET_KEY", FLUX_TEST_KEY, TRUE);
    }
  g_unlink (self->errors_path);
  g_subprocess_launcher_set_stderr_file_path (launcher, self->errors_path);
  self->program = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->program));
  read_urls (self, count_addresses (options));
}

void
flux_test_server_stop (FluxTestServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rest = NULL;
  gint64 begin = g_get_monotonic_time ();

  g_subprocess_send_signal (self->program, SIGTERM);
  rest = g_data_input_stream_read_upto (self->output, "", 0, NULL, NULL, NULL);
  g_subprocess_wait (self->program, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (self->program) || g_subprocess_get_exit_status (self->program) != 0)
    {
      g_autofree char *errors = flux_test_server_read_errors (self);

      g_error ("The server ended by signal %d or with %d: %s",
               g_subprocess_get_if_signaled (self->program) ? g_subprocess_get_term_sig (self->program) : 0,
               g_subprocess_get_if_exited (self->program) ? g_subprocess_get_exit_status (self->program) : 0, errors);
    }
  if (rest != NULL)
    g_assert_cmpstr (rest, ==, "");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, WAIT_MOST);
  g_clear_object (&self->output);
  g_clear_object (&self->program);
}

char *
flux_test_server_read_errors (FluxTestServer *self)
{
  char *text = NULL;

  g_file_get_contents (self->errors_path, &text, NULL, NULL);
  return text;
}

void
flux_test_server_await_error (FluxTestServer *self, const char *wanted)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_MOST;
  gboolean found = FALSE;

  while (!found)
    {
      g_autofree char *text = flux_test_server_read_errors (self);

      found = text != NULL && strstr (text, wanted) != NULL;
      if (!found && g_get_monotonic_time () > deadline)
        g_error ("The server did not say “%s” but “%s”", wanted, text);
      if (!found)
        g_poll (NULL, 0, 10);
    }
}

guint
flux_test_server_get_memory (FluxTestServer *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (self->program));
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10);
}

guint
flux_test_server_count_files (FluxTestServer *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (self->program));
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

gboolean
flux_test_server_is_plain (void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return FALSE;
#else
  return TRUE;
#endif
}

/* --- Programs ----------------------------------------------------------------------------------------------------- */

static char *
to_text (GBytes *bytes)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  return text != NULL ? g_strndup (text, size) : g_strdup ("");
}

int
flux_test_run (const char *const *argv, GBytes *input, GBytes **output, char **errors)
{
  GSubprocessFlags flags = (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE)
                           | (output != NULL ? G_SUBPROCESS_FLAGS_STDOUT_PIPE : G_SUBPROCESS_FLAGS_STDOUT_SILENCE)
                           | (errors != NULL ? G_SUBPROCESS_FLAGS_STDERR_PIPE : G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GBytes) error_bytes = NULL;
  g_autoptr (GError) error = NULL;

  set_environment (launcher);
  /* What is preloaded into programs that a sanitizer watches is not for others. */
  if (!g_str_equal (argv[0], "timeout"))
    g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  program = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (program, input, NULL, output, errors != NULL ? &error_bytes : NULL, &error);
  g_assert_no_error (error);
  if (errors != NULL)
    *errors = to_text (error_bytes);
  g_assert_true (g_subprocess_get_if_exited (program));
  return g_subprocess_get_exit_status (program);
}


int
flux_test_server_command (FluxTestServer *self, const char *const *words, char **output, char **errors)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) bytes = NULL;
  int status;

  /* One that ought to be refused may go on for ever. */
  g_ptr_array_add (argv, g_strdup ("timeout"));
  g_ptr_array_add (argv, g_strdup ("60"));
  g_ptr_array_add (argv, program_path ());
  g_ptr_array_add (argv, g_strdup_printf ("--database=sqlite:%s", self->database));
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (words[i]));
  g_ptr_array_add (argv, NULL);
  status = flux_test_run ((const char *const *) argv->pdata, NULL, &bytes, errors);
  if (output != NULL)
    *output = to_text (bytes);
  return status;
}

char *
flux_test_server_add_key (FluxTestServer *self, const char *name, const char *const *more)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *errors = NULL;
  char *text = NULL;

  g_ptr_array_add (words, (gpointer) "keys");
  g_ptr_array_add (words, (gpointer) "add");
  g_ptr_array_add (words, (gpointer) name);
  for (guint i = 0; more != NULL && more[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) more[i]);
  g_ptr_array_add (words, NULL);
  if (flux_test_server_command (self, (const char *const *) words->pdata, &text, &errors) != 0)
    g_error ("keys add: %s", errors);
  return g_strchomp (text);
}

char *
flux_test_server_sql (FluxTestServer *self, const char *sql)
{
  const char *const argv[] = { "sqlite3", "-batch", "-bail", "-cmd", ".timeout 10000", self->database, sql, NULL };
  g_autoptr (GBytes) output = NULL;
  g_autofree char *errors = NULL;

  if (flux_test_run (argv, NULL, &output, &errors) != 0)
    g_error ("%s: %s", sql, errors);
  return g_strchomp (to_text (output));
}

void
flux_test_assert_json (GBytes *json, const char *filter)
{
  const char *const argv[] = { "jq", "-e", filter, NULL };
  g_autoptr (GBytes) output = NULL;
  g_autofree char *errors = NULL;

  if (flux_test_run (argv, json, &output, &errors) != 0)
    g_error ("Not true of the answer: %s\n%s%.*s", filter, errors, (int) g_bytes_get_size (json),
             (const char *) g_bytes_get_data (json, NULL));
}
