/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-poster.h"

#include <glib/gi18n.h>
#include <string.h>

#include "flux-sim-lane.h"
#include "flux-sim-pace.h"
#include "flux-time.h"

#define FIRST_WAIT_MSEC 250
#define LONGEST_WAIT_MSEC 30000
#define LONGEST_NAP (FLUX_TIME_SECOND) /* the clock may be stepped */
#define INGEST_PATH "/api/ingest"

/* The data of a request. */
typedef struct
{
  FluxSimPoster *poster;
  FluxSimLane *lane; /* (unowned): the poster's, which is kept by its task */
} Sent;

struct _FluxSimPoster
{
  GObject parent_instance;

  FluxSimPlant *plant;
  FluxHttpClient *client;
  FluxClock *clock;
  char *api_key;
  char *shown_url; /* without a password */
  double speed;
  gint64 start;
  gint64 history;
  gint64 stop_at; /* G_MAXINT64: never */

  FluxSimPace pace;
  GPtrArray *lanes;
  gint64 batch_until; /* what was to be sent until then goes in large bodies */
  guint wait_msec;
  gboolean waiting;
  guint n_busy;
  guint64 n_posts;
  guint64 n_records;
  guint64 n_refused;
  char *trouble;
  gint64 told_at; /* monotonic µs */
  gboolean untold;

  GTask *task; /* (nullable): while it runs */
  GCancellable *ending;
  GError *failure; /* (nullable): why it ends */
  GSource *timer;
  GSource *cancelled;
};

G_DEFINE_FINAL_TYPE (FluxSimPoster, flux_sim_poster, G_TYPE_OBJECT)

enum
{
  PROGRESS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void pump (FluxSimPoster *self);

static void
drop_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/* Tells now, or with the next request or nap when it has only just told. */
static void
tell (FluxSimPoster *self, gboolean at_once)
{
  gint64 now = flux_clock_get_monotonic (self->clock);

  self->untold = TRUE;
  if (!at_once && now - self->told_at < FLUX_TIME_SECOND)
    return;
  self->untold = FALSE;
  self->told_at = now;
  g_signal_emit (self, signals[PROGRESS], 0);
}

static void
set_trouble (FluxSimPoster *self, const char *trouble)
{
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
}

static gboolean
on_timer (gpointer user_data)
{
  FluxSimPoster *self = user_data;

  g_clear_pointer (&self->timer, drop_source);
  self->waiting = FALSE;
  pump (self);
  return G_SOURCE_REMOVE;
}

static void
set_timer (FluxSimPoster *self, guint msec)
{
  g_clear_pointer (&self->timer, drop_source);
  self->timer = g_timeout_source_new (msec);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
finish_if_idle (FluxSimPoster *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->n_busy > 0 || self->task == NULL)
    return;
  task = g_steal_pointer (&self->task);
  if (self->failure != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&self->failure));
      return;
    }
  tell (self, TRUE);
  g_task_return_boolean (task, TRUE);
}

