/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-order.h"
#include "flux-test-plant.h"
#include "flux-test-stage.h"
#include "flux-time.h"

typedef struct
{
  FluxHost *host;
  FluxDeviceOrder *order;
} Fixture;

/* Six devices, whose names say nothing of their ids: what is posted below gives each its state. */
static const struct
{
  const char *id, *name, *location, *site;
  FluxFlowUnit unit;
} devices[] = {
  { "A", "Weir 10", "Riverside", "South", FLUX_FLOW_UNIT_L_PER_S },
  { "B", "Weir 9", "Riverside", "South", FLUX_FLOW_UNIT_M3_PER_H },
  { "C", "Inlet", "Works", "North", FLUX_FLOW_UNIT_M3_PER_H },
  { "D", "Outlet", "Works", "North", FLUX_FLOW_UNIT_UNKNOWN },
  { "E", "Basin", "Zoo", NULL, FLUX_FLOW_UNIT_M3_PER_H },
};

static FluxDevice *
make_device (guint i, gint64 now)
{
  FluxDevice *device = flux_device_new (devices[i].id);

  g_free (device->name);
  device->name = g_strdup (devices[i].name);
  device->location = g_strdup (devices[i].location);
  device->site = g_strdup (devices[i].site);
  device->flow_unit = devices[i].unit;
  device->confirmed_at = now;
  return device;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  gint64 now;
  FluxGatewayItem *gateway;
  g_autofree char *uuid = NULL;
  char time[FLUX_TIME_ISO8601_SIZE];
  g_autofree char *late = NULL;

  self->host = flux_test_plant_open (NULL);
  now = flux_test_plant_get_now (self->host);
  gateway = flux_test_plant_add_gateway (self->host, "North");
  uuid = g_strdup (flux_gateway_item_get_gateway (gateway)->uuid);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    flux_test_plant_add_device (self->host, make_device (i, now));
  flux_test_plant_post (self->host, uuid, NULL, "{\"device_id\":\"A\",\"flow_rate\":100}");
  flux_test_plant_post (self->host, uuid, NULL, "{\"device_id\":\"B\",\"flow_rate\":200}");
  flux_test_plant_post (self->host, uuid, NULL, "{\"device_id\":\"C\",\"flow_rate\":\"broken\",\"level\":1}");
  flux_test_plant_post (self->host, uuid, NULL, "{\"device_id\":\"D\",\"flow_rate\":900}");
  flux_time_write_iso8601 (now - FLUX_TIME_HOUR, time);
  late = g_strdup_printf ("{\"device_id\":\"E\",\"flow_rate\":5,\"timestamp\":\"%s\"}", time);
  flux_test_plant_post (self->host, uuid, NULL, late);
  self->order = flux_device_order_new (flux_host_get_plant (self->host));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->order);
  flux_test_plant_close (self->host);
}

/* Returns: (transfer full): the ids in their order, "ABC" */
static char *
list_ids (FluxDeviceOrder *order)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (order)); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (G_LIST_MODEL (order), i);

      g_string_append (ids, flux_device_item_get_device_id (item));
    }
  return g_string_free (ids, FALSE);
}

static gboolean
is_order (gpointer user_data)
{
  gpointer *wanted = user_data;
  g_autofree char *ids = list_ids (wanted[0]);

  return g_str_equal (ids, wanted[1]);
}

/* It is sorted anew a while after readings came. */
static void
wait_for_order (FluxDeviceOrder *order, const char *ids)
{
  gconstpointer wanted[] = { order, ids };

  flux_test_stage_wait (is_order, wanted);
}

static void
test_sorts (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *sort, *ids;
  } cases[] = {
    { "abnormal", "ECDBA" }, /* offline, bad, then by name */
    { "name", "ECDBA" },     /* 9 before 10 */
    { "location", "CDBAE" }, /* the site first */
    { "flow", "ABECD" }, /* 100 l/s is more than 200 m³/h; those without one, or of unknown unit, last */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_object_set (self->order, "sort", cases[i].sort, NULL);
      g_test_message ("sort %s", cases[i].sort);
      wait_for_order (self->order, cases[i].ids);
    }
}

