/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-mapping.h"
#include "flux-fold.h"
#include "flux-page.h"
#include "flux-post-detail.h"
#include "flux-post-hour.h"
#include "flux-post-order-dialog.h"
#include "flux-posts-page.h"
#include "flux-test-labels.h"
#include "flux-test-plant.h"
#include "flux-test-stage.h"

#include <string.h>

#define WIDE 980
#define NARROW 350

#define UNMAPPED "[{\"server_name\":\"nivus_9\",\"full_addr\":11,\"data\":\"0.0187\"}]"

typedef struct
{
  FluxHost *host;
  GtkWidget *page;
  GtkWidget *window;
  char *uuid; /* of the gateway that has posted */
  const char *wanted;
} Fixture;

static void
post (Fixture *self, const char *body)
{
  flux_test_plant_post (self->host, self->uuid, "192.168.40.17", body);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
  self->uuid = g_strdup (
      flux_gateway_item_get_gateway (flux_test_plant_add_gateway (self->host, "TRB246 North"))->uuid);
  post (self, "{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5,\"level\":\"high\"}");
  post (self, UNMAPPED);
  post (self, "{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5,\"timestamp\":\"2026-01-02T03:04:05Z\"}");
}

static void
set_up_empty (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  flux_test_plant_close (self->host);
  g_free (self->uuid);
}

static gpointer
get_part (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->page, FLUX_TYPE_POSTS_PAGE, name);
}

static gboolean
shows_wanted_state (gpointer user_data)
{
  Fixture *self = user_data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (get_part (self, "states")), self->wanted) == 0;
}

static void
wait_for_state (Fixture *self, const char *name)
{
  self->wanted = name;
  flux_test_stage_wait (shows_wanted_state, self);
  flux_test_stage_settle (self->page);
}

static void
show (Fixture *self, int width)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->page = flux_posts_page_new (self->host);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->page);
  self->window = flux_test_stage_show (overlay, width, 640);
}

static GListModel *
get_posts (Fixture *self)
{
  GtkSelectionModel *model = flux_fold_get_folded (get_part (self, "fold"))
                                 ? gtk_list_view_get_model (get_part (self, "list_view"))
                                 : gtk_column_view_get_model (get_part (self, "column_view"));

  return G_LIST_MODEL (model);
}

static gboolean
has_text (gpointer user_data)
{
  Fixture *self = user_data;

  return flux_test_labels_find (self->page, GTK_TYPE_LABEL, self->wanted) != NULL
         || flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, self->wanted) != NULL;
}

static void
wait_for_text (Fixture *self, const char *text)
{
  self->wanted = text;
  flux_test_stage_wait (has_text, self);
  flux_test_stage_settle (self->page);
}

static FluxPostDetail *
get_detail (Fixture *self)
{
  GtkWidget *beside = adw_bin_get_child (get_part (self, "detail_beside"));
  GtkWidget *alone = adw_bin_get_child (get_part (self, "detail_alone"));

  return FLUX_POST_DETAIL (beside != NULL ? beside : alone);
}

static gpointer
get_detail_part (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (get_detail (self)), FLUX_TYPE_POST_DETAIL, name);
}

static void
test_list (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  wait_for_state (self, "list");
  g_assert_cmpuint (g_list_model_get_n_items (get_posts (self)), ==, 3);
  wait_for_text (self, "TRB246 North");
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "Not mapped"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "NIVUS_01"));
  wait_for_text (self, "3 records in 3 posts");
  flux_test_labels_assert (self->page);
  flux_test_labels_assert_narrow (self->page);
}

static void
test_none (Fixture *self, gconstpointer data)
{
  show (self, NARROW);
  wait_for_state (self, "none");
  flux_test_labels_assert (self->page);
}

static gboolean
has_one_post (gpointer user_data)
{
  return g_list_model_get_n_items (get_posts (user_data)) == 1;
}

