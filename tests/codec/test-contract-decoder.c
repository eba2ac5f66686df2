/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-contract-decoder.h"
#include "flux-json-writer.h"
#include "flux-test-record-rules.h"
#include "flux-time.h"

#include <string.h>

#define TEXT(literal) literal, sizeof (literal) - 1

/* Every post arrives at 2026-11-23T09:00:00Z. */
#define NOW_SECONDS G_GINT64_CONSTANT (1795424400)
#define NOW (NOW_SECONDS * FLUX_TIME_SECOND)

#define FOREIGN_FORM "not in the contract's form; needs a mapping"
#define BAD_ID "device_id must be text of 1 to 100 characters without control characters"

/* --- Records as text ---------------------------------------------------------------------------------------------- */

static void
render_record (GString *out, const FluxRecord *record)
{
  static const char *const kinds[] = { "reading", "waits", "refused" };
  char time[FLUX_TIME_ISO8601_SIZE];

  g_string_append (out, kinds[record->kind]);
  if (record->device_id != NULL)
    g_string_append_printf (out, " %s", record->device_id);
  if (record->has_time)
    {
      flux_time_write_iso8601 (record->time, time);
      g_string_append_printf (out, " %s", time);
    }
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      if ((record->present & FLUX_FIELD_BIT (i)) != 0)
        {
          g_string_append_printf (out, " %s=", flux_field_get_name (i));
          flux_json_append_double (out, record->values[i]);
        }
      if ((record->bad & FLUX_FIELD_BIT (i)) != 0)
        g_string_append_printf (out, " %s=bad", flux_field_get_name (i));
    }
  if (record->reason != NULL)
    g_string_append_printf (out, ": %s", record->reason);
  if (record->rejected != NULL)
    g_string_append_printf (out, " rejected%s", record->rejected);
  if (record->metadata != NULL)
    g_string_append_printf (out, " metadata%s", record->metadata);
}

/* A line a record; "whole: why" for a body that waits as one. */
static char *
render (const FluxRecords *records)
{
  GString *out = g_string_new (NULL);

  if (records->whole_waits != NULL)
    g_string_append_printf (out, "whole: %s", records->whole_waits);
  for (guint i = 0; i < flux_records_get_length (records); i++)
    {
      if (out->len > 0)
        g_string_append_c (out, '\n');
      render_record (out, flux_records_get (records, i));
    }
  return g_string_free (out, FALSE);
}

static char *
decode (const char *body, gsize size, const char *hint)
{
  g_autofree char *exact = g_memdup2 (body, MAX (size, 1));
  g_autoptr (FluxRecords) records = flux_contract_decode (exact, size, hint, NOW);

  flux_test_records_keep_rules (records);
  memset (exact, 'x', size); /* what came out stands by itself */
  return render (records);
}

