/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

#include <string.h>

/* What people change: checked, stored, in force, and in the audit log with who, what, before and after. */

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

static FluxDevice *
save_device (FluxTestEngine *engine, FluxDevice *device, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_save_device_async (engine->engine, device, "ada", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_save_device_finish (engine->engine, result, error);
}

static FluxGateway *
save_gateway (FluxTestEngine *engine, FluxGateway *gateway, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_save_gateway_async (engine->engine, gateway, "ada", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_save_gateway_finish (engine->engine, result, error);
}

static FluxApiKey *
save_key (FluxTestEngine *engine, FluxApiKey *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_save_key_async (engine->engine, key, "ada", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_save_key_finish (engine->engine, result, error);
}

#define AUDIT "SELECT actor, action, resource_type, resource_id, before IS NOT NULL, after IS NOT NULL FROM audit_logs"

static void
assert_audit (FluxTestEngine *engine, const char *expected)
{
  g_autofree char *audit = flux_test_sql (engine->path, AUDIT);

  g_assert_cmpstr (audit, ==, expected);
}

/* --- Devices ------------------------------------------------------------------------------------------------------ */

static void
test_new_device (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_05");
  g_autoptr (FluxDevice) saved = NULL;
  g_autoptr (FluxDeviceSnapshot) known = NULL;
  g_autoptr (GError) error = NULL;

  device->location = g_strdup ("Plant C");
  device->confirmed_at = FLUX_TEST_BEGIN;
  saved = save_device (engine, device, &error);
  g_assert_no_error (error);
  known = flux_engine_get_device (engine->engine, "NIVUS_05");
  g_assert_true (flux_device_equal (known->device, saved));
  g_assert_cmpstr (known->device->location, ==, "Plant C");
  g_assert_cmpint (known->device->created_at, ==, FLUX_TEST_BEGIN);
  g_assert_cmpint (known->device->number, !=, 0);
  g_assert_null (known->latest);
  assert_audit (engine, "ada|create|device|NIVUS_05|0|1");
  flux_test_check_restart (engine);
}

static void
test_changed_device (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxTestAnswer) answer
      = flux_test_engine_take (engine, flux_test_engine_new_post (engine, "{\"device_id\":\"A\",\"flow_rate\":5}"));
  g_autoptr (FluxDeviceSnapshot) before = flux_engine_get_device (engine->engine, "A");
  g_autoptr (FluxDeviceSnapshot) after = NULL;
  g_autoptr (FluxDevice) changed = flux_device_copy (before->device);
  g_autoptr (FluxDevice) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *audit = NULL;

  flux_test_clock_advance (engine->clock, FLUX_TIME_SECOND);
  g_free (changed->name);
  changed->name = g_strdup ("Inlet");
  saved = save_device (engine, changed, &error);
  g_assert_no_error (error);

  after = flux_engine_get_device (engine->engine, "A");
  g_assert_cmpstr (after->device->name, ==, "Inlet");
  g_assert_cmpint (after->device->updated_at, ==, FLUX_TEST_BEGIN + FLUX_TIME_SECOND);
  g_assert_cmpint (after->device->created_at, ==, FLUX_TEST_BEGIN);
  g_assert_cmpint (after->latest->measured_at, ==, FLUX_TEST_BEGIN);
  g_assert_cmpstr (before->device->name, ==, "A");
  audit =
      flux_test_sql (engine->path, "SELECT action, before ->> 'device_name', after ->> 'device_name' FROM audit_logs");
  g_assert_cmpstr (audit, ==, "update|A|Inlet");
}

typedef struct
{
  const char *name;
  FluxEngineError code;
  const char *said; /* the message names the field */
  void (*spoil) (FluxDevice *device);
} RefusedDevice;

static void
spoil_id (FluxDevice *device)
{
  g_free (device->device_id);
  device->device_id = g_strnfill (101, 'x');
}

static void
spoil_name (FluxDevice *device)
{
  g_free (device->name);
  device->name = g_strdup ("");
}

static void
spoil_zone (FluxDevice *device)
{
  device->time_zone = g_strdup ("Europe/Atlantis");
}

static void
spoil_period (FluxDevice *device)
{
  device->period_seconds = -1;
}

static void
spoil_offline_after (FluxDevice *device)
{
  device->offline_after_seconds = 0;
}

static void
take_id (FluxDevice *device)
{
  g_free (device->device_id);
  device->device_id = g_strdup ("TAKEN");
}

static void
be_known (FluxDevice *device)
{
  device->number = 4711;
}

static const RefusedDevice refused_devices[] = {
  { "long-id", FLUX_ENGINE_ERROR_INVALID, "device_id", spoil_id },
  { "no-name", FLUX_ENGINE_ERROR_INVALID, "device_name", spoil_name },
  { "no-zone", FLUX_ENGINE_ERROR_INVALID, "time_zone", spoil_zone },
  { "negative-period", FLUX_ENGINE_ERROR_INVALID, "period_seconds", spoil_period },
  { "never-offline", FLUX_ENGINE_ERROR_INVALID, "offline_after_seconds", spoil_offline_after },
  { "taken", FLUX_ENGINE_ERROR_EXISTS, "TAKEN", take_id },
  { "gone", FLUX_ENGINE_ERROR_NOT_FOUND, "A", be_known },
};

static void
test_refused_device (gconstpointer data)
{
  const RefusedDevice *test = data;
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxDevice) taken = flux_device_new ("TAKEN");
  g_autoptr (FluxDevice) first = NULL;
  g_autoptr (FluxDevice) device = flux_device_new ("A");
  g_autoptr (FluxDevice) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  first = save_device (engine, taken, &error);
  g_assert_no_error (error);
  test->spoil (device);
  saved = save_device (engine, device, &error);
  g_assert_null (saved);
  g_assert_error (error, FLUX_ENGINE_ERROR, (int) test->code);
  g_assert_nonnull (strstr (error->message, test->said));
  devices = flux_engine_get_devices (engine->engine);
  g_assert_cmpuint (devices->len, ==, 1);
  assert_audit (engine, "ada|create|device|TAKEN|0|1");
}

/* --- Gateways ----------------------------------------------------------------------------------------------------- */

/* A changed gateway keeps its counts, and posts go on being counted for it under its new name. */
static void
test_gateway (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxTestAnswer) answer
      = flux_test_engine_take (engine, flux_test_engine_new_post (engine, "{\"device_id\":\"A\",\"flow_rate\":5}"));
  g_autoptr (GPtrArray) before = flux_engine_get_gateways (engine->engine);
  g_autoptr (FluxGateway) changed = flux_gateway_copy (g_ptr_array_index (before, 0));
  g_autoptr (FluxGateway) saved = NULL;
  g_autoptr (FluxTestAnswer) next = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *counted = NULL;
  FluxPost *post;

  g_free (changed->name);
  changed->name = g_strdup ("Pumping station");
  saved = save_gateway (engine, changed, &error);
  g_assert_no_error (error);
  post = flux_test_engine_new_post (engine, "{\"device_id\":\"A\",\"flow_rate\":6}");
  post->gateway_hint = g_strdup ("Pumping station");
  next = flux_test_engine_take (engine, post);
  counted = flux_test_sql (engine->path, "SELECT name, posts, stored FROM fluxio_gateways");
  g_assert_cmpstr (counted, ==, "Pumping station|2|2");
  flux_test_check_counters (engine, 2, 2);
}

