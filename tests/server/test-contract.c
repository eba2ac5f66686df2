/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-curl.h"
#include "flux-test-server.h"
#include "flux-test-socket.h"

#include <string.h>

/* The calls of the contract and their answers. */

/* --- The lines that users type ------------------------------------------------------------------------------------ */

/* As they stand in the contract; KEY becomes a key of the right scope, and port 3000 the server's own. */
static const struct
{
  const char *line;
  const char *filter;
} lines[] = {
  { "curl http://localhost:3000/api/ingest",
    "del (.timestamp) == {status: \"ok\", service: \"FluxIO Data Ingest API\", version: \"1.0.0\"}"
    " and (.timestamp | test (\"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\\\.[0-9]{1,6})?Z$\"))" },
  { "curl -X POST http://localhost:3000/api/ingest -H \"Content-Type: application/json\" -H \"x-api-key: KEY\" \\\n"
    "  -d '{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5,\"totalizer\":4500.25,\"temperature\":22.3}'",
    ". == {success: true, message: \"Data ingested successfully\","
    " results: [{device_id: \"NIVUS_01\", success: true}]}" },
  { "curl -X POST http://localhost:3000/api/ingest -H \"Content-Type: application/json\" -H \"x-api-key: KEY\" \\\n"
    "  -d '[{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5,\"totalizer\":4500.25},"
    "{\"device_id\":\"NIVUS_02\",\"flow_rate\":8.3,\"totalizer\":3200.10}]'",
    ". == {success: true, message: \"Data ingested successfully\","
    " results: [{device_id: \"NIVUS_01\", success: true}, {device_id: \"NIVUS_02\", success: true}]}" },
  { "curl -H \"x-api-key: KEY\" "
    "\"http://localhost:3000/api/flow-data?device_id=NIVUS_01&start_time=2024-01-01T00:00:00Z&limit=1000\"",
    ".success and .count == 2 and (.data | length) == 2 and (.data | map (.device_id) | unique) == [\"NIVUS_01\"]"
    " and .data[0].created_at > .data[1].created_at and .data[1].temperature == 22.3 and .data[0].temperature == "
    "null" },
  { "curl -X POST http://localhost:3000/api/devices -H \"Content-Type: application/json\" -H \"x-api-key: KEY\" \\\n"
    "  -d '{\"device_id\":\"NIVUS_05\",\"device_name\":\"Backup Flow Sensor\",\"location\":\"Plant C\","
    "\"description\":\"Emergency backup sensor\"}'",
    ".success and (.data | .device_id == \"NIVUS_05\" and .device_name == \"Backup Flow Sensor\""
    " and .location == \"Plant C\" and .description == \"Emergency backup sensor\" and .status == \"active\""
    " and .device_type == \"nivus_flow_transmitter\")" },
};

static void
run_line (FluxTestServer *server, const char *line, const char *filter)
{
  g_auto (GStrv) parts = g_strsplit (line, "KEY", -1);
  g_autofree char *with_key = g_strjoinv (FLUX_TEST_KEY, parts);
  g_autofree char *script = g_strdup_printf (
      "curl () { command curl -sS --connect-to localhost:3000:127.0.0.1:%u \"$@\"; }\n%s", server->port, with_key);
  const char *const argv[] = { "sh", "-c", script, NULL };
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *errors = NULL;

  if (flux_test_run (argv, NULL, &answer, &errors) != 0)
    g_error ("%s\n%s", script, errors);
  flux_test_assert_json (answer, filter);
}

