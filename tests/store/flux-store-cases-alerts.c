/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include <math.h>

/* --- Alerts ------------------------------------------------------------------------------------------------------- */

static void
make_alerts (FluxTestPlant *plant)
{
  g_autofree char *output = flux_test_plant_query (
      plant,
      "INSERT INTO devices (device_id, device_name, location) VALUES ('A', 'Inflow', 'Plant C'), ('B', 'Outflow', "
      "NULL);"
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
    { NULL, FLUX_ALERTS_ALL, 100, "231" },     { NULL, FLUX_ALERTS_ALL, 2, "23" },
    { NULL, FLUX_ALERTS_ALL, 0, "" },          { NULL, FLUX_ALERTS_UNRESOLVED, 100, "21" },
    { NULL, FLUX_ALERTS_RESOLVED, 100, "3" },  { "A", FLUX_ALERTS_ALL, 100, "31" },
    { "A", FLUX_ALERTS_UNRESOLVED, 100, "1" }, { "A", FLUX_ALERTS_RESOLVED, 100, "3" },
    { "B", FLUX_ALERTS_RESOLVED, 100, "" },    { "C", FLUX_ALERTS_ALL, 100, "" },
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

const FluxStoreCase flux_store_cases_alerts[] = {
  { "setting/round-trip", setting_round_trip },
  { "audit/appends", audit_appends },
  { "alert/lists", alert_lists },
  { "alert/resolve", alert_resolve },
  { NULL },
};
