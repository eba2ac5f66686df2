/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-plant.h"

#include <string.h>

#include "flux-test-records.h"
#include "flux-test-scale.h"
#include "flux-time.h"

static gint64
get_begin (void)
{
  const char text[] = "2026-11-23T09:00Z";
  gint64 time;

  g_assert_true (flux_time_read_iso8601 (text, strlen (text), &time));
  return time;
}

static guint
add_post (GHashTable *records, const FluxSimPost *post)
{
  gsize size;
  const char *body = g_bytes_get_data (post->body, &size);
  guint n_records = flux_test_records_add (records, body, size);

  g_assert_cmpuint (n_records, ==, post->n_records);
  return n_records;
}

static void
append_posts (GString *text, GPtrArray *posts)
{
  for (guint i = 0; i < posts->len; i++)
    {
      const FluxSimPost *post = g_ptr_array_index (posts, i);
      gsize size;
      const char *body = g_bytes_get_data (post->body, &size);

      g_string_append_printf (text, "%u %" G_GINT64_FORMAT " ", post->gateway, post->send_at);
      g_string_append_len (text, body, size);
      g_string_append_c (text, '\n');
    }
}

static char *
write_span (guint64 seed, guint n_units, guint period, gint64 from, gint64 to)
{
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (seed, n_units, period);
  g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (plant, from, to);
  GString *text = g_string_new (NULL);

  append_posts (text, posts);
  return g_string_free (text, FALSE);
}

static void
test_same_seed (void)
{
  gint64 begin = get_begin (), end = begin + 8 * FLUX_TIME_HOUR;
  g_autofree char *one = write_span (1, 12, 60, begin, end);
  g_autofree char *other = write_span (1, 12, 60, begin, end);
  g_autofree char *different = write_span (2, 12, 60, begin, end);

  g_assert_cmpuint (strlen (one), >, 500000);
  g_assert_true (g_str_equal (one, other));
  g_assert_false (g_str_equal (one, different));
}

/* Spans of any length put together give the same posts, each once and in order, through outages and repeats. */
static void
test_spans_join (void)
{
  gint64 begin = get_begin (), end = begin + flux_test_scale (12, 60) * FLUX_TIME_DAY;
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (1, 12, 300);
  g_autoptr (GPtrArray) whole = flux_sim_plant_list_posts (plant, begin, end);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GString) joined = g_string_new (NULL);
  gint64 length = 1;

  append_posts (expected, whole);
  for (gint64 from = begin; from < end; from += length)
    {
      g_autoptr (GPtrArray) part = NULL;

      length = (length * 48271 + 977 * FLUX_TIME_SECOND) % (5 * FLUX_TIME_HOUR) + 1;
      part = flux_sim_plant_list_posts (plant, from, MIN (from + length, end));
      append_posts (joined, part);
    }
  g_assert_true (g_str_equal (joined->str, expected->str));
}

static void
test_order (void)
{
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (1, 12, 60);
  g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (plant, get_begin (), get_begin () + FLUX_TIME_DAY);
  gint64 before = get_begin ();

  for (guint i = 0; i < posts->len; i++)
    {
      const FluxSimPost *post = g_ptr_array_index (posts, i);

      g_assert_cmpint (post->send_at, >=, before);
      before = post->send_at;
    }
  g_assert_cmpint (before, <=, get_begin () + FLUX_TIME_DAY);
}

