/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-style.h"

static const char *const tone_colors[] = {
  [FLUX_TONE_INFO] = "flux_info",
  [FLUX_TONE_WARNING] = "flux_warning",
  [FLUX_TONE_CRITICAL] = "flux_critical",
};

void
flux_style_get_color (GtkWidget *widget, GdkRGBA *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

void
flux_style_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

void
flux_style_get_tone_color (GtkWidget *widget, FluxTone tone, const char *grey, GdkRGBA *color)
{
  flux_style_lookup_color (widget, tone == FLUX_TONE_GREY ? grey : tone_colors[tone], color);
}

PangoLayout *
flux_style_create_layout (GtkWidget *widget, const char *text)
{
  static PangoAttrList *tabular;
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (!gtk_widget_has_css_class (widget, "numeric"))
    return layout;
  if (tabular == NULL)
    {
      tabular = pango_attr_list_new ();
      pango_attr_list_insert (tabular, pango_attr_font_features_new ("tnum=1"));
    }
  pango_layout_set_attributes (layout, tabular);
  return layout;
}

void
flux_style_snapshot_icon (GtkWidget *widget,
                          GtkSnapshot *snapshot,
                          const char *icon_name,
                          int size,
                          float x,
                          float y,
                          const GdkRGBA *color)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, icon_name, NULL, size, gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, color, 1);
  gtk_snapshot_restore (snapshot);
}
