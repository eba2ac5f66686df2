/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-loan.h"

typedef enum
{
  LOAN_ASKED,
  LOAN_LENT,
  LOAN_COMMITTED,
  LOAN_UNDONE,
  LOAN_OVER,
} LoanState;

struct _FluxTestLoan
{
  FluxStoreWork work;
  FluxStore *store; /* (owned) */
  GThread *reader;  /* (nullable): of a reading session */

  GMutex mutex;
  GCond changed;
  /* under the mutex */
  LoanState state;
  FluxStoreSession *session;
  GError *error;
};

static void
set_state (FluxTestLoan *self, LoanState state)
{
  g_mutex_lock (&self->mutex);
  self->state = state;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static LoanState
wait_past (FluxTestLoan *self, LoanState last)
{
  LoanState state;

  g_mutex_lock (&self->mutex);
  while (self->state <= last)
    g_cond_wait (&self->changed, &self->mutex);
  state = self->state;
  g_mutex_unlock (&self->mutex);
  return state;
}

/* On the thread that owns @session. Returns: how the borrower ended it */
static LoanState
lend (FluxTestLoan *self, FluxStoreSession *session)
{
  self->session = session;
  set_state (self, LOAN_LENT);
  return wait_past (self, LOAN_LENT);
}

static gboolean
loan_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  FluxTestLoan *self = (FluxTestLoan *) work;

  if (lend (self, session) == LOAN_COMMITTED)
    return TRUE;
  g_set_error_literal (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_FAILED, "undone by the test");
  return FALSE;
}

static void
loan_done (FluxStoreWork *work, const GError *error)
{
  FluxTestLoan *self = (FluxTestLoan *) work;

  self->error = error != NULL ? g_error_copy (error) : NULL;
  set_state (self, LOAN_OVER);
}

static FluxTestLoan *
loan_new (FluxStore *store)
{
  FluxTestLoan *self = g_new0 (FluxTestLoan, 1);

  self->store = g_object_ref (store);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

static void
loan_free (FluxTestLoan *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_clear_error (&self->error);
  g_object_unref (self->store);
  g_free (self);
}

FluxTestLoan *
flux_test_loan_write (FluxStore *store, FluxStoreSession **session)
{
  FluxTestLoan *self = loan_new (store);

  self->work.run = loan_run;
  self->work.done = loan_done;
  flux_store_submit (store, &self->work);
  wait_past (self, LOAN_ASKED);
  if (self->error != NULL)
    g_error ("No session is lent: %s", self->error->message);
  *session = self->session;
  return self;
}

gboolean
flux_test_loan_commit (FluxTestLoan *self, GError **error)
{
  gboolean committed;

  set_state (self, LOAN_COMMITTED);
  wait_past (self, LOAN_UNDONE);
  committed = self->error == NULL;
  if (!committed)
    g_propagate_error (error, g_steal_pointer (&self->error));
  loan_free (self);
  return committed;
}

void
flux_test_loan_undo (FluxTestLoan *self)
{
  set_state (self, LOAN_UNDONE);
  wait_past (self, LOAN_UNDONE);
  g_assert_nonnull (self->error);
  loan_free (self);
}

static gpointer
read_on_loan (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  lend (data, session);
  return data;
}

static gpointer
reader_thread (gpointer data)
{
  FluxTestLoan *self = data;
  g_autoptr (GError) error = NULL;

  flux_store_read (self->store, read_on_loan, self, NULL, &error);
  g_assert_no_error (error);
  return NULL;
}

FluxTestLoan *
flux_test_loan_read (FluxStore *store, FluxStoreSession **session)
{
  FluxTestLoan *self = loan_new (store);

  self->reader = g_thread_new ("test-reader", reader_thread, self);
  wait_past (self, LOAN_ASKED);
  *session = self->session;
  return self;
}

void
flux_test_loan_return (FluxTestLoan *self)
{
  set_state (self, LOAN_OVER);
  g_thread_join (self->reader);
  loan_free (self);
}
