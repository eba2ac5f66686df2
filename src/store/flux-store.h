/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"
#include "flux-store-session.h"

G_BEGIN_DECLS

typedef enum
{
  FLUX_STORE_TAKE_READINGS, /* the one program that takes readings into it; makes the database where there is none */
  FLUX_STORE_LOOK,          /* never writes; others may */
  FLUX_STORE_WRITE_BESIDE,  /* short changes beside a program that takes readings */
} FluxStoreAccess;

#define FLUX_TYPE_STORE (flux_store_get_type ())

/**
 * FluxStore:
 *
 * A database, and who may use it when: one writer thread owns writing, in order of arrival, and a few reading sessions
 * are lent to threads that ask. Changes that wait together share one transaction (group commit), and each hears of its
 * own end only after that has been synced to the disk.
 */
G_DECLARE_FINAL_TYPE (FluxStore, flux_store, FLUX, STORE, GObject)

/* Opens "sqlite:PATH". Blocks on the disk. A database that is newer, foreign or damaged is refused and stays byte for
 * byte as it was; the message says its address, what is wrong and what to do.
 * Returns: (transfer full) (nullable) */
FluxStore *flux_store_open (const char *uri, FluxStoreAccess access, FluxClock *clock, GError **error);

/* The same without blocking. */
void flux_store_open_async (const char *uri, FluxStoreAccess access, FluxClock *clock, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
FluxStore *flux_store_open_finish (GAsyncResult *result, GError **error);

/* Finishes every change that was submitted, then ends the writer. Blocks. Also done when the last reference goes. */
void flux_store_close (FluxStore *self);

const char *flux_store_get_uri (FluxStore *self);
FluxClock *flux_store_get_clock (FluxStore *self);
gboolean flux_store_is_read_only (FluxStore *self);

/* --- Writing ------------------------------------------------------------------------------------------------------ */

typedef struct _FluxStoreWork FluxStoreWork;

/**
 * FluxStoreWork:
 * @run: writes into the session, in a transaction that it shares with others. May be run again, from the start, when
 *   a work beside it failed
 * @done: after the commit, or with the error that undid it. Nothing of it is in the database when @error is set
 *
 * @can_do_less: when it has failed by itself it is run once more, with @has_failed set
 * @weight: rows it writes, about; small works that come fast are gathered for a moment
 * @next: (nullable): read-only within @done: the work of the same transaction that is done right after it
 *
 * A change under way, meant to stand at the start of a larger struct. Both functions run on the writer thread.
 */
struct _FluxStoreWork
{
  gboolean (*run) (FluxStoreWork *work, FluxStoreSession *session, GError **error);
  void (*done) (FluxStoreWork *work, const GError *error);
  guint weight;
  gboolean can_do_less;
  gboolean has_failed;
  FluxStoreWork *next;
};

/* Any thread. On a store opened for looking, @done gets %FLUX_STORE_ERROR_READ_ONLY at once, on the caller's thread. */
void flux_store_submit (FluxStore *self, FluxStoreWork *work);

typedef gboolean (*FluxStoreChange) (FluxStoreSession *session, gpointer data, GError **error);

/* A work for callers who want a GTask: @change runs on the writer thread.
 * @data: (transfer full): freed with @destroy when the task is over, on any thread */
void flux_store_change_async (FluxStore *self, FluxStoreChange change, gpointer data, GDestroyNotify destroy,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer none): @data, alive as long as @result; %NULL with an error when nothing was changed */
gpointer flux_store_change_finish (FluxStore *self, GAsyncResult *result, GError **error);

/* Blocks until the change is committed. Not from the writer thread. */
gboolean flux_store_change (FluxStore *self, FluxStoreChange change, gpointer data, GError **error);

/**
 * FluxStoreObserver:
 * @others_wrote: another program has changed the database; runs in the transaction, before its works
 * @before_commit: last chance to write into the transaction
 * @committed: the transaction is on the disk; runs before the works' done
 * @get_delay: in how many µs it wants a transaction even if nothing is submitted until then; negative: never
 * @rolled_back: nothing of the transaction is in the database; what was remembered of it must be forgotten
 *
 * Who keeps what the database holds in memory as well. All run on the writer thread. %NULL members are left out.
 */
typedef struct
{
  gboolean (*others_wrote) (gpointer observer, FluxStoreSession *session, GError **error);
  gboolean (*before_commit) (gpointer observer, FluxStoreSession *session, GError **error);
  gint64 (*get_delay) (gpointer observer);
  void (*committed) (gpointer observer);
  void (*rolled_back) (gpointer observer);
} FluxStoreObserver;

/* Call before anything is submitted; @functions must outlive the store, @observer until flux_store_close(). */
void flux_store_set_observer (FluxStore *self, const FluxStoreObserver *functions, gpointer observer);

/* Looks for what other programs wrote, now and then every @interval µs while nothing is submitted; 0 stops it. Each
 * time there is something, an empty transaction is run so that the observer hears of it. */
void flux_store_watch_others (FluxStore *self, gint64 interval);

/* --- Reading ------------------------------------------------------------------------------------------------------ */

/* Reads with a session lent to @read. Returns whatever the caller agreed with it; %NULL is an error. */
typedef gpointer (*FluxStoreRead) (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error);

/* Blocks: for worker threads and programs without a window. */
gpointer flux_store_read (FluxStore *self, FluxStoreRead read, gpointer data, GCancellable *cancellable,
                          GError **error);

/* On the store's pool of readers. @destroy frees @data; @destroy_result frees a result that nobody finishes. */
void flux_store_read_async (FluxStore *self, FluxStoreRead read, gpointer data, GDestroyNotify destroy,
                            GDestroyNotify destroy_result, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
gpointer flux_store_read_finish (FluxStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
