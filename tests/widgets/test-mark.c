/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mark.h"
#include "flux-test-stage.h"

#define WARNING "#9c5600"

static void
test_kinds (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  GEnumClass *names = g_type_class_ref (FLUX_TYPE_MARK_KIND);

  for (guint kind = FLUX_MARK_NEW; kind < FLUX_N_MARKS; kind++)
    {
      GtkWidget *mark = g_object_ref_sink (flux_mark_new (kind));
      const char *word = flux_mark_kind_get_word (kind);

      g_test_message ("%s", word);
      g_assert_cmpstr (word, !=, "");
      g_assert_nonnull (g_enum_get_value (names, kind));
      g_assert_true (gtk_icon_theme_has_icon (theme, flux_mark_kind_get_icon_name (kind)));
      gtk_test_accessible_assert_role (mark, GTK_ACCESSIBLE_ROLE_IMG);
      gtk_test_accessible_assert_property (mark, GTK_ACCESSIBLE_PROPERTY_LABEL, word);
      g_assert_true (gtk_widget_get_has_tooltip (mark));
      g_object_unref (mark);
    }
  g_type_class_unref (names);
}

/* Not acknowledged and acknowledged alarms differ in shape, and severities among themselves. */
static void
test_shapes (void)
{
  static const FluxMarkKind alarms[] = {
    FLUX_MARK_INFO,     FLUX_MARK_WARNING,     FLUX_MARK_CRITICAL,
    FLUX_MARK_INFO_ACK, FLUX_MARK_WARNING_ACK, FLUX_MARK_CRITICAL_ACK,
  };

  for (guint i = 0; i < G_N_ELEMENTS (alarms); i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (flux_mark_kind_get_icon_name (alarms[i]), !=, flux_mark_kind_get_icon_name (alarms[j]));
}

static void
test_size (void)
{
  GtkWidget *mark = g_object_ref_sink (flux_mark_new (FLUX_MARK_OFFLINE));

  for (int size = 12; size <= 24; size += 4)
    for (GtkOrientation orientation = GTK_ORIENTATION_HORIZONTAL; orientation <= GTK_ORIENTATION_VERTICAL;
         orientation++)
      {
        int minimum, natural;

        flux_mark_set_pixel_size (FLUX_MARK (mark), size);
        gtk_widget_measure (mark, orientation, -1, &minimum, &natural, NULL, NULL);
        g_assert_cmpint (minimum, ==, size);
        g_assert_cmpint (natural, ==, size);
      }
  g_object_unref (mark);
}

static void
set_animations (gboolean enabled)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", enabled, NULL);
}

static gboolean
is_pale (gpointer mark)
{
  return flux_test_stage_count (mark, WARNING, NULL) == 0;
}

static gboolean
is_full (gpointer mark)
{
  return !is_pale (mark);
}

static void
test_blink (void)
{
  GtkWidget *mark = flux_mark_new (FLUX_MARK_NONE);
  GtkWidget *window = flux_test_stage_show (mark, 40, 40);

  g_assert_cmpint (flux_test_stage_count (mark, WARNING, NULL), ==, 0);
  flux_mark_set_kind (FLUX_MARK (mark), FLUX_MARK_WARNING);
  g_assert_true (is_full (mark));

  set_animations (TRUE);
  flux_test_stage_wait (is_pale, mark);
  flux_test_stage_wait (is_full, mark);
  flux_test_stage_wait (is_pale, mark);
  set_animations (FALSE);
  g_assert_true (is_full (mark));

  /* Acknowledged: nothing blinks any more. */
  set_animations (TRUE);
  flux_test_stage_wait (is_pale, mark);
  flux_mark_set_kind (FLUX_MARK (mark), FLUX_MARK_WARNING_ACK);
  g_assert_true (is_full (mark));

  /* A window that goes while its mark blinks. */
  flux_mark_set_kind (FLUX_MARK (mark), FLUX_MARK_WARNING);
  flux_test_stage_wait (is_pale, mark);
  gtk_window_destroy (GTK_WINDOW (window));
  set_animations (FALSE);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  g_test_add_func ("/mark/kinds", test_kinds);
  g_test_add_func ("/mark/shapes", test_shapes);
  g_test_add_func ("/mark/size", test_size);
  g_test_add_func ("/mark/blink", test_blink);
  return g_test_run ();
}
