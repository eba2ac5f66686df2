/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-posts.h"
#include "flux-test-engine.h"
#include "flux-test-notation.h"

#include <string.h>

/* The posts that are kept: listing, looking for a text, counting, opening. */

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

static GPtrArray *
list (FluxTestEngine *engine, const FluxPostQuery *query, const char *text, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_list_posts_async (engine->engine, query, text, cancellable, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_list_posts_finish (engine->engine, result, error);
}

/* The numbers of what is listed, such as "3 1". */
static char *
list_numbers (FluxTestEngine *engine, const FluxPostQuery *query, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) posts = list (engine, query, text, NULL, &error);
  GString *numbers = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < posts->len; i++)
    {
      const FluxKeptPost *post = g_ptr_array_index (posts, i);

      g_assert_null (post->body);
      g_string_append_printf (numbers, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", post->number);
    }
  return g_string_free (numbers, FALSE);
}

static void
take (FluxTestEngine *engine, FluxPost *post)
{
  g_autoptr (FluxTestAnswer) answer = flux_test_engine_take (engine, post);

  g_assert_no_error (answer->error);
}

static void
take_records (FluxTestEngine *engine, const char *records)
{
  g_autofree char *body = flux_test_notation_to_body (records);

  take (engine, flux_test_engine_new_post (engine, body));
}

/* --- Looking for a text ------------------------------------------------------------------------------------------- */

static GBytes *
compress (const char *text)
{
  g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_data (text, strlen (text), NULL);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (plain, gzip);
  g_autoptr (GError) error = NULL;
  guint8 bytes[4096];
  gsize size;

  g_input_stream_read_all (packed, bytes, sizeof bytes, &size, NULL, &error);
  g_assert_no_error (error);
  return g_bytes_new (bytes, size);
}

/* 1: of the gateway North, 2: of Süd-Werk, 3: wrapped and cut off, 4: no text at all. */
static void
take_texts (FluxTestEngine *engine)
{
  static const char bytes[] = "\0\xff INLET\0";
  FluxPost *posts[] = {
    flux_test_engine_new_post (engine, "{\"device_id\":\"NIVUS_01\",\"flow_rate\":5}"),
    flux_test_engine_new_post (engine, "{\"device_id\":\"SONIC_01\",\"flow_rate\":5,\"note\":\"Inlet of the basin\"}"),
    flux_test_engine_new_post (engine, ""),
    flux_test_engine_new_post (engine, ""),
  };

  posts[0]->gateway_hint = g_strdup ("North");
  posts[0]->address = g_strdup ("10.0.0.1");
  posts[1]->gateway_hint = g_strdup ("Süd-Werk");
  posts[1]->address = g_strdup ("10.0.0.2");
  g_bytes_unref (posts[2]->body);
  posts[2]->body = compress ("{\"model\":\"TRB245\"");
  g_bytes_unref (posts[3]->body);
  posts[3]->body = g_bytes_new_static (bytes, sizeof bytes);
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    take (engine, posts[i]);
}

static const struct
{
  const char *name;
  const char *text;
  guint limit;
  const char *numbers;
} searches[] = {
  { "no-text", NULL, 10, "4 3 2 1" },
  { "empty-text", "", 2, "4 3" },
  { "gateway", "north", 10, "1" },
  { "gateway-beyond-ascii", "SÜD", 10, "2" },
  { "gateway-composed", "su\xcc\x88" "d-w", 10, "2" },
  { "key", "SHARED", 10, "4 3 2 1" },
  { "key-limited", "shared", 3, "4 3 2" },
  { "address", "10.0.0", 10, "2 1" },
  { "device", "nivus", 10, "1" },
  { "device-end", "_01", 10, "2 1" },
  { "body", "basin", 10, "2" },
  { "body-any-case", "inLET", 10, "4 2" },
  { "body-one-byte", "{", 10, "3 2 1" },
  { "wrapped-body", "trb245", 10, "3" },
  { "nowhere", "durchfluss", 10, "" },
};

static void
test_search (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *numbers = NULL;

  take_texts (engine);
  numbers = list_numbers (engine, &(FluxPostQuery) { .limit = searches[i].limit }, searches[i].text);
  g_assert_cmpstr (numbers, ==, searches[i].numbers);
}

/* With what the query asks for besides. */
static void
test_search_in_query (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *waiting = NULL;

  take_texts (engine);
  before = list_numbers (engine, &(FluxPostQuery) { .before = 4, .limit = 10 }, "inlet");
  g_assert_cmpstr (before, ==, "2");
  after = list_numbers (engine, &(FluxPostQuery) { .after = 2, .limit = 10 }, "inlet");
  g_assert_cmpstr (after, ==, "4");
  waiting = list_numbers (engine, &(FluxPostQuery) { .filter = FLUX_POSTS_WAITING, .limit = 10 }, "shared");
  g_assert_cmpstr (waiting, ==, "4 3");
}

