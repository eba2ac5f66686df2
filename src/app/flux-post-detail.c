/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-detail.h"

#include "flux-error-sentence.h"
#include "flux-page.h"
#include "flux-post-body.h"
#include "flux-post-line.h"
#include "flux-post-line-row.h"
#include "flux-post-order-dialog.h"
#include "flux-post-words.h"
#include "flux-two-columns.h"

#include <glib/gi18n.h>

struct _FluxPostDetail
{
  AdwBin parent_instance;

  FluxMark *mark;
  GtkOrientable *titles;
  GtkLabel *title;
  GtkLabel *sender;
  GtkWidget *close;
  GtkStack *states;
  GtkScrolledWindow *scrolled;
  FluxPostBody *body;
  GtkListView *lines;
  GtkWidget *lines_scrolled;
  GtkLabel *sum;
  GtkLabel *trouble;
  GtkWidget *again;
  GtkWidget *map;
  GtkWidget *order;
  GtkWidget *zone;

  FluxHost *host; /* (owned) */
  gint64 number;
  FluxPostReading *reading;  /* (nullable) (owned) */
  FluxPostNeeds needs;       /* of @reading */
  GCancellable *cancellable; /* (nullable) (owned): of the opening */

  FluxLiveSubscription *live; /* (nullable) (owned) */
  guint64 n_posts;            /* of @reading's gateway, as last told of; 0: not yet */
};

enum
{
  CLOSE,
  DECODED,
  OFFER_TAKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxPostDetail, flux_post_detail, ADW_TYPE_BIN)

static FluxPlantModel *
get_plant (FluxPostDetail *self)
{
  return flux_host_get_plant (self->host);
}

/* --- What is shown ------------------------------------------------------------------------------------------------ */

static void
show_title (FluxPostDetail *self)
{
  const FluxKeptPost *post = self->reading->post;
  gint64 now = flux_clock_get_now (flux_engine_get_clock (flux_host_get_engine (self->host)));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *time = flux_post_words_make_time (now, post->received_at, zone);
  g_autofree char *gateway = flux_post_words_make_sender (get_plant (self), post);
  /* Translators: a time like 14:34:29, or a date, and the name of a gateway */
  g_autofree char *title = g_strdup_printf (_ ("Post of %s from %s"), time, gateway);
  /* Translators: an address like 192.168.40.17, and the name of a key */
  g_autofree char *sender = g_strdup_printf (_ ("from %s with the key “%s”"),
                                             post->address != NULL ? post->address : "?", post->key_name);

  flux_mark_set_kind (self->mark, flux_post_words_get_mark (post));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), flux_post_words_get_mark (post) != FLUX_MARK_NONE);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->sender, sender);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sender), sender);
}

/* The first of the buttons that can be pressed is the one to press. */
static void
show_buttons (FluxPostDetail *self)
{
  gboolean may_write = !flux_host_is_read_only (self->host);
  const struct
  {
    GtkWidget *button;
    gboolean is_needed;
  } buttons[] = {
    { self->again, self->needs.decode_again },
    { self->map, self->needs.map },
    { self->order, self->needs.order >= 0 },
    { self->zone, self->needs.zone },
  };
  gboolean has_first = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gboolean is_first = buttons[i].is_needed && !has_first;

      gtk_widget_set_visible (buttons[i].button, buttons[i].is_needed && may_write);
      if (is_first)
        gtk_widget_add_css_class (buttons[i].button, "suggested-action");
      else
        gtk_widget_remove_css_class (buttons[i].button, "suggested-action");
      has_first |= buttons[i].is_needed;
    }
}

static void
show_reading (FluxPostDetail *self)
{
  g_autoptr (GListStore) lines = flux_post_lines_make (get_plant (self), self->reading, &self->needs);
  g_autofree char *sum = flux_post_words_sum_up (self->reading);
  g_autoptr (GtkSelectionModel) selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (lines))));

  show_title (self);
  show_buttons (self);
  flux_post_body_show (self->body, self->reading);
  gtk_list_view_set_model (self->lines, selection);
  gtk_widget_set_visible (self->lines_scrolled, g_list_model_get_n_items (G_LIST_MODEL (lines)) > 0);
  gtk_label_set_label (self->sum, sum);
  gtk_stack_set_visible_child_name (self->states, "post");
}

