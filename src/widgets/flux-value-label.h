/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much a shown value can be relied on; each looks different without colour too. */
typedef enum
{
  FLUX_VALUE_GOOD,
  FLUX_VALUE_UNCERTAIN, /* followed by "?" */
  FLUX_VALUE_STALE,     /* dimmed */
  FLUX_VALUE_OFFLINE,   /* outlined digits */
  FLUX_VALUE_BAD,       /* struck through */
} FluxValueStyle;

/* The word for a style inside a sentence, such as "stale"; "" for a good value. */
const char *flux_value_style_get_word (FluxValueStyle style);

#define FLUX_TYPE_VALUE_LABEL (flux_value_label_get_type ())
G_DECLARE_FINAL_TYPE (FluxValueLabel, flux_value_label, FLUX, VALUE_LABEL, GtkWidget)

/**
 * FluxValueLabel:
 *
 * A number and its unit, which is written in the font of the parent. The number's font comes from the node's CSS (give
 * it the class "title-1" or "heading"). It is as high as its font whatever it shows, is made smaller rather than cut
 * where it has too little room, and as long as "width-chars" is set a new number never asks for a new layout. A changed
 * number is marked by a short fade behind it, unless the person wants no animations.
 *
 * CSS node "valuelabel" with the class "uncertain", "stale", "offline", "bad" or "missing". Accessible label: number,
 * unit and the style's word, unless its role is presentation.
 */
GtkWidget *flux_value_label_new (void);

/* @value: NaN: there is none, "—" stands for it. @decimals: digits after the decimal sign.
 * @unit: (nullable). Does nothing when all of it is as before. */
void flux_value_label_set_value (FluxValueLabel *self, double value, int decimals, const char *unit);
void flux_value_label_set_style (FluxValueLabel *self, FluxValueStyle style);

/* A sentence in place of "—", such as "No value yet". @text: (nullable) */
void flux_value_label_set_placeholder (FluxValueLabel *self, const char *text);

/* Forgets the value, so that the next one is not taken for a change of it. */
void flux_value_label_clear (FluxValueLabel *self);

/* The width to ask for, in digits of the number's font; -1: what the present number needs. */
void flux_value_label_set_width_chars (FluxValueLabel *self, int n_chars);

G_END_DECLS
