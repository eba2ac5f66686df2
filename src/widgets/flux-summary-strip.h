/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-style.h"

G_BEGIN_DECLS

#define FLUX_TYPE_SUMMARY_STRIP (flux_summary_strip_get_type ())
G_DECLARE_FINAL_TYPE (FluxSummaryStrip, flux_summary_strip, FLUX, SUMMARY_STRIP, GtkWidget)

/**
 * FluxSummaryStrip:
 *
 * The plant in four figures: devices online, active alarms, flow now, and the volume of the day once it is known. Where
 * there is too little width for one row, the alarms go to a second one, and the flow gives way to the volume.
 *
 * The alarm counts are buttons. Property "filter" (int, a #FluxTone): the severity whose button is pressed in;
 * %FLUX_TONE_GREY for none. It follows the person's presses and notifies.
 *
 * CSS node "summarystrip", its cells have the class "cell", the buttons "chip".
 */
GtkWidget *flux_summary_strip_new (void);

void flux_summary_strip_set_online (FluxSummaryStrip *self, guint online, guint devices);

/* @severity: not %FLUX_TONE_GREY. @unacknowledged: how many of the @active ones nobody has acknowledged */
void flux_summary_strip_set_alarms (FluxSummaryStrip *self, FluxTone severity, guint active, guint unacknowledged);

/* The sum of the flow of @meters among @devices. @flow: NaN: "—". @unit: its symbol */
void flux_summary_strip_set_flow (FluxSummaryStrip *self, double flow, const char *unit, guint meters, guint devices);

/* The volume of the local day, m³. NaN: there is no such cell, as at the beginning */
void flux_summary_strip_set_volume (FluxSummaryStrip *self, double volume);

FluxTone flux_summary_strip_get_filter (FluxSummaryStrip *self);
void flux_summary_strip_set_filter (FluxSummaryStrip *self, FluxTone severity);

G_END_DECLS
