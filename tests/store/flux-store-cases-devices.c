/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

static FluxDevice *
full_device (void)
{
  FluxDevice *device = flux_device_new ("NIVUS_01");

  g_free (device->name);
  g_free (device->type);
  g_strfreev (device->tags);
  device->name = g_strdup ("Sch\xc3\xa4"
                           "chte \"3\" 'a'; DROP TABLE devices; --");
  device->type = g_strdup ("sonic");
  device->location = g_strdup ("Plant C");
  device->description = g_strdup ("two\nlines");
  device->site = g_strdup ("North");
  device->tags = g_strsplit ("wet,a \"b\" \\c,\xc3\xa4", ",", -1);
  device->time_zone = g_strdup ("Europe/Berlin");
  device->metadata = g_strdup ("{\"a\": [1, null]}");
  device->status = FLUX_DEVICE_STATUS_MAINTENANCE;
  device->flow_unit = FLUX_FLOW_UNIT_ML_PER_D;
  device->period_seconds = 60;
  device->offline_after_seconds = 120;
  device->created_at = FLUX_TEST_START;
  device->updated_at = FLUX_TEST_START + 1;
  device->confirmed_at = FLUX_TEST_START + 2;
  device->retired_at = FLUX_TEST_START + 3;
  device->maintenance_until = FLUX_TEST_START + 4;
  return device;
}

/* Puts @device. Returns: whether its number is fresh */
static gboolean
put_device (FluxTestPlant *plant, FluxDevice *device)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);
  gboolean is_fresh = FALSE;

  flux_store_session_put_device (session, device, &is_fresh, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
  return is_fresh;
}

static GPtrArray *
list_devices (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GPtrArray *devices = flux_store_session_list_devices (session, &error);

  g_assert_no_error (error);
  return devices;
}

static FluxDevice *
find_device (FluxTestPlant *plant, const char *device_id)
{
  g_autoptr (GPtrArray) devices = list_devices (plant);

  for (guint i = 0; i < devices->len; i++)
    if (g_str_equal (((FluxDevice *) g_ptr_array_index (devices, i))->device_id, device_id))
      return flux_device_ref (g_ptr_array_index (devices, i));
  return NULL;
}

static void
device_nothing (FluxTestPlant *plant)
{
  g_autoptr (GPtrArray) devices = list_devices (plant);

  g_assert_cmpuint (devices->len, ==, 0);
}

static void
device_round_trip (FluxTestPlant *plant)
{
  g_autoptr (FluxDevice) device = full_device ();
  g_autoptr (FluxDevice) plain = flux_device_new ("NIVUS_02");
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autoptr (FluxDevice) found = NULL;
  g_autoptr (FluxDevice) found_plain = NULL;

  plain->created_at = plain->updated_at = FLUX_TEST_START;
  device->gateway_uuid = g_strdup (gateway->uuid);
  g_assert_true (put_device (plant, device));
  g_assert_true (put_device (plant, plain));
  g_assert_cmpint (device->number, >, 0);
  g_assert_cmpint (plain->number, >, device->number);

  flux_test_plant_reopen (plant);
  found = find_device (plant, "NIVUS_01");
  found_plain = find_device (plant, "NIVUS_02");
  g_assert_true (flux_device_equal (found, device));
  g_assert_true (flux_device_equal (found_plain, plain));
}

static void
device_change (FluxTestPlant *plant)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
  g_autoptr (FluxDevice) changed = full_device ();
  g_autoptr (FluxDevice) found = NULL;
  g_autoptr (GPtrArray) all = NULL;

  put_device (plant, device);
  changed->number = device->number;
  g_free (changed->uuid);
  changed->uuid = g_strdup (device->uuid);
  g_assert_false (put_device (plant, changed));
  g_assert_cmpint (changed->number, ==, device->number);
  found = find_device (plant, "NIVUS_01");
  g_assert_true (flux_device_equal (found, changed));

  /* and back: what was set can be unset */
  g_assert_false (put_device (plant, device));
  all = list_devices (plant);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (flux_device_equal (g_ptr_array_index (all, 0), device));
}

static void
assert_device_fails (FluxTestPlant *plant, FluxDevice *device, FluxStoreError code)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);
  gint64 number = device->number;
  gboolean is_fresh;

  g_assert_false (flux_store_session_put_device (session, device, &is_fresh, &error));
  g_assert_error (error, FLUX_STORE_ERROR, (int) code);
  g_assert_cmpint (device->number, ==, number);
  flux_test_loan_undo (loan);
}

static void
device_id_taken (FluxTestPlant *plant)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
  g_autoptr (FluxDevice) same = flux_device_new ("NIVUS_01");
  g_autoptr (FluxDevice) other_case = flux_device_new ("nivus_01");

  put_device (plant, device);
  assert_device_fails (plant, same, FLUX_STORE_ERROR_EXISTS);
  g_assert_true (put_device (plant, other_case)); /* another name */
}

static void
device_gone (FluxTestPlant *plant)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
  g_autofree char *output = NULL;

  put_device (plant, device);
  output = flux_test_plant_query (plant, "DELETE FROM devices");
  assert_device_fails (plant, device, FLUX_STORE_ERROR_NOT_FOUND);
}

static void
device_invalid (FluxTestPlant *plant)
{
  g_autoptr (FluxDevice) metadata = flux_device_new ("a");
  g_autoptr (FluxDevice) gateway = flux_device_new ("b");
  g_autoptr (FluxDevice) offline = flux_device_new ("c");

  metadata->metadata = g_strdup ("{");
  gateway->gateway_uuid = g_strdup ("no such gateway");
  offline->offline_after_seconds = 0;
  assert_device_fails (plant, metadata, FLUX_STORE_ERROR_FAILED);
  assert_device_fails (plant, gateway, FLUX_STORE_ERROR_FAILED);
  assert_device_fails (plant, offline, FLUX_STORE_ERROR_FAILED);
}

/* A device that comes back under its name finds the rows it had, so its number is not fresh. */
static void
device_comes_back (FluxTestPlant *plant)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
  g_autoptr (FluxDevice) again = flux_device_new ("NIVUS_01");
  g_autofree char *output = NULL;

  g_assert_true (put_device (plant, device));
  output = flux_test_plant_query (plant, "DELETE FROM devices");
  g_assert_false (put_device (plant, again));
  g_assert_cmpint (again->number, ==, device->number);
}

static void
device_undone (FluxTestPlant *plant)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
  g_autoptr (FluxDevice) again = flux_device_new ("NIVUS_01");
  g_autoptr (GPtrArray) devices = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);
  gboolean is_fresh;

  g_assert_true (flux_store_session_put_device (session, device, &is_fresh, NULL));
  g_assert_true (is_fresh);
  flux_test_loan_undo (loan);

  devices = list_devices (plant);
  g_assert_cmpuint (devices->len, ==, 0);
  g_assert_true (put_device (plant, again));
}

const FluxStoreCase flux_store_cases_devices[] = {
  { "nothing", device_nothing },
  { "round-trip", device_round_trip },
  { "change", device_change },
  { "id-taken", device_id_taken },
  { "gone", device_gone },
  { "invalid", device_invalid },
  { "comes-back", device_comes_back },
  { "undone", device_undone },
  { NULL },
};
