/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

/* Everything below @widget that is on screen and can have the focus has a name for a screen reader. */
void flux_test_labels_assert (GtkWidget *widget);

/* @widget can be made as narrow as a phone's screen, 360 pixels. */
void flux_test_labels_assert_narrow (GtkWidget *widget);

/* The first widget of @type below @widget that is on screen and shows @text: a label, or a button with such a tooltip.
 * Returns: (transfer none) (nullable) */
GtkWidget *flux_test_labels_find (GtkWidget *widget, GType type, const char *text);
