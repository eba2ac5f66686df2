/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

#include <string.h>

/* Whose a post is, which device it may write to, and that it is kept whole whatever is in it. */

#define READING "{\"device_id\":\"A\",\"flow_rate\":5}"

/* --- Gateways and keys -------------------------------------------------------------------------------------------- */

typedef enum
{
  SHARED,      /* belongs to no gateway, lets new devices in */
  BOUND,       /* to the gateway "North" */
  OLD_DEVICES, /* belongs to no gateway, lets no new devices in */
} KeyKind;

typedef struct
{
  const char *name;
  KeyKind key;
  const char *gateway_hint;
  const char *device_hint;
  const char *body;
  const char *outcomes;
  const char *gateways; /* that posts are counted for, "NAME:POSTS/RECEIVED" */
  const char *device; /* "ID of GATEWAY" of the devices made; the plant begins with N of North, S of South, U of none */
} OwnerCase;

static const OwnerCase owners[] = {
  { "shared", SHARED, NULL, NULL, READING, "stored", "Shared key:1/1", "A of -" },
  { "shared-with-hint", SHARED, "TRB-1", NULL, READING, "stored", "TRB-1:1/1", "A of TRB-1" },
  { "shared-with-known-hint", SHARED, "South", NULL, READING, "stored", "South:1/1", "A of South" },
  { "shared-with-control-characters", SHARED, "TRB\n1", NULL, READING, "stored", "Shared key:1/1", "A of -" },
  { "bound", BOUND, NULL, NULL, READING, "stored", "North:1/1", "A of North" },
  { "bound-whatever-the-hint", BOUND, "South", NULL, READING, "stored", "North:1/1", "A of North" },

  { "new-device-without-permission", OLD_DEVICES, NULL, NULL, READING,
    "waiting (unknown device, and this key may not make new ones)", "Old devices:1/1", "" },
  { "known-device-without-permission", OLD_DEVICES, NULL, NULL, "{\"device_id\":\"U\",\"flow_rate\":5}", "stored",
    "Old devices:1/1", "" },
  { "one-of-each", OLD_DEVICES, NULL, NULL, "[{\"device_id\":\"U\",\"flow_rate\":5}," READING "]",
    "stored waiting (unknown device, and this key may not make new ones)", "Old devices:1/2", "" },

  { "own-device", BOUND, NULL, NULL, "{\"device_id\":\"N\",\"flow_rate\":5}", "stored", "North:1/1", "" },
  { "device-of-none", BOUND, NULL, NULL, "{\"device_id\":\"U\",\"flow_rate\":5}", "stored", "North:1/1", "" },
  { "device-of-another", BOUND, NULL, NULL, "{\"device_id\":\"S\",\"flow_rate\":5}",
    "waiting (the device belongs to another gateway)", "North:1/1", "" },
  { "device-of-any-by-a-shared-key", SHARED, NULL, NULL, "{\"device_id\":\"S\",\"flow_rate\":5}", "stored",
    "Shared key:1/1", "" },

  { "device-by-hint", SHARED, NULL, "U", "{\"flow_rate\":5}", "stored", "Shared key:1/1", "" },
  { "body-before-hint", SHARED, NULL, "S", "{\"device_id\":\"U\",\"flow_rate\":5}", "stored", "Shared key:1/1", "" },
  { "new-device-by-hint", SHARED, NULL, "A", "[{\"flow_rate\":5},{\"totalizer\":7}]", "stored stored", "Shared key:1/2",
    "A of -" },
  { "device-of-another-by-hint", BOUND, NULL, "S", "{\"flow_rate\":5}",
    "waiting (the device belongs to another gateway)", "North:1/1", "" },
  { "hint-that-is-none", SHARED, NULL, "\001", "{\"flow_rate\":5}", "waiting (names no device)", "Shared key:1/1", "" },
  { "no-device", SHARED, NULL, NULL, "{\"flow_rate\":5}", "waiting (names no device)", "Shared key:1/1", "" },
};

