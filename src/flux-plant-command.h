/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-start-options.h"

G_BEGIN_DECLS

/* "fluxio-server plant …": works beside a running program, which takes the change up within 5 seconds. */

/* The commands, for --help. */
const char *flux_plant_command_get_description (void);

/* @words: what follows "plant". Of an export to "-" the file is all that goes to standard output. */
gboolean flux_plant_command_run (const FluxStartOptions *options, char **words, GError **error);

G_END_DECLS
