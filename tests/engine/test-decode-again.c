/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-mapping.h"

/* Posts of the gateway "TRB245", decoded again after something of its mapping was changed. */

#define ROWS \
  "SELECT device_id || ': ' || coalesce (flow_rate, '-') || ' ' || coalesce (level, '-') || ' ' ||" \
  " coalesce (totalizer, '-') FROM flow_data ORDER BY device_id, created_at"
#define COUNTS \
  "SELECT received || ': ' || stored || ' ' || duplicate || ' ' || failed_read || ' ' || waiting || ' ' || refused" \
  " FROM fluxio_gateways WHERE name = 'TRB245'"

#define REGISTER(time, unit, number, data) \
  "{\"timestamp\":17954244" time ",\"server_name\":\"" unit "\",\"addr\":" number ",\"data\":\"" data "\"}"

static const FluxPostQuery all_posts = { 0 };
static const FluxPostQuery waiting_posts = { .filter = FLUX_POSTS_WAITING };

static void
assert_sql (FluxTestEngine *engine, const char *sql, const char *expected)
{
  g_autofree char *found = flux_test_sql (engine->path, sql);

  g_assert_cmpstr (found, ==, expected);
}

static void
decode_again (FluxTestEngine *engine, const FluxPostQuery *query, const char *expected)
{
  g_autofree char *summary = flux_test_decode_again (engine, query);

  g_assert_cmpstr (summary, ==, expected);
}

static FluxTestEngine *
new_plant (void)
{
  FluxTestEngine *engine = flux_test_engine_new ();

  flux_test_import_sample_plant (engine);
  return engine;
}

/* Gives the register of @field in the map "nivus-750" another scale. */
static void
change_scale (FluxTestEngine *engine, guint index, double scale)
{
  g_autoptr (FluxRegisterMap) map = flux_test_get_map (engine, "nivus-750");
  g_autoptr (FluxRegisterMap) changed = flux_register_map_copy (map);
  const FluxMappingChange change = { .map = changed };
  g_autoptr (GError) error = NULL;

  ((FluxRegister *) g_ptr_array_index (changed->registers, index))->scale = scale;
  error = flux_test_save_mapping (engine, &change);
  g_assert_no_error (error);
}

/* --- What waited -------------------------------------------------------------------------------------------------- */

static void
add_unit (FluxTestEngine *engine, const char *device_id)
{
  g_autoptr (FluxGateway) gateway = flux_test_get_gateway (engine, "TRB245");
  g_autoptr (FluxRegisterMap) map = flux_test_get_map (engine, "nivus-750");
  g_autoptr (FluxDevice) device = flux_device_new (device_id);
  g_autoptr (FluxUnit) unit = flux_unit_new (gateway->uuid, device_id);
  const FluxMappingChange change = { .device = device, .unit = unit };
  g_autoptr (GError) error = NULL;

  device->flow_unit = FLUX_FLOW_UNIT_M3_PER_S;
  unit->server_name = g_strdup (device_id);
  unit->map_uuid = g_strdup (map->uuid);
  error = flux_test_save_mapping (engine, &change);
  g_assert_no_error (error);
}

static void
test_waiting (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();

  flux_test_post_as (engine, "TRB245",
                     "[" REGISTER ("00", "NEW", "11", "[0.5]") "," REGISTER ("00", "NIVUS_01", "11", "[1]") "]");
  flux_test_post_as (engine, "TRB245", REGISTER ("00", "NEW", "13", "[0.25]"));
  flux_test_post_as (engine, "TRB245", REGISTER ("60", "NEW", "11", "[0.6]"));
  assert_sql (engine, ROWS, "NIVUS_01: 1.0 - -");
  assert_sql (engine, COUNTS, "4: 1 0 0 3 0");

  add_unit (engine, "NEW");
  decode_again (engine, &waiting_posts, "3 posts, 4 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NEW: 0.5 0.25 -;NEW: 0.6 - -;NIVUS_01: 1.0 - -");
  assert_sql (engine, COUNTS, "4: 4 0 0 0 0");
  assert_sql (engine, "SELECT count (*) FROM fluxio_raw_posts WHERE state = 1", "0");
  flux_test_check_counters (engine, 3, 4);
  flux_test_check_links (engine);
  flux_test_check_restart (engine);
}

/* --- What was decoded --------------------------------------------------------------------------------------------- */