/* No further request; the run is over when those under way have come back. @failure: (transfer full) (nullable) */
static void
end (FluxSimPoster *self, GError *failure)
{
  g_autoptr (GError) owned = failure;

  if (!g_cancellable_is_cancelled (self->ending))
    self->failure = g_steal_pointer (&owned);
  g_clear_pointer (&self->timer, drop_source);
  g_clear_pointer (&self->cancelled, drop_source);
  g_cancellable_cancel (self->ending);
  finish_if_idle (self);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  end (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped")));
  return G_SOURCE_REMOVE;
}

static void
wait_for_server (FluxSimPoster *self, guint retry_after_seconds, const char *why)
{
  guint least;

  /* Requests that were under way together fail together; one wait is for all of them. */
  if (self->waiting)
    return;
  least = MIN (retry_after_seconds * 1000, 2 * LONGEST_WAIT_MSEC);
  self->wait_msec = self->wait_msec == 0 ? FIRST_WAIT_MSEC : MIN (2 * self->wait_msec, LONGEST_WAIT_MSEC);
  self->waiting = TRUE;
  set_trouble (self, why);
  set_timer (self, MAX (self->wait_msec, least));
  tell (self, TRUE);
}

/* The server took something: what has become due while it was away comes as a burst. */
static void
note_server_is_there (FluxSimPoster *self)
{
  set_trouble (self, NULL);
  if (self->wait_msec == 0)
    return;
  self->waiting = FALSE;
  self->wait_msec = 0;
  self->batch_until = MAX (self->batch_until, flux_sim_pace_get_now (&self->pace));
}

static void
act_on_verdict (FluxSimPoster *self, FluxSimLane *lane, FluxSimVerdict verdict, guint retry_after_seconds,
                const GError *error)
{
  gboolean is_post = flux_sim_lane_is_named (lane);
  guint n_records;

  if (verdict == FLUX_SIM_VERDICT_LATER)
    {
      wait_for_server (self, retry_after_seconds, error->message);
      return;
    }
  note_server_is_there (self);
  n_records = flux_sim_lane_next (lane);
  if (verdict == FLUX_SIM_VERDICT_REFUSED)
    {
      self->n_refused++;
      set_trouble (self, error->message);
    }
  else if (is_post)
    {
      self->n_posts++;
      self->n_records += n_records;
    }
  tell (self, FALSE);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Sent *sent = user_data;
  FluxSimPoster *self = sent->poster;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) net_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxHttpAnswer) answer = flux_http_client_post_finish (self->client, result, &cause);
  FluxSimVerdict verdict;

  sent->lane->busy = FALSE;
  self->n_busy--;
  if (cause != NULL)
    /* Translators: an address, and why nothing can be posted there */
    g_set_error (&net_error, cause->domain, cause->code, _ ("Posting to %s: %s"), self->shown_url, cause->message);
  if (g_cancellable_is_cancelled (self->ending))
    {
      finish_if_idle (self);
      return;
    }
  verdict = flux_sim_lane_is_named (sent->lane) ? flux_sim_judge_ingest (answer, net_error, &error)
                                                : flux_sim_judge_naming (answer, net_error, &error);
  if (verdict == FLUX_SIM_VERDICT_STOP)
    {
      end (self, g_steal_pointer (&error));
      return;
    }
  act_on_verdict (self, sent->lane, verdict, answer != NULL ? answer->retry_after_seconds : 0, error);
  pump (self);
}

static void
send_request (FluxSimPoster *self, FluxSimLane *lane)
{
  const char *headers[] = { "x-api-key", self->api_key, NULL };
  Sent *sent = g_new0 (Sent, 1);
  const char *url;
  g_autoptr (GBytes) body = flux_sim_lane_get_request (lane, MIN (self->batch_until, self->stop_at), &url);

  sent->poster = self;
  sent->lane = lane;
  lane->busy = TRUE;
  self->n_busy++;
  flux_http_client_post_async (self->client, url, headers, "application/json", body, self->ending, on_answer, sent);
}

/* The idle lane whose turn comes first. */
static FluxSimLane *
find_next (FluxSimPoster *self)
{
  FluxSimLane *next = NULL;

  for (guint i = 0; i < self->lanes->len; i++)
    {
      FluxSimLane *lane = g_ptr_array_index (self->lanes, i);

      if (!lane->busy && (next == NULL || lane->due_at < next->due_at))
        next = lane;
    }
  return next;
}

static gint64
find_earliest_due (FluxSimPoster *self)
{
  gint64 earliest = G_MAXINT64;

  for (guint i = 0; i < self->lanes->len; i++)
    earliest = MIN (earliest, ((const FluxSimLane *) g_ptr_array_index (self->lanes, i))->due_at);
  return earliest;
}

static void
nap (FluxSimPoster *self, const FluxSimLane *next)
{
  gint64 until = next == NULL ? self->stop_at : MIN (next->due_at, self->stop_at);
  gint64 delay = flux_sim_pace_get_delay (&self->pace, until);

  set_timer (self, CLAMP (delay, 0, LONGEST_NAP) / 1000 + 1);
}

/* Sends what is due as far as requests are free, and sets the timer for the next that will be. */
static void
pump (FluxSimPoster *self)
{
  gint64 now = MIN (flux_sim_pace_get_now (&self->pace), self->stop_at);
  FluxSimLane *next;

  if (self->waiting)
    return;
  for (next = find_next (self); next != NULL && next->due_at <= now; next = find_next (self))
    {
      if (self->n_busy == FLUX_SIM_POSTER_MOST_REQUESTS)
        return;
      send_request (self, next);
    }
  if (self->n_busy == 0 && now == self->stop_at)
    {
      end (self, NULL);
      return;
    }
  if (self->untold)
    tell (self, FALSE);
  nap (self, next);
}

