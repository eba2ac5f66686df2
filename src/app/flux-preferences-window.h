/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_PREFERENCES_WINDOW (flux_preferences_window_get_type ())

/**
 * FluxPreferencesWindow:
 *
 * What a person sets about their window: who can reach this computer, whether it goes on receiving when the window is
 * closed, and how it looks. Each takes effect at once.
 */
G_DECLARE_FINAL_TYPE (FluxPreferencesWindow, flux_preferences_window, FLUX, PREFERENCES_WINDOW, AdwPreferencesWindow)

/* Listens there from now on, and remembers it. */
typedef gboolean (*FluxPreferencesListen) (gboolean is_on_network, int port, gpointer user_data, GError **error);

/* @host: (nullable): what is open */
GtkWidget *flux_preferences_window_new (GSettings *settings, FluxHost *host);

/* Lets the person change where it listens; without this it is only shown. @user_data outlives the window. */
void flux_preferences_window_set_listen (FluxPreferencesWindow *self, FluxPreferencesListen listen,
                                         gpointer user_data);

G_END_DECLS
