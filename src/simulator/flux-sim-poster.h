/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"
#include "flux-sim-plant.h"
#include "flux-sim-verdict.h"

G_BEGIN_DECLS

/* So many requests are under way at once, at most one of each gateway. */
#define FLUX_SIM_POSTER_MOST_REQUESTS 4

/**
 * FluxSimPosterOptions:
 * @url: http or https address of the server, with or without /api/ingest
 * @api_key: the server's key, printable ASCII; never shown
 * @speed: seconds of the plant in a second; 1: real time, 0: as fast as the server answers
 * @start: the plant's time at the beginning, µs UTC
 * @history: posts of so many µs before @start are sent first, in large bodies, as fast as the server answers
 * @stop_at: the plant's time to end at, µs UTC; 0: never
 */
typedef struct
{
  const char *url;
  const char *api_key;
  double speed;
  gint64 start;
  gint64 history;
  gint64 stop_at;
} FluxSimPosterOptions;

typedef enum
{
  FLUX_SIM_PHASE_NAMING,  /* tells the server what the units are called */
  FLUX_SIM_PHASE_HISTORY, /* sends what was before the start */
  FLUX_SIM_PHASE_LIVE,
  FLUX_SIM_PHASE_WAITING, /* the server does not take anything; tried again after a while */
} FluxSimPhase;

/**
 * FluxSimProgress:
 * @phase: what it is doing
 * @n_posts: posts that the server has taken
 * @n_records: the readings in them
 * @n_refused: posts that the server did not want
 * @reached: every gateway's posts until then are sent, µs UTC of the plant
 * @history_done: 0 to 1, how much of the history is sent
 * @trouble: (nullable): why it waits, or why the last post was refused
 */
typedef struct
{
  FluxSimPhase phase;
  guint64 n_posts;
  guint64 n_records;
  guint64 n_refused;
  gint64 reached;
  double history_done;
  const char *trouble;
} FluxSimProgress;

#define FLUX_TYPE_SIM_POSTER (flux_sim_poster_get_type ())

/**
 * FluxSimPoster:
 *
 * Runs a plant against a server over HTTP, each gateway's posts in their order. While the server is away it waits
 * longer and longer, up to 30 s; the posts are made again from the plant, so however long it takes, nothing is lost and
 * no memory is used. Afterwards they come as a late burst. The plant's time is never ahead of the clock.
 *
 * Belongs to the thread that made it, and works on that thread's default main context.
 */
G_DECLARE_FINAL_TYPE (FluxSimPoster, flux_sim_poster, FLUX, SIM_POSTER, GObject)

/* Returns: (transfer full) */
FluxSimPoster *flux_sim_poster_new (FluxSimPlant *plant,
                                    FluxHttpClient *client,
                                    FluxClock *clock,
                                    const FluxSimPosterOptions *options);

/* Begins; once for a poster. Cancelling @cancellable stops it: what is under way is given up at once. */
void flux_sim_poster_run_async (FluxSimPoster *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Returns: %TRUE when it ended at its stop time; else %FALSE with %G_IO_ERROR_CANCELLED, or with what only a person can
 * help: %FLUX_SIM_ERROR_KEY, %FLUX_SIM_ERROR_ADDRESS, %FLUX_NET_ERROR_TLS, %FLUX_NET_ERROR_ADDRESS */
gboolean flux_sim_poster_run_finish (FluxSimPoster *self, GAsyncResult *result, GError **error);

/* @progress: filled; its text lives until the poster runs on */
void flux_sim_poster_get_progress (FluxSimPoster *self, FluxSimProgress *progress);

/**
 * FluxSimPoster::progress:
 *
 * Something has moved on. At most once a second, and when it begins to wait or ends as it should.
 */

G_END_DECLS
