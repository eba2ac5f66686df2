/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-ingest-route.h"

#include "flux-answer.h"
#include "flux-json-writer.h"

#include <string.h>

#define RETRY_AFTER_FULL_DISK "60"

/* A post on its way to the engine and back to the server's thread. */
typedef struct _Finished Finished;

struct _FluxIngestRoute
{
  FluxEngine *engine;
  GMainContext *context;
  GSource *source; /* answers what is in @finished */

  GMutex mutex;
  Finished *finished; /* under the mutex: the last first */
};

struct _Finished
{
  Finished *next;
  FluxIngestRoute *route;
  FluxRequest *request; /* its message (owned) */
  FluxPost *post;
  GError *error;
};

/* --- The answer --------------------------------------------------------------------------------------------------- */

static gboolean
needs_care (FluxOutcome outcome)
{
  return outcome == FLUX_OUTCOME_WAITING || outcome == FLUX_OUTCOME_REFUSED || outcome == FLUX_OUTCOME_BAD;
}

static void
append_result (GString *json, const FluxRecordResult *result)
{
  const char *word = flux_outcome_to_word (result->outcome);

  g_string_append_len (json, "{\"device_id\":", 13);
  flux_json_append_string (json, result->device_id);
  g_string_append (json, needs_care (result->outcome) ? ",\"success\":false" : ",\"success\":true");
  if (word != NULL)
    {
      flux_json_append_name (json, "outcome");
      flux_json_append_string (json, word);
    }
  if (result->reason != NULL)
    {
      flux_json_append_name (json, "error");
      flux_json_append_string (json, result->reason);
    }
  if (result->bad != NULL)
    {
      flux_json_append_name (json, "bad");
      g_string_append (json, result->bad);
    }
  g_string_append_c (json, '}');
}

static void
append_part (GString *text, guint count, const char *what)
{
  if (count > 0)
    g_string_append_printf (text, "%s %u %s", text->str[text->len - 1] == ':' ? "" : ",", count, what);
}

/* What is not a reading yet, as a sentence. Returns: (transfer full) (nullable): %NULL when all are */
static char *
describe_care (const FluxPost *post)
{
  guint waiting = 0, refused = 0, bad = 0;
  GString *text;

  for (guint i = 0; i < post->results->len; i++)
    {
      FluxOutcome outcome = g_array_index (post->results, FluxRecordResult, i).outcome;

      waiting += outcome == FLUX_OUTCOME_WAITING;
      refused += outcome == FLUX_OUTCOME_REFUSED;
      bad += outcome == FLUX_OUTCOME_BAD;
    }
  if (waiting + refused + bad == 0)
    return NULL;
  text = g_string_new ("Kept, but not all of it is a good reading:");
  append_part (text, waiting, "waiting to be mapped");
  append_part (text, refused, "refused");
  append_part (text, bad, "without a good value");
  return g_string_free (text, FALSE);
}

/* Which reading a register of a gateway's post went to, and what became of it. */
static guint
hash_reading (gconstpointer key)
{
  const FluxRecordResult *result = key;

  return g_str_hash (result->device_id) ^ g_int64_hash (&result->row_at) ^ result->outcome;
}

static gboolean
equal_readings (gconstpointer a, gconstpointer b)
{
  const FluxRecordResult *first = a, *second = b;

  return first->row_at == second->row_at && first->outcome == second->outcome
         && g_str_equal (first->device_id, second->device_id);
}

/* An answer has an entry a reading. The registers that a gateway posts one by one are a reading together: those of one
 * that came to the same are said once. @said: (nullable): of the entries so far */
static gboolean
is_said (const FluxPost *post, guint index, GHashTable **said)
{
  FluxRecordResult *result = &g_array_index (post->results, FluxRecordResult, index);

  if (post->whole_waits != NULL || !flux_records_get (post->records, index)->is_part || result->row_at == 0
      || result->bad != NULL)
    return FALSE;
  if (*said == NULL)
    *said = g_hash_table_new (hash_reading, equal_readings);
  if (g_hash_table_contains (*said, result))
    return TRUE;
  g_hash_table_add (*said, result);
  return FALSE;
}

static void
answer_kept (SoupServerMessage *message, const FluxPost *post)
{
  g_autofree char *care = describe_care (post);
  g_autoptr (GHashTable) said = NULL;
  GString *json = g_string_sized_new (128 + 48 * post->results->len);

  g_string_append (json, "{\"success\":true,\"message\":");
  flux_json_append_string (json, care != NULL ? care : "Data ingested successfully");
  g_string_append (json, ",\"results\":[");
  for (guint i = 0; i < post->results->len; i++)
    {
      if (is_said (post, i, &said))
        continue;
      if (json->str[json->len - 1] != '[')
        g_string_append_c (json, ',');
      append_result (json, &g_array_index (post->results, FluxRecordResult, i));
    }
  g_string_append (json, "]}");
  flux_answer_json (message, care != NULL ? SOUP_STATUS_ACCEPTED : SOUP_STATUS_OK, json);
}

