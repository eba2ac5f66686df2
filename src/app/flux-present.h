/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @dialog over the window of @parent, no larger than that. */
void flux_present_over (GtkWindow *dialog, GtkWidget *parent);

G_END_DECLS
