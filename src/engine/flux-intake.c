/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-intake.h"

#include "flux-assembly.h"
#include "flux-contract-decoder.h"
#include "flux-json-writer.h"

#include <string.h>
#include <zstd.h>

/* Below this a frame's header eats what compressing gains. Level 1 packs a hundred readings to an eighth in about the
 * time that writing the other seven would take. */
#define COMPRESS_FROM 512
#define COMPRESSION_LEVEL 1

/* A small body costs the caller, who serves its HTTP, more than the writer; a large one costs the writer more. Each is
 * decoded by the one that has more time for it. */
#define DECODE_BY_CALLER_FROM 2048

typedef struct
{
  FluxStoreWork work;
  FluxEngine *engine;
  FluxPost *post;
  guint8 *packed; /* (nullable): the body as a Zstandard frame */
  gsize packed_size;
} FluxIntake;

static void
intake_free (FluxIntake *self)
{
  g_free (self->packed);
  g_object_unref (self->engine);
  g_free (self);
}

/* --- The body ------------------------------------------------------------------------------------------ */

static void
free_compressor (gpointer context)
{
  ZSTD_freeCCtx (context);
}

static void
compress_body (FluxIntake *self)
{
  static GPrivate compressor = G_PRIVATE_INIT (free_compressor);
  gsize size, room;
  const void *body = g_bytes_get_data (self->post->body, &size);
  g_autofree guint8 *packed = NULL;

  if (size < COMPRESS_FROM)
    return;
  if (g_private_get (&compressor) == NULL)
    g_private_set (&compressor, ZSTD_createCCtx ());
  room = ZSTD_compressBound (size);
  packed = g_malloc (room);
  self->packed_size = ZSTD_compressCCtx (g_private_get (&compressor), packed, room, body, size, COMPRESSION_LEVEL);
  if (!ZSTD_isError (self->packed_size) && self->packed_size < size)
    self->packed = g_memdup2 (packed, self->packed_size);
}

static void
decode_body (FluxPost *post)
{
  gsize size;
  const char *body = g_bytes_get_data (post->body, &size);

  post->records = flux_contract_decode (body, size, post->device_hint, post->received_at);
}

/* --- The writer thread: whose is it ------------------------------------------------------------------------------- */

static gboolean
is_gateway_name (const char *name)
{
  return name != NULL && flux_device_id_is_valid (name, strlen (name));
}

/* The gateway is the key's; where several share a key, what the post says it is, else one that stands for the key. */
static FluxGatewayEntry *
find_gateway (FluxIntake *self, FluxStoreSession *session, GError **error)
{
  FluxPlant *plant = self->engine->plant;
  const FluxPost *post = self->post;
  const char *name = is_gateway_name (post->gateway_hint) ? post->gateway_hint : post->key->name;
  FluxGatewayEntry *entry = NULL;
  g_autoptr (FluxGateway) gateway = NULL;

  if (post->key->gateway_uuid != NULL)
    entry = flux_plant_find_gateway (plant, post->key->gateway_uuid);
  if (entry == NULL)
    entry = flux_plant_find_gateway_by_name (plant, name);
  if (entry != NULL)
    return entry;

  gateway = flux_gateway_new (name);
  gateway->created_at = gateway->updated_at = post->received_at;
  if (!flux_store_session_put_gateway (session, gateway, error))
    return NULL;
  return flux_plant_put_gateway (plant, gateway);
}

static FluxDeviceEntry *
make_device (FluxIntake *self, FluxStoreSession *session, const char *device_id, FluxGatewayEntry *gateway,
             GError **error)
{
  g_autoptr (FluxDevice) device = flux_device_new (device_id);
  gboolean is_fresh;

  device->created_at = device->updated_at = self->post->received_at;
  if (self->post->key->gateway_uuid != NULL || is_gateway_name (self->post->gateway_hint))
    device->gateway_uuid = g_strdup (gateway->working->uuid);
  if (!flux_store_session_put_device (session, device, &is_fresh, error))
    return NULL;
  return flux_plant_put_device (self->engine->plant, device, is_fresh);
}

