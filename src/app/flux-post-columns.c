/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-columns.h"

#include "flux-format.h"
#include "flux-post-item.h"
#include "flux-post-words.h"

#include <glib/gi18n.h>

/* What the factory of one column, or of the rows, is given. */
typedef struct
{
  FluxPlantModel *plant; /* (owned) */
  GtkWidget *(*make) (void);
  void (*show) (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post);
  gboolean is_row_head; /* speaks for the whole row */
  gboolean is_in_table;
} Kind;

static gint64
get_now (FluxPlantModel *plant)
{
  return flux_clock_get_now (flux_engine_get_clock (flux_plant_model_get_engine (plant)));
}

/* --- Cells -------------------------------------------------------------------------------------------------------- */

static GtkWidget *
make_text (void)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (text), 0); /* or the ellipsis would move it up */
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (text, "flux-small");
  return text;
}

static GtkWidget *
make_time (void)
{
  GtkWidget *text = make_text ();

  gtk_widget_add_css_class (text, "numeric");
  return text;
}

static GtkWidget *
make_size (void)
{
  GtkWidget *text = make_time ();

  gtk_inscription_set_xalign (GTK_INSCRIPTION (text), 1);
  gtk_widget_add_css_class (text, "flux-dim");
  return text;
}

static GtkWidget *
make_outcome (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *text = make_text ();

  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), g_object_new (FLUX_TYPE_MARK, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               "valign", GTK_ALIGN_CENTER, NULL));
  gtk_box_append (GTK_BOX (box), text);
  return box;
}

static void
set_text (GtkWidget *widget, const char *text)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (widget), text);
}

static void
show_time (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *time = flux_post_words_make_time (get_now (plant), post->received_at, zone);
  g_autofree char *moment = flux_format_time (post->received_at, zone);

  set_text (widget, time);
  gtk_widget_set_tooltip_text (widget, moment);
}

static void
show_gateway (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post)
{
  g_autofree char *sender = flux_post_words_make_sender (plant, post);

  set_text (widget, sender);
  gtk_widget_set_tooltip_text (widget, sender);
}

static void
show_size (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post)
{
  g_autofree char *size = flux_post_words_make_size (post->size);

  set_text (widget, size);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* What is normal stays grey, so that the rest is seen. */
static void
show_outcome (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post)
{
  FluxMarkKind mark = flux_post_words_get_mark (post);
  GtkWidget *text = gtk_widget_get_last_child (widget);

  flux_mark_set_kind (FLUX_MARK (gtk_widget_get_first_child (widget)), mark);
  set_text (text, flux_post_words_get_outcome (post));
  set_class (text, "flux-dim", mark == FLUX_MARK_STORED || mark == FLUX_MARK_DUPLICATE || mark == FLUX_MARK_NONE);
  set_class (text, "flux-info", mark == FLUX_MARK_NOT_MAPPED);
}

static void
show_devices (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post)
{
  g_autofree char *devices = flux_post_words_make_devices (plant, post);

  set_text (widget, devices);
  gtk_widget_set_tooltip_text (widget, devices);
}

/* --- A row of two lines ------------------------------------------------------------------------------------------- */

static GtkWidget *
make_line (const char *first, const char *second)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *const classes[] = { first, second };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      GtkWidget *text = make_text ();

      gtk_widget_remove_css_class (text, "flux-small");
      gtk_widget_add_css_class (text, classes[i]);
      gtk_widget_add_css_class (text, "numeric");
      gtk_widget_set_hexpand (text, TRUE);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (text), i);
      gtk_box_append (GTK_BOX (line), text);
    }
  return line;
}

static GtkWidget *
make_row (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), make_line ("heading", "flux-small"));
  gtk_box_append (GTK_BOX (lines), make_line ("caption", "caption"));
  gtk_box_append (GTK_BOX (row), g_object_new (FLUX_TYPE_MARK, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               "valign", GTK_ALIGN_CENTER, NULL));
  gtk_box_append (GTK_BOX (row), lines);
  return row;
}

