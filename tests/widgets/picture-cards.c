/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* picture-cards DIRECTORY: pictures of the overview and of all marks, wide and narrow, light and dark, to be laid
 * beside the mockups. ADW_DEBUG_HIGH_CONTRAST=1 in the environment makes them in high contrast. */

#include "flux-test-cards.h"
#include "flux-test-stage.h"

#include "flux-number.h"
#include "flux-summary-strip.h"

#include <adwaita.h>

#define HEADER_GAP 4
#define CELL_PADDING 6

static const FluxNumberStyle english = { ".", ",", "\3" };

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, flux_device_card_new ());
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  flux_test_cards_show (gtk_list_item_get_position (item), FLUX_DEVICE_CARD (gtk_list_item_get_child (item)));
}

static GtkWidget *
make_grid (int margin)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *grid, *scrolled = gtk_scrolled_window_new ();

  for (guint i = 0; i < FLUX_TEST_N_CARDS; i++)
    gtk_string_list_append (names, flux_test_cards_get_name (i));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  grid = gtk_grid_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (names)))), factory);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (grid), 3);
  gtk_widget_add_css_class (grid, "flux-cards");
  gtk_widget_set_margin_start (grid, margin - CELL_PADDING);
  gtk_widget_set_margin_end (grid, margin - CELL_PADDING);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
make_strip (int margin)
{
  GtkWidget *widget = flux_summary_strip_new ();
  FluxSummaryStrip *strip = FLUX_SUMMARY_STRIP (widget);

  flux_summary_strip_set_online (strip, 10, 12);
  flux_summary_strip_set_alarms (strip, FLUX_TONE_CRITICAL, 1, 0);
  flux_summary_strip_set_alarms (strip, FLUX_TONE_WARNING, 4, 1);
  flux_summary_strip_set_flow (strip, 3900, "m³/h", 8, 12);
  flux_summary_strip_set_volume (strip, 46450);
  gtk_widget_set_margin_start (widget, margin);
  gtk_widget_set_margin_end (widget, margin);
  gtk_widget_set_margin_top (widget, HEADER_GAP);
  gtk_widget_set_margin_bottom (widget, CELL_PADDING);
  return widget;
}

static GtkWidget *
make_page (int margin)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new ();

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new ("Overview", ""));
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), make_strip (margin));
  gtk_box_append (GTK_BOX (page), make_grid (margin));
  return page;
}

static void
add_marks (GtkGrid *grid)
{
  for (guint kind = FLUX_MARK_NEW; kind < FLUX_N_MARKS; kind++)
    {
      GtkWidget *small = flux_mark_new (kind), *large = flux_mark_new (kind);
      GtkWidget *word = gtk_label_new (flux_mark_kind_get_word (kind));
      int column = (kind - 1) / 12 * 3, row = (kind - 1) % 12;

      flux_mark_set_pixel_size (FLUX_MARK (large), 24);
      gtk_label_set_xalign (GTK_LABEL (word), 0);
      gtk_grid_attach (grid, small, column, row, 1, 1);
      gtk_grid_attach (grid, large, column + 1, row, 1, 1);
      gtk_grid_attach (grid, word, column + 2, row, 1, 1);
    }
}

static void
add_values (GtkGrid *grid)
{
  static const double values[] = { 612.4, 24.1, 268, 38.6, 812.7 };

  for (guint style = FLUX_VALUE_GOOD; style <= FLUX_VALUE_BAD; style++)
    {
      GtkWidget *widget = flux_value_label_new ();

      gtk_widget_add_css_class (widget, "title-1");
      flux_value_label_set_value (FLUX_VALUE_LABEL (widget), values[style], style == FLUX_VALUE_STALE ? 0 : 1, "m³/h");
      flux_value_label_set_style (FLUX_VALUE_LABEL (widget), style);
      gtk_grid_attach (grid, widget, 6, 2 * style, 1, 2);
    }
}

static GtkWidget *
make_marks (void)
{
  GtkWidget *grid = gtk_grid_new (), *card = adw_bin_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_widget_add_css_class (card, "card");
  g_object_set (grid, "margin-top", 18, "margin-bottom", 18, "margin-start", 18, "margin-end", 18, NULL);
  adw_bin_set_child (ADW_BIN (card), grid);
  add_marks (GTK_GRID (grid));
  add_values (GTK_GRID (grid));
  return card;
}

static void
picture (GtkWidget *widget, int width, int height, const char *directory, const char *name)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autofree char *file_name =
      g_strdup_printf ("%s%s%s.png", name, adw_style_manager_get_dark (manager) ? "-dark" : "-light",
                       adw_style_manager_get_high_contrast (manager) ? "-hc" : "");
  g_autofree char *path = g_build_filename (directory, file_name, NULL);
  GtkWidget *window = flux_test_stage_show (widget, width, height);
  g_autoptr (GdkTexture) texture = flux_test_stage_render (adw_window_get_content (ADW_WINDOW (window)));

  if (!gdk_texture_save_to_png (texture, path))
    g_error ("Cannot write %s", path);
  g_print ("%s\n", path);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
make_pictures (const char *directory)
{
  picture (make_page (18), 980, 760, directory, "overview");
  picture (make_page (12), 360, 720, directory, "overview-360");
  picture (make_marks (), 760, 470, directory, "marks");
}

int
main (int argc, char *argv[])
{
  const char *directory = argc > 1 ? argv[1] : ".";

  gtk_init ();
  flux_test_stage_open ();
  flux_number_set_style (&english);
  g_mkdir_with_parents (directory, 0755);
  make_pictures (directory);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  make_pictures (directory);
  return 0;
}
