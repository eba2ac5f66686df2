/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-decoder.h"

#include "flux-test-record-rules.h"
#include "flux-test-sample-plant.h"
#include "flux-time.h"

#include <string.h>

/* What comes out of a body, record by record: "DEVICE@TIME field=value …", TIME being seconds after
 * 2026-11-23T09:00:00Z, "-" for none, with "L" when it was a local one; a bad field has "!reason", extras follow as
 * they are. A record that waits or is refused says so, with what can be done as a digit of FluxRemedy, and why. */
#define T (G_GINT64_CONSTANT (1795424400) * FLUX_TIME_SECOND)

typedef struct
{
  const char *name;
  const char *body;
  const char *hint;
  const char *records;
} BodyCase;

#define FLOW(value) \
  "{\"timestamp\":1795424400,\"server_name\":\"NIVUS_01\",\"full_addr\":\"300011\",\"data\":" value "}"
#define IN_M "{\"M\":["
#define OUT_M "]}"

static const BodyCase cases[] = {
  /* how a register is called */
  { "addr-number", "{\"M\":{\"server_id\":1,\"addr\":11,\"data\":\"[0.5]\"}}", NULL, "NIVUS_01@- flow_rate=0.5" },
  { "addr-text", "{\"M\":{\"server_id\":1,\"addr\":\"11\",\"data\":\"[0.5]\"}}", NULL, "NIVUS_01@- flow_rate=0.5" },
  { "area-and-four-digits", "{\"M\":{\"server_id\":1,\"addr\":30011,\"data\":\"[0.5]\"}}", NULL,
    "NIVUS_01@- flow_rate=0.5" },
  { "area-and-five-digits", "{\"M\":{\"server_id\":1,\"full_addr\":\"305201\",\"data\":\"[7]\"}}", NULL,
    "NIVUS_01@- totalizer=7" },
  { "full-address-beats-plain-one", "{\"M\":{\"server_id\":1,\"full_addr\":\"300013\",\"addr\":11,\"data\":\"[0.5]\"}}",
    NULL, "NIVUS_01@- level=0.5" },
  { "holding-register-of-an-input-map", "{\"M\":{\"server_id\":1,\"full_addr\":\"400011\",\"data\":\"[0.5]\"}}", NULL,
    "waits 1 (the unit's register map has no such register)" },
  { "request-name", "{\"M\":{\"server_name\":\"NIVUS_01\",\"name\":\"Level\",\"data\":\"[0.5]\"}}", NULL,
    "NIVUS_01@- level=0.5" },
  { "unmapped-register", "{\"M\":{\"server_id\":1,\"addr\":99,\"data\":\"[0.5]\"}}", NULL,
    "waits 1 (the unit's register map has no such register)" },
  { "by-position", "{\"M\":{\"server_id\":1,\"data\":[0.5,0.25]}}", NULL, "NIVUS_01@- flow_rate=0.5 level=0.25" },

  /* how a unit is called */
  { "bserver-id", "{\"M\":{\"bserver_id\":\"2\",\"addr\":11,\"data\":\"[0.5]\"}}", NULL, "NIVUS_02@- flow_rate=0.5" },
  { "renamed",
    "{\"M\":{\"server_name\":\"N1\",\"server_id\":1,\"ip\":\"192.168.1.11\",\"addr\":11,\"data\":\"[0.5]\"}}",
    NULL, "NIVUS_01@- renamed flow_rate=0.5" },
  { "unknown-unit", "{\"M\":{\"server_name\":\"NIVUS_99\",\"addr\":11,\"data\":\"[0.5]\"}}", NULL,
    "waits 1 (no unit of this gateway is named so; needs a mapping)" },
  { "no-unit", "{\"M\":{\"addr\":11,\"data\":\"[0.5]\"}}", NULL, "waits 3 (names no unit; needs a mapping)" },
  { "unit-by-hint", "{\"M\":{\"addr\":11,\"data\":\"[0.5]\"}}", "NIVUS_02", "NIVUS_02@- flow_rate=0.5" },
  { "unit-before-hint", "{\"M\":{\"server_id\":1,\"addr\":11,\"data\":\"[0.5]\"}}", "NIVUS_02",
    "NIVUS_01@- flow_rate=0.5" },
  { "unit-by-device-id", "{\"device_id\":\"NIVUS_02\",\"addr\":11,\"data\":\"[0.5]\"}", NULL,
    "NIVUS_02@- flow_rate=0.5" },

  /* how values are written */
  { "value-array", FLOW ("[0.5]"), NULL, "NIVUS_01@0 flow_rate=0.5" },
  { "value-number", FLOW ("0.5"), NULL, "NIVUS_01@0 flow_rate=0.5" },
  { "value-text", FLOW ("\"0.5\""), NULL, "NIVUS_01@0 flow_rate=0.5" },
  { "brackets-off", FLOW ("\"0.5,0.25\""), NULL, "NIVUS_01@0 flow_rate=0.5 level=0.25" },
  { "value-null", FLOW ("null"), NULL, "refused 0 (holds no value)" },
  { "value-empty", FLOW ("\"\""), NULL, "refused 0 (holds no value)" },
  { "value-not-available", FLOW ("\"N/A\""), NULL, "refused 0 (holds no value)" },
  { "gap-in-values", FLOW ("\"[0.5,,0.75]\""), NULL, "NIVUS_01@0 flow_rate=0.5 velocity=0.75" },
  { "minus-zero", FLOW ("\"[-0.000000]\""), NULL, "NIVUS_01@0 flow_rate=0" },
  { "nan", FLOW ("\"[nan]\""), NULL, "NIVUS_01@0 flow_rate!no number was read" },
  { "infinity", FLOW ("\"[-inf]\""), NULL, "NIVUS_01@0 flow_rate!no number was read" },
  { "text-for-a-number", FLOW ("\"offline\""), NULL, "NIVUS_01@0 flow_rate!text instead of a number" },
  { "absurd", FLOW ("\"[-28848127533489853006564714317254492160.000000]\""), NULL,
    "NIVUS_01@0 flow_rate!beyond anything physical" },
  { "hex-of-the-smallest-normal", FLOW ("\"\\\"00000080\\\"\""), NULL, "NIVUS_01@0 flow_rate=1.1754944e-38" },
  { "hex-of-a-wrong-order", FLOW ("\"\\\"3E000000\\\"\""), NULL, "NIVUS_01@0 flow_rate!smells of a wrong word order" },
  { "signed-read-as-unsigned", "{\"M\":{\"server_id\":4,\"addr\":3,\"data\":\"[65336]\"}}", NULL,
    "SONIC_01@- velocity=-0.2" },
  { "extras-alone", "{\"M\":{\"server_id\":4,\"addr\":6,\"data\":\"[3]\"}}", NULL, "SONIC_01@- {\"status\":3}" },

  /* times */
  { "milliseconds", "{\"M\":{\"ts\":1795424460000,\"server_id\":1,\"addr\":11,\"data\":1}}", NULL,
    "NIVUS_01@60 flow_rate=1" },
  { "unix-text", "{\"M\":{\"timestamp\":\"1795424460\",\"server_id\":1,\"addr\":11,\"data\":1}}", NULL,
    "NIVUS_01@60 flow_rate=1" },
  { "iso-without-colon",
    "{\"M\":{\"date_iso_8601\":\"2026-11-23T10:01:00+0100\",\"server_id\":1,\"addr\":11,\"data\":1}}",
    NULL, "NIVUS_01@60 flow_rate=1" },
  { "iso-with-colon",
    "{\"M\":{\"date_iso_8601\":\"2026-11-23T10:01:00+01:00\",\"server_id\":1,\"addr\":11,\"data\":1}}",
    NULL, "NIVUS_01@60 flow_rate=1" },
  { "local-date", "{\"M\":{\"date\":\"23/11/2026 10:01:00\",\"server_id\":1,\"addr\":11,\"data\":1}}", NULL,
    "NIVUS_01@60L flow_rate=1" },
  { "iso-without-zone", "{\"M\":{\"time\":\"2026-11-23 10:01:00\",\"server_id\":1,\"addr\":11,\"data\":1}}", NULL,
    "NIVUS_01@60L flow_rate=1" },
  { "unix-beats-date", "{\"M\":{\"date\":\"23/11/2026 10:01:00\",\"timestamp\":1795424400,\"server_id\":1,\"addr\":11,"
                       "\"data\":1}}", NULL, "NIVUS_01@0 flow_rate=1" },
  { "clock-not-set", "{\"M\":{\"timestamp\":0,\"server_id\":1,\"addr\":11,\"data\":1}}", NULL,
    "NIVUS_01@- flow_rate=1 timestamp!clock fault" },
  { "time-of-2000", "{\"M\":{\"date\":\"01/01/2000 00:00:10\",\"server_id\":1,\"addr\":11,\"data\":1}}", NULL,
    "NIVUS_01@- flow_rate=1 timestamp!clock fault" },
  { "time-not-available", "{\"M\":{\"timestamp\":\"N/A\",\"server_id\":1,\"addr\":11,\"data\":1}}", NULL,
    "NIVUS_01@- flow_rate=1" },

  /* shapes */
  { "object-of-arrays", "{\"A\":[" FLOW ("1") "],\"B\":[{\"server_id\":2,\"addr\":11,\"data\":2}]}", NULL,
    "NIVUS_01@0 flow_rate=1;NIVUS_02@- flow_rate=2" },
  { "bare-object", FLOW ("1"), NULL, "NIVUS_01@0 flow_rate=1" },
  { "bare-array", "[" FLOW ("1") "]", NULL, "NIVUS_01@0 flow_rate=1" },
  { "joined-objects", FLOW ("1") "," FLOW ("2"), NULL, "NIVUS_01@0 flow_rate=1;NIVUS_01@0 flow_rate=2" },
  { "objects-by-line", FLOW ("1") "\n" FLOW ("2") "\n", NULL, "NIVUS_01@0 flow_rate=1;NIVUS_01@0 flow_rate=2" },
  { "trailing-comma", "[" FLOW ("1") ",]", NULL, "NIVUS_01@0 flow_rate=1" },
  { "value-left-out", IN_M FLOW ("") "," FLOW ("2") OUT_M, NULL,
    "refused 0 (holds no value);NIVUS_01@0 flow_rate=2" },
  { "unquoted-nan", IN_M FLOW ("nan") "," FLOW ("2") OUT_M, NULL,
    "NIVUS_01@0 flow_rate!no number was read;NIVUS_01@0 flow_rate=2" },
  { "empty-array", "[]", NULL, "" },
  { "input-without-records", "{\"Modbus\":[]}", NULL, "" },
  { "values-outside-time", "{\"d\":{\"flow_rate\":1},\"ts\":1795424400}", "NIVUS_01", "NIVUS_01@0 flow_rate=1" },
  { "deep-container", "{\"a\":{\"b\":{\"c\":[" FLOW ("1") "]}}}", NULL, "NIVUS_01@0 flow_rate=1" },
  { "contract-and-gateway-mixed", "[{\"device_id\":\"X\",\"flow_rate\":1}," FLOW ("2") "]", NULL,
    "X@- flow_rate=1;NIVUS_01@0 flow_rate=2" },

  /* what may not be lost */
  { "nul-in-a-name", "{\"server_name\":\"NIVUS_01\\u0000AAAAAAAA\",\"addr\":11,\"data\":\"1\"}", NULL,
    "waits 1 (no unit of this gateway is named so; needs a mapping)" },
  { "nul-in-a-request", "{\"server_name\":\"NIVUS_01\",\"name\":\"level\\u0000AAAAAAAA\",\"data\":\"1\"}", NULL,
    "waits 1 (the unit's register map has no such register)" },
  { "unknown-array-of-values", "{\"device_id\":\"A\",\"readings\":[12.5,0.3]}", NULL,
    "waits 2 (no measurement under a known name; needs a mapping)" },
  { "flat-body-of-a-gateway", "{\"imei\":\"1\",\"pegel\":3}", NULL,
    "waits 2 (no measurement under a known name; needs a mapping)" },
  { "unknown-value-beside-an-array", "{\"pegel\":3,\"extra\":[]}", NULL,
    "waits 2 (no measurement under a known name; needs a mapping)" },
  { "unknown-member-of-a-modem", "{\"GSM\":{\"imei\":\"1\",\"band\":\"B3\"}}", NULL, "" },
  { "envelope", "{\"site\":\"North\",\"M\":[" FLOW ("1") "]}", NULL, "NIVUS_01@0 flow_rate=1" },
  { "metadata-beside-another-form",
    "[{\"device_id\":\"A\",\"flow_rate\":1,\"metadata\":{\"x\":1}},{\"device_id\":\"B\",\"pegel\":1}]", NULL,
    "A@- flow_rate=1 {\"x\":1};waits 2 (no measurement under a known name; needs a mapping)" },
  { "own-signal-beside-the-modem's",
    "{\"M\":{\"device_id\":\"A\",\"flow_rate\":1,\"signal_strength\":-60},\"GSM\":{\"rssi\":-67}}", NULL,
    "A@- flow_rate=1 signal_strength=-60" },

  /* what is no reading */
  { "gps", "{\"GPS\":{\"latitude\":52.5,\"longitude\":13.4,\"date_iso_8601\":\"2026-11-23T10:00:00+0100\"}}", NULL,
    "" },
  { "input-of-the-gateway",
    "{\"IO\":[{\"name\":\"din1\",\"type\":\"digital\",\"state\":\"on\",\"value\":\"1\"}]}", NULL,
    "" },
  { "alarm", "{\"timestamp\":1795424400,\"alarm_id\":\"1\",\"server_id\":1,\"register\":11,\"data\":\"[9]\"}", NULL,
    "refused 0 (an alarm message of the gateway, not a reading)" },
  { "unknown-template", "[{\"X\":\"NIVUS_01\",\"Y\":5}]", NULL,
    "waits 2 (no measurement under a known name; needs a mapping)" },
  { "not-json", "hello", NULL, "whole: a value is missing" },
  { "scalars", "[null,17,\"x\"," FLOW ("1") "]", NULL,
    "waits 0 (not a form that is known here);waits 0 (not a form that is known here);"
    "waits 0 (not a form that is known here);NIVUS_01@0 flow_rate=1" },
  { "number", "5", NULL, "whole: not a form that is known here" },
  { "not-utf-8", "{\"M\":{\"server_id\":1,\"baddr\":\"\xff\xfe\",\"data\":\"[1]\"}}", NULL, "whole: not UTF-8" },
  { "cut-off", "{\"M\":[{\"server_id\":1,", NULL, "whole: the document is cut off" },
};

