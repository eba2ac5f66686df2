/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

#include "flux-post-links.h"

#include <string.h>
#include <zstd.h>

static void
keep (FluxTestPlant *plant, const FluxRawPost *post)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  flux_store_session_keep_post (session, post, &error);
  g_assert_no_error (error);
  flux_test_loan_commit (loan, &error);
  g_assert_no_error (error);
}

static gint64
get_last (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  gint64 number = -1;

  flux_store_session_get_last_post (session, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
numbers (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");

  g_assert_cmpint (get_last (plant), ==, 0);
  for (gint64 number = 1; number <= 3; number++)
    {
      FluxRawPost post = {
        .number = number,
        .received_at = 5,
        .gateway = gateway->number,
        .key_name = "k",
        .body = "{}",
        .body_size = 2,
      };

      keep (plant, &post);
      g_assert_cmpint (get_last (plant), ==, number);
    }
  flux_test_plant_reopen (plant);
  g_assert_cmpint (get_last (plant), ==, 3);
}

/* Every byte of a body, and all that is said of it. */
static void
kept_whole (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autofree char *rows = NULL;
  g_autofree char *expected = NULL;
  FluxRawPost full = {
    .number = 7,
    .received_at = FLUX_TEST_START,
    .gateway = gateway->number,
    .key_name = "the 'key'",
    .address = "10.0.0.7",
    .content_type = "text/plain; charset=\"x\"",
    .hints = "{\"device_id\":\"A\"}",
    .size = 1000,
    .compressed = TRUE,
    .body = "a\0b\xff",
    .body_size = 4,
    .links = "\x02\0",
    .links_size = 2,
    .state = FLUX_POST_WAITS,
    .counts = { 15, 5, 4, 3, 2, 1 },
  };
  FluxRawPost sparse = {
    .number = 8,
    .received_at = FLUX_TEST_START,
    .gateway = gateway->number,
    .key_name = "k",
    .content_type = "application/json",
    .size = 0,
    .body = "",
    .body_size = 0,
  };

  keep (plant, &full);
  keep (plant, &sparse);
  rows = flux_test_plant_query (
      plant,
      "SELECT number, received_at, gateway, key_name, address, content_type, hints, size, compressed, hex (body),"
      " state, received, stored, duplicate, failed_read, waiting, refused, hex (links) FROM fluxio_raw_posts"
      " ORDER BY number");
  expected = g_strdup_printf ("7|1795424400000000|%1$" G_GINT64_FORMAT "|the 'key'|10.0.0.7|text/plain; charset=\"x\"|"
                              "{\"device_id\":\"A\"}|1000|1|610062FF|1|15|5|4|3|2|1|0200\n"
                              "8|1795424400000000|%1$" G_GINT64_FORMAT "|k||||0|0||0|0|0|0|0|0|0|",
                              gateway->number);
  g_assert_cmpstr (rows, ==, expected);
}

static void
large (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  gsize size = 8 * 1024 * 1024;
  g_autofree char *body = g_strnfill (size, 'x');
  g_autofree char *length = NULL;
  FluxRawPost post = { .number = 1, .received_at = 1, .gateway = gateway->number, .key_name = "k", .size = size };

  post.body = body;
  post.body_size = size;
  keep (plant, &post);
  length = flux_test_plant_query (plant, "SELECT length (body) FROM fluxio_raw_posts");
  g_assert_cmpstr (length, ==, "8388608");
}

/* Of a body whose time is over only the rest is kept. */
static void
no_body (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autofree char *rows = NULL;
  FluxRawPost post = { .number = 1, .received_at = 1, .gateway = gateway->number, .key_name = "k", .size = 100 };

  keep (plant, &post);
  rows = flux_test_plant_query (plant, "SELECT size, body IS NULL FROM fluxio_raw_posts");
  g_assert_cmpstr (rows, ==, "100|1");
}

static void
undone (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  FluxRawPost post = {
    .number = 1,
    .received_at = 1,
    .gateway = gateway->number,
    .key_name = "k",
    .body = "{}",
    .body_size = 2,
  };
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  g_assert_true (flux_store_session_keep_post (session, &post, NULL));
  flux_test_loan_undo (loan);
  g_assert_cmpint (get_last (plant), ==, 0);
  keep (plant, &post);
}

static void
number_taken (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autoptr (GError) error = NULL;
  FluxRawPost post = {
    .number = 1,
    .received_at = 1,
    .gateway = gateway->number,
    .key_name = "k",
    .body = "{}",
    .body_size = 2,
  };
  FluxStoreSession *session;
  FluxTestLoan *loan;

  keep (plant, &post);
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_false (flux_store_session_keep_post (session, &post, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_EXISTS);
  flux_test_loan_undo (loan);
}

/* The way back from a row to every post that added to it; telling it twice changes nothing. */
static void
links_back (FluxTestPlant *plant)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (flux_store_session_link_post (session, 9, 2, FLUX_TEST_START, &error));
      g_assert_true (flux_store_session_link_post (session, 8, 2, FLUX_TEST_START, &error));
      g_assert_true (flux_store_session_link_post (session, 8, 3, -5, &error));
    }
  g_assert_true (flux_test_loan_commit (loan, &error));
  rows = flux_test_plant_query (plant, "SELECT device, created_at, post FROM fluxio_post_links ORDER BY 1, 2, 3");
  g_assert_cmpstr (rows, ==, "2|1795424400000000|8\n2|1795424400000000|9\n3|-5|8");
}

/* The numbers of the posts of a row, in the order in which they are told. */
static char *
get_posts_of_row (FluxTestPlant *plant, gint64 device, gint64 measured_at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GString *text = g_string_new (NULL);

  flux_store_session_list_posts_of_row (session, device, measured_at, numbers, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (text, i > 0 ? " %" G_GINT64_FORMAT : "%" G_GINT64_FORMAT,
                            g_array_index (numbers, gint64, i));
  return g_string_free (text, FALSE);
}

static void
assert_posts_of_row (FluxTestPlant *plant, gint64 device, gint64 measured_at, const char *expected)
{
  g_autofree char *found = get_posts_of_row (plant, device, measured_at);

  g_assert_cmpstr (found, ==, expected);
}

/* Of a row, an old row and a failed read, each begun by post 7 and added to by others; and of one with no post. */
static void
posts_of_row (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");

  for (guint i = 0; i < 4; i++)
    {
      FluxReading reading = flux_test_reading (i, 1);
      FluxStoreSession *session;
      FluxTestLoan *loan;

      reading.post = i < 3 ? 7 : 0;
      reading.failed = i == 2;
      flux_test_plant_insert (plant, device, &reading);
      loan = flux_test_loan_write (plant->store, &session);
      for (gint64 post = 9; i < 3 && post >= 6; post--)
        g_assert_true (flux_store_session_link_post (session, post, device, reading.measured_at, NULL));
      g_assert_true (flux_test_loan_commit (loan, NULL));
      if (i == 0)
        flux_test_plant_settle (plant, reading.measured_at);
      assert_posts_of_row (plant, device, reading.measured_at, i < 3 ? "7 6 8 9" : "");
      assert_posts_of_row (plant, device + 1, reading.measured_at, "");
    }
}

/* A row that a later part lets begin earlier, and again, is known by all its posts wherever it began. */
static void
posts_of_moved_row (FluxTestPlant *plant)
{
  gint64 device = flux_test_plant_add_device (plant, "A");
  FluxReading old = flux_test_reading (30, 1);
  gint64 before = old.measured_at;

  old.post = 3;
  flux_test_plant_insert (plant, device, &old);
  for (gint64 post = 4; post < 8; post++)
    {
      FluxReading reading = old;
      FluxStoreSession *session;
      FluxTestLoan *loan;

      reading.measured_at -= post % 2 == 0 ? 10000000 : 0;
      reading.failed = post == 6;
      if (post == 5)
        flux_test_plant_settle (plant, old.measured_at);
      loan = flux_test_loan_write (plant->store, &session);
      g_assert_true (flux_store_session_replace_reading (session, device, &old, &reading, NULL));
      g_assert_true (flux_store_session_link_post (session, post, device, reading.measured_at, NULL));
      g_assert_true (flux_test_loan_commit (loan, NULL));
      old = reading;
    }
  assert_posts_of_row (plant, device, old.measured_at, "3 4 5 6 7");
  assert_posts_of_row (plant, device, before, "");
}

/* --- Reading back ------------------------------------------------------------------------------------------------- */

static FluxKeptPost *
find (FluxTestPlant *plant, gint64 number, GError **error)
{
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);

  return flux_store_session_find_post (session, number, error);
}

static void
assert_found (FluxTestPlant *plant, const FluxRawPost *expected, const char *body, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxKeptPost) found = find (plant, expected->number, &error);

  g_assert_no_error (error);
  g_assert_cmpint (found->number, ==, expected->number);
  g_assert_cmpint (found->received_at, ==, expected->received_at);
  g_assert_cmpint (found->gateway, ==, expected->gateway);
  g_assert_cmpstr (found->key_name, ==, expected->key_name);
  g_assert_cmpstr (found->address, ==, expected->address);
  g_assert_cmpstr (found->content_type, ==, expected->content_type);
  g_assert_cmpstr (found->hints, ==, expected->hints);
  g_assert_cmpuint (found->size, ==, expected->size);
  g_assert_cmpint (found->state, ==, expected->state);
  g_assert_cmpmem (&found->counts, sizeof found->counts, &expected->counts, sizeof expected->counts);
  g_assert_cmpint (found->body != NULL, ==, body != NULL);
  if (body != NULL)
    g_assert_cmpmem (g_bytes_get_data (found->body, NULL), g_bytes_get_size (found->body), body, size);
}

