/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post.h"

#include "flux-device.h"

#include <string.h>

static const char *const outcome_words[] = {
  [FLUX_OUTCOME_STORED] = NULL,
  [FLUX_OUTCOME_DUPLICATE] = "duplicate",
  [FLUX_OUTCOME_FAILED_READ] = "failed_read",
  [FLUX_OUTCOME_BAD] = "bad",
  [FLUX_OUTCOME_WAITING] = "waiting",
  [FLUX_OUTCOME_REFUSED] = "refused",
};

const char *
flux_outcome_to_word (FluxOutcome outcome)
{
  return outcome_words[outcome];
}

static void
clear_result (gpointer element)
{
  FluxRecordResult *result = element;

  g_clear_pointer (&result->bad, g_free);
}

FluxPost *
flux_post_new (FluxApiKey *key, GBytes *body, gint64 received_at)
{
  FluxPost *self = g_new0 (FluxPost, 1);

  self->key = flux_api_key_ref (key);
  self->body = g_bytes_ref (body);
  self->received_at = received_at;
  self->results = g_array_new (FALSE, TRUE, sizeof (FluxRecordResult));
  g_array_set_clear_func (self->results, clear_result);
  return self;
}

void
flux_post_free (FluxPost *self)
{
  flux_api_key_unref (self->key);
  g_bytes_unref (self->body);
  g_free (self->content_type);
  g_free (self->address);
  g_free (self->device_hint);
  g_free (self->gateway_hint);
  g_array_unref (self->results);
  g_clear_pointer (&self->records, flux_records_free);
  g_clear_pointer (&self->mapping, flux_gateway_mapping_unref);
  g_free (self->gateway_uuid);
  g_free (self);
}

const char *
flux_post_get_gateway_name (const FluxPost *self)
{
  const char *name = self->gateway_hint;

  return name != NULL && flux_device_id_is_valid (name, strlen (name)) ? name : NULL;
}
