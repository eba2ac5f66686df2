/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-card.h"
#include "flux-range-bar.h"
#include "flux-sparkline.h"
#include "flux-text-line.h"

G_BEGIN_DECLS

/* Shared by the files of the card: flux-device-card.c has its state, flux-device-card-layout.c says where each part
 * stands, flux-device-card-words.c says it in words. */

struct _FluxDeviceCard
{
  GtkWidget parent_instance;

  /* template */
  FluxMark *mark;
  FluxTextLine *name;
  FluxTextLine *age;
  FluxTextLine *place;
  FluxValueLabel *value;
  FluxSparkline *trace;
  FluxRangeBar *bar;
  FluxTextLine *measures;
  FluxTextLine *totals;
  FluxTextLine *foot;

  int age_width;    /* as asked for last */
  GtkWidget *help;  /* (nullable): made when first needed */
  char *help_label; /* (nullable) (owned) */

  FluxBand band;
  char *sentence; /* (nullable) (owned) */
  double flow;
  int flow_decimals;
  char *unit; /* (nullable) (owned) */
  FluxValueStyle style;
  double low, high;
  FluxFieldSet fields;
  double values[FLUX_N_FIELDS];
  char *today; /* (nullable) (owned) */
  char *time;  /* (nullable) (owned): the age as an absolute time */

  char *label; /* (nullable) (owned): as the accessible layer has it */
  guint label_source;
};

/* What to show of a quantity. Returns: (transfer full) (nullable): %NULL when the unit has no such quantity */
char *flux_device_card_format_field (FluxDeviceCard *self, FluxField field);

/* Whether no quantity has any value. */
gboolean flux_device_card_is_empty (FluxDeviceCard *self);

/* The sentence that a screen reader says for the whole card, and the one that it adds. Returns: (transfer full) */
char *flux_device_card_make_label (FluxDeviceCard *self);
char *flux_device_card_make_description (FluxDeviceCard *self);

/* As in #GtkWidgetClass. */
void flux_device_card_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline);
void flux_device_card_size_allocate (GtkWidget *widget, int width, int height, int baseline);

G_END_DECLS
