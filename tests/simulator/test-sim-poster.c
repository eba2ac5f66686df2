/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-poster.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "flux-test-clock.h"
#include "flux-test-ingest.h"
#include "flux-test-records.h"
#include "flux-time.h"

#define NOW (20780 * FLUX_TIME_DAY) /* in November 2026 */
#define KEY "a-key-of-the-test"

/* A poster with its plant and a clock that the test moves, and how its run ended. */
typedef struct
{
  FluxSimPlant *plant;
  FluxTestClock *clock;
  FluxSimPoster *poster;
  GCancellable *stop;
  gboolean ended;
  gboolean ok;
  GError *error;
  guint n_waits; /* progress that said so */
  double history_done;
} Run;

static void
run_clear (Run *run)
{
  g_clear_object (&run->poster);
  g_clear_object (&run->clock);
  g_clear_object (&run->stop);
  g_clear_pointer (&run->plant, flux_sim_plant_unref);
  g_clear_error (&run->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
on_progress (FluxSimPoster *poster, Run *run)
{
  FluxSimProgress progress;

  flux_sim_poster_get_progress (poster, &progress);
  run->n_waits += progress.phase == FLUX_SIM_PHASE_WAITING;
  g_assert_cmpfloat (progress.history_done, >=, run->history_done);
  run->history_done = progress.history_done;
  if (progress.phase == FLUX_SIM_PHASE_WAITING)
    g_assert_nonnull (progress.trouble);
  if (progress.trouble != NULL)
    g_assert_null (strstr (progress.trouble, KEY));
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->ok = flux_sim_poster_run_finish (FLUX_SIM_POSTER (source), result, &run->error);
  g_assert_true (run->ok == (run->error == NULL));
  run->ended = TRUE;
}

static gboolean
has_ended (gpointer user_data)
{
  return ((Run *) user_data)->ended;
}

static void
begin (Run *run, const char *url, guint n_units, const FluxSimPosterOptions *options)
{
  g_autoptr (FluxHttpClient) client = flux_http_client_new (FLUX_SIM_POSTER_MOST_REQUESTS);
  FluxSimPosterOptions all = *options;

  all.url = url;
  all.api_key = KEY;
  run->plant = flux_sim_plant_new (1, n_units, 60);
  run->clock = flux_test_clock_new (NOW);
  run->stop = g_cancellable_new ();
  run->poster = flux_sim_poster_new (run->plant, client, FLUX_CLOCK (run->clock), &all);
  g_signal_connect (run->poster, "progress", G_CALLBACK (on_progress), run);
  flux_sim_poster_run_async (run->poster, run->stop, on_ended, run);
}

/* What the plant's gateways send in a span. */
static GHashTable *
get_expected (Run *run, gint64 from, gint64 to)
{
  g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (run->plant, from, to);
  GHashTable *records = flux_test_records_new ();

  for (guint i = 0; i < posts->len; i++)
    {
      const FluxSimPost *post = g_ptr_array_index (posts, i);

      flux_test_records_add (records, g_bytes_get_data (post->body, NULL), g_bytes_get_size (post->body));
    }
  return records;
}

typedef struct
{
  const char *name;
  guint n_units;
  int hours; /* of history */
  int live_hours;
  FluxTestIngest server;
  gboolean waits;
} WholeCase;

static const WholeCase whole_cases[] = {
  { "history", 12, 30, 0, { .ingest_status = 200, .naming_status = 200 } },
  { "as-fast-as-it-answers", 12, 0, 1, { .ingest_status = 200, .naming_status = 200 } },
  { "history-and-live", 12, 10, 1, { .ingest_status = 200, .naming_status = 200 } },
  { "accepted-with-doubts", 1, 5, 1, { .ingest_status = 200, .naming_status = 202 } },
  { "units-are-there", 12, 5, 1, { .ingest_status = 200, .naming_status = 400 } },
  { "may-not-name-units", 12, 5, 1, { .ingest_status = 200, .naming_status = 401 } },
  { "away-at-first", 3, 5, 1, { .ingest_status = 200, .naming_status = 200, .away_from = 1, .away_for = 8 }, TRUE },
  { "away-in-history", 12, 30, 1,
    { .ingest_status = 200, .naming_status = 200, .away_from = 17, .away_for = 6 }, TRUE },
  { "away-when-live", 12, 0, 1, { .ingest_status = 200, .naming_status = 200, .away_from = 100, .away_for = 9 }, TRUE },
  { "answer-lost", 12, 5, 2,
    { .ingest_status = 200, .naming_status = 200, .away_from = 60, .away_for = 9, .forgets_answer = TRUE }, TRUE },
};

/* Everything arrives, whatever happens in between. */
static void
test_whole (gconstpointer data)
{
  const WholeCase *test = data;
  g_auto (FluxTestIngest) server = test->server;
  g_auto (Run) run = { 0 };
  g_autoptr (GHashTable) expected = NULL;
  FluxSimPosterOptions options = {
    .speed = 0,
    .start = NOW - test->live_hours * FLUX_TIME_HOUR,
    .history = test->hours * FLUX_TIME_HOUR,
    .stop_at = NOW,
  };

  begin (&run, flux_test_ingest_start (&server), test->n_units, &options);
  flux_test_wait (has_ended, &run);
  flux_test_ingest_end (&server);

  g_assert_no_error (run.error);
  expected = get_expected (&run, options.start - options.history, NOW);
  flux_test_records_assert_same (server.records, expected);
  g_assert_cmpuint (g_hash_table_size (server.devices), ==, test->n_units);
  g_assert_cmpuint (g_hash_table_size (server.gateways), ==, flux_sim_plant_get_n_gateways (run.plant));
  g_assert_cmpuint (server.most_open, <=, FLUX_SIM_POSTER_MOST_REQUESTS);
  g_assert_true ((run.n_waits > 0) == test->waits);
  g_assert_true ((server.n_away > 0) == test->waits);
  g_assert_cmpfloat (run.history_done, ==, 1);
}

static void
test_bodies_are_large_in_history (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 200, .naming_status = 200 };
  g_auto (Run) run = { 0 };
  FluxSimPosterOptions options = { .speed = 0, .start = NOW, .history = 3 * FLUX_TIME_DAY, .stop_at = NOW };
  FluxSimProgress progress;

  begin (&run, flux_test_ingest_start (&server), 12, &options);
  flux_test_wait (has_ended, &run);
  flux_test_ingest_end (&server);

  g_assert_no_error (run.error);
  g_assert_cmpuint (server.largest, >=, FLUX_SIM_RECORDS_A_POST);
  g_assert_cmpuint (flux_test_records_count (server.records), >, 200 * server.n_posts);
  flux_sim_poster_get_progress (run.poster, &progress);
  g_assert_cmpuint (progress.n_posts, ==, server.n_posts);
  g_assert_cmpuint (progress.n_records, >=, flux_test_records_count (server.records));
  g_assert_cmpint (progress.reached, ==, NOW);
}

static void
test_key_and_gateway (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 200, .naming_status = 200 };
  g_auto (Run) run = { 0 };
  FluxSimPosterOptions options = { .speed = 0, .start = NOW - FLUX_TIME_HOUR, .stop_at = NOW };
  g_autofree char *url = NULL;
  GHashTableIter iter;
  gpointer device;

  /* People paste the whole address of the API. */
  url = g_strconcat (flux_test_ingest_start (&server), "/api/ingest", NULL);
  begin (&run, url, 2, &options);
  flux_test_wait (has_ended, &run);
  flux_test_ingest_end (&server);

  g_assert_no_error (run.error);
  g_assert_true (g_hash_table_contains (server.gateways, "TRB246 Kläranlage"));
  for (guint i = 0; i < server.keys->len; i++)
    g_assert_cmpstr (g_ptr_array_index (server.keys, i), ==, KEY);
  g_hash_table_iter_init (&iter, server.devices);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = json_from_string (device, &error);

      g_assert_no_error (error);
      g_assert_true (json_object_has_member (json_node_get_object (node), "device_id"));
      g_assert_true (json_object_has_member (json_node_get_object (node), "device_name"));
      g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "location"), ==, "Kläranlage");
    }
}