static void
show_trouble (FluxPostDetail *self, const GError *error)
{
  gboolean is_gone = g_error_matches (error, FLUX_STORE_ERROR, FLUX_STORE_ERROR_NOT_FOUND);

  gtk_label_set_label (self->trouble, is_gone ? _ ("This post is not kept any more.") : flux_error_sentence (error));
  gtk_stack_set_visible_child_name (self->states, "trouble");
}

static void
opened_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  FluxPostReading *reading = flux_engine_open_post_finish (FLUX_ENGINE (engine), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->host == NULL)
    {
      g_clear_pointer (&reading, flux_post_reading_free);
      return;
    }
  g_clear_pointer (&self->reading, flux_post_reading_free);
  self->reading = reading;
  if (reading != NULL && reading->gateway != NULL)
    self->n_posts = MAX (self->n_posts, reading->gateway->posts);
  if (reading != NULL)
    show_reading (self);
  else
    show_trouble (self, error);
}

void
flux_post_detail_reload (FluxPostDetail *self)
{
  g_return_if_fail (FLUX_IS_POST_DETAIL (self));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->number == 0)
    return;
  self->cancellable = g_cancellable_new ();
  flux_engine_open_post_async (flux_host_get_engine (self->host), self->number, self->cancellable, opened_cb,
                               g_object_ref (self));
}

/* Subscribers are told of a gateway when it has posted, and when its mapping has changed. */
static void
live_cb (GPtrArray *devices, GPtrArray *gateways, gpointer user_data)
{
  FluxPostDetail *self = user_data;
  const FluxGateway *own = self->reading != NULL ? self->reading->gateway : NULL;

  for (guint i = 0; i < gateways->len && own != NULL; i++)
    {
      const FluxGateway *gateway = g_ptr_array_index (gateways, i);
      gboolean has_posted = gateway->posts != self->n_posts;

      if (!g_str_equal (gateway->uuid, own->uuid))
        continue;
      self->n_posts = gateway->posts;
      if (!has_posted)
        flux_post_detail_reload (self);
      return;
    }
}

/* --- What is done ------------------------------------------------------------------------------------------------- */

static void
decoded_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree FluxDecodeSummary *summary = flux_engine_decode_again_finish (FLUX_ENGINE (engine), result, &error);
  g_autofree char *sentence = summary != NULL ? flux_post_words_sum_up_again (summary) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "post.decode-again", TRUE);
  flux_page_tell (GTK_WIDGET (self), sentence != NULL ? sentence : flux_error_sentence (error));
  if (summary != NULL)
    g_signal_emit (self, signals[DECODED], 0);
}

static void
decode_again (FluxPostDetail *self)
{
  FluxPostQuery query = { .before = self->number + 1, .after = self->number - 1, .limit = 1 };

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "post.decode-again", FALSE);
  flux_engine_decode_again_async (flux_host_get_engine (self->host), &query, g_get_user_name (), NULL, NULL, NULL,
                                  decoded_cb, g_object_ref (self));
}

static void
decode_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxPostDetail *self = FLUX_POST_DETAIL (widget);

  if (self->number != 0)
    decode_again (self);
}

static void
map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.map-post", "x", FLUX_POST_DETAIL (widget)->number);
}

static void
zone_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxPostDetail *self = FLUX_POST_DETAIL (widget);

  if (self->reading != NULL && self->reading->gateway != NULL)
    gtk_widget_activate_action (widget, "win.show-gateway", "s", self->reading->gateway->uuid);
}

static void
offer_pressed_cb (FluxPostDetail *self)
{
  g_signal_emit (self, signals[OFFER_TAKEN], 0, self->reading != NULL ? self->reading->post->gateway : (gint64) 0);
}