/* The device that @record may be written to. @entry: (out) (nullable): %NULL, and the reason in @result, when it
 * waits. */
static gboolean
find_device (FluxIntake *self, FluxStoreSession *session, const FluxRecord *record, FluxGatewayEntry *gateway,
             FluxRecordResult *result, FluxDeviceEntry **entry, GError **error)
{
  const FluxApiKey *key = self->post->key;

  *entry = flux_plant_find_device (self->engine->plant, record->device_id);
  if (*entry == NULL && key->allows_new_devices)
    {
      *entry = make_device (self, session, record->device_id, gateway, error);
      return *entry != NULL;
    }
  if (*entry == NULL)
    result->reason = "unknown device, and this key may not make new ones";
  else if (key->gateway_uuid != NULL && (*entry)->device->gateway_uuid != NULL
           && !g_str_equal (key->gateway_uuid, (*entry)->device->gateway_uuid))
    {
      result->reason = "the device belongs to another gateway";
      *entry = NULL;
    }
  return TRUE;
}

/* --- The writer thread: records ----------------------------------------------------------------------------------- */

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

static gboolean
take_records (FluxIntake *self, FluxStoreSession *session, FluxGatewayEntry *gateway, FluxAssembly *assembly,
              GError **error)
{
  guint n = flux_records_get_length (self->post->records);
  g_autofree FluxDeviceEntry **entries = g_new0 (FluxDeviceEntry *, n);
  g_autofree guint *later = g_new0 (guint, n);

  for (guint i = 0; i < n; i++)
    {
      const FluxRecord *record = flux_records_get (self->post->records, i);
      FluxRecordResult *result = &g_array_index (self->post->results, FluxRecordResult, i);

      if (record->kind == FLUX_RECORD_READING
          && !find_device (self, session, record, gateway, result, &entries[i], error))
        return FALSE;
      if (entries[i] == NULL)
        answer_without_row (record, result);
    }
  if (n > 1)
    count_later_untimed (self->post->records, entries, later);

  for (guint i = 0; i < n; i++)
    {
      if (entries[i] == NULL)
        continue;
      flux_plant_touch_device (self->engine->plant, entries[i]);
      if (!flux_device_entry_ensure_known (entries[i], session, error)
          || !flux_assembly_place (assembly, entries[i], flux_records_get (self->post->records, i), later[i],
                                   &g_array_index (self->post->results, FluxRecordResult, i), error))
        return FALSE;
    }
  return flux_assembly_write (assembly, error);
}

static void
count_results (const FluxPost *post, FluxRecordCounts *counts)
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

/* --- The writer thread: the post ---------------------------------------------------------------------------------- */