/* --- Describing --------------------------------------------------------------------------------------------------- */

static void
describe_rejected (GString *text, const FluxRecord *record)
{
  const char *at = record->rejected;

  /* {"flow_rate":{"value":…,"reason":"…"},…} */
  while (at != NULL && (at = strstr (at, "\":{\"value\"")) != NULL)
    {
      const char *name = at;
      const char *reason = strstr (at, "\"reason\":\"") + strlen ("\"reason\":\"");

      while (name[-1] != '"')
        name--;
      g_string_append_printf (text, " %.*s!%.*s", (int) (at - name), name, (int) strcspn (reason, "\""), reason);
      at = reason;
    }
}

static void
describe_record (GString *text, const FluxRecord *record)
{
  if (record->kind != FLUX_RECORD_READING)
    {
      g_string_append_printf (text, "%s %d (%s)", record->kind == FLUX_RECORD_WAITS ? "waits" : "refused",
                              record->remedy, record->reason);
      return;
    }
  g_string_append_printf (text, "%s@", record->device_id);
  if (record->has_time)
    g_string_append_printf (text, "%" G_GINT64_FORMAT "%s", (record->time - T) / FLUX_TIME_SECOND,
                            record->is_local ? "L" : "");
  else
    g_string_append_c (text, '-');
  if (record->is_renamed)
    g_string_append (text, " renamed");
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    if ((record->present & FLUX_FIELD_BIT (i)) != 0)
      g_string_append_printf (text, " %s=%.8g", flux_field_get_name (i), record->values[i]);
  describe_rejected (text, record);
  if (record->metadata != NULL)
    g_string_append_printf (text, " %s", record->metadata);
}