/* Registers that come in posts of their own hang together. */
static void
test_parts (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();
  FluxPostQuery second = { .before = 3, .after = 1 };

  flux_test_post_as (engine, "TRB245", REGISTER ("00", "NIVUS_01", "11", "[1]"));
  flux_test_post_as (engine, "TRB245", REGISTER ("01", "NIVUS_01", "13", "[2]"));
  flux_test_post_as (engine, "TRB245", REGISTER ("02", "NIVUS_01", "5201", "[3]"));
  assert_sql (engine, ROWS, "NIVUS_01: 1.0 2.0 3.0");

  change_scale (engine, 0, 10);
  second.limit = 1;
  decode_again (engine, &second, "3 posts, 3 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_01: 10.0 2.0 3.0");
  assert_sql (engine, COUNTS, "3: 3 0 0 0 0");
  flux_test_check_links (engine);
  flux_test_check_restart (engine);
}

/* Replaced, not put beside: values that were right by the old map are no conflicts of the new ones. */
static void
test_batches (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();
  const char *again = "[" REGISTER ("00", "NIVUS_01", "11", "[1]") "," REGISTER ("60", "NIVUS_01", "11", "[2]") "]";

  flux_test_post_as (engine, "TRB245", again);
  flux_test_post_as (engine, "TRB245", again);
  change_scale (engine, 0, 10);
  decode_again (engine, &all_posts, "2 posts, 2 stored, 2 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_01: 10.0 - -;NIVUS_01: 20.0 - -");
  assert_sql (engine, "SELECT count (*) FROM flow_data WHERE rejected IS NOT NULL", "0");
  assert_sql (engine, COUNTS, "4: 2 2 0 0 0");
}

