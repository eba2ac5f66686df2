/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

/* test-style SOURCE: the colours keep their contrast in every style sheet, and each icon that the source names is
 * there. */

#include "flux-style.h"
#include "flux-test-stage.h"

#include <adwaita.h>
#include <math.h>

#define READABLE 4.5 /* WCAG 2.1, 1.4.3 */
#define TINT 0.12

/* Text colour, the ground it stands on; the ground is a tint of the text's colour over the card when it is NULL. */
static const struct
{
  const char *text, *ground;
} pairs[] = {
  { "flux_fg", "flux_card" },
  { "flux_fg", "flux_sidebar" },
  { "flux_dim", "flux_card" },
  { "flux_dim", "flux_sidebar" },
  { "flux_line", "flux_card" },
  { "flux_critical", "flux_card" },
  { "flux_critical", NULL },
  { "flux_warning", "flux_card" },
  { "flux_warning", NULL },
  { "flux_info", "flux_card" },
  { "flux_info", NULL },
  { "flux_critical_band_fg", "flux_critical_band" },
  { "flux_warning_band_fg", "flux_warning_band" },
  { "flux_info_band_fg", "flux_info_band" },
};

static double
get_channel (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance, WCAG 2.1. */
static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * get_channel (color->red) + 0.7152 * get_channel (color->green) + 0.0722 * get_channel (color->blue);
}

static double
get_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double one = get_luminance (a), other = get_luminance (b);

  return (MAX (one, other) + 0.05) / (MIN (one, other) + 0.05);
}

static void
tint (GdkRGBA *ground, const GdkRGBA *color)
{
  ground->red += TINT * (color->red - ground->red);
  ground->green += TINT * (color->green - ground->green);
  ground->blue += TINT * (color->blue - ground->blue);
}

static void
assert_readable (GtkWidget *widget)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      GdkRGBA text, ground;

      flux_style_lookup_color (widget, pairs[i].text, &text);
      flux_style_lookup_color (widget, pairs[i].ground != NULL ? pairs[i].ground : "flux_card", &ground);
      if (pairs[i].ground == NULL)
        tint (&ground, &text);
      g_test_message ("%s on %s: %.1f", pairs[i].text, pairs[i].ground != NULL ? pairs[i].ground : "its tint",
                      get_contrast (&text, &ground));
      g_assert_cmpfloat (get_contrast (&text, &ground), >=, READABLE);
    }
}

static void
assert_color (GtkWidget *widget, const char *name, const char *expected)
{
  GdkRGBA color, wanted;

  flux_style_lookup_color (widget, name, &color);
  g_assert_true (gdk_rgba_parse (&wanted, expected));
  g_assert_true (gdk_rgba_equal (&color, &wanted));
}

static void
test_contrast (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkWidget *widget = gtk_label_new ("");
  GtkWidget *window = flux_test_stage_show (widget, 100, 100);
  gboolean high = adw_style_manager_get_high_contrast (manager);

  assert_color (widget, "flux_warning", high ? "#663b00" : "#9c5600");
  assert_readable (widget);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  flux_test_stage_settle (widget);
  assert_color (widget, "flux_warning", high ? "#ffd866" : "#f6c344");
  assert_readable (widget);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Every "…-symbolic" in the text of @path. */
static void
assert_icons_of (const char *path, guint *n_icons)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_autoptr (GRegex) regex = g_regex_new ("[\">]([a-z0-9-]+-symbolic)[\"<]", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      if (!gtk_icon_theme_has_icon (theme, name))
        g_error ("%s names the icon %s, which there is not", path, name);
      (*n_icons)++;
    }
}

static void
test_icons (gconstpointer source)
{
  static const char *const folders[] = { "src/widgets", "src/app", "ui" };
  guint n_icons = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (source, folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          if (g_str_has_suffix (name, ".c") || g_str_has_suffix (name, ".ui"))
            assert_icons_of (path, &n_icons);
        }
    }
  g_assert_cmpint (n_icons, >, 20);
}

/* The pictures are well formed: GTK shows a broken one as its own broken-image icon. */
static void
test_icon_files (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  const char *folder = "/io/github/fluxio/Fluxio/icons/scalable/actions";
  g_auto (GStrv) names = g_resources_enumerate_children (folder, 0, NULL);

  g_assert_nonnull (names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (names[i], strlen (names[i]) - strlen (".svg"));
      g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (theme, name, NULL, 16, 1, GTK_TEXT_DIR_LTR, 0);
      g_autofree char *resource = g_strconcat (folder, "/", names[i], NULL);
      g_autofree char *uri = g_strconcat ("resource://", resource, NULL);
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_resource (resource, NULL);
      g_autoptr (GFile) file = gtk_icon_paintable_get_file (icon);
      g_autofree char *found = file == NULL ? NULL : g_file_get_uri (file);

      g_assert_true (g_str_has_suffix (names[i], "-symbolic.svg"));
      g_assert_nonnull (pixbuf);
      g_assert_cmpstr (found, ==, uri);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  flux_test_stage_open ();
  g_test_add_func ("/style/contrast", test_contrast);
  g_test_add_data_func ("/style/icons", argv[1], test_icons);
  g_test_add_func ("/style/icon-files", test_icon_files);
  return g_test_run ();
}
