/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-scale.h"

guint
flux_test_scale (guint quick, guint full)
{
  return g_getenv ("FLUX_TEST_LONG") != NULL ? full : quick;
}