#define PLANT \
  "INSERT INTO fluxio_gateways (id, name) VALUES ('north', 'North'), ('south', 'South');" \
  "INSERT INTO devices (device_id, device_name, gateway_id) VALUES ('N', 'N', 'north'), ('S', 'S', 'south')," \
  " ('U', 'U', NULL);"

/* An engine whose plant begins with what PLANT says. */
static FluxTestEngine *
new_plant (void)
{
  FluxTestEngine *engine = flux_test_engine_new ();

  flux_test_engine_close (engine);
  flux_test_sql_run (engine->path, PLANT);
  flux_test_engine_open (engine);
  return engine;
}

static FluxApiKey *
new_key (KeyKind kind)
{
  static const char *const names[] = { "Shared key", "Key of North", "Old devices" };
  FluxApiKey *key = flux_api_key_new (names[kind], "another-0123456789");

  key->gateway_uuid = kind == BOUND ? g_strdup ("north") : NULL;
  key->allows_new_devices = kind != OLD_DEVICES;
  return key;
}

static FluxPost *
new_post (FluxTestEngine *engine, const OwnerCase *test, FluxApiKey *key)
{
  g_autoptr (GBytes) body = g_bytes_new_static (test->body, strlen (test->body));
  FluxPost *post = flux_post_new (key, body, flux_clock_get_now (FLUX_CLOCK (engine->clock)));

  post->gateway_hint = g_strdup (test->gateway_hint);
  post->device_hint = g_strdup (test->device_hint);
  return post;
}

#define COUNTED "SELECT name || ':' || posts || '/' || received FROM fluxio_gateways WHERE posts > 0"
#define MADE \
  "SELECT device_id || ' of ' || coalesce ((SELECT name FROM fluxio_gateways g WHERE g.id = gateway_id), '-')" \
  " FROM devices WHERE device_id NOT IN ('N', 'S', 'U')"

static void
test_owner (gconstpointer data)
{
  const OwnerCase *test = data;
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (FluxApiKey) key = new_key (test->key);
  g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (engine, new_post (engine, test, key));
  g_autofree char *outcomes = flux_test_answer_describe (answer);
  g_autofree char *counted = flux_test_sql (engine->path, COUNTED);
  g_autofree char *made = flux_test_sql (engine->path, MADE);

  g_assert_cmpstr (outcomes, ==, test->outcomes);
  g_assert_cmpstr (counted, ==, test->gateways);
  g_assert_cmpstr (made, ==, test->device);
  flux_test_check_counters (engine, 1, answer->post->results->len);
  flux_test_check_links (engine);
}

/* A device that was made on first sight. */
static void
test_new_device (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (engine, flux_test_engine_new_post (engine, READING));
  g_autoptr (FluxDeviceSnapshot) device = flux_engine_get_device (engine->engine, "A");

  g_assert_nonnull (device);
  g_assert_cmpstr (device->device->name, ==, "A");
  g_assert_cmpstr (device->device->type, ==, FLUX_DEVICE_TYPE_DEFAULT);
  g_assert_cmpint (device->device->confirmed_at, ==, 0);
  g_assert_cmpint (device->device->created_at, ==, FLUX_TEST_BEGIN);
  g_assert_cmpint (device->device->flow_unit, ==, FLUX_FLOW_UNIT_M3_PER_H);
  g_assert_cmpint (device->device->period_seconds, ==, 0);
  g_assert_cmpint (device->device->offline_after_seconds, ==, 900);
  g_assert_cmpint (flux_device_snapshot_get_state (device, FLUX_TEST_BEGIN, NULL), ==, FLUX_DEVICE_STATE_NEW);
}

