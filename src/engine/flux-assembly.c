/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-assembly.h"

#include "flux-rejected.h"
#include "flux-time.h"

#define REASON_CONFLICT "conflict"

/* A row that is to be written. */
typedef struct
{
  FluxDeviceEntry *entry;
  FluxRow *row;
} Change;

/* Where a record has gone. */
typedef struct
{
  FluxDeviceEntry *entry;
  FluxRow *row;
  gint64 time; /* of the record */
  FluxRecordResult *result;
} Placement;

struct _FluxAssembly
{
  FluxStoreSession *session;
  gint64 post;
  gint64 received_at;
  GPtrArray *entries; /* (element-type FluxDeviceEntry): with rows that may have changed */
  GArray *placements; /* (element-type Placement): whose rows are not written yet */
  GArray *changes;    /* (element-type Change): those rows, each once */
  FluxPostLinks links;
};

FluxAssembly *
flux_assembly_new (FluxStoreSession *session, gint64 post, gint64 received_at)
{
  FluxAssembly *self = g_new0 (FluxAssembly, 1);

  self->session = session;
  self->post = post;
  self->received_at = received_at;
  self->entries = g_ptr_array_new ();
  self->placements = g_array_new (FALSE, FALSE, sizeof (Placement));
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  return self;
}

void
flux_assembly_free (FluxAssembly *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      FluxDeviceEntry *entry = g_ptr_array_index (self->entries, i);

      flux_row_window_clear (&entry->past);
      entry->is_touched = FALSE;
    }
  g_ptr_array_unref (self->entries);
  g_array_unref (self->placements);
  g_array_unref (self->changes);
  g_clear_pointer (&self->links.bytes, g_byte_array_unref);
  g_free (self);
}

/* --- Placing ------------------------------------------------------------------------------------------------------ */

/* What becomes of one record, field by field. */
typedef struct
{
  FluxAssembly *assembly;
  FluxDeviceEntry *entry;
  const FluxRecord *record;
  gint64 time;
  FluxFieldSet fields;  /* that it speaks of */
  FluxFieldSet unknown; /* of them, those that no row has at this time */
  FluxFieldSet good;    /* of them, those with a value that is or was taken */
  FluxRow *row;         /* (nullable): that it has changed or repeats */
  char *conflicts;      /* (nullable): rejected object of values kept aside */
  gboolean is_news;
} Fit;

static gboolean
is_repeated (const Fit *fit, const FluxRow *row, FluxField field)
{
  gboolean has_value = (fit->record->present & FLUX_FIELD_BIT (field)) != 0;

  if (flux_reading_has (&row->reading, field) != has_value)
    return FALSE;
  return !has_value || row->reading.values[field] == fit->record->values[field];
}

static void
merge_into (char **rejected, const char *more)
{
  char *merged = flux_rejected_merge (*rejected, more);

  g_free (*rejected);
  *rejected = merged;
}

/* Keeps the record's value of @field aside in @row, which has another. Returns: whether that is news */
static gboolean
keep_aside (Fit *fit, FluxRow *row, FluxField field)
{
  const char *name = flux_field_get_name (field);
  g_autofree char *entry = NULL;
  gboolean is_known;

  if ((fit->record->present & FLUX_FIELD_BIT (field)) != 0)
    {
      entry = flux_rejected_new_number (name, fit->record->values[field], REASON_CONFLICT);
      is_known = flux_rejected_has_number (row->reading.rejected, name, fit->record->values[field]);
      if (!is_known)
        merge_into (&fit->conflicts, entry);
    }
  else
    {
      entry = flux_rejected_pick (fit->record->rejected, name);
      is_known = flux_rejected_has_field (row->reading.rejected, name);
    }
  if (!is_known)
    merge_into (&row->reading.rejected, entry);
  return !is_known;
}

static void
row_changed (Fit *fit, FluxRowWindow *window, FluxRow *row)
{
  if (!row->is_changed)
    {
      Change change = { fit->entry, row };

      g_array_append_val (fit->assembly->changes, change);
    }
  flux_row_window_changed (window, row);
}

/* Takes out of the record what is known at its time: repeated values, and those that differ from the first. */
static void
fit_known_fields (Fit *fit, FluxRowWindow *window)
{
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      FluxRow *row = (fit->fields & FLUX_FIELD_BIT (i)) != 0 ? flux_row_window_find_taken (window, i, fit->time) : NULL;

      if (row == NULL)
        continue;
      fit->unknown &= ~FLUX_FIELD_BIT (i);
      fit->row = row;
      if (is_repeated (fit, row, i))
        fit->good |= fit->record->present & FLUX_FIELD_BIT (i);
      else if (keep_aside (fit, row, i))
        {
          fit->is_news = TRUE;
          row_changed (fit, window, row);
        }
    }
}

/* The first time from @time on at which the device has none of @fields. */
static gint64
find_free_time (FluxRowWindow *window, FluxFieldSet fields, gint64 time)
{
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((fields & FLUX_FIELD_BIT (i)) != 0 && flux_row_window_find_taken (window, i, time) != NULL)
      {
        time++;
        i = -1; /* every field again */
      }
  return time;
}

