/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FLUX_TYPE_SIMULATOR_PROCESS (flux_simulator_process_get_type ())

/**
 * FluxSimulatorProcess:
 *
 * fluxio-simulator, run beside this program: it posts to a server as the gateways of a plant would, and ends with the
 * last reference or with this program, however that ends. Signal "ended" (message: string, nullable): it ended by
 * itself. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxSimulatorProcess, flux_simulator_process, FLUX, SIMULATOR_PROCESS, GObject)

/* @url: of the server, without a path. @key: text of a key that allows everything; only the child sees it.
 * Returns: (transfer full) (nullable) */
FluxSimulatorProcess *flux_simulator_process_new (const char *url, const char *key, GError **error);

G_END_DECLS