/* One gateway however many posts; its last contact and address. */
static void
test_contact (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) gateways = NULL;
  const FluxGateway *gateway;

  for (guint i = 0; i < 3; i++)
    {
      FluxPost *post = flux_test_engine_new_post (engine, READING);

      post->gateway_hint = g_strdup ("TRB-1");
      post->address = g_strdup_printf ("10.0.0.%u", i);
      flux_test_engine_submit (engine, post);
      flux_test_clock_advance (engine->clock, FLUX_TIME_MINUTE);
    }
  g_ptr_array_unref (flux_test_engine_wait (engine));

  gateways = flux_engine_get_gateways (engine->engine);
  g_assert_cmpuint (gateways->len, ==, 1);
  gateway = g_ptr_array_index (gateways, 0);
  g_assert_cmpstr (gateway->name, ==, "TRB-1");
  g_assert_cmpint (gateway->last_contact, ==, FLUX_TEST_BEGIN + 2 * FLUX_TIME_MINUTE);
  g_assert_cmpstr (gateway->last_address, ==, "10.0.0.2");
  flux_test_check_counters (engine, 3, 3);

  flux_test_engine_close (engine);
  flux_test_engine_open (engine);
  flux_test_check_counters (engine, 3, 3);
}

/* A stored key remembers, to the minute, when it was last used; one that is never stored does not. */
static void
test_key_use (void)
{
  static const struct
  {
    gint64 after;
    gint64 used;
  } uses[] = { { 0, 0 }, { 30, 0 }, { 59, 0 }, { 60, 60 }, { 61, 60 }, { 300, 300 } };
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Gateway", "another-0123456789");
  g_autoptr (FluxApiKey) saved = flux_test_engine_save_key (engine, key);

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (READING, strlen (READING));
      g_autoptr (FluxTestAnswer) answer = NULL;
      g_autofree char *used = NULL;
      g_autofree char *expected
          = g_strdup_printf ("%" G_GINT64_FORMAT, FLUX_TEST_BEGIN + uses[i].used * FLUX_TIME_SECOND);

      answer = flux_test_engine_take (
          engine, flux_post_new (saved, body, FLUX_TEST_BEGIN + uses[i].after * FLUX_TIME_SECOND));
      used = flux_test_sql (engine->path, "SELECT last_used FROM fluxio_api_keys");
      g_assert_cmpstr (used, ==, expected);
    }
}

/* --- Bodies ------------------------------------------------------------------------------------------------------- */

#define ID_100 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define NEEDS_MAPPING "waiting (not in the contract's form; needs a mapping)"
#define UNKNOWN_FORM "waiting (not a form that is known here)"
#define NO_UNIT "waiting (names no unit; needs a mapping)"
#define BAD_ID "refused (device_id must be text of 1 to 100 characters without control characters)"

typedef struct
{
  const char *name;
  const char *body;
  gsize size; /* 0: up to the NUL */
  const char *outcomes;
  gboolean waits;
} BodyCase;

