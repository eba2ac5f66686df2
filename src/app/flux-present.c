/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-present.h"

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