/* --- Bodies ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *hint;
  const char *body;
  gsize size;
  const char *records;
} Body;

static const Body forms[] = {
  { "object", NULL, TEXT ("{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5,\"totalizer\":4500.25,\"temperature\":22.3}"),
    "reading NIVUS_01 flow_rate=12.5 totalizer=4500.25 temperature=22.3" },
  { "array", NULL,
    TEXT ("[{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5,\"totalizer\":4500.25},"
          "{\"device_id\":\"NIVUS_02\",\"flow_rate\":8.3,\"totalizer\":3200.10}]"),
    "reading NIVUS_01 flow_rate=12.5 totalizer=4500.25\nreading NIVUS_02 flow_rate=8.3 totalizer=3200.1" },
  { "array-of-one", NULL, TEXT ("[{\"device_id\":\"a\",\"level\":1}]"), "reading a level=1" },
  { "empty-array", NULL, TEXT ("[]"), "" },
  { "script", NULL,
    TEXT ("{\"device_id\":\"NIVUS_01\",\"flow_rate\":0.094225,\"totalizer\":152340.812500,\"temperature\":17.400000,"
          "\"level\":0.312500,\"velocity\":0.861200}\n"),
    "reading NIVUS_01 flow_rate=0.094225 totalizer=152340.8125 temperature=17.4 level=0.3125 velocity=0.8612" },
  { "every-field", NULL,
    TEXT ("{\"device_id\":\"a\",\"flow_rate\":1,\"totalizer\":2,\"temperature\":3,\"pressure\":4,\"battery_level\":5,"
          "\"signal_strength\":-67,\"level\":7,\"velocity\":8}"),
    "reading a flow_rate=1 totalizer=2 temperature=3 pressure=4 battery_level=5 signal_strength=-67 level=7 "
    "velocity=8" },
  { "mark-and-lines", NULL, TEXT ("\xef\xbb\xbf{\r\n \"device_id\": \"a\",\r\n \"level\": 1\r\n}\r\n"),
    "reading a level=1" },
  { "mixed", NULL,
    TEXT ("[{\"device_id\":\"a\",\"level\":1},5,\"x\",null,[],{\"ID\":\"1\"},{\"device_id\":\"b\"},{\"level\":2}]"),
    "reading a level=1\nwaits: " FOREIGN_FORM "\nwaits: " FOREIGN_FORM "\nwaits: " FOREIGN_FORM "\nwaits: " FOREIGN_FORM
    "\nwaits: " FOREIGN_FORM "\nrefused b: no measurement\nwaits level=2: names no device" },
  { "others-are-passed-over", NULL, TEXT ("{\"device_id\":\"a\",\"x\":{\"flow_rate\":9},\"y\":[1,{}],\"level\":1}"),
    "reading a level=1" },

  { "not-json", NULL, TEXT ("level=1"), "whole: a value is missing" },
  { "cut", NULL, TEXT ("[{\"device_id\":\"a\",\"level\":1},{\"device_id\":\"b\",\"lev"),
    "whole: string without an end" },
  { "joined", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1},{\"device_id\":\"b\",\"level\":1}"),
    "whole: something stands after the document" },
  { "faulty-last", NULL, TEXT ("[{\"device_id\":\"a\",\"level\":1},]"), "whole: a value is missing" },
  { "nul-after", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1}\0"), "whole: something stands after the document" },
  { "number", NULL, TEXT ("5"), "whole: " FOREIGN_FORM },
  { "string", NULL, TEXT ("\"{}\""), "whole: " FOREIGN_FORM },
  { "word", NULL, TEXT ("nan"), "whole: " FOREIGN_FORM },
  { "empty-object", NULL, TEXT ("{}"), "whole: " FOREIGN_FORM },
  { "array-of-numbers", NULL, TEXT ("[1,2]"), "whole: " FOREIGN_FORM },
  { "registers", NULL, TEXT ("[{\"full_addr\":\"11\",\"data\":12.5},{\"full_addr\":\"13\",\"data\":0.31}]"),
    "whole: " FOREIGN_FORM },
  { "segments", NULL, TEXT ("[{\"ID\":\"1\",\"TS\":\"1795424400\",\"ST\":\"11\",\"VR\":\"[0.094225]\"}]"),
    "whole: " FOREIGN_FORM },
  { "collection", NULL,
    TEXT ("{\"Modbus\":[{\"server_name\":\"NIVUS_01\",\"full_addr\":\"300011\",\"data\":\"[1]\"}]}"),
    "whole: " FOREIGN_FORM },
  { "only-time", NULL, TEXT ("{\"timestamp\":1795424400,\"metadata\":{}}"), "whole: " FOREIGN_FORM },
};

static const Body names[] = {
  { "capital", NULL, TEXT ("{\"Device_ID\":\"a\",\"Flow_rate\":1,\"Totalizer\":2}"),
    "reading a flow_rate=1 totalizer=2" },
  { "upper", NULL, TEXT ("{\"DEVICE_ID\":\"a\",\"FLOW_RATE\":1,\"SIGNAL_STRENGTH\":-5}"),
    "reading a flow_rate=1 signal_strength=-5" },
  { "camel", NULL, TEXT ("{\"deviceId\":\"a\",\"flowRate\":1,\"batteryLevel\":50}"),
    "reading a flow_rate=1 battery_level=50" },
  { "joined", NULL, TEXT ("{\"deviceid\":\"a\",\"flowrate\":1}"), "reading a flow_rate=1" },
  { "dashes", NULL, TEXT ("{\"device-id\":\"a\",\"flow-rate\":1}"), "reading a flow_rate=1" },
  { "spaces", NULL, TEXT ("{\"Device ID\":\"a\",\"Flow Rate\":1}"), "reading a flow_rate=1" },
  { "water-level", NULL, TEXT ("{\"device_id\":\"a\",\"water_level\":1.5}"), "reading a level=1.5" },
  { "water-level-camel", NULL, TEXT ("{\"device_id\":\"a\",\"WaterLevel\":1.5}"), "reading a level=1.5" },
  { "escaped", NULL, TEXT ("{\"device\\u005fid\":\"a\",\"\\u0066low_rate\":1}"), "reading a flow_rate=1" },
  { "similar", NULL, TEXT ("{\"device_id\":\"a\",\"flow\":1,\"flow_rate2\":2,\"flow_ratee\":3,\"level\":4}"),
    "reading a level=4" },
  { "other-letters", NULL, TEXT ("{\"device_id\":\"a\",\"\xef\xbd\x86low_rate\":1,\"level\":2}"), "reading a level=2" },
  { "time-and-metadata", NULL,
    TEXT ("{\"device_id\":\"a\",\"level\":1,\"TimeStamp\":\"2026-11-23T08:00:00Z\",\"MetaData\":{\"b\":1}}"),
    "reading a 2026-11-23T08:00:00Z level=1 metadata{\"b\":1}" },
};

static const Body devices[] = {
  { "hint", "h", TEXT ("{\"level\":1}"), "reading h level=1" },
  { "hint-of-an-array", "h", TEXT ("[{\"level\":1},{\"device_id\":\"a\",\"level\":2}]"),
    "reading h level=1\nreading a level=2" },
  { "own-beats-hint", "h", TEXT ("{\"device_id\":\"a\",\"level\":1}"), "reading a level=1" },
  { "hint-for-null", "h", TEXT ("{\"device_id\":null,\"level\":1}"), "reading h level=1" },
  { "hint-for-empty", "h", TEXT ("{\"device_id\":\"\",\"level\":1}"), "reading h level=1" },
  { "no-hint-for-bad", "h", TEXT ("{\"device_id\":5,\"level\":1}"), "refused level=1: " BAD_ID },
  { "unusable-hint", "a\tb", TEXT ("{\"level\":1}"), "waits level=1: names no device" },
  { "empty-hint", "", TEXT ("{\"level\":1}"), "waits level=1: names no device" },
  { "none", NULL, TEXT ("{\"level\":1}"), "waits level=1: names no device" },
  { "null", NULL, TEXT ("{\"device_id\":null,\"level\":1}"), "waits level=1: names no device" },
  { "number", NULL, TEXT ("{\"device_id\":5,\"level\":1}"), "refused level=1: " BAD_ID },
  { "true", NULL, TEXT ("{\"device_id\":true,\"level\":1}"), "refused level=1: " BAD_ID },
  { "object", NULL, TEXT ("{\"device_id\":{\"a\":1},\"level\":1}"), "refused level=1: " BAD_ID },
  { "not-finite", NULL, TEXT ("{\"device_id\":NaN,\"level\":1}"), "refused level=1: " BAD_ID },
  { "bad-then-null", "h", TEXT ("{\"device_id\":5,\"deviceId\":null,\"level\":1}"), "refused level=1: " BAD_ID },
  { "bad-then-good", NULL, TEXT ("{\"device_id\":5,\"deviceId\":\"a\",\"level\":1}"), "refused a level=1: " BAD_ID },
  { "newline", NULL, TEXT ("{\"device_id\":\"a\\nb\",\"level\":1}"), "refused level=1: " BAD_ID },
  { "nul", NULL, TEXT ("{\"device_id\":\"a\\u0000b\",\"level\":1}"), "refused level=1: " BAD_ID },
  { "c1-control", NULL, TEXT ("{\"device_id\":\"a\xc2\x85\",\"level\":1}"), "refused level=1: " BAD_ID },
  { "escaped", NULL, TEXT ("{\"device_id\":\"Sch\\u00e4chte\\/3\",\"level\":1}"),
    "reading Sch\xc3\xa4"
    "chte/3 level=1" },
  { "spaces", NULL, TEXT ("{\"device_id\":\" a b \",\"level\":1}"), "reading  a b  level=1" },
  { "only-id", NULL, TEXT ("{\"device_id\":\"a\"}"), "refused a: no measurement" },
  { "unknown-measurement", NULL, TEXT ("{\"device_id\":\"a\",\"flow\":1}"),
    "waits a: no measurement under a known name; needs a mapping" },
};

static const Body values[] = {
  { "rounded-to-float", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":8.3000000000000007,\"level\":0.1234567890123}"),
    "reading a flow_rate=8.3 level=0.12345679" },
  { "double-totalizer", NULL, TEXT ("{\"device_id\":\"a\",\"totalizer\":1234567890.123456}"),
    "reading a totalizer=1234567890.123456" },
  { "whole-signal", NULL, TEXT ("{\"device_id\":\"a\",\"signal_strength\":-66.6}"), "reading a signal_strength=-67" },
  { "minus-zero", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":-0.000000,\"totalizer\":-0}"),
    "reading a flow_rate=0 totalizer=0" },
  { "null", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":null,\"level\":1}"), "reading a level=1" },
  { "empty", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":\"\",\"level\":1}"), "reading a level=1" },
  { "not-available", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":\"N/A\",\"pressure\":\"n/a\",\"level\":1}"),
    "reading a level=1" },
  { "not-available-escaped", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":\"N\\/A\",\"level\":1}"),
    "reading a level=1" },
  { "nothing-at-all", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":null,\"level\":\"\"}"),
    "refused a: no measurement" },
  { "nothing-but-others", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":null,\"x\":1}"),
    "waits a: no measurement under a known name; needs a mapping" },

  { "text", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":\"12.5\",\"level\":1}"),
    "reading a flow_rate=bad level=1 rejected{\"flow_rate\":{\"value\":\"12.5\",\"reason\":\"wrong type\"}}" },
  { "true", NULL, TEXT ("{\"device_id\":\"a\",\"level\":true}"),
    "reading a level=bad rejected{\"level\":{\"value\":true,\"reason\":\"wrong type\"}}" },
  { "array", NULL, TEXT ("{\"device_id\":\"a\",\"level\":[1, 2]}"),
    "reading a level=bad rejected{\"level\":{\"value\":[1, 2],\"reason\":\"wrong type\"}}" },
  { "object", NULL, TEXT ("{\"device_id\":\"a\",\"level\":{\"level\":2}}"),
    "reading a level=bad rejected{\"level\":{\"value\":{\"level\":2},\"reason\":\"wrong type\"}}" },
  { "nan", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":NaN,\"level\":nan,\"velocity\":1}"),
    "reading a flow_rate=bad level=bad velocity=1 rejected{\"flow_rate\":{\"value\":\"NaN\",\"reason\":\"not a "
    "number\"},"
    "\"level\":{\"value\":\"nan\",\"reason\":\"not a number\"}}" },
  { "infinity", NULL, TEXT ("[{\"device_id\":\"a\",\"flow_rate\":-Infinity},{\"device_id\":\"b\",\"level\":1}]"),
    "reading a flow_rate=bad rejected{\"flow_rate\":{\"value\":\"-Infinity\",\"reason\":\"not a number\"}}\n"
    "reading b level=1" },
  { "nan-in-quotes", NULL, TEXT ("{\"device_id\":\"a\",\"level\":\"nan\"}"),
    "reading a level=bad rejected{\"level\":{\"value\":\"nan\",\"reason\":\"wrong type\"}}" },
  { "nan-in-array", NULL, TEXT ("{\"device_id\":\"a\",\"level\":[NaN, -inf,1]}"),
    "reading a level=bad rejected{\"level\":{\"value\":[\"NaN\", \"-inf\",1],\"reason\":\"wrong type\"}}" },
  { "past-float", NULL, TEXT ("{\"device_id\":\"a\",\"level\":3.5e38,\"totalizer\":3.5e38}"),
    "reading a totalizer=3.5e+38 level=bad rejected{\"level\":{\"value\":3.5e38,\"reason\":\"out of range\"}}" },
  { "past-double", NULL, TEXT ("{\"device_id\":\"a\",\"totalizer\":-1e400}"),
    "reading a totalizer=bad rejected{\"totalizer\":{\"value\":-1e400,\"reason\":\"out of range\"}}" },
  { "past-int", NULL, TEXT ("{\"device_id\":\"a\",\"signal_strength\":2147483648}"),
    "reading a signal_strength=bad rejected{\"signal_strength\":{\"value\":2147483648,\"reason\":\"out of range\"}}" },
  { "word-order", NULL, TEXT ("{\"device_id\":\"a\",\"velocity\":-28848127533489853006564714317254492160.000000}"),
    "reading a velocity=-2.8848128e+37" },

  { "twice", NULL, TEXT ("{\"device_id\":\"a\",\"flow_rate\":1,\"flowRate\":2}"),
    "reading a flow_rate=1 rejected{\"flow_rate\":{\"value\":2,\"reason\":\"given twice\"}}" },
  { "thrice", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"water_level\":2,\"Level\":3}"),
    "reading a level=1 rejected{\"level\":{\"value\":2,\"reason\":\"given twice\"}}" },
  { "twice-first-bad", NULL, TEXT ("{\"device_id\":\"a\",\"level\":\"x\",\"Level\":3}"),
    "reading a level=bad rejected{\"level\":{\"value\":\"x\",\"reason\":\"wrong type\"}}" },
  { "twice-first-null", NULL, TEXT ("{\"device_id\":\"a\",\"level\":null,\"Level\":3}"), "reading a level=3" },
};

static const Body times[] = {
  { "zulu", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2026-11-23T08:30:00.25Z\"}"),
    "reading a 2026-11-23T08:30:00.25Z level=1" },
  { "offset", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2026-11-23T09:30:00+01:00\"}"),
    "reading a 2026-11-23T08:30:00Z level=1" },
  { "escaped-offset", NULL,
    TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2026-11-23T09:30:00\\u002B01:00\"}"),
    "reading a 2026-11-23T08:30:00Z level=1" },
  { "no-zone", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2026-11-23 08:30:00\"}"),
    "reading a 2026-11-23T08:30:00Z level=1" },
  { "seconds", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":1795424400}"),
    "reading a 2026-11-23T09:00:00Z level=1" },
  { "seconds-decimals", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":1795424400.123456}"),
    "reading a 2026-11-23T09:00:00.123456Z level=1" },
  { "milliseconds", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":1795424400250}"),
    "reading a 2026-11-23T09:00:00.25Z level=1" },
  { "milliseconds-decimals", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":1795424400250.5}"),
    "reading a 2026-11-23T09:00:00.2505Z level=1" },
  { "seconds-as-text", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"1795424400\"}"),
    "reading a 2026-11-23T09:00:00Z level=1" },
  { "milliseconds-as-text", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"1795424400250\"}"),
    "reading a 2026-11-23T09:00:00.25Z level=1" },
  { "exponent", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":1.7954244e9}"),
    "reading a 2026-11-23T09:00:00Z level=1" },
  { "first", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2015-01-01T00:00:00Z\"}"),
    "reading a 2015-01-01T00:00:00Z level=1" },
  { "last", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2026-11-24T09:00:00Z\"}"),
    "reading a 2026-11-24T09:00:00Z level=1" },
  { "null", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":null}"), "reading a level=1" },
  { "empty", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"\"}"), "reading a level=1" },
  { "not-available", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"N/A\"}"), "reading a level=1" },

#define FAULT(value) "reading a level=1 rejected{\"timestamp\":{\"value\":" value ",\"reason\":\"clock fault\"}}"
  { "before-first", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2014-12-31T23:59:59.999999Z\"}"),
    FAULT ("\"2014-12-31T23:59:59.999999Z\"") },
  { "after-last", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2026-11-24T09:00:00.000001Z\"}"),
    FAULT ("\"2026-11-24T09:00:00.000001Z\"") },
  { "never-set", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":0}"), FAULT ("0") },
  { "two-thousand", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":946684800}"), FAULT ("946684800") },
  { "negative", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":-1}"), FAULT ("-1") },
  { "microseconds", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":1795424400000000}"),
    FAULT ("1795424400000000") },
  { "huge", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":1e400}"), FAULT ("1e400") },
  { "not-finite", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":NaN}"), FAULT ("\"NaN\"") },
  { "word", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"yesterday\"}"), FAULT ("\"yesterday\"") },
  { "local-date", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"23/11/2026 10:00:00\"}"),
    FAULT ("\"23/11/2026 10:00:00\"") },
  { "number-and-space", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\" 1795424400\"}"),
    FAULT ("\" 1795424400\"") },
  { "object", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":{\"$date\":1}}"), FAULT ("{\"$date\":1}") },
  { "false", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":false}"), FAULT ("false") },
  { "nul-in-text", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":\"2026-11-23\\u0000\"}"),
    FAULT ("\"2026-11-23\\u0000\"") },
  { "two-faults", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":0,\"Timestamp\":1}"), FAULT ("0") },
  { "fault-then-good", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"timestamp\":0,\"Timestamp\":1795424400}"),
    "reading a 2026-11-23T09:00:00Z level=1 rejected{\"timestamp\":{\"value\":0,\"reason\":\"clock fault\"}}" },
};

static const Body metadata[] = {
  { "object", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":{ \"b\" : [1, \"\\u00e9\"] }}"),
    "reading a level=1 metadata{ \"b\" : [1, \"\\u00e9\"] }" },
  { "empty", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":{}}"), "reading a level=1 metadata{}" },
  { "null", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":null}"), "reading a level=1" },
  { "text", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":\"x\"}"),
    "reading a level=1 rejected{\"metadata\":{\"value\":\"x\",\"reason\":\"not an object\"}}" },
  { "array", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":[1]}"),
    "reading a level=1 rejected{\"metadata\":{\"value\":[1],\"reason\":\"not an object\"}}" },
  { "not-finite", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":NaN}"),
    "reading a level=1 rejected{\"metadata\":{\"value\":\"NaN\",\"reason\":\"not an object\"}}" },
  { "not-finite-inside", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":{\"b\":[+Inf,\"NaN\"],\"c\":nan}}"),
    "reading a level=1 metadata{\"b\":[\"+Inf\",\"NaN\"],\"c\":\"nan\"}" },
  { "two-faults", NULL, TEXT ("{\"device_id\":\"a\",\"level\":1,\"metadata\":1,\"Metadata\":2}"),
    "reading a level=1 rejected{\"metadata\":{\"value\":1,\"reason\":\"not an object\"}}" },
  { "alone", NULL, TEXT ("{\"device_id\":\"a\",\"metadata\":{\"b\":1}}"),
    "refused a: no measurement metadata{\"b\":1}" },
};

static void
test_body (gconstpointer data)
{
  const Body *body = data;
  g_autofree char *records = decode (body->body, body->size, body->hint);

  g_assert_cmpstr (records, ==, body->records);
}

/* --- Limits ------------------------------------------------------------------------------------------------------- */