/* Makes @row begin at @time, earlier than it did: what it holds keeps its own times. */
static void
begin_earlier (FluxReading *reading, gint64 time)
{
  gint64 earlier = reading->measured_at - time;
  FluxFieldSet held = flux_reading_get_held (reading);

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((held & FLUX_FIELD_BIT (i)) != 0)
      reading->own_time[i] += earlier;
  reading->measured_at = time;
}

/* A register that is no field, such as a status, belongs to the row of its poll all the same. */
static gboolean
brings_only_extras (const Fit *fit)
{
  return fit->fields == 0 && fit->record->metadata != NULL;
}

static void
join (Fit *fit, FluxRow *row)
{
  const FluxRecord *record = fit->record;
  FluxReading *reading = &row->reading;
  g_autofree char *extras_before = brings_only_extras (fit) ? g_strdup (reading->metadata) : NULL;

  if (fit->time < reading->measured_at)
    begin_earlier (reading, fit->time);
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      FluxFieldSet bit = FLUX_FIELD_BIT (i);

      if ((fit->unknown & bit) == 0)
        continue;
      reading->own_time[i] = fit->time - reading->measured_at;
      if ((record->bad & bit) != 0)
        {
          flux_reading_set_quality (reading, i, FLUX_QUALITY_BAD);
          continue;
        }
      reading->values[i] = record->values[i];
      reading->present |= bit;
      fit->good |= bit;
    }
  if (record->rejected != NULL)
    merge_into (&reading->rejected, record->rejected);
  if (reading->metadata == NULL)
    reading->metadata = g_strdup (record->metadata);
  else if (record->is_part && record->metadata != NULL)
    merge_into (&reading->metadata, record->metadata);
  if (reading->received_at == 0)
    {
      reading->received_at = fit->assembly->received_at;
      reading->post = fit->assembly->post;
    }
  fit->row = row;
  fit->is_news = fit->unknown != 0 || g_strcmp0 (extras_before, reading->metadata) != 0;
}

static void
fill_result (const Fit *fit, FluxRecordResult *result)
{
  g_autofree char *rejected = NULL;

  result->device_id = fit->record->device_id;
  if (fit->record->rejected != NULL || fit->conflicts != NULL)
    {
      rejected = flux_rejected_merge (fit->record->rejected, fit->conflicts);
      result->bad = flux_rejected_get_reasons (rejected);
    }
  if (!fit->is_news)
    result->outcome = FLUX_OUTCOME_DUPLICATE;
  else
    result->outcome = fit->good != 0 || brings_only_extras (fit) ? FLUX_OUTCOME_STORED : FLUX_OUTCOME_BAD;
}

static void
touch (FluxAssembly *self, FluxDeviceEntry *entry)
{
  if (entry->is_touched)
    return;
  entry->is_touched = TRUE;
  g_ptr_array_add (self->entries, entry);
}

/* When a record that does not say was measured, before a free time is looked for. */
static gint64
guess_time (const FluxAssembly *self, const FluxDeviceEntry *entry, guint periods_before)
{
  gint64 period = entry->device->period_seconds * FLUX_TIME_SECOND;

  return self->received_at - periods_before * MAX (period, 1);
}

gboolean
flux_assembly_place (FluxAssembly *self, FluxDeviceEntry *entry, const FluxRecord *record, guint periods_before,
                     FluxRecordResult *result, GError **error)
{
  gint64 reach = flux_period_get_reach (flux_device_entry_get_period (entry));
  Fit fit = {
    .assembly = self,
    .entry = entry,
    .record = record,
    .time = record->time,
    .fields = record->present | record->bad,
  };
  FluxRowWindow *window;
  Placement placement;

  if (record->is_mapped)
    entry->zeros_are_real = record->zeros_are_real;
  if (!record->has_time)
    fit.time = guess_time (self, entry, periods_before);
  /* The window of older rows is about to move: what it holds goes to the store first. */
  if (entry->past.rows != NULL && !flux_row_window_covers (&entry->past, fit.time, reach, fit.fields)
      && !flux_assembly_write (self, error))
    return FALSE;
  touch (self, entry);
  window = flux_device_entry_get_window (entry, self->session, fit.time, fit.fields, error);
  if (window == NULL)
    return FALSE;

  if (!record->has_time)
    fit.time = find_free_time (window, fit.fields, fit.time);
  fit.unknown = fit.fields;
  fit_known_fields (&fit, window);
  if (fit.unknown != 0 || brings_only_extras (&fit))
    {
      FluxRow *row = flux_row_window_find_joinable (window, fit.unknown, fit.time, reach);

      join (&fit, row != NULL ? row : flux_row_window_add (window, fit.time));
      if (fit.is_news)
        row_changed (&fit, window, fit.row);
    }

  fill_result (&fit, result);
  g_free (fit.conflicts);
  placement = (Placement) { entry, fit.row, fit.time, result };
  g_array_append_val (self->placements, placement);
  return TRUE;
}

/* --- Writing ------------------------------------------------------------------------------------------------------ */

