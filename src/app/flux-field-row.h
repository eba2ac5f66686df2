/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FLUX_TYPE_FIELD_ROW (flux_field_row_get_type ())
G_DECLARE_FINAL_TYPE (FluxFieldRow, flux_field_row, FLUX, FIELD_ROW, AdwPreferencesRow)

/**
 * FluxFieldRow:
 *
 * A text to type, with its title above and what is wrong with it below. Properties: "text", "hint" (shown below while
 * nothing is wrong, nullable), "error" (nullable), "placeholder" (nullable), "choices" (GListModel of GtkStringObject,
 * nullable: a button offers them, the text may still be another). Enter presses the window's default button.
 */
const char *flux_field_row_get_text (FluxFieldRow *self);
void flux_field_row_set_text (FluxFieldRow *self, const char *text);

/* @hint: (nullable) */
void flux_field_row_set_hint (FluxFieldRow *self, const char *hint);

/* @error: (nullable): one sentence; %NULL: all is well */
void flux_field_row_set_error (FluxFieldRow *self, const char *error);
const char *flux_field_row_get_error (FluxFieldRow *self);

/* @choices: (nullable) */
void flux_field_row_set_choices (FluxFieldRow *self, GListModel *choices);

/* Puts the focus into the text. */
void flux_field_row_focus (FluxFieldRow *self);

G_END_DECLS
