/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-taking.h"

#include <string.h>

static FluxDeviceEntry *
make_device (const FluxPost *post, FluxPlant *plant, FluxStoreSession *session, const char *device_id,
             FluxGatewayEntry *gateway, GError **error)
{
  g_autoptr (FluxDevice) device = flux_device_new (device_id);
  gboolean is_fresh;

  device->created_at = device->updated_at = post->received_at;
  if (post->key->gateway_uuid != NULL || flux_post_get_gateway_name (post) != NULL)
    device->gateway_uuid = g_strdup (gateway->working->uuid);
  if (!flux_store_session_put_device (session, device, &is_fresh, error))
    return NULL;
  return flux_plant_put_device (plant, device, is_fresh);
}

/* The device that @record may be written to. @entry: (out) (nullable): %NULL, and the reason in @result, when it
 * waits. */
static gboolean
find_device (const FluxPost *post, FluxPlant *plant, FluxStoreSession *session, const FluxRecord *record,
             FluxGatewayEntry *gateway, FluxRecordResult *result, FluxDeviceEntry **entry, GError **error)
{
  const FluxApiKey *key = post->key;

  *entry = flux_plant_find_device (plant, record->device_id);
  if (*entry == NULL && key->allows_new_devices)
    {
      *entry = make_device (post, plant, session, record->device_id, gateway, error);
      return *entry != NULL;
    }
  if (*entry == NULL)
    result->reason = "unknown device, and this key may not make new ones";
  else if (!record->is_mapped && key->gateway_uuid != NULL && (*entry)->device->gateway_uuid != NULL
           && !g_str_equal (key->gateway_uuid, (*entry)->device->gateway_uuid))
    {
      result->reason = "the device belongs to another gateway";
      *entry = NULL;
    }
  return TRUE;
}

static void
answer_without_row (const FluxRecord *record, FluxRecordResult *result)
{
  result->device_id = record->device_id;
  if (result->reason == NULL)
    result->reason = record->reason;
  result->outcome = record->kind == FLUX_RECORD_REFUSED ? FLUX_OUTCOME_REFUSED : FLUX_OUTCOME_WAITING;
}

/* How many later records of the same device without a time hold one of the same fields. @entries and @later: one a
 * record. */
static void
count_later_untimed (FluxRecords *records, FluxDeviceEntry **entries, guint *later)
{
  guint n = flux_records_get_length (records);

  for (guint i = n; i > 0; i--)
    {
      const FluxRecord *record = flux_records_get (records, i - 1);
      FluxDeviceEntry *entry = entries[i - 1];

      if (entry == NULL || record->has_time)
        continue;
      for (guint field = 0; field < FLUX_N_FIELDS; field++)
        if (((record->present | record->bad) & FLUX_FIELD_BIT (field)) != 0)
          {
            later[i - 1] = MAX (later[i - 1], entry->untimed_later[field]);
            entry->untimed_later[field]++;
          }
    }
  for (guint i = 0; i < n; i++)
    if (entries[i] != NULL)
      memset (entries[i]->untimed_later, 0, sizeof entries[i]->untimed_later);
}

static void
prepare_results (FluxPost *post)
{
  g_array_set_size (post->results, 0);
  post->whole_waits = post->records->whole_waits;
  g_array_set_size (post->results, post->whole_waits != NULL ? 1 : flux_records_get_length (post->records));
  if (post->whole_waits != NULL)
    {
      FluxRecordResult *whole = &g_array_index (post->results, FluxRecordResult, 0);

      whole->outcome = FLUX_OUTCOME_WAITING;
      whole->reason = post->whole_waits;
    }
}

gboolean
flux_post_take_records (FluxPost *post, FluxPlant *plant, FluxStoreSession *session, FluxGatewayEntry *gateway,
                        FluxAssembly *assembly, GError **error)
{
  guint n = flux_records_get_length (post->records);
  g_autofree FluxDeviceEntry **entries = g_new0 (FluxDeviceEntry *, n);
  g_autofree guint *later = g_new0 (guint, n);

  prepare_results (post);
  for (guint i = 0; i < n; i++)
    {
      const FluxRecord *record = flux_records_get (post->records, i);
      FluxRecordResult *result = &g_array_index (post->results, FluxRecordResult, i);

      if (record->kind == FLUX_RECORD_READING
          && !find_device (post, plant, session, record, gateway, result, &entries[i], error))
        return FALSE;
      if (entries[i] == NULL)
        answer_without_row (record, result);
    }
  if (n > 1)
    count_later_untimed (post->records, entries, later);

  for (guint i = 0; i < n; i++)
    {
      if (entries[i] == NULL)
        continue;
      flux_plant_touch_device (plant, entries[i]);
      if (!flux_device_entry_ensure_known (entries[i], session, error)
          || !flux_assembly_place (assembly, entries[i], flux_records_get (post->records, i), later[i],
                                   &g_array_index (post->results, FluxRecordResult, i), error))
        return FALSE;
    }
  return flux_assembly_write (assembly, error);
}

void
flux_post_let_wait (FluxPost *post)
{
  prepare_results (post);
  for (guint i = 0; i < flux_records_get_length (post->records); i++)
    {
      const FluxRecord *record = flux_records_get (post->records, i);
      FluxRecordResult *result = &g_array_index (post->results, FluxRecordResult, i);

      if (record->kind == FLUX_RECORD_READING)
        result->reason = "the database did not take it";
      answer_without_row (record, result);
    }
}

void
flux_post_count_results (const FluxPost *post, FluxRecordCounts *counts)
{
  counts->received = post->results->len;
  for (guint i = 0; i < post->results->len; i++)
    switch (g_array_index (post->results, FluxRecordResult, i).outcome)
      {
      case FLUX_OUTCOME_DUPLICATE:
        counts->duplicate++;
        break;
      case FLUX_OUTCOME_FAILED_READ:
        counts->failed_read++;
        break;
      case FLUX_OUTCOME_WAITING:
        counts->waiting++;
        break;
      case FLUX_OUTCOME_REFUSED:
        counts->refused++;
        break;
      case FLUX_OUTCOME_STORED:
      case FLUX_OUTCOME_BAD:
      default:
        counts->stored++;
      }
}
