/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-start-options.h"

G_BEGIN_DECLS

#define FLUX_TYPE_APPLICATION (flux_application_get_type ())

/**
 * FluxApplication:
 *
 * The desktop application. It has one plant open at a time: the person's own, the one that the options name, or the
 * simulated one; or none while the first choice is not made. The plant belongs to the application and not to its
 * window, so that it can go on receiving without one.
 *
 * A start without options takes the place of one that runs already, and raises its window. One with options, or with
 * the simulated plant, stands beside it.
 */
G_DECLARE_FINAL_TYPE (FluxApplication, flux_application, FLUX, APPLICATION, AdwApplication)

/**
 * FluxApplicationStart:
 * @options: what to open; where any of database, listen and api_key is set, the first choice is not asked for
 * @start_key: (nullable): of the options or the environment
 * @is_demo: open the simulated plant
 * @is_background: receive without a window until one is asked for
 * @is_service: started by D-Bus, which says what to do
 *
 * How the program was started. Borrowed, and outlives the application.
 */
typedef struct
{
  FluxStartOptions *options;
  FluxApiKey *start_key;
  gboolean is_demo;
  gboolean is_background;
  gboolean is_service;
} FluxApplicationStart;

FluxApplication *flux_application_new (GSettings *settings, const FluxApplicationStart *start);

/* Runs until it is quit. Returns: the exit status */
int flux_application_run (FluxApplication *self);

G_END_DECLS
