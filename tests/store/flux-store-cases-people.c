/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include <math.h>
#include <string.h>

/* --- Devices ------------------------------------------------------------------------------------------------------ */

static FluxDevice *
full_device (void)
{
  FluxDevice *device = flux_device_new ("NIVUS_01");

  g_free (device->name);
  g_free (device->type);
  g_strfreev (device->tags);
  device->name = g_strdup ("Sch\xc3\xa4" "chte \"3\" 'a'; DROP TABLE devices; --");
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

/* --- Gateways ----------------------------------------------------------------------------------------------------- */

static GPtrArray *
list_gateways (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GPtrArray *gateways = flux_store_session_list_gateways (session, &error);

  g_assert_no_error (error);
  return gateways;
}

static void
assert_gateway (const FluxGateway *found, const FluxGateway *expected)
{
  g_assert_cmpint (found->number, ==, expected->number);
  g_assert_cmpstr (found->uuid, ==, expected->uuid);
  g_assert_cmpstr (found->name, ==, expected->name);
  g_assert_cmpstr (found->location, ==, expected->location);
  g_assert_cmpstr (found->description, ==, expected->description);
  g_assert_cmpstr (found->time_zone, ==, expected->time_zone);
  g_assert_cmpstr (found->last_address, ==, expected->last_address);
  g_assert_cmpint (found->created_at, ==, expected->created_at);
  g_assert_cmpint (found->updated_at, ==, expected->updated_at);
  g_assert_cmpint (found->last_contact, ==, expected->last_contact);
  g_assert_cmpuint (found->posts, ==, expected->posts);
  g_assert_cmpmem (&found->counts, sizeof found->counts, &expected->counts, sizeof expected->counts);
}

static FluxGateway *
full_gateway (const char *name)
{
  FluxGateway *gateway = flux_gateway_new (name);

  gateway->location = g_strdup ("mast");
  gateway->description = g_strdup ("behind the \"old\" pump");
  gateway->time_zone = g_strdup ("Europe/Berlin");
  gateway->last_address = g_strdup ("10.0.0.7");
  gateway->created_at = FLUX_TEST_START;
  gateway->updated_at = FLUX_TEST_START + 1;
  gateway->last_contact = FLUX_TEST_START + 2;
  gateway->posts = 3;
  gateway->counts = (FluxRecordCounts) { 15, 5, 4, 3, 2, 1 };
  return gateway;
}

static gboolean
put_gateway (FluxTestPlant *plant, FluxGateway *gateway, gboolean contact, GError **error)
{
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  if (contact ? flux_store_session_put_gateway_contact (session, gateway, error)
              : flux_store_session_put_gateway (session, gateway, error))
    return flux_test_loan_commit (loan, error);
  flux_test_loan_undo (loan);
  return FALSE;
}

static void
gateway_round_trip (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = full_gateway ("TRB");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  put_gateway (plant, gateway, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gateway->number, >, 0);
  flux_test_plant_reopen (plant);
  found = list_gateways (plant);
  g_assert_cmpuint (found->len, ==, 1);
  assert_gateway (g_ptr_array_index (found, 0), gateway);
}

/* What people set and what posts bring do not touch each other. */
static void
gateway_change (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_gateway_new ("TRB");
  g_autoptr (FluxGateway) changed = full_gateway ("TRB of the mast");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) found_after = NULL;
  g_autoptr (GError) error = NULL;

  put_gateway (plant, gateway, FALSE, &error);
  g_assert_no_error (error);
  changed->number = gateway->number;
  g_free (changed->uuid);
  changed->uuid = g_strdup (gateway->uuid);
  put_gateway (plant, changed, TRUE, &error);
  g_assert_no_error (error);
  found = list_gateways (plant);
  g_assert_cmpstr (((FluxGateway *) g_ptr_array_index (found, 0))->name, ==, "TRB");
  g_assert_cmpuint (((FluxGateway *) g_ptr_array_index (found, 0))->counts.received, ==, 15);

  changed->counts.received = changed->counts.stored = 99;
  put_gateway (plant, changed, FALSE, &error);
  g_assert_no_error (error);
  changed->counts = (FluxRecordCounts) { 15, 5, 4, 3, 2, 1 };
  found_after = list_gateways (plant);
  g_assert_cmpuint (found_after->len, ==, 1);
  assert_gateway (g_ptr_array_index (found_after, 0), changed);
}