static char *
describe (const FluxRecords *records)
{
  GString *text = g_string_new (NULL);

  if (records->whole_waits != NULL)
    g_string_append_printf (text, "whole: %s", records->whole_waits);
  for (guint i = 0; i < flux_records_get_length (records); i++)
    {
      if (i > 0)
        g_string_append_c (text, ';');
      describe_record (text, flux_records_get (records, i));
    }
  return g_string_free (text, FALSE);
}

static void
test_body (gconstpointer data)
{
  const BodyCase *test = data;
  g_autoptr (FluxGatewayMapping) mapping = flux_test_sample_plant_get_mapping ("TRB245");
  g_autoptr (GBytes) body = g_bytes_new_static (test->body, strlen (test->body));
  g_autoptr (FluxRecords) records = flux_post_decode (body, mapping, test->hint, FLUX_TEST_SAMPLE_ARRIVAL);
  g_autofree char *found = describe (records);

  flux_test_records_keep_rules (records);
  g_assert_cmpstr (found, ==, test->records);
}

/* --- Every sample, damaged ---------------------------------------------------------------------------------------- */

static const char *const sample_names[] = {
  "01-legacy-default-one-segment", "02-legacy-five-segments", "03-json-object-one-record", "04-json-all-members",
  "05-json-batch-two-units", "06-json-bus-by-server-name", "07-json-block-no-timestamp", "08-custom-local-date",
  "09-custom-bare-array-by-name", "10-register-array", "11-direct-fields", "12-json-mixed-inputs",
  "13-failed-read-all-zero", "14-late-burst-with-duplicates", "15-bad-values", "16-int16-block-positional",
  "17-hex-block", "18-text-inside-json", "19-gps-only", "20-other-vendor-key-value", "21-ts-values",
};

