/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-source.h"

#include "flux-engine-posts.h"
#include "flux-post-decoder.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  FluxHost *host;
  char *unit_uuid; /* (nullable) */
} Source;

static void
source_free (Source *self)
{
  g_object_unref (self->host);
  g_free (self->unit_uuid);
  g_free (self);
}

static FluxEngine *
get_engine (GTask *task)
{
  return flux_host_get_engine (((Source *) g_task_get_task_data (task))->host);
}

static GPtrArray *
list_devices (FluxHost *host)
{
  GListModel *items = flux_plant_model_get_devices (flux_host_get_plant (host));
  GPtrArray *devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (devices, flux_device_ref (flux_device_item_get_device (item)));
    }
  return devices;
}

/* @reading: (nullable) */
static FluxMappingDraft *
make_draft (GTask *task, FluxGateway *gateway, const FluxPostReading *reading)
{
  const Source *source = g_task_get_task_data (task);
  FluxEngine *engine = get_engine (task);
  g_autoptr (GPtrArray) units = flux_engine_get_units (engine);
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (engine);
  g_autoptr (GPtrArray) devices = list_devices (source->host);
  const char *hints = reading != NULL ? reading->post->hints : NULL;
  g_autoptr (GBytes) hint_bytes = hints != NULL ? g_bytes_new (hints, strlen (hints)) : NULL;
  g_autofree char *device_hint = hint_bytes != NULL ? flux_post_find_member (hint_bytes, "device_id") : NULL;
  FluxMappingPlace place = {
    .gateway = gateway,
    .units = units,
    .maps = maps,
    .devices = devices,
    .body = reading != NULL ? reading->body : NULL,
    .device_hint = device_hint,
    .unit_uuid = source->unit_uuid,
    .now = flux_clock_get_now (flux_engine_get_clock (engine)),
  };

  return flux_mapping_draft_new (&place);
}

/* The gateway as it is now, not as the post knew it. Returns: (transfer full) (nullable) */
static FluxGateway *
find_gateway (GTask *task, const char *uuid)
{
  const Source *source = g_task_get_task_data (task);
  FluxGatewayItem *item = flux_plant_model_find_gateway (flux_host_get_plant (source->host), uuid);

  return item != NULL ? flux_gateway_ref (flux_gateway_item_get_gateway (item)) : NULL;
}

static FluxUnit *
find_unit (GPtrArray *units, const char *uuid)
{
  for (guint i = 0; i < units->len; i++)
    if (g_str_equal (((FluxUnit *) g_ptr_array_index (units, i))->uuid, uuid))
      return g_ptr_array_index (units, i);
  return NULL;
}

static void
return_draft (GTask *task, FluxMappingDraft *draft)
{
  g_task_return_pointer (task, draft, (GDestroyNotify) flux_mapping_draft_free);
}

/* --- A post ------------------------------------------------------------------------------------------------------- */

static void
opened_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (FluxPostReading) reading = flux_engine_open_post_finish (FLUX_ENGINE (engine), result, &error);
  g_autoptr (FluxGateway) gateway =
      reading != NULL && reading->gateway != NULL ? find_gateway (task, reading->gateway->uuid) : NULL;

  if (reading == NULL)
    g_task_return_error (task, error);
  else if (gateway == NULL)
    g_task_return_new_error (task, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                             _ ("Its gateway is not known any more."));
  else if (reading->body == NULL)
    g_task_return_new_error (task, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID,
                             _ ("Its body is not kept, or cannot be unwrapped."));
  else
    return_draft (task, make_draft (task, gateway, reading));
}

static GTask *
start (FluxHost *host, const char *unit_uuid, GCancellable *cancellable, GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Source *source = g_new0 (Source, 1);

  source->host = g_object_ref (host);
  source->unit_uuid = g_strdup (unit_uuid);
  g_task_set_task_data (task, source, (GDestroyNotify) source_free);
  return task;
}

void
flux_mapping_source_open_post_async (FluxHost *host, gint64 post_number, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = start (host, NULL, cancellable, callback, user_data);

  flux_engine_open_post_async (flux_host_get_engine (host), post_number, cancellable, opened_cb, task);
}

/* --- A unit ------------------------------------------------------------------------------------------------------- */

/* Its values are shown if there are any; without them it can be changed as well. */
static void
return_unit (GTask *task, const FluxPostReading *reading)
{
  const Source *source = g_task_get_task_data (task);
  g_autoptr (GPtrArray) units = flux_engine_get_units (get_engine (task));
  FluxUnit *unit = find_unit (units, source->unit_uuid);
  g_autoptr (FluxGateway) gateway = unit != NULL ? find_gateway (task, unit->gateway_uuid) : NULL;

  if (gateway == NULL)
    g_task_return_new_error (task, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_NOT_FOUND,
                             _ ("There is no such unit any more."));
  else
    return_draft (task, make_draft (task, gateway, reading));
}

static void
newest_opened_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (FluxPostReading) reading = flux_engine_open_post_finish (FLUX_ENGINE (engine), result, NULL);

  if (!g_task_return_error_if_cancelled (task))
    return_unit (task, reading);
}

static void
newest_listed_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) posts = flux_engine_list_posts_finish (FLUX_ENGINE (engine), result, NULL);
  const FluxKeptPost *newest = posts != NULL && posts->len > 0 ? g_ptr_array_index (posts, 0) : NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (newest == NULL)
    {
      return_unit (task, NULL);
      return;
    }
  flux_engine_open_post_async (FLUX_ENGINE (engine), newest->number, g_task_get_cancellable (task), newest_opened_cb,
                               g_object_ref (task));
}

void
flux_mapping_source_open_unit_async (FluxHost *host, const char *unit_uuid, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  FluxEngine *engine = flux_host_get_engine (host);
  g_autoptr (GTask) task = start (host, unit_uuid, cancellable, callback, user_data);
  g_autoptr (GPtrArray) units = flux_engine_get_units (engine);
  FluxUnit *unit = find_unit (units, unit_uuid);
  g_autoptr (FluxGateway) gateway = unit != NULL ? find_gateway (task, unit->gateway_uuid) : NULL;
  FluxPostQuery query = { .filter = FLUX_POSTS_ALL, .limit = 1 };

  if (gateway == NULL)
    {
      return_unit (task, NULL);
      return;
    }
  query.gateway = gateway->number;
  flux_engine_list_posts_async (engine, &query, NULL, cancellable, newest_listed_cb, g_steal_pointer (&task));
}

FluxMappingDraft *
flux_mapping_source_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