static void
gateway_name_taken (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autoptr (FluxGateway) same = flux_gateway_new ("TRB");
  g_autoptr (GError) error = NULL;

  g_assert_false (put_gateway (plant, same, FALSE, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  g_assert_cmpint (same->number, ==, 0);
}

/* received = stored + duplicate + failed read + waiting + refused, always. */
static void
gateway_counts_add_up (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (FluxGateway) wrong = flux_gateway_copy (gateway);
      g_autoptr (GError) error = NULL;

      wrong->counts = (FluxRecordCounts) { 15, 5, 4, 3, 2, 1 };
      (&wrong->counts.received)[i]++;
      g_assert_false (put_gateway (plant, wrong, TRUE, &error));
      g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_FAILED);
    }
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

static void
put_key (FluxTestPlant *plant, FluxApiKey *key)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  flux_store_session_put_api_key (session, key, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_keys (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GPtrArray *keys = flux_store_session_list_api_keys (session, &error);

  g_assert_no_error (error);
  return keys;
}

static void
assert_key (const FluxApiKey *found, const FluxApiKey *expected)
{
  g_assert_cmpint (found->number, ==, expected->number);
  g_assert_cmpstr (found->uuid, ==, expected->uuid);
  g_assert_cmpstr (found->name, ==, expected->name);
  g_assert_cmpmem (found->digest, sizeof found->digest, expected->digest, sizeof expected->digest);
  g_assert_cmpint (found->scope, ==, expected->scope);
  g_assert_cmpint (found->allows_new_devices, ==, expected->allows_new_devices);
  g_assert_cmpstr (found->gateway_uuid, ==, expected->gateway_uuid);
  g_assert_cmpstrv (found->addresses, expected->addresses);
  g_assert_cmpint (found->created_at, ==, expected->created_at);
  g_assert_cmpint (found->expires_at, ==, expected->expires_at);
  g_assert_cmpint (found->revoked_at, ==, expected->revoked_at);
  g_assert_cmpint (found->last_used, ==, expected->last_used);
}

static void
key_round_trip (FluxTestPlant *plant)
{
  static const FluxScope scopes[] = { FLUX_SCOPE_INGEST, FLUX_SCOPE_READ | FLUX_SCOPE_MANAGE, FLUX_SCOPE_ALL };
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autofree char *text = flux_api_key_generate_text ();
      g_autoptr (FluxApiKey) key = flux_api_key_new ("the key's name", text);
      g_autoptr (GPtrArray) found = NULL;

      key->created_at = FLUX_TEST_START;
      put_key (plant, key);
      g_assert_cmpint (key->number, >, 0);
      found = list_keys (plant);
      g_assert_cmpuint (found->len, ==, i + 1);
      assert_key (g_ptr_array_index (found, i), key);

      key->scope = scopes[i];
      key->allows_new_devices = !key->allows_new_devices;
      key->gateway_uuid = g_strdup (gateway->uuid);
      g_strfreev (key->addresses);
      key->addresses = g_strsplit ("10.0.0.0/8,fd00::/8", ",", -1);
      key->expires_at = FLUX_TEST_START + 1;
      key->revoked_at = FLUX_TEST_START + 2;
      put_key (plant, key);
      g_clear_pointer (&found, g_ptr_array_unref);
      flux_test_plant_reopen (plant);
      found = list_keys (plant);
      g_assert_cmpuint (found->len, ==, i + 1);
      assert_key (g_ptr_array_index (found, i), key);
    }
}

static void
key_use (FluxTestPlant *plant)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("k", "a text of a key");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  key->created_at = FLUX_TEST_START;
  put_key (plant, key);
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_true (flux_store_session_put_api_key_use (session, key->number, FLUX_TEST_START + 7, &error));
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);

  /* Changing the key later does not forget it. */
  put_key (plant, key);
  key->last_used = FLUX_TEST_START + 7;
  found = list_keys (plant);
  assert_key (g_ptr_array_index (found, 0), key);
}

