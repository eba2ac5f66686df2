/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-plant.h"

#include "flux-test-stage.h"
#include "flux-time.h"

#include <glib/gstdio.h>
#include <string.h>

#define FOLDER "flux-test-plant"

void flux_app_register_resource (void); /* of the generated flux-app-resources.h */

void
flux_test_plant_init_style (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = NULL;

  flux_app_register_resource ();
  if (display == NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/fluxio/Fluxio/app/app.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_there (gpointer result)
{
  return *(GAsyncResult **) result != NULL;
}

static FluxHost *
open_database (const char *database, const char *const *addresses)
{
  FluxHostOptions options = { .database = database, .addresses = addresses };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  FluxHost *host;

  flux_host_open_async (&options, NULL, take_result_cb, &result);
  flux_test_stage_wait (is_there, &result);
  host = flux_host_open_finish (result, &error);
  g_assert_no_error (error);
  return host;
}

FluxHost *
flux_test_plant_open (const char *const *addresses)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("flux-test-XXXXXX", &error);
  g_autofree char *database = g_strdup_printf ("sqlite:%s/fluxio.db", folder);
  FluxHost *host;

  g_assert_no_error (error);
  host = open_database (database, addresses);
  g_object_set_data_full (G_OBJECT (host), FOLDER, g_steal_pointer (&folder), g_free);
  return host;
}

FluxHost *
flux_test_plant_open_again (FluxHost *host)
{
  return open_database (flux_host_get_database (host), NULL);
}

void
flux_test_plant_close (FluxHost *host)
{
  g_autofree char *folder = g_strdup (g_object_get_data (G_OBJECT (host), FOLDER));
  g_autoptr (GDir) dir = NULL;
  const char *name;

  flux_host_close (host);
  g_object_unref (host);
  if (folder == NULL)
    return;
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

gint64
flux_test_plant_get_now (FluxHost *host)
{
  return flux_clock_get_now (flux_engine_get_clock (flux_host_get_engine (host)));
}

/* --- Devices and gateways ----------------------------------------------------------------------------------------- */

typedef struct
{
  FluxHost *host;
  const char *id;
  gint64 updated_at;
} Wanted;

static gboolean
has_device (gpointer user_data)
{
  const Wanted *wanted = user_data;
  FluxDeviceItem *item = flux_plant_model_find_device (flux_host_get_plant (wanted->host), wanted->id);

  return item != NULL && flux_device_item_get_device (item)->updated_at >= wanted->updated_at;
}

static gboolean
has_gateway (gpointer user_data)
{
  const Wanted *wanted = user_data;

  return flux_plant_model_find_gateway (flux_host_get_plant (wanted->host), wanted->id) != NULL;
}

FluxDeviceItem *
flux_test_plant_add_device (FluxHost *host, FluxDevice *owned_device)
{
  FluxEngine *engine = flux_host_get_engine (host);
  g_autoptr (FluxDevice) device = owned_device;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxDevice) saved = NULL;
  Wanted wanted = { host, device->device_id, 0 };

  flux_engine_save_device_async (engine, device, "test", NULL, take_result_cb, &result);
  flux_test_stage_wait (is_there, &result);
  saved = flux_engine_save_device_finish (engine, result, &error);
  g_assert_no_error (error);
  wanted.updated_at = saved->updated_at;
  flux_test_stage_wait (has_device, &wanted);
  return flux_plant_model_find_device (flux_host_get_plant (host), device->device_id);
}

FluxGatewayItem *
flux_test_plant_add_gateway (FluxHost *host, const char *name)
{
  FluxEngine *engine = flux_host_get_engine (host);
  g_autoptr (FluxGateway) gateway = flux_gateway_new (name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxGateway) saved = NULL;
  Wanted wanted = { host, gateway->uuid, 0 };

  if (strchr (name, ' ') != NULL)
    gateway->location = g_strdup (strchr (name, ' ') + 1);
  flux_engine_save_gateway_async (engine, gateway, "test", NULL, take_result_cb, &result);
  flux_test_stage_wait (is_there, &result);
  saved = flux_engine_save_gateway_finish (engine, result, &error);
  g_assert_no_error (error);
  flux_test_stage_wait (has_gateway, &wanted);
  return flux_plant_model_find_gateway (flux_host_get_plant (host), gateway->uuid);
}

/* --- Posts -------------------------------------------------------------------------------------------------------- */

static void
post_done (FluxPost *post, const GError *error, gpointer n_under_way)
{
  g_assert_no_error (error);
  flux_post_free (post);
  (void) g_atomic_int_dec_and_test ((int *) n_under_way);
}

static gboolean
is_nothing_under_way (gpointer n_under_way)
{
  return g_atomic_int_get ((int *) n_under_way) == 0;
}

static void
post (FluxHost *host, const char *gateway_uuid, const char *address, const char *body, int *n_under_way)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("test", "a key of the test");
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  FluxPost *fresh;

  key->scope = FLUX_SCOPE_INGEST;
  key->allows_new_devices = TRUE;
  key->gateway_uuid = g_strdup (gateway_uuid);
  fresh = flux_post_new (key, bytes, flux_test_plant_get_now (host));
  fresh->content_type = g_strdup ("application/json");
  fresh->address = g_strdup (address);
  fresh->done = post_done;
  fresh->user_data = n_under_way;
  g_atomic_int_inc (n_under_way);
  flux_engine_submit_post (flux_host_get_engine (host), fresh);
}

