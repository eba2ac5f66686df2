/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_REGISTER_MAPS_WINDOW (flux_register_maps_window_get_type ())

/**
 * FluxRegisterMapsWindow:
 *
 * The register maps that are stored, to be renamed, exported and deleted, the profiles that come with FluxIO, to be
 * exported, and a way to import a map. What goes wrong is said at the map. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxRegisterMapsWindow, flux_register_maps_window, FLUX, REGISTER_MAPS_WINDOW, AdwWindow)

GtkWidget *flux_register_maps_window_new (FluxHost *host);

/* Takes in the text of a file, as after it was chosen. @name: of the file, for people. */
void flux_register_maps_window_import (FluxRegisterMapsWindow *self, const char *name, GBytes *bytes);

G_END_DECLS
