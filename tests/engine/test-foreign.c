/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

#include <string.h>

/* What other programs write with plain SQL, through the contract's tables, beside a running engine. */

#define WITHIN (5 * FLUX_TIME_SECOND)

#define T(seconds) "(1795521600 + " #seconds ") * 1000000"
#define INSERT(device, seconds, flow) \
  "INSERT INTO flow_data (device_id, flow_rate, created_at, received_at)" \
  " VALUES ('" device "', " #flow ", " T (seconds) ", " T (seconds) ");"

typedef struct
{
  const char *name;
  const char *before; /* records of the post before it */
  const char *sql;
  const char *rows;
  const char *devices;
  double flow;      /* of A's latest row; -1: not looked at */
  const char *then; /* (nullable): records of a post after it */
  const char *outcomes;
  const char *rows_then;
} Case;

static const Case cases[] = {
  { "newer-row", "A@0 flow=5", INSERT ("A", 60, 6), "A@0 flow=5; A@60 flow=6", "A latest=60 seen=60 period=-", 6,
    "A@61 tot=7", "stored", "A@0 flow=5; A@60 flow=6 tot=7+1" },
  { "newer-row-again", "A@0 flow=5", INSERT ("A", 60, 6), "A@0 flow=5; A@60 flow=6", "A latest=60 seen=60 period=-", 6,
    "A@60 flow=6", "duplicate", "A@0 flow=5; A@60 flow=6" },
  { "newer-row-and-another-value", "A@0 flow=5", INSERT ("A", 60, 6), "A@0 flow=5; A@60 flow=6",
    "A latest=60 seen=60 period=-", 6, "A@60 flow=7", "bad{\"flow_rate\":\"conflict\"}",
    "A@0 flow=5; A@60 flow=6 ~flow=7:conflict" },
  { "older-row", "A@60 flow=5", INSERT ("A", 0, 6), "A@0 flow=6; A@60 flow=5", "A latest=60 seen=60 period=-", 5,
    "A@1 tot=7", "stored", "A@0 flow=6 tot=7+1; A@60 flow=5" },
  { "row-at-a-taken-time", "A@0 flow=5", INSERT ("A", 0, 6), "A@0 flow=5", "A latest=0 seen=0 period=-", 5,
    "A@0 flow=5", "duplicate", "A@0 flow=5" },
  { "first-row", "B@0 flow=1", "INSERT INTO devices (device_id, device_name) VALUES ('A', 'A');" INSERT ("A", 0, 6),
    "A@0 flow=6; B@0 flow=1", "A latest=0 seen=0 period=-; B latest=0 seen=0 period=-", 6, "A@1 tot=7", "stored",
    "A@0 flow=6 tot=7+1; B@0 flow=1" },
  { "changed-row", "A@0 flow=5 tot=7", "UPDATE flow_data SET flow_rate = 9 WHERE device_id = 'A';", "A@0 flow=9 tot=7",
    "A latest=0 seen=0 period=-", 9, "A@0 flow=9", "duplicate", "A@0 flow=9 tot=7" },
  { "emptied-field", "A@0 flow=5 tot=7", "UPDATE flow_data SET totalizer = NULL WHERE device_id = 'A';", "A@0 flow=5",
    "A latest=0 seen=0 period=-", 5, "A@0 tot=8", "stored", "A@0 flow=5 tot=8" },
  { "deleted-latest-row", "A@0 flow=5; A@60 flow=6",
    "DELETE FROM flow_data WHERE device_id = 'A' AND created_at = " T (60) ";", "A@0 flow=5",
    "A latest=0 seen=0 period=-", 5, "A@60 flow=7", "stored", "A@0 flow=5; A@60 flow=7" },
  { "deleted-rows", "A@0 flow=5; A@60 flow=6", "DELETE FROM flow_data;", "", "A latest=- seen=- period=-", -1,
    "A@0 tot=8", "stored", "A@0 tot=8" },
  { "new-device", "B@0 flow=1", "INSERT INTO devices (device_id, device_name) VALUES ('A', 'A');", "B@0 flow=1",
    "A latest=- seen=- period=-; B latest=0 seen=0 period=-", -1, "A@1 tot=7", "stored", "A@1 tot=7; B@0 flow=1" },
  { "period-of-a-device", "A@0 flow=5", "UPDATE devices SET period_seconds = 10;", "A@0 flow=5",
    "A latest=0 seen=0 period=10", 5, "A@6 tot=7", "stored", "A@0 flow=5; A@6 tot=7" },
  { "deleted-device", "A@0 flow=5", "DELETE FROM devices;", "", "", -1, "A@1 tot=7", "stored", "A@0 flow=5 tot=7+1" },
};

