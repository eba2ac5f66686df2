/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-flow-data-route.h"

#include "flux-answer.h"
#include "flux-query.h"
#include "flux-row-json.h"

#define LIMIT_DEFAULT 1000
#define LIMIT_MOST 100000
#define PAGE 500

/* One answer under way. Held by the message's signal and by a read under way. */
typedef struct
{
  gatomicrefcount ref_count;
  FluxEngine *engine;
  SoupServerMessage *message; /* (nullable): %NULL once the client has gone */
  FluxReadingQuery query;
  FluxStoredReading last; /* of the page before; its reading holds time and copy only */
  GHashTable *device_ids; /* (key-type gint64) (value-type utf8): of the rows so far; the reader's */
  guint count;
  guint remaining;
} RowStream;

static RowStream *
row_stream_ref (RowStream *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
row_stream_unref (RowStream *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->device_ids);
  g_object_unref (self->engine);
  g_free (self);
}

/* --- A page (on a reader's thread) -------------------------------------------------------------------------------- */

typedef struct
{
  GString *json;
  guint n_rows;
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  if (self->json != NULL)
    g_string_free (self->json, TRUE);
  g_free (self);
}

static const char *
find_device_id (RowStream *self, gint64 number)
{
  char *device_id = g_hash_table_lookup (self->device_ids, &number);

  if (device_id != NULL)
    return device_id;
  device_id = flux_engine_get_device_id (self->engine, number);
  if (device_id == NULL)
    device_id = g_strdup ("");
  g_hash_table_insert (self->device_ids, g_memdup2 (&number, sizeof number), device_id);
  return device_id;
}

static gpointer
read_page (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  RowStream *self = data;
  g_autoptr (GArray) rows = flux_stored_readings_new ();
  Page *page;

  self->query.limit = MIN (self->remaining, PAGE);
  self->query.before = self->count > 0 ? &self->last : NULL;
  if (!flux_store_session_read_readings (session, &self->query, rows, error))
    return NULL;

  page = g_new0 (Page, 1);
  page->n_rows = rows->len;
  page->json = g_string_sized_new (rows->len * 320 + 128);
  for (guint i = 0; i < rows->len; i++)
    {
      const FluxStoredReading *row = &g_array_index (rows, FluxStoredReading, i);

      if (self->count + i > 0)
        g_string_append_c (page->json, ',');
      flux_row_json_append_reading (page->json, find_device_id (self, row->device), &row->reading);
      self->last.device = row->device;
      self->last.reading.measured_at = row->reading.measured_at;
      self->last.reading.copy = row->reading.copy;
    }
  return page;
}

/* --- The server's thread ------------------------------------------------------------------------------------------ */

static void
append_chunk (SoupServerMessage *message, GString *json)
{
  g_autoptr (GBytes) chunk = g_string_free_to_bytes (json);

  if (g_bytes_get_size (chunk) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), chunk);
}

static void
end_rows (RowStream *self)
{
  GString *json = g_string_new ("]");

  g_string_append_printf (json, ",\"count\":%u", self->count);
  flux_answer_append_timestamp (json, flux_clock_get_now (flux_engine_get_clock (self->engine)));
  g_string_append_c (json, '}');
  append_chunk (self->message, json);
  soup_message_body_complete (soup_server_message_get_response_body (self->message));
}

static void on_page_read (GObject *store, GAsyncResult *result, gpointer user_data);

static void
read_next (RowStream *self)
{
  flux_store_read_async (flux_engine_get_store (self->engine), read_page, self, NULL, page_free, NULL, on_page_read,
                         row_stream_ref (self));
}

static void
on_page_read (GObject *store, GAsyncResult *result, gpointer user_data)
{
  RowStream *self = user_data;
  g_autoptr (GError) error = NULL;
  Page *page = flux_store_read_finish (FLUX_STORE (store), result, &error);

  if (self->message != NULL && page == NULL)
    {
      /* The answer has begun as a success: cut off, it cannot be taken for a whole one. */
      g_warning ("Readings could not be read for an answer: %s", error->message);
      flux_request_break_off (flux_request_of (self->message));
    }
  else if (self->message != NULL)
    {
      self->count += page->n_rows;
      self->remaining -= page->n_rows;
      append_chunk (self->message, g_steal_pointer (&page->json));
      if (page->n_rows < self->query.limit || self->remaining == 0)
        {
          self->remaining = 0;
          end_rows (self);
        }
      soup_server_message_unpause (self->message);
    }
  g_clear_pointer (&page, page_free);
  row_stream_unref (self);
}

static void
on_wrote_chunk (SoupServerMessage *message, gpointer user_data)
{
  RowStream *self = user_data;
  FluxConnection *connection = flux_connection_of (message);

  if (connection != NULL)
    flux_connection_progress (connection, 0);
  if (self->remaining == 0)
    return;
  soup_server_message_pause (message);
  read_next (self);
}

static void
on_finished (SoupServerMessage *message, gpointer user_data)
{
  RowStream *self = user_data;

  self->message = NULL;
  self->remaining = 0;
}

/* With the message, which is not told of its end when the server stops. */
static void
row_stream_closed (gpointer data, GClosure *closure)
{
  on_finished (NULL, data);
  row_stream_unref (data);
}

static gboolean
read_query (FluxEngine *engine, GHashTable *members, FluxReadingQuery *query, const char **fault)
{
  const char *device_id = flux_query_get_text (members, "device_id");

  *query = (FluxReadingQuery) { .from = G_MININT64, .to = G_MAXINT64, .limit = LIMIT_DEFAULT };
  if (!flux_query_get_time (members, "start_time", &query->from, fault)
      || !flux_query_get_time (members, "end_time", &query->to, fault)
      || !flux_query_get_limit (members, LIMIT_MOST, &query->limit, fault))
    return FALSE;
  if (device_id != NULL && *device_id != '\0')
    {
      g_autoptr (FluxDeviceSnapshot) device = flux_engine_get_device (engine, device_id);

      /* No device has this number: an unknown one has no rows. */
      query->device = device != NULL ? device->device->number : -1;
    }
  return TRUE;
}

void
flux_flow_data_route_get (FluxEngine *engine, SoupServerMessage *message, GHashTable *members)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  FluxReadingQuery query;
  const char *fault = NULL;
  RowStream *self;

  if (!read_query (engine, members, &query, &fault))
    {
      flux_answer_error (message, SOUP_STATUS_BAD_REQUEST, fault, NULL);
      return;
    }
  self = g_new0 (RowStream, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->engine = g_object_ref (engine);
  self->message = message;
  self->query = query;
  self->remaining = query.limit;
  self->device_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (headers, "application/json", NULL);
  soup_message_headers_set_encoding (headers, soup_server_message_get_http_version (message) == SOUP_HTTP_1_0
                                                  ? SOUP_ENCODING_EOF
                                                  : SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), self);
  g_signal_connect_data (message, "finished", G_CALLBACK (on_finished), self, row_stream_closed, 0);
  append_chunk (message, g_string_new ("{\"success\":true,\"data\":["));
}
