/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-posts-page-private.h"

#include "flux-banner.h"
#include "flux-error-sentence.h"
#include "flux-naming.h"
#include "flux-page.h"
#include "flux-post-columns.h"
#include "flux-sidebar-button.h"

#include <glib/gi18n.h>

/* Older posts are read when less than so many views of them are left below. */
#define VIEWS_AHEAD 3

#define NARROW_MARGIN 12
#define WIDE_MARGIN 18

enum
{
  PROP_PAUSED = 1,
  PROP_OUTCOME,
  PROP_GATEWAY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void page_init (FluxPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxPostsPage, flux_posts_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (FLUX_TYPE_PAGE, page_init))

static const struct
{
  const char *name;
  const char *title;
  FluxPostFilter filter;
} outcomes[] = {
  { "all", NC_ ("posts", "All outcomes"), FLUX_POSTS_ALL },
  { "stored", NC_ ("posts", "Stored"), FLUX_POSTS_STORED },
  { "duplicate", NC_ ("posts", "Duplicate"), FLUX_POSTS_DUPLICATE },
  { "failed-read", NC_ ("posts", "Failed read"), FLUX_POSTS_FAILED_READ },
  { "waiting", NC_ ("posts", "Not mapped"), FLUX_POSTS_WAITING },
  { "refused", NC_ ("posts", "Refused"), FLUX_POSTS_REFUSED },
};

static FluxPlantModel *
get_plant (FluxPostsPage *self)
{
  return flux_host_get_plant (self->host);
}

/* --- What is in the list ------------------------------------------------------------------------------------------ */

static gboolean
is_filtered (FluxPostsPage *self)
{
  return self->outcome != 0 || *self->gateway != '\0' || *gtk_editable_get_text (self->search_entry) != '\0';
}

/* While it is read, what was shown before stays, or each filter would flicker. */
static void
show_state (FluxPostsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (n == 0 && flux_post_list_is_loading (self->list))
    return;
  gtk_stack_set_visible_child_name (self->states, n > 0               ? "list"
                                                  : is_filtered (self) ? "no-match"
                                                                       : "none");
}

static void
show_pause (FluxPostsPage *self)
{
  guint n = flux_post_list_get_n_new (self->list);
  g_autofree char *sentence = g_strdup_printf (ngettext ("Paused, %u new", "Paused, %u new", n), n);

  adw_window_title_set_subtitle (self->title, !self->is_paused ? C_ ("posts", "Live") : sentence);
}

static void
query (FluxPostsPage *self)
{
  FluxGatewayItem *item =
      *self->gateway != '\0' ? flux_plant_model_find_gateway (get_plant (self), self->gateway) : NULL;
  g_autofree char *both = NULL;
  const char *title = g_dpgettext2 (NULL, "posts", outcomes[self->outcome].title);

  if (item != NULL)
    both = self->outcome == 0 ? g_strdup (flux_gateway_item_get_name (item))
                              : g_strdup_printf ("%s · %s", title, flux_gateway_item_get_name (item));
  gtk_label_set_label (self->filter_label, both != NULL ? both : title);
  flux_post_hour_set_filter (self->hour, outcomes[self->outcome].filter);
  gtk_widget_set_visible (self->waiting, outcomes[self->outcome].filter == FLUX_POSTS_WAITING);
  flux_post_list_set_query (self->list, outcomes[self->outcome].filter,
                            item != NULL ? flux_gateway_item_get_gateway (item)->number : 0,
                            gtk_editable_get_text (self->search_entry));
  show_state (self);
}

static void
set_outcome (FluxPostsPage *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (outcomes[i].name, name) == 0 && self->outcome != i)
      {
        self->outcome = i;
        query (self);
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
      }
}

static void
set_gateway (FluxPostsPage *self, const char *uuid)
{
  if (g_strcmp0 (self->gateway, uuid) == 0)
    return;
  g_free (self->gateway);
  self->gateway = g_strdup (uuid != NULL ? uuid : "");
  query (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GATEWAY]);
}

