/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-stage.h"
#include "flux-text-line.h"

static void
test_size (void)
{
  GtkWidget *widget = g_object_ref_sink (flux_text_line_new ());
  FluxTextLine *line = FLUX_TEXT_LINE (widget);
  int before, minimum, natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &before, NULL, NULL, NULL);
  g_assert_cmpint (before, >, 0);
  g_assert_cmpint (flux_text_line_get_needed_width (line, 0), ==, 0);
  flux_text_line_set (line, 0, "A name that is much longer than any line on a card could ever be\nand broken", NULL);
  g_assert_cmpint (flux_text_line_get_needed_width (line, 0), >, 300);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 0);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, before);
  g_assert_cmpint (natural, ==, before);
  g_object_unref (widget);
}

/* Whether something is written in the given tenth of the line. */
static gboolean
is_written (GtkWidget *widget, int tenth)
{
  int width = gtk_widget_get_width (widget) / 10;

  return flux_test_stage_count (widget, NULL, &(GdkRectangle){ tenth * width, 0, width, 60 }) > 0;
}

static void
test_places (void)
{
  static const struct
  {
    guint n_places;
    gboolean written[10];
  } cases[] = {
    { 1, { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 } },
    { 2, { 1, 0, 0, 0, 0, 0, 0, 0, 0, 1 } },
    { 3, { 1, 0, 0, 0, 1, 1, 0, 0, 0, 1 } },
    { 4, { 1, 0, 0, 1, 0, 0, 1, 0, 0, 1 } },
  };
  GtkWidget *widget = flux_text_line_new ();
  GtkWidget *window = flux_test_stage_show (widget, 600, 60);

  for (guint i = 0; i < FLUX_TEXT_LINE_PLACES; i++)
    flux_text_line_set (FLUX_TEXT_LINE (widget), i, "HHH", NULL);
  for (GtkTextDirection direction = GTK_TEXT_DIR_LTR; direction <= GTK_TEXT_DIR_RTL; direction++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        gtk_widget_set_direction (widget, direction);
        flux_text_line_set_n_places (FLUX_TEXT_LINE (widget), cases[i].n_places);
        for (guint j = 0; j < 10; j++)
          {
            g_test_message ("%u places, tenth %u", cases[i].n_places, j);
            g_assert_cmpint (is_written (widget, direction == GTK_TEXT_DIR_LTR ? j : 9 - j), ==, cases[i].written[j]);
          }
      }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Of two texts the last is whole and the first gives way; nothing is drawn over something else. */
static void
test_too_long (void)
{
  GtkWidget *widget = flux_text_line_new ();
  GtkWidget *window = flux_test_stage_show (widget, 100, 40);
  FluxTextLine *line = FLUX_TEXT_LINE (widget);
  int end = 0;

  flux_text_line_set_n_places (line, 2);
  flux_text_line_set (line, 0, "HHHHHHHHHHHHHHHHHHHHHH", NULL);
  flux_text_line_set (line, 1, "HHH", NULL);
  end = flux_text_line_get_needed_width (line, 1);
  g_assert_cmpint (flux_test_stage_count (widget, NULL, &(GdkRectangle){ 100 - end, 0, end, 40 }), >, 0);
  g_assert_cmpint (flux_test_stage_count (widget, NULL, &(GdkRectangle){ 100 - end - 11, 0, 10, 40 }), ==, 0);
  flux_text_line_set (line, 1, "HHHHHHHHHHHHHHHHHHHHHH", "flux-battery-50-symbolic");
  flux_test_stage_settle (widget);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  g_test_add_func ("/text-line/size", test_size);
  g_test_add_func ("/text-line/places", test_places);
  g_test_add_func ("/text-line/too-long", test_too_long);
  return g_test_run ();
}