/* A month: nothing is lost but by a gateway without power, some posts come twice, outages come as late bursts. */
static void
test_month (void)
{
  const guint n_days = 30, n_units = 12;
  const guint period = 300, periods_a_day = 288;
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (1, n_units, period);
  g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (plant, get_begin (), get_begin () + n_days * FLUX_TIME_DAY);
  g_autoptr (GHashTable) records = flux_test_records_new ();
  guint expected = (10 + 2.0 / 5) * n_days * periods_a_day; /* two are read every five periods */
  guint n_late = 0, n_repeated = 0, n_objects = 0, n_arrays = 0;

  for (guint i = 0; i < posts->len; i++)
    {
      const FluxSimPost *post = g_ptr_array_index (posts, i);

      add_post (records, post);
      n_late += post->n_records > 6;
      n_repeated += post->repeated;
      n_objects += post->n_records == 1;
      n_arrays += post->n_records > 1;
      g_assert_cmpuint (post->n_records, <=, FLUX_SIM_RECORDS_A_POST + FLUX_SIM_UNITS_A_GATEWAY);
    }
  g_assert_cmpuint (flux_test_records_count (records), >, 0.97 * expected);
  g_assert_cmpuint (flux_test_records_count (records), <=, expected + n_units);
  g_assert_cmpuint (n_late, >, 5);
  g_assert_cmpfloat (n_repeated / (double) posts->len, >, 0.001);
  g_assert_cmpfloat (n_repeated / (double) posts->len, <, 0.01);
  g_assert_cmpuint (flux_test_records_count_repeated (records), >, 0);
  g_assert_cmpuint (n_objects, >, 0.3 * posts->len);
  g_assert_cmpuint (n_arrays, >, 0.2 * posts->len);
}

static const char *
find_time (const FluxSimPost *post)
{
  return strstr (g_bytes_get_data (post->body, NULL), "\"timestamp\":\"") + strlen ("\"timestamp\":\"");
}

static gint64
get_first_time (const FluxSimPost *post)
{
  const char *text = find_time (post);
  gint64 time;

  g_assert_true (flux_time_read_iso8601 (text, strcspn (text, "\""), &time));
  return time;
}

/* The burst after an outage holds readings of hours ago, and until it comes the gateway is silent. */
static void
test_late_bursts (void)
{
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (1, 12, 300);
  g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (plant, get_begin (), get_begin () + 30 * FLUX_TIME_DAY);
  g_autofree gint64 *last_sent = g_new0 (gint64, flux_sim_plant_get_n_gateways (plant));
  guint n_bursts = 0;

  for (guint i = 0; i < posts->len; i++)
    {
      const FluxSimPost *post = g_ptr_array_index (posts, i);
      gint64 age = post->send_at - get_first_time (post), silence = post->send_at - last_sent[post->gateway];

      if (age > 30 * FLUX_TIME_MINUTE && silence > 0 && last_sent[post->gateway] > 0)
        {
          g_assert_cmpint (silence, >=, age);
          n_bursts++;
        }
      last_sent[post->gateway] = post->send_at;
    }
  g_assert_cmpuint (n_bursts, >, 5);
}

/* Batches hold the same readings as the posts do. */
static void
test_batches (void)
{
  gint64 begin = get_begin (), end = begin + flux_test_scale (1, 10) * FLUX_TIME_DAY;
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (1, 12, 60);
  g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (plant, begin, end);
  g_autoptr (GHashTable) expected = flux_test_records_new ();
  g_autoptr (GHashTable) records = flux_test_records_new ();
  guint n_batches = 0;

  for (guint i = 0; i < posts->len; i++)
    add_post (expected, g_ptr_array_index (posts, i));
  for (guint gateway = 0; gateway < flux_sim_plant_get_n_gateways (plant); gateway++)
    {
      FluxSimCursor cursor;
      FluxSimPost *post;

      flux_sim_plant_seek (plant, gateway, begin, &cursor);
      while ((post = flux_sim_plant_take_batch (plant, &cursor, end)) != NULL)
        {
          add_post (records, post);
          flux_sim_post_free (post);
          n_batches++;
        }
    }
  flux_test_records_assert_same (records, expected);
  g_assert_cmpuint (n_batches, <, posts->len / 20);
}

static const struct
{
  const char *device_id;
  const char *name;
  const char *location;
  const char *gateway;
} first_places[] = {
  { "NIVUS_01", "Zulauf Kläranlage", "Kläranlage", "TRB246 Kläranlage" },
  { "NIVUS_04", "RÜB Nordpark", "Becken Nord", "TRB246 Nord" },
  { "NIVUS_07", "Pumpwerk Mühlgraben", "Mühlgraben", "TRB246 Mühlgraben" },
  { "NIVUS_12", "Sammler Ost", "Ost", "TRB246 Ost" },
};

