/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-mapping.h"
#include "flux-test-scale.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* A program that decodes posts again is killed: what each post gave is then whole, the old or the new. */

#define N_POLLS 120

#define OLD_OR_NEW \
  "SELECT count (*) FROM flow_data WHERE NOT (flow_rate IN (n, 10 * n) AND level = n / 8.0 AND totalizer = n)"
/* A poll's number, from its time. */
#define POLLS \
  "WITH flow_data AS (SELECT *, (created_at / 1000000 - 1795424400) / 60 + 1 AS n FROM main.flow_data) "

/* --- The program that is killed ----------------------------------------------------------------------------------- */

static void
tell (guint64 done, guint64 total, gpointer user_data)
{
  printf ("%" G_GUINT64_FORMAT "\n", done);
  fflush (stdout);
}

static void
on_decoded (GObject *engine, GAsyncResult *result, gpointer loop)
{
  g_autoptr (GError) error = NULL;
  g_autofree FluxDecodeSummary *summary = flux_engine_decode_again_finish (FLUX_ENGINE (engine), result, &error);

  g_assert_no_error (error);
  g_main_loop_quit (loop);
}

static int
decode (const char *path)
{
  g_autofree char *uri = g_strconcat ("sqlite:", path, NULL);
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) store = flux_store_open (uri, FLUX_STORE_TAKE_READINGS, clock, &error);
  g_autoptr (FluxEngine) engine = NULL;
  const FluxPostQuery all = { 0 };

  g_assert_no_error (error);
  engine = flux_engine_new (store, clock, &error);
  g_assert_no_error (error);
  flux_engine_decode_again_async (engine, &all, "tester", tell, NULL, NULL, on_decoded, loop);
  g_main_loop_run (loop);
  flux_engine_close (engine);
  return 0;
}

/* --- The test ----------------------------------------------------------------------------------------------------- */

static const char *program;

/* Runs it on @path and kills it after it has told of @n_steps steps. */
static void
run_and_kill (const char *path, guint n_steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--decode", path, NULL);
  g_autoptr (GDataInputStream) output = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint i = 0; i < n_steps; i++)
    g_free (g_data_input_stream_read_line (output, NULL, NULL, NULL));
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, NULL);
}

static void
set_scale (FluxTestEngine *engine, double scale)
{
  g_autoptr (FluxRegisterMap) map = flux_test_get_map (engine, "nivus-750");
  g_autoptr (FluxRegisterMap) changed = flux_register_map_copy (map);
  const FluxMappingChange change = { .map = changed };
  g_autoptr (GError) error = NULL;

  ((FluxRegister *) g_ptr_array_index (changed->registers, 0))->scale = scale;
  error = flux_test_save_mapping (engine, &change);
  g_assert_no_error (error);
}

/* Each poll comes in two posts: one register, and two. */
static void
post_polls (FluxTestEngine *engine)
{
  for (guint n = 1; n <= N_POLLS; n++)
    {
      guint time = 1795424400 + 60 * (n - 1);
      g_autofree char *first = g_strdup_printf (
          "{\"timestamp\":%u,\"server_name\":\"NIVUS_01\",\"addr\":11,\"data\":\"[%u]\"}", time, n);
      g_autofree char *second
          = g_strdup_printf ("[{\"timestamp\":%u,\"server_name\":\"NIVUS_01\",\"addr\":13,\"data\":\"[%.3f]\"},"
                             "{\"timestamp\":%u,\"server_name\":\"NIVUS_01\",\"addr\":5201,\"data\":\"[%u]\"}]",
                             time + 1, n / 8.0, time + 2, n);

      flux_test_post_as (engine, "TRB245", first);
      flux_test_post_as (engine, "TRB245", second);
    }
}

static void
assert_sql (FluxTestEngine *engine, const char *sql, const char *expected)
{
  g_autofree char *found = flux_test_sql (engine->path, sql);

  g_assert_cmpstr (found, ==, expected);
}

static void
check (FluxTestEngine *engine)
{
  flux_test_engine_open (engine);
  assert_sql (engine, "SELECT count (*) FROM flow_data", G_STRINGIFY (N_POLLS));
  assert_sql (engine, POLLS OLD_OR_NEW, "0");
  flux_test_check_counters (engine, 2 * N_POLLS, 3 * N_POLLS);
  flux_test_check_links (engine);
}

static void
test_kill (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  const FluxPostQuery all = { 0 };
  g_autofree char *summary = NULL;

  flux_test_import_sample_plant (engine);
  post_polls (engine);
  for (guint i = 0; i < (guint) flux_test_scale (6, 60); i++)
    {
      set_scale (engine, i % 2 == 0 ? 10 : 1);
      flux_test_engine_close (engine);
      run_and_kill (engine->path, g_test_rand_int_range (0, 4));
      check (engine);
    }
  set_scale (engine, 10);
  summary = flux_test_decode_again (engine, &all);
  g_assert_cmpstr (summary, ==, "240 posts, 360 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, POLLS "SELECT count (*) FROM flow_data WHERE flow_rate = 10 * n", G_STRINGIFY (N_POLLS));
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--decode"))
    return decode (argv[2]);
  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  g_test_add_func ("/engine/decode-kill", test_kill);
  return g_test_run ();
}