/* Keeps it with the row that it is frozen, or forgets it. */
static void
note_frozen (FluxReading *reading, const FluxFrozenWatch *watch, gboolean is_frozen)
{
  g_autofree char *before = g_steal_pointer (&reading->rejected);
  g_autofree char *frozen = flux_rejected_new_number (FLUX_REJECTED_READING, watch->n_same, FLUX_REASON_FROZEN);

  reading->rejected
      = is_frozen ? flux_rejected_merge (before, frozen) : flux_rejected_drop (before, FLUX_REJECTED_READING);
}

/* What the row is, by all that it holds by now: a failed read, one that went wrong in part, or one that repeats. */
static void
judge_row (FluxDeviceEntry *entry, FluxRow *row)
{
  FluxReading *reading = &row->reading;
  gboolean was_frozen = flux_rejected_has_field (reading->rejected, FLUX_REJECTED_READING);
  /* Of an older row the verdict stands: the watch is at the newest by now. */
  gboolean is_frozen = reading->measured_at < entry->latest.reading.measured_at
                           ? was_frozen
                           : flux_frozen_watch_judge (&entry->frozen, reading);
  gboolean is_uncertain = is_frozen || flux_rejected_taints (reading->rejected);

  reading->failed = !entry->zeros_are_real && flux_reading_is_failed_read (reading);
  if (is_frozen != was_frozen)
    note_frozen (reading, &entry->frozen, is_frozen);
  if (!is_uncertain && !was_frozen)
    return;
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if (flux_reading_has (reading, i))
      flux_reading_set_quality (reading, i, is_uncertain ? FLUX_QUALITY_UNCERTAIN : FLUX_QUALITY_GOOD);
}

static gboolean
write_row (FluxAssembly *self, FluxDeviceEntry *entry, FluxRow *row, GError **error)
{
  gint64 device = entry->device->number;
  gint64 was_at = row->is_stored ? row->stored_at : 0;
  gboolean was_failed = row->is_stored && row->stored_failed;

  if (!row->is_stored)
    flux_frozen_watch_begin_row (&entry->frozen, &entry->latest.reading, &row->reading);
  judge_row (entry, row);
  if (row->is_stored)
    {
      FluxReading old = { .measured_at = row->stored_at, .failed = row->stored_failed };

      if (!flux_store_session_replace_reading (self->session, device, &old, &row->reading, error))
        return FALSE;
      if (row->reading.post != self->post
          && !flux_store_session_link_post (self->session, self->post, device, row->reading.measured_at, error))
        return FALSE;
    }
  else if (!flux_store_session_insert_reading (self->session, device, &row->reading, error))
    return FALSE;

  row->is_stored = TRUE;
  row->stored_at = row->reading.measured_at;
  row->stored_failed = row->reading.failed;
  row->is_changed = FALSE;
  entry->is_latest_lost |= !flux_device_entry_take_row (entry, row, was_at, was_failed);
  return TRUE;
}

static gboolean
settle_entries (FluxAssembly *self, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      FluxDeviceEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->is_latest_lost && !flux_device_entry_find_latest (entry, self->session, error))
        return FALSE;
      if (entry->live.rows != NULL)
        flux_row_window_trim (&entry->live);
    }
  return TRUE;
}

static void
settle_placements (FluxAssembly *self)
{
  for (guint i = 0; i < self->placements->len; i++)
    {
      Placement *placement = &g_array_index (self->placements, Placement, i);

      placement->result->row_at = placement->row != NULL ? placement->row->reading.measured_at : 0;
      if (placement->result->outcome == FLUX_OUTCOME_DUPLICATE)
        continue;
      if (placement->row->reading.failed)
        placement->result->outcome = FLUX_OUTCOME_FAILED_READ;
      flux_post_links_append (&self->links, placement->entry->device->number, placement->time);
    }
  g_array_set_size (self->placements, 0);
}

static int
compare_time (gconstpointer a, gconstpointer b)
{
  const FluxRow *first = ((const Change *) a)->row, *second = ((const Change *) b)->row;

  return (first->reading.measured_at > second->reading.measured_at)
         - (first->reading.measured_at < second->reading.measured_at);
}

/* A row only ever moves to an earlier time, and another may take the one it leaves: written in order of time, it has
 * left by then. */
static void
put_changes_in_order (FluxAssembly *self)
{
  gboolean any_moved = FALSE;

  for (guint i = 0; i < self->changes->len; i++)
    {
      const FluxRow *row = g_array_index (self->changes, Change, i).row;

      any_moved |= row->is_stored && row->stored_at != row->reading.measured_at;
    }
  if (any_moved)
    g_array_sort (self->changes, compare_time);
}

gboolean
flux_assembly_write (FluxAssembly *self, GError **error)
{
  put_changes_in_order (self);
  for (guint i = 0; i < self->changes->len; i++)
    {
      Change *change = &g_array_index (self->changes, Change, i);

      if (!write_row (self, change->entry, change->row, error))
        return FALSE;
    }
  g_array_set_size (self->changes, 0);
  settle_placements (self);
  return settle_entries (self, error);
}

const FluxPostLinks *
flux_assembly_get_links (FluxAssembly *self)
{
  return &self->links;
}
