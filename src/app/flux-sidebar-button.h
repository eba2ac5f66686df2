/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FLUX_TYPE_SIDEBAR_BUTTON (flux_sidebar_button_get_type ())

/**
 * FluxSidebarButton:
 *
 * The first thing in a page's header bar: the way to the sidebar while that is not beside the page. It also lets the
 * header bar around it show the window's buttons at the start only then, because else they are the sidebar's.
 */
G_DECLARE_FINAL_TYPE (FluxSidebarButton, flux_sidebar_button, FLUX, SIDEBAR_BUTTON, AdwBin)

G_END_DECLS
