/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-key-change.h"

G_BEGIN_DECLS

#define FLUX_TYPE_KEY_DIALOG (flux_key_dialog_get_type ())

/**
 * FluxKeyDialog:
 *
 * Makes a key for a gateway, exchanges one for another, or shows one again. What is asked comes first, then the text of
 * the key with a button that copies it.
 *
 * Signal "made" (FluxApiKey, text as a string): it is stored, and its text is shown.
 */
G_DECLARE_FINAL_TYPE (FluxKeyDialog, flux_key_dialog, FLUX, KEY_DIALOG, AdwWindow)

/* Asks for the settings of a key of @gateway. */
FluxKeyDialog *flux_key_dialog_new_make (FluxEngine *engine, const FluxGateway *gateway);

/* Asks how long @key is to go on beside its successor. */
FluxKeyDialog *flux_key_dialog_new_rotate (FluxEngine *engine, FluxApiKey *key);

/* Shows a @text that was kept. */
FluxKeyDialog *flux_key_dialog_new_show (FluxApiKey *key, const char *text);

void flux_key_dialog_present (FluxKeyDialog *self, GtkWidget *parent);

G_END_DECLS
