/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* What the retention takes, and what it leaves. */

#include "flux-store-cases.h"

#include "flux-post-links.h"
#include "flux-time.h"

#include <string.h>

/* A plant in which each letter is a post, in order of number from 1 on: d decoded, w waiting, the upper case of another
 * gateway. A post is received a minute after the one before, with a body of as many bytes as its number. */
typedef struct
{
  FluxTestPlant *plant;
  gint64 gateways[2];
} Posts;

static void
keep (FluxStoreSession *session, gint64 number, gint64 gateway, gboolean waits, const FluxPostLinks *links)
{
  static const char body[1000] = "";
  g_autoptr (GError) error = NULL;
  FluxRawPost post = {
    .number = number,
    .received_at = FLUX_TEST_START + number * FLUX_TIME_MINUTE,
    .gateway = gateway,
    .key_name = "k",
    .size = number,
    .body = body,
    .body_size = number,
    .state = waits ? FLUX_POST_WAITS : FLUX_POST_DECODED,
    .counts = { .received = 1, .waiting = waits, .stored = !waits },
  };

  if (links != NULL)
    {
      post.links = links->bytes->data;
      post.links_size = links->bytes->len;
    }
  flux_store_session_keep_post (session, &post, &error);
  g_assert_no_error (error);
}

static void
fill (Posts *self, FluxTestPlant *plant, const char *letters)
{
  FluxStoreSession *session;
  FluxTestLoan *loan;

  self->plant = plant;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (FluxGateway) gateway = flux_test_plant_add_gateway (plant, i == 0 ? "one" : "two");

      self->gateways[i] = gateway->number;
    }
  loan = flux_test_loan_write (plant->store, &session);
  for (guint i = 0; letters[i] != '\0'; i++)
    keep (session, i + 1, self->gateways[g_ascii_isupper (letters[i])], g_ascii_tolower (letters[i]) == 'w', NULL);
  g_assert_true (flux_test_loan_commit (loan, NULL));
}

/* The numbers of the posts that are kept, the oldest first. */
static char *
get_kept (Posts *self)
{
  FluxStoreSession *session;
  g_autoptr (FluxTestLoan) loan = flux_test_loan_read (self->plant->store, &session);
  g_autoptr (GPtrArray) found
      = flux_store_session_list_posts (session, &(FluxPostQuery){ .limit = G_MAXINT }, NULL);
  GString *numbers = g_string_new (NULL);

  for (guint i = found->len; i > 0; i--)
    g_string_append_printf (numbers, "%s%" G_GINT64_FORMAT, numbers->len > 0 ? " " : "",
                            ((FluxKeptPost *) g_ptr_array_index (found, i - 1))->number);
  return g_string_free (numbers, FALSE);
}

/* Runs a step. @before: minutes. Returns: (transfer full): "gateway:posts/waiting/bytes" of each, by name */
static char *
drop (Posts *self, FluxDropWhich which, gint64 before, guint limit, gboolean undo)
{
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (FluxDroppedPosts));
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  FluxStoreSession *session;
  FluxTestLoan *loan = flux_test_loan_write (self->plant->store, &session);

  flux_store_session_drop_posts (session, which, FLUX_TEST_START + before * FLUX_TIME_MINUTE, limit, dropped, &error);
  g_assert_no_error (error);
  if (undo)
    flux_test_loan_undo (loan);
  else
    g_assert_true (flux_test_loan_commit (loan, NULL));
  for (guint gateway = 0; gateway < 2; gateway++)
    for (guint i = 0; i < dropped->len; i++)
      {
        const FluxDroppedPosts *entry = &g_array_index (dropped, FluxDroppedPosts, i);

        if (entry->gateway == self->gateways[gateway])
          g_string_append_printf (text, "%s%s:%u/%u/%" G_GUINT64_FORMAT, text->len > 0 ? " " : "",
                                  gateway == 0 ? "one" : "two", entry->posts, entry->waiting, entry->bytes);
      }
  return g_string_free (text, FALSE);
}