static const BodyCase bodies[] = {
  { "reading", READING, 0, "stored", FALSE },
  { "field-names", "{\"DeviceID\":\"A\",\"Flow_rate\":5,\"TOTALIZER\":7,\"water_level\":1,\"batteryLevel\":90}", 0,
    "stored", FALSE },
  { "empty-array", "[]", 0, "", FALSE },
  { "no-measurement", "{\"device_id\":\"A\"}", 0, "refused (no measurement)", FALSE },
  { "only-nulls", "{\"device_id\":\"A\",\"flow_rate\":null}", 0, "refused (no measurement)", FALSE },
  { "no-known-measurement", "{\"device_id\":\"A\",\"durchfluss\":5}", 0,
    "waiting (no measurement under a known name; needs a mapping)", TRUE },
  { "longest-id", "{\"device_id\":\"" ID_100 "\",\"flow_rate\":5}", 0, "stored", FALSE },
  { "long-id", "{\"device_id\":\"" ID_100 "x\",\"flow_rate\":5}", 0, BAD_ID, FALSE },
  { "control-id", "{\"device_id\":\"A\\u0007\",\"flow_rate\":5}", 0, BAD_ID, FALSE },
  { "nul-id", "{\"device_id\":\"A\\u0000B\",\"flow_rate\":5}", 0, BAD_ID, FALSE },
  { "number-id", "{\"device_id\":5,\"flow_rate\":5}", 0, BAD_ID, FALSE },
  { "empty-id", "{\"device_id\":\"\",\"flow_rate\":5}", 0, "waiting (names no device)", TRUE },
  { "registers", "[{\"full_addr\":\"11\",\"data\":12.5},{\"full_addr\":\"13\",\"data\":0.31}]", 0,
    NO_UNIT " " NO_UNIT, TRUE },
  { "collection", "{\"Modbus\":[{\"timestamp\":1,\"server_id\":1,\"data\":\"[0.094225]\"}]}", 0,
    "waiting (no unit of this gateway is named so; needs a mapping)", TRUE },
  { "number", "17", 0, UNKNOWN_FORM, TRUE },
  { "null", "null", 0, UNKNOWN_FORM, TRUE },
  { "text", "\"flow=5\"", 0, UNKNOWN_FORM, TRUE },
  { "mixed", "[" READING ",17,{\"device_id\":\"A\"}]", 0, "stored " NEEDS_MAPPING " refused (no measurement)", TRUE },
};

/* What is no JSON at all waits as a whole. */
static const BodyCase unreadable[] = {
  { "not-json", "hello", 0, NULL, TRUE },
  { "cut-off", "{\"device_id\":\"A\",\"flow_rate\":1", 0, NULL, TRUE },
  { "something-behind", READING "x", 0, NULL, TRUE },
  { "single-quotes", "{'device_id':'A','flow_rate':5}", 0, NULL, TRUE },
  { "comment", "/* */" READING, 0, NULL, TRUE },
  { "not-utf-8", "{\"device_id\":\"\xff\xfe\",\"flow_rate\":1}", 0, NULL, TRUE },
  { "nul", "{\"device_id\":\"A\0B\",\"flow_rate\":1}", 33, NULL, TRUE },
  { "only-nuls", "\0\0\0", 3, NULL, TRUE },
  { "space", " ", 0, NULL, TRUE },
};

static FluxTestAnswer *
take_body (FluxTestEngine *engine, const void *bytes, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (bytes, size);

  return flux_test_engine_take (engine, flux_post_new (engine->key, body, FLUX_TEST_BEGIN));
}

static void
assert_kept (FluxTestEngine *engine, gint64 number, GBytes *body, gboolean waits)
{
  g_autoptr (GBytes) kept = flux_test_read_body (engine, number);
  g_autofree char *sql = g_strdup_printf ("SELECT state FROM fluxio_raw_posts WHERE number = %d", (int) number);
  g_autofree char *state = flux_test_sql (engine->path, sql);

  g_assert_true (g_bytes_equal (kept, body));
  g_assert_cmpstr (state, ==, waits ? "1" : "0");
}

static void
test_body (gconstpointer data)
{
  const BodyCase *test = data;
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxTestAnswer) answer
      = take_body (engine, test->body, test->size != 0 ? test->size : strlen (test->body));
  g_autofree char *outcomes = flux_test_answer_describe (answer);

  if (test->outcomes != NULL)
    g_assert_cmpstr (outcomes, ==, test->outcomes);
  else
    g_assert_true (g_str_has_prefix (outcomes, "waiting ("));
  assert_kept (engine, 1, answer->post->body, test->waits);
  flux_test_check_counters (engine, 1, answer->post->results->len);
  flux_test_check_links (engine);
}

