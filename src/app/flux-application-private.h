/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-application.h"
#include "flux-first-run-page.h"
#include "flux-host.h"
#include "flux-simulator-process.h"
#include "flux-window.h"

G_BEGIN_DECLS

/* Which plant is open, or being opened. */
typedef enum
{
  FLUX_PLANT_NONE,
  FLUX_PLANT_OWN, /* of the settings, or of the options */
  FLUX_PLANT_SIMULATED,
} FluxPlantKind;

struct _FluxApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  const FluxApplicationStart *start;
  FluxWindow *window; /* (nullable): a weak pointer */

  FluxPlantKind kind;
  GCancellable *opening;           /* (nullable): while it is being opened */
  FluxHost *host;                  /* (nullable): once it is open */
  char *start_key_text;            /* (nullable): of the simulated plant's server */
  char *failure;                   /* (nullable): why it could not be opened */
  FluxSimulatorProcess *simulator; /* (nullable) */
  FluxFirstRunPage *first_run;     /* (nullable): a weak pointer, while the first choice is being carried out */

  gboolean is_in_background; /* goes on without a window */
  int exit_status;
};

/* --- flux-application-plant.c: opening and closing ---------------------------------------------------------------- */

/* Whether the program was told what to open. */
gboolean flux_application_has_options (FluxApplication *self);

/* Opens the person's own plant in place of the one that is open. */
void flux_application_open_own (FluxApplication *self);
void flux_application_open_simulated (FluxApplication *self);

/* Carries out "Receive here" of @page. */
void flux_application_receive (FluxApplication *self, FluxFirstRunPage *page, gboolean is_on_network);

/* Closes what is open. Blocks until everything is stored. */
void flux_application_close_plant (FluxApplication *self);

/* Listens as the settings say from now on. */
gboolean flux_application_listen (FluxApplication *self, gboolean is_on_network, int port, GError **error);

/* --- flux-application.c ------------------------------------------------------------------------------------------- */

/* Shows in the window, if there is one, whatever is the case. */
void flux_application_update_window (FluxApplication *self);
void flux_application_show_window (FluxApplication *self);

/* --- flux-application-actions.c ----------------------------------------------------------------------------------- */

void flux_application_add_actions (FluxApplication *self);
void flux_application_update_actions (FluxApplication *self);

G_END_DECLS
