/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine.h"
#include "flux-store-session.h"

G_BEGIN_DECLS

/* The posts that are kept, what became of them, and decoding them again. Threads as for #FluxEngine; what is read comes
 * from the store's pool of readers. Who lists posts live asks for those after the newest it knows whenever subscribers
 * are told of a gateway. */

/* The posts that @query (copied) asks for, newest first, without bodies.
 * @text: (nullable): only those that have it, without regard to case, in the gateway's name, the key's name, the
 *   address, the id of a device, or the body. Bodies are looked through until @query's limit is reached.
 * Finish returns: (transfer full) (element-type FluxKeptPost) */
void flux_engine_list_posts_async (FluxEngine *self, const FluxPostQuery *query, const char *text,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *flux_engine_list_posts_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/**
 * FluxPostCounts:
 * @posts: @records: of the posts received since a time
 */
typedef struct
{
  guint64 posts;
  FluxRecordCounts records;
} FluxPostCounts;

/* @received_from: µs UTC. Finish returns: (transfer full): free with g_free() */
void flux_engine_count_posts_async (FluxEngine *self, gint64 received_from, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
FluxPostCounts *flux_engine_count_posts_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/**
 * FluxRecordFate:
 * @outcome: what became of it
 * @would_be_read: it waits, but with the maps as they are now it would be a reading: decode the post again
 * @measured_at: of the row that it went to, µs UTC; 0: none
 *
 * What became of a record of a kept post.
 */
typedef struct
{
  FluxOutcome outcome;
  gboolean would_be_read;
  gint64 measured_at;
} FluxRecordFate;

/**
 * FluxPostReading:
 * @post: (owned): with its body as it came
 * @body: (nullable) (owned): the same without its wrapping; %NULL when it cannot be unwrapped or is not kept
 * @records: (nullable) (owned): what decoding gives with the maps as they are now
 * @fates: (element-type FluxRecordFate) (owned): one a record
 * @gateway: (nullable) (owned): whose it is
 *
 * A kept post, opened.
 */
typedef struct
{
  FluxKeptPost *post;
  GBytes *body;
  FluxRecords *records;
  GArray *fates;
  FluxGateway *gateway;
} FluxPostReading;

void flux_post_reading_free (FluxPostReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxPostReading, flux_post_reading_free)

/* %FLUX_STORE_ERROR_NOT_FOUND when the post is not kept any more. Finish returns: (transfer full) */
void flux_engine_open_post_async (FluxEngine *self, gint64 number, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
FluxPostReading *flux_engine_open_post_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* --- Decoding again ----------------------------------------------------------------------------------------------- */

/* @done of @total posts are through. Runs on the context that the work was started from. */
typedef void (*FluxDecodeProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * FluxDecodeSummary:
 * @posts: that were decoded again
 * @before: @after: what had become of their records, and what has now
 */
typedef struct
{
  guint64 posts;
  FluxRecordCounts before;
  FluxRecordCounts after;
} FluxDecodeSummary;

/* Decodes the posts that @query (copied; its limit 0: all) asks for anew with the maps as they are now, the oldest
 * first. What a post gave before is replaced by what it gives now, post by post together with those that share a row
 * with it, each step in one transaction beside the live posts; latest values follow. Cancelling leaves what is done.
 * With a line in the audit log. @progress: (nullable). Finish returns: (transfer full): free with g_free() */
void flux_engine_decode_again_async (FluxEngine *self, const FluxPostQuery *query, const char *actor,
                                     FluxDecodeProgress progress, gpointer progress_data, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
FluxDecodeSummary *flux_engine_decode_again_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* --- How long raw posts are kept ---------------------------------------------------------------------------------- */

#define FLUX_RAW_DAYS_DEFAULT 30
#define FLUX_RAW_MIB_DEFAULT 4096

/**
 * FluxRawRetention:
 * @days: decoded posts go after so many days
 * @mib: and the oldest when all take more than so many MiB; decoded ones first
 */
typedef struct
{
  guint days;
  guint mib;
} FluxRawRetention;

/**
 * FluxRawRoom:
 * @bytes: that kept posts take
 * @bytes_a_day: by which those that wait have grown a day, over the last week
 * @days_left: until the size limit would take posts that wait; negative: not in sight
 * @dropped_posts: @dropped_waiting: since the database was made
 */
typedef struct
{
  FluxRawRetention retention;
  guint64 bytes;
  guint64 bytes_a_day;
  double days_left;
  guint64 dropped_posts;
  guint64 dropped_waiting;
} FluxRawRoom;

void flux_engine_get_raw_room (FluxEngine *self, FluxRawRoom *room);

/* 1 to 3,650 days, 16 MiB to 1 TiB. */
void flux_engine_set_raw_retention_async (FluxEngine *self, const FluxRawRetention *retention, const char *actor,
                                          GCancellable *cancellable, GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean flux_engine_set_raw_retention_finish (FluxEngine *self, GAsyncResult *result, GError **error);

/* --- Refused posts ------------------------------------------------------------------------------------------------ */

/* Notes a post that was refused for its key. @address: (nullable). @reason: "no key" or "wrong key". Cheap. */
void flux_engine_note_knock (FluxEngine *self, const char *address, const char *reason);

/* Newest first. Returns: (transfer full) (element-type FluxKnock) */
GPtrArray *flux_engine_get_knocks (FluxEngine *self);

G_END_DECLS
