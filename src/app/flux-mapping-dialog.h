/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_MAPPING_DIALOG (flux_mapping_dialog_get_type ())

/**
 * FluxMappingDialog:
 *
 * A window in which the units of a post that nobody has mapped yet are mapped, or a stored unit is changed: which
 * device each is, what its registers are, and how posts name it. Nothing is stored before Confirm, which is there once
 * all of it will do; afterwards the posts that wait can be decoded with it, with progress and Stop. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxMappingDialog, flux_mapping_dialog, FLUX, MAPPING_DIALOG, AdwWindow)

/* Maps what the kept post of this number leaves to be mapped. */
void flux_mapping_dialog_present (GtkWindow *parent, FluxHost *host, gint64 post_number);

/* Changes a stored unit, with the values of its gateway's newest post. */
void flux_mapping_dialog_present_unit (GtkWindow *parent, FluxHost *host, const char *unit_uuid);

G_END_DECLS
