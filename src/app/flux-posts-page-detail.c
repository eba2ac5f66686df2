/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-posts-page-private.h"

gboolean
flux_posts_page_is_alone (FluxPostsPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "detail") == 0;
}

gboolean
flux_posts_page_is_in_detail (FluxPostsPage *self)
{
  return self->detail != NULL
         && (flux_posts_page_is_alone (self) || gtk_widget_get_visible (GTK_WIDGET (self->detail_beside)));
}

static void
grab_list_focus (FluxPostsPage *self)
{
  gpointer list = flux_fold_get_folded (self->fold) ? GTK_WIDGET (self->list_view) : GTK_WIDGET (self->column_view);

  gtk_widget_grab_focus (list);
}

/* The handle of a paned takes presses where it was even when it is hidden. */
static void
show_beside (FluxPostsPage *self, gboolean shown)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->paned));
  int height = gtk_widget_get_height (GTK_WIDGET (self->paned));

  if (shown && !self->is_divided && height > 0)
    {
      gtk_paned_set_position (self->paned, height / 2);
      self->is_divided = TRUE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->detail_beside), shown);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        gtk_event_controller_set_propagation_phase (controller, shown ? GTK_PHASE_CAPTURE : GTK_PHASE_NONE);
    }
}

void
flux_posts_page_leave_detail (FluxPostsPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "list");
  show_beside (self, FALSE);
  if (!flux_fold_get_folded (self->fold))
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  grab_list_focus (self);
}

void
flux_posts_page_reload (FluxPostsPage *self)
{
  flux_post_list_reload (self->list);
  flux_post_hour_count (self->hour);
  if (self->detail != NULL)
    flux_post_detail_reload (self->detail);
}

static void
offer_taken_cb (FluxPostsPage *self, gint64 gateway)
{
  FluxPostQuery query = { .gateway = gateway };

  if (gateway != 0)
    flux_post_again_start (self->again, flux_host_get_engine (self->host), &query);
}

static void
ensure_detail (FluxPostsPage *self)
{
  if (self->detail != NULL)
    return;
  self->detail = g_object_ref_sink (FLUX_POST_DETAIL (flux_post_detail_new (self->host)));
  g_signal_connect_object (self->detail, "close", G_CALLBACK (flux_posts_page_leave_detail), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "decoded", G_CALLBACK (flux_posts_page_reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "offer-taken", G_CALLBACK (offer_taken_cb), self, G_CONNECT_SWAPPED);
}

/* Beside the list where there is room, else in its place. */
void
flux_posts_page_place_detail (FluxPostsPage *self)
{
  gboolean folded = flux_fold_get_folded (self->fold);
  AdwBin *place = folded ? self->detail_alone : self->detail_beside;

  if (adw_bin_get_child (place) == NULL)
    {
      adw_bin_set_child (folded ? self->detail_beside : self->detail_alone, NULL);
      adw_bin_set_child (place, GTK_WIDGET (self->detail));
    }
  flux_post_detail_set_alone (self->detail, folded);
  show_beside (self, !folded);
  gtk_stack_set_visible_child_name (self->stack, folded ? "detail" : "list");
}

void
flux_posts_page_show (FluxPostsPage *self, gint64 number)
{
  ensure_detail (self);
  flux_post_detail_set_number (self->detail, number);
  flux_posts_page_place_detail (self);
}
