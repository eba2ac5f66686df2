/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

/* A window for one widget, as the application would show it: its style sheets, icons and usual font, no animations. */

/* Makes the application and its style; GTK must have been initialised. */
void flux_test_stage_open (void);

/* Shows @widget in a window whose content is @width × @height and waits until it is drawn. Returns: the window */
GtkWidget *flux_test_stage_show (GtkWidget *widget, int width, int height);

/* Lets what is queued happen and waits until the window of @widget is drawn. */
void flux_test_stage_settle (GtkWidget *widget);

/* Runs the main loop until @condition; fails after ten seconds. */
void flux_test_stage_wait (gboolean (*condition) (gpointer), gpointer user_data);

/* Returns: (transfer full): the picture of @widget */
GdkTexture *flux_test_stage_render (GtkWidget *widget);

/* How many pixels of @widget, as it looks now on its window, are of @color, give or take a little; with @color %NULL,
 * how many are not plain ground. @area: (nullable): only there, in coordinates of the widget */
guint flux_test_stage_count (GtkWidget *widget, const char *color, const GdkRectangle *area);
