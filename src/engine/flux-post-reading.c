/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-reading.h"

#include "flux-period.h"
#include "flux-post-decoder.h"
#include "flux-post-hints.h"
#include "flux-post-links.h"
#include "flux-wrapping.h"

/* What the rows of a device say of a record measured at a time. */
typedef struct
{
  gint64 measured_at; /* of the row that has something of it; 0: none has */
  gboolean is_failed; /* that row is a failed read */
  gboolean has_good;  /* a value of the record stands in it */
  FluxFieldSet held;  /* fields of the record that some row holds at its time */
} Trace;

/* --- The rows ----------------------------------------------------------------------------------------------------- */

static void
trace_row (Trace *self, const FluxReading *row, const FluxRecord *record, gint64 time)
{
  FluxFieldSet fields = (record->present | record->bad) & flux_reading_get_held (row);

  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      if ((fields & FLUX_FIELD_BIT (i)) == 0 || row->measured_at + row->own_time[i] != time)
        continue;
      self->held |= FLUX_FIELD_BIT (i);
      self->measured_at = row->measured_at;
      self->is_failed |= row->failed;
      self->has_good |= (record->present & FLUX_FIELD_BIT (i)) != 0 && flux_reading_has (row, i)
                        && row->values[i] == record->values[i];
    }
}

/* A record of nothing but registers that are no fields lies with the row that had begun by then. */
static void
trace_extras (Trace *self, GArray *rows)
{
  const FluxReading *row;

  if (rows->len == 0)
    return;
  row = &g_array_index (rows, FluxStoredReading, rows->len - 1).reading;
  self->measured_at = row->measured_at;
  self->is_failed = row->failed;
  self->has_good = TRUE;
}

static gboolean
trace_record (FluxStoreSession *session, gint64 device, const FluxRecord *record, gint64 time, Trace *trace,
              GError **error)
{
  g_autoptr (GArray) rows = flux_stored_readings_new ();

  *trace = (Trace) { 0 };
  if (!flux_store_session_find_readings (session, device, time - FLUX_READING_SPAN_MOST, time, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    trace_row (trace, &g_array_index (rows, FluxStoredReading, i).reading, record, time);
  if ((record->present | record->bad) == 0)
    trace_extras (trace, rows);
  return TRUE;
}

/* --- Fates -------------------------------------------------------------------------------------------------------- */

/* The next link from @from on that can be this record's. Returns: its index, or the number of links */
static guint
find_link (GArray *links, guint from, gint64 device, const FluxRecord *record)
{
  for (guint i = from; i < links->len; i++)
    {
      const FluxPostLink *link = &g_array_index (links, FluxPostLink, i);

      if (link->device == device && (!record->has_time || link->measured_at == record->time))
        return i;
    }
  return links->len;
}

static gboolean
tell_linked (FluxStoreSession *session, const FluxPostLink *link, const FluxRecord *record, FluxRecordFate *fate,
             GError **error)
{
  Trace trace;

  if (!trace_record (session, link->device, record, link->measured_at, &trace, error))
    return FALSE;
  fate->measured_at = trace.measured_at;
  if (trace.is_failed)
    fate->outcome = FLUX_OUTCOME_FAILED_READ;
  else if (trace.measured_at != 0 && !trace.has_good)
    fate->outcome = FLUX_OUTCOME_BAD;
  return TRUE;
}

/* It gave nothing new, or it was no reading yet. @device: 0: there is none of its id */
static gboolean
tell_unlinked (FluxStoreSession *session, const FluxKeptPost *post, gint64 device, const FluxRecord *record,
               FluxRecordFate *fate, GError **error)
{
  FluxFieldSet fields = record->present | record->bad;
  Trace trace = { 0 };

  if (device != 0 && record->has_time && !trace_record (session, device, record, record->time, &trace, error))
    return FALSE;
  if (post->counts.waiting == 0 || (trace.measured_at != 0 && trace.held == fields))
    {
      fate->outcome = FLUX_OUTCOME_DUPLICATE;
      fate->measured_at = trace.measured_at;
      return TRUE;
    }
  fate->outcome = FLUX_OUTCOME_WAITING;
  fate->would_be_read = device != 0;
  return TRUE;
}

static gboolean
tell_fates (FluxPostReading *self, FluxPlant *plant, FluxStoreSession *session, GError **error)
{
  GArray *links = self->post->links;
  guint next_link = 0;

  for (guint i = 0; i < flux_records_get_length (self->records); i++)
    {
      const FluxRecord *record = flux_records_get (self->records, i);
      FluxRecordFate *fate = &g_array_index (self->fates, FluxRecordFate, i);
      gint64 device;
      guint link;

      if (record->kind != FLUX_RECORD_READING)
        {
          fate->outcome = record->kind == FLUX_RECORD_REFUSED ? FLUX_OUTCOME_REFUSED : FLUX_OUTCOME_WAITING;
          continue;
        }
      device = flux_plant_get_number (plant, record->device_id);
      link = find_link (links, next_link, device, record);
      if (link < links->len)
        next_link = link + 1;
      if (!(link < links->len
                ? tell_linked (session, &g_array_index (links, FluxPostLink, link), record, fate, error)
                : tell_unlinked (session, self->post, device, record, fate, error)))
        return FALSE;
    }
  return TRUE;
}

/* --- The post ----------------------------------------------------------------------------------------------------- */

static FluxGateway *
find_gateway (FluxPlant *plant, gint64 number)
{
  g_autoptr (GPtrArray) gateways = flux_plant_get_gateways (plant);

  for (guint i = 0; i < gateways->len; i++)
    {
      FluxGateway *gateway = g_ptr_array_index (gateways, i);

      if (gateway->number == number)
        return flux_gateway_ref (gateway);
    }
  return NULL;
}

static void
decode (FluxPostReading *self, FluxPlant *plant)
{
  g_autoptr (FluxGatewayMapping) mapping
      = self->gateway != NULL ? flux_plant_get_mapping (plant, self->gateway->uuid) : NULL;
  g_autofree char *device_hint = flux_post_hints_get_device (self->post->hints);
  const char *fault;

  self->body = flux_wrapping_undo (self->post->body, &fault);
  self->records = flux_post_decode (self->post->body, mapping, device_hint, self->post->received_at);
  g_array_set_size (self->fates, flux_records_get_length (self->records));
}

void
flux_post_reading_free (FluxPostReading *self)
{
  g_clear_pointer (&self->post, flux_kept_post_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->records, flux_records_free);
  g_clear_pointer (&self->gateway, flux_gateway_unref);
  g_array_unref (self->fates);
  g_free (self);
}

FluxPostReading *
flux_post_reading_new (FluxPlant *plant, FluxStoreSession *session, gint64 number, GError **error)
{
  g_autoptr (FluxPostReading) self = g_new0 (FluxPostReading, 1);

  self->fates = g_array_new (FALSE, TRUE, sizeof (FluxRecordFate));
  self->post = flux_store_session_find_post (session, number, error);
  if (self->post == NULL)
    return NULL;
  self->gateway = find_gateway (plant, self->post->gateway);
  if (self->post->body == NULL)
    return g_steal_pointer (&self);
  decode (self, plant);
  if (!tell_fates (self, plant, session, error))
    return NULL;
  return g_steal_pointer (&self);
}