static void
test_id_length (void)
{
  g_autoptr (GString) body = g_string_new ("{\"level\":1,\"device_id\":\"");
  g_autofree char *longest = NULL;
  g_autofree char *longer = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (body, "\xc3\xa4"); /* characters, not bytes */
  g_string_append (body, "\"}");
  longest = decode (body->str, body->len, NULL);
  g_assert_true (g_str_has_prefix (longest, "reading "));
  g_string_insert (body, body->len - 2, "a");
  longer = decode (body->str, body->len, NULL);
  g_assert_cmpstr (longer, ==, "refused level=1: " BAD_ID);
}

/* What is long is not kept twice: the raw post has it. */
static void
test_long_value (void)
{
  g_autofree char *filler = g_strnfill (254, 'x');
  g_autofree char *longest = g_strdup_printf ("{\"device_id\":\"a\",\"level\":\"%s\"}", filler);
  g_autofree char *longer = g_strdup_printf ("{\"device_id\":\"a\",\"level\":\"x%s\"}", filler);
  g_autofree char *kept = decode (longest, strlen (longest), NULL);
  g_autofree char *replaced = decode (longer, strlen (longer), NULL);
  g_autofree char *expected =
      g_strdup_printf ("reading a level=bad rejected{\"level\":{\"value\":\"%s\",\"reason\":\"wrong type\"}}", filler);

  g_assert_cmpstr (kept, ==, expected);
  g_assert_cmpstr (replaced, ==,
                   "reading a level=bad rejected{\"level\":{\"value\":\"too long to be kept here\","
                   "\"reason\":\"wrong type\"}}");
}

