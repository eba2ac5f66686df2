/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-checks.h"
#include "flux-test-mapping.h"
#include "flux-test-sample-plant.h"

#include <gio/gio.h>
#include <string.h>

/* What gateways really post, and what must become of it. tests/data/gateway-posts has one body a file, for the plant of
 * tests/data/sample-plant.json. */

/* 2026-11-23T09:00:00Z, when most of them were measured. */
#define T "1795424400000000"

typedef struct
{
  const char *file;
  const char *device_hint;
  const char *rows;     /* see ROWS */
  const char *outcomes; /* how many records came to what */
  const char *extras;   /* of rows that have any */
} SampleCase;

/* "DEVICE@seconds after T, or arrival: flow level velocity temperature totalizer signal, a value that is not good with
 * its quality", by device and time */
#define VALUE(column, shift) \
  "coalesce (" column ", '-') || substr ('?!', (quality >> " shift ") & 3, 1)"
#define ROWS \
  "SELECT device_id || '@' || CASE WHEN created_at = received_at THEN 'arrival'" \
  " ELSE (created_at - " T ") / 1000000 END || ': ' || " VALUE ("flow_rate", "0") " || ' ' || " VALUE ( \
      "level", "12") " || ' ' || " VALUE ("velocity", "14") " || ' ' || " VALUE ( \
      "temperature", "4") " || ' ' || " VALUE ("totalizer", "2") " || ' ' || coalesce (signal_strength, '-')" \
  " FROM flow_data ORDER BY device_id, created_at"

#define EXTRAS "SELECT metadata FROM flow_data WHERE metadata IS NOT NULL ORDER BY created_at"
#define OUTCOMES \
  "SELECT stored || ' stored, ' || duplicate || ' duplicate, ' || failed_read || ' failed, ' || waiting ||" \
  " ' waiting, ' || refused || ' refused' FROM fluxio_gateways WHERE posts > 0"

#define SET_A "0.094225 0.3125 0.8612 17.4 152340.8125"
#define SET_B "0.04187 0.22 0.655 16.9 88210.5"