typedef struct
{
  const char *name;
  guint status;
  int code; /* of FLUX_SIM_ERROR */
} FatalCase;

static const FatalCase fatal_cases[] = {
  { "wrong-key", 401, FLUX_SIM_ERROR_KEY },       { "no-scope", 403, FLUX_SIM_ERROR_KEY },
  { "not-found", 404, FLUX_SIM_ERROR_ADDRESS },   { "redirect", 301, FLUX_SIM_ERROR_ADDRESS },
  { "redirect-308", 308, FLUX_SIM_ERROR_ADDRESS },
};

static void
test_fatal (gconstpointer data)
{
  const FatalCase *test = data;
  g_auto (FluxTestIngest) server = { .ingest_status = test->status, .naming_status = 200 };
  g_auto (Run) run = { 0 };
  FluxSimPosterOptions options = { .speed = 0, .start = NOW, .history = FLUX_TIME_DAY };

  begin (&run, flux_test_ingest_start (&server), 12, &options);
  flux_test_wait (has_ended, &run);
  g_assert_error (run.error, FLUX_SIM_ERROR, test->code);
  g_assert_null (strstr (run.error->message, KEY));
}

static void
test_bad_address (void)
{
  g_auto (Run) run = { 0 };
  FluxSimPosterOptions options = { .speed = 0, .start = NOW, .history = FLUX_TIME_DAY };

  begin (&run, "not an address", 12, &options);
  flux_test_wait (has_ended, &run);
  g_assert_error (run.error, FLUX_NET_ERROR, FLUX_NET_ERROR_ADDRESS);
}

