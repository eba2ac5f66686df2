/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-cases.h"

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

const FluxStoreCase flux_store_cases_posts[] = {
  { "numbers", numbers }, { "kept-whole", kept_whole },     { "large", large },           { "no-body", no_body },
  { "undone", undone },   { "number-taken", number_taken }, { "links-back", links_back }, { NULL },
};
