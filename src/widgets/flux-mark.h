/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-style.h"

G_BEGIN_DECLS

/* What a mark says. Filled shapes are alarms that nobody has acknowledged, and blink; the _ACK ones are outlined. */
typedef enum
{
  FLUX_MARK_NONE,
  FLUX_MARK_NEW,
  FLUX_MARK_STALE,
  FLUX_MARK_OFFLINE,
  FLUX_MARK_BAD,
  FLUX_MARK_UNCERTAIN,
  FLUX_MARK_MAINTENANCE,
  FLUX_MARK_SHELVED,
  FLUX_MARK_SUPPRESSED,
  FLUX_MARK_INFO,
  FLUX_MARK_WARNING,
  FLUX_MARK_CRITICAL,
  FLUX_MARK_INFO_ACK,
  FLUX_MARK_WARNING_ACK,
  FLUX_MARK_CRITICAL_ACK,
  FLUX_MARK_INFO_RETURNED, /* back to normal, not acknowledged */
  FLUX_MARK_WARNING_RETURNED,
  FLUX_MARK_CRITICAL_RETURNED,
  FLUX_MARK_CLEARED, /* back to normal and acknowledged */
  FLUX_MARK_STORED,
  FLUX_MARK_DUPLICATE,
  FLUX_MARK_FAILED_READ,
  FLUX_MARK_NOT_MAPPED,
  FLUX_MARK_REFUSED,
} FluxMarkKind;

#define FLUX_N_MARKS (FLUX_MARK_REFUSED + 1)

#define FLUX_TYPE_MARK_KIND (flux_mark_kind_get_type ())
GType flux_mark_kind_get_type (void);

/* The word that goes with the shape, in the person's language; "" for none. */
const char *flux_mark_kind_get_word (FluxMarkKind kind);

/* The name of its symbolic icon; %NULL for none. */
const char *flux_mark_kind_get_icon_name (FluxMarkKind kind);

FluxTone flux_mark_kind_get_tone (FluxMarkKind kind);

#define FLUX_TYPE_MARK (flux_mark_get_type ())
G_DECLARE_FINAL_TYPE (FluxMark, flux_mark, FLUX, MARK, GtkWidget)

/**
 * FluxMark:
 *
 * A shape that says the state of something, with its word as accessible label and tooltip. Properties: "kind" and
 * "pixel-size" (12 to 24; 16 unless set). CSS node "mark" with the class "info", "warning" or "critical".
 */
GtkWidget *flux_mark_new (FluxMarkKind kind);

FluxMarkKind flux_mark_get_kind (FluxMark *self);
void flux_mark_set_kind (FluxMark *self, FluxMarkKind kind);
void flux_mark_set_pixel_size (FluxMark *self, int pixel_size);

G_END_DECLS