static void
test_refused_gateway (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxGateway) first = flux_gateway_new ("North");
  g_autoptr (FluxGateway) second = flux_gateway_new ("North");
  g_autoptr (FluxGateway) nameless = flux_gateway_new ("");
  g_autoptr (FluxGateway) saved = NULL;
  g_autoptr (GError) error = NULL;

  saved = save_gateway (engine, first, &error);
  g_assert_no_error (error);
  g_assert_null (save_gateway (engine, second, &error));
  g_assert_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_null (save_gateway (engine, nameless, &error));
  g_assert_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID);
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

static void
assert_authenticates (FluxTestEngine *engine, const char *text, gboolean expected)
{
  g_autoptr (FluxApiKey) key = flux_engine_authenticate (engine->engine, text, NULL);

  g_assert_cmpint (key != NULL, ==, expected);
}

/* Made, rotated, expired by the clock, revoked. */
static void
test_key (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxApiKey) old = flux_api_key_new ("Gateway", "flx_old_0123456789");
  g_autoptr (FluxApiKey) new = flux_api_key_new ("Gateway", "flx_new_0123456789");
  g_autoptr (FluxApiKey) saved_old = NULL;
  g_autoptr (FluxApiKey) saved_new = NULL;
  g_autoptr (FluxApiKey) expiring = NULL;
  g_autoptr (FluxApiKey) revoked = NULL;
  g_autoptr (FluxApiKey) saved_expiring = NULL;
  g_autoptr (FluxApiKey) saved_revoked = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *leaked = NULL;

  assert_authenticates (engine, "flx_old_0123456789", FALSE);
  saved_old = save_key (engine, old, &error);
  assert_authenticates (engine, "flx_old_0123456789", TRUE);

  expiring = flux_api_key_copy (saved_old);
  expiring->expires_at = FLUX_TEST_BEGIN + FLUX_TIME_HOUR;
  saved_expiring = save_key (engine, expiring, &error);
  saved_new = save_key (engine, new, &error);
  assert_authenticates (engine, "flx_old_0123456789", TRUE);
  assert_authenticates (engine, "flx_new_0123456789", TRUE);
  flux_test_clock_advance (engine->clock, FLUX_TIME_HOUR);
  assert_authenticates (engine, "flx_old_0123456789", FALSE);
  assert_authenticates (engine, "flx_new_0123456789", TRUE);

  revoked = flux_api_key_copy (saved_new);
  revoked->revoked_at = FLUX_TEST_BEGIN + FLUX_TIME_HOUR;
  saved_revoked = save_key (engine, revoked, &error);
  assert_authenticates (engine, "flx_new_0123456789", FALSE);
  g_assert_no_error (error);

  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  assert_authenticates (engine, "flx_old_0123456789", FALSE);
  assert_authenticates (engine, "flx_new_0123456789", FALSE);
  leaked = flux_test_sql (engine->path, "SELECT count (*) FROM fluxio_api_keys k, audit_logs a WHERE"
                                        " instr (coalesce (a.after, '') || coalesce (a.before, '')"
                                        " || coalesce (a.details, ''), lower (hex (k.digest)))");
  g_assert_cmpstr (leaked, ==, "0");
}