static char *
describe_hints (const FluxPost *post)
{
  GString *json;

  if (post->device_hint == NULL && post->gateway_hint == NULL)
    return NULL;
  json = g_string_new ("{");
  if (post->device_hint != NULL)
    {
      flux_json_append_name (json, "device_id");
      flux_json_append_string (json, post->device_hint);
    }
  if (post->gateway_hint != NULL)
    {
      flux_json_append_name (json, "gateway");
      flux_json_append_string (json, post->gateway_hint);
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static gboolean
keep_raw (FluxIntake *self, FluxStoreSession *session, FluxGatewayEntry *gateway, FluxAssembly *assembly, gint64 number,
          GError **error)
{
  const FluxPost *post = self->post;
  const FluxPostLinks *links = flux_assembly_get_links (assembly);
  g_autofree char *hints = describe_hints (post);
  FluxRawPost raw = {
    .number = number,
    .received_at = post->received_at,
    .gateway = gateway->working->number,
    .key_name = post->key->name,
    .address = post->address,
    .content_type = post->content_type,
    .hints = hints,
    .compressed = self->packed != NULL,
    .links = links->bytes != NULL ? links->bytes->data : NULL,
    .links_size = links->bytes != NULL ? links->bytes->len : 0,
  };

  raw.body = g_bytes_get_data (post->body, &raw.size);
  raw.body_size = raw.size;
  if (self->packed != NULL)
    {
      raw.body = self->packed;
      raw.body_size = self->packed_size;
    }
  count_results (post, &raw.counts);
  raw.state = raw.counts.waiting > 0 ? FLUX_POST_WAITS : FLUX_POST_DECODED;

  flux_record_counts_add (&gateway->working->counts, &raw.counts);
  return flux_store_session_keep_post (session, &raw, error);
}

static void
note_contact (FluxIntake *self, FluxGatewayEntry *gateway)
{
  FluxGateway *working = gateway->working;

  flux_plant_touch_gateway (self->engine->plant, gateway);
  working->posts++;
  working->last_contact = MAX (working->last_contact, self->post->received_at);
  if (g_strcmp0 (working->last_address, self->post->address) != 0)
    {
      g_free (working->last_address);
      working->last_address = g_strdup (self->post->address);
    }
}

static void
prepare_results (FluxIntake *self)
{
  FluxPost *post = self->post;

  g_array_set_size (post->results, 0);
  post->whole_waits = self->post->records->whole_waits;
  g_array_set_size (post->results, post->whole_waits != NULL ? 1 : flux_records_get_length (self->post->records));
  if (post->whole_waits != NULL)
    {
      FluxRecordResult *whole = &g_array_index (post->results, FluxRecordResult, 0);

      whole->outcome = FLUX_OUTCOME_WAITING;
      whole->reason = post->whole_waits;
    }
}

/* A gateway does not send again: a post whose records cannot be stored is kept all the same. */
static void
let_readings_wait (FluxPost *post)
{
  for (guint i = 0; i < flux_records_get_length (post->records); i++)
    {
      const FluxRecord *record = flux_records_get (post->records, i);
      FluxRecordResult *result = &g_array_index (post->results, FluxRecordResult, i);

      if (record->kind == FLUX_RECORD_READING)
        result->reason = "the database did not take it";
      answer_without_row (record, result);
    }
}

static gboolean
intake_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  FluxIntake *self = (FluxIntake *) work;
  FluxGatewayEntry *gateway = find_gateway (self, session, error);
  gint64 number = ++self->engine->last_post;
  g_autoptr (FluxAssembly) assembly = flux_assembly_new (session, number, self->post->received_at);

  if (gateway == NULL)
    return FALSE;
  if (self->post->records == NULL)
    decode_body (self->post);
  prepare_results (self);
  note_contact (self, gateway);
  if (work->has_failed)
    let_readings_wait (self->post);
  else if (!take_records (self, session, gateway, assembly, error))
    return FALSE;
  return keep_raw (self, session, gateway, assembly, number, error)
         && flux_engine_note_key_use (self->engine, session, self->post->key, self->post->received_at, error);
}

static void
intake_done (FluxStoreWork *work, const GError *error)
{
  FluxIntake *self = (FluxIntake *) work;
  FluxPost *post = self->post;

  post->more_follow = work->next != NULL && work->next->done == intake_done;
  intake_free (self);
  post->done (post, error, post->user_data);
}

void
flux_intake_start (FluxEngine *engine, FluxPost *post)
{
  FluxIntake *self = g_new0 (FluxIntake, 1);

  self->work.run = intake_run;
  self->work.done = intake_done;
  self->engine = g_object_ref (engine);
  self->post = post;
  self->work.weight = 1;
  self->work.can_do_less = TRUE;
  if (g_bytes_get_size (post->body) >= DECODE_BY_CALLER_FROM)
    {
      decode_body (post);
      self->work.weight = MAX (flux_records_get_length (post->records), 1);
    }
  compress_body (self);
  flux_store_submit (engine->store, &self->work);
}
