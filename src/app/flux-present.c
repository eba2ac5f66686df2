/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-present.h"

#define HELP_FORMAT "help:fluxio/%s"

void
flux_present_over (GtkWindow *dialog, GtkWidget *parent)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  int width, height;

  if (GTK_IS_WINDOW (root))
    {
      gtk_window_get_default_size (dialog, &width, &height);
      gtk_window_set_default_size (dialog, MIN (width, gtk_widget_get_width (GTK_WIDGET (root))),
                                   MIN (height, gtk_widget_get_height (GTK_WIDGET (root))));
      gtk_window_set_transient_for (dialog, GTK_WINDOW (root));
    }
  gtk_window_present (dialog);
}

void
flux_present_help (GtkWindow *window, const char *page)
{
  g_autofree char *uri = g_strdup_printf (HELP_FORMAT, page);

  gtk_show_uri (window, uri, GDK_CURRENT_TIME);
}

static gboolean
help_cb (GtkWidget *window, GVariant *page, gpointer user_data)
{
  flux_present_help (GTK_WINDOW (window), g_variant_get_string (page, NULL));
  return GDK_EVENT_STOP;
}

void
flux_present_class_add_help (GtkWidgetClass *widget_class, const char *page)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F1, 0, help_cb, "s", page);
}