static void
test_key_audit (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Gateway", "flx_0123456789");
  g_autoptr (FluxApiKey) saved = save_key (engine, key, NULL);
  g_autoptr (FluxApiKey) changed = flux_api_key_copy (saved);
  g_autoptr (FluxApiKey) saved_changed = NULL;
  g_autoptr (FluxApiKey) revoked = NULL;
  g_autoptr (FluxApiKey) saved_revoked = NULL;
  g_autofree char *actions = NULL;

  changed->expires_at = FLUX_TEST_BEGIN + FLUX_TIME_DAY;
  saved_changed = save_key (engine, changed, NULL);
  revoked = flux_api_key_copy (saved_changed);
  revoked->revoked_at = FLUX_TEST_BEGIN;
  saved_revoked = save_key (engine, revoked, NULL);
  actions =
      flux_test_sql (engine->path, "SELECT actor, action, resource_type, before IS NOT NULL, after ->> 'name' FROM"
                                   " audit_logs");
  g_assert_cmpstr (actions, ==,
                   "ada|create|api_key|0|Gateway;ada|update|api_key|1|Gateway;ada|revoke|api_key|1|Gateway");
}

static void
test_refused_key (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxApiKey) nameless = flux_api_key_new ("", "flx_0123456789");
  g_autoptr (GError) error = NULL;

  g_assert_null (save_key (engine, nameless, &error));
  g_assert_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_INVALID);
  assert_authenticates (engine, "flx_0123456789", FALSE);
}

