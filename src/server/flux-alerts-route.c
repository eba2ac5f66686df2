/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-alerts-route.h"

#include "flux-answer.h"
#include "flux-json-writer.h"
#include "flux-members.h"
#include "flux-query.h"

#include <math.h>

#define LIMIT_DEFAULT 100
#define LIMIT_MOST 100000

static void
append_text (GString *json, const char *name, const char *text)
{
  flux_json_append_name (json, name);
  flux_json_append_string (json, text);
}

static void
append_value (GString *json, const char *name, double value)
{
  flux_json_append_name (json, name);
  if (!isfinite (value))
    g_string_append (json, "null");
  else
    flux_json_append_double (json, value);
}

static void
append_alert (GString *json, const FluxAlert *alert)
{
  g_string_append_c (json, '{');
  append_text (json, "id", alert->uuid);
  append_text (json, "device_id", alert->device_id);
  append_text (json, "alert_type", alert->alert_type);
  append_text (json, "severity", alert->severity);
  append_text (json, "message", alert->message);
  append_value (json, "threshold_value", alert->threshold_value);
  append_value (json, "actual_value", alert->actual_value);
  flux_json_append_name (json, "is_resolved");
  flux_json_append_bool (json, alert->is_resolved);
  flux_json_append_name (json, "resolved_at");
  flux_json_append_time (json, alert->resolved_at);
  append_text (json, "resolved_by", alert->resolved_by);
  flux_json_append_name (json, "created_at");
  flux_json_append_time (json, alert->created_at);
  flux_json_append_name (json, "metadata");
  g_string_append (json, alert->metadata != NULL ? alert->metadata : "null");
  append_text (json, "device_name", alert->device_name);
  append_text (json, "location", alert->location);
  g_string_append_c (json, '}');
}

/* --- Listing ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *device_id;
  FluxAlertFilter filter;
  guint limit;
} AlertQuery;

static void
alert_query_free (gpointer data)
{
  AlertQuery *self = data;

  g_free (self->device_id);
  g_free (self);
}

static gpointer
read_alerts (FluxStoreSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const AlertQuery *query = data;

  return flux_store_session_list_alerts (session, query->device_id, query->filter, query->limit, error);
}

static void
on_alerts_read (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SoupServerMessage) message = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) alerts = flux_store_read_finish (FLUX_STORE (store), result, &error);

  if (alerts != NULL)
    {
      GString *json = g_string_new ("{\"success\":true,\"data\":[");

      for (guint i = 0; i < alerts->len; i++)
        {
          if (i > 0)
            g_string_append_c (json, ',');
          append_alert (json, g_ptr_array_index (alerts, i));
        }
      g_string_append_printf (json, "],\"count\":%u}", alerts->len);
      flux_answer_json (message, SOUP_STATUS_OK, json);
    }
  else
    {
      g_warning ("Alerts could not be read for an answer: %s", error->message);
      flux_answer_error (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "The alerts could not be read", NULL);
    }
  flux_request_resume (flux_request_of (message));
}

void
flux_alerts_route_get (FluxEngine *engine, SoupServerMessage *message, GHashTable *query)
{
  gboolean is_resolved = FALSE, is_asked = FALSE;
  guint limit = LIMIT_DEFAULT;
  const char *fault = NULL;
  AlertQuery *alert_query;

  if (!flux_query_get_limit (query, LIMIT_MOST, &limit, &fault)
      || !flux_query_get_bool (query, "is_resolved", &is_resolved, &is_asked, &fault))
    {
      flux_answer_error (message, SOUP_STATUS_BAD_REQUEST, fault, NULL);
      return;
    }
  alert_query = g_new0 (AlertQuery, 1);
  alert_query->device_id = g_strdup (flux_query_get_text (query, "device_id"));
  alert_query->limit = limit;
  if (is_asked)
    alert_query->filter = is_resolved ? FLUX_ALERTS_RESOLVED : FLUX_ALERTS_UNRESOLVED;

  flux_request_pause (flux_request_of (message));
  flux_store_read_async (flux_engine_get_store (engine), read_alerts, alert_query, alert_query_free,
                         (GDestroyNotify) g_ptr_array_unref, NULL, on_alerts_read, g_object_ref (message));
}

/* --- Closing ------------------------------------------------------------------------------------------------------ */

static void
on_alert_resolved (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SoupServerMessage) message = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxAlert) alert = flux_engine_resolve_alert_finish (FLUX_ENGINE (engine), result, &error);

  if (alert != NULL)
    {
      GString *json = g_string_new ("{\"success\":true,\"data\":");

      append_alert (json, alert);
      g_string_append_c (json, '}');
      flux_answer_json (message, SOUP_STATUS_OK, json);
    }
  else if (g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND))
    flux_answer_error (message, SOUP_STATUS_NOT_FOUND, error->message, NULL);
  else
    {
      g_warning ("An alert could not be changed: %s", error->message);
      flux_answer_error (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "The alert could not be changed", NULL);
    }
  flux_request_resume (flux_request_of (message));
}

void
flux_alerts_route_patch (FluxEngine *engine, SoupServerMessage *message)
{
  FluxRequest *request = flux_request_of (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (GHashTable) members = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *resolved_by = NULL;
  gboolean is_resolved, is_given;
  const char *fault = NULL;

  members = flux_members_read (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &fault);
  if (members != NULL)
    {
      if (!flux_members_get_text (members, "alert_id", &uuid) || uuid == NULL)
        fault = "alert_id is needed, as text";
      else if (!flux_members_get_bool (members, "is_resolved", &is_resolved, &is_given) || !is_given)
        fault = "is_resolved must be true or false";
      else if (!flux_members_get_text (members, "resolved_by", &resolved_by))
        fault = "resolved_by must be text";
    }
  if (fault != NULL)
    {
      flux_answer_error (message, SOUP_STATUS_BAD_REQUEST, "The alert cannot be changed", fault);
      return;
    }
  flux_request_pause (flux_request_of (message));
  flux_engine_resolve_alert_async (engine, uuid, is_resolved, resolved_by, request->key->name, NULL,
                                   on_alert_resolved, g_object_ref (message));
}
