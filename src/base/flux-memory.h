/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lets the C library keep a little free memory at hand instead of giving each megabyte back to the kernel and asking
 * for it again with the next burst of posts. Call once, before any thread is started. */
void flux_memory_init (void);

G_END_DECLS
