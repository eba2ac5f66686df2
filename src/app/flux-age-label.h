/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-plant-model.h"

G_BEGIN_DECLS

#define FLUX_TYPE_AGE_LABEL (flux_age_label_get_type ())
G_DECLARE_FINAL_TYPE (FluxAgeLabel, flux_age_label, FLUX, AGE_LABEL, GtkWidget)

/**
 * FluxAgeLabel:
 *
 * How long ago something was, "12 min ago", with the moment as its tooltip. It counts with FluxPlantModel::tick while
 * it is on screen, and a new text never asks for a new layout. Property "xalign" (float). Main context.
 */
GtkWidget *flux_age_label_new (void);

/* @plant: (nullable): whose clock it goes by; without one nothing is shown */
void flux_age_label_set_plant (FluxAgeLabel *self, FluxPlantModel *plant);

/* @time: µs UTC; 0 never. @never: (nullable): what to say then in place of "never" */
void flux_age_label_set_time (FluxAgeLabel *self, gint64 time, const char *never);

/* Returns: (transfer none): what it says now */
const char *flux_age_label_get_text (FluxAgeLabel *self);

G_END_DECLS