static void
assert_drops (Posts *self, FluxDropWhich which, gint64 before, guint limit, const char *dropped, const char *kept)
{
  g_autofree char *text = drop (self, which, before, limit, FALSE);
  g_autofree char *left = get_kept (self);

  g_assert_cmpstr (text, ==, dropped);
  g_assert_cmpstr (left, ==, kept);
}

static void
by_time (FluxTestPlant *plant)
{
  Posts posts;

  fill (&posts, plant, "wddDwddd");
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 2, 10, "", "1 2 3 4 5 6 7 8");
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 7, 2, "one:2/0/5", "1 4 5 6 7 8");
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 7, 2, "one:1/0/6 two:1/0/4", "1 5 7 8");
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 7, 2, "", "1 5 7 8");
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 1000, 10, "one:2/0/15", "1 5");
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 1000, 10, "", "1 5");
}

static void
by_size (FluxTestPlant *plant)
{
  Posts posts;

  fill (&posts, plant, "wdWdwdD");
  assert_drops (&posts, FLUX_DROP_DECODED, 0, 2, "one:2/0/6", "1 3 5 6 7");
  assert_drops (&posts, FLUX_DROP_DECODED, 0, 10, "one:1/0/6 two:1/0/7", "1 3 5");
  assert_drops (&posts, FLUX_DROP_DECODED, 0, 10, "", "1 3 5");
  assert_drops (&posts, FLUX_DROP_ANY, 0, 2, "one:1/1/1 two:1/1/3", "5");
  assert_drops (&posts, FLUX_DROP_ANY, 0, 2, "one:1/1/5", "");
  assert_drops (&posts, FLUX_DROP_ANY, 0, 2, "", "");
}

static void
any (FluxTestPlant *plant)
{
  Posts posts;

  fill (&posts, plant, "dwDWd");
  assert_drops (&posts, FLUX_DROP_ANY, 0, 3, "one:2/1/3 two:1/0/3", "4 5");
}

static void
undone (FluxTestPlant *plant)
{
  Posts posts;

  fill (&posts, plant, "wddw");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *dropped = drop (&posts, FLUX_DROP_DECODED, 0, 10, TRUE);
      g_autofree char *left = get_kept (&posts);

      g_assert_cmpstr (dropped, ==, "one:2/0/5");
      g_assert_cmpstr (left, ==, "1 2 3 4");
    }
  assert_drops (&posts, FLUX_DROP_DECODED, 0, 10, "one:2/0/5", "1 4");
}

/* Posts that come or are decoded after a step, among those that it has passed over, are found by the next. */
static void
decoded_later (FluxTestPlant *plant)
{
  Posts posts;
  FluxRawPost result = { .number = 2, .counts = { .received = 1, .stored = 1 } };
  FluxStoreSession *session;
  FluxTestLoan *loan;

  fill (&posts, plant, "wwdw");
  assert_drops (&posts, FLUX_DROP_DECODED, 0, 10, "one:1/0/3", "1 2 4");
  loan = flux_test_loan_write (plant->store, &session);
  g_assert_true (flux_store_session_replace_post_result (session, &result, NULL));
  keep (session, 5, posts.gateways[1], FALSE, NULL);
  g_assert_true (flux_test_loan_commit (loan, NULL));
  assert_drops (&posts, FLUX_DROP_DECODED, 0, 10, "one:1/0/2 two:1/0/5", "1 4");
}

/* A post that a wrong clock has put into the future stays, and does not keep the others. */
static void
wrong_clock (FluxTestPlant *plant)
{
  Posts posts;
  FluxRawPost future = { .number = 1, .received_at = G_MAXINT64 / 2, .key_name = "k" };
  FluxStoreSession *session;
  FluxTestLoan *loan;

  fill (&posts, plant, "");
  loan = flux_test_loan_write (plant->store, &session);
  future.gateway = posts.gateways[0];
  g_assert_true (flux_store_session_keep_post (session, &future, NULL));
  keep (session, 2, posts.gateways[0], FALSE, NULL);
  keep (session, 3, posts.gateways[0], FALSE, NULL);
  g_assert_true (flux_test_loan_commit (loan, NULL));
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 100, 2, "one:1/0/2", "1 3");
  assert_drops (&posts, FLUX_DROP_DECODED_BEFORE, 100, 2, "one:1/0/3", "1");
}

