/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-private.h"

#include "flux-json-writer.h"
#include "flux-row-json.h"

#include <glib/gi18n.h>
#include <string.h>

/* What people change: each is one change on the store's writer, with its line in the audit log. */

#define NAME_MAX_CHARACTERS 200

/* --- A change as a task of the engine ----------------------------------------------------------------------------- */

typedef struct
{
  FluxEngine *engine;
  char *actor;
  gpointer thing; /* (owned): what is to be stored, then what was stored */
  GDestroyNotify destroy;
} Change;

static Change *
change_new (FluxEngine *engine, const char *actor, gpointer thing, GDestroyNotify destroy)
{
  Change *self = g_new0 (Change, 1);

  *self = (Change) { g_object_ref (engine), g_strdup (actor), thing, destroy };
  return self;
}

static void
change_free (gpointer data)
{
  Change *self = data;

  if (self->thing != NULL)
    self->destroy (self->thing);
  g_object_unref (self->engine);
  g_free (self->actor);
  g_free (self);
}

static void
on_changed (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Change *change = flux_store_change_finish (FLUX_STORE (store), result, &error);

  if (change == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&change->thing), change->destroy);
}

static void
change_async (Change *change, FluxStoreChange func, gpointer tag, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (change->engine, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, tag);
  flux_store_change_async (change->engine->store, func, change, change_free, cancellable, on_changed, task);
}

static gboolean
audit (const Change *change, FluxStoreSession *session, const char *action, const char *type, const char *id,
       const char *before, const char *after, GError **error)
{
  FluxAuditEntry entry = { change->actor, action, type, id, before, after };

  return flux_store_session_append_audit (session, &entry, flux_clock_get_now (change->engine->clock), error);
}

/* --- What may be kept --------------------------------------------------------------------------------------------- */

/* What is said of a device stays English here, because the API answers with it; the window translates it. */

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID, what);
  return FALSE;
}

static gboolean
check_name (const char *name, const char *what, GError **error)
{
  if (name == NULL || *name == '\0' || !g_utf8_validate (name, -1, NULL)
      || g_utf8_strlen (name, -1) > NAME_MAX_CHARACTERS)
    return refuse (error, what);
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return refuse (error, what);
  return TRUE;
}

static gboolean
check_time_zone (const char *zone, GError **error)
{
  g_autoptr (GTimeZone) known = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  if (zone != NULL && known == NULL)
    return refuse (error, N_ ("time_zone must be an IANA name such as Europe/Berlin"));
  return TRUE;
}

static gboolean
check_device (const FluxDevice *device, GError **error)
{
  if (!flux_device_id_is_valid (device->device_id, strlen (device->device_id)))
    return refuse (error, N_ ("device_id must be text of 1 to 100 characters without control characters"));
  if (device->period_seconds < 0)
    return refuse (error, N_ ("period_seconds must be above 0, or absent to be learned"));
  if (device->offline_after_seconds <= 0)
    return refuse (error, N_ ("offline_after_seconds must be above 0"));
  return check_name (device->name, N_ ("device_name must be text of 1 to 200 characters"), error)
         && check_time_zone (device->time_zone, error);
}

/* --- Devices ------------------------------------------------------------------------------------------------------ */

static char *
describe_device (const FluxDevice *device)
{
  GString *json;

  if (device == NULL)
    return NULL;
  json = g_string_new (NULL);
  flux_row_json_append_device_open (json, device, 0);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

gboolean
flux_device_save (FluxStoreSession *session, FluxDevice *device, const FluxDevice *stored, const char *actor,
                  gint64 now, gboolean *is_fresh, GError **error)
{
  g_autofree char *before = describe_device (stored);
  g_autofree char *after = NULL;
  FluxAuditEntry entry = {
    .actor = actor,
    .action = stored == NULL ? "create" : "update",
    .resource_type = "device",
    .resource_id = device->device_id,
    .before = before,
  };

  if (!check_device (device, error))
    return FALSE;
  device->updated_at = now;
  if (device->created_at == 0)
    device->created_at = now;
  if (!flux_store_session_put_device (session, device, is_fresh, error))
    return FALSE;
  after = describe_device (device);
  entry.after = after;
  return flux_store_session_append_audit (session, &entry, now, error);
}

static gboolean
save_device (FluxStoreSession *session, gpointer data, GError **error)
{
  Change *change = data;
  FluxEngine *engine = change->engine;
  FluxDevice *device = change->thing;
  FluxDeviceEntry *known = flux_plant_find_device (engine->plant, device->device_id);
  gboolean is_new = device->number == 0;
  gboolean is_fresh;

  if (is_new && known != NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS,
                   _ ("The device_id %s is taken. Choose another, or change that device"), device->device_id);
      return FALSE;
    }
  if (!is_new && known == NULL)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                   _ ("There is no device %s any more. Look again"), device->device_id);
      return FALSE;
    }
  if (!flux_device_save (session, device, known != NULL ? known->device : NULL, change->actor,
                         flux_clock_get_now (engine->clock), &is_fresh, error))
    return FALSE;
  flux_plant_put_device (engine->plant, device, is_fresh);
  return TRUE;
}

