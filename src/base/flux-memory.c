/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define KEEP_FREE (8 * 1024 * 1024)

void
flux_memory_init (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, KEEP_FREE);
#endif
}