static void
test_refused_posts_do_not_stop (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 413, .naming_status = 200 };
  g_auto (Run) run = { 0 };
  FluxSimPosterOptions options = { .speed = 0, .start = NOW - FLUX_TIME_HOUR, .stop_at = NOW };
  g_autoptr (GPtrArray) posts = NULL;
  FluxSimProgress progress;

  begin (&run, flux_test_ingest_start (&server), 1, &options);
  flux_test_wait (has_ended, &run);
  g_assert_no_error (run.error);
  posts = flux_sim_plant_list_posts (run.plant, options.start, NOW);
  flux_sim_poster_get_progress (run.poster, &progress);
  g_assert_cmpuint (progress.n_refused, ==, posts->len);
  g_assert_cmpuint (progress.n_posts, ==, 0);
  g_assert_nonnull (progress.trouble);
}

/* Waits for the server to have kept some posts. */
typedef struct
{
  FluxTestIngest *server;
  guint n_posts;
} Awaited;

static gboolean
has_posts (gpointer user_data)
{
  Awaited *awaited = user_data;

  /* The server's thread does not wake this one up; the poster's timer does, once a second at the latest. */
  g_main_context_wakeup (NULL);
  return flux_test_ingest_count (awaited->server) >= awaited->n_posts;
}

/* In real time: nothing comes before its time, and each period brings the next posts. */
static void
test_live (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 200, .naming_status = 200 };
  g_auto (Run) run = { 0 };
  Awaited awaited = { &server, 0 };
  FluxSimPosterOptions options = { .speed = 1, .start = NOW };
  g_autoptr (GHashTable) expected = NULL;

  begin (&run, flux_test_ingest_start (&server), 2, &options);
  for (int minute = 1; minute <= 3; minute++)
    {
      g_autoptr (GPtrArray) posts = NULL;

      flux_test_clock_advance (run.clock, FLUX_TIME_MINUTE);
      posts = flux_sim_plant_list_posts (run.plant, NOW, NOW + minute * FLUX_TIME_MINUTE);
      awaited.n_posts = posts->len;
      flux_test_wait (has_posts, &awaited);
    }
  g_cancellable_cancel (run.stop);
  flux_test_wait (has_ended, &run);
  flux_test_ingest_end (&server);

  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  expected = get_expected (&run, NOW, NOW + 3 * FLUX_TIME_MINUTE);
  flux_test_records_assert_same (server.records, expected);
}

static void
test_stop_in_the_middle (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 200, .naming_status = 200 };
  g_auto (Run) run = { 0 };
  Awaited awaited = { &server, 5 };
  FluxSimPosterOptions options = { .speed = 0, .start = NOW, .history = 300 * FLUX_TIME_DAY };

  begin (&run, flux_test_ingest_start (&server), 12, &options);
  flux_test_wait (has_posts, &awaited);
  g_cancellable_cancel (run.stop);
  flux_test_wait (has_ended, &run);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (run.history_done, <, 1);
}

static gboolean
has_waited (gpointer user_data)
{
  return ((Run *) user_data)->n_waits > 0;
}

static void
test_stop_while_waiting (void)
{
  g_auto (FluxTestIngest) server = { .ingest_status = 503, .naming_status = 503 };
  g_auto (Run) run = { 0 };
  FluxSimPosterOptions options = { .speed = 1, .start = NOW };

  begin (&run, flux_test_ingest_start (&server), 12, &options);
  flux_test_wait (has_waited, &run);
  g_cancellable_cancel (run.stop);
  flux_test_wait (has_ended, &run);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (whole_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/poster/whole/%s", whole_cases[i].name);

      g_test_add_data_func (path, &whole_cases[i], test_whole);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fatal_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulator/poster/fatal/%s", fatal_cases[i].name);

      g_test_add_data_func (path, &fatal_cases[i], test_fatal);
    }
  g_test_add_func ("/simulator/poster/fatal/bad-address", test_bad_address);
  g_test_add_func ("/simulator/poster/bodies-are-large-in-history", test_bodies_are_large_in_history);
  g_test_add_func ("/simulator/poster/key-and-gateway", test_key_and_gateway);
  g_test_add_func ("/simulator/poster/refused-posts-do-not-stop", test_refused_posts_do_not_stop);
  g_test_add_func ("/simulator/poster/live", test_live);
  g_test_add_func ("/simulator/poster/stop/in-the-middle", test_stop_in_the_middle);
  g_test_add_func ("/simulator/poster/stop/while-waiting", test_stop_while_waiting);
  return g_test_run ();
}
