/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-banner.h"

#include "flux-condition.h"

struct _FluxBanner
{
  AdwBin parent_instance;

  GtkWidget *revealer;
  GtkWidget *strips;
  GListModel *conditions; /* (nullable) (owned): the window's */
};

G_DEFINE_FINAL_TYPE (FluxBanner, flux_banner, ADW_TYPE_BIN)

static GtkWidget *
make_strip (FluxCondition *condition)
{
  GtkWidget *strip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *mark = flux_mark_new (flux_condition_get_mark (condition));
  GtkWidget *sentence = gtk_label_new (flux_condition_get_sentence (condition));

  gtk_widget_add_css_class (strip, "flux-banner");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_widget_set_hexpand (sentence, TRUE);
  gtk_box_append (GTK_BOX (strip), mark);
  gtk_box_append (GTK_BOX (strip), sentence);
  if (flux_condition_get_label (condition) != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (flux_condition_get_label (condition));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), flux_condition_get_action_name (condition));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (strip), button);
    }
  return strip;
}

static void
show_conditions (FluxBanner *self)
{
  guint n = self->conditions != NULL ? g_list_model_get_n_items (self->conditions) : 0;
  GtkWidget *child;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  while ((child = gtk_widget_get_first_child (self->strips)) != NULL)
    gtk_box_remove (GTK_BOX (self->strips), child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FluxCondition) condition = g_list_model_get_item (self->conditions, i);

      gtk_box_append (GTK_BOX (self->strips), make_strip (condition));
    }
}

static void
forget_conditions (FluxBanner *self)
{
  if (self->conditions != NULL)
    g_signal_handlers_disconnect_by_data (self->conditions, self);
  g_clear_object (&self->conditions);
}

static void
flux_banner_root (GtkWidget *widget)
{
  FluxBanner *self = FLUX_BANNER (widget);
  GObject *window;

  GTK_WIDGET_CLASS (flux_banner_parent_class)->root (widget);
  window = G_OBJECT (gtk_widget_get_root (widget));
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (window), "conditions") == NULL)
    return;
  g_object_get (window, "conditions", &self->conditions, NULL);
  g_signal_connect_swapped (self->conditions, "items-changed", G_CALLBACK (show_conditions), self);
  show_conditions (self);
}

static void
flux_banner_unroot (GtkWidget *widget)
{
  forget_conditions (FLUX_BANNER (widget));
  GTK_WIDGET_CLASS (flux_banner_parent_class)->unroot (widget);
}

static void
flux_banner_dispose (GObject *object)
{
  forget_conditions (FLUX_BANNER (object));
  G_OBJECT_CLASS (flux_banner_parent_class)->dispose (object);
}

static void
flux_banner_class_init (FluxBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_banner_dispose;
  widget_class->root = flux_banner_root;
  widget_class->unroot = flux_banner_unroot;
}

static void
flux_banner_init (FluxBanner *self)
{
  self->strips = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), self->strips);
  adw_bin_set_child (ADW_BIN (self), self->revealer);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
