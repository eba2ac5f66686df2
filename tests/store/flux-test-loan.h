/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store.h"

G_BEGIN_DECLS

/**
 * FluxTestLoan:
 *
 * A session of a store, lent to the test's thread while the thread that owns it waits, so that a test can be written
 * from top to bottom instead of as one callback a call.
 */
typedef struct _FluxTestLoan FluxTestLoan;

/* The writer's session, within a transaction. */
FluxTestLoan *flux_test_loan_write (FluxStore *store, FluxStoreSession **session);

/* Lets the transaction be committed, and waits for it. Frees @self. */
gboolean flux_test_loan_commit (FluxTestLoan *self, GError **error);

/* Lets it fail, and waits for that. Frees @self. */
void flux_test_loan_undo (FluxTestLoan *self);

/* A reading session. */
FluxTestLoan *flux_test_loan_read (FluxStore *store, FluxStoreSession **session);

/* Gives it back. Frees @self. */
void flux_test_loan_return (FluxTestLoan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxTestLoan, flux_test_loan_return)

G_END_DECLS