void
flux_test_plant_post (FluxHost *host, const char *gateway_uuid, const char *address, const char *body)
{
  flux_test_plant_post_times (host, gateway_uuid, address, body, 1);
}

void
flux_test_plant_post_times (FluxHost *host, const char *gateway_uuid, const char *address, const char *body, guint n)
{
  int n_under_way = 0;

  for (guint i = 0; i < n; i++)
    post (host, gateway_uuid, address, body, &n_under_way);
  flux_test_stage_wait (is_nothing_under_way, &n_under_way);
}

/* --- A plant in every state --------------------------------------------------------------------------------------- */

typedef struct
{
  const char *id, *name, *site, *place, *tags;
  FluxFlowUnit unit;
  int period;        /* s */
  int age;           /* s, of its last reading; -1: none */
  const char *value; /* JSON of its flow */
  int gateway;       /* -1: none */
  int maintenance;   /* s from now on */
  gboolean is_new, is_retired;
} Unit;

/* clang-format off */
static const Unit units[] = {
  { "NIVUS_01", "Zulauf Kläranlage", "Kläranlage", "Einlaufbauwerk", "main,inlet", FLUX_FLOW_UNIT_M3_PER_H,
    60, 2, "612.4", 0 },
  { "NIVUS_02", "Ablauf Kläranlage", "Kläranlage", "Nachklärung", "main", FLUX_FLOW_UNIT_M3_PER_H, 60, 6, "548.9", 0 },
  { "NIVUS_03", "Hauptsammler West", "Weststadt", NULL, "sewer", FLUX_FLOW_UNIT_M3_PER_H, 300, 11, "318.2", 1 },
  { "NIVUS_04", "RÜB Nordpark", "Nordpark", "Becken Nord", "basin", FLUX_FLOW_UNIT_L_PER_S, 60, 14, "184.0", 1 },
  { "NIVUS_05", "Regenüberlauf Bahnhof", "Altstadt", "Bahnhofstraße", "overflow", FLUX_FLOW_UNIT_L_PER_S,
    60, 9, "\"812.7 l/s\"", 1 },
  { "NIVUS_06", "Erlenbach oberhalb", "Erlenbach", NULL, "river", FLUX_FLOW_UNIT_L_PER_S, 300, 720, "268", 2 },
  { "NIVUS_07", "Pumpwerk Mühlgraben", "Mühlgraben", "Schacht 3", "pump", FLUX_FLOW_UNIT_L_PER_S,
    60, 19380, "38.6", 2 },
  { "NIVUS_08", "Drossel Altstadt", "Altstadt", NULL, "", FLUX_FLOW_UNIT_L_PER_S, 60, 4, "24.1", 1 },
  { "NIVUS_09", "RRB Südring", "Süd", NULL, "basin", FLUX_FLOW_UNIT_L_PER_S, 60, 21, "21.3", 3, 5400 },
  { "NIVUS_10", "Wehr Stadtmühle", "Stadtmühle", NULL, "river", FLUX_FLOW_UNIT_UNKNOWN, 60, 40, "1204.6", 3 },
  { "NIVUS_11", "Schacht Lindenstraße", "Lindenstraße", NULL, "", FLUX_FLOW_UNIT_L_PER_S, 60, 8, "3.72", 3 },
  { "NIVUS_12", "NIVUS_12", NULL, NULL, "", FLUX_FLOW_UNIT_M3_PER_H, 0, 31, "5.2", 3, 0, TRUE },
  { "NIVUS_13", "Messschacht Hafen", "Hafen", "Kai 2", "", FLUX_FLOW_UNIT_M3_PER_H, 60, -1, NULL, -1 },
  { "NIVUS_14", "Alte Pumpe", "Altstadt", NULL, "", FLUX_FLOW_UNIT_L_PER_S, 60, -1, NULL, -1, 0, FALSE, TRUE },
};
/* clang-format on */