static void
key_text_taken (FluxTestPlant *plant)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("one", "a text of a key");
  g_autoptr (FluxApiKey) same = flux_api_key_new ("two", "a text of a key");
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  put_key (plant, key);
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_false (flux_store_session_put_api_key (session, same, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  flux_test_loan_undo (loan);
}

/* The text of a key is nowhere in the database. */
static void
key_is_no_secret_lost (FluxTestPlant *plant)
{
  g_autofree char *text = flux_api_key_generate_text ();
  g_autoptr (FluxApiKey) key = flux_api_key_new ("k", text);
  g_autoptr (GDir) entries = NULL;
  const char *name;

  put_key (plant, key);
  entries = g_dir_open (plant->folder, 0, NULL);
  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (plant->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      g_assert_null (memmem (bytes, size, text, strlen (text)));
    }
}

/* --- Settings and audit ------------------------------------------------------------------------------------------- */

static void
assert_setting (FluxTestPlant *plant, const char *name, const char *expected)
{
  g_autofree char *value = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);

  g_assert_true (flux_store_session_get_setting (session, name, &value, NULL));
  g_assert_cmpstr (value, ==, expected);
}

static void
put_setting (FluxTestPlant *plant, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  flux_store_session_put_setting (session, name, value, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
}

static void
setting_round_trip (FluxTestPlant *plant)
{
  assert_setting (plant, "zone", NULL);
  put_setting (plant, "zone", "Europe/Berlin");
  put_setting (plant, "other", "");
  assert_setting (plant, "zone", "Europe/Berlin");
  assert_setting (plant, "other", "");
  put_setting (plant, "zone", "a 'b' \"c\"\n\xc3\xa4");
  flux_test_plant_reopen (plant);
  assert_setting (plant, "zone", "a 'b' \"c\"\n\xc3\xa4");
  assert_setting (plant, "Zone", NULL);
  put_setting (plant, "zone", NULL);
  put_setting (plant, "zone", NULL);
  assert_setting (plant, "zone", NULL);
}

static void
audit_appends (FluxTestPlant *plant)
{
  const FluxAuditEntry entries[] = {
    { "anna", "device.update", "device", "NIVUS_01", "{\"a\":1}", "{\"a\":2}" },
    { "system", "start", NULL, NULL, NULL, NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_assert_true (flux_store_session_append_audit (session, &entries[i], FLUX_TEST_START + i, &error));
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
  rows = flux_test_plant_query (plant, "SELECT actor, action, resource_type, resource_id, before, after"
                                       " FROM audit_logs ORDER BY id");
  g_assert_cmpstr (rows, ==, "anna|device.update|device|NIVUS_01|{\"a\":1}|{\"a\":2}\nsystem|start||||");
}

/* --- Alerts ------------------------------------------------------------------------------------------------------- */

static void
make_alerts (FluxTestPlant *plant)
{
  g_autofree char *output = flux_test_plant_query (
      plant,
      "INSERT INTO devices (device_id, device_name, location) VALUES ('A', 'Inflow', 'Plant C'), ('B', 'Outflow', NULL);"
      "INSERT INTO alerts (id, device_id, alert_type, severity, message, threshold_value, actual_value, created_at)"
      " VALUES ('1', 'A', 'high_flow', 'warning', 'too much', 100, 120.5, 1000),"
      "  ('2', 'B', 'no_data', 'critical', 'silent', NULL, NULL, 3000),"
      "  ('3', 'A', 'custom', 'info', 'look', 0, 0, 2000)");

  g_assert_cmpstr (output, ==, "");
}

/* The ids of the alerts that are found, joined. */
static char *
list_alerts (FluxTestPlant *plant, const char *device_id, FluxAlertFilter filter, guint limit)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  g_autoptr (GPtrArray) alerts = flux_store_session_list_alerts (session, device_id, filter, limit, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < alerts->len; i++)
    g_string_append (ids, ((FluxAlert *) g_ptr_array_index (alerts, i))->uuid);
  return g_string_free (ids, FALSE);
}

static FluxAlert *
resolve (FluxTestPlant *plant, const char *uuid, gboolean resolved, const char *by, GError **error)
{
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);
  FluxAlert *alert = flux_store_session_resolve_alert (session, uuid, resolved, by, FLUX_TEST_START, error);

  if (alert != NULL)
    flux_test_loan_commit (loan, NULL);
  else
    flux_test_loan_undo (loan);
  return alert;
}

static void
alert_lists (FluxTestPlant *plant)
{
  static const struct
  {
    const char *device_id;
    FluxAlertFilter filter;
    guint limit;
    const char *ids;
  } lists[] = {
    { NULL, FLUX_ALERTS_ALL, 100, "231" },      { NULL, FLUX_ALERTS_ALL, 2, "23" },
    { NULL, FLUX_ALERTS_ALL, 0, "" },           { NULL, FLUX_ALERTS_UNRESOLVED, 100, "21" },
    { NULL, FLUX_ALERTS_RESOLVED, 100, "3" },   { "A", FLUX_ALERTS_ALL, 100, "31" },
    { "A", FLUX_ALERTS_UNRESOLVED, 100, "1" },  { "A", FLUX_ALERTS_RESOLVED, 100, "3" },
    { "B", FLUX_ALERTS_RESOLVED, 100, "" },     { "C", FLUX_ALERTS_ALL, 100, "" },
  };
  g_autoptr (FluxAlert) resolved = NULL;

  make_alerts (plant);
  resolved = resolve (plant, "3", TRUE, "anna", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *ids = list_alerts (plant, lists[i].device_id, lists[i].filter, lists[i].limit);

      g_assert_cmpstr (ids, ==, lists[i].ids);
    }
}

static void
alert_resolve (FluxTestPlant *plant)
{
  g_autoptr (FluxAlert) closed = NULL;
  g_autoptr (FluxAlert) opened = NULL;
  g_autoptr (FluxAlert) sparse = NULL;
  g_autoptr (GError) error = NULL;

  make_alerts (plant);
  closed = resolve (plant, "1", TRUE, "anna", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (closed->device_id, ==, "A");
  g_assert_cmpstr (closed->device_name, ==, "Inflow");
  g_assert_cmpstr (closed->location, ==, "Plant C");
  g_assert_cmpstr (closed->alert_type, ==, "high_flow");
  g_assert_cmpstr (closed->severity, ==, "warning");
  g_assert_cmpstr (closed->message, ==, "too much");
  g_assert_cmpfloat (closed->threshold_value, ==, 100);
  g_assert_cmpfloat (closed->actual_value, ==, 120.5);
  g_assert_true (closed->is_resolved);
  g_assert_cmpint (closed->resolved_at, ==, FLUX_TEST_START);
  g_assert_cmpstr (closed->resolved_by, ==, "anna");

  opened = resolve (plant, "1", FALSE, "anna", &error);
  g_assert_no_error (error);
  g_assert_false (opened->is_resolved);
  g_assert_cmpint (opened->resolved_at, ==, 0);
  g_assert_null (opened->resolved_by);

  sparse = resolve (plant, "2", TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (isnan (sparse->threshold_value) && isnan (sparse->actual_value));
  g_assert_null (sparse->location);
  g_assert_null (sparse->resolved_by);

  g_assert_null (resolve (plant, "4", TRUE, "anna", &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
}

const FluxStoreCase flux_store_cases_people[] = {
  { "device/nothing", device_nothing },
  { "device/round-trip", device_round_trip },
  { "device/change", device_change },
  { "device/id-taken", device_id_taken },
  { "device/gone", device_gone },
  { "device/invalid", device_invalid },
  { "device/comes-back", device_comes_back },
  { "device/undone", device_undone },
  { "gateway/round-trip", gateway_round_trip },
  { "gateway/change", gateway_change },
  { "gateway/name-taken", gateway_name_taken },
  { "gateway/counts-add-up", gateway_counts_add_up },
  { "key/round-trip", key_round_trip },
  { "key/use", key_use },
  { "key/text-taken", key_text_taken },
  { "key/is-no-secret-lost", key_is_no_secret_lost },
  { "setting/round-trip", setting_round_trip },
  { "audit/appends", audit_appends },
  { "alert/lists", alert_lists },
  { "alert/resolve", alert_resolve },
  { NULL },
};
