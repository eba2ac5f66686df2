/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

/* Where the simulated plant's history begins, 2020-01-01T00:00:00 UTC in seconds since 1970. Its times reach from
 * there to the year 2200. */
#define FLUX_SIM_EPOCH_SECONDS G_GINT64_CONSTANT (1577836800)