static GString *
make_array (guint n)
{
  GString *body = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (body, "%s{\"device_id\":\"d\",\"level\":%u}", i > 0 ? "," : "", i);
  g_string_append_c (body, ']');
  return body;
}

static void
test_most_records (void)
{
  g_autoptr (GString) most = make_array (FLUX_CONTRACT_MAX_RECORDS);
  g_autoptr (GString) more = make_array (FLUX_CONTRACT_MAX_RECORDS + 1);
  g_autoptr (FluxRecords) records = flux_contract_decode (most->str, most->len, NULL, NOW);
  g_autofree char *waits = decode (more->str, more->len, NULL);

  g_assert_null (records->whole_waits);
  g_assert_cmpuint (flux_records_get_length (records), ==, FLUX_CONTRACT_MAX_RECORDS);
  for (guint i = 0; i < FLUX_CONTRACT_MAX_RECORDS; i += 9999)
    g_assert_cmpfloat (flux_records_get (records, i)->values[FLUX_FIELD_LEVEL], ==, i);
  g_assert_cmpstr (waits, ==, "whole: more than 100,000 records in one post");
}

static void
test_depth (void)
{
  g_autofree char *deepest = g_strnfill (62, '[');
  g_autofree char *ends = g_strnfill (62, ']');
  g_autofree char *body =
      g_strdup_printf ("{\"device_id\":\"a\",\"level\":1,\"metadata\":{\"b\":%s%s}}", deepest, ends);
  g_autofree char *deeper =
      g_strdup_printf ("{\"device_id\":\"a\",\"level\":1,\"metadata\":{\"b\":[%s%s]}}", deepest, ends);
  g_autofree char *taken = decode (body, strlen (body), NULL);
  g_autofree char *waits = decode (deeper, strlen (deeper), NULL);

  g_assert_true (g_str_has_prefix (taken, "reading a level=1 metadata{\"b\":[["));
  g_assert_cmpstr (waits, ==, "whole: nested deeper than 64 levels");
}

