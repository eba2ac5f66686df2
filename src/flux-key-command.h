/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-start-options.h"

G_BEGIN_DECLS

/* "fluxio-server keys …": works beside a running program, which takes the change up within 5 seconds. */

/* The commands, for --help. */
const char *flux_key_command_get_description (void);

/* @words: what follows "keys". Prints to standard output. */
gboolean flux_key_command_run (const FluxStartOptions *options, char **words, GError **error);

G_END_DECLS
