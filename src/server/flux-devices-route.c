/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-devices-route.h"

#include "flux-answer.h"
#include "flux-json-writer.h"
#include "flux-members.h"
#include "flux-row-json.h"

static int
compare_by_id (gconstpointer a, gconstpointer b)
{
  const FluxDeviceSnapshot *first = *(FluxDeviceSnapshot *const *) a;
  const FluxDeviceSnapshot *second = *(FluxDeviceSnapshot *const *) b;

  return g_strcmp0 (first->device->device_id, second->device->device_id);
}

void
flux_devices_route_get (FluxEngine *engine, SoupServerMessage *message)
{
  g_autoptr (GPtrArray) devices = flux_engine_get_devices (engine);
  GString *json = g_string_new ("{\"success\":true,\"data\":[");

  g_ptr_array_sort (devices, compare_by_id);
  for (guint i = 0; i < devices->len; i++)
    {
      const FluxDeviceSnapshot *snapshot = g_ptr_array_index (devices, i);

      if (i > 0)
        g_string_append_c (json, ',');
      flux_row_json_append_device_open (json, snapshot->device, snapshot->seen_at);
      flux_json_append_name (json, "latest_data");
      if (snapshot->latest != NULL)
        flux_row_json_append_reading (json, snapshot->device->device_id, snapshot->latest);
      else
        g_string_append (json, "null");
      g_string_append_c (json, '}');
    }
  g_string_append (json, "]}");
  flux_answer_json (message, SOUP_STATUS_OK, json);
}

/* --- Making one --------------------------------------------------------------------------------------------------- */

static gboolean
take_text (GHashTable *members, const char *name, char **to, const char **fault)
{
  g_autofree char *text = NULL;

  if (!flux_members_get_text (members, name, &text))
    {
      *fault = name;
      return FALSE;
    }
  if (text != NULL)
    {
      g_free (*to);
      *to = g_steal_pointer (&text);
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable); @fault: (out): the member that cannot be taken */
static FluxDevice *
read_device (GHashTable *members, gint64 now, const char **fault)
{
  g_autofree char *device_id = NULL;
  g_autofree char *status = NULL;
  g_autoptr (FluxDevice) device = NULL;

  if (!take_text (members, "device_id", &device_id, fault))
    return NULL;
  *fault = "device_id";
  if (device_id == NULL)
    return NULL;
  device = flux_device_new (device_id);
  device->confirmed_at = now;
  if (!take_text (members, "device_name", &device->name, fault)
      || !take_text (members, "device_type", &device->type, fault)
      || !take_text (members, "location", &device->location, fault)
      || !take_text (members, "description", &device->description, fault)
      || !take_text (members, "status", &status, fault))
    return NULL;
  *fault = "status";
  if (status != NULL && !flux_device_status_from_word (status, &device->status))
    return NULL;
  *fault = "metadata";
  if (!flux_members_get_object (members, "metadata", &device->metadata))
    return NULL;
  *fault = NULL;
  return g_steal_pointer (&device);
}

static const char *
describe_fault (const char *member)
{
  if (g_strcmp0 (member, "device_id") == 0)
    return "device_id is needed, as text";
  if (g_strcmp0 (member, "status") == 0)
    return "status must be active, inactive, maintenance or error";
  if (g_strcmp0 (member, "metadata") == 0)
    return "metadata must be an object";
  return "must be text";
}

/* A device on its way to the engine. */
typedef struct
{
  SoupServerMessage *message;
  char *device_id;
} Making;

static void
making_free (Making *self)
{
  g_object_unref (self->message);
  g_free (self->device_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Making, making_free)

/* In English, whatever language the server speaks to people: of the engine's words only those that are, are sent. */
static void
answer_not_made (const Making *making, const GError *error)
{
  g_autofree char *taken = NULL;

  if (g_error_matches (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID))
    flux_answer_error (making->message, SOUP_STATUS_BAD_REQUEST, "The device cannot be made", error->message);
  else if (g_error_matches (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS))
    {
      taken = g_strdup_printf ("The device_id %s is taken. Choose another, or change that device", making->device_id);
      flux_answer_error (making->message, SOUP_STATUS_BAD_REQUEST, "The device cannot be made", taken);
    }
  else if (g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NO_SPACE))
    flux_answer_error (making->message, SOUP_STATUS_INSUFFICIENT_STORAGE, "The disk is full; send it again later",
                       NULL);
  else
    {
      g_warning ("A device could not be stored: %s", error->message);
      flux_answer_error (making->message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "The device could not be stored", NULL);
    }
}

static void
on_device_saved (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Making) making = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxDevice) device = flux_engine_save_device_finish (FLUX_ENGINE (engine), result, &error);

  if (device != NULL)
    {
      GString *json = g_string_new ("{\"success\":true,\"data\":");

      flux_row_json_append_device_open (json, device, 0);
      g_string_append (json, "}}");
      flux_answer_json (making->message, SOUP_STATUS_OK, json);
    }
  else
    answer_not_made (making, error);
  flux_request_resume (flux_request_of (making->message));
}

void
flux_devices_route_post (FluxEngine *engine, SoupServerMessage *message)
{
  FluxRequest *request = flux_request_of (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (GHashTable) members = NULL;
  g_autoptr (FluxDevice) device = NULL;
  Making *making;
  const char *fault = NULL;

  members = flux_members_read (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &fault);
  if (members == NULL)
    {
      flux_answer_error (message, SOUP_STATUS_BAD_REQUEST, "The device cannot be made", fault);
      return;
    }
  device = read_device (members, flux_clock_get_now (flux_engine_get_clock (engine)), &fault);
  if (device == NULL)
    {
      g_autofree char *details = g_strdup_printf ("%s: %s", fault, describe_fault (fault));

      flux_answer_error (message, SOUP_STATUS_BAD_REQUEST, "The device cannot be made", details);
      return;
    }
  making = g_new (Making, 1);
  *making = (Making) { g_object_ref (message), g_strdup (device->device_id) };
  flux_request_pause (flux_request_of (message));
  flux_engine_save_device_async (engine, device, request->key->name, NULL, on_device_saved, making);
}