static void
test_filter (Fixture *self, gconstpointer data)
{
  g_autofree char *outcome = NULL;

  show (self, WIDE);
  wait_for_state (self, "list");
  flux_post_hour_set_filter (get_part (self, "hour"), FLUX_POSTS_WAITING);
  flux_test_stage_wait (has_one_post, self);
  g_object_get (self->page, "outcome", &outcome, NULL);
  g_assert_cmpstr (outcome, ==, "waiting");
  gtk_widget_activate_action (self->page, "posts.outcome", "s", "refused");
  wait_for_state (self, "no-match");
  g_assert_cmpint (flux_post_hour_get_filter (get_part (self, "hour")), ==, FLUX_POSTS_REFUSED);
  gtk_widget_activate_action (self->page, "posts.outcome", "s", "all");
  wait_for_state (self, "list");
}

static void
test_search (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  wait_for_state (self, "list");
  flux_page_search (FLUX_PAGE (self->page));
  gtk_editable_set_text (get_part (self, "search_entry"), "nivus_9");
  g_signal_emit_by_name (get_part (self, "search_entry"), "search-changed");
  flux_test_stage_wait (has_one_post, self);
  g_assert_true (flux_page_go_back (FLUX_PAGE (self->page)));
  g_assert_false (flux_page_go_back (FLUX_PAGE (self->page)));
}

static gboolean
has_four_posts (gpointer user_data)
{
  return g_list_model_get_n_items (get_posts (user_data)) == 4;
}

static gboolean
says_one_new (gpointer user_data)
{
  AdwWindowTitle *title = get_part (user_data, "title");

  return g_str_equal (adw_window_title_get_subtitle (title), "Paused, 1 new");
}

static void
test_pause (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  wait_for_state (self, "list");
  g_assert_cmpstr (adw_window_title_get_subtitle (get_part (self, "title")), ==, "Live");
  gtk_widget_activate_action (self->page, "posts.paused", NULL);
  post (self, UNMAPPED);
  flux_test_stage_wait (says_one_new, self);
  g_assert_cmpuint (g_list_model_get_n_items (get_posts (self)), ==, 3);
  gtk_widget_activate_action (self->page, "posts.paused", NULL);
  flux_test_stage_wait (has_four_posts, self);
}

static void
test_detail (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  wait_for_state (self, "list");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_posts (self)), 1, TRUE);
  wait_for_text (self, "Unit “nivus_9”");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_detail_part (self, "map"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_detail_part (self, "again"))));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "probably flow"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "No unit of this gateway is named so yet"));
  flux_test_labels_assert (self->page);
  flux_test_labels_assert_narrow (self->page);

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_posts (self)), 2, TRUE);
  wait_for_text (self, "Text instead of a number");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_detail_part (self, "map"))));
  g_assert_true (flux_page_go_back (FLUX_PAGE (self->page)));
  g_assert_false (gtk_widget_get_visible (get_part (self, "detail_beside")));
  g_assert_false (flux_page_go_back (FLUX_PAGE (self->page)));
}

/* Of a template of the site's own nothing is known yet, not even which member is the value. */
static void
test_template (Fixture *self, gconstpointer data)
{
  post (self, "[{\"TS\":\"1795424400\",\"N\":\"NIVUS_01\",\"V\":\"0.5\"}]");
  show (self, WIDE);
  wait_for_state (self, "list");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_posts (self)), 0, TRUE);
  wait_for_text (self, "No unit named");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_detail_part (self, "map"))));
}

static void
test_detail_narrow (Fixture *self, gconstpointer data)
{
  show (self, NARROW);
  wait_for_state (self, "list");
  flux_test_labels_assert (self->page);
  g_signal_emit_by_name (get_part (self, "list_view"), "activate", 1);
  wait_for_text (self, "Unit “nivus_9”");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (self, "stack")), ==, "detail");
  flux_test_labels_assert (self->page);
  flux_test_labels_assert_narrow (self->page);
  flux_page_search (FLUX_PAGE (self->page));
  g_assert_true (flux_page_go_back (FLUX_PAGE (self->page)));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (self, "stack")), ==, "detail");
  g_assert_true (flux_page_go_back (FLUX_PAGE (self->page)));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (self, "stack")), ==, "list");
}

static gboolean
is_at_rest (gpointer user_data)
{
  return !gtk_widget_get_visible (get_part (user_data, "again"));
}

/* --- Correcting the word order ------------------------------------------------------------------------------------ */