static void
answer_not_kept (SoupServerMessage *message, const GError *error)
{
  if (!g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NO_SPACE))
    {
      g_warning ("A post could not be kept: %s", error->message);
      flux_answer_error (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "The post could not be kept; send it again", NULL);
      return;
    }
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                RETRY_AFTER_FULL_DISK);
  flux_answer_error (message, SOUP_STATUS_INSUFFICIENT_STORAGE,
                     "The disk is full; nothing was kept. Send it again later", NULL);
}

/* --- Back on the server's thread ---------------------------------------------------------------------------------- */

static void
answer_finished (Finished *finished)
{
  FluxRequest *request = finished->request;
  SoupServerMessage *message = request->message;

  if (finished->error != NULL)
    answer_not_kept (message, finished->error);
  else
    answer_kept (message, finished->post);
  flux_request_release (request);
  flux_request_resume (request);

  g_clear_error (&finished->error);
  flux_post_free (finished->post);
  g_object_unref (message);
  g_free (finished);
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  FluxIngestRoute *self = data;
  Finished *finished, *in_order = NULL;

  g_source_set_ready_time (source, -1);
  g_mutex_lock (&self->mutex);
  finished = g_steal_pointer (&self->finished);
  g_mutex_unlock (&self->mutex);

  while (finished != NULL)
    {
      Finished *next = finished->next;

      finished->next = in_order;
      in_order = finished;
      finished = next;
    }
  while (in_order != NULL)
    {
      Finished *next = in_order->next;

      answer_finished (in_order);
      in_order = next;
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
nothing_to_do (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* On the store's writer thread. */
static void
on_post_done (FluxPost *post, const GError *error, gpointer user_data)
{
  Finished *finished = user_data;
  FluxIngestRoute *self = finished->route;
  gboolean wakes = !post->more_follow;

  finished->error = error != NULL ? g_error_copy (error) : NULL;

  g_mutex_lock (&self->mutex);
  finished->next = self->finished;
  self->finished = finished;
  /* Under the mutex: once it is known to be finished, the route may go. */
  if (wakes)
    g_source_set_ready_time (self->source, 0);
  g_mutex_unlock (&self->mutex);
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

static char *
hint (SoupServerMessage *message, GHashTable *query, const char *header, const char *member)
{
  const char *text = soup_message_headers_get_one (soup_server_message_get_request_headers (message), header);

  if (text == NULL && query != NULL)
    text = g_hash_table_lookup (query, member);
  return text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL) ? g_strdup (text) : NULL;
}

void
flux_ingest_route_post (FluxIngestRoute *self, SoupServerMessage *message, GHashTable *query)
{
  FluxRequest *request = flux_request_of (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  Finished *finished;
  FluxPost *post;

  if (g_bytes_get_size (body) == 0)
    {
      flux_answer_error (message, SOUP_STATUS_BAD_REQUEST, "The body is empty; nothing was kept", NULL);
      return;
    }
  post = flux_post_new (request->key, body, flux_clock_get_now (flux_engine_get_clock (self->engine)));
  post->content_type
      = g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Content-Type"));
  post->address = g_strdup (request->connection != NULL ? request->connection->address : NULL);
  post->device_hint = hint (message, query, "x-device-id", "device_id");
  post->gateway_hint = hint (message, query, "x-gateway-id", "gateway");
  g_object_ref (message);
  finished = g_new (Finished, 1);
  *finished = (Finished) { NULL, self, request, post, NULL };
  post->done = on_post_done;
  post->user_data = finished;

  flux_request_pause (request);
  flux_engine_submit_post (self->engine, post);
}

void
flux_ingest_route_health (FluxIngestRoute *self, SoupServerMessage *message)
{
  GString *json = g_string_new ("{\"status\":\"ok\",\"service\":\"FluxIO Data Ingest API\",\"version\":\"1.0.0\"");

  flux_answer_append_timestamp (json, flux_clock_get_now (flux_engine_get_clock (self->engine)));
  g_string_append_c (json, '}');
  flux_answer_json (message, SOUP_STATUS_OK, json);
}

FluxIngestRoute *
flux_ingest_route_new (FluxEngine *engine, GMainContext *context)
{
  static GSourceFuncs source_functions = { .dispatch = source_dispatch };
  FluxIngestRoute *self = g_new0 (FluxIngestRoute, 1);

  self->engine = g_object_ref (engine);
  self->context = g_main_context_ref (context);
  g_mutex_init (&self->mutex);
  self->source = g_source_new (&source_functions, sizeof (GSource));
  g_source_set_callback (self->source, nothing_to_do, self, NULL);
  g_source_attach (self->source, context);
  return self;
}

void
flux_ingest_route_free (FluxIngestRoute *self)
{
  g_mutex_lock (&self->mutex);
  g_mutex_unlock (&self->mutex); /* the writer has left it */
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);
  g_object_unref (self->engine);
  g_free (self);
}