static void
found_plain (FluxTestPlant *plant)
{
  static const char *const content_types[] = { NULL, "application/json", "text/plain; charset=\"x\"", "x" };
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  FluxPostLinks links = { 0 };

  flux_post_links_append (&links, 3, FLUX_TEST_START);
  flux_post_links_append (&links, 4, FLUX_TEST_START + 1);
  for (guint i = 0; i < G_N_ELEMENTS (content_types); i++)
    {
      FluxRawPost post = {
        .number = 7 + i,
        .received_at = FLUX_TEST_START,
        .gateway = gateway->number,
        .key_name = "the 'key'",
        .address = "10.0.0.7",
        .content_type = content_types[i],
        .hints = "{\"device_id\":\"A\"}",
        .size = 4,
        .body = "a\0b\xff",
        .body_size = 4,
        .links = links.bytes->data,
        .links_size = links.bytes->len,
        .state = FLUX_POST_WAITS,
        .counts = { 15, 5, 4, 3, 2, 1 },
      };
      g_autoptr (FluxKeptPost) found = NULL;

      keep (plant, &post);
      assert_found (plant, &post, "a\0b\xff", 4);
      found = find (plant, post.number, NULL);
      g_assert_cmpuint (found->links->len, ==, 2);
      g_assert_cmpint (g_array_index (found->links, FluxPostLink, 1).device, ==, 4);
      g_assert_cmpint (g_array_index (found->links, FluxPostLink, 1).measured_at, ==, FLUX_TEST_START + 1);
    }
  g_byte_array_unref (links.bytes);
}

