/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-test-peer.h"

G_BEGIN_DECLS

/**
 * FluxTestIngest:
 * @ingest_status: what posts are answered; 200: they are kept
 * @naming_status: what POST /api/devices is answered
 * @away_from: from this request on the server is away: it takes no post and hangs up; 0: never
 * @away_for: for so many requests
 * @forgets_answer: when away, it keeps the post before it hangs up
 *
 * A stand-in for FluxIO's server: a real HTTP server that keeps what is posted and answers as it is told. Set its
 * fields before it starts; read the others after it has ended.
 */
typedef struct
{
  guint ingest_status;
  guint naming_status;
  guint away_from;
  guint away_for;
  gboolean forgets_answer;

  FluxTestPeer *peer;
  GHashTable *records;  /* flux-test-records.h */
  GHashTable *gateways; /* names */
  GHashTable *devices;  /* bodies */
  GPtrArray *keys;      /* that were sent */
  guint n_requests;
  guint n_posts;
  guint n_away;
  guint largest; /* records of a post */
  guint n_open;
  guint most_open;
} FluxTestIngest;

/* Starts it. Returns: (transfer none): its URL */
const char *flux_test_ingest_start (FluxTestIngest *self);

/* Ends the server, so that the fields may be read. */
void flux_test_ingest_end (FluxTestIngest *self);

/* How many posts it has kept so far; while it runs, too. */
guint flux_test_ingest_count (FluxTestIngest *self);

void flux_test_ingest_clear (FluxTestIngest *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FluxTestIngest, flux_test_ingest_clear)

G_END_DECLS