static void
set_paused (FluxPostsPage *self, gboolean paused)
{
  if (self->is_paused == paused)
    return;
  self->is_paused = paused;
  flux_post_list_set_paused (self->list, paused);
  show_pause (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

static void
search_changed_cb (FluxPostsPage *self)
{
  query (self);
}

static void
hour_filter_cb (FluxPostsPage *self)
{
  FluxPostFilter filter = flux_post_hour_get_filter (self->hour);

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (outcomes[i].filter == filter)
      set_outcome (self, outcomes[i].name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (flux_gateway_item_get_name (*(FluxGatewayItem **) a),
                         flux_gateway_item_get_name (*(FluxGatewayItem **) b));
}

/* The gateways stand in the menu as they are when it opens. */
static void
fill_filter_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  FluxPostsPage *self = user_data;
  GListModel *gateways = flux_plant_model_get_gateways (get_plant (self));
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (gateways); i++)
    g_ptr_array_add (sorted, g_list_model_get_item (gateways, i));
  g_ptr_array_sort (sorted, compare_names);
  g_menu_remove_all (self->gateways_menu);
  for (guint i = 0; i <= sorted->len; i++)
    {
      FluxGatewayItem *item = i > 0 ? g_ptr_array_index (sorted, i - 1) : NULL;
      g_autoptr (GMenuItem) entry =
          g_menu_item_new (item != NULL ? flux_gateway_item_get_name (item) : C_ ("posts", "All gateways"), NULL);

      g_menu_item_set_action_and_target (entry, "posts.gateway", "s",
                                         item != NULL ? flux_gateway_item_get_gateway (item)->uuid : "");
      g_menu_append_item (self->gateways_menu, entry);
    }
}

/* --- Scrolling ---------------------------------------------------------------------------------------------------- */

static void
scrolled_cb (FluxPostsPage *self, GtkAdjustment *adjustment)
{
  double value = gtk_adjustment_get_value (adjustment), view = gtk_adjustment_get_page_size (adjustment);

  if (self->scroll_source != 0 || view <= 0)
    return;
  self->is_at_top = value <= 1;
  flux_post_list_set_at_top (self->list, self->is_at_top);
  if (value + (1 + VIEWS_AHEAD) * view >= gtk_adjustment_get_upper (adjustment))
    flux_post_list_load_older (self->list);
}

static gboolean
scroll_to_top_cb (gpointer user_data)
{
  FluxPostsPage *self = user_data;
  gboolean folded = flux_fold_get_folded (self->fold);
  GtkWidget *list = folded ? GTK_WIDGET (self->list_view) : gtk_widget_get_last_child (GTK_WIDGET (self->column_view));

  self->scroll_source = 0;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", 0);
  return G_SOURCE_REMOVE;
}

/* A list keeps the row that it shows where it is; at the top the newest is what is looked at. */
static void
items_changed_cb (FluxPostsPage *self, guint position, guint n_removed, guint n_added)
{
  if (position == 0 && n_added > 0 && self->is_at_top && self->scroll_source == 0)
    self->scroll_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, scroll_to_top_cb, self, NULL);
  show_state (self);
}

static void
watch_scrolling (FluxPostsPage *self, GtkScrolledWindow *scrolled)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scrolled);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}

/* --- One of them -------------------------------------------------------------------------------------------------- */

static void
activated_cb (FluxPostsPage *self, guint position)
{
  g_autoptr (FluxPostItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (item == NULL)
    return;
  flux_posts_page_show (self, flux_post_item_get_post (item)->number);
  gtk_widget_grab_focus (flux_fold_get_folded (self->fold) ? self->back : GTK_WIDGET (self->detail));
}

/* Going through the list opens each post beside it. */
static void
selected_cb (FluxPostsPage *self)
{
  FluxPostItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL && !flux_fold_get_folded (self->fold))
    flux_posts_page_show (self, flux_post_item_get_post (item)->number);
}

static void
set_margins (GtkWidget *widget, gboolean folded)
{
  gtk_widget_set_margin_start (widget, folded ? NARROW_MARGIN : WIDE_MARGIN);
  gtk_widget_set_margin_end (widget, folded ? NARROW_MARGIN : WIDE_MARGIN);
}

