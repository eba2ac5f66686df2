/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-session.h"

G_DEFINE_ABSTRACT_TYPE (FluxStoreSession, flux_store_session, G_TYPE_OBJECT)

static void
flux_store_session_class_init (FluxStoreSessionClass *klass)
{
}

static void
flux_store_session_init (FluxStoreSession *self)
{
}

static void
clear_stored_reading (gpointer element)
{
  FluxStoredReading *stored = element;

  flux_reading_clear (&stored->reading);
}

GArray *
flux_stored_readings_new (void)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (FluxStoredReading));

  g_array_set_clear_func (array, clear_stored_reading);
  return array;
}

void
flux_kept_post_free (FluxKeptPost *self)
{
  g_free (self->key_name);
  g_free (self->address);
  g_free (self->content_type);
  g_free (self->hints);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_array_unref (self->links);
  g_free (self);
}

void
flux_knock_free (FluxKnock *self)
{
  g_free (self->address);
  g_free (self->reason);
  g_free (self);
}

void
flux_stored_map_free (FluxStoredMap *self)
{
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->definition);
  g_free (self);
}

void
flux_alert_free (FluxAlert *self)
{
  g_free (self->uuid);
  g_free (self->device_id);
  g_free (self->device_name);
  g_free (self->location);
  g_free (self->alert_type);
  g_free (self->severity);
  g_free (self->message);
  g_free (self->resolved_by);
  g_free (self->metadata);
  g_free (self);
}

gboolean
flux_store_session_begin (FluxStoreSession *self, gboolean *others_wrote, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->begin (self, others_wrote, error);
}

gboolean
flux_store_session_commit (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->commit (self, error);
}

void
flux_store_session_rollback (FluxStoreSession *self)
{
  FLUX_STORE_SESSION_GET_CLASS (self)->rollback (self);
}

gboolean
flux_store_session_upkeep (FluxStoreSession *self, FluxStoreLoad load, gboolean *more, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->upkeep (self, load, more, error);
}

gboolean
flux_store_session_have_others_written (FluxStoreSession *self)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->have_others_written (self);
}

GPtrArray *
flux_store_session_list_devices (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_devices (self, error);
}

gboolean
flux_store_session_put_device (FluxStoreSession *self, FluxDevice *device, gboolean *is_fresh, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_device (self, device, is_fresh, error);
}

GPtrArray *
flux_store_session_list_gateways (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_gateways (self, error);
}

gboolean
flux_store_session_put_gateway (FluxStoreSession *self, FluxGateway *gateway, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_gateway (self, gateway, error);
}

gboolean
flux_store_session_put_gateway_contact (FluxStoreSession *self, const FluxGateway *gateway, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_gateway_contact (self, gateway, error);
}

GPtrArray *
flux_store_session_list_maps (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_maps (self, error);
}

gboolean
flux_store_session_put_map (FluxStoreSession *self, const FluxStoredMap *map, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_map (self, map, error);
}

gboolean
flux_store_session_delete_map (FluxStoreSession *self, const char *uuid, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->delete_map (self, uuid, error);
}

GPtrArray *
flux_store_session_list_units (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_units (self, error);
}

gboolean
flux_store_session_put_unit (FluxStoreSession *self, const FluxUnit *unit, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_unit (self, unit, error);
}

gboolean
flux_store_session_delete_unit (FluxStoreSession *self, const char *uuid, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->delete_unit (self, uuid, error);
}

GPtrArray *
flux_store_session_list_api_keys (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_api_keys (self, error);
}

gboolean
flux_store_session_put_api_key (FluxStoreSession *self, FluxApiKey *key, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_api_key (self, key, error);
}

gboolean
flux_store_session_put_api_key_use (FluxStoreSession *self, gint64 key, gint64 last_used, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_api_key_use (self, key, last_used, error);
}

gboolean
flux_store_session_read_readings (FluxStoreSession *self, const FluxReadingQuery *query, GArray *into, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->read_readings (self, query, into, error);
}