static void
flux_sim_poster_dispose (GObject *object)
{
  FluxSimPoster *self = FLUX_SIM_POSTER (object);

  g_clear_pointer (&self->timer, drop_source);
  g_clear_pointer (&self->cancelled, drop_source);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->plant, flux_sim_plant_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->clock);
  g_clear_object (&self->ending);
  G_OBJECT_CLASS (flux_sim_poster_parent_class)->dispose (object);
}

static void
flux_sim_poster_finalize (GObject *object)
{
  FluxSimPoster *self = FLUX_SIM_POSTER (object);

  g_free (self->api_key);
  g_free (self->shown_url);
  g_free (self->trouble);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (flux_sim_poster_parent_class)->finalize (object);
}

static void
flux_sim_poster_class_init (FluxSimPosterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = flux_sim_poster_dispose;
  object_class->finalize = flux_sim_poster_finalize;
  signals[PROGRESS] = g_signal_new ("progress", FLUX_TYPE_SIM_POSTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
flux_sim_poster_init (FluxSimPoster *self)
{
  self->ending = g_cancellable_new ();
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_sim_lane_free);
}

/* The server's address without a path of the API and without a slash at its end. */
static char *
get_base_url (const char *url)
{
  g_autofree char *base = g_strdup (url);

  if (g_str_has_suffix (base, INGEST_PATH))
    base[strlen (base) - strlen (INGEST_PATH)] = '\0';
  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  return g_steal_pointer (&base);
}

static char *
get_shown_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY) : g_strdup (url);
}

FluxSimPoster *
flux_sim_poster_new (FluxSimPlant *plant, FluxHttpClient *client, FluxClock *clock, const FluxSimPosterOptions *options)
{
  FluxSimPoster *self = g_object_new (FLUX_TYPE_SIM_POSTER, NULL);
  g_autofree char *base_url = get_base_url (options->url);

  self->plant = flux_sim_plant_ref (plant);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->api_key = g_strdup (options->api_key);
  self->shown_url = get_shown_url (base_url);
  self->speed = options->speed;
  self->start = self->batch_until = options->start;
  self->history = options->history;
  self->stop_at = options->stop_at == 0 ? G_MAXINT64 : options->stop_at;
  for (guint i = 0; i < flux_sim_plant_get_n_gateways (plant); i++)
    g_ptr_array_add (self->lanes, flux_sim_lane_new (plant, i, options->start - options->history, base_url));
  return self;
}

void
flux_sim_poster_run_async (FluxSimPoster *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (self->task == NULL && !g_cancellable_is_cancelled (self->ending));

  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, flux_sim_poster_run_async);
  flux_sim_pace_init (&self->pace, self->clock, self->speed, self->start);
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }
  pump (self);
}

gboolean
flux_sim_poster_run_finish (FluxSimPoster *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static FluxSimPhase
get_phase (FluxSimPoster *self, gint64 earliest_due)
{
  if (self->waiting)
    return FLUX_SIM_PHASE_WAITING;
  if (earliest_due == G_MININT64)
    return FLUX_SIM_PHASE_NAMING;
  return self->history > 0 && earliest_due <= self->start ? FLUX_SIM_PHASE_HISTORY : FLUX_SIM_PHASE_LIVE;
}

void
flux_sim_poster_get_progress (FluxSimPoster *self, FluxSimProgress *progress)
{
  gint64 earliest_due = find_earliest_due (self), begin = self->start - self->history;
  gint64 reached = MIN (MAX (earliest_due, begin + 1) - 1, self->stop_at);

  *progress = (FluxSimProgress) {
    .phase = get_phase (self, earliest_due),
    .n_posts = self->n_posts,
    .n_records = self->n_records,
    .n_refused = self->n_refused,
    .reached = reached,
    .history_done = self->history == 0 ? 1 : CLAMP ((reached - begin) / (double) self->history, 0, 1),
    .trouble = self->trouble,
  };
}