static void
folded_cb (FluxPostsPage *self)
{
  gboolean folded = flux_fold_get_folded (self->fold), was_in_detail = flux_posts_page_is_in_detail (self);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);

  gtk_column_view_set_model (self->column_view, folded ? NULL : selection);
  gtk_list_view_set_model (self->list_view, folded ? selection : NULL);
  set_margins (GTK_WIDGET (self->hour), folded);
  set_margins (self->waiting, folded);
  if (was_in_detail)
    flux_posts_page_place_detail (self);
}

/* --- Actions ------------------------------------------------------------------------------------------------------ */

static void
decode_waiting_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (widget);
  FluxPostQuery waiting = { .filter = FLUX_POSTS_WAITING };

  flux_post_again_start (self->again, flux_host_get_engine (self->host), &waiting);
}

static void
running_cb (FluxPostsPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "posts.decode-waiting",
                                 !flux_host_is_read_only (self->host) && !flux_post_again_is_running (self->again));
}

static void
failed_cb (FluxPostsPage *self, const GError *error)
{
  flux_page_tell (GTK_WIDGET (self), flux_error_sentence (error));
}

static void
posts_decoded_cb (FluxPostsPage *self)
{
  flux_posts_page_reload (self);
}

static void
back_cb (FluxPostsPage *self)
{
  flux_posts_page_leave_detail (self);
}

/* --- As a page ---------------------------------------------------------------------------------------------------- */

static const char *
get_title (FluxPage *page)
{
  return _ ("Posts");
}

static const char *
get_help_page (FluxPage *page)
{
  return "posts";
}

static gboolean
has_focus_in_detail (FluxPostsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return flux_posts_page_is_in_detail (self) && focus != NULL
         && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->detail));
}

/* In the body of the post where that is what is looked at. */
static void
search (FluxPage *page)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (page);

  if (flux_posts_page_is_alone (self) || has_focus_in_detail (self))
    {
      flux_post_detail_search (self->detail);
      return;
    }
  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static gboolean
go_back (FluxPage *page)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (page);
  gboolean was_searching = gtk_search_bar_get_search_mode (self->search_bar);

  if (flux_posts_page_is_in_detail (self))
    {
      if (!flux_post_detail_close_search (self->detail))
        flux_posts_page_leave_detail (self);
      return TRUE;
    }
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  return was_searching;
}

static void
open_post (FluxPage *page, const char *const *ids)
{
  gint64 number = ids[0] != NULL ? g_ascii_strtoll (ids[0], NULL, 10) : 0;

  if (number > 0)
    flux_posts_page_show (FLUX_POSTS_PAGE (page), number);
}

static void
page_init (FluxPageInterface *iface)
{
  iface->get_title = get_title;
  iface->get_help_page = get_help_page;
  iface->search = search;
  iface->go_back = go_back;
  iface->open = open_post;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_posts_page_map (GtkWidget *widget)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (widget);

  GTK_WIDGET_CLASS (flux_posts_page_parent_class)->map (widget);
  flux_post_list_set_active (self->list, TRUE);
  flux_post_knocks_refresh (self->knocks);
}

static void
flux_posts_page_unmap (GtkWidget *widget)
{
  flux_post_list_set_active (FLUX_POSTS_PAGE (widget)->list, FALSE);
  GTK_WIDGET_CLASS (flux_posts_page_parent_class)->unmap (widget);
}

static gboolean
flux_posts_page_grab_focus (GtkWidget *widget)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (widget);
  gpointer list = flux_fold_get_folded (self->fold) ? GTK_WIDGET (self->list_view) : GTK_WIDGET (self->column_view);

  if (flux_posts_page_is_alone (self))
    return gtk_widget_grab_focus (self->back);
  return gtk_widget_grab_focus (list) || gtk_widget_grab_focus (self->pause);
}