static FluxDevice *
make_device (const Unit *unit, gint64 now, char *const *gateways)
{
  FluxDevice *device = flux_device_new (unit->id);

  g_free (device->name);
  device->name = g_strdup (unit->name);
  device->site = g_strdup (unit->site);
  device->location = g_strdup (unit->place);
  g_strfreev (device->tags);
  device->tags = g_strsplit (unit->tags, ",", -1);
  device->flow_unit = unit->unit;
  device->period_seconds = unit->period;
  device->gateway_uuid = unit->gateway >= 0 ? g_strdup (gateways[unit->gateway]) : NULL;
  device->confirmed_at = unit->is_new ? 0 : now;
  device->retired_at = unit->is_retired ? now : 0;
  device->maintenance_until = unit->maintenance > 0 ? now + unit->maintenance * FLUX_TIME_SECOND : 0;
  return device;
}

static void
post_reading (FluxHost *host, const Unit *unit, gint64 now, const char *gateway, int *n_under_way)
{
  g_autofree char *body = NULL;
  char time[FLUX_TIME_ISO8601_SIZE];

  flux_time_write_iso8601 (now - unit->age * FLUX_TIME_SECOND, time);
  body = g_strdup_printf ("{\"device_id\":\"%s\",\"flow_rate\":%s,\"level\":0.3,\"timestamp\":\"%s\"}", unit->id,
                          unit->value, time);
  post (host, gateway, "192.168.40.17", body, n_under_way);
}

static gboolean
has_units (gpointer user_data)
{
  FluxPlantModel *plant = flux_host_get_plant (user_data);

  return g_list_model_get_n_items (flux_plant_model_get_devices (plant)) == G_N_ELEMENTS (units);
}

static gboolean
has_values (gpointer user_data)
{
  FluxPlantModel *plant = flux_host_get_plant (user_data);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      FluxDeviceItem *item = flux_plant_model_find_device (plant, units[i].id);

      if (units[i].age >= 0 && flux_device_item_get_snapshot (item)->latest == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
add_units (FluxHost *host, char *const *gateways, gint64 now)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (FluxDevice) device = make_device (&units[i], now, gateways);

      flux_engine_save_device_async (flux_host_get_engine (host), device, "test", NULL, NULL, NULL);
    }
  flux_test_stage_wait (has_units, host);
}

static void
post_readings (FluxHost *host, char *const *gateways, gint64 now)
{
  int n_under_way = 0;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].age >= 0)
      post_reading (host, &units[i], now, gateways[units[i].gateway], &n_under_way);
  post_reading (host, &units[0], now, gateways[0], &n_under_way);
  post (host, gateways[0], "192.168.40.17", "[{\"full_addr\":\"11\",\"data\":12.5}]", &n_under_way);
  flux_test_stage_wait (is_nothing_under_way, &n_under_way);
  flux_test_stage_wait (has_values, host);
}

void
flux_test_plant_fill (FluxHost *host)
{
  static const char *const names[] = { "TRB246 Kläranlage", "TRB246 Altstadt", "TRB245 Erlenbach", "TRB246 Süd",
                                       "TRB246 Hafen" };
  g_auto (GStrv) gateways = g_new0 (char *, G_N_ELEMENTS (names) + 1);
  gint64 now = flux_test_plant_get_now (host);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gateways[i] = g_strdup (flux_gateway_item_get_gateway (flux_test_plant_add_gateway (host, names[i]))->uuid);
  add_units (host, gateways, now);
  post_readings (host, gateways, now);
}
