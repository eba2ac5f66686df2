/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often a test repeats something: @quick times, and @full times under `./dev test --long`. */
guint flux_test_scale (guint quick, guint full);

G_END_DECLS