static void
decode (const char *text, gsize size, FluxGatewayMapping *mapping)
{
  g_autoptr (GBytes) body = g_bytes_new (text, size);
  g_autoptr (FluxRecords) records = flux_post_decode (body, mapping, "NIVUS_01", FLUX_TEST_SAMPLE_ARRIVAL);

  flux_test_records_keep_rules (records);
}

/* Cut off at every byte, and with every byte another one, a body is kept or gives what the rules allow. */
static void
test_damaged (gconstpointer data)
{
  g_autoptr (FluxGatewayMapping) mapping = flux_test_sample_plant_get_mapping ("TRB245");
  g_autoptr (GBytes) sample = flux_test_sample_post_read (data);
  gsize size;
  const char *text = g_bytes_get_data (sample, &size);
  g_autofree char *damaged = g_memdup2 (text, size);

  for (gsize i = 0; i < size; i++)
    {
      decode (text, i, mapping);
      decode (text + i, size - i, mapping);
      for (guint j = 0; j < 6; j++)
        {
          damaged[i] = "\"{}[,\0"[j];
          decode (damaged, size, mapping);
        }
      damaged[i] = text[i];
    }
}

/* --- A sample, varied --------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *text;
} Member;

/* Members in every order, and each of those that are not needed left out, give the same reading. */
static void
test_member_order (void)
{
  static const Member members[] = {
    { "timestamp", "1795424400" }, { "server_name", "\"NIVUS_01\"" }, { "full_addr", "\"300011\"" },
    { "data", "\"[0.5]\"" },       { "size", "5" },                   { "name", "\"flow_rate\"" },
  };
  g_autoptr (FluxGatewayMapping) mapping = flux_test_sample_plant_get_mapping ("TRB245");
  guint order[G_N_ELEMENTS (members)] = { 0 };

  for (guint n = 0; n < 720; n++)
    {
      g_autoptr (GString) text = g_string_new ("{\"M\":{");
      g_autoptr (GBytes) body = NULL;
      g_autoptr (FluxRecords) records = NULL;
      g_autofree char *found = NULL;
      guint code = n, used = 0;

      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          guint left = G_N_ELEMENTS (members) - i, skip = code % left;

          code /= left;
          for (order[i] = 0; (used >> order[i] & 1) != 0 || skip-- > 0; order[i]++)
            ;
          used |= 1u << order[i];
          if (n % 2 == 0 && g_str_equal (members[order[i]].name, "size"))
            continue;
          g_string_append_printf (text, "%s\"%s\":%s", text->len > 6 ? "," : "", members[order[i]].name,
                                  members[order[i]].text);
        }
      g_string_append (text, "}}");
      body = g_bytes_new (text->str, text->len);
      records = flux_post_decode (body, mapping, NULL, FLUX_TEST_SAMPLE_ARRIVAL);
      found = describe (records);
      g_assert_cmpstr (found, ==, "NIVUS_01@0 flow_rate=0.5");
    }
}