static void
saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  flux_engine_save_mapping_finish (FLUX_ENGINE (engine), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_set (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* A unit whose map reads its flow with the words exchanged. */
static void
map_wrongly (Fixture *self)
{
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("a wrong one");
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_05");
  g_autoptr (FluxUnit) unit = flux_unit_new (self->uuid, "NIVUS_05");
  FluxRegister *flow = flux_register_new ("flow_rate");
  FluxMappingChange change = { .device = device, .map = map, .unit = unit };
  gboolean is_saved = FALSE;

  flow->address = 10;
  flow->order = FLUX_WORD_ORDER_CDAB;
  flow->unit = g_strdup ("m3/s");
  g_ptr_array_add (map->registers, flow);
  device->flow_unit = FLUX_FLOW_UNIT_M3_PER_S;
  unit->server_name = g_strdup ("nivus_5");
  unit->map_uuid = g_strdup (map->uuid);
  flux_engine_save_mapping_async (flux_host_get_engine (self->host), &change, "test", NULL, saved_cb, &is_saved);
  flux_test_stage_wait (is_set, &is_saved);
}

static GtkWidget *
find_order_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (FLUX_IS_POST_ORDER_DIALOG (window))
        return window;
    }
  return NULL;
}

static gboolean
is_map_right (gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (flux_host_get_engine (self->host));
  const FluxRegisterMap *map = g_ptr_array_index (maps, 0);

  return ((FluxRegister *) g_ptr_array_index (map->registers, 0))->order == FLUX_WORD_ORDER_ABCD;
}

static void
test_order (Fixture *self, gconstpointer data)
{
  map_wrongly (self);
  post (self, "[{\"server_name\":\"nivus_5\",\"full_addr\":11,\"data\":\"\\\"3DC0F909\\\"\"}]");
  show (self, WIDE);
  wait_for_state (self, "list");
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_posts (self)), 0, TRUE);
  wait_for_text (self, "Beyond anything physical");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_detail_part (self, "order"))));
  gtk_widget_activate_action (GTK_WIDGET (get_detail (self)), "post.order", NULL);
  flux_test_stage_settle (find_order_dialog ());
  g_assert_nonnull (flux_test_labels_find (find_order_dialog (), GTK_TYPE_LABEL, "likely"));
  flux_test_labels_assert (find_order_dialog ());
  flux_test_labels_assert_narrow (find_order_dialog ());
  gtk_widget_activate_action (find_order_dialog (), "order.save", NULL);
  flux_test_stage_wait (is_map_right, self);
}

static void
test_decode_again (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  wait_for_state (self, "list");
  gtk_widget_activate_action (self->page, "posts.decode-waiting", NULL);
  g_assert_true (gtk_widget_get_visible (get_part (self, "again")));
  flux_test_stage_settle (self->page);
  flux_test_stage_wait (is_at_rest, self);
  wait_for_state (self, "list");
  g_assert_cmpuint (g_list_model_get_n_items (get_posts (self)), ==, 3);
}

static void
test_knocks (Fixture *self, gconstpointer data)
{
  flux_engine_note_knock (flux_host_get_engine (self->host), "192.168.40.17", "wrong key");
  show (self, WIDE);
  g_assert_true (gtk_widget_get_visible (get_part (self, "knocks")));
  flux_test_labels_assert (self->page);
}

static void
test_looking (Fixture *self, gconstpointer data)
{
  FluxHost *writing = self->host;

  self->host = flux_test_plant_open_again (writing);
  show (self, WIDE);
  wait_for_state (self, "list");
  gtk_widget_activate_action (self->page, "posts.decode-waiting", NULL);
  g_assert_false (gtk_widget_get_visible (get_part (self, "again")));
  flux_test_plant_close (writing);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  flux_test_plant_init_style ();
#define ADD(name, start, test) g_test_add ("/posts-page/" name, Fixture, NULL, start, test, tear_down)
  ADD ("list", set_up, test_list);
  ADD ("none", set_up_empty, test_none);
  ADD ("filter", set_up, test_filter);
  ADD ("search", set_up, test_search);
  ADD ("pause", set_up, test_pause);
  ADD ("detail", set_up, test_detail);
  ADD ("template", set_up, test_template);
  ADD ("detail, narrow", set_up, test_detail_narrow);
  ADD ("word order", set_up, test_order);
  ADD ("decode again", set_up, test_decode_again);
  ADD ("knocks", set_up, test_knocks);
  ADD ("looking only", set_up, test_looking);
  return g_test_run ();
}