static void
test_first_places (void)
{
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (77, 12, 60);

  g_assert_cmpuint (flux_sim_plant_get_n_units (plant), ==, 12);
  g_assert_cmpuint (flux_sim_plant_get_n_gateways (plant), ==, 8);
  for (guint i = 0; i < G_N_ELEMENTS (first_places); i++)
    {
      guint unit = g_ascii_strtoull (first_places[i].device_id + strlen ("NIVUS_"), NULL, 10) - 1;
      const FluxSimPlace *place = flux_sim_plant_get_place (plant, unit);

      g_assert_cmpstr (place->device_id, ==, first_places[i].device_id);
      g_assert_cmpstr (place->name, ==, first_places[i].name);
      g_assert_cmpstr (place->location, ==, first_places[i].location);
      g_assert_cmpstr (flux_sim_plant_get_gateway_name (plant, place->gateway), ==, first_places[i].gateway);
    }
}

static void
assert_new (GHashTable *seen, const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_hash_table_add (seen, g_strdup (text)));
}

static void
test_thousand_places (void)
{
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (1, 1000, 60);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) gateways = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_of_gateways = 0, n_units;

  for (guint i = 0; i < 1000; i++)
    assert_new (names, flux_sim_plant_get_place (plant, i)->name);
  for (guint i = 0; i < flux_sim_plant_get_n_gateways (plant); i++)
    {
      flux_sim_plant_get_gateway_units (plant, i, &n_units);
      g_assert_cmpuint (n_units, >=, 1);
      g_assert_cmpuint (n_units, <=, FLUX_SIM_UNITS_A_GATEWAY);
      assert_new (gateways, flux_sim_plant_get_gateway_name (plant, i));
      n_of_gateways += n_units;
    }
  g_assert_cmpuint (n_of_gateways, ==, 1000);
}

/* A unit is what it is, however many there are. */
static void
test_more_units_change_nothing (void)
{
  g_autofree char *few = write_span (1, 3, 60, get_begin (), get_begin () + FLUX_TIME_HOUR);
  g_autofree char *many = write_span (1, 40, 60, get_begin (), get_begin () + FLUX_TIME_HOUR);
  g_auto (GStrv) lines = g_strsplit (few, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "NIVUS_01") != NULL)
      g_assert_nonnull (strstr (many, lines[i]));
}

static void
test_periods (gconstpointer data)
{
  guint period = GPOINTER_TO_UINT (data);
  gint64 length = 100 * period * FLUX_TIME_SECOND;
  g_autoptr (FluxSimPlant) plant = flux_sim_plant_new (5, 2, period);
  g_autoptr (GPtrArray) posts = flux_sim_plant_list_posts (plant, get_begin (), get_begin () + length);
  g_autoptr (GHashTable) records = flux_test_records_new ();

  for (guint i = 0; i < posts->len; i++)
    add_post (records, g_ptr_array_index (posts, i));
  g_assert_cmpuint (flux_test_records_count (records), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/plant/same-seed", test_same_seed);
  g_test_add_func ("/simulator/plant/spans-join", test_spans_join);
  g_test_add_func ("/simulator/plant/order", test_order);
  g_test_add_func ("/simulator/plant/month", test_month);
  g_test_add_func ("/simulator/plant/late-bursts", test_late_bursts);
  g_test_add_func ("/simulator/plant/batches", test_batches);
  g_test_add_func ("/simulator/plant/first-places", test_first_places);
  g_test_add_func ("/simulator/plant/thousand-places", test_thousand_places);
  g_test_add_func ("/simulator/plant/more-units-change-nothing", test_more_units_change_nothing);
  g_test_add_data_func ("/simulator/plant/period/1", GUINT_TO_POINTER (1), test_periods);
  g_test_add_data_func ("/simulator/plant/period/5", GUINT_TO_POINTER (5), test_periods);
  g_test_add_data_func ("/simulator/plant/period/60", GUINT_TO_POINTER (60), test_periods);
  return g_test_run ();
}
