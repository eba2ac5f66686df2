/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-range-bar.h"
#include "flux-test-stage.h"

#include <math.h>

#define WIDTH 300
#define FG "#333333"
#define CARD "#ffffff"
#define WARNING "#9c5600"

static void
test_drawing (void)
{
  static const struct
  {
    const char *name;
    double minimum, maximum, low, high, value;
    FluxDot dot;
    FluxTone tone;
    gboolean solid, hollow, alarming, figures;
  } cases[] = {
    { "good", 0, 800, 100, 550, 300, FLUX_DOT_SOLID, FLUX_TONE_GREY, TRUE, FALSE, FALSE, TRUE },
    { "beyond", 0, 800, 100, 550, 612, FLUX_DOT_SOLID, FLUX_TONE_WARNING, FALSE, FALSE, TRUE, TRUE },
    { "old", 0, 800, NAN, NAN, 300, FLUX_DOT_HOLLOW, FLUX_TONE_GREY, FALSE, TRUE, FALSE, TRUE },
    { "bad", 0, 800, 100, 550, 300, FLUX_DOT_NONE, FLUX_TONE_GREY, FALSE, FALSE, FALSE, TRUE },
    { "no-value", 0, 800, 100, 550, NAN, FLUX_DOT_SOLID, FLUX_TONE_GREY, FALSE, FALSE, FALSE, TRUE },
    { "no-range", NAN, NAN, 100, 550, 300, FLUX_DOT_SOLID, FLUX_TONE_GREY, FALSE, FALSE, FALSE, FALSE },
    { "empty-range", 5, 5, 100, 550, 300, FLUX_DOT_SOLID, FLUX_TONE_GREY, FALSE, FALSE, FALSE, FALSE },
    { "turned-range", 5, 0, 100, 550, 300, FLUX_DOT_SOLID, FLUX_TONE_GREY, FALSE, FALSE, FALSE, FALSE },
    { "outside", 0, 800, NAN, NAN, 1e30, FLUX_DOT_SOLID, FLUX_TONE_GREY, TRUE, FALSE, FALSE, TRUE },
    { "endless", 0, INFINITY, NAN, NAN, 1, FLUX_DOT_SOLID, FLUX_TONE_GREY, FALSE, FALSE, FALSE, FALSE },
  };
  GtkWidget *widget = flux_range_bar_new ();
  FluxRangeBar *bar = FLUX_RANGE_BAR (widget);
  GtkWidget *window;

  gtk_widget_add_css_class (widget, "caption");
  gtk_widget_add_css_class (widget, "flux-dim");
  gtk_widget_set_valign (widget, GTK_ALIGN_START);
  window = flux_test_stage_show (widget, WIDTH, 40);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GdkRectangle track = { 0, 0, 230, 14 }, figures = { 265, 1, 34, 3 }; /* above the track */

      g_test_message ("%s", cases[i].name);
      flux_range_bar_set_range (bar, cases[i].minimum, cases[i].maximum);
      flux_range_bar_set_limits (bar, cases[i].low, cases[i].high);
      flux_range_bar_set_value (bar, cases[i].value, cases[i].dot, cases[i].tone);
      if (!isfinite (cases[i].value) || cases[i].value <= cases[i].maximum)
        g_assert_cmpint (flux_test_stage_count (widget, FG, &track) > 20, ==, cases[i].solid);
      else
        g_assert_cmpint (flux_test_stage_count (widget, FG, NULL) > 20, ==, cases[i].solid);
      g_assert_cmpint (flux_test_stage_count (widget, CARD, &track) > 28, ==, cases[i].hollow);
      g_assert_cmpint (flux_test_stage_count (widget, WARNING, &track) > 20, ==, cases[i].alarming);
      g_assert_cmpint (flux_test_stage_count (widget, NULL, &figures) > 5, ==, cases[i].figures);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_size (void)
{
  GtkWidget *widget = g_object_ref_sink (flux_range_bar_new ());
  int minimum, natural;

  flux_range_bar_set_range (FLUX_RANGE_BAR (widget), 0, 1e9);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <=, 100);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 14);
  g_object_unref (widget);
}

static void
test_meter (void)
{
  GtkWidget *widget = g_object_ref_sink (flux_range_bar_new ());

  flux_range_bar_set_range (FLUX_RANGE_BAR (widget), 0, 800);
  flux_range_bar_set_value (FLUX_RANGE_BAR (widget), 612.5, FLUX_DOT_SOLID, FLUX_TONE_GREY);
  gtk_test_accessible_assert_role (widget, GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 612.5);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 800.0);
  g_object_unref (widget);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  g_test_add_func ("/range-bar/drawing", test_drawing);
  g_test_add_func ("/range-bar/size", test_size);
  g_test_add_func ("/range-bar/meter", test_meter);
  return g_test_run ();
}
