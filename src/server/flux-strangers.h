/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"

G_BEGIN_DECLS

/* Callers without a good key, counted by address, so that one who guesses keys is slowed down. Bounded: when too many
 * addresses call, the counts of all are forgotten. Belongs to the server's thread. */
typedef struct _FluxStrangers FluxStrangers;

FluxStrangers *flux_strangers_new (FluxClock *clock);
void flux_strangers_free (FluxStrangers *self);

/* Counts a call from @address (nullable). Returns: whether it was more than 100 within a minute */
gboolean flux_strangers_is_too_often (FluxStrangers *self, const char *address);

G_END_DECLS
