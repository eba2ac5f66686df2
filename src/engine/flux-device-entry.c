/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-entry.h"

#include "flux-time.h"

FluxDeviceEntry *
flux_device_entry_new (FluxDevice *device)
{
  FluxDeviceEntry *self = g_new0 (FluxDeviceEntry, 1);

  self->device = device;
  self->latest.device = device->number;
  self->is_summary_wrong = TRUE;
  return self;
}

void
flux_device_entry_free (FluxDeviceEntry *self)
{
  flux_device_unref (self->device);
  g_clear_pointer (&self->device_before, flux_device_unref);
  flux_reading_clear (&self->latest.reading);
  flux_row_window_clear (&self->live);
  flux_row_window_clear (&self->past);
  g_clear_pointer (&self->snapshot, flux_device_snapshot_unref);
  g_free (self);
}

void
flux_device_entry_set_empty (FluxDeviceEntry *self)
{
  flux_row_window_clear (&self->live);
  flux_row_window_init (&self->live, G_MININT64, G_MAXINT64);
  self->is_known = TRUE;
}

gint64
flux_device_entry_get_period (const FluxDeviceEntry *self)
{
  return self->device->period_seconds > 0 ? self->device->period_seconds * FLUX_TIME_SECOND : self->learner.period;
}

void
flux_device_entry_forget_summary (FluxDeviceEntry *self)
{
  self->latest.summary = (FluxRowSummary) { 0 };
  self->is_summary_wrong = TRUE;
}

void
flux_device_entry_forget_rows (FluxDeviceEntry *self)
{
  flux_row_window_clear (&self->live);
  flux_row_window_clear (&self->past);
  self->is_known = self->is_latest_lost = FALSE;
  flux_device_entry_forget_summary (self);
}

gboolean
flux_device_entry_find_latest (FluxDeviceEntry *self, FluxStoreSession *session, GError **error)
{
  if (!flux_store_session_find_latest (session, self->device->number, &self->latest, error))
    return FALSE;
  self->is_known = TRUE;
  self->is_latest_lost = FALSE;
  return TRUE;
}

gboolean
flux_device_entry_ensure_known (FluxDeviceEntry *self, FluxStoreSession *session, GError **error)
{
  return self->is_known || flux_device_entry_find_latest (self, session, error);
}

/* The live window begins after the rows that are summed up, else @from, but not long before the newest known row, and
 * holds all after it. */
static gboolean
open_live (FluxDeviceEntry *self, FluxStoreSession *session, gint64 from, GError **error)
{
  gint64 begin = MAX (from, self->latest.reading.measured_at - FLUX_READING_SPAN_MOST);

  if (self->live.rows != NULL)
    return TRUE;
  if (self->latest.summary.to != 0)
    {
      flux_row_window_init_after (&self->live, &self->latest.summary);
      begin = self->live.from;
    }
  else
    flux_row_window_init (&self->live, G_MAXINT64, G_MAXINT64);
  return flux_row_window_extend (&self->live, session, self->device->number, begin, G_MAXINT64, error);
}

static FluxRowWindow *
open_past (FluxDeviceEntry *self, FluxStoreSession *session, gint64 from, gint64 to, GError **error)
{
  gboolean touches = self->past.rows != NULL && from <= self->past.to + 1 && to >= self->past.from - 1;

  if (!touches)
    {
      flux_row_window_clear (&self->past);
      flux_row_window_init (&self->past, from, from - 1);
    }
  return flux_row_window_extend (&self->past, session, self->device->number, from, to, error) ? &self->past : NULL;
}

FluxRowWindow *
flux_device_entry_get_window (FluxDeviceEntry *self, FluxStoreSession *session, gint64 time, FluxFieldSet fields,
                              GError **error)
{
  gint64 reach = flux_period_get_reach (flux_device_entry_get_period (self));
  gint64 from = time - FLUX_READING_SPAN_MOST;

  if (!open_live (self, session, from, error))
    return NULL;
  if (flux_row_window_covers (&self->live, time, reach, fields))
    return &self->live;
  if (time + reach < self->live.from - 1)
    return open_past (self, session, from, time + reach, error);

  flux_row_window_clear (&self->past);
  return flux_row_window_extend (&self->live, session, self->device->number, from, G_MAXINT64, error)
             ? &self->live
             : NULL;
}

gboolean
flux_device_entry_save (FluxDeviceEntry *self, FluxStoreSession *session, GError **error)
{
  if (!flux_device_entry_ensure_known (self, session, error))
    return FALSE;
  self->latest.learned_period = self->learner.period;
  if (self->live.rows != NULL)
    flux_row_window_sum_up (&self->live, &self->latest.summary);
  self->is_summary_wrong = FALSE;
  return flux_store_session_put_latest (session, &self->latest, error);
}

static void
become_latest (FluxDeviceEntry *self, const FluxReading *reading)
{
  flux_reading_clear (&self->latest.reading);
  flux_reading_copy_to (reading, &self->latest.reading);
}

gboolean
flux_device_entry_take_row (FluxDeviceEntry *self, const FluxRow *row, gint64 was_at, gboolean was_failed)
{
  const FluxReading *reading = &row->reading;
  /* The latest row, or the one by which the device was seen. */
  gboolean counted = was_at != 0 && !was_failed && was_at >= self->latest.seen_at;

  self->is_unsaved = self->is_unpublished = TRUE;
  flux_row_window_note_older (&self->live, row);
  self->is_summary_wrong |= self->latest.summary.to != 0 && !flux_row_agrees (row, &self->latest.summary);
  if (counted && (reading->failed || reading->measured_at < was_at))
    return FALSE;
  if (reading->failed)
    return TRUE;

  if (was_at == 0 && self->latest.reading.measured_at != 0)
    flux_period_learner_take (&self->learner, reading->measured_at - self->latest.reading.measured_at);
  if (reading->measured_at >= self->latest.reading.measured_at)
    become_latest (self, reading);
  if (flux_reading_has_good_value (reading))
    self->latest.seen_at = MAX (self->latest.seen_at, MIN (reading->measured_at, reading->received_at));
  return TRUE;
}
