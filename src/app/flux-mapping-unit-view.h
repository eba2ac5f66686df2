/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-mapping-draft.h"

G_BEGIN_DECLS

#define FLUX_TYPE_MAPPING_UNIT_VIEW (flux_mapping_unit_view_get_type ())
G_DECLARE_FINAL_TYPE (FluxMappingUnitView, flux_mapping_unit_view, FLUX, MAPPING_UNIT_VIEW, AdwBin)

/**
 * FluxMappingUnitView:
 *
 * One unit that is being mapped: its device, its register map with where that comes from, how posts name it, and the
 * table of its registers. Main context.
 *
 * Signal "changed": something in the draft was chosen otherwise.
 */

/* @draft and @unit must outlive it, or flux_mapping_unit_view_forget() comes first. */
GtkWidget *flux_mapping_unit_view_new (FluxMappingDraft *draft, FluxMappingUnit *unit);
void flux_mapping_unit_view_forget (FluxMappingUnitView *self);

FluxMappingUnit *flux_mapping_unit_view_get_unit (FluxMappingUnitView *self);

/* Shows the draft as it is now. */
void flux_mapping_unit_view_update (FluxMappingUnitView *self);

G_END_DECLS