/* Rows name the posts that they came from: no number is given twice. */
static void
numbers_go_on (FluxTestPlant *plant)
{
  static const char *const letters[] = { "wdd", "ddd" };
  static const gint64 steps[] = { FLUX_DROP_DECODED, FLUX_DROP_ANY };
  Posts posts;

  fill (&posts, plant, letters[0]);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      FluxStoreSession *session;
      g_autoptr (FluxTestLoan) loan = NULL;
      g_autofree char *dropped = drop (&posts, steps[i], 0, 10, FALSE);
      gint64 last;

      g_assert_cmpstr (dropped, !=, "");
      flux_test_plant_reopen (plant);
      loan = flux_test_loan_read (plant->store, &session);
      g_assert_true (flux_store_session_get_last_post (session, &last, NULL));
      g_assert_cmpint (last, ==, 3);
    }
}

/* Posts of a gateway and those that were stored are found after a step as before, and after all are gone as well. */
static void
lists_after (FluxTestPlant *plant)
{
  Posts posts;

  fill (&posts, plant, "ddD");
  for (gint64 number = 4; number < 8; number++)
    {
      FluxStoreSession *session;
      FluxTestLoan *loan = flux_test_loan_write (plant->store, &session);
      g_autoptr (GPtrArray) of_gateway = NULL;
      g_autoptr (GPtrArray) stored = NULL;

      keep (session, number, posts.gateways[0], FALSE, NULL);
      of_gateway = flux_store_session_list_posts (
          session, &(FluxPostQuery){ .gateway = posts.gateways[0], .limit = 10 }, NULL);
      stored = flux_store_session_list_posts (session, &(FluxPostQuery){ .filter = FLUX_POSTS_STORED, .limit = 10 },
                                              NULL);
      g_assert_true (flux_test_loan_commit (loan, NULL));
      g_assert_cmpuint (of_gateway->len, ==, number == 4 ? 3 : 1);
      g_assert_cmpuint (stored->len, ==, number == 4 ? 4 : 1);
      g_free (drop (&posts, FLUX_DROP_ANY, 0, 10, FALSE));
    }
}

/* The ways back to a post go along with it, those to others stay. */
static void
links_go (FluxTestPlant *plant)
{
  g_auto (GStrv) none = NULL;
  FluxPostLinks links = { 0 };
  g_autofree char *left = NULL;
  g_autofree char *dropped = NULL;
  Posts posts;
  FluxStoreSession *session;
  FluxTestLoan *loan;

  fill (&posts, plant, "");
  loan = flux_test_loan_write (plant->store, &session);
  flux_post_links_append (&links, 7, FLUX_TEST_START);
  flux_post_links_append (&links, 8, FLUX_TEST_START);
  keep (session, 1, posts.gateways[0], FALSE, &links);
  keep (session, 2, posts.gateways[0], TRUE, &links);
  g_byte_array_unref (links.bytes);
  for (gint64 post = 1; post <= 2; post++)
    {
      g_assert_true (flux_store_session_link_post (session, post, 7, FLUX_TEST_START, NULL));
      /* This row began earlier. */
      g_assert_true (flux_store_session_link_post (session, post, 8, FLUX_TEST_START - 40 * FLUX_TIME_SECOND, NULL));
    }
  g_assert_true (flux_test_loan_commit (loan, NULL));

  dropped = drop (&posts, FLUX_DROP_DECODED, 0, 10, FALSE);
  left = flux_test_plant_query (plant, "SELECT device, post FROM fluxio_post_links ORDER BY device");
  g_assert_cmpstr (left, ==, "7|2\n8|2");
}

const FluxStoreCase flux_store_cases_post_drop[] = {
  { "by-time", by_time },
  { "by-size", by_size },
  { "any", any },
  { "undone", undone },
  { "decoded-later", decoded_later },
  { "wrong-clock", wrong_clock },
  { "numbers-go-on", numbers_go_on },
  { "lists-after", lists_after },
  { "links-go", links_go },
  { NULL },
};
