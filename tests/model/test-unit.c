/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-unit.h"

static void
test_new (void)
{
  g_autoptr (FluxUnit) unit = flux_unit_new ("gateway", "NIVUS_01");

  g_assert_true (g_uuid_string_is_valid (unit->uuid));
  g_assert_cmpstr (unit->gateway_uuid, ==, "gateway");
  g_assert_cmpstr (unit->device_id, ==, "NIVUS_01");
  g_assert_cmpint (unit->server_id, ==, FLUX_UNIT_NO_SERVER_ID);
  g_assert_null (unit->map_uuid);
  g_assert_null (unit->server_name);
}

static void
test_copy (void)
{
  g_autoptr (FluxUnit) copy = NULL;

  {
    g_autoptr (FluxUnit) unit = flux_unit_new ("gateway", "NIVUS_01");

    unit->map_uuid = g_strdup ("map");
    unit->server_name = g_strdup ("N1");
    unit->server_id = 7;
    unit->ip = g_strdup ("192.168.1.11");
    unit->alias = g_strdup ("shaft");
    unit->updated_at = 5;
    copy = flux_unit_copy (unit);
    g_assert_cmpstr (copy->uuid, ==, unit->uuid);
  }
  g_assert_cmpstr (copy->device_id, ==, "NIVUS_01");
  g_assert_cmpstr (copy->map_uuid, ==, "map");
  g_assert_cmpstr (copy->server_name, ==, "N1");
  g_assert_cmpint (copy->server_id, ==, 7);
  g_assert_cmpstr (copy->ip, ==, "192.168.1.11");
  g_assert_cmpstr (copy->alias, ==, "shaft");
  g_assert_cmpint (copy->updated_at, ==, 5);
}

static void
test_boxed (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, FLUX_TYPE_UNIT);
  g_value_take_boxed (&value, flux_unit_new ("gateway", "NIVUS_01"));
  g_assert_cmpstr (((FluxUnit *) g_value_get_boxed (&value))->device_id, ==, "NIVUS_01");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit/new", test_new);
  g_test_add_func ("/unit/copy", test_copy);
  g_test_add_func ("/unit/boxed", test_boxed);
  return g_test_run ();
}
