/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

/* One change in a transaction of its own. Returns: %FALSE with what the call or the commit reports */
typedef gboolean (*Change) (FluxStoreSession *session, gconstpointer what, GError **error);

static gboolean
change (FluxTestPlant *plant, Change call, gconstpointer what, GError **error)
{
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  if (call (session, what, error))
    return flux_test_loan_commit (loan, error);
  flux_test_loan_undo (loan);
  return FALSE;
}

static void
assert_changes (FluxTestPlant *plant, Change call, gconstpointer what)
{
  g_autoptr (GError) error = NULL;

  change (plant, call, what, &error);
  g_assert_no_error (error);
}

static void
assert_fails (FluxTestPlant *plant, Change call, gconstpointer what, FluxStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (change (plant, call, what, &error));
  g_assert_error (error, FLUX_STORE_ERROR, (int) code);
}

static gboolean
put_map (FluxStoreSession *session, gconstpointer what, GError **error)
{
  return flux_store_session_put_map (session, what, error);
}

static gboolean
delete_map (FluxStoreSession *session, gconstpointer what, GError **error)
{
  return flux_store_session_delete_map (session, what, error);
}

static gboolean
put_unit (FluxStoreSession *session, gconstpointer what, GError **error)
{
  return flux_store_session_put_unit (session, what, error);
}

static gboolean
delete_unit (FluxStoreSession *session, gconstpointer what, GError **error)
{
  return flux_store_session_delete_unit (session, what, error);
}

static GPtrArray *
list (FluxTestPlant *plant, GPtrArray *(*call) (FluxStoreSession *, GError **))
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GPtrArray *found = call (session, &error);

  g_assert_no_error (error);
  return found;
}

/* --- Register maps ------------------------------------------------------------------------------------------------ */

static const FluxStoredMap nivus = {
  .uuid = (char *) "0f4b6d44-94b3-4d6a-9f0e-3a2f7c1d5e66",
  .name = (char *) "NIVUS 750, \"new\" firmware",
  .definition = (char *) "{\"registers\":[{\"address\":60000,\"field\":\"flow_rate\",\"unit\":\"m\xc2\xb3/h\"}]}",
  .created_at = FLUX_TEST_START,
  .updated_at = FLUX_TEST_START + 1,
};

static void
assert_map (const FluxStoredMap *found, const FluxStoredMap *expected)
{
  g_assert_cmpstr (found->uuid, ==, expected->uuid);
  g_assert_cmpstr (found->name, ==, expected->name);
  g_assert_cmpstr (found->definition, ==, expected->definition);
  g_assert_cmpint (found->created_at, ==, expected->created_at);
  g_assert_cmpint (found->updated_at, ==, expected->updated_at);
}

/* Asserts that @expected is the only map. */
static void
assert_only_map (FluxTestPlant *plant, const FluxStoredMap *expected)
{
  g_autoptr (GPtrArray) found = list (plant, flux_store_session_list_maps);

  g_assert_cmpuint (found->len, ==, 1);
  assert_map (g_ptr_array_index (found, 0), expected);
}

static void
map_round_trip (FluxTestPlant *plant)
{
  g_autoptr (GPtrArray) none = list (plant, flux_store_session_list_maps);

  g_assert_cmpuint (none->len, ==, 0);
  assert_changes (plant, put_map, &nivus);
  assert_only_map (plant, &nivus);
  flux_test_plant_reopen (plant);
  assert_only_map (plant, &nivus);
}

static void
map_change (FluxTestPlant *plant)
{
  FluxStoredMap changed = nivus;

  assert_changes (plant, put_map, &nivus);
  assert_changes (plant, put_map, &nivus);
  changed.name = (char *) "NIVUS 750";
  changed.definition = (char *) "{}";
  changed.updated_at++;
  assert_changes (plant, put_map, &changed);
  assert_only_map (plant, &changed);
}

static void
map_name_taken (FluxTestPlant *plant)
{
  FluxStoredMap other = nivus;

  assert_changes (plant, put_map, &nivus);
  other.uuid = (char *) "7f4b6d44-94b3-4d6a-9f0e-3a2f7c1d5e66";
  assert_fails (plant, put_map, &other, FLUX_STORE_ERROR_EXISTS);
  other.name = (char *) "another";
  assert_changes (plant, put_map, &other);
  other.name = nivus.name;
  assert_fails (plant, put_map, &other, FLUX_STORE_ERROR_EXISTS);
}

