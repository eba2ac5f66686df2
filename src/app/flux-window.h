/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_WINDOW (flux_window_get_type ())

/**
 * FluxWindow:
 *
 * The window: a sidebar with the destinations and what feeds them, beside it one page. It shows one of four things:
 * that the database is being opened, the first choice, why it could not be opened, or a plant.
 *
 * Read-only properties, notified: "conditions" (GListStore of #FluxCondition, what #FluxBanner shows),
 * "sidebar-beside" (boolean: whether the sidebar stands beside the page), "narrow" (boolean: whether there is room for
 * one of them only).
 * Its actions are listed with #FluxPage.
 */
G_DECLARE_FINAL_TYPE (FluxWindow, flux_window, FLUX, WINDOW, AdwApplicationWindow)

FluxWindow *flux_window_new (GtkApplication *application, GSettings *settings);

void flux_window_show_waiting (FluxWindow *self);

/* @page: a page of its own header bar, shown in place of everything else */
void flux_window_show_first_run (FluxWindow *self, GtkWidget *page);
void flux_window_show_failure (FluxWindow *self, const char *sentence);

/* @is_simulated: whether it is the simulated plant, which the window says all the time */
void flux_window_show_host (FluxWindow *self, FluxHost *host, gboolean is_simulated);

/* Says so until another plant is shown. */
void flux_window_tell_simulator_ended (FluxWindow *self);

/* Returns: (transfer none) (nullable): the plant that is shown */
FluxHost *flux_window_get_host (FluxWindow *self);

/* Goes to a destination: "overview", "devices", "gateways", "posts". */
void flux_window_show_page (FluxWindow *self, const char *name);

/* Lets go of the plant before it is closed. */
void flux_window_forget_host (FluxWindow *self);

G_END_DECLS