/* However a body is cut, it gives records in full or waits as a whole. */
static void
test_cut_anywhere (void)
{
  const Body *tables[] = { forms, names, devices, values, times, metadata };
  const gsize sizes[] = { G_N_ELEMENTS (forms),  G_N_ELEMENTS (names), G_N_ELEMENTS (devices),
                          G_N_ELEMENTS (values), G_N_ELEMENTS (times), G_N_ELEMENTS (metadata) };

  for (guint table = 0; table < G_N_ELEMENTS (tables); table++)
    for (guint i = 0; i < sizes[table]; i++)
      for (gsize cut = 1; cut < tables[table][i].size; cut++)
        {
          g_autofree char *records = decode (tables[table][i].body, cut, tables[table][i].hint);

          if (strstr (tables[table][i].records, "stands after") == NULL)
            g_assert_true (g_str_has_prefix (records, "whole: ") || g_str_equal (records, tables[table][i].records));
        }
}

/* --- Times alone -------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *text;
  gint64 time; /* 0: none */
} time_texts[] = {
  { "2026-11-23T09:00:00Z", NOW },
  { "2026-11-23T09:00:00 00:00", NOW },
  { "1795424400", NOW },
  { "1795424400.5", NOW + 500000 },
  { "1795424400000", NOW },
  { "17954244e2", NOW },
  { "99999999999", G_GINT64_CONSTANT (99999999999) * FLUX_TIME_SECOND },
  { "100000000000", G_GINT64_CONSTANT (100000000) * FLUX_TIME_SECOND },
  { "-5", -5 * FLUX_TIME_SECOND },
  { "", 0 },
  { " 1795424400", 0 },
  { "1795424400 ", 0 },
  { "+1795424400", 0 },
  { "01795424400", 0 },
  { "\xef\xbb\xbf"
    "1795424400",
    0 },
  { "[1795424400]", 0 },
  { "\"1795424400\"", 0 },
  { "true", 0 },
  { "NaN", 0 },
  { "1e30", 0 },
  { "1e400", 0 },
  { "today", 0 },
};