static char *
post (FluxTestEngine *engine, const char *records)
{
  g_autofree char *body = flux_test_notation_to_body (records);
  g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (engine, flux_test_engine_new_post (engine, body));

  return flux_test_answer_describe (answer);
}

/* Lets the writer begin a transaction, in which it hears of what others wrote: earlier than it would by itself. */
static void
nudge (FluxTestEngine *engine)
{
  g_autofree char *outcomes = post (engine, "-@0 flow=1");

  g_assert_cmpstr (outcomes, ==, "waiting (names no device)");
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *outcomes_before = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *devices = NULL;
  g_autofree char *outcomes = NULL;
  g_autofree char *rows_then = NULL;

  flux_test_clock_advance (engine->clock, FLUX_TIME_HOUR);
  outcomes_before = post (engine, test->before);
  flux_test_sql_run (engine->path, test->sql);
  nudge (engine);

  rows = flux_test_notation_of_rows (engine);
  devices = flux_test_notation_of_devices (engine->engine);
  g_assert_cmpstr (rows, ==, test->rows);
  g_assert_cmpstr (devices, ==, test->devices);
  if (test->flow >= 0)
    {
      g_autoptr (FluxDeviceSnapshot) device = flux_engine_get_device (engine->engine, "A");

      g_assert_cmpfloat (device->latest->values[FLUX_FIELD_FLOW_RATE], ==, test->flow);
    }
  outcomes = post (engine, test->then);
  g_assert_cmpstr (outcomes, ==, test->outcomes);
  rows_then = flux_test_notation_of_rows (engine);
  g_assert_cmpstr (rows_then, ==, test->rows_then);
  flux_test_check_restart (engine);
}

/* The statement of the contract as it stands: time and id are filled in, last_seen moves. */
static void
test_plain_insert (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *before = post (engine, "NIVUS_01@0 flow=5");
  gint64 earliest = g_get_real_time () - FLUX_TIME_SECOND;
  g_autofree char *found = NULL;
  g_autoptr (FluxDeviceSnapshot) device = NULL;

  flux_test_sql_run (engine->path, "INSERT INTO flow_data (device_id, flow_rate) VALUES ('NIVUS_01', 3.5);");
  nudge (engine);
  found = flux_test_sql (engine->path,
                         "SELECT flow_rate, received_at = created_at, copy, quality, created_at ="
                         " (SELECT last_seen FROM devices) FROM flow_data ORDER BY created_at DESC LIMIT 1");
  g_assert_cmpstr (found, ==, "3.5|1|0|0|1");
  device = flux_engine_get_device (engine->engine, "NIVUS_01");
  g_assert_cmpint (device->latest->measured_at, >=, earliest);
}

/* --- By itself, within 5 s ---------------------------------------------------------------------------------------- */

typedef struct
{
  FluxTestEngine *engine;
  const char *devices;
  const char *key;
  gboolean key_is_good;
} Awaited;

static gboolean
has_come (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autofree char *devices = flux_test_notation_of_devices (awaited->engine->engine);
  g_autoptr (FluxApiKey) key = flux_engine_authenticate (awaited->engine->engine, awaited->key, NULL);

  return g_str_equal (devices, awaited->devices) && (key != NULL) == awaited->key_is_good;
}

static void
await (const Awaited *awaited)
{
  gint64 begin = g_get_monotonic_time ();

  flux_test_engine_run_until (has_come, (gpointer) awaited);
  g_assert_cmpint (g_get_monotonic_time () - begin, <=, WITHIN);
}

static gboolean
save_key (FluxStoreSession *session, gpointer data, GError **error)
{
  return flux_api_key_save (session, data, "another program", FLUX_TEST_BEGIN, error);
}

/* As `fluxio-server keys` does. */
static void
save_key_beside (FluxTestEngine *engine, FluxApiKey *key)
{
  g_autofree char *uri = g_strconcat ("sqlite:", engine->path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxStore) store = flux_store_open (uri, FLUX_STORE_WRITE_BESIDE, FLUX_CLOCK (engine->clock), &error);

  g_assert_no_error (error);
  flux_store_change (store, save_key, key, &error);
  g_assert_no_error (error);
}

