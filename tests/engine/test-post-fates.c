/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-mapping.h"
#include "flux-test-sample-plant.h"

/* What is told of an opened post's records is what its gateway was answered, though only counts and links are kept of
 * it. */

static const struct
{
  const char *file;
  const char *device_hint;
} samples[] = {
  { "01-legacy-default-one-segment", NULL },
  { "02-legacy-five-segments", NULL },
  { "03-json-object-one-record", NULL },
  { "04-json-all-members", NULL },
  { "05-json-batch-two-units", NULL },
  { "06-json-bus-by-server-name", NULL },
  { "07-json-block-no-timestamp", NULL },
  { "08-custom-local-date", NULL },
  { "09-custom-bare-array-by-name", NULL },
  { "10-register-array", "NIVUS_01" },
  { "10-register-array", NULL },
  { "11-direct-fields", NULL },
  { "12-json-mixed-inputs", NULL },
  { "13-failed-read-all-zero", NULL },
  { "14-late-burst-with-duplicates", NULL },
  { "15-bad-values", NULL },
  { "16-int16-block-positional", NULL },
  { "17-hex-block", NULL },
  { "18-text-inside-json", NULL },
  { "19-gps-only", NULL },
  { "20-other-vendor-key-value", NULL },
  { "21-ts-values", "NIVUS_01" },
};

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

static FluxPostReading *
open_post (FluxTestEngine *engine, gint64 number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  FluxPostReading *reading;

  flux_engine_open_post_async (engine->engine, number, NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  reading = flux_engine_open_post_finish (engine->engine, result, &error);
  g_assert_no_error (error);
  return reading;
}

static void
append (GString *text, FluxOutcome outcome, gint64 row_at)
{
  const char *word = flux_outcome_to_word (outcome);

  g_string_append_printf (text, "%s@%" G_GINT64_FORMAT " ", word != NULL ? word : "stored", row_at);
}

static void
check_post (FluxTestEngine *engine, gint64 number, GBytes *body, const char *device_hint)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new ("TRB245", "another-0123456789");
  FluxPost *post = flux_post_new (key, body, flux_clock_get_now (FLUX_CLOCK (engine->clock)));
  g_autoptr (FluxTestAnswer) answer = NULL;
  g_autoptr (FluxPostReading) reading = NULL;
  g_autoptr (GString) answered = g_string_new (NULL);
  g_autoptr (GString) told = g_string_new (NULL);

  post->device_hint = g_strdup (device_hint);
  answer = flux_test_engine_take (engine, post);
  g_assert_no_error (answer->error);
  reading = open_post (engine, number);
  for (guint i = 0; i < answer->post->results->len; i++)
    {
      const FluxRecordResult *result = &g_array_index (answer->post->results, FluxRecordResult, i);

      append (answered, result->outcome, result->row_at);
    }
  for (guint i = 0; i < reading->fates->len; i++)
    {
      const FluxRecordFate *fate = &g_array_index (reading->fates, FluxRecordFate, i);

      g_assert_false (fate->would_be_read);
      append (told, fate->outcome, fate->measured_at);
    }
  g_assert_cmpstr (told->str, ==, answered->str);
}

static void
test_sample (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GBytes) body = flux_test_sample_post_read (samples[i].file);

  flux_test_import_sample_plant (engine);
  check_post (engine, 1, body, samples[i].device_hint);
  flux_test_clock_advance (engine->clock, FLUX_TIME_MINUTE);
  check_post (engine, 2, body, samples[i].device_hint);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/post-fates/%s%s", samples[i].file, samples[i].device_hint != NULL ? "-hinted" : "");

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_sample);
    }
  return g_test_run ();
}