/* Over more pages than one; the newest that have it, up to the limit. */
static void
test_search_many (void)
{
  static const guint n_posts = 1203;
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GPtrArray) answers = NULL;
  g_autofree char *all = NULL;
  g_autofree char *newest = NULL;

  for (guint i = 1; i <= n_posts; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"device_id\":\"A\",\"flow_rate\":%u,\"n\":\"<%u>\"}", i, i % 600);

      flux_test_engine_submit (engine, flux_test_engine_new_post (engine, body));
    }
  answers = flux_test_engine_wait (engine);
  all = list_numbers (engine, &(FluxPostQuery) { .limit = 10 }, "<2>");
  g_assert_cmpstr (all, ==, "1202 602 2");
  newest = list_numbers (engine, &(FluxPostQuery) { .limit = 2 }, "<2>");
  g_assert_cmpstr (newest, ==, "1202 602");
}

static void
test_search_cancelled (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  take_texts (engine);
  g_cancellable_cancel (cancellable);
  g_assert_null (list (engine, &(FluxPostQuery) { .limit = 10 }, "inlet", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- Counting ----------------------------------------------------------------------------------------------------- */

static char *
count (FluxTestEngine *engine, gint64 received_from)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree FluxPostCounts *counts = NULL;

  flux_engine_count_posts_async (engine->engine, received_from, NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  counts = flux_engine_count_posts_finish (engine->engine, result, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("%u: %u = %u + %u + %u + %u + %u", (guint) counts->posts, (guint) counts->records.received,
                          (guint) counts->records.stored, (guint) counts->records.duplicate,
                          (guint) counts->records.failed_read, (guint) counts->records.waiting,
                          (guint) counts->records.refused);
}

static void
test_count (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *none = count (engine, 0);
  g_autofree char *all = NULL;
  g_autofree char *later = NULL;

  take_records (engine, "A@0 flow=5; A@60 flow=6; - flow=1");
  flux_test_clock_advance (engine->clock, FLUX_TIME_HOUR);
  take_records (engine, "A@0 flow=5; B@0 flow=0 tot=0 temp=0; B@1");
  all = count (engine, FLUX_TEST_BEGIN);
  later = count (engine, FLUX_TEST_BEGIN + 1);
  g_assert_cmpstr (none, ==, "0: 0 = 0 + 0 + 0 + 0 + 0");
  g_assert_cmpstr (all, ==, "2: 6 = 2 + 1 + 1 + 1 + 1");
  g_assert_cmpstr (later, ==, "1: 3 = 0 + 1 + 1 + 0 + 1");
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

static FluxPostReading *
open_post (FluxTestEngine *engine, gint64 number, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  flux_engine_open_post_async (engine->engine, number, NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  return flux_engine_open_post_finish (engine->engine, result, error);
}

/* Fates such as "stored@0 duplicate@60 waiting?", with "?" for one that would be read. */
static char *
describe_fates (FluxTestEngine *engine, gint64 number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxPostReading) reading = open_post (engine, number, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (reading->fates->len, ==, flux_records_get_length (reading->records));
  for (guint i = 0; i < reading->fates->len; i++)
    {
      const FluxRecordFate *fate = &g_array_index (reading->fates, FluxRecordFate, i);
      const char *word = flux_outcome_to_word (fate->outcome);
      g_autofree char *time = flux_test_notation_of_time (fate->measured_at);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", word != NULL ? word : "stored");
      if (fate->measured_at != 0)
        g_string_append_printf (text, "@%s", time);
      if (fate->would_be_read)
        g_string_append_c (text, '?');
    }
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *name;
  const char *before; /* (nullable): records of a post before it */
  const char *records;
  const char *after;  /* (nullable): and of one after it */
  const char *fates;
} fates[] = {
  { "stored", NULL, "A@0 flow=5", NULL, "stored@0" },
  { "several", NULL, "A@0 flow=5; B@60 tot=1; A@60 flow=6", NULL, "stored@0 stored@60 stored@60" },
  { "no-time", NULL, "A flow=5", NULL, "stored@0" },
  { "none", NULL, "", NULL, "" },
  { "known", "A@0 flow=5", "A@0 flow=5", NULL, "duplicate@0" },
  { "partly-known", "A@60 flow=6", "A@0 flow=5; A@60 flow=6; B@60 flow=6", NULL, "stored@0 duplicate@60 stored@60" },
  { "known-in-itself", NULL, "A@0 flow=5; A@0 flow=5", NULL, "stored@0 duplicate@0" },
  { "failed-read", NULL, "A@0 flow=0 tot=0 temp=0; A@600 flow=5", NULL, "failed_read@0 stored@600" },
  { "failed-read-by-now", NULL, "A@0 flow=0 tot=0", "A@0 temp=0", "failed_read@0" },
  { "no-failed-read-any-more", NULL, "A@0 flow=0 tot=0 temp=0", "A@0 vel=1", "stored@0" },
  { "bad", NULL, "A@0 flow=true", NULL, "bad@0" },
  { "partly-bad", NULL, "A@0 flow=true tot=7", NULL, "stored@0" },
  { "conflict", "A@0 flow=5", "A@0 flow=6", NULL, "bad@0" },
  { "joins", "A@0 flow=5", "A@2 tot=7", NULL, "stored@0" },
  { "began-earlier", NULL, "A@2 tot=7", "A@0 flow=5", "stored@0" },
  { "waits", NULL, "- flow=5; A@0 flow=5", NULL, "waiting stored@0" },
  { "refused", NULL, "A@0 flow=5; A@1", NULL, "stored@0 refused" },
};

static void
test_fates (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autofree char *body = NULL;
  g_autofree char *text = NULL;
  gint64 number = fates[i].before != NULL ? 2 : 1;

  if (fates[i].before != NULL)
    take_records (engine, fates[i].before);
  body = *fates[i].records != '\0' ? flux_test_notation_to_body (fates[i].records) : g_strdup ("[]");
  take (engine, flux_test_engine_new_post (engine, body));
  if (fates[i].after != NULL)
    take_records (engine, fates[i].after);
  text = describe_fates (engine, number);
  g_assert_cmpstr (text, ==, fates[i].fates);
}

/* A device that its key may not make: it waits until the device is there, and then would be read; where another post
 * has brought the same, there is nothing more to read. */
static void
test_would_be_read (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxApiKey) key = flux_api_key_new ("Known only", "flx_0123456789");
  g_autoptr (GBytes) body = NULL;
  g_autofree char *records = flux_test_notation_to_body ("A@0 flow=5; A@60 flow=6");
  g_autofree char *unknown = NULL;
  g_autofree char *known = NULL;
  g_autofree char *half_read = NULL;

  key->allows_new_devices = FALSE;
  body = g_bytes_new (records, strlen (records));
  take (engine, flux_post_new (key, body, FLUX_TEST_BEGIN));
  unknown = describe_fates (engine, 1);
  g_assert_cmpstr (unknown, ==, "waiting waiting");

  take_records (engine, "A@3600 flow=7");
  known = describe_fates (engine, 1);
  g_assert_cmpstr (known, ==, "waiting? waiting?");

  take_records (engine, "A@0 flow=5");
  half_read = describe_fates (engine, 1);
  g_assert_cmpstr (half_read, ==, "duplicate@0 waiting?");
}

/* What comes with it. */
static void
test_opened (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxPostReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wrapped = compress ("{\"device_id\":\"A\",\"flow_rate\":5}");
  FluxPost *post = flux_test_engine_new_post (engine, "");

  g_bytes_unref (post->body);
  post->body = g_bytes_ref (wrapped);
  post->gateway_hint = g_strdup ("North");
  post->address = g_strdup ("10.0.0.1");
  take (engine, post);
  reading = open_post (engine, 1, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (reading->post->body, wrapped));
  g_assert_cmpmem (g_bytes_get_data (reading->body, NULL), g_bytes_get_size (reading->body),
                   "{\"device_id\":\"A\",\"flow_rate\":5}", 31);
  g_assert_cmpstr (reading->gateway->name, ==, "North");
  g_assert_cmpstr (reading->post->address, ==, "10.0.0.1");
  g_assert_cmpuint (reading->post->counts.received, ==, 1);
}

static void
test_not_kept (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (open_post (engine, 4711, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
}

/* Any bytes can be opened. */
static void
test_no_text (void)
{
  g_autoptr (FluxTestEngine) engine = flux_test_engine_new ();
  g_autoptr (FluxPostReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  FluxPost *post = flux_test_engine_new_post (engine, "");

  g_bytes_unref (post->body);
  post->body = g_bytes_new_static ("\x1f\x8b\0\xff", 4); /* begins as gzip does */
  take (engine, post);
  reading = open_post (engine, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (reading->post->body), ==, 4);
  g_assert_null (reading->body);
  g_assert_nonnull (reading->records->whole_waits);
  g_assert_cmpuint (reading->fates->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *path = g_strconcat ("/posts/search/", searches[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_search);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autofree char *path = g_strconcat ("/posts/fates/", fates[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_fates);
    }
  g_test_add_func ("/posts/search-in-query", test_search_in_query);
  g_test_add_func ("/posts/search-many", test_search_many);
  g_test_add_func ("/posts/search-cancelled", test_search_cancelled);
  g_test_add_func ("/posts/count", test_count);
  g_test_add_func ("/posts/would-be-read", test_would_be_read);
  g_test_add_func ("/posts/opened", test_opened);
  g_test_add_func ("/posts/not-kept", test_not_kept);
  g_test_add_func ("/posts/no-text", test_no_text);
  return g_test_run ();
}