void
flux_engine_save_device_async (FluxEngine *self, FluxDevice *device, const char *actor, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;

  if (!check_device (device, &error))
    {
      g_task_report_error (self, callback, user_data, flux_engine_save_device_async, error);
      return;
    }
  change_async (change_new (self, actor, flux_device_copy (device), (GDestroyNotify) flux_device_unref), save_device,
                flux_engine_save_device_async, cancellable, callback, user_data);
}

FluxDevice *
flux_engine_save_device_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Gateways ----------------------------------------------------------------------------------------------------- */

static char *
describe_gateway (const FluxGateway *gateway)
{
  GString *json;

  if (gateway == NULL)
    return NULL;
  json = g_string_new ("{");
  flux_json_append_name (json, "name");
  flux_json_append_string (json, gateway->name);
  flux_json_append_name (json, "location");
  flux_json_append_string (json, gateway->location);
  flux_json_append_name (json, "description");
  flux_json_append_string (json, gateway->description);
  flux_json_append_name (json, "time_zone");
  flux_json_append_string (json, gateway->time_zone);
  flux_json_append_name (json, "body_names");
  flux_json_append_string (json, gateway->body_names);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

gboolean
flux_gateway_save (FluxStoreSession *session, FluxGateway *gateway, const FluxGateway *stored, const char *actor,
                   gint64 now, GError **error)
{
  g_autofree char *before = describe_gateway (stored);
  g_autofree char *after = describe_gateway (gateway);
  FluxAuditEntry entry = {
    .actor = actor,
    .action = stored == NULL ? "create" : "update",
    .resource_type = "gateway",
    .resource_id = gateway->uuid,
    .before = before,
    .after = after,
  };

  if (!check_name (gateway->name, _ ("The gateway’s name must be text of 1 to 200 characters"), error)
      || !check_time_zone (gateway->time_zone, error))
    return FALSE;
  gateway->updated_at = now;
  if (gateway->created_at == 0)
    gateway->created_at = now;
  return flux_store_session_put_gateway (session, gateway, error)
         && flux_store_session_append_audit (session, &entry, now, error);
}

static gboolean
save_gateway (FluxStoreSession *session, gpointer data, GError **error)
{
  Change *change = data;
  FluxEngine *engine = change->engine;
  FluxGateway *gateway = change->thing;
  FluxGatewayEntry *known = flux_plant_find_gateway (engine->plant, gateway->uuid);
  FluxGatewayEntry *same_name = flux_plant_find_gateway_by_name (engine->plant, gateway->name);

  if (same_name != NULL && same_name != known)
    {
      g_set_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS,
                   _ ("Another gateway is named %s. Choose another name"), gateway->name);
      return FALSE;
    }
  gateway->number = known != NULL ? known->working->number : 0;
  if (!flux_gateway_save (session, gateway, known != NULL ? known->working : NULL, change->actor,
                          flux_clock_get_now (engine->clock), error))
    return FALSE;
  flux_plant_put_gateway (engine->plant, gateway);
  return TRUE;
}

void
flux_engine_save_gateway_async (FluxEngine *self, FluxGateway *gateway, const char *actor, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  change_async (change_new (self, actor, flux_gateway_copy (gateway), (GDestroyNotify) flux_gateway_unref),
                save_gateway, flux_engine_save_gateway_async, cancellable, callback, user_data);
}

FluxGateway *
flux_engine_save_gateway_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