/* Other posts of the gateway were read with the wrong order as well. */
static void
order_saved_cb (FluxPostDetail *self)
{
  AdwToast *toast = adw_toast_new (_ ("The register map is changed"));

  adw_toast_set_button_label (toast, _ ("_Decode again"));
  adw_toast_set_timeout (toast, 0);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (offer_pressed_cb), self, G_CONNECT_SWAPPED);
  flux_page_add_toast (GTK_WIDGET (self), toast);
}

static void
order_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxPostDetail *self = FLUX_POST_DETAIL (widget);
  FluxPostOrderDialog *dialog;

  if (self->reading == NULL || self->needs.order < 0)
    return;
  dialog = flux_post_order_dialog_present (widget, flux_host_get_engine (self->host), self->reading, self->needs.order);
  if (dialog != NULL)
    g_signal_connect_object (dialog, "saved", G_CALLBACK (order_saved_cb), self, G_CONNECT_SWAPPED);
  else
    flux_page_tell (widget, _ ("The register map of this unit is not there any more."));
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CLOSE], 0);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static gboolean
flux_post_detail_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (FLUX_POST_DETAIL (widget)->scrolled), GTK_DIR_TAB_FORWARD);
}

static void
flux_post_detail_dispose (GObject *object)
{
  FluxPostDetail *self = FLUX_POST_DETAIL (object);

  g_clear_pointer (&self->live, flux_live_unsubscribe);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->reading, flux_post_reading_free);
  g_clear_object (&self->host);
  G_OBJECT_CLASS (flux_post_detail_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-post-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, mark);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, titles);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, title);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, sender);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, close);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, states);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, scrolled);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, body);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, lines);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, lines_scrolled);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, sum);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, again);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, map);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, order);
  gtk_widget_class_bind_template_child (widget_class, FluxPostDetail, zone);
}

static void
flux_post_detail_class_init (FluxPostDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_post_detail_dispose;
  widget_class->grab_focus = flux_post_detail_grab_focus;

  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[DECODED] = g_signal_new ("decoded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  signals[OFFER_TAKEN] = g_signal_new ("offer-taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (FLUX_TYPE_POST_BODY);
  g_type_ensure (FLUX_TYPE_TWO_COLUMNS);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "post.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "post.decode-again", NULL, decode_again_action);
  gtk_widget_class_install_action (widget_class, "post.map", NULL, map_action);
  gtk_widget_class_install_action (widget_class, "post.order", NULL, order_action);
  gtk_widget_class_install_action (widget_class, "post.zone", NULL, zone_action);
}

static void
flux_post_detail_init (FluxPostDetail *self)
{
  g_autoptr (GtkListItemFactory) factory = flux_post_line_row_make_factory ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_factory (self->lines, factory);
}

GtkWidget *
flux_post_detail_new (FluxHost *host)
{
  FluxPostDetail *self = g_object_new (FLUX_TYPE_POST_DETAIL, NULL);

  self->host = g_object_ref (host);
  self->live = flux_engine_subscribe (flux_host_get_engine (host), NULL, live_cb, self);
  return GTK_WIDGET (self);
}

void
flux_post_detail_set_number (FluxPostDetail *self, gint64 number)
{
  g_return_if_fail (FLUX_IS_POST_DETAIL (self));
  if (self->number == number)
    return;
  self->number = number;
  self->n_posts = 0;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  flux_post_detail_reload (self);
}

gint64
flux_post_detail_get_number (FluxPostDetail *self)
{
  g_return_val_if_fail (FLUX_IS_POST_DETAIL (self), 0);
  return self->number;
}

void
flux_post_detail_set_alone (FluxPostDetail *self, gboolean alone)
{
  g_return_if_fail (FLUX_IS_POST_DETAIL (self));
  gtk_widget_set_visible (self->close, !alone);
  gtk_orientable_set_orientation (self->titles, alone ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_label_set_xalign (self->sender, alone ? 0 : 1);
}

void
flux_post_detail_search (FluxPostDetail *self)
{
  g_return_if_fail (FLUX_IS_POST_DETAIL (self));
  flux_post_body_search (self->body);
}

gboolean
flux_post_detail_close_search (FluxPostDetail *self)
{
  g_return_val_if_fail (FLUX_IS_POST_DETAIL (self), FALSE);
  return flux_post_body_close_search (self->body);
}
