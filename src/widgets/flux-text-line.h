/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FLUX_TEXT_LINE_PLACES 4

#define FLUX_TYPE_TEXT_LINE (flux_text_line_get_type ())
G_DECLARE_FINAL_TYPE (FluxTextLine, flux_text_line, FLUX, TEXT_LINE, GtkWidget)

/**
 * FluxTextLine:
 *
 * One line of up to four short texts in fixed places: the first at the start, the last at the end, the others evenly
 * between. It is one line of its font high, as wide as it is told, and writing another text never asks for a new
 * layout, which is what labels would do thousands of times on a page of cards. What does not fit ends in "…".
 *
 * It is a picture of text: its accessible role is presentation, and the widget around it says the words.
 * CSS node "textline".
 */
GtkWidget *flux_text_line_new (void);

/* How many places there are, 1 to 4; 1 unless set. */
void flux_text_line_set_n_places (FluxTextLine *self, guint n_places);

/* Bold text. It is no matter of the style sheet, because a font that changes there means a new layout. */
void flux_text_line_set_bold (FluxTextLine *self, gboolean bold);

/* @text: (nullable): %NULL or "": nothing. @icon_name: (nullable): symbolic icon in front of it */
void flux_text_line_set (FluxTextLine *self, guint place, const char *text, const char *icon_name);

/* Returns: (nullable) (transfer none) */
const char *flux_text_line_get_text (FluxTextLine *self, guint place);

/* The width that the text in @place needs, in pixels. */
int flux_text_line_get_needed_width (FluxTextLine *self, guint place);

G_END_DECLS