static void
show_row (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post)
{
  GtkWidget *lines = gtk_widget_get_last_child (widget);
  GtkWidget *first = gtk_widget_get_first_child (lines), *second = gtk_widget_get_last_child (lines);
  g_autofree char *devices = flux_post_words_make_devices (plant, post);
  g_autofree char *size = flux_post_words_make_size (post->size);
  g_autofree char *details = g_strdup_printf ("%s · %s", devices, size);

  flux_mark_set_kind (FLUX_MARK (gtk_widget_get_first_child (widget)), flux_post_words_get_mark (post));
  show_gateway (gtk_widget_get_first_child (first), plant, post);
  show_time (gtk_widget_get_last_child (first), plant, post);
  set_text (gtk_widget_get_first_child (second), flux_post_words_get_outcome (post));
  set_text (gtk_widget_get_last_child (second), details);
  gtk_widget_add_css_class (gtk_widget_get_last_child (second), "flux-dim");
}

/* --- Names for screen readers ------------------------------------------------------------------------------------- */

static void
name_row (GtkWidget *row, FluxPlantModel *plant, const FluxKeptPost *post)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *time = flux_post_words_make_time (get_now (plant), post->received_at, zone);
  g_autofree char *devices = flux_post_words_make_devices (plant, post);
  g_autofree char *sender = flux_post_words_make_sender (plant, post);
  /* Translators: what a screen reader says of a post: gateway, time, outcome, devices */
  g_autofree char *label = g_strdup_printf (_ ("%s, received %s, %s, %s"), sender, time,
                                            flux_post_words_get_outcome (post), devices);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
name_cell (GtkWidget *cell, GtkWidget *widget)
{
  GtkWidget *text = GTK_IS_BOX (widget) ? gtk_widget_get_last_child (widget) : widget;

  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_inscription_get_text (GTK_INSCRIPTION (text)), -1);
}

static void
name (GtkWidget *widget, const Kind *kind, const FluxKeptPost *post)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent != NULL && kind->is_in_table)
    {
      name_cell (parent, widget);
      parent = gtk_widget_get_parent (parent);
    }
  if (parent != NULL && kind->is_row_head)
    name_row (parent, kind->plant, post);
}

/* --- Factories ---------------------------------------------------------------------------------------------------- */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *list_item, const Kind *kind)
{
  gtk_list_item_set_child (list_item, kind->make ());
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item, const Kind *kind)
{
  GtkWidget *widget = gtk_list_item_get_child (list_item);
  const FluxKeptPost *post = flux_post_item_get_post (gtk_list_item_get_item (list_item));

  kind->show (widget, kind->plant, post);
  name (widget, kind, post);
}

static void
kind_free (gpointer data, GClosure *closure)
{
  Kind *kind = data;

  g_object_unref (kind->plant);
  g_free (kind);
}

static GtkListItemFactory *
make_factory (const Kind *kind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Kind *own = g_memdup2 (kind, sizeof *kind);

  g_object_ref (own->plant);
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), own, kind_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), own);
  return factory;
}

static const struct
{
  const char *title;
  GtkWidget *(*make) (void);
  void (*show) (GtkWidget *widget, FluxPlantModel *plant, const FluxKeptPost *post);
  int width;
} columns[] = {
  { NC_ ("column", "Received"), make_time, show_time, 112 },
  { NC_ ("column", "Gateway"), make_text, show_gateway, -1 },
  { NC_ ("column", "Size"), make_size, show_size, 84 },
  { NC_ ("column", "Outcome"), make_outcome, show_outcome, 160 },
  { NC_ ("column", "Devices"), make_text, show_devices, -1 },
};

void
flux_post_columns_add (GtkColumnView *view, FluxPlantModel *plant)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      Kind kind = { plant, columns[i].make, columns[i].show, i == 0, TRUE };
      g_autoptr (GtkColumnViewColumn) column =
          gtk_column_view_column_new (g_dpgettext2 (NULL, "column", columns[i].title), make_factory (&kind));

      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, columns[i].width < 0);
      if (columns[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, columns[i].width);
      gtk_column_view_append_column (view, column);
    }
}

GtkListItemFactory *
flux_post_columns_make_row_factory (FluxPlantModel *plant)
{
  Kind kind = { plant, make_row, show_row, TRUE, FALSE };

  return make_factory (&kind);
}