/* What was decoded stays whole when the mapping is replaced by another. */
static void
test_outlives_mapping (void)
{
  FluxGatewayMapping *mapping = flux_test_sample_plant_get_mapping ("TRB245");
  g_autoptr (GBytes) body = g_bytes_new_static (FLOW ("1"), strlen (FLOW ("1")));
  g_autoptr (FluxRecords) records = flux_post_decode (body, mapping, NULL, FLUX_TEST_SAMPLE_ARRIVAL);
  g_autofree char *found = NULL;

  flux_gateway_mapping_unref (mapping);
  found = describe (records);
  g_assert_cmpstr (found, ==, "NIVUS_01@0 flow_rate=1");
}

static void
test_find_member (void)
{
  static const struct
  {
    const char *body, *value;
  } bodies[] = {
    { "{\"imei\":\"860000000000002\",\"x\":1}", "860000000000002" },
    { "[{\"a\":{\"imei\":\"no\"},\"imei\":8600}]", "8600" },
    { "{\"a\":1}", NULL },
    { "hello", NULL },
    { "{\"imei\":[1]}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i].body, strlen (bodies[i].body));
      g_autofree char *value = flux_post_find_member (body, "imei");

      g_assert_cmpstr (value, ==, bodies[i].value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/codec/post-decoder/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_body);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sample_names); i++)
    {
      g_autofree char *path = g_strconcat ("/codec/post-decoder/damaged/", sample_names[i], NULL);

      g_test_add_data_func (path, sample_names[i], test_damaged);
    }
  g_test_add_func ("/codec/post-decoder/member-order", test_member_order);
  g_test_add_func ("/codec/post-decoder/outlives-mapping", test_outlives_mapping);
  g_test_add_func ("/codec/post-decoder/find-member", test_find_member);
  return g_test_run ();
}
