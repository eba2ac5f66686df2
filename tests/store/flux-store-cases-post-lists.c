/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* Lists and counts of kept posts, compared with what a plain array says. */

#include "flux-store-cases.h"

#include "flux-test-scale.h"
#include "flux-time.h"

#define N_GATEWAYS 4
#define SELDOM_GATEWAY (N_GATEWAYS - 1)

/* What is asked for of a post. */
typedef struct
{
  gint64 number;
  gint64 received_at;
  gint64 gateway;
  FluxRecordCounts counts;
} Post;

typedef struct
{
  FluxTestPlant *plant;
  gint64 gateways[N_GATEWAYS];
  GArray *posts; /* (element-type Post): in order of number */
} Model;

static void
keep (FluxStoreSession *session, const Post *post)
{
  g_autoptr (GError) error = NULL;
  FluxRawPost raw = {
    .number = post->number,
    .received_at = post->received_at,
    .gateway = post->gateway,
    .key_name = "k",
    .address = "10.0.0.7",
    .content_type = "application/json",
    .size = 2,
    .body = "{}",
    .body_size = 2,
    .state = post->counts.waiting > 0 ? FLUX_POST_WAITS : FLUX_POST_DECODED,
    .counts = post->counts,
  };

  flux_store_session_keep_post (session, &raw, &error);
  g_assert_no_error (error);
}

/* What nearly every post is, and what is seldom: less than one in a thousand. */
static FluxRecordCounts
random_counts (guint i)
{
  FluxRecordCounts counts = { .stored = i % 3 != 0 };

  counts.duplicate = i % 7 == 0;
  counts.failed_read = i % 1009 == 5;
  counts.waiting = i % 11 == 3 ? 2 : 0;
  counts.refused = i % 4001 == 8;
  counts.received = counts.stored + counts.duplicate + counts.failed_read + counts.waiting + counts.refused;
  return counts;
}

/* A post a second, received some seconds out of order, with gaps between the numbers. */
static void
fill (Model *self, FluxTestPlant *plant, guint n_posts)
{
  FluxStoreSession *session;
  FluxTestLoan *loan;

  self->plant = plant;
  self->posts = g_array_new (FALSE, FALSE, sizeof (Post));
  for (guint i = 0; i < N_GATEWAYS; i++)
    {
      g_autofree char *name = g_strdup_printf ("G%u", i);
      g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, name);

      self->gateways[i] = gateway->number;
    }
  loan = flux_test_loan_write (plant->store, &session);
  for (guint i = 0; i < n_posts; i++)
    {
      Post post = {
        .number = 1 + i + i / 1000 * 2000,
        .received_at = FLUX_TEST_START + i * FLUX_TIME_SECOND + g_test_rand_int_range (-20, 20) * FLUX_TIME_SECOND,
        .gateway = self->gateways[i % 10000 == 77 ? SELDOM_GATEWAY : i % (N_GATEWAYS - 1)],
        .counts = random_counts (i),
      };

      keep (session, &post);
      g_array_append_val (self->posts, post);
    }
  g_assert_true (flux_test_loan_commit (loan, NULL));
}

static gboolean
is_asked_for (const FluxPostQuery *query, const Post *post)
{
  FluxPostFilter is = (post->counts.stored > 0 ? FLUX_POSTS_STORED : 0)
                      | (post->counts.duplicate > 0 ? FLUX_POSTS_DUPLICATE : 0)
                      | (post->counts.failed_read > 0 ? FLUX_POSTS_FAILED_READ : 0)
                      | (post->counts.waiting > 0 ? FLUX_POSTS_WAITING : 0)
                      | (post->counts.refused > 0 ? FLUX_POSTS_REFUSED : 0);

  return (query->before == 0 || post->number < query->before) && post->number > query->after
         && (query->gateway == 0 || post->gateway == query->gateway)
         && (query->filter == FLUX_POSTS_ALL || (query->filter & is) != 0)
         && post->received_at >= query->received_from
         && (query->received_to == 0 || post->received_at <= query->received_to);
}

static GPtrArray *
list (FluxTestPlant *plant, const FluxPostQuery *query)
{
  g_autoptr (GError) error = NULL;
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
  GPtrArray *found = flux_store_session_list_posts (session, query, &error);

  g_assert_no_error (error);
  return found;
}

static void
assert_post (const FluxKeptPost *found, const Post *expected)
{
  g_assert_cmpint (found->number, ==, expected->number);
  g_assert_cmpint (found->received_at, ==, expected->received_at);
  g_assert_cmpint (found->gateway, ==, expected->gateway);
  g_assert_cmpint (found->state, ==, expected->counts.waiting > 0 ? FLUX_POST_WAITS : FLUX_POST_DECODED);
  g_assert_cmpmem (&found->counts, sizeof found->counts, &expected->counts, sizeof expected->counts);
  g_assert_null (found->body);
  g_assert_nonnull (found->links);
}

/* Asserts that a page is what the model says. Returns: the number of its last post, 0: it is empty */
static gint64
assert_page (Model *self, const FluxPostQuery *query)
{
  g_autoptr (GPtrArray) found = list (self->plant, query);
  guint n = 0;

  for (guint i = self->posts->len; i > 0 && n < query->limit; i--)
    {
      const Post *post = &g_array_index (self->posts, Post, i - 1);

      if (!is_asked_for (query, post))
        continue;
      g_assert_cmpuint (n, <, found->len);
      assert_post (g_ptr_array_index (found, n++), post);
    }
  g_assert_cmpuint (found->len, ==, n);
  return n > 0 ? ((FluxKeptPost *) g_ptr_array_index (found, n - 1))->number : 0;
}