static const SampleCase samples[] = {
  { "01-legacy-default-one-segment", NULL, "NIVUS_01@0: 0.094225 - - - - -",
    "1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "02-legacy-five-segments", NULL, "NIVUS_01@0: " SET_A " -", "5 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused",
    "" },
  { "03-json-object-one-record", NULL, "NIVUS_01@0: 0.094225 - - - - -",
    "1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "04-json-all-members", NULL, "NIVUS_01@0: " SET_A " -",
    "5 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "05-json-batch-two-units", NULL, "NIVUS_01@0: " SET_A " -;NIVUS_02@1: " SET_B " -",
    "10 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "06-json-bus-by-server-name", NULL,
    "NIVUS_01@arrival: 0.094225 0.3125 - - 152340.8125 -;NIVUS_02@arrival: 0.04187 0.22 - - 88210.5 -;"
    "NIVUS_03@arrival: 0.0 0.05 - - 40125.25 -",
    "9 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "07-json-block-no-timestamp", NULL, "NIVUS_01@arrival: 0.094225 0.3125 0.8612 17.4 - -",
    "1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "08-custom-local-date", NULL, "NIVUS_01@0: 0.094225 0.3125 0.8612 17.4 - -;NIVUS_02@0: 0.04187 0.22 0.655 16.9 - -",
    "2 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "09-custom-bare-array-by-name", NULL, "NIVUS_01@0: " SET_A " -",
    "5 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "10-register-array", "NIVUS_01", "NIVUS_01@arrival: " SET_A " -",
    "5 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "10-register-array", NULL, "", "0 stored, 0 duplicate, 0 failed, 5 waiting, 0 refused", "" },
  { "11-direct-fields", NULL, "NIVUS_01@arrival: " SET_A " -", "1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused",
    "" },
  { "12-json-mixed-inputs", NULL, "NIVUS_01@0: " SET_A " -67", "5 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused",
    "" },
  { "13-failed-read-all-zero", NULL, "", "0 stored, 0 duplicate, 5 failed, 0 waiting, 0 refused", "" },
  { "14-late-burst-with-duplicates", NULL,
    "NIVUS_01@-1800: 0.0901 0.305 - - - -;NIVUS_01@-1500: 0.09135 0.307 - - - -;NIVUS_01@-1200: 0.0928 0.3095 - - - -;"
    "NIVUS_01@-900: 0.0936 0.311 - - - -;NIVUS_01@-600: 0.094225 0.3125 - - - -",
    "10 stored, 2 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "15-bad-values", NULL, "NIVUS_01@0: -! - -! 0.0? -! -;NIVUS_02@arrival: 0.04187 - - - - -",
    "5 stored, 0 duplicate, 0 failed, 1 waiting, 1 refused", "" },
  { "16-int16-block-positional", NULL, "SONIC_01@0: 1.25 0.742 -0.2 15.23 - -",
    "1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "{\"air_temperature\":20.15,\"status\":3}" },
  { "17-hex-block", NULL, "NIVUS_01@0: 0.094225 0.3125 0.8612 17.4 - -",
    "1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "18-text-inside-json", NULL, "NIVUS_01@0: " SET_A " -",
    "5 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "19-gps-only", NULL, "", "0 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "20-other-vendor-key-value", NULL, "NIVUS_01@0: 0.094225 0.3125 - - 152340.8125 -",
    "1 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
  { "21-ts-values", "NIVUS_01", "NIVUS_01@0: 0.094225 0.3125 - - - -;NIVUS_01@60: 0.09431 0.3127 - - - -",
    "2 stored, 0 duplicate, 0 failed, 0 waiting, 0 refused", "" },
};

/* --- The plant ---------------------------------------------------------------------------------------------------- */

static FluxTestEngine *
new_plant (void)
{
  FluxTestEngine *engine = flux_test_engine_new ();

  flux_test_import_sample_plant (engine);
  return engine;
}

/* The key "TRB245" has the gateway's name; it lets no new devices in. */
static FluxTestAnswer *
take (FluxTestEngine *engine, GBytes *body, const char *device_hint)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("TRB245", "another-0123456789");
  FluxPost *post = flux_post_new (key, body, flux_clock_get_now (FLUX_CLOCK (engine->clock)));

  post->device_hint = g_strdup (device_hint);
  return flux_test_engine_take (engine, post);
}

static void
assert_sql (FluxTestEngine *engine, const char *sql, const char *expected)
{
  g_autofree char *found = flux_test_sql (engine->path, sql);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_sample (FluxTestEngine *engine, const SampleCase *test)
{
  assert_sql (engine, ROWS, test->rows);
  assert_sql (engine, OUTCOMES, test->outcomes);
  assert_sql (engine, EXTRAS, test->extras);
}

/* --- The samples as they are -------------------------------------------------------------------------------------- */

static void
test_sample (gconstpointer data)
{
  const SampleCase *test = data;
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (GBytes) body = flux_test_sample_post_read (test->file);
  g_autoptr (FluxTestAnswer) answer = take (engine, body, test->device_hint);

  g_assert_no_error (answer->error);
  assert_sample (engine, test);
  flux_test_check_links (engine);
  flux_test_check_restart (engine);
}

/* --- The same, wrapped -------------------------------------------------------------------------------------------- */

static GBytes *
gzip (GBytes *body)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (stream, g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
base64 (GBytes *body)
{
  char *text = g_base64_encode (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
gzip_in_base64 (GBytes *body)
{
  g_autoptr (GBytes) inner = gzip (body);

  return base64 (inner);
}

static GBytes *
base64_in_gzip (GBytes *body)
{
  g_autoptr (GBytes) inner = base64 (body);

  return gzip (inner);
}

static GBytes *
surround (GBytes *body, const char *before, const char *after)
{
  GString *text = g_string_new (before);

  g_string_append_len (text, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_string_append (text, after);
  return g_string_free_to_bytes (text);
}

static GBytes *
byte_order_mark (GBytes *body)
{
  return surround (body, "\xef\xbb\xbf", "\r\n");
}

static GBytes *
newlines (GBytes *body)
{
  return surround (body, "\r\n  ", "\r\n\r\n");
}

static const struct
{
  const char *name;
  GBytes *(*wrap) (GBytes *body);
} wrappings[] = {
  { "gzip", gzip },
  { "base64", base64 },
  { "gzip-in-base64", gzip_in_base64 },
  { "base64-in-gzip", base64_in_gzip },
  { "byte-order-mark", byte_order_mark },
  { "newlines", newlines },
};

typedef struct
{
  const SampleCase *sample;
  GBytes *(*wrap) (GBytes *body);
} WrappedCase;

static void
test_wrapped (gconstpointer data)
{
  const WrappedCase *test = data;
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (GBytes) plain = flux_test_sample_post_read (test->sample->file);
  g_autoptr (GBytes) body = test->wrap (plain);
  g_autoptr (FluxTestAnswer) answer = take (engine, body, test->sample->device_hint);

  g_assert_no_error (answer->error);
  assert_sample (engine, test->sample);
}

/* --- The same again ----------------------------------------------------------------------------------------------- */

/* A body whose records have their times adds nothing when it comes again. */
static void
test_again (void)
{
  const SampleCase *late = &samples[14];
  g_autoptr (FluxTestEngine) engine = new_plant ();
  g_autoptr (GBytes) body = flux_test_sample_post_read ("14-late-burst-with-duplicates");
  g_autoptr (FluxTestAnswer) first = take (engine, body, NULL);
  g_autoptr (FluxTestAnswer) second = take (engine, body, NULL);

  g_assert_cmpstr (late->file, ==, "14-late-burst-with-duplicates");
  assert_sql (engine, ROWS, late->rows);
  assert_sql (engine, OUTCOMES, "10 stored, 14 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, "SELECT (created_at - " T ") / 1000000 FROM fluxio_latest", "-600");
}

/* --- A poll in pieces --------------------------------------------------------------------------------------------- */

/* Five registers of one poll, seconds apart, each in a post of its own. */
static const struct
{
  guint seconds;
  guint number;
  const char *value;
} parts[] = {
  { 0, 11, "0.094225" }, { 2, 13, "0.3125" }, { 3, 15, "0.8612" }, { 7, 17, "17.4" }, { 9, 5201, "152340.8125" },
};

static char *
make_part (guint index, const char *value)
{
  return g_strdup_printf (
      "{\"Modbus\":{\"timestamp\":%u,\"server_name\":\"NIVUS_01\",\"full_addr\":\"%u\",\"data\":\"[%s]\"}}",
      1795424400 + parts[index].seconds, 300000 + parts[index].number, value);
}

typedef struct
{
  const char *name;
  guint order[G_N_ELEMENTS (parts)];
} OrderCase;

static const OrderCase orders[] = {
  { "in-order", { 0, 1, 2, 3, 4 } },
  { "earliest-last", { 1, 2, 3, 4, 0 } },
  { "backwards", { 4, 3, 2, 1, 0 } },
  { "mixed", { 3, 0, 4, 2, 1 } },
};

/* Whatever the order, one row, which carries the earliest time; and again adds nothing. */
static void
test_parts (gconstpointer data)
{
  const OrderCase *test = data;
  g_autoptr (FluxTestEngine) engine = new_plant ();

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        g_autofree char *body = make_part (test->order[i], parts[test->order[i]].value);

        flux_test_post_as (engine, "TRB245", body);
      }
  assert_sql (engine, ROWS, "NIVUS_01@0: " SET_A " -");
  assert_sql (engine, OUTCOMES, "5 stored, 5 duplicate, 0 failed, 0 waiting, 0 refused");
  flux_test_check_links (engine);
  flux_test_check_restart (engine);
}

/* With the third zero the row becomes a failed read, with a value that is not zero a reading again. */
static void
test_zeros_in_parts (void)
{
  static const char *const steps[] = {
    "NIVUS_01@0: 0.0 - - - - -",
    "NIVUS_01@0: 0.0 0.0 - - - -",
    "NIVUS_01@0: 0.0 0.0 0.0 - - -",
    "",
    "NIVUS_01@0: 0.0 0.0 0.0 0.0 7.0 -",
  };
  g_autoptr (FluxTestEngine) engine = new_plant ();

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *body = make_part (i, i == 4 ? "7.0" : "0.000000");

      flux_test_post_as (engine, "TRB245", body);
      assert_sql (engine, ROWS, steps[i]);
    }
}

/* A value that says the read went wrong makes the others of its poll uncertain, whichever comes first, and after a
 * restart as well. */
static void
test_tainted_parts (gconstpointer data)
{
  guint bad = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = new_plant ();

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *body = make_part (i, i == bad ? "nan" : parts[i].value);

      flux_test_post_as (engine, "TRB245", body);
      flux_test_engine_close (engine);
      flux_test_engine_open (engine);
    }
  assert_sql (engine, ROWS,
              bad == 0   ? "NIVUS_01@0: -! 0.3125? 0.8612? - - -"
              : bad == 1 ? "NIVUS_01@0: 0.094225? -! 0.8612? - - -"
                         : "NIVUS_01@0: 0.094225? 0.3125? -! - - -");
}

/* A register that is no field, sent twice, is known the second time. */
static void
test_extras_again (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();

  for (guint i = 0; i < 2; i++)
    flux_test_post_as (engine, "TRB245",
                       "{\"M\":{\"timestamp\":1795424400,\"server_id\":4,\"addr\":6,\"data\":\"[3]\"}}");
  assert_sql (engine, OUTCOMES, "1 stored, 1 duplicate, 0 failed, 0 waiting, 0 refused");
  assert_sql (engine, EXTRAS, "{\"status\":3}");
}

/* --- Repeating ---------------------------------------------------------------------------------------------------- */

/* A script that posts the last stored values for ever: what it says is kept, but not trusted. */
static void
test_frozen (void)
{
  g_autoptr (FluxTestEngine) engine = new_plant ();

  for (guint i = 0; i < 40; i++)
    {
      flux_test_post_as (engine, "TRB245",
                         "{\"device_id\":\"NIVUS_01\",\"flow_rate\":5,\"totalizer\":7,\"temperature\":12}");
      flux_test_clock_advance (engine->clock, FLUX_TIME_MINUTE);
    }
  assert_sql (engine, "SELECT count (*) FROM flow_data WHERE quality = 0", "30");
  assert_sql (engine, "SELECT DISTINCT quality FROM flow_data WHERE quality <> 0", "21");
  assert_sql (engine,
              "SELECT json_extract (rejected, '$.reading.reason') FROM flow_data ORDER BY created_at DESC LIMIT 1",
              "frozen");
  flux_test_post_as (engine, "TRB245",
                     "{\"device_id\":\"NIVUS_01\",\"flow_rate\":5,\"totalizer\":8,\"temperature\":12}");
  assert_sql (engine, "SELECT quality FROM flow_data ORDER BY created_at DESC LIMIT 1", "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/gateway-posts/%s%s", samples[i].file,
                                               samples[i].device_hint != NULL ? "/with-hint" : "/plain");

      g_test_add_data_func (path, &samples[i], test_sample);
      for (guint j = 0; j < G_N_ELEMENTS (wrappings); j++)
        {
          g_autofree char *wrapped = g_strdup_printf ("%s/%s", path, wrappings[j].name);
          WrappedCase *test = g_new (WrappedCase, 1);

          *test = (WrappedCase) { &samples[i], wrappings[j].wrap };
          g_test_add_data_func_full (wrapped, test, test_wrapped, g_free);
        }
    }
  g_test_add_func ("/engine/gateway-posts/again", test_again);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/gateway-posts/parts/", orders[i].name, NULL);

      g_test_add_data_func (path, &orders[i], test_parts);
    }
  g_test_add_func ("/engine/gateway-posts/parts/zeros", test_zeros_in_parts);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/gateway-posts/parts/tainted-by-%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_tainted_parts);
    }
  g_test_add_func ("/engine/gateway-posts/extras-again", test_extras_again);
  g_test_add_func ("/engine/gateway-posts/frozen", test_frozen);
  return g_test_run ();
}
