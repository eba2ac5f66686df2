/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-form.h"

#include "flux-time-zones.h"
#include "flux-typed.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

/* --- What the plant has ------------------------------------------------------------------------------------------- */

/* Returns: (nullable) (transfer none) */
static const FluxGateway *
find_gateway (FluxPlantModel *plant, const char *name)
{
  GListModel *gateways = flux_plant_model_get_gateways (plant);

  for (guint i = 0; i < g_list_model_get_n_items (gateways); i++)
    {
      g_autoptr (FluxGatewayItem) item = g_list_model_get_item (gateways, i);

      if (g_strcmp0 (flux_gateway_item_get_name (item), name) == 0)
        return flux_gateway_item_get_gateway (item);
    }
  return NULL;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/* @words: (element-type utf8): borrowed */
static GListModel *
make_list (GPtrArray *words)
{
  g_ptr_array_sort (words, compare_cb);
  g_ptr_array_add (words, NULL);
  return G_LIST_MODEL (gtk_string_list_new ((const char *const *) words->pdata));
}

static GListModel *
list_gateways (FluxPlantModel *plant)
{
  GListModel *gateways = flux_plant_model_get_gateways (plant);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (gateways); i++)
    {
      g_autoptr (FluxGatewayItem) item = g_list_model_get_item (gateways, i);

      g_ptr_array_add (names, (char *) flux_gateway_item_get_name (item));
    }
  return make_list (names);
}

static GListModel *
list_sites (FluxPlantModel *plant)
{
  GListModel *devices = flux_plant_model_get_devices (plant);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (devices, i);
      char *site = flux_device_item_get_device (item)->site;

      if (site != NULL && *site != '\0' && g_hash_table_add (seen, site))
        g_ptr_array_add (sites, site);
    }
  return make_list (sites);
}

GListModel *
flux_device_form_list_choices (FluxPlantModel *plant, FluxDeviceFormField field)
{
  switch (field)
    {
    case FLUX_DEVICE_FORM_SITE:
      return list_sites (plant);
    case FLUX_DEVICE_FORM_TIME_ZONE:
      return flux_time_zones_get ();
    case FLUX_DEVICE_FORM_GATEWAY:
      return list_gateways (plant);
    default:
      return NULL;
    }
}

/* --- From a device ------------------------------------------------------------------------------------------------ */

static char *
read_gateway (FluxPlantModel *plant, const FluxDevice *device)
{
  FluxGatewayItem *item =
      device->gateway_uuid != NULL ? flux_plant_model_find_gateway (plant, device->gateway_uuid) : NULL;

  return g_strdup (item != NULL ? flux_gateway_item_get_name (item) : "");
}

static char *
copy_text (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

char *
flux_device_form_read (FluxPlantModel *plant, const FluxDevice *device, FluxDeviceFormField field)
{
  switch (field)
    {
    case FLUX_DEVICE_FORM_ID:
      return g_strdup (device->device_id);
    case FLUX_DEVICE_FORM_NAME:
      return g_strdup (device->name);
    case FLUX_DEVICE_FORM_DESCRIPTION:
      return copy_text (device->description);
    case FLUX_DEVICE_FORM_SITE:
      return copy_text (device->site);
    case FLUX_DEVICE_FORM_PLACE:
      return copy_text (device->location);
    case FLUX_DEVICE_FORM_TAGS:
      return g_strjoinv (", ", device->tags);
    case FLUX_DEVICE_FORM_TIME_ZONE:
      return copy_text (device->time_zone);
    case FLUX_DEVICE_FORM_GATEWAY:
      return read_gateway (plant, device);
    case FLUX_DEVICE_FORM_PERIOD:
      return device->period_seconds > 0 ? flux_typed_write_duration (device->period_seconds) : g_strdup ("");
    case FLUX_DEVICE_FORM_LIMIT:
      return flux_typed_write_duration (device->offline_after_seconds);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* --- Judging ------------------------------------------------------------------------------------------------------ */

static const char *
judge_id (FluxPlantModel *plant, const char *text)
{
  const char *wrong = flux_typed_judge_device_id (text);
  g_autofree char *id = flux_typed_take (text);

  if (wrong == NULL && flux_plant_model_find_device (plant, id) != NULL)
    return _ ("This id is taken by another device");
  return wrong;
}

static const char *
judge_gateway (FluxPlantModel *plant, const char *text)
{
  g_autofree char *name = flux_typed_take (text);

  return name != NULL && find_gateway (plant, name) == NULL ? _ ("There is no gateway of this name") : NULL;
}

const char *
flux_device_form_judge (FluxPlantModel *plant, FluxDeviceFormField field, const char *text)
{
  switch (field)
    {
    case FLUX_DEVICE_FORM_ID:
      return judge_id (plant, text);
    case FLUX_DEVICE_FORM_NAME:
      return flux_typed_judge_name (text);
    case FLUX_DEVICE_FORM_TIME_ZONE:
      return flux_typed_judge_time_zone (text);
    case FLUX_DEVICE_FORM_GATEWAY:
      return judge_gateway (plant, text);
    case FLUX_DEVICE_FORM_PERIOD:
      return flux_typed_judge_period (text);
    case FLUX_DEVICE_FORM_LIMIT:
      return flux_typed_judge_limit (text);
    default:
      return NULL;
    }
}

/* --- Into a device ------------------------------------------------------------------------------------------------ */

static void
take_text (char **member, const char *text)
{
  g_free (*member);
  *member = flux_typed_take (text);
}

static void
write_gateway (FluxPlantModel *plant, FluxDevice *device, const char *text)
{
  g_autofree char *name = flux_typed_take (text);
  const FluxGateway *gateway = name != NULL ? find_gateway (plant, name) : NULL;

  g_free (device->gateway_uuid);
  device->gateway_uuid = gateway != NULL ? g_strdup (gateway->uuid) : NULL;
}

static void
write_tags (FluxDevice *device, const char *text)
{
  g_strfreev (device->tags);
  device->tags = flux_typed_read_tags (text);
}

void
flux_device_form_write (FluxPlantModel *plant, FluxDevice *device, FluxDeviceFormField field, const char *text)
{
  switch (field)
    {
    case FLUX_DEVICE_FORM_ID:
      take_text (&device->device_id, text);
      break;
    case FLUX_DEVICE_FORM_NAME:
      take_text (&device->name, text);
      break;
    case FLUX_DEVICE_FORM_DESCRIPTION:
      take_text (&device->description, text);
      break;
    case FLUX_DEVICE_FORM_SITE:
      take_text (&device->site, text);
      break;
    case FLUX_DEVICE_FORM_PLACE:
      take_text (&device->location, text);
      break;
    case FLUX_DEVICE_FORM_TAGS:
      write_tags (device, text);
      break;
    case FLUX_DEVICE_FORM_TIME_ZONE:
      take_text (&device->time_zone, text);
      break;
    case FLUX_DEVICE_FORM_GATEWAY:
      write_gateway (plant, device, text);
      break;
    case FLUX_DEVICE_FORM_PERIOD:
      device->period_seconds = 0;
      flux_typed_read_duration (text, &device->period_seconds);
      break;
    case FLUX_DEVICE_FORM_LIMIT:
      flux_typed_read_duration (text, &device->offline_after_seconds);
      break;
    default:
      g_return_if_reached ();
    }
}
