/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-session.h"

G_BEGIN_DECLS

/**
 * FluxRow:
 * @reading: as it is to be
 * @stored_at: @stored_failed: where the store has it, while @is_stored
 *
 * A row, or a failed read, of a device while records are fitted into it.
 */
typedef struct
{
  FluxReading reading;
  gint64 stored_at;
  gboolean stored_failed;
  gboolean is_stored;
  gboolean is_changed;
} FluxRow;

/* When @field of @row was measured, µs UTC. */
gint64 flux_row_get_own_time (const FluxRow *row, FluxField field);

/* Whether @summary, which was made before @row was as it is now, holds of it as well. */
gboolean flux_row_agrees (const FluxRow *row, const FluxRowSummary *summary);

/**
 * FluxRowWindow:
 * @rows: (element-type FluxRow) (owned): in order of time
 * @from: @to: the span, µs UTC, both included, of which @rows holds every row and failed read of the device
 *
 * A device's rows of a span of time, held in memory so that a record finds the row it belongs to without asking the
 * store. The live window reaches up to the end of time; a device keeps it while readings come. Of the rows that are let
 * go at its old end it remembers as much as answers nearly every question about them: which fields all of them held,
 * and the latest time that any of their values was measured.
 *
 * Belongs to the store's writer thread.
 */
typedef struct
{
  GPtrArray *rows;
  gint64 from;
  gint64 to;

  /*< private >*/
  FluxFieldSet common;  /* held by every one of @rows */
  gint64 last_own_time; /* of any of @rows */
  gint64 longest;       /* from the beginning of one of @rows to its last own time */
  gint64 gone_from;     /* rows from here to @from were let go and are summed up in the two below */
  FluxFieldSet gone_common;
  gint64 gone_last_own_time;
  guint n_patient; /* how many more times rows are let stay that were read again */
} FluxRowWindow;

/* An empty window that holds all there is in a span where the store has no rows. */
void flux_row_window_init (FluxRowWindow *self, gint64 from, gint64 to);
void flux_row_window_clear (FluxRowWindow *self);

/* An empty window after the rows of @summary, which are as if they had been let go. */
void flux_row_window_init_after (FluxRowWindow *self, const FluxRowSummary *summary);

/* Sums up what was let go and what is here. */
void flux_row_window_sum_up (const FluxRowWindow *self, FluxRowSummary *summary);

/* Whether it can answer for a record of @fields measured at @time that joins a row up to @reach (µs) away. */
gboolean flux_row_window_covers (const FluxRowWindow *self, gint64 time, gint64 reach, FluxFieldSet fields);

/* Extends the span to [@from, @to] with the rows that @session has there. The spans must overlap or touch. */
gboolean flux_row_window_extend (FluxRowWindow *self, FluxStoreSession *session, gint64 device, gint64 from,
                                 gint64 to, GError **error);

/* The row that has @field at exactly @time, a bad value counting as one: whose value was measured then, else which
 * begins then and holds the field, though from another time. Returns: (transfer none) (nullable) */
FluxRow *flux_row_window_find_taken (FluxRowWindow *self, FluxField field, gint64 time);

/* The row nearest to @time, at most @reach (µs) away, that holds none of @fields, not even as a bad value; of two
 * equally near the earlier. Returns: (transfer none) (nullable) */
FluxRow *flux_row_window_find_joinable (FluxRowWindow *self, FluxFieldSet fields, gint64 time, gint64 reach);

/* Adds a row that starts at @time. Returns: (transfer none) */
FluxRow *flux_row_window_add (FluxRowWindow *self, gint64 time);

/* Tells that @row's reading has changed; its own times as well, its time only to an earlier one. */
void flux_row_window_changed (FluxRowWindow *self, FluxRow *row);

/* Tells of a row that was written through another window: it may lie among those that were let go. */
void flux_row_window_note_older (FluxRowWindow *self, const FluxRow *row);

/* Lets the oldest rows go when there are many, or when they lie far before the newest. No row may be changed and not
 * stored. */
void flux_row_window_trim (FluxRowWindow *self);

G_END_DECLS