/* Never the digest: the log is read by more people than the key is meant for. */
static char *
describe_key (const FluxApiKey *key)
{
  GString *json = g_string_new ("{");
  g_autofree char *scopes = flux_scope_to_words (key->scope);

  flux_json_append_name (json, "name");
  flux_json_append_string (json, key->name);
  flux_json_append_name (json, "scopes");
  flux_json_append_string (json, scopes);
  flux_json_append_name (json, "gateway_id");
  flux_json_append_string (json, key->gateway_uuid);
  flux_json_append_name (json, "expires_at");
  flux_json_append_time (json, key->expires_at);
  flux_json_append_name (json, "revoked_at");
  flux_json_append_time (json, key->revoked_at);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* @before: (out) (nullable): the stored key of @key's uuid, described */
static gboolean
describe_stored_key (FluxStoreSession *session, const FluxApiKey *key, char **before, GError **error)
{
  g_autoptr (GPtrArray) keys = flux_store_session_list_api_keys (session, error);

  if (keys == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len && *before == NULL; i++)
    {
      const FluxApiKey *stored = g_ptr_array_index (keys, i);

      if (g_str_equal (stored->uuid, key->uuid))
        *before = describe_key (stored);
    }
  return TRUE;
}

gboolean
flux_api_key_save (FluxStoreSession *session, FluxApiKey *key, const char *actor, gint64 now, GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *after = describe_key (key);
  FluxAuditEntry entry = {
    .actor = actor,
    .action = key->number == 0 ? "create" : key->revoked_at != 0 ? "revoke" : "update",
    .resource_type = "api_key",
    .resource_id = key->uuid,
    .after = after,
  };

  if (!check_name (key->name, _ ("The key’s name must be text of 1 to 200 characters"), error))
    return FALSE;
  if (key->created_at == 0)
    key->created_at = now;
  if (!describe_stored_key (session, key, &before, error))
    return FALSE;
  entry.before = before;
  return flux_store_session_put_api_key (session, key, error)
         && flux_store_session_append_audit (session, &entry, now, error);
}

static gboolean
save_key (FluxStoreSession *session, gpointer data, GError **error)
{
  Change *change = data;
  FluxApiKey *key = change->thing;

  return flux_api_key_save (session, key, change->actor, flux_clock_get_now (change->engine->clock), error);
}

static void
on_key_saved (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  FluxApiKey *key = g_task_propagate_pointer (G_TASK (result), &error);

  if (key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  flux_key_ring_put (FLUX_ENGINE (engine)->keys, key);
  g_task_return_pointer (task, key, (GDestroyNotify) flux_api_key_unref);
}

void
flux_engine_save_key_async (FluxEngine *self, FluxApiKey *key, const char *actor, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  change_async (change_new (self, actor, flux_api_key_copy (key), (GDestroyNotify) flux_api_key_unref), save_key,
                flux_engine_save_key_async, cancellable, on_key_saved, task);
}

FluxApiKey *
flux_engine_save_key_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Alerts ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *uuid;
  gboolean resolved;
  char *resolved_by;
  FluxAlert *alert;
} Resolution;

static void
resolution_free (gpointer data)
{
  Resolution *self = data;

  g_free (self->uuid);
  g_free (self->resolved_by);
  g_clear_pointer (&self->alert, flux_alert_free);
  g_free (self);
}

static char *
describe_alert (const FluxAlert *alert)
{
  GString *json = g_string_new ("{");

  flux_json_append_name (json, "is_resolved");
  flux_json_append_bool (json, alert->is_resolved);
  flux_json_append_name (json, "resolved_at");
  flux_json_append_time (json, alert->resolved_at);
  flux_json_append_name (json, "resolved_by");
  flux_json_append_string (json, alert->resolved_by);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

static gboolean
resolve_alert (FluxStoreSession *session, gpointer data, GError **error)
{
  Change *change = data;
  Resolution *resolution = change->thing;
  g_autoptr (FluxAlert) known = flux_store_session_find_alert (session, resolution->uuid, error);
  g_autofree char *before = known != NULL ? describe_alert (known) : NULL;
  g_autofree char *after = NULL;

  if (known == NULL)
    return FALSE;
  g_clear_pointer (&resolution->alert, flux_alert_free);
  resolution->alert = flux_store_session_resolve_alert (session, resolution->uuid, resolution->resolved,
                                                        resolution->resolved_by,
                                                        flux_clock_get_now (change->engine->clock), error);
  if (resolution->alert == NULL)
    return FALSE;
  after = describe_alert (resolution->alert);
  return audit (change, session, resolution->resolved ? "resolve" : "reopen", "alert", resolution->uuid, before, after,
                error);
}

void
flux_engine_resolve_alert_async (FluxEngine *self, const char *uuid, gboolean resolved, const char *resolved_by,
                                 const char *actor, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  Resolution *resolution = g_new0 (Resolution, 1);

  *resolution = (Resolution) { g_strdup (uuid), resolved, g_strdup (resolved_by), NULL };
  change_async (change_new (self, actor, resolution, resolution_free), resolve_alert, flux_engine_resolve_alert_async,
                cancellable, callback, user_data);
}

FluxAlert *
flux_engine_resolve_alert_finish (FluxEngine *self, GAsyncResult *result, GError **error)
{
  Resolution *resolution = g_task_propagate_pointer (G_TASK (result), error);
  FluxAlert *alert;

  if (resolution == NULL)
    return NULL;
  alert = g_steal_pointer (&resolution->alert);
  resolution_free (resolution);
  return alert;
}
