/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-mapping-draft.h"

G_BEGIN_DECLS

#define FLUX_TYPE_REGISTER_TABLE (flux_register_table_get_type ())
G_DECLARE_FINAL_TYPE (FluxRegisterTable, flux_register_table, FLUX, REGISTER_TABLE, AdwBin)

/**
 * FluxRegisterTable:
 *
 * The registers of a unit that is being mapped: each one's number in the three ways in which manuals write it, the
 * value in the post, what it is, how it is read, and what would be kept. Main context.
 *
 * Signal "changed": something in the draft was chosen otherwise.
 */

/* Both must outlive it, or flux_register_table_forget() comes first. */
GtkWidget *flux_register_table_new (FluxMappingDraft *draft, FluxMappingUnit *unit);
void flux_register_table_forget (FluxRegisterTable *self);

/* Shows the draft as it is now. What has the focus keeps it as long as the map is the same. */
void flux_register_table_update (FluxRegisterTable *self);

/* A register's number as manuals write it with its area: "30011", "40011"; "365536" where five digits do not do.
 * Returns: (transfer full) */
char *flux_register_table_write_classic (const FluxRegister *reg);

G_END_DECLS
