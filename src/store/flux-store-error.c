/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-store-error.h"

G_DEFINE_QUARK (flux-store-error-quark, flux_store_error)
