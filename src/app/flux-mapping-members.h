/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-mapping-draft.h"

G_BEGIN_DECLS

/* A row for each member of the site's own template of @draft, with its value and a list of what it may be, into @group.
 * @chosen: the person says that a member is something else. It must outlive @group. */
void flux_mapping_members_fill (AdwPreferencesGroup *group, const FluxMappingDraft *draft,
                                void (*chosen) (guint member, int role, gpointer user_data), gpointer user_data);

/* What a member of a role is: "name of the unit", as in the list. Returns: (transfer full) */
char *flux_mapping_members_describe (int role);

G_END_DECLS