static void
test_lines (void)
{
  g_autoptr (FluxTestServer) server = flux_test_server_new ();

  flux_test_server_start (server, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    run_line (server, lines[i].line, lines[i].filter);
}

/* --- Posts -------------------------------------------------------------------------------------------------------- */

#define INGEST "/api/ingest"
#define DEVICES "/api/devices"
#define ALERTS "/api/alerts"
#define FLOW_DATA "/api/flow-data"
#define STORED ".success == true and .message == \"Data ingested successfully\" and "
#define CARE ".success == true and (.message | startswith (\"Kept\")) and "
#define READING "{\"device_id\":\"P1\",\"flow_rate\":1}"

static const FluxTestExchange posts[] = {
  { "object", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"P1\",\"flow_rate\":1,\"timestamp\":1700000000}", 200,
    STORED ".results == [{device_id: \"P1\", success: true}]", "application/json" },
  { "again", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"P1\",\"flow_rate\":1,\"timestamp\":1700000000000}", 200,
    STORED ".results == [{device_id: \"P1\", success: true, outcome: \"duplicate\"}]" },
  { "conflict", NULL, INGEST, FLUX_TEST_KEY,
    "{\"device_id\":\"P1\",\"flow_rate\":2,\"timestamp\":\"2023-11-14T22:13:20+00:00\"}", 202,
    CARE ".results == [{device_id: \"P1\", success: false, outcome: \"bad\", bad: {flow_rate: \"conflict\"}}]" },
  { "array-in-order", NULL, INGEST, FLUX_TEST_KEY,
    "[{\"device_id\":\"P2\",\"level\":1}," READING ",{\"device_id\":\"P2\",\"level\":2}]", 200,
    STORED "(.results | map (.device_id)) == [\"P2\", \"P1\", \"P2\"] and (.results | all (.success))" },
  { "failed-read", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"P3\",\"flow_rate\":0,\"totalizer\":0,\"level\":0}",
    200, STORED ".results == [{device_id: \"P3\", success: true, outcome: \"failed_read\"}]" },
  { "measured-zero", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"P3\",\"flow_rate\":0}", 200,
    STORED ".results == [{device_id: \"P3\", success: true}]" },
  { "one-bad", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"P4\",\"flow_rate\":\"abc\",\"level\":1}", 200,
    ".success == true and .results == [{device_id: \"P4\", success: true, bad: {flow_rate: \"wrong type\"}}]" },
  { "all-bad", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"P4\",\"flow_rate\":NaN}", 202,
    CARE ".results == [{device_id: \"P4\", success: false, outcome: \"bad\", bad: {flow_rate: \"not a number\"}}]" },
  { "waiting", NULL, INGEST, FLUX_TEST_KEY, "{\"flow_rate\":1}", 202,
    CARE
    "(.results | length) == 1 and (.results[0] | .device_id == null and .success == false and .outcome == \"waiting\""
    " and (.error | type) == \"string\")" },
  { "refused", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"P1\"}", 202,
    CARE "(.results[0] | .device_id == \"P1\" and .success == false and .outcome == \"refused\" and (.error | type) =="
         " \"string\")" },
  { "not-json", NULL, INGEST, FLUX_TEST_KEY, "hello", 202,
    CARE "(.results | length) == 1 and .results[0].outcome == \"waiting\" and .results[0].device_id == null" },
  { "registers", NULL, INGEST, FLUX_TEST_KEY,
    "[{\"full_addr\":\"11\",\"data\":12.5},{\"full_addr\":\"13\",\"data\":0.31}]", 202,
    CARE "(.results | all (.outcome == \"waiting\"))" },
  { "some-of-each", NULL, INGEST, FLUX_TEST_KEY, "[" READING ",{\"flow_rate\":1},{\"device_id\":\"P1\"}]", 202,
    CARE "(.results | map (.outcome)) == [null, \"waiting\", \"refused\"] and (.results | map (.success)) =="
         " [true, false, false]" },
  { "field-names", NULL, INGEST, FLUX_TEST_KEY,
    "{\"Device_ID\":\"P5\",\"FLOW_RATE\":1,\"water_level\":2,\"batteryLevel\":90,\"signal-strength\":-70}", 200,
    STORED ".results[0].success" },
  { "device-by-header",
    NULL,
    INGEST,
    FLUX_TEST_KEY,
    "{\"flow_rate\":1}",
    200,
    STORED ".results[0].device_id == \"P6\"",
    NULL,
    { "x-device-id: P6" } },
  { "device-by-query", NULL, INGEST "?device_id=P7", FLUX_TEST_KEY, "{\"flow_rate\":1}", 200,
    STORED ".results[0].device_id == \"P7\"" },
  { "any-content-type",
    NULL,
    INGEST,
    FLUX_TEST_KEY,
    READING,
    200,
    STORED ".results[0].success",
    NULL,
    { "Content-Type: text/plain" } },
  { "names-in-unicode", NULL, INGEST, FLUX_TEST_KEY, "{\"device_id\":\"Wehr \\u00dc\\\"1\\\"\",\"flow_rate\":1}", 200,
    STORED ".results[0].device_id == \"Wehr Ü\\\"1\\\"\"" },
  { "empty-array", NULL, INGEST, FLUX_TEST_KEY, "[]", 200, STORED ".results == []" },
  { "empty-body", "POST", INGEST, FLUX_TEST_KEY, NULL, 400,
    ".error == \"Validation error\" and (.message | type) == \"string\"" },
  { "empty-body-of-length-0", NULL, INGEST, FLUX_TEST_KEY, "", 400, ".error == \"Validation error\"" },
};

/* --- Devices ------------------------------------------------------------------------------------------------------ */

#define DEVICE_COLUMNS \
  "[\"confirmed_at\",\"created_at\",\"description\",\"device_id\",\"device_name\",\"device_type\",\"flow_unit\"," \
  "\"gateway_id\",\"id\",\"last_seen\",\"location\",\"maintenance_until\",\"metadata\",\"offline_after_seconds\"," \
  "\"period_seconds\",\"retired_at\",\"site\",\"status\",\"tags\",\"time_zone\",\"updated_at\"]"
#define ROW_COLUMNS \
  "[\"battery_level\",\"copy\",\"created_at\",\"device_id\",\"flow_rate\",\"level\",\"metadata\",\"pressure\"," \
  "\"quality\",\"received_at\",\"rejected\",\"signal_strength\",\"temperature\",\"totalizer\",\"velocity\"]"
#define NOT_MADE                                                                                                       \
  ".error == \"Validation error\" and (.message | type) == \"string\" and (.details | type) == \"string\""

static const FluxTestExchange devices[] = {
  { "made", NULL, DEVICES, FLUX_TEST_KEY,
    "{\"device_id\":\"M1\",\"device_name\":\"Inlet\",\"device_type\":\"flume\",\"location\":\"Plant A\","
    "\"description\":\"x\",\"status\":\"maintenance\",\"metadata\":{\"a\":[1,{}]}}",
    200,
    ".success and (.data | keys == " DEVICE_COLUMNS " and .device_id == \"M1\" and .device_name == \"Inlet\""
    " and .device_type == \"flume\" and .location == \"Plant A\" and .status == \"maintenance\""
    " and .metadata == {a: [1, {}]} and .last_seen == null and .confirmed_at != null)" },
  { "only-an-id", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M2\"}", 200,
    ".data | .device_name == \"M2\" and .location == null and .status == \"active\" and .metadata == null and "
    ".flow_unit =="
    " \"m3/h\" and .offline_after_seconds == 900 and .tags == []" },
  { "taken", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M1\"}", 400,
    NOT_MADE " and (.details | contains (\"M1\"))" },
  { "no-id", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_name\":\"x\"}", 400,
    NOT_MADE " and (.details | contains (\"device_id\"))" },
  { "null-id", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":null}", 400, NOT_MADE },
  { "number-id", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":5}", 400, NOT_MADE },
  { "empty-id", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"\"}", 400, NOT_MADE },
  { "nul-in-id", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"a\\u0000b\"}", 400, NOT_MADE },
  { "control-in-id", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"a\\nb\"}", 400, NOT_MADE },
  { "no-name", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M3\",\"device_name\":\"\"}", 400, NOT_MADE },
  { "number-name", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M3\",\"device_name\":5}", 400,
    NOT_MADE " and (.details | contains (\"device_name\"))" },
  { "unknown-status", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M3\",\"status\":\"broken\"}", 400,
    NOT_MADE " and (.details | contains (\"status\"))" },
  { "metadata-no-object", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M3\",\"metadata\":[1]}", 400,
    NOT_MADE " and (.details | contains (\"metadata\"))" },
  { "array", NULL, DEVICES, FLUX_TEST_KEY, "[{\"device_id\":\"M3\"}]", 400, NOT_MADE },
  { "not-json", NULL, DEVICES, FLUX_TEST_KEY, "device_id=M3", 400, NOT_MADE },
  { "cut-off", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M3\"", 400, NOT_MADE },
  { "something-behind", NULL, DEVICES, FLUX_TEST_KEY, "{\"device_id\":\"M3\"}{}", 400, NOT_MADE },
  { "empty", "POST", DEVICES, FLUX_TEST_KEY, NULL, 400, NOT_MADE },
  { "listed", NULL, DEVICES, FLUX_TEST_KEY, NULL, 200,
    ".success and (.data | map (.device_id) | index (\"M1\") != null and index (\"M3\") == null)"
    " and (.data | map (.device_id)) == (.data | map (.device_id) | sort)"
    " and (.data[] | select (.device_id == \"M1\") | keys - [\"latest_data\"] == " DEVICE_COLUMNS
    "   and has (\"latest_data\") and .latest_data == null)"
    " and (.data[] | select (.device_id == \"S1\") | .latest_data | keys == " ROW_COLUMNS ")"
    " and (.data[] | select (.device_id == \"S1\") | .latest_data.flow_rate == 8.3 and .latest_data.created_at =="
    "   \"2026-11-24T12:00:00Z\" and .last_seen != null)" },
};

/* --- Alerts ------------------------------------------------------------------------------------------------------- */

#define ALERT_COLUMNS \
  "[\"actual_value\",\"alert_type\",\"created_at\",\"device_id\",\"device_name\",\"id\",\"is_resolved\",\"location\"," \
  "\"message\",\"metadata\",\"resolved_at\",\"resolved_by\",\"severity\",\"threshold_value\"]"

static const FluxTestExchange alerts[] = {
  { "all", NULL, ALERTS, FLUX_TEST_KEY, NULL, 200,
    ".success and .count == 3 and (.data | map (.id)) == [\"a3\", \"a2\", \"a1\"] and (.data[0] | keys "
    "== " ALERT_COLUMNS " and .device_name == \"Inlet, south\" and .location == \"Plant B\" and .threshold_value == "
                        "100 and .actual_value == 120.5"
    " and .is_resolved == false and .created_at == \"2026-11-24T12:00:03Z\" and .metadata == {k: 1})" },
  { "of-a-device", NULL, ALERTS "?device_id=S2", FLUX_TEST_KEY, NULL, 200, ".count == 1 and .data[0].id == \"a2\"" },
  { "of-an-unknown-device", NULL, ALERTS "?device_id=nobody", FLUX_TEST_KEY, NULL, 200, ".count == 0 and .data == []" },
  { "unresolved", NULL, ALERTS "?is_resolved=false", FLUX_TEST_KEY, NULL, 200,
    "(.data | map (.id)) == [\"a3\", \"a2\"]" },
  { "resolved", NULL, ALERTS "?is_resolved=true", FLUX_TEST_KEY, NULL, 200,
    "(.data | map (.id)) == [\"a1\"] and .data[0].resolved_by == \"Ada\"" },
  { "limit", NULL, ALERTS "?limit=1", FLUX_TEST_KEY, NULL, 200, ".count == 1 and .data[0].id == \"a3\"" },
  { "limit-0", NULL, ALERTS "?limit=0", FLUX_TEST_KEY, NULL, 400, ".error == \"Validation error\"" },
  { "limit-abc", NULL, ALERTS "?limit=abc", FLUX_TEST_KEY, NULL, 400, ".error == \"Validation error\"" },
  { "resolved-maybe", NULL, ALERTS "?is_resolved=maybe", FLUX_TEST_KEY, NULL, 400, ".error == \"Validation error\"" },
  { "close", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"alert_id\":\"a2\",\"is_resolved\":true,\"resolved_by\":\"Grace\"}",
    200,
    ".success and (.data | keys == " ALERT_COLUMNS
    " and .id == \"a2\" and .is_resolved == true and .resolved_by == \"Grace\""
    " and .resolved_at != null)" },
  { "open-again", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"alert_id\":\"a2\",\"is_resolved\":false}", 200,
    ".data | .is_resolved == false and .resolved_by == null and .resolved_at == null" },
  { "close-without-a-name", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"alert_id\":\"a2\",\"is_resolved\":true}", 200,
    ".data.is_resolved" },
  { "unknown", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"alert_id\":\"nothing\",\"is_resolved\":true}", 404,
    ".error == \"Not found\"" },
  { "no-id", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"is_resolved\":true}", 400,
    NOT_MADE " and (.details | contains (\"alert_id\"))" },
  { "no-state", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"alert_id\":\"a2\"}", 400,
    NOT_MADE " and (.details | contains (\"is_resolved\"))" },
  { "state-as-text", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"alert_id\":\"a2\",\"is_resolved\":\"true\"}", 400, NOT_MADE },
  { "name-no-text", "PATCH", ALERTS, FLUX_TEST_KEY, "{\"alert_id\":\"a2\",\"is_resolved\":true,\"resolved_by\":5}", 400,
    NOT_MADE },
  { "not-json", "PATCH", ALERTS, FLUX_TEST_KEY, "alert_id=a2", 400, NOT_MADE },
  { "empty", "PATCH", ALERTS, FLUX_TEST_KEY, NULL, 400, NOT_MADE },
};

/* --- Addresses and methods ---------------------------------------------------------------------------------------- */

static const FluxTestExchange addresses[] = {
  { "root", NULL, "/", FLUX_TEST_KEY, NULL, 404, ".error == \"Not found\" and (.message | type) == \"string\"" },
  { "root-without-key", NULL, "/", NULL, NULL, 404, ".error == \"Not found\"" },
  { "api", NULL, "/api", FLUX_TEST_KEY, NULL, 404, ".error == \"Not found\"" },
  { "slash-behind", NULL, "/api/ingest/", FLUX_TEST_KEY, NULL, 404, ".error == \"Not found\"" },
  { "below", NULL, "/api/ingest/x", FLUX_TEST_KEY, NULL, 404, ".error == \"Not found\"" },
  { "other-case", NULL, "/API/ingest", FLUX_TEST_KEY, NULL, 404, ".error == \"Not found\"" },
  { "post-elsewhere", NULL, "/api/nothing", FLUX_TEST_KEY, READING, 404, ".error == \"Not found\"" },
  { "put-ingest", "PUT", INGEST, FLUX_TEST_KEY, READING, 405, ".error == \"Method not allowed\"", "Allow: GET, POST" },
  { "delete-ingest", "DELETE", INGEST, FLUX_TEST_KEY, NULL, 405, NULL, "Allow: GET, POST" },
  { "brew-ingest", "BREW", INGEST, FLUX_TEST_KEY, NULL, 405, NULL, "Allow: GET, POST" },
  { "options-ingest", "OPTIONS", INGEST, NULL, NULL, 405, NULL, "Allow: GET, POST" },
  { "post-flow-data", NULL, FLOW_DATA, FLUX_TEST_KEY, READING, 405, NULL, "Allow: GET" },
  { "delete-devices", "DELETE", DEVICES, FLUX_TEST_KEY, NULL, 405, NULL, "Allow: GET, POST" },
  { "post-alerts", NULL, ALERTS, FLUX_TEST_KEY, READING, 405, NULL, "Allow: GET, PATCH" },
  { "health-without-key", NULL, INGEST, NULL, NULL, 200, ".status == \"ok\"" },
  { "health-with-a-query", NULL, INGEST "?a=b&c", NULL, NULL, 200, ".status == \"ok\"" },
  { "nothing-is-kept-by-caches", NULL, FLOW_DATA, FLUX_TEST_KEY, NULL, 200, ".success", "Cache-Control: no-store" },
  { "json", NULL, DEVICES, FLUX_TEST_KEY, NULL, 200, ".success", "Content-Type: application/json" },
};

/* --- Keys and scopes ---------------------------------------------------------------------------------------------- */

enum
{
  KEY_NONE,
  KEY_WRONG,
  KEY_INGEST,
  KEY_READ,
  KEY_MANAGE,
  KEY_ALL,
  N_KEYS,
};

/* The calls, and by which key each is allowed. */
static const struct
{
  FluxTestExchange exchange;
  gboolean allowed[N_KEYS];
} calls[] = {
  { { "post-ingest", NULL, INGEST, NULL, READING, 200 }, { FALSE, FALSE, TRUE, FALSE, FALSE, TRUE } },
  { { "get-ingest", NULL, INGEST, NULL, NULL, 200 }, { TRUE, TRUE, TRUE, TRUE, TRUE, TRUE } },
  { { "get-flow-data", NULL, FLOW_DATA, NULL, NULL, 200 }, { FALSE, FALSE, FALSE, TRUE, FALSE, TRUE } },
  { { "get-devices", NULL, DEVICES, NULL, NULL, 200 }, { FALSE, FALSE, FALSE, TRUE, FALSE, TRUE } },
  { { "post-devices", NULL, DEVICES, NULL, "{}", 400 }, { FALSE, FALSE, FALSE, FALSE, TRUE, TRUE } },
  { { "get-alerts", NULL, ALERTS, NULL, NULL, 200 }, { FALSE, FALSE, FALSE, TRUE, FALSE, TRUE } },
  { { "patch-alerts", "PATCH", ALERTS, NULL, "{}", 400 }, { FALSE, FALSE, FALSE, FALSE, TRUE, TRUE } },
};

#define UNAUTHORIZED ".error == \"Unauthorized\" and (.message | type) == \"string\""

static void
test_scopes (gconstpointer data)
{
  FluxTestServer *server = (gpointer) data;
  g_autofree char *ingest = flux_test_server_add_key (server, "ingest", NULL);
  g_autofree char *read
      = flux_test_server_add_key (server, "read", (const char *const[]){ "--scope", "read", NULL });
  g_autofree char *manage
      = flux_test_server_add_key (server, "manage", (const char *const[]){ "--scope=manage", NULL });
  g_autofree char *all
      = flux_test_server_add_key (server, "all", (const char *const[]){ "--scope", "ingest,read,manage", NULL });
  const char *const keys[N_KEYS] = { NULL, "wrong-0123456789abcdef", ingest, read, manage, all };

  /* The keys are taken up within 5 s; a post is when it is at once. */
  flux_test_server_stop (server);
  flux_test_server_start (server, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    for (guint key = 0; key < N_KEYS; key++)
      {
        g_autofree char *name = g_strdup_printf ("%s with key %u", calls[i].exchange.name, key);
        FluxTestExchange exchange = calls[i].exchange;

        exchange.name = name;
        exchange.key = keys[key];
        exchange.status = calls[i].allowed[key] ? calls[i].exchange.status : 401;
        exchange.filter = calls[i].allowed[key] ? NULL
                          : key <= KEY_WRONG    ? ". == {error: \"Unauthorized\", message: \"Invalid API key\"}"
                                                : UNAUTHORIZED;
        flux_test_exchange (server, &exchange);
      }
}

/* One who guesses is slowed down; one with a good key from the same address is not. */
static void
test_guessing (void)
{
  static const FluxTestExchange good = { "good", NULL, FLOW_DATA, FLUX_TEST_KEY, NULL, 200 };
  static const FluxTestExchange health = { "health", NULL, INGEST, NULL, NULL, 200 };
  static const FluxTestExchange post = { "post", NULL, INGEST, FLUX_TEST_KEY, READING, 200 };
  g_autoptr (FluxTestServer) server = flux_test_server_new ();
  g_autoptr (FluxTestSocket) socket = NULL;
  g_auto (FluxTestHttp) http = { .status = 401 };
  guint n = 0;

  flux_test_server_start (server, NULL);
  socket = flux_test_socket_new (server->port);
  /* A new minute may begin in between. */
  for (; http.status == 401 && n < 250; n++)
    {
      flux_test_http_clear (&http);
      flux_test_socket_send_text (
          socket, "GET /api/flow-data HTTP/1.1\r\nHost: x\r\nx-api-key: guess-%u-0123456789\r\n\r\n", n);
      flux_test_socket_read (socket, TRUE, &http);
    }
  g_assert_cmpuint (http.status, ==, 429);
  g_assert_cmpuint (n, >, 100);
  g_assert_nonnull (strstr (http.headers, "Retry-After: "));
  flux_test_assert_json (http.body, "(.error | type) == \"string\" and (.message | type) == \"string\"");
  flux_test_exchange (server, &good);
  flux_test_exchange (server, &health);
  flux_test_exchange (server, &post);
}

/* --- Running them ------------------------------------------------------------------------------------------------- */

#define STATE \
  "INSERT INTO alerts (id, device_id, alert_type, severity, message, threshold_value, actual_value, is_resolved," \
  " resolved_by, resolved_at, created_at, metadata) VALUES" \
  " ('a1', 'S1', 'high_flow', 'warning', 'x', 100, 120.5, 1, 'Ada', 1795521601000000, 1795521601000000, NULL)," \
  " ('a2', 'S2', 'no_data', 'critical', 'y', NULL, NULL, 0, NULL, NULL, 1795521602000000, NULL)," \
  " ('a3', 'S1', 'high_flow', 'info', 'z', 100, 120.5, 0, NULL, NULL, 1795521603000000, '{\"k\":1}');"

static const FluxTestExchange prepare[] = {
  { "device", NULL, DEVICES, FLUX_TEST_KEY,
    "{\"device_id\":\"S1\",\"device_name\":\"Inlet, south\",\"location\":\"Plant B\"}", 200 },
  { "readings", NULL, INGEST, FLUX_TEST_KEY,
    "[{\"device_id\":\"S1\",\"flow_rate\":8.3,\"timestamp\":\"2026-11-24T12:00:00Z\"},"
    "{\"device_id\":\"S1\",\"flow_rate\":8.4,\"timestamp\":\"2026-11-24T11:00:00Z\"},"
    "{\"device_id\":\"S2\",\"flow_rate\":1,\"timestamp\":\"2026-11-24T12:00:00Z\"}]",
    200 },
};

typedef struct
{
  FluxTestServer *server;
  const FluxTestExchange *exchanges;
  guint n_exchanges;
} Group;

static void
test_group (gconstpointer data)
{
  const Group *group = data;

  for (guint i = 0; i < group->n_exchanges; i++)
    flux_test_exchange (group->server, &group->exchanges[i]);
}

int
main (int argc, char **argv)
{
  g_autoptr (FluxTestServer) server = NULL;
  Group groups[5];

  g_test_init (&argc, &argv, NULL);
  server = flux_test_server_new ();
  flux_test_server_start (server, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (prepare); i++)
    flux_test_exchange (server, &prepare[i]);
  g_free (flux_test_server_sql (server, STATE));

  groups[0] = (Group) { server, posts, G_N_ELEMENTS (posts) };
  groups[1] = (Group) { server, devices, G_N_ELEMENTS (devices) };
  groups[2] = (Group) { server, alerts, G_N_ELEMENTS (alerts) };
  groups[3] = (Group) { server, addresses, G_N_ELEMENTS (addresses) };
  g_test_add_func ("/contract/lines", test_lines);
  g_test_add_data_func ("/contract/posts", &groups[0], test_group);
  g_test_add_data_func ("/contract/devices", &groups[1], test_group);
  g_test_add_data_func ("/contract/alerts", &groups[2], test_group);
  g_test_add_data_func ("/contract/addresses", &groups[3], test_group);
  g_test_add_data_func ("/contract/scopes", server, test_scopes);
  g_test_add_func ("/contract/guessing", test_guessing);
  return g_test_run ();
}
