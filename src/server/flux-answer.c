/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-answer.h"

#include "flux-connections.h"
#include "flux-json-writer.h"

void
flux_answer_json (SoupServerMessage *message, guint status, GString *json)
{
  FluxConnection *connection = flux_connection_of (message);
  gsize length = json->len;

  if (connection != NULL && soup_server_message_get_method (message) != SOUP_METHOD_HEAD)
    flux_guarded_stream_hold_next (connection->stream);
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, g_string_free (json, FALSE), length);
}

const char *
flux_answer_get_error_word (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return "Unauthorized";
    case SOUP_STATUS_BAD_REQUEST:
      return "Validation error";
    case SOUP_STATUS_FORBIDDEN:
      return "Forbidden";
    case SOUP_STATUS_NOT_FOUND:
      return "Not found";
    case SOUP_STATUS_METHOD_NOT_ALLOWED:
      return "Method not allowed";
    case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
      return "Payload too large";
    case 429:
      return "Too many requests";
    case 431:
      return "Request header fields too large";
    case SOUP_STATUS_INSUFFICIENT_STORAGE:
      return "Insufficient storage";
    default:
      return "Internal server error";
    }
}

void
flux_answer_error (SoupServerMessage *message, guint status, const char *text, const char *details)
{
  GString *json = g_string_new ("{");

  flux_json_append_name (json, "error");
  flux_json_append_string (json, flux_answer_get_error_word (status));
  flux_json_append_name (json, "message");
  flux_json_append_string (json, text);
  if (details != NULL)
    {
      flux_json_append_name (json, "details");
      flux_json_append_string (json, details);
    }
  g_string_append_c (json, '}');
  flux_answer_json (message, status, json);
}

void
flux_answer_append_timestamp (GString *json, gint64 now)
{
  flux_json_append_name (json, "timestamp");
  flux_json_append_time (json, now);
}