/* A start key is in force, counts as a key, and is stored nowhere. */
static void
test_start_key (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) keys = flux_engine_get_keys (engine->engine);
  g_autofree char *stored = flux_test_sql (engine->path, "SELECT count (*) FROM fluxio_api_keys");

  assert_authenticates (engine, "0123456789abcdef", TRUE);
  g_assert_true (flux_engine_has_keys (engine->engine));
  g_assert_cmpuint (keys->len, ==, 0);
  g_assert_cmpstr (stored, ==, "0");
}

/* --- Alerts ------------------------------------------------------------------------------------------------------- */

#define ALERT                                                                                                          \
  "INSERT INTO devices (device_id, device_name) VALUES ('A', 'Inlet');"                                                \
  "INSERT INTO alerts (id, device_id, alert_type, severity, message) VALUES ('alert-1', 'A', 'high_flow', 'warning', " \
  "'x');"

static FluxAlert *
resolve (FluxTestEngine *engine, const char *uuid, gboolean resolved, const char *by, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_resolve_alert_async (engine->engine, uuid, resolved, by, "ada", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_resolve_alert_finish (engine->engine, result, error);
}

static void
test_alert (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxAlert) closed = NULL;
  g_autoptr (FluxAlert) opened = NULL;
  g_autoptr (GError) error = NULL;

  flux_test_sql_run (engine->path, ALERT);
  closed = resolve (engine, "alert-1", TRUE, "Ada", &error);
  g_assert_no_error (error);
  g_assert_true (closed->is_resolved);
  g_assert_cmpstr (closed->resolved_by, ==, "Ada");
  g_assert_cmpint (closed->resolved_at, ==, FLUX_TEST_BEGIN);
  g_assert_cmpstr (closed->device_name, ==, "Inlet");

  opened = resolve (engine, "alert-1", FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (opened->is_resolved);
  g_assert_null (opened->resolved_by);
  g_assert_cmpint (opened->resolved_at, ==, 0);
  g_assert_null (resolve (engine, "alert-2", TRUE, NULL, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
}

static void
test_alert_audit (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxAlert) closed = NULL;
  g_autoptr (FluxAlert) opened = NULL;

  flux_test_sql_run (engine->path, ALERT);
  closed = resolve (engine, "alert-1", TRUE, "Ada", NULL);
  opened = resolve (engine, "alert-1", FALSE, NULL, NULL);
  assert_audit (engine, "ada|resolve|alert|alert-1|1|1;ada|reopen|alert|alert-1|1|1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused_devices); i++)
    {
      g_autofree char *path = g_strconcat ("/changes/refused-device/", refused_devices[i].name, NULL);

      g_test_add_data_func (path, &refused_devices[i], test_refused_device);
    }
  g_test_add_func ("/changes/new-device", test_new_device);
  g_test_add_func ("/changes/changed-device", test_changed_device);
  g_test_add_func ("/changes/gateway", test_gateway);
  g_test_add_func ("/changes/refused-gateway", test_refused_gateway);
  g_test_add_func ("/changes/key", test_key);
  g_test_add_func ("/changes/key-audit", test_key_audit);
  g_test_add_func ("/changes/refused-key", test_refused_key);
  g_test_add_func ("/changes/start-key", test_start_key);
  g_test_add_func ("/changes/alert", test_alert);
  g_test_add_func ("/changes/alert-audit", test_alert_audit);
  return g_test_run ();
}
