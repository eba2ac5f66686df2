/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FLUX_TYPE_COPY_ROW (flux_copy_row_get_type ())
G_DECLARE_FINAL_TYPE (FluxCopyRow, flux_copy_row, FLUX, COPY_ROW, AdwPreferencesRow)

/**
 * FluxCopyRow:
 *
 * A text to be taken elsewhere, with a button that copies it and says so. Properties: "copy-label" (string: what the
 * button does, "Copy the address"), "hint" (nullable: shown below).
 */

/* @text: what is copied; "": there is nothing to copy. @shown: (nullable): what is shown in its place when it holds a
 * secret */
void flux_copy_row_set_text (FluxCopyRow *self, const char *text, const char *shown);
const char *flux_copy_row_get_text (FluxCopyRow *self);

/* @hint: (nullable) */
void flux_copy_row_set_hint (FluxCopyRow *self, const char *hint);

G_END_DECLS
