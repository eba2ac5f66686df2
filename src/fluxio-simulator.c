/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flux-log.h"
#include "flux-paths.h"
#include "flux-sim-poster.h"
#include "flux-time.h"

#define MOST_UNITS 10000
#define TELL_HISTORY_EVERY (5 * FLUX_TIME_SECOND)
#define TELL_LIVE_EVERY FLUX_TIME_MINUTE

/* The options as they were typed. */
typedef struct
{
  char *url;
  char *api_key;
  int units;
  gint64 seed;
  double speed;
  double backfill_days;
  int period_seconds;
  gint64 for_seconds;
  char *start;
  gboolean quiet;
  gboolean follow_stdin;
  gboolean print;
  gboolean version;
} Options;

/* What they come to, times in µs UTC. */
typedef struct
{
  gint64 start;
  gint64 history;
  gint64 stop_at; /* 0: never */
} Span;

typedef struct
{
  FluxClock *clock;
  FluxSimPoster *poster;
  GCancellable *stop;
  GMainLoop *loop;
  gboolean quiet;
  FluxSimPhase told_phase;
  gint64 told_at;
  gboolean told;
  GError *failure;
} Run;

static void
options_clear (Options *options)
{
  g_free (options->url);
  g_free (options->api_key);
  g_free (options->start);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &options->url, N_ ("Server to post to (http://127.0.0.1:3000)"), N_ ("URL") },
    { "api-key", 0, 0, G_OPTION_ARG_STRING, &options->api_key,
      N_ ("Key of the server; else API_SECRET_KEY from the environment"), N_ ("KEY") },
    { "units", 0, 0, G_OPTION_ARG_INT, &options->units, N_ ("How many units the plant has (12)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, N_ ("The same number gives the same plant (1)"), N_ ("S") },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
      N_ ("Seconds of the plant in a second (1); 0: as fast as the server answers"), N_ ("X") },
    { "start", 0, 0, G_OPTION_ARG_STRING, &options->start,
      N_ ("Where the plant’s time begins, such as 2026-11-23T09:00:00Z (now)"), N_ ("TIME") },
    { "backfill", 0, 0, G_OPTION_ARG_DOUBLE, &options->backfill_days, N_ ("Post the days before first"), N_ ("DAYS") },
    { "period", 0, 0, G_OPTION_ARG_INT, &options->period_seconds, N_ ("How often units are read (60)"),
      N_ ("SECONDS") },
    { "for", 0, 0, G_OPTION_ARG_INT64, &options->for_seconds, N_ ("End after so many seconds of the plant"),
      N_ ("SECONDS") },
    { "print", 0, 0, G_OPTION_ARG_NONE, &options->print, N_ ("Write the bodies to standard output, a line each"),
      NULL },
    { "follow-stdin", 0, 0, G_OPTION_ARG_NONE, &options->follow_stdin, N_ ("End when standard input is closed"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, N_ ("Say nothing but errors"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("Print the version and end"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _ ("A made-up plant of flow meters whose gateways post to FluxIO.\n"
                                            "The plant’s time never gets ahead of the clock: with --speed, it begins\n"
                                            "so far back that it ends now, a day if --for does not say."));
  g_option_context_add_main_entries (context, entries, FLUX_GETTEXT_DOMAIN);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
check_numbers (const Options *options, GError **error)
{
  if (options->units < 1 || options->units > MOST_UNITS)
    return refuse (error, _ ("--units is %d. Give a number from 1 to %d."), options->units, MOST_UNITS);
  if (!(options->speed >= 0 && options->speed <= 1e6))
    return refuse (error, _ ("--speed is %g. Give a number from 0 to 1000000."), options->speed);
  if (options->period_seconds < 1 || options->period_seconds > 3600)
    return refuse (error, _ ("--period is %d. Give 1 to 3600 seconds."), options->period_seconds);
  if (!(options->backfill_days >= 0 && options->backfill_days <= 36500))
    return refuse (error, _ ("--backfill is %g. Give a number of days from 0 on."), options->backfill_days);
  if (options->for_seconds < 0 || options->for_seconds > G_MAXUINT32)
    return refuse (error, _ ("--for cannot be that. Give a number of seconds from 1 on."));
  return TRUE;
}

static gboolean
check_key (Options *options, GError **error)
{
  if (options->print)
    return TRUE;
  if (options->api_key == NULL)
    options->api_key = g_strdup (g_getenv ("API_SECRET_KEY"));
  if (options->api_key == NULL || *options->api_key == '\0')
    return refuse (error, _ ("The server asks for a key. Give it with --api-key or in API_SECRET_KEY."));
  for (const char *at = options->api_key; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return refuse (error, _ ("No key has such characters. Copy it again from FluxIO."));
  return TRUE;
}

/* A run faster than the clock ends at the clock's time. */
static gint64
get_default_start (const Options *options, gint64 now)
{
  double length = options->for_seconds > 0 ? options->for_seconds * FLUX_TIME_SECOND : FLUX_TIME_DAY;

  if (options->print || (options->speed > 0 && options->speed <= 1))
    return now;
  return now - (gint64) (options->speed == 0 ? length : length * (1 - 1 / options->speed));
}

static gboolean
get_span (const Options *options, gint64 now, Span *span, GError **error)
{
  span->start = get_default_start (options, now);
  if (options->start != NULL && !flux_time_read_iso8601 (options->start, strlen (options->start), &span->start))
    return refuse (error, _ ("“%s” is no time. Write it like 2026-11-23T09:00:00Z."), options->start);
  span->history = options->backfill_days * FLUX_TIME_DAY;
  span->stop_at = options->for_seconds > 0 ? span->start + options->for_seconds * FLUX_TIME_SECOND : 0;
  if (span->start - span->history < FLUX_SIM_EPOCH_SECONDS * FLUX_TIME_SECOND)
    return refuse (error, _ ("The plant’s history begins in 2020. Give a later --start or a smaller --backfill."));
  if (!options->print && span->start > now)
    return refuse (error, _ ("--start is in the future. Give a time that has been."));
  if (options->print && span->stop_at == 0)
    return refuse (error, _ ("--print would not end. Say with --for how many seconds to print."));
  return TRUE;
}

static gboolean
print_posts (GPtrArray *posts)
{
  for (guint i = 0; i < posts->len; i++)
    {
      const FluxSimPost *post = g_ptr_array_index (posts, i);
      gsize size;
      const char *text = g_bytes_get_data (post->body, &size);

      if (fwrite (text, 1, size, stdout) != size || putchar ('\n') == EOF)
        return FALSE;
    }
  return fflush (stdout) == 0;
}

/* Hour by hour, so that a year needs no more memory than that. */
static gboolean
print_plant (FluxSimPlant *plant, const Span *span, GError **error)
{
  for (gint64 from = span->start - span->history; from < span->stop_at; from += FLUX_TIME_HOUR)
    {
      gint64 to = MIN (from + FLUX_TIME_HOUR, span->stop_at);
      g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (plant, from, to);

      if (!print_posts (posts))
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("Cannot write to standard output: %s"),
                       g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

static char *
describe_progress (const FluxSimProgress *progress)
{
  char reached[FLUX_TIME_ISO8601_SIZE];
  gulong n_records = progress->n_records;

  flux_time_write_iso8601 (progress->reached / FLUX_TIME_SECOND * FLUX_TIME_SECOND, reached);
  switch (progress->phase)
    {
    case FLUX_SIM_PHASE_NAMING:
      return g_strdup (_ ("Naming the units"));
    case FLUX_SIM_PHASE_HISTORY:
      return g_strdup_printf (ngettext ("History: %.0f %% sent, %lu reading", "History: %.0f %% sent, %lu readings",
                                        n_records),
                              100 * progress->history_done, n_records);
    case FLUX_SIM_PHASE_WAITING:
      return g_strdup_printf (_ ("Waiting to try again: %s"), progress->trouble);
    case FLUX_SIM_PHASE_LIVE:
    default:
      if (progress->trouble != NULL)
        return g_strdup (progress->trouble);
      return g_strdup_printf (ngettext ("%lu reading sent, up to %s", "%lu readings sent, up to %s", n_records),
                              n_records, reached);
    }
}

static void
print_sum (FluxSimPoster *poster)
{
  FluxSimProgress progress;
  gulong n_records;

  flux_sim_poster_get_progress (poster, &progress);
  n_records = progress.n_records;
  g_printerr (ngettext ("Ended: %lu reading sent\n", "Ended: %lu readings sent\n", n_records), n_records);
}

static void
on_progress (FluxSimPoster *poster, Run *run)
{
  gint64 now = flux_clock_get_monotonic (run->clock);
  g_autofree char *line = NULL;
  FluxSimProgress progress;
  gint64 every;

  flux_sim_poster_get_progress (poster, &progress);
  every = progress.phase == FLUX_SIM_PHASE_LIVE ? TELL_LIVE_EVERY : TELL_HISTORY_EVERY;
  if (run->quiet || (run->told && progress.phase == run->told_phase && now - run->told_at < every))
    return;
  run->told = TRUE;
  run->told_at = now;
  run->told_phase = progress.phase;
  line = describe_progress (&progress);
  g_printerr ("%s\n", line);
}

static void
on_run_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  if (!flux_sim_poster_run_finish (run->poster, result, &run->failure)
      && g_error_matches (run->failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&run->failure);
  if (run->failure == NULL && !run->quiet)
    print_sum (run->poster);
  g_main_loop_quit (run->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  Run *run = user_data;

  g_cancellable_cancel (run->stop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stdin (int fd, GIOCondition condition, gpointer user_data)
{
  Run *run = user_data;
  char ignored[512];
  gssize got = read (fd, ignored, sizeof ignored);

  if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
    return G_SOURCE_CONTINUE;
  g_cancellable_cancel (run->stop);
  return G_SOURCE_REMOVE;
}

static void
run_loop (Run *run, gboolean follow_stdin)
{
  g_unix_signal_add (SIGTERM, on_signal, run);
  g_unix_signal_add (SIGINT, on_signal, run);
  if (follow_stdin)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_stdin, run);
  g_signal_connect (run->poster, "progress", G_CALLBACK (on_progress), run);
  flux_sim_poster_run_async (run->poster, run->stop, on_run_ended, run);
  g_main_loop_run (run->loop);
}

static gboolean
post_plant (const Options *options, FluxSimPlant *plant, FluxClock *clock, const Span *span, GError **error)
{
  g_autoptr (FluxHttpClient) client = flux_http_client_new (FLUX_SIM_POSTER_MOST_REQUESTS);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (FluxSimPoster) poster = NULL;
  FluxSimPosterOptions how = {
    .url = options->url != NULL ? options->url : "http://127.0.0.1:3000",
    .api_key = options->api_key,
    .speed = options->speed,
    .start = span->start,
    .history = span->history,
    .stop_at = span->stop_at,
  };
  Run run = { .clock = clock, .stop = stop, .loop = loop, .quiet = options->quiet };

  run.poster = poster = flux_sim_poster_new (plant, client, clock, &how);
  run_loop (&run, options->follow_stdin);
  if (run.failure == NULL)
    return TRUE;
  g_propagate_error (error, run.failure);
  return FALSE;
}

static gboolean
run_plant (Options *options, GError **error)
{
  g_autoptr (FluxClock) clock = flux_system_clock_new ();
  g_autoptr (FluxSimPlant) plant = NULL;
  Span span;

  if (!check_numbers (options, error) || !check_key (options, error)
      || !get_span (options, flux_clock_get_now (clock), &span, error))
    return FALSE;
  plant = flux_sim_plant_new (options->seed, options->units, options->period_seconds);
  return options->print ? print_plant (plant, &span, error) : post_plant (options, plant, clock, &span, error);
}

static void
set_language (void)
{
  g_autofree char *folder = flux_paths_locale_dir ();

  setlocale (LC_ALL, "");
  bindtextdomain (FLUX_GETTEXT_DOMAIN, folder);
  bind_textdomain_codeset (FLUX_GETTEXT_DOMAIN, "UTF-8");
  textdomain (FLUX_GETTEXT_DOMAIN);
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { .units = 12, .seed = 1, .speed = 1, .period_seconds = 60 };
  g_autoptr (GError) error = NULL;

  set_language ();
  flux_log_init ();
  if (!parse_options (&options, &argc, &argv, &error)
      || (argc > 1 && !refuse (&error, _ ("“%s” is not expected. See --help."), argv[1])))
    {
      g_printerr ("fluxio-simulator: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (options.version)
    {
      g_print ("fluxio-simulator %s\n", FLUX_VERSION);
      return EXIT_SUCCESS;
    }
  if (!run_plant (&options, &error))
    {
      g_printerr ("fluxio-simulator: %s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
