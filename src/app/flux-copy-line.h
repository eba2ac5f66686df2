/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FLUX_TYPE_COPY_LINE (flux_copy_line_get_type ())

/**
 * FluxCopyLine:
 *
 * A text to be typed or pasted elsewhere, an address or a command, in a frame with a button that copies it. The text
 * can be selected, and wraps. Properties: "text" and "purpose" (strings). CSS node "copyline".
 */
G_DECLARE_FINAL_TYPE (FluxCopyLine, flux_copy_line, FLUX, COPY_LINE, AdwBin)

/* @text: (nullable) */
void flux_copy_line_set_text (FluxCopyLine *self, const char *text);

/* What the text is, for the button's tooltip and screen readers: "Copy the address". */
void flux_copy_line_set_purpose (FluxCopyLine *self, const char *purpose);

G_END_DECLS
