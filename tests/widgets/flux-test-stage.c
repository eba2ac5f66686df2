/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-stage.h"

#include "flux-widgets.h"

#include <adwaita.h>

#define NEAR 4 /* of 255 in each channel */
#define WAIT_SECONDS 10
#define GROUND "#fafafa"

static AdwApplication *application;

static gboolean
note_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
flux_test_stage_open (void)
{
  g_autoptr (GError) error = NULL;

  flux_widgets_init ();
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.fluxio.Fluxio.Stage", "flags",
                              G_APPLICATION_NON_UNIQUE, "resource-base-path", FLUX_WIDGETS_RESOURCE_PATH, NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", "gtk-enable-animations", FALSE, NULL);
}

GtkWidget *
flux_test_stage_show (GtkWidget *widget, int width, int height)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *holder = gtk_scrolled_window_new (); /* lets the window be as small as told */

  gtk_widget_add_css_class (holder, "background");
  gtk_widget_set_size_request (holder, width, height);
  gtk_widget_set_halign (holder, GTK_ALIGN_START);
  gtk_widget_set_valign (holder, GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (holder), GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (holder), widget);
  adw_window_set_content (ADW_WINDOW (window), holder);
  gtk_window_present (GTK_WINDOW (window));
  flux_test_stage_settle (widget);
  return window;
}

void
flux_test_stage_settle (GtkWidget *widget)
{
  gboolean idle = FALSE;

  g_idle_add_full (G_PRIORITY_LOW, note_cb, &idle, NULL);
  while (!idle)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_queue_draw (widget);
  gtk_test_widget_wait_for_draw (widget);
}

void
flux_test_stage_wait (gboolean (*condition) (gpointer), gpointer user_data)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (WAIT_SECONDS, note_cb, &late);

  while (!condition (user_data))
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  if (!late)
    g_source_remove (source);
}

GdkTexture *
flux_test_stage_render (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GskRenderNode *node;
  GdkTexture *picture;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  picture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gsk_render_node_unref (node);
  return picture;
}

static gboolean
is_near (guint32 pixel, const GdkRGBA *wanted)
{
  return pixel >> 24 == 255 && ABS ((int) (pixel >> 16 & 255) - (int) (wanted->red * 255)) <= NEAR
         && ABS ((int) (pixel >> 8 & 255) - (int) (wanted->green * 255)) <= NEAR
         && ABS ((int) (pixel & 255) - (int) (wanted->blue * 255)) <= NEAR;
}

/* The part of the window's content that @area of @widget covers. */
static GdkRectangle
get_part (GtkWidget *widget, GtkWidget *content, const GdkRectangle *area)
{
  GdkRectangle part = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  double x, y;

  if (area != NULL)
    g_assert_true (gdk_rectangle_intersect (&part, area, &part));
  g_assert_true (gtk_widget_translate_coordinates (widget, content, part.x, part.y, &x, &y));
  part.x = x;
  part.y = y;
  return part;
}

guint
flux_test_stage_count (GtkWidget *widget, const char *color, const GdkRectangle *area)
{
  GtkWidget *content = adw_window_get_content (ADW_WINDOW (gtk_widget_get_root (widget)));
  int width = gtk_widget_get_width (content), height = gtk_widget_get_height (content);
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  g_autoptr (GdkTexture) picture = NULL;
  GdkRectangle part;
  GdkRGBA wanted;
  guint n = 0;

  g_assert_true (gdk_rgba_parse (&wanted, color != NULL ? color : GROUND));
  flux_test_stage_settle (widget);
  picture = flux_test_stage_render (content);
  gdk_texture_download (picture, (guchar *) pixels, width * sizeof *pixels);
  part = get_part (widget, content, area);
  for (int y = part.y; y < part.y + part.height; y++)
    for (int x = part.x; x < part.x + part.width; x++)
      n += is_near (pixels[y * width + x], &wanted) == (color != NULL);
  return n;
}
