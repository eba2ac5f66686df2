/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * FluxPulse:
 * @interval_msec: time between beats
 * @beat: called for each widget at each beat; it may remove its own widget
 *
 * One timer that many widgets share, so that they blink in step and cost nothing while none of them does: it runs only
 * while it has widgets. Zero-initialised but for its two settings. Main thread.
 */
typedef struct
{
  guint interval_msec;
  void (*beat) (GtkWidget *widget);

  GPtrArray *widgets; /* (nullable) (owned) (element-type GtkWidget): borrowed elements */
  guint source;
  guint n_beats;
} FluxPulse;

/* @widget must not be in it, and must be removed before it goes. */
void flux_pulse_add (FluxPulse *self, GtkWidget *widget);
void flux_pulse_remove (FluxPulse *self, GtkWidget *widget);

G_END_DECLS
