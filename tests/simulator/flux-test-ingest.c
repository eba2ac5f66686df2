/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-ingest.h"

#include "flux-test-records.h"

static void
keep_post (FluxTestIngest *self, SoupServerMessage *message, GHashTable *query)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  guint n_records = flux_test_records_add (self->records, body->data, body->length);

  g_assert_nonnull (query);
  g_assert_nonnull (g_hash_table_lookup (query, "gateway"));
  g_hash_table_add (self->gateways, g_strdup (g_hash_table_lookup (query, "gateway")));
  self->largest = MAX (self->largest, n_records);
  g_atomic_int_inc (&self->n_posts);
}

static void
note_key (FluxTestIngest *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_assert_cmpstr (soup_message_headers_get_content_type (headers, NULL), ==, "application/json");
  g_ptr_array_add (self->keys, g_strdup (soup_message_headers_get_one (headers, "x-api-key")));
}

static gboolean
is_away (FluxTestIngest *self)
{
  return self->away_from > 0 && self->n_requests >= self->away_from
         && self->n_requests < self->away_from + self->away_for;
}

static void
on_finished (SoupServerMessage *message, FluxTestIngest *self)
{
  self->n_open--;
}

static void
note_open (FluxTestIngest *self, SoupServerMessage *message)
{
  self->n_open++;
  self->most_open = MAX (self->most_open, self->n_open);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), self);
}

static void
on_post (FluxTestIngest *self, SoupServerMessage *message, GHashTable *query)
{
  gboolean away = is_away (self);

  if ((!away || self->forgets_answer) && self->ingest_status == 200)
    keep_post (self, message, query);
  if (away)
    {
      self->n_away++;
      flux_test_peer_hang_up (message, NULL);
    }
  else
    flux_test_peer_answer (message, self->ingest_status, "{\"success\":true}");
}

static void
on_request (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  FluxTestIngest *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
  self->n_requests++;
  note_key (self, message);
  if (!is_away (self)) /* a taken connection is never said to be finished */
    note_open (self, message);
  if (g_str_equal (path, "/api/ingest"))
    on_post (self, message, query);
  else if (g_str_equal (path, "/api/devices"))
    {
      g_hash_table_add (self->devices, g_strndup (body->data, body->length));
      flux_test_peer_answer (message, self->naming_status, "{\"success\":true}");
    }
  else
    flux_test_peer_answer (message, 404, "{}");
}

const char *
flux_test_ingest_start (FluxTestIngest *self)
{
  self->records = flux_test_records_new ();
  self->gateways = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->peer = flux_test_peer_new (on_request, self, NULL);
  return flux_test_peer_get_url (self->peer);
}

void
flux_test_ingest_end (FluxTestIngest *self)
{
  g_clear_pointer (&self->peer, flux_test_peer_free);
}

guint
flux_test_ingest_count (FluxTestIngest *self)
{
  return g_atomic_int_get (&self->n_posts);
}

void
flux_test_ingest_clear (FluxTestIngest *self)
{
  flux_test_ingest_end (self);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->gateways, g_hash_table_unref);
  g_clear_pointer (&self->devices, g_hash_table_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
}
