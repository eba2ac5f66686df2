/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-number.h"
#include "flux-test-stage.h"
#include "flux-value-label.h"

#include <math.h>

#define NB "\302\240"
#define FG "#333333"
#define DIM "#5e5c64"

static GtkWidget *
make_label (double value, int decimals, const char *unit, FluxValueStyle style)
{
  GtkWidget *widget = flux_value_label_new ();

  gtk_widget_add_css_class (widget, "title-1");
  flux_value_label_set_value (FLUX_VALUE_LABEL (widget), value, decimals, unit);
  flux_value_label_set_style (FLUX_VALUE_LABEL (widget), style);
  return widget;
}

static void
test_label (void)
{
  static const struct
  {
    double value;
    int decimals;
    const char *unit;
    FluxValueStyle style;
    const char *placeholder, *label;
  } cases[] = {
    { 83.25, 2, "m³/h", FLUX_VALUE_GOOD, NULL, "83.25" NB "m³/h" },
    { 83.25, 2, "m³/h", FLUX_VALUE_STALE, NULL, "83.25" NB "m³/h, stale" },
    { -1, 0, NULL, FLUX_VALUE_OFFLINE, NULL, "−1, offline" },
    { 24.1, 1, "", FLUX_VALUE_UNCERTAIN, "No value yet", "24.1, uncertain" },
    { 812.7, 1, "l/s", FLUX_VALUE_BAD, NULL, "812.7" NB "l/s, bad" },
    { NAN, 0, "l/s", FLUX_VALUE_GOOD, NULL, "no value" },
    { NAN, 0, NULL, FLUX_VALUE_OFFLINE, "No value yet", "No value yet" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *widget = make_label (1, 0, "x", FLUX_VALUE_GOOD);

      g_object_ref_sink (widget);
      flux_value_label_set_placeholder (FLUX_VALUE_LABEL (widget), cases[i].placeholder);
      flux_value_label_set_value (FLUX_VALUE_LABEL (widget), cases[i].value, cases[i].decimals, cases[i].unit);
      flux_value_label_set_style (FLUX_VALUE_LABEL (widget), cases[i].style);
      gtk_test_accessible_assert_role (widget, GTK_ACCESSIBLE_ROLE_LABEL);
      gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, cases[i].label);
      g_object_unref (widget);
    }
}

