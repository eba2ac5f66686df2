/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-store-driver.h"

G_BEGIN_DECLS

/* The driver for "sqlite:PATH"; see flux_store_driver_open(). Returns: (transfer full) (nullable) */
FluxStoreDriver *flux_sqlite_driver_open (const char *uri, FluxStoreAccess access, FluxClock *clock, GError **error);

G_END_DECLS
