/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-mapping-draft.h"

G_BEGIN_DECLS

void flux_mapping_row_free (FluxMappingRow *row);
void flux_map_choice_free (FluxMapChoice *choice);

/* Lists the maps that may be @unit's, the best first, and takes the best. */
void flux_mapping_draft_propose_maps (FluxMappingDraft *self, FluxMappingUnit *unit);

/* Fills the table of @unit from the map that is chosen. */
void flux_mapping_unit_fill_rows (FluxMappingUnit *unit);

/* The map as @unit's table has it, with the uuid and name of the one it was chosen from.
 * Returns: (transfer full) (nullable): %NULL where its posts need none */
FluxRegisterMap *flux_mapping_unit_make_map (const FluxMappingUnit *unit);

/* Decodes the post with what is chosen, and tells the rows what comes out. */
void flux_mapping_draft_try (FluxMappingDraft *self);

/* The number of a unit, as it is typed. Returns: %FALSE when the text is none; empty text is %FLUX_UNIT_NO_SERVER_ID */
gboolean flux_mapping_read_server_id (const char *text, int *id);

G_END_DECLS
