/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-session.h"

G_BEGIN_DECLS

#define FLUX_TYPE_TEST_SESSION (flux_test_session_get_type ())

/**
 * FluxTestSession:
 *
 * A session without a database: it writes down which calls come, and answers as the test wants.
 */
G_DECLARE_FINAL_TYPE (FluxTestSession, flux_test_session, FLUX, TEST_SESSION, FluxStoreSession)

FluxTestSession *flux_test_session_new (void);

/* What was called so far, parted by spaces: "begin", "commit", "rollback", "look", "upkeep", "idle" (upkeep at an
 * idle moment), and what flux_test_session_note() added. Forgets it. Returns: (transfer full) */
char *flux_test_session_take_log (FluxTestSession *self);
void flux_test_session_note (FluxTestSession *self, const char *word);

/* Holds the next commit up until it is let go. Returns at once. */
void flux_test_session_hold (FluxTestSession *self);

/* Waits until a commit is held up. */
void flux_test_session_wait_held (FluxTestSession *self);
void flux_test_session_let_go (FluxTestSession *self);

/* Lets the @nth call of @word fail with @code. */
void flux_test_session_fail (FluxTestSession *self, const char *word, guint nth, FluxStoreError code);

/* Lets begin say that others wrote, once. */
void flux_test_session_let_others_write (FluxTestSession *self);

/* How often upkeep says that there is more to do. */
void flux_test_session_set_upkeep (FluxTestSession *self, guint steps);

/* Waits until @word was called @n times in all. */
void flux_test_session_wait_for (FluxTestSession *self, const char *word, guint n);

G_END_DECLS