static void
flux_posts_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (object);

  switch (id)
    {
    case PROP_PAUSED:
      g_value_set_boolean (value, self->is_paused);
      break;
    case PROP_OUTCOME:
      g_value_set_string (value, outcomes[self->outcome].name);
      break;
    case PROP_GATEWAY:
      g_value_set_string (value, self->gateway);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_posts_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (object);

  switch (id)
    {
    case PROP_PAUSED:
      set_paused (self, g_value_get_boolean (value));
      break;
    case PROP_OUTCOME:
      set_outcome (self, g_value_get_string (value));
      break;
    case PROP_GATEWAY:
      set_gateway (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
flux_posts_page_dispose (GObject *object)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (object);

  g_clear_handle_id (&self->scroll_source, g_source_remove);
  if (self->column_view != NULL)
    {
      gtk_column_view_set_model (self->column_view, NULL);
      gtk_list_view_set_model (self->list_view, NULL);
    }
  g_clear_object (&self->selection);
  if (self->list != NULL)
    g_object_run_dispose (G_OBJECT (self->list));
  g_clear_object (&self->detail);
  G_OBJECT_CLASS (flux_posts_page_parent_class)->dispose (object);
}

static void
flux_posts_page_finalize (GObject *object)
{
  FluxPostsPage *self = FLUX_POSTS_PAGE (object);

  g_clear_object (&self->list);
  g_clear_object (&self->host);
  g_free (self->gateway);
  G_OBJECT_CLASS (flux_posts_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-posts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, title);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, pause);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, filter_label);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, gateways_menu);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, knocks);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, again);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, hour);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, states);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, fold);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, paned);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, column_view);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, wide_scrolled);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, narrow_scrolled);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, detail_beside);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, detail_alone);
  gtk_widget_class_bind_template_child (widget_class, FluxPostsPage, back);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, hour_filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, posts_decoded_cb);
  gtk_widget_class_bind_template_callback (widget_class, running_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[PROP_OUTCOME] = g_param_spec_string ("outcome", NULL, NULL, "all", flags);
  properties[PROP_GATEWAY] = g_param_spec_string ("gateway", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
flux_posts_page_class_init (FluxPostsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_posts_page_get_property;
  object_class->set_property = flux_posts_page_set_property;
  object_class->dispose = flux_posts_page_dispose;
  object_class->finalize = flux_posts_page_finalize;
  widget_class->grab_focus = flux_posts_page_grab_focus;
  widget_class->map = flux_posts_page_map;
  widget_class->unmap = flux_posts_page_unmap;
  install_properties (object_class);

  g_type_ensure (FLUX_TYPE_BANNER);
  g_type_ensure (FLUX_TYPE_FOLD);
  g_type_ensure (FLUX_TYPE_POST_AGAIN);
  g_type_ensure (FLUX_TYPE_POST_HOUR);
  g_type_ensure (FLUX_TYPE_POST_KNOCKS);
  g_type_ensure (FLUX_TYPE_SIDEBAR_BUTTON);
  bind_template (widget_class);
  gtk_widget_class_install_property_action (widget_class, "posts.paused", "paused");
  gtk_widget_class_install_property_action (widget_class, "posts.outcome", "outcome");
  gtk_widget_class_install_property_action (widget_class, "posts.gateway", "gateway");
  gtk_widget_class_install_action (widget_class, "posts.decode-waiting", NULL, decode_waiting_action);
}

static void
flux_posts_page_init (FluxPostsPage *self)
{
  self->gateway = g_strdup ("");
  self->is_at_top = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
}

static void
make_list (FluxPostsPage *self)
{
  g_autoptr (GtkListItemFactory) rows = flux_post_columns_make_row_factory (get_plant (self));

  self->list = flux_post_list_new (flux_host_get_engine (self->host));
  /* The model comes last, or its first post would be opened without anybody having chosen it. */
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  flux_post_columns_add (self->column_view, get_plant (self));
  gtk_list_view_set_factory (self->list_view, rows);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::n-new", G_CALLBACK (show_pause), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
flux_posts_page_new (FluxHost *host)
{
  FluxPostsPage *self = g_object_new (FLUX_TYPE_POSTS_PAGE, NULL);

  self->host = g_object_ref (host);
  make_list (self);
  watch_scrolling (self, self->wide_scrolled);
  watch_scrolling (self, self->narrow_scrolled);
  flux_naming_column_view (self->column_view, _ ("Posts"));
  flux_naming_menu_button (self->filter_button, _ ("Which posts are shown"));
  gtk_menu_button_set_create_popup_func (self->filter_button, fill_filter_menu_cb, self, NULL);
  flux_post_hour_set_plant (self->hour, get_plant (self));
  flux_post_knocks_set_host (self->knocks, host);
  folded_cb (self);
  running_cb (self);
  show_pause (self);
  query (self);
  return GTK_WIDGET (self);
}