static void
test_latest_follows (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (FluxDeviceSnapshot) device = NULL;

  flux_test_post_as (engine, "TRB245", REGISTER ("00", "NIVUS_01", "11", "[1]"));
  change_scale (engine, 0, 10);
  decode_again (engine, &all_posts, "1 posts, 1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  device = flux_engine_get_device (engine->engine, "NIVUS_01");
  g_assert_cmpfloat (device->latest->values[FLUX_FIELD_FLOW_RATE], ==, 10);
}

/* What becomes bad by the new map is taken out of the columns. */
static void
test_becomes_bad (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();

  flux_test_post_as (engine, "TRB245", REGISTER ("00", "NIVUS_01", "11", "[1]"));
  change_scale (engine, 0, 1e9);
  decode_again (engine, &all_posts, "1 posts, 1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_01: - - -");
  change_scale (engine, 0, 1);
  decode_again (engine, &all_posts, "1 posts, 1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_01: 1.0 - -");
  assert_sql (engine, "SELECT count (*) FROM flow_data WHERE rejected IS NOT NULL", "0");
}

/* A row that a post gave to which is not kept any more stays: its value cannot be made again. */
static void
test_gone_post (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();

  flux_test_post_as (engine, "TRB245", REGISTER ("00", "NIVUS_01", "11", "[1]"));
  flux_test_post_as (engine, "TRB245", REGISTER ("01", "NIVUS_01", "13", "[2]"));
  flux_test_engine_close (engine);
  flux_test_sql_run (engine->path, "DELETE FROM fluxio_raw_posts WHERE number = 1");
  flux_test_engine_open (engine);
  change_scale (engine, 1, 10);
  decode_again (engine, &all_posts, "1 posts, 1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_01: 1.0 2.0 -");
  assert_sql (engine, "SELECT json_extract (rejected, '$.level.value') FROM flow_data", "20");
}

/* A reading without a time is not there twice when a row of it has to stay. */
static void
test_gone_post_without_time (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();

  flux_test_post_as (engine, "TRB245", "{\"server_name\":\"NIVUS_01\",\"addr\":11,\"data\":\"[1]\"}");
  flux_test_post_as (engine, "TRB245", "{\"server_name\":\"NIVUS_01\",\"addr\":13,\"data\":\"[2]\"}");
  flux_test_engine_close (engine);
  flux_test_sql_run (engine->path, "DELETE FROM fluxio_raw_posts WHERE number = 1");
  flux_test_engine_open (engine);
  decode_again (engine, &all_posts, "0 posts, 0 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_01: 1.0 2.0 -");
}

/* What was stored stays stored when its device has gone over to another gateway since. */
static void
test_moved_device (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (FluxGateway) other = flux_test_get_gateway (engine, "Other vendor");
  g_autoptr (FluxDeviceSnapshot) before = flux_engine_get_device (engine->engine, "NIVUS_02");
  g_autoptr (FluxDevice) device = flux_device_copy (before->device);

  flux_test_post_as (engine, "TRB245",
                     "{\"device_id\":\"NIVUS_02\",\"flow_rate\":1,\"timestamp\":1795424400}");
  g_free (device->gateway_uuid);
  device->gateway_uuid = g_strdup (other->uuid);
  flux_test_engine_save_device (engine, device);
  decode_again (engine, &all_posts, "1 posts, 1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_02: 1.0 - -");
}

static void
test_failed_read (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (FluxRegisterMap) map = flux_test_get_map (engine, "nivus-750");
  g_autoptr (FluxRegisterMap) changed = flux_register_map_copy (map);
  const FluxMappingChange change = { .map = changed };
  g_autoptr (GError) error = NULL;

  flux_test_post_as (engine, "TRB245",
                     "[" REGISTER ("00", "NIVUS_01", "11", "[0]") "," REGISTER (
                         "00", "NIVUS_01", "13", "[0]") "," REGISTER ("00", "NIVUS_01", "5201", "[0]") "]");
  assert_sql (engine, COUNTS, "3: 0 0 3 0 0");
  assert_sql (engine, "SELECT count (*) FROM fluxio_failed_reads", "1");

  changed->zeros_are_real = TRUE;
  error = flux_test_save_mapping (engine, &change);
  g_assert_no_error (error);
  decode_again (engine, &all_posts, "1 posts, 3 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, ROWS, "NIVUS_01: 0.0 0.0 0.0");
  assert_sql (engine, "SELECT count (*) FROM fluxio_failed_reads", "0");
}

static void
test_audit (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();

  flux_test_post_as (engine, "TRB245", REGISTER ("00", "NIVUS_01", "11", "[1]"));
  decode_again (engine, &all_posts, "1 posts, 1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine,
              "SELECT actor || ' ' || resource_type || ' ' || json_extract (after, '$.posts') FROM audit_logs"
              " WHERE action = 'decode_again'",
              "tester raw_posts 1");
}

/* --- Stopping ----------------------------------------------------------------------------------------------------- */

static void
stop (guint64 done, guint64 total, gpointer cancellable)
{
  g_assert_cmpuint (done, <, total);
  g_cancellable_cancel (cancellable);
}

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

/* What is done stays done, each post whole. */
static void
test_stop (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const guint n = 200;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *body = g_strdup_printf (
          "{\"timestamp\":%u,\"server_name\":\"NIVUS_01\",\"addr\":11,\"data\":\"[1]\"}", 1795424400 + 60 * i);

      flux_test_post_as (engine, "TRB245", body);
    }
  change_scale (engine, 0, 10);
  flux_engine_decode_again_async (engine->engine, &all_posts, "tester", stop, cancellable, cancellable, keep_result,
                                  &result);
  flux_test_engine_run_until (has_result, &result);
  g_assert_null (flux_engine_decode_again_finish (engine->engine, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_sql (engine, "SELECT count (*) FROM flow_data", "200");
  assert_sql (engine, "SELECT count (*) > 0 AND count (*) < 200 FROM flow_data WHERE flow_rate = 10", "1");
  assert_sql (engine, "SELECT count (*) FROM flow_data WHERE flow_rate NOT IN (1, 10)", "0");
  assert_sql (engine, COUNTS, "200: 200 0 0 0 0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/decode-again/waiting", test_waiting);
  g_test_add_func ("/engine/decode-again/parts", test_parts);
  g_test_add_func ("/engine/decode-again/batches", test_batches);
  g_test_add_func ("/engine/decode-again/latest-follows", test_latest_follows);
  g_test_add_func ("/engine/decode-again/becomes-bad", test_becomes_bad);
  g_test_add_func ("/engine/decode-again/gone-post", test_gone_post);
  g_test_add_func ("/engine/decode-again/gone-post-without-time", test_gone_post_without_time);
  g_test_add_func ("/engine/decode-again/moved-device", test_moved_device);
  g_test_add_func ("/engine/decode-again/failed-read", test_failed_read);
  g_test_add_func ("/engine/decode-again/audit", test_audit);
  g_test_add_func ("/engine/decode-again/stop", test_stop);
  return g_test_run ();
}