static void
found_sparse (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  FluxRawPost empty = { .number = 1, .received_at = 1, .gateway = gateway->number, .key_name = "k", .body = "" };
  FluxRawPost no_body = { .number = 2, .received_at = 1, .gateway = gateway->number, .key_name = "k", .size = 100 };
  g_autoptr (FluxKeptPost) found = NULL;
  g_autoptr (GError) error = NULL;

  keep (plant, &empty);
  keep (plant, &no_body);
  assert_found (plant, &empty, "", 0);
  assert_found (plant, &no_body, NULL, 0);
  found = find (plant, 2, NULL);
  g_assert_cmpuint (found->links->len, ==, 0);
  g_assert_null (find (plant, 3, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
}

/* A packed body comes back as it was; a frame that is not whole, or is of another size, is damage. */
static void
found_packed (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autofree char *body = g_strnfill (1000000, 'x');
  gsize room = ZSTD_compressBound (1000000);
  g_autofree char *packed = g_malloc (room);
  gsize size = ZSTD_compress (packed, room, body, 1000000, 1);
  const struct
  {
    gsize size;
    gsize packed_size;
    gboolean is_whole;
  } cases[] = {
    { 1000000, size, TRUE },      { 1000000, size - 1, FALSE }, { 1000000, 5, FALSE },
    { 1000000, 0, FALSE },        { 999999, size, FALSE },      { 1000001, size, FALSE },
    { G_MAXINT64, size, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      FluxRawPost post = {
        .number = 1 + i,
        .received_at = 1,
        .gateway = gateway->number,
        .key_name = "k",
        .size = cases[i].size,
        .compressed = TRUE,
        .body = packed,
        .body_size = cases[i].packed_size,
      };

      keep (plant, &post);
      if (cases[i].is_whole)
        assert_found (plant, &post, body, 1000000);
      else
        {
          g_assert_null (find (plant, post.number, &error));
          g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_DAMAGED);
          g_assert_nonnull (strstr (error->message, "Restore a backup"));
        }
    }
}

static void
result (FluxTestPlant *plant)
{
  g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, "TRB");
  g_autoptr (GError) error = NULL;
  FluxRawPost post = {
    .number = 1,
    .received_at = 1,
    .gateway = gateway->number,
    .key_name = "k",
    .size = 2,
    .body = "{}",
    .body_size = 2,
    .state = FLUX_POST_WAITS,
    .counts = { .received = 1, .waiting = 1 },
  };
  FluxRawPost decoded = { .number = 1, .links = "\x02\0", .links_size = 2, .counts = { 15, 5, 4, 3, 2, 1 } };
  FluxRawPost absent = { .number = 2 };
  g_autoptr (FluxKeptPost) found = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  keep (plant, &post);
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_true (flux_store_session_replace_post_result (session, &decoded, NULL));
  g_assert_false (flux_store_session_replace_post_result (session, &absent, &error));
  g_assert_error (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);
  g_assert_true (flux_test_loan_commit (loan, NULL));
  post.state = FLUX_POST_DECODED;
  post.counts = decoded.counts;
  assert_found (plant, &post, "{}", 2);
  found = find (plant, 1, NULL);
  g_assert_cmpuint (found->links->len, ==, 1);
}

/* --- Refused posts ------------------------------------------------------------------------------------------------ */

static void
put_knock (FluxStoreSession *session, const char *address, const char *reason, gint64 last_at, guint64 count)
{
  FluxKnock knock = { (char *) address, (char *) reason, FLUX_TEST_START, FLUX_TEST_START + last_at, count };

  g_assert_true (flux_store_session_put_knock (session, &knock, NULL));
}

static GPtrArray *
list_knocks (FluxTestPlant *plant)
{
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);

  return flux_store_session_list_knocks (session, NULL);
}

