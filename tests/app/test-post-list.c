/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-list.h"
#include "flux-test-plant.h"
#include "flux-test-stage.h"

#include <locale.h>

#define UNMAPPED "[{\"server_name\":\"nivus_9\",\"full_addr\":11,\"data\":\"1\"}]"

typedef struct
{
  FluxHost *host;
  FluxPostList *list;
  char *uuid; /* of the gateway that posts */
  guint wanted;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
  self->uuid = g_strdup (
      flux_gateway_item_get_gateway (flux_test_plant_add_gateway (self->host, "TRB246 North"))->uuid);
  self->list = flux_post_list_new (flux_host_get_engine (self->host));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->list);
  flux_test_plant_close (self->host);
  g_free (self->uuid);
}

static void
post (Fixture *self, guint n)
{
  flux_test_plant_post_times (self->host, self->uuid, "192.168.40.17",
                              "{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5}", n);
}

static guint
get_length (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static gint64
get_number (Fixture *self, guint position)
{
  g_autoptr (FluxPostItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return flux_post_item_get_post (item)->number;
}

static gboolean
has_wanted (gpointer user_data)
{
  Fixture *self = user_data;

  return get_length (self) == self->wanted && !flux_post_list_is_loading (self->list);
}

static void
wait_for_length (Fixture *self, guint length)
{
  self->wanted = length;
  flux_test_stage_wait (has_wanted, self);
}

static void
assert_newest_first (Fixture *self)
{
  for (guint i = 1; i < get_length (self); i++)
    g_assert_cmpint (get_number (self, i - 1), >, get_number (self, i));
}

static void
begin (Fixture *self, FluxPostFilter filter, const char *text)
{
  flux_post_list_set_active (self->list, TRUE);
  flux_post_list_set_query (self->list, filter, 0, text);
}

static void
test_none (Fixture *self, gconstpointer data)
{
  begin (self, FLUX_POSTS_ALL, NULL);
  wait_for_length (self, 0);
  post (self, 1);
  wait_for_length (self, 1);
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  post (self, FLUX_POST_LIST_PAGE + 5);
  begin (self, FLUX_POSTS_ALL, NULL);
  wait_for_length (self, FLUX_POST_LIST_PAGE);
  flux_post_list_load_older (self->list);
  wait_for_length (self, FLUX_POST_LIST_PAGE + 5);
  flux_post_list_load_older (self->list);
  g_assert_false (flux_post_list_is_loading (self->list));
  assert_newest_first (self);
}

static void
test_live (Fixture *self, gconstpointer data)
{
  post (self, 3);
  begin (self, FLUX_POSTS_ALL, NULL);
  wait_for_length (self, 3);
  post (self, 4);
  wait_for_length (self, 7);
  assert_newest_first (self);
}

static gboolean
has_new (gpointer user_data)
{
  return flux_post_list_get_n_new (((Fixture *) user_data)->list) == 2;
}

static void
test_paused (Fixture *self, gconstpointer data)
{
  post (self, 3);
  begin (self, FLUX_POSTS_ALL, NULL);
  wait_for_length (self, 3);
  flux_post_list_set_paused (self->list, TRUE);
  post (self, 2);
  flux_test_stage_wait (has_new, self);
  g_assert_cmpuint (get_length (self), ==, 3);
  flux_post_list_set_paused (self->list, FALSE);
  g_assert_cmpuint (get_length (self), ==, 5);
  g_assert_cmpuint (flux_post_list_get_n_new (self->list), ==, 0);
  assert_newest_first (self);
}

/* What came while nobody looked is more than a page. */
static void
test_inactive (Fixture *self, gconstpointer data)
{
  post (self, 3);
  begin (self, FLUX_POSTS_ALL, NULL);
  wait_for_length (self, 3);
  flux_post_list_set_active (self->list, FALSE);
  post (self, FLUX_POST_LIST_PAGE + 10);
  g_assert_cmpuint (get_length (self), ==, 3);
  flux_post_list_set_active (self->list, TRUE);
  wait_for_length (self, FLUX_POST_LIST_PAGE);
  assert_newest_first (self);
}

static void
test_filter (Fixture *self, gconstpointer data)
{
  post (self, 3);
  flux_test_plant_post (self->host, self->uuid, NULL, UNMAPPED);
  post (self, 2);
  begin (self, FLUX_POSTS_WAITING, NULL);
  wait_for_length (self, 1);
  post (self, 1);
  flux_test_plant_post (self->host, self->uuid, NULL, UNMAPPED);
  wait_for_length (self, 2);
  flux_post_list_set_query (self->list, FLUX_POSTS_STORED, 0, NULL);
  wait_for_length (self, 6);
}

static void
test_text (Fixture *self, gconstpointer data)
{
  static const char *const body = "{\"device_id\":\"NIVUS_02\",\"flow_rate\":1,\"note\":\"Pumpe\"}";

  post (self, 3);
  flux_test_plant_post (self->host, self->uuid, NULL, body);
  begin (self, FLUX_POSTS_ALL, "pumpe");
  wait_for_length (self, 1);
  post (self, 1);
  flux_test_plant_post (self->host, self->uuid, NULL, body);
  wait_for_length (self, 2);
}

static void
test_let_go (Fixture *self, gconstpointer data)
{
  post (self, FLUX_POST_LIST_MOST_AT_TOP + 30);
  begin (self, FLUX_POSTS_ALL, NULL);
  flux_post_list_set_at_top (self->list, FALSE);
  for (guint length = FLUX_POST_LIST_PAGE; length <= FLUX_POST_LIST_MOST_AT_TOP; length += FLUX_POST_LIST_PAGE)
    {
      wait_for_length (self, length);
      flux_post_list_load_older (self->list);
    }
  wait_for_length (self, FLUX_POST_LIST_MOST_AT_TOP + 30);
  flux_post_list_set_at_top (self->list, TRUE);
  g_assert_cmpuint (get_length (self), ==, FLUX_POST_LIST_MOST_AT_TOP);
  flux_post_list_load_older (self->list);
  wait_for_length (self, FLUX_POST_LIST_MOST_AT_TOP + 30);
  assert_newest_first (self);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/post-list/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("none", test_none);
  ADD ("page by page", test_pages);
  ADD ("live", test_live);
  ADD ("paused", test_paused);
  ADD ("inactive", test_inactive);
  ADD ("filter", test_filter);
  ADD ("text", test_text);
  ADD ("the oldest are let go of", test_let_go);
  return g_test_run ();
}
