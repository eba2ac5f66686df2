/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-day-trace.h"
#include "flux-field.h"
#include "flux-mark.h"
#include "flux-value-label.h"

G_BEGIN_DECLS

/* How loud a card is: the band at its foot and its outline. */
typedef enum
{
  FLUX_BAND_NONE, /* normal: battery and signal stand at the foot */
  FLUX_BAND_GREY, /* offline, stale, bad, maintenance, … */
  FLUX_BAND_NEW,
  FLUX_BAND_INFO,
  FLUX_BAND_WARNING,
  FLUX_BAND_CRITICAL,
  FLUX_BAND_INFO_ACK,
  FLUX_BAND_WARNING_ACK,
  FLUX_BAND_CRITICAL_ACK,
} FluxBand;

#define FLUX_TYPE_DEVICE_CARD (flux_device_card_get_type ())
G_DECLARE_FINAL_TYPE (FluxDeviceCard, flux_device_card, FLUX, DEVICE_CARD, GtkWidget)

/**
 * FluxDeviceCard:
 *
 * One measuring unit at a glance: 300 to 380 pixels wide, 188 high in the usual font (190 with its hairline), each
 * thing in a place of its own. Cards are recycled by the thousand: setters do nothing when all is as before, none of
 * them asks for a new layout of the page, and there is no timer.
 *
 * Accessible role: group, labelled by one sentence, "Main inlet, Plant A, flow 83.25 m³/h, 2 s ago, Warning: …", and
 * described by the other quantities. Both follow the setters once the main loop is idle. The cell of a list that holds
 * the card is labelled by it.
 *
 * All numbers are in the units that are shown; NaN stands for one that there is not. Texts are copied.
 * CSS node "devicecard" with a class that names the band: "normal", "grey", "new", "info", "warning", "critical",
 * "info-ack", "warning-ack", "critical-ack". Main thread.
 */
GtkWidget *flux_device_card_new (void);

/* Forgets everything, for another device. */
void flux_device_card_clear (FluxDeviceCard *self);

void flux_device_card_set_name (FluxDeviceCard *self, const char *name);

/* @place: (nullable): location and id in one line, "Plant A · NIVUS_01" */
void flux_device_card_set_place (FluxDeviceCard *self, const char *place);

/* @age: (nullable): of the shown value, "2 s ago". @too_old: said in full text colour */
void flux_device_card_set_age (FluxDeviceCard *self, const char *age, gboolean too_old);

/* The absolute time behind the age, as its tooltip. @time: (nullable) */
void flux_device_card_set_time (FluxDeviceCard *self, const char *time);

/* The worst alarm, or what the device is doing. */
void flux_device_card_set_mark (FluxDeviceCard *self, FluxMarkKind kind);

/* @sentence: (nullable): why the band is there; it is not shown with %FLUX_BAND_NONE */
void flux_device_card_set_band (FluxDeviceCard *self, FluxBand band, const char *sentence);

/* The flow. @unit: (nullable) */
void flux_device_card_set_value (FluxDeviceCard *self,
                                 double value,
                                 int decimals,
                                 const char *unit,
                                 FluxValueStyle style);

/* The last 24 hours of the flow; see flux_sparkline_set_trace() and flux_sparkline_set_midnight(). */
void flux_device_card_set_trace (FluxDeviceCard *self, const FluxDayTrace *trace, gint64 period, gint64 midnight);

/* What the flow's instrument can show; none unless @minimum < @maximum. */
void flux_device_card_set_range (FluxDeviceCard *self, double minimum, double maximum);
void flux_device_card_set_limits (FluxDeviceCard *self, double low, double high);

/* The other quantities. @fields: those that the unit has: level, velocity, pressure and temperature share a line, the
 * totalizer has its own, battery and signal the foot; the flow is passed over. One that is missing is shown as "—".
 * @values: by #FluxField */
void flux_device_card_set_measures (FluxDeviceCard *self, FluxFieldSet fields, const double values[FLUX_N_FIELDS]);

/* @today: (nullable): beside the totalizer, "today 5,204 m³" */
void flux_device_card_set_today (FluxDeviceCard *self, const char *today);

/* A button for a device that has no value yet. @label: (nullable): no button. @action_name: (nullable), as in
 * gtk_actionable_set_action_name(). @target: (nullable): consumed when floating */
void flux_device_card_set_help (FluxDeviceCard *self, const char *label, const char *action_name, GVariant *target);

G_END_DECLS