gboolean
flux_store_session_find_readings (FluxStoreSession *self, gint64 device, gint64 from, gint64 to, GArray *into,
                                  GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->find_readings (self, device, from, to, into, error);
}

gboolean
flux_store_session_insert_reading (FluxStoreSession *self, gint64 device, const FluxReading *reading, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->insert_reading (self, device, reading, error);
}

gboolean
flux_store_session_replace_reading (FluxStoreSession *self, gint64 device, const FluxReading *old,
                                    const FluxReading *reading, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->replace_reading (self, device, old, reading, error);
}

gboolean
flux_store_session_delete_reading (FluxStoreSession *self, gint64 device, const FluxReading *old, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->delete_reading (self, device, old, error);
}

GArray *
flux_store_session_list_latest (FluxStoreSession *self, gint64 after_revision, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_latest (self, after_revision, error);
}

gboolean
flux_store_session_put_latest (FluxStoreSession *self, const FluxLatest *latest, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_latest (self, latest, error);
}

gboolean
flux_store_session_find_latest (FluxStoreSession *self, gint64 device, FluxLatest *latest, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->find_latest (self, device, latest, error);
}

GArray *
flux_store_session_take_foreign_devices (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->take_foreign_devices (self, error);
}

gboolean
flux_store_session_get_last_post (FluxStoreSession *self, gint64 *number, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->get_last_post (self, number, error);
}

gboolean
flux_store_session_keep_post (FluxStoreSession *self, const FluxRawPost *post, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->keep_post (self, post, error);
}

gboolean
flux_store_session_link_post (FluxStoreSession *self, gint64 post, gint64 device, gint64 measured_at, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->link_post (self, post, device, measured_at, error);
}

GPtrArray *
flux_store_session_list_posts (FluxStoreSession *self, const FluxPostQuery *query, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_posts (self, query, error);
}

FluxKeptPost *
flux_store_session_find_post (FluxStoreSession *self, gint64 number, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->find_post (self, number, error);
}

gboolean
flux_store_session_replace_post_result (FluxStoreSession *self, const FluxRawPost *post, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->replace_post_result (self, post, error);
}

gboolean
flux_store_session_list_posts_of_row (FluxStoreSession *self, gint64 device, gint64 measured_at, GArray *into,
                                      GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_posts_of_row (self, device, measured_at, into, error);
}

gboolean
flux_store_session_count_posts (FluxStoreSession *self, gint64 received_from, guint64 *posts, FluxRecordCounts *counts,
                                GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->count_posts (self, received_from, posts, counts, error);
}

gboolean
flux_store_session_drop_posts (FluxStoreSession *self, FluxDropWhich which, gint64 before, guint limit, GArray *dropped,
                               GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->drop_posts (self, which, before, limit, dropped, error);
}

GPtrArray *
flux_store_session_list_knocks (FluxStoreSession *self, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_knocks (self, error);
}

gboolean
flux_store_session_put_knock (FluxStoreSession *self, const FluxKnock *knock, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_knock (self, knock, error);
}

GPtrArray *
flux_store_session_list_alerts (FluxStoreSession *self, const char *device_id, FluxAlertFilter filter, guint limit,
                                GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->list_alerts (self, device_id, filter, limit, error);
}

FluxAlert *
flux_store_session_find_alert (FluxStoreSession *self, const char *uuid, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->find_alert (self, uuid, error);
}

FluxAlert *
flux_store_session_resolve_alert (FluxStoreSession *self, const char *uuid, gboolean resolved,
                                  const char *resolved_by, gint64 at, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->resolve_alert (self, uuid, resolved, resolved_by, at, error);
}

gboolean
flux_store_session_get_setting (FluxStoreSession *self, const char *name, char **value, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->get_setting (self, name, value, error);
}

gboolean
flux_store_session_put_setting (FluxStoreSession *self, const char *name, const char *value, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->put_setting (self, name, value, error);
}

gboolean
flux_store_session_append_audit (FluxStoreSession *self, const FluxAuditEntry *entry, gint64 at, GError **error)
{
  return FLUX_STORE_SESSION_GET_CLASS (self)->append_audit (self, entry, at, error);
}