static void
test_by_itself (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *before = post (engine, "A@0 flow=5");
  g_autoptr (FluxApiKey) key = flux_api_key_new ("New", "flx_new_0123456789");

  flux_engine_follow (engine->engine);
  flux_test_sql_run (engine->path,
                     INSERT ("A", 60, 6) "INSERT INTO devices (device_id, device_name) VALUES ('B', 'B');");
  save_key_beside (engine, key);
  await (&(Awaited) { engine, "A latest=60 seen=60 period=-; B latest=- seen=- period=-", "flx_new_0123456789", TRUE });

  key->revoked_at = FLUX_TEST_BEGIN;
  save_key_beside (engine, key);
  flux_test_sql_run (engine->path, "DELETE FROM flow_data WHERE created_at = " T (60) ";");
  await (&(Awaited) { engine, "A latest=0 seen=0 period=-; B latest=- seen=- period=-", "flx_new_0123456789", FALSE });
}

/* --- Beside a change that fails ----------------------------------------------------------------------------------- */

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

/* What others wrote is taken up although the transaction that heard of it was undone. */
static void
test_beside_a_failing_change (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *before = post (engine, "A@0 flow=5");
  g_autoptr (FluxDevice) taken = flux_device_new ("A");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *devices = NULL;

  flux_test_sql_run (engine->path, INSERT ("A", 60, 6));
  flux_engine_save_device_async (engine->engine, taken, "tester", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  g_assert_null (flux_engine_save_device_finish (engine->engine, result, &error));
  g_assert_error (error, FLUX_ENGINE_ERROR, FLUX_ENGINE_ERROR_EXISTS);

  nudge (engine);
  devices = flux_test_notation_of_devices (engine->engine);
  g_assert_cmpstr (devices, ==, "A latest=60 seen=60 period=-");
}

/* --- Locked by others --------------------------------------------------------------------------------------------- */

/* A program that holds the database for longer than SQLite waits: what is posted meanwhile is kept once it lets go,
 * because gateways do not send again. */
static void
test_locked (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GSubprocess) holder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  g_autofree char *outcomes = NULL;
  char line[8] = "";

  holder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "sqlite3",
                             "-batch", "-cmd", ".timeout 10000", "-cmd", "BEGIN IMMEDIATE", "-cmd", "SELECT 'held'",
                             engine->path, NULL);
  g_assert_no_error (error);
  g_input_stream_read (g_subprocess_get_stdout_pipe (holder), line, sizeof line - 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "held\n");

  flux_test_engine_submit (engine, flux_test_engine_new_post (engine, "{\"device_id\":\"A\",\"flow_rate\":5}"));
  /* Longer than the 5 s that a connection waits by itself. An answer before that is one that the post was not kept. */
  g_assert_null (flux_test_engine_peek (engine, 7 * FLUX_TIME_SECOND));
  g_output_stream_close (g_subprocess_get_stdin_pipe (holder), NULL, &error);
  g_assert_no_error (error);

  answers = flux_test_engine_wait (engine);
  outcomes = flux_test_answer_describe (g_ptr_array_index (answers, 0));
  g_assert_cmpstr (outcomes, ==, "stored");
  g_subprocess_wait (holder, NULL, &error);
  g_assert_no_error (error);
}

/* A gateway that another program deletes is made again by its next post. */
static void
test_deleted_gateway (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *gateways = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (
          engine, flux_test_engine_new_post (engine, "{\"device_id\":\"A\",\"flow_rate\":5}"));

      g_assert_no_error (answer->error);
      if (i == 0)
        flux_test_sql_run (engine->path, "DELETE FROM fluxio_gateways");
    }
  gateways = flux_test_sql (engine->path, "SELECT name, posts FROM fluxio_gateways");
  g_assert_cmpstr (gateways, ==, "Shared key|1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/foreign/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/foreign/plain-insert", test_plain_insert);
  g_test_add_func ("/foreign/by-itself", test_by_itself);
  g_test_add_func ("/foreign/beside-a-failing-change", test_beside_a_failing_change);
  g_test_add_func ("/foreign/deleted-gateway", test_deleted_gateway);
  g_test_add_func ("/foreign/locked", test_locked);
  return g_test_run ();
}
