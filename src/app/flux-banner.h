/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FLUX_TYPE_BANNER (flux_banner_get_type ())

/**
 * FluxBanner:
 *
 * The strip under a page's header bar that says what lasts: each #FluxCondition of the window's "conditions" on a line
 * of its own, and nothing when there is none.
 */
G_DECLARE_FINAL_TYPE (FluxBanner, flux_banner, FLUX, BANNER, AdwBin)

G_END_DECLS
