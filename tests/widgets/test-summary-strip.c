/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-number.h"
#include "flux-summary-strip.h"
#include "flux-test-stage.h"

#include <math.h>

static GtkWidget *
make_strip (double volume)
{
  GtkWidget *widget = flux_summary_strip_new ();
  FluxSummaryStrip *strip = FLUX_SUMMARY_STRIP (widget);

  flux_summary_strip_set_online (strip, 10, 12);
  flux_summary_strip_set_alarms (strip, FLUX_TONE_CRITICAL, 1, 0);
  flux_summary_strip_set_alarms (strip, FLUX_TONE_WARNING, 4, 1);
  flux_summary_strip_set_flow (strip, 3900, "m³/h", 8, 12);
  flux_summary_strip_set_volume (strip, volume);
  return widget;
}

/* The first widget of @type below @widget whose label or accessible text is @text. */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
shows (GtkWidget *strip, const char *text)
{
  GtkWidget *label = find_label (strip, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

static GtkWidget *
get_chip (GtkWidget *strip, const char *word)
{
  return gtk_widget_get_ancestor (find_label (strip, word), GTK_TYPE_TOGGLE_BUTTON);
}

static int
get_y (GtkWidget *strip, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, strip, &bounds));
  return bounds.origin.y;
}

static void
test_folding (void)
{
  static const struct
  {
    int width;
    double volume;
    gboolean folded, flow_shown, volume_shown;
  } cases[] = {
    { 944, 46450, FALSE, TRUE, TRUE },
    { 944, NAN, FALSE, TRUE, FALSE },
    { 336, 46450, TRUE, FALSE, TRUE },
    { 336, NAN, TRUE, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *strip = make_strip (cases[i].volume), *window;

      gtk_widget_set_valign (strip, GTK_ALIGN_START);
      window = flux_test_stage_show (strip, cases[i].width, 200);
      g_assert_cmpint (gtk_widget_get_width (strip), ==, cases[i].width);
      g_assert_true (shows (strip, "10"));
      g_assert_true (shows (strip, "of 12"));
      g_assert_true (shows (strip, "Active alarms, 1 not acknowledged"));
      g_assert_cmpint (shows (strip, "Flow now, 8 of 12 meters"), ==, cases[i].flow_shown);
      g_assert_cmpint (shows (strip, "Volume today"), ==, cases[i].volume_shown);
      g_assert_cmpint (get_y (strip, get_chip (strip, "critical")) > get_y (strip, find_label (strip, "10")), ==,
                       cases[i].folded);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* Every width from the smallest on, with counts nobody hopes for. */
static void
test_any_width (void)
{
  GtkWidget *strip = g_object_ref_sink (make_strip (123456789));
  int minimum, natural;

  for (FluxTone tone = FLUX_TONE_INFO; tone <= FLUX_TONE_CRITICAL; tone++)
    flux_summary_strip_set_alarms (FLUX_SUMMARY_STRIP (strip), tone, 9999, 999);
  gtk_widget_measure (strip, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
  for (int width = minimum; width < natural + 100; width++)
    {
      int height;

      gtk_widget_measure (strip, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
      gtk_widget_allocate (strip, width, height, -1, NULL);
    }
  g_object_unref (strip);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_filter (void)
{
  GtkWidget *widget = make_strip (NAN), *window = flux_test_stage_show (widget, 944, 100);
  FluxSummaryStrip *strip = FLUX_SUMMARY_STRIP (widget);
  GtkToggleButton *critical = GTK_TOGGLE_BUTTON (get_chip (widget, "critical"));
  GtkToggleButton *warning = GTK_TOGGLE_BUTTON (get_chip (widget, "warnings"));
  guint n_notified = 0;

  g_signal_connect (strip, "notify::filter", G_CALLBACK (count_cb), &n_notified);
  gtk_toggle_button_set_active (critical, TRUE);
  g_assert_cmpint (flux_summary_strip_get_filter (strip), ==, FLUX_TONE_CRITICAL);
  gtk_toggle_button_set_active (warning, TRUE);
  g_assert_cmpint (flux_summary_strip_get_filter (strip), ==, FLUX_TONE_WARNING);
  g_assert_false (gtk_toggle_button_get_active (critical));
  gtk_toggle_button_set_active (warning, FALSE);
  g_assert_cmpint (flux_summary_strip_get_filter (strip), ==, FLUX_TONE_GREY);
  g_assert_cmpint (n_notified, ==, 3);
  flux_summary_strip_set_filter (strip, FLUX_TONE_CRITICAL);
  g_assert_true (gtk_toggle_button_get_active (critical));
  flux_summary_strip_set_filter (strip, FLUX_TONE_CRITICAL);
  g_assert_cmpint (n_notified, ==, 4);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_words (void)
{
  GtkWidget *widget = g_object_ref_sink (make_strip (NAN));
  FluxSummaryStrip *strip = FLUX_SUMMARY_STRIP (widget);

  gtk_test_accessible_assert_property (get_chip (widget, "critical"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "1 critical alarm");
  gtk_test_accessible_assert_property (get_chip (widget, "warnings"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "4 warnings, 1 not acknowledged");
  flux_summary_strip_set_alarms (strip, FLUX_TONE_WARNING, 4, 0);
  g_assert_nonnull (find_label (widget, "Active alarms, all acknowledged"));
  flux_summary_strip_set_alarms (strip, FLUX_TONE_WARNING, 0, 0);
  flux_summary_strip_set_alarms (strip, FLUX_TONE_CRITICAL, 0, 0);
  g_assert_nonnull (find_label (widget, "No active alarms"));
  flux_summary_strip_set_flow (strip, NAN, "m³/h", 0, 12);
  g_assert_nonnull (find_label (widget, "—"));
  g_assert_null (find_label (widget, "m³/h"));
  flux_summary_strip_set_flow (strip, 5.25, "m³/h", 1, 1);
  g_assert_nonnull (find_label (widget, "Flow now, 1 of 1 meter"));
  g_object_unref (widget);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  g_test_add_func ("/summary-strip/folding", test_folding);
  g_test_add_func ("/summary-strip/any-width", test_any_width);
  g_test_add_func ("/summary-strip/filter", test_filter);
  g_test_add_func ("/summary-strip/words", test_words);
  return g_test_run ();
}