static int
get_natural (GtkWidget *widget, GtkOrientation orientation)
{
  int natural;

  gtk_widget_measure (widget, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Digits are of equal width, and no value or style changes the height; with a set width, nothing changes at all. */
static void
test_size (void)
{
  GtkWidget *widget = g_object_ref_sink (make_label (111.1, 1, "m³/h", FLUX_VALUE_GOOD));
  FluxValueLabel *label = FLUX_VALUE_LABEL (widget);
  int width = get_natural (widget, GTK_ORIENTATION_HORIZONTAL), height = get_natural (widget, GTK_ORIENTATION_VERTICAL);

  flux_value_label_set_value (label, 888.8, 1, "m³/h");
  g_assert_cmpint (get_natural (widget, GTK_ORIENTATION_HORIZONTAL), ==, width);
  flux_value_label_set_value (label, 1888.8, 1, "m³/h");
  g_assert_cmpint (get_natural (widget, GTK_ORIENTATION_HORIZONTAL), >, width);

  flux_value_label_set_width_chars (label, 8);
  width = get_natural (widget, GTK_ORIENTATION_HORIZONTAL);
  for (guint style = FLUX_VALUE_GOOD; style <= FLUX_VALUE_BAD; style++)
    for (double value = 1; value < 1e9; value *= 1000)
      {
        flux_value_label_set_style (label, style);
        flux_value_label_set_value (label, value, 1, "m³/h");
        g_assert_cmpint (get_natural (widget, GTK_ORIENTATION_HORIZONTAL), ==, width);
        g_assert_cmpint (get_natural (widget, GTK_ORIENTATION_VERTICAL), ==, height);
      }
  flux_value_label_set_placeholder (label, "No value yet");
  flux_value_label_clear (label);
  g_assert_cmpint (get_natural (widget, GTK_ORIENTATION_VERTICAL), ==, height);
  g_object_unref (widget);
}

/* Each style looks different in greyscale: by shade, by outline, by a line through it, by what follows. */
static void
test_styles (void)
{
  GtkWidget *widget = make_label (888.8, 1, NULL, FLUX_VALUE_GOOD);
  GtkWidget *window = flux_test_stage_show (widget, 160, 60);
  FluxValueLabel *label = FLUX_VALUE_LABEL (widget);
  guint good = flux_test_stage_count (widget, FG, NULL), dim = flux_test_stage_count (widget, DIM, NULL);
  guint stale, offline, bad;

  g_assert_cmpint (good, >, 100);
  flux_value_label_set_style (label, FLUX_VALUE_UNCERTAIN);
  g_assert_cmpint (flux_test_stage_count (widget, FG, NULL), ==, good);
  g_assert_cmpint (flux_test_stage_count (widget, DIM, NULL), >, dim + 4);
  flux_value_label_set_style (label, FLUX_VALUE_STALE);
  stale = flux_test_stage_count (widget, DIM, NULL);
  g_assert_cmpint (stale, >, good / 2);
  flux_value_label_set_style (label, FLUX_VALUE_OFFLINE);
  offline = flux_test_stage_count (widget, DIM, NULL);
  g_assert_cmpint (offline, <, stale / 2);
  flux_value_label_set_style (label, FLUX_VALUE_BAD);
  bad = flux_test_stage_count (widget, DIM, NULL);
  g_assert_cmpint (bad, >, stale + 10);
  flux_value_label_clear (label);
  g_assert_cmpint (flux_test_stage_count (widget, DIM, NULL), <, stale);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A number too long for its room is made smaller, not cut: its last digit is still inside. */
static void
test_too_long (void)
{
  GtkWidget *widget = make_label (1000000000.0, 1, "m³/h", FLUX_VALUE_GOOD);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *window;

  flux_value_label_set_width_chars (FLUX_VALUE_LABEL (widget), 5);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_box_append (GTK_BOX (box), widget);
  window = flux_test_stage_show (box, 90, 60);
  g_assert_cmpint (flux_test_stage_count (widget, FG, &(GdkRectangle){ 0, 0, 30, 60 }), >, 0);
  g_assert_cmpint (flux_test_stage_count (widget, DIM, &(GdkRectangle){ 60, 0, 30, 60 }), >, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What stands where only the fade is seen, left of the digits. */
static gboolean
is_faded (gpointer widget)
{
  return flux_test_stage_count (widget, "#fafafa", &(GdkRectangle){ 0, 2, 1, 2 }) == 0;
}

static gboolean
is_calm (gpointer widget)
{
  return !is_faded (widget);
}

static void
test_fade (void)
{
  GtkWidget *widget = make_label (20, 0, NULL, FLUX_VALUE_GOOD);
  GtkWidget *window = flux_test_stage_show (widget, 160, 60);
  FluxValueLabel *label = FLUX_VALUE_LABEL (widget);

  flux_value_label_set_value (label, 21, 0, NULL);
  g_assert_true (is_calm (widget));

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  flux_value_label_set_value (label, 21, 0, NULL);
  g_assert_true (is_calm (widget));
  flux_value_label_set_value (label, 22, 0, NULL);
  g_assert_true (is_faded (widget));
  flux_test_stage_wait (is_calm, widget);

  /* Another device's value is no change of this one's. */
  flux_value_label_clear (label);
  flux_value_label_set_value (label, 23, 0, NULL);
  g_assert_true (is_calm (widget));

  flux_value_label_set_value (label, 24, 0, NULL);
  g_assert_true (is_faded (widget));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  g_test_add_func ("/value-label/label", test_label);
  g_test_add_func ("/value-label/size", test_size);
  g_test_add_func ("/value-label/styles", test_styles);
  g_test_add_func ("/value-label/too-long", test_too_long);
  g_test_add_func ("/value-label/fade", test_fade);
  return g_test_run ();
}
