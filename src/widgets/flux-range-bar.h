/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-style.h"

G_BEGIN_DECLS

/* How the value stands on a bar. */
typedef enum
{
  FLUX_DOT_NONE,   /* nothing there that could be relied on */
  FLUX_DOT_SOLID,  /* the value as it is now */
  FLUX_DOT_HOLLOW, /* an old value */
} FluxDot;

#define FLUX_TYPE_RANGE_BAR (flux_range_bar_get_type ())
G_DECLARE_FINAL_TYPE (FluxRangeBar, flux_range_bar, FLUX, RANGE_BAR, GtkWidget)

/**
 * FluxRangeBar:
 *
 * A value on the range of its instrument, with the limits and the normal band between them, and the range in figures at
 * its end. Without a range it is a plain track. All numbers are in one unit of the caller's; NaN stands for one that
 * there is not. Setters do nothing when all is as before, and never ask for a new layout.
 *
 * CSS node "rangebar"; its font is that of the figures. Accessible role: meter.
 */
GtkWidget *flux_range_bar_new (void);

/* What the instrument can show. No range unless @minimum < @maximum. */
void flux_range_bar_set_range (FluxRangeBar *self, double minimum, double maximum);
void flux_range_bar_set_limits (FluxRangeBar *self, double low, double high);

/* @value: one outside the range stands at its end. @tone: colour of the dot */
void flux_range_bar_set_value (FluxRangeBar *self, double value, FluxDot dot, FluxTone tone);

G_END_DECLS
