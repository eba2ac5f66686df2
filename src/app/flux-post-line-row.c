/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-line-row.h"

#include "flux-post-line.h"

#define NOTE_INDENT 24 /* mark and gap */

#define FLUX_TYPE_POST_LINE_ROW (flux_post_line_row_get_type ())
G_DECLARE_FINAL_TYPE (FluxPostLineRow, flux_post_line_row, FLUX, POST_LINE_ROW, GtkWidget)

struct _FluxPostLineRow
{
  GtkWidget parent_instance;

  FluxMark *mark;
  GtkInscription *what;
  GtkInscription *value;
  GtkLabel *meaning;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (FluxPostLineRow, flux_post_line_row, GTK_TYPE_WIDGET)

static void
set_class (gpointer widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Says all of it to a screen reader. */
static void
name (FluxPostLineRow *self, const FluxPostLineTexts *texts)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *parts[6] = { texts->what };
  guint n = 1;
  g_autofree char *label = NULL;

  if (*texts->value != '\0')
    parts[n++] = texts->value;
  if (*texts->meaning != '\0')
    parts[n++] = texts->meaning;
  if (texts->mark != FLUX_MARK_NONE)
    parts[n++] = flux_mark_kind_get_word (texts->mark);
  if (*texts->note != '\0' && g_strcmp0 (parts[n - 1], texts->note) != 0)
    parts[n++] = texts->note;
  label = g_strjoinv (", ", (char **) parts);
  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show (FluxPostLineRow *self, const FluxPostLineTexts *texts)
{
  gboolean is_bad = texts->mark == FLUX_MARK_BAD;

  flux_mark_set_kind (self->mark, texts->mark);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), !texts->is_head);
  gtk_inscription_set_text (self->what, texts->what);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->what), texts->what);
  gtk_widget_set_hexpand (GTK_WIDGET (self->what), texts->is_head);
  gtk_inscription_set_min_chars (self->what, texts->is_head ? 8 : 11);
  set_class (self->what, "heading", texts->is_head);
  gtk_inscription_set_text (self->value, texts->value);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), texts->value);
  gtk_widget_set_visible (GTK_WIDGET (self->value), !texts->is_head);
  set_class (self->value, "flux-struck", is_bad);
  set_class (self->value, "flux-dim", is_bad);
  gtk_label_set_label (self->meaning, texts->meaning);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->meaning), texts->meaning);
  gtk_widget_set_hexpand (GTK_WIDGET (self->meaning), !texts->is_head);
  gtk_label_set_label (self->note, texts->note);
  gtk_widget_set_margin_start (GTK_WIDGET (self->note), texts->is_head ? 0 : NOTE_INDENT);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *texts->note != '\0');
  name (self, texts);
}

static void
flux_post_line_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (flux_post_line_row_parent_class)->dispose (object);
}

static void
flux_post_line_row_class_init (FluxPostLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_post_line_row_dispose;
  g_type_ensure (FLUX_TYPE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-post-line-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPostLineRow, mark);
  gtk_widget_class_bind_template_child (widget_class, FluxPostLineRow, what);
  gtk_widget_class_bind_template_child (widget_class, FluxPostLineRow, value);
  gtk_widget_class_bind_template_child (widget_class, FluxPostLineRow, meaning);
  gtk_widget_class_bind_template_child (widget_class, FluxPostLineRow, note);
}

static void
flux_post_line_row_init (FluxPostLineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (FLUX_TYPE_POST_LINE_ROW, NULL));
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  show (FLUX_POST_LINE_ROW (gtk_list_item_get_child (list_item)),
        flux_post_line_get_texts (gtk_list_item_get_item (list_item)));
}

GtkListItemFactory *
flux_post_line_row_make_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}