/* Any bytes come back as they came, whether compressing them pays or not. */
static void
test_whole (void)
{
  static const gsize sizes[] = { 1, 511, 512, 513, 16384, 1000003 };
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();

  for (guint i = 0; i < 2 * G_N_ELEMENTS (sizes); i++)
    {
      gsize size = sizes[i / 2];
      g_autofree guint8 *bytes = g_malloc (size);
      g_autoptr (FluxTestAnswer) answer = NULL;

      for (gsize j = 0; j < size; j++)
        bytes[j] = i % 2 == 0 ? (guint8) g_test_rand_int () : (guint8) (j % 17);
      answer = take_body (engine, bytes, size);
      assert_kept (engine, i + 1, answer->post->body, TRUE);
    }
  flux_test_check_counters (engine, 2 * G_N_ELEMENTS (sizes), 2 * G_N_ELEMENTS (sizes));
}

static void
test_most_records (void)
{
  static const struct
  {
    guint n_records;
    const char *stored;
  } cases[] = { { 100000, "100000" }, { 100001, "0" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
      g_autoptr (GString) body = g_string_new ("[");
      g_autoptr (FluxTestAnswer) answer = NULL;
      g_autofree char *stored = NULL;

      for (guint j = 0; j < cases[i].n_records; j++)
        g_string_append_printf (body, "%s{\"device_id\":\"D%u\",\"flow_rate\":5}", j > 0 ? "," : "", j % 100);
      g_string_append_c (body, ']');
      answer = take_body (engine, body->str, body->len);
      g_assert_no_error (answer->error);
      stored = flux_test_sql (engine->path, "SELECT stored FROM fluxio_raw_posts");
      g_assert_cmpstr (stored, ==, cases[i].stored);
      assert_kept (engine, 1, answer->post->body, g_str_equal (cases[i].stored, "0"));
      flux_test_check_counters (engine, 1, answer->post->results->len);
    }
}

/* A post says how it came: address, type and hints are kept with it. */
static void
test_how_it_came (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  FluxPost *post = flux_test_engine_new_post (engine, READING);
  g_autoptr (FluxTestAnswer) answer = NULL;
  g_autofree char *kept = NULL;

  post->address = g_strdup ("10.0.0.5");
  post->content_type = g_strdup ("text/plain");
  post->device_hint = g_strdup ("B\"1");
  post->gateway_hint = g_strdup ("TRB-1");
  answer = flux_test_engine_take (engine, post);
  kept =
      flux_test_sql (engine->path, "SELECT received_at, key_name, address, content_type, hints FROM fluxio_raw_posts");
  g_assert_cmpstr (kept, ==,
                   "1795521600000000|Shared key|10.0.0.5|text/plain|{\"device_id\":\"B\\\"1\",\"gateway\":\"TRB-1\"}");
}

/* Numbers of posts go on after a restart. */
static void
test_numbers (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *numbers = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (FluxTestAnswer) answer = take_body (engine, READING, strlen (READING));

      flux_test_engine_close (engine);
      flux_test_engine_open (engine);
    }
  numbers = flux_test_sql (engine->path, "SELECT number FROM fluxio_raw_posts");
  g_assert_cmpstr (numbers, ==, "1;2;3;4");
}

static void
add_bodies (const char *group, const BodyCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("/intake/%s/%s", group, cases[i].name);

      g_test_add_data_func (path, &cases[i], test_body);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      g_autofree char *path = g_strconcat ("/intake/owner/", owners[i].name, NULL);

      g_test_add_data_func (path, &owners[i], test_owner);
    }
  add_bodies ("body", bodies, G_N_ELEMENTS (bodies));
  add_bodies ("unreadable", unreadable, G_N_ELEMENTS (unreadable));
  g_test_add_func ("/intake/new-device", test_new_device);
  g_test_add_func ("/intake/contact", test_contact);
  g_test_add_func ("/intake/key-use", test_key_use);
  g_test_add_func ("/intake/whole", test_whole);
  g_test_add_func ("/intake/most-records", test_most_records);
  g_test_add_func ("/intake/how-it-came", test_how_it_came);
  g_test_add_func ("/intake/numbers", test_numbers);
  return g_test_run ();
}