static void
test_time_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_texts); i++)
    {
      const char *text = time_texts[i].text;
      g_autofree char *exact = g_memdup2 (text, strlen (text) + 1);
      gint64 time = 0;
      gboolean readable = flux_contract_read_time_text (exact, strlen (text), &time);

      g_assert_cmpint (readable, ==, time_texts[i].time != 0);
      if (readable)
        g_assert_cmpint (time, ==, time_texts[i].time);
    }
}

#define ADD_BODIES(table)                                                                                              \
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)                                                                     \
    {                                                                                                                  \
      g_autofree char *path = g_strconcat ("/contract-decoder/" #table "/", table[i].name, NULL);                      \
                                                                                                                       \
      g_test_add_data_func (path, &table[i], test_body);                                                               \
    }

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD_BODIES (forms);
  ADD_BODIES (names);
  ADD_BODIES (devices);
  ADD_BODIES (values);
  ADD_BODIES (times);
  ADD_BODIES (metadata);
  g_test_add_func ("/contract-decoder/id-length", test_id_length);
  g_test_add_func ("/contract-decoder/long-value", test_long_value);
  g_test_add_func ("/contract-decoder/most-records", test_most_records);
  g_test_add_func ("/contract-decoder/depth", test_depth);
  g_test_add_func ("/contract-decoder/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/contract-decoder/time-text", test_time_text);
  return g_test_run ();
}