static void
knocks (FluxTestPlant *plant)
{
  static const FluxKnock expected[] = {
    { (char *) "fd00::1", (char *) "no key", FLUX_TEST_START, FLUX_TEST_START + 9, 1 },
    { (char *) "10.0.0.7", (char *) "wrong key", FLUX_TEST_START, FLUX_TEST_START + 8, G_GUINT64_CONSTANT (1) << 40 },
    { (char *) "10.0.0.7", (char *) "no key", FLUX_TEST_START, FLUX_TEST_START + 5, 2 },
  };
  g_autoptr (GPtrArray) found = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  put_knock (session, "10.0.0.7", "no key", 5, 2);
  put_knock (session, "10.0.0.7", "wrong key", 6, 3);
  put_knock (session, "fd00::1", "no key", 9, 1);
  put_knock (session, "10.0.0.7", "wrong key", 8, G_GUINT64_CONSTANT (1) << 40);
  g_assert_true (flux_test_loan_commit (loan, NULL));
  flux_test_plant_reopen (plant);
  found = list_knocks (plant);
  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < found->len; i++)
    {
      const FluxKnock *knock = g_ptr_array_index (found, i);

      g_assert_cmpstr (knock->address, ==, expected[i].address);
      g_assert_cmpstr (knock->reason, ==, expected[i].reason);
      g_assert_cmpint (knock->first_at, ==, expected[i].first_at);
      g_assert_cmpint (knock->last_at, ==, expected[i].last_at);
      g_assert_cmpuint (knock->count, ==, expected[i].count);
    }
}

/* Whoever tries many addresses does not fill the disk: the longest silent goes, with all its reasons. */
static void
knocks_forgotten (FluxTestPlant *plant)
{
  g_autoptr (GPtrArray) found = NULL;
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.0.%u.%u", i / 256, i % 256);

      put_knock (session, address, "no key", i, 1);
      put_knock (session, address, "wrong key", i, 1);
    }
  put_knock (session, "10.0.0.0", "no key", 5000, 2); /* no longer the longest silent: 10.0.0.1 is */
  put_knock (session, "fd00::1", "no key", -1, 1); /* has just come, whatever its clock says */
  g_assert_true (flux_test_loan_commit (loan, NULL));
  found = list_knocks (plant);
  g_assert_cmpuint (found->len, ==, 1999);
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpstr (((FluxKnock *) g_ptr_array_index (found, i))->address, !=, "10.0.0.1");
}

const FluxStoreCase flux_store_cases_posts[] = {
  { "numbers", numbers },
  { "kept-whole", kept_whole },
  { "large", large },
  { "no-body", no_body },
  { "undone", undone },
  { "number-taken", number_taken },
  { "links-back", links_back },
  { "of-row", posts_of_row },
  { "of-moved-row", posts_of_moved_row },
  { "found/plain", found_plain },
  { "found/sparse", found_sparse },
  { "found/packed", found_packed },
  { "result", result },
  { "knocks", knocks },
  { "knocks-forgotten", knocks_forgotten },
  { NULL },
};