static void
map_delete (FluxTestPlant *plant)
{
  g_autoptr (GPtrArray) found = NULL;

  assert_fails (plant, delete_map, nivus.uuid, FLUX_STORE_ERROR_NOT_FOUND);
  assert_changes (plant, put_map, &nivus);
  assert_changes (plant, delete_map, nivus.uuid);
  found = list (plant, flux_store_session_list_maps);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
map_in_use (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autoptr (FluxUnit) unit = flux_unit_new (gateway->uuid, "A");

  flux_test_plant_add_device (plant, "A");
  assert_changes (plant, put_map, &nivus);
  unit->map_uuid = g_strdup (nivus.uuid);
  assert_changes (plant, put_unit, unit);
  assert_fails (plant, delete_map, nivus.uuid, FLUX_STORE_ERROR_EXISTS);
  assert_only_map (plant, &nivus);

  g_clear_pointer (&unit->map_uuid, g_free);
  assert_changes (plant, put_unit, unit);
  assert_changes (plant, delete_map, nivus.uuid);
}

/* --- Units -------------------------------------------------------------------------------------------------------- */

static void
assert_unit (const FluxUnit *found, const FluxUnit *expected)
{
  g_assert_cmpstr (found->uuid, ==, expected->uuid);
  g_assert_cmpstr (found->gateway_uuid, ==, expected->gateway_uuid);
  g_assert_cmpstr (found->device_id, ==, expected->device_id);
  g_assert_cmpstr (found->map_uuid, ==, expected->map_uuid);
  g_assert_cmpstr (found->server_name, ==, expected->server_name);
  g_assert_cmpint (found->server_id, ==, expected->server_id);
  g_assert_cmpstr (found->ip, ==, expected->ip);
  g_assert_cmpstr (found->alias, ==, expected->alias);
  g_assert_cmpint (found->created_at, ==, expected->created_at);
  g_assert_cmpint (found->updated_at, ==, expected->updated_at);
}

static void
assert_only_unit (FluxTestPlant *plant, const FluxUnit *expected)
{
  g_autoptr (GPtrArray) found = list (plant, flux_store_session_list_units);

  g_assert_cmpuint (found->len, ==, 1);
  assert_unit (g_ptr_array_index (found, 0), expected);
}

/* A unit of a new gateway TRB for a new device A. */
static FluxUnit *
new_unit (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");

  flux_test_plant_add_device (plant, "A");
  return flux_unit_new (gateway->uuid, "A");
}

static void
fill_unit (FluxUnit *unit, int server_id)
{
  unit->map_uuid = g_strdup (nivus.uuid);
  unit->server_name = g_strdup ("Nivus 'one'");
  unit->server_id = server_id;
  unit->ip = g_strdup ("192.168.1.10:502");
  unit->alias = g_strdup ("nivus-1");
  unit->created_at = FLUX_TEST_START;
  unit->updated_at = FLUX_TEST_START + 1;
}

static void
unit_round_trip (FluxTestPlant *plant)
{
  static const int ids[] = { 0, 1, 247, 255, FLUX_UNIT_NO_SERVER_ID };
  g_autoptr (FluxUnit) bare = new_unit (plant);
  g_autoptr (FluxUnit) full = flux_unit_copy (bare);

  assert_changes (plant, put_map, &nivus);
  assert_changes (plant, put_unit, bare);
  assert_only_unit (plant, bare);
  fill_unit (full, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      full->server_id = ids[i];
      assert_changes (plant, put_unit, full);
      flux_test_plant_reopen (plant);
      assert_only_unit (plant, full);
    }
  assert_changes (plant, put_unit, bare);
  assert_only_unit (plant, bare);
}

static void
unit_delete (FluxTestPlant *plant)
{
  g_autoptr (FluxUnit) unit = new_unit (plant);
  g_autoptr (FluxUnit) other = flux_unit_new (unit->gateway_uuid, "A");

  assert_fails (plant, delete_unit, unit->uuid, FLUX_STORE_ERROR_NOT_FOUND);
  assert_changes (plant, put_unit, unit);
  assert_changes (plant, put_unit, other);
  assert_changes (plant, delete_unit, unit->uuid);
  assert_only_unit (plant, other);
}

/* What it names must be there. */
static void
unit_refers (FluxTestPlant *plant)
{
  g_autoptr (FluxUnit) unit = new_unit (plant);
  g_autoptr (FluxUnit) no_gateway = flux_unit_new ("no such gateway", "A");
  g_autoptr (FluxUnit) no_device = flux_unit_new (unit->gateway_uuid, "B");
  g_autoptr (FluxUnit) no_map = flux_unit_copy (unit);

  no_map->map_uuid = g_strdup (nivus.uuid);
  assert_fails (plant, put_unit, no_gateway, FLUX_STORE_ERROR_FAILED);
  assert_fails (plant, put_unit, no_device, FLUX_STORE_ERROR_FAILED);
  assert_fails (plant, put_unit, no_map, FLUX_STORE_ERROR_FAILED);
}

const FluxStoreCase flux_store_cases_maps[] = {
  { "map/round-trip", map_round_trip },
  { "map/change", map_change },
  { "map/name-taken", map_name_taken },
  { "map/delete", map_delete },
  { "map/in-use", map_in_use },
  { "unit/round-trip", unit_round_trip },
  { "unit/delete", unit_delete },
  { "unit/refers", unit_refers },
  { NULL },
};