static void
test_filters (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *site, *search, *ids;
  } cases[] = {
    { "", "", "ECDBA" },       { "North", "", "CD" },           { "South", "weir 9", "B" }, { "North", "weir", "" },
    { "", "RIVERSIDE", "BA" }, { "", "zoo basin", "E" },      { "South", "", "BA" },
  };

  g_object_set (self->order, "sort", "name", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_object_set (self->order, "site", cases[i].site, "search", cases[i].search, NULL);
      wait_for_order (self->order, cases[i].ids);
    }
}

static void
test_lists_sites (Fixture *self, gconstpointer data)
{
  g_auto (GStrv) sites = flux_device_order_list_sites (self->order);

  g_assert_cmpuint (g_strv_length (sites), ==, 2);
  g_assert_cmpstr (sites[0], ==, "North");
  g_assert_cmpstr (sites[1], ==, "South");
}

/* An alert comes first and can be looked for, whatever else its device is doing. */
static void
test_alerts_come_first (Fixture *self, gconstpointer data)
{
  FluxPlantModel *plant = flux_host_get_plant (self->host);
  FluxOpenAlert warning = { FLUX_TONE_WARNING, (char *) "high" }, critical = { FLUX_TONE_CRITICAL, (char *) "dry" };

  flux_device_item_set_alert (flux_plant_model_find_device (plant, "A"), &warning);
  flux_device_item_set_alert (flux_plant_model_find_device (plant, "D"), &critical);
  g_signal_emit_by_name (plant, "changed", FLUX_PLANT_CHANGE_STATES);
  wait_for_order (self->order, "DAECB");
  g_object_set (self->order, "severity", FLUX_TONE_WARNING, NULL);
  wait_for_order (self->order, "A");
}

/* Readings alone never sort a list that is not sorted by them. */
static void
test_readings_move_nothing (Fixture *self, gconstpointer data)
{
  FluxPlantModel *plant = flux_host_get_plant (self->host);
  guint n_changes = 0;

  wait_for_order (self->order, "ECDBA");
  g_signal_connect_swapped (self->order, "items-changed", G_CALLBACK (g_atomic_int_inc), &n_changes);
  g_signal_emit_by_name (plant, "changed", FLUX_PLANT_CHANGE_READINGS);
  g_assert_cmpuint (n_changes, ==, 0);
  wait_for_order (self->order, "ECDBA");
}

static void
test_retired_ones_are_left_out (Fixture *self, gconstpointer data)
{
  FluxPlantModel *plant = flux_host_get_plant (self->host);
  FluxDevice *retired = flux_device_copy (flux_device_item_get_device (flux_plant_model_find_device (plant, "B")));
  guint n_devices;

  retired->retired_at = flux_test_plant_get_now (self->host);
  flux_test_plant_add_device (self->host, retired);
  wait_for_order (self->order, "ECDA");
  g_object_get (plant, "n-devices", &n_devices, NULL);
  g_assert_cmpuint (n_devices, ==, 4);
}

static void
test_plant_counts (Fixture *self, gconstpointer data)
{
  guint n_devices, n_online, n_flows;
  double flow;

  g_object_get (flux_host_get_plant (self->host), "n-devices", &n_devices, "n-online", &n_online, "n-flows", &n_flows,
                "flow", &flow, NULL);
  g_assert_cmpuint (n_devices, ==, 5);
  g_assert_cmpuint (n_online, ==, 4); /* all but E */
  g_assert_cmpuint (n_flows, ==, 2);  /* A and B: C's is bad, D's has no unit */
  g_assert_cmpfloat_with_epsilon (flow, 0.1 + 200 / 3600.0, 1e-9);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "sorts", test_sorts },
    { "filters", test_filters },
    { "lists-sites", test_lists_sites },
    { "alerts-come-first", test_alerts_come_first },
    { "readings-move-nothing", test_readings_move_nothing },
    { "retired-ones-are-left-out", test_retired_ones_are_left_out },
    { "plant-counts", test_plant_counts },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/device-order/%s", tests[i].name);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
