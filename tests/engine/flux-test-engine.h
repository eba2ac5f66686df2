/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine.h"
#include "flux-test-clock.h"
#include "flux-time.h"

G_BEGIN_DECLS

/* When every test begins: 2026-11-24T12:00:00Z, µs UTC. */
#define FLUX_TEST_BEGIN (G_GINT64_CONSTANT (1795521600) * FLUX_TIME_SECOND)

/**
 * FluxTestEngine:
 * @folder: (owned): a folder of its own, with nothing but the database
 * @path: (owned): of the database
 * @key: (owned): with every scope, lets new devices in, belongs to no gateway
 *
 * An engine over a real database, with a clock that stands still until the test moves it.
 */
typedef struct
{
  char *folder;
  char *path;
  FluxTestClock *clock;
  FluxStore *store;
  FluxEngine *engine;
  FluxApiKey *key;

  /*< private >*/
  GAsyncQueue *answers;
  guint n_submitted;
} FluxTestEngine;

/* What came of a post. @error: (nullable) (owned) */
typedef struct
{
  FluxPost *post;
  GError *error;
} FluxTestAnswer;

void flux_test_answer_free (FluxTestAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestAnswer, flux_test_answer_free)

/* Returns: (transfer full): opened, on a new database */
FluxTestEngine *flux_test_engine_new (void);
void flux_test_engine_free (FluxTestEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestEngine, flux_test_engine_free)

void flux_test_engine_close (FluxTestEngine *self);
void flux_test_engine_open (FluxTestEngine *self);

/* Ends it as a killed process ends: what was not committed, and not noted by then, is not there. */
void flux_test_engine_kill (FluxTestEngine *self);

/* Another engine on the same database, which only looks. Returns: (transfer full) */
FluxEngine *flux_test_engine_look (FluxTestEngine *self);

/* A post of @body at the clock's time under the engine's own key. Returns: (transfer full) */
FluxPost *flux_test_engine_new_post (FluxTestEngine *self, const char *body);

/* Hands in a post without waiting for its end. @post: (transfer full) */
void flux_test_engine_submit (FluxTestEngine *self, FluxPost *post);

/* Waits for every post that was handed in. Returns: (transfer full) (element-type FluxTestAnswer): in order */
GPtrArray *flux_test_engine_wait (FluxTestEngine *self);

/* Waits for the next answer, for @within µs at most. Returns: (transfer none) (nullable): %NULL when none has come */
const FluxTestAnswer *flux_test_engine_peek (FluxTestEngine *self, gint64 within);

/* Hands in one post and waits for its end. @post: (transfer full). Returns: (transfer full) */
FluxTestAnswer *flux_test_engine_take (FluxTestEngine *self, FluxPost *post);

/* The outcomes of a post's records with the reasons that they are answered with, such as "stored duplicate",
 * "waiting (names no device)" or "bad{"flow_rate":"wrong type"}". Returns: (transfer full) */
char *flux_test_answer_describe (const FluxTestAnswer *self);

/* Stores settings of a device: the changed copy of a known one, or a new one. */
void flux_test_engine_save_device (FluxTestEngine *self, FluxDevice *device);

/* Stores a key. Returns: (transfer full): as it is stored */
FluxApiKey *flux_test_engine_save_key (FluxTestEngine *self, FluxApiKey *key);

/* Runs the default main context until @done returns TRUE; fails the test after 60 s. */
void flux_test_engine_run_until (gboolean (*done) (gpointer user_data), gpointer user_data);

/* A store's writer that stands still, so that what is handed in meanwhile shares one transaction. */
typedef struct _FluxTestHold FluxTestHold;

FluxTestHold *flux_test_engine_hold (FluxTestEngine *self);
void flux_test_hold_release (FluxTestHold *hold);

G_END_DECLS
