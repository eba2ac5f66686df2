/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-intake.h"

#include "flux-assembly.h"
#include "flux-post-decoder.h"
#include "flux-post-hints.h"
#include "flux-post-taking.h"
#include "flux-rejected.h"

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

/* The gateway is the key's; where several share a key, what the post says it is, in a header or in its body, else the
 * one that stands for the key. */
static void
identify_gateway (FluxPlant *plant, FluxPost *post)
{
  const char *name = flux_post_get_gateway_name (post);

  if (post->key->gateway_uuid != NULL)
    post->gateway_uuid = g_strdup (post->key->gateway_uuid);
  else if (name != NULL)
    post->gateway_uuid = flux_plant_get_gateway_uuid (plant, name);
  else
    {
      post->gateway_uuid = flux_mappings_identify (flux_plant_get_mappings (plant), post->body);
      if (post->gateway_uuid == NULL)
        post->gateway_uuid = flux_plant_get_gateway_uuid (plant, post->key->name);
    }
}

/* @mapping: (nullable) (transfer full) */
static void
decode_body (FluxPost *post, FluxGatewayMapping *mapping)
{
  g_clear_pointer (&post->records, flux_records_free);
  g_clear_pointer (&post->mapping, flux_gateway_mapping_unref);
  post->mapping = mapping;
  post->records = flux_post_decode (post->body, mapping, post->device_hint, post->received_at);
}

/* Decodes what was not decoded yet, or with a mapping that is out of date by now. */
static void
ensure_decoded (FluxPlant *plant, FluxPost *post)
{
  g_autoptr (FluxGatewayMapping) mapping
      = post->gateway_uuid != NULL ? flux_plant_get_mapping (plant, post->gateway_uuid) : NULL;

  if (post->records == NULL || post->mapping != mapping)
    decode_body (post, g_steal_pointer (&mapping));
}

/* --- The writer thread: whose is it ------------------------------------------------------------------------------- */

/* The gateway that the post was found to come from; it is made when there is none of that name yet. */
static FluxGatewayEntry *
find_gateway (FluxIntake *self, FluxStoreSession *session, GError **error)
{
  FluxPlant *plant = self->engine->plant;
  FluxPost *post = self->post;
  const char *name = flux_post_get_gateway_name (post) != NULL ? post->gateway_hint : post->key->name;
  FluxGatewayEntry *entry = NULL;
  g_autoptr (FluxGateway) gateway = NULL;

  if (post->gateway_uuid != NULL)
    entry = flux_plant_find_gateway (plant, post->gateway_uuid);
  if (entry == NULL)
    entry = flux_plant_find_gateway_by_name (plant, name);
  if (entry == NULL)
    {
      gateway = flux_gateway_new (name);
      gateway->created_at = gateway->updated_at = post->received_at;
      if (!flux_store_session_put_gateway (session, gateway, error))
        return NULL;
      entry = flux_plant_put_gateway (plant, gateway);
    }
  if (g_strcmp0 (post->gateway_uuid, entry->working->uuid) != 0)
    {
      g_free (post->gateway_uuid);
      post->gateway_uuid = g_strdup (entry->working->uuid);
    }
  return entry;
}

/* --- The writer thread: the post ---------------------------------------------------------------------------------- */

static gboolean
keep_raw (FluxIntake *self, FluxStoreSession *session, FluxGatewayEntry *gateway, FluxAssembly *assembly, gint64 number,
          GError **error)
{
  const FluxPost *post = self->post;
  const FluxPostLinks *links = flux_assembly_get_links (assembly);
  g_autofree char *hints = flux_post_hints_write (post->device_hint, post->gateway_hint);
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
  flux_post_count_results (post, &raw.counts);
  raw.state = raw.counts.waiting > 0 ? FLUX_POST_WAITS : FLUX_POST_DECODED;

  flux_record_counts_add (&gateway->working->counts, &raw.counts);
  gateway->working->raw_bytes += raw.body_size;
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
  if (self->post->records->gateway_info != NULL)
    {
      g_autofree char *before = working->info;

      /* What it says now, and of the rest what it said before. */
      working->info = flux_rejected_merge (self->post->records->gateway_info, before);
    }
}

static gboolean
intake_run (FluxStoreWork *work, FluxStoreSession *session, GError **error)
{
  FluxIntake *self = (FluxIntake *) work;
  FluxGatewayEntry *gateway;
  gint64 number = ++self->engine->last_post;
  g_autoptr (FluxAssembly) assembly = flux_assembly_new (session, number, self->post->received_at);

  if (self->post->gateway_uuid == NULL)
    identify_gateway (self->engine->plant, self->post);
  gateway = find_gateway (self, session, error);
  if (gateway == NULL)
    return FALSE;
  ensure_decoded (self->engine->plant, self->post);
  note_contact (self, gateway);
  if (work->has_failed)
    flux_post_let_wait (self->post);
  else if (!flux_post_take_records (self->post, self->engine->plant, session, gateway, assembly, error))
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
      identify_gateway (engine->plant, post);
      ensure_decoded (engine->plant, post);
      self->work.weight = MAX (flux_records_get_length (post->records), 1);
    }
  compress_body (self);
  flux_store_submit (engine->store, &self->work);
}
