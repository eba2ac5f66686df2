/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FLUX_TYPE_FOLD (flux_fold_get_type ())
G_DECLARE_FINAL_TYPE (FluxFold, flux_fold, FLUX, FOLD, GtkWidget)

/**
 * FluxFold:
 *
 * Shows one of two children, as its width allows. Properties: "wide" and "narrow" (GtkWidget), "threshold" (int,
 * pixels: from here on the wide one is shown), and "folded" (boolean, read-only): whether the narrow one is shown. This
 * is notified a moment after the children were exchanged, when it is safe to fill them. The smallest width is that of
 * the narrow child.
 */
gboolean flux_fold_get_folded (FluxFold *self);

G_END_DECLS
