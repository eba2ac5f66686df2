/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The colour that something is said in. Grey is normal and everything that is no alarm. */
typedef enum
{
  FLUX_TONE_GREY,
  FLUX_TONE_INFO,
  FLUX_TONE_WARNING,
  FLUX_TONE_CRITICAL,
} FluxTone;

/* What a widget that draws itself takes from the style sheets (ui/style*.css). It is kept here because newer GTK
 * deprecates style contexts. Main thread. */

/* The widget's own text colour. */
void flux_style_get_color (GtkWidget *widget, GdkRGBA *color);

/* A colour by its name in the style sheets, such as "flux_dim"; the widget's own when there is none of that name. */
void flux_style_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color);

/* The colour of @tone; @grey names the one that stands for %FLUX_TONE_GREY. */
void flux_style_get_tone_color (GtkWidget *widget, FluxTone tone, const char *grey, GdkRGBA *color);

/* A layout of @text in the widget's font, with digits of equal width when the widget has the class "numeric", as a
 * label would have them. Returns: (transfer full) */
PangoLayout *flux_style_create_layout (GtkWidget *widget, const char *text);

/* Draws a symbolic icon of @size pixels with its corner at (@x, @y). */
void flux_style_snapshot_icon (GtkWidget *widget,
                               GtkSnapshot *snapshot,
                               const char *icon_name,
                               int size,
                               float x,
                               float y,
                               const GdkRGBA *color);

G_END_DECLS