/* Every filter and some of several, of every gateway, page by page. */
static void
pages (FluxTestPlant *plant)
{
  static const FluxPostFilter filters[] = {
    FLUX_POSTS_ALL,
    FLUX_POSTS_STORED,
    FLUX_POSTS_DUPLICATE,
    FLUX_POSTS_FAILED_READ,
    FLUX_POSTS_WAITING,
    FLUX_POSTS_REFUSED,
    FLUX_POSTS_WAITING | FLUX_POSTS_REFUSED,
    FLUX_POSTS_STORED | FLUX_POSTS_DUPLICATE,
    FLUX_POSTS_STORED | FLUX_POSTS_DUPLICATE | FLUX_POSTS_FAILED_READ | FLUX_POSTS_WAITING | FLUX_POSTS_REFUSED,
  };
  Model model;

  fill (&model, plant, flux_test_scale (20000, 1000000));
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    for (guint gateway = 0; gateway <= N_GATEWAYS; gateway++)
      {
        FluxPostQuery query = {
          .filter = filters[i],
          .gateway = gateway < N_GATEWAYS ? model.gateways[gateway] : 0,
          .limit = 100,
        };

        for (guint page = 0; page < 3 && (page == 0 || query.before > 0); page++)
          query.before = assert_page (&model, &query);
      }
  g_array_unref (model.posts);
}

static void
times_and_numbers (FluxTestPlant *plant)
{
  Model model;
  guint n_posts = flux_test_scale (5000, 100000);

  fill (&model, plant, n_posts);
  for (guint i = 0; i < 300; i++)
    {
      gint64 from = FLUX_TEST_START + g_test_rand_int_range (-100, n_posts + 100) * FLUX_TIME_SECOND;
      FluxPostQuery query = {
        .filter = i % 3 == 0 ? FLUX_POSTS_ALL : 1 << i % 5,
        .gateway = i % 2 == 0 ? 0 : model.gateways[i % N_GATEWAYS],
        .received_from = i % 4 == 0 ? 0 : from,
        .received_to = i % 4 == 1 ? 0 : from + g_test_rand_int_range (0, 1000) * FLUX_TIME_SECOND,
        .limit = 1 + g_test_rand_int_range (0, 200),
      };

      assert_page (&model, &query);
      query.after = g_test_rand_int_range (0, 3 * n_posts);
      query.before = i % 5 == 0 ? 0 : query.after + g_test_rand_int_range (0, 5000);
      assert_page (&model, &query);
    }
  g_array_unref (model.posts);
}

/* What is decoded again is found by what it is then. */
static void
results_change (FluxTestPlant *plant)
{
  Model model;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  fill (&model, plant, 3000);
  loan = flux_test_loan_write (plant->store, &session);
  for (guint i = 0; i < model.posts->len; i++)
    {
      Post *post = &g_array_index (model.posts, Post, i);
      FluxRawPost raw = { .number = post->number };

      post->counts = random_counts (i / 3 + 5);
      raw.counts = post->counts;
      raw.state = post->counts.waiting > 0 ? FLUX_POST_WAITS : FLUX_POST_DECODED;
      g_assert_true (flux_store_session_replace_post_result (session, &raw, NULL));
    }
  g_assert_true (flux_test_loan_commit (loan, NULL));
  for (guint i = 0; i < 32; i++)
    assert_page (&model, &(FluxPostQuery){ .filter = i, .limit = 5000 });
  g_array_unref (model.posts);
}

/* Posts that a transaction brought which was undone are not there, and those that come then are. */
static void
undone (FluxTestPlant *plant)
{
  Model model;
  FluxStoreSession *session;
  FluxTestLoan *loan;
  Post post = { .received_at = FLUX_TEST_START, .counts = { .received = 1, .stored = 1 } };

  fill (&model, plant, 0);
  post.gateway = model.gateways[0];
  for (post.number = 1; post.number <= 2; post.number++)
    {
      loan = flux_test_loan_write (plant->store, &session);
      keep (session, &post);
      flux_test_loan_undo (loan);
      loan = flux_test_loan_write (plant->store, &session);
      keep (session, &post);
      g_assert_true (flux_test_loan_commit (loan, NULL));
      g_array_append_val (model.posts, post);
      assert_page (&model, &(FluxPostQuery){ .gateway = post.gateway, .limit = 10 });
      assert_page (&model, &(FluxPostQuery){ .filter = FLUX_POSTS_STORED, .limit = 10 });
    }
  g_array_unref (model.posts);
}

static void
counts (FluxTestPlant *plant)
{
  Model model;
  guint n_posts = flux_test_scale (3000, 100000);

  fill (&model, plant, n_posts);
  for (guint i = 0; i < 20; i++)
    {
      gint64 from = i == 0 ? 0 : FLUX_TEST_START + g_test_rand_int_range (-100, n_posts + 100) * FLUX_TIME_SECOND;
      FluxStoreSession *session;
      g_autoptr (FluxTestLoan) loan = flux_test_loan_read (plant->store, &session);
      FluxRecordCounts found, expected = { 0 };
      guint64 n_found, n_expected = 0;

      for (guint n = 0; n < model.posts->len; n++)
        {
          const Post *post = &g_array_index (model.posts, Post, n);

          if (post->received_at < from)
            continue;
          n_expected++;
          flux_record_counts_add (&expected, &post->counts);
        }
      g_assert_true (flux_store_session_count_posts (session, from, &n_found, &found, NULL));
      g_assert_cmpuint (n_found, ==, n_expected);
      g_assert_cmpmem (&found, sizeof found, &expected, sizeof expected);
    }
  g_array_unref (model.posts);
}

const FluxStoreCase flux_store_cases_post_lists[] = {
  { "pages", pages },   { "times-and-numbers", times_and_numbers }, { "results-change", results_change },
  { "undone", undone }, { "counts", counts },                       { NULL },
};
