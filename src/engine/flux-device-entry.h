/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-snapshot.h"
#include "flux-frozen-watch.h"
#include "flux-period.h"
#include "flux-row-window.h"

G_BEGIN_DECLS

/**
 * FluxDeviceEntry:
 * @device: (owned): its settings
 * @latest: latest values and when it was seen, as the rows written so far make them
 * @live: its newest rows; see #FluxRowWindow. No rows array until first needed
 * @past: rows of an older span that late records of the post under way go to; likewise
 * @frozen: whether its readings repeat to the last digit
 * @zeros_are_real: its register map says that zeros everywhere are a reading
 * @is_known: whether @latest is what the database has. Not after a transaction was undone or others wrote
 * @is_summary_wrong: the summary that the store has may not be true of a row that was written since
 * @is_latest_lost: the row that @latest came from is no longer such a row; it is looked up anew
 * @learner_before: as it was before the transaction under way
 * @is_born: made in the transaction under way
 * @is_unsaved: @latest has changed since it was last put into the store
 * @is_unpublished: something has changed since @snapshot
 * @device_before: (nullable) (owned): the settings before the transaction under way changed them
 * @snapshot: (nullable) (owned): what other threads see
 *
 * All that the engine knows of a device. Belongs to the store's writer thread, but for @snapshot, which the device
 * table guards.
 */
typedef struct
{
  FluxDevice *device;
  FluxLatest latest;
  FluxPeriodLearner learner;
  FluxPeriodLearner learner_before;
  FluxRowWindow live;
  FluxRowWindow past;
  FluxFrozenWatch frozen;
  gboolean zeros_are_real;
  gboolean is_known;
  gboolean is_latest_lost;
  gboolean is_summary_wrong;
  gboolean is_born;
  gboolean is_in_transaction;
  gboolean is_unsaved;
  gboolean is_unpublished;
  gboolean is_in_unsaved;      /* in the plant's list of them */
  gboolean is_in_unpublished;  /* likewise */
  FluxDevice *device_before;
  FluxDeviceSnapshot *snapshot;

  /* of the post under way: how many of its later records without a time hold each field */
  guint untimed_later[FLUX_N_FIELDS];
  gboolean is_touched;
} FluxDeviceEntry;

/* A device whose rows are not known yet. @device: (transfer full) */
FluxDeviceEntry *flux_device_entry_new (FluxDevice *device);
void flux_device_entry_free (FluxDeviceEntry *self);

/* Tells that the device has no rows. */
void flux_device_entry_set_empty (FluxDeviceEntry *self);

/* µs between measurements: what a person has set, else what was learned, else 0. */
gint64 flux_device_entry_get_period (const FluxDeviceEntry *self);

/* Forgets everything that was derived from rows; it is read again when next needed. */
void flux_device_entry_forget_rows (FluxDeviceEntry *self);

/* Forgets what was summed up of its rows; the next transaction that it is part of tells the store. */
void flux_device_entry_forget_summary (FluxDeviceEntry *self);

/* Makes sure that latest values are what the database has. */
gboolean flux_device_entry_ensure_known (FluxDeviceEntry *self, FluxStoreSession *session, GError **error);

/* The window that answers for a record of @fields measured at @time. No changed row may be unwritten in the past
 * window when this moves it. Returns: (transfer none) (nullable) */
FluxRowWindow *flux_device_entry_get_window (FluxDeviceEntry *self, FluxStoreSession *session, gint64 time,
                                             FluxFieldSet fields, GError **error);

/* Takes note of @row, which was just written: the latest values, when the device was seen, the period.
 * @was_failed: @was_at: what the store had of it before; 0: nothing. Returns: %FALSE when the latest values must be
 * looked up anew, because the row that gave them is no longer such a row */
gboolean flux_device_entry_take_row (FluxDeviceEntry *self, const FluxRow *row, gint64 was_at, gboolean was_failed);

/* Puts the latest values and the summary of the rows into the store. */
gboolean flux_device_entry_save (FluxDeviceEntry *self, FluxStoreSession *session, GError **error);

/* Looks the latest values up anew. */
gboolean flux_device_entry_find_latest (FluxDeviceEntry *self, FluxStoreSession *session, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxDeviceEntry, flux_device_entry_free)

G_END_DECLS
