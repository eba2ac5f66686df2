/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-widgets.h"

#include "flux-device-card.h"
#include "flux-mark.h"
#include "flux-range-bar.h"
#include "flux-sparkline.h"
#include "flux-summary-strip.h"
#include "flux-text-line.h"
#include "flux-value-label.h"
#include "flux-widgets-resources.h"

void
flux_widgets_init (void)
{
  static gboolean registered;

  if (!registered)
    flux_widgets_register_resource ();
  registered = TRUE;
  g_type_ensure (FLUX_TYPE_MARK);
  g_type_ensure (FLUX_TYPE_VALUE_LABEL);
  g_type_ensure (FLUX_TYPE_RANGE_BAR);
  g_type_ensure (FLUX_TYPE_SPARKLINE);
  g_type_ensure (FLUX_TYPE_TEXT_LINE);
  g_type_ensure (FLUX_TYPE_DEVICE_CARD);
  g_type_ensure (FLUX_TYPE_SUMMARY_STRIP);
}
