/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_OVERVIEW_PAGE (flux_overview_page_get_type ())

/**
 * FluxOverviewPage:
 *
 * The plant at a glance: a strip with its figures and a card, or a line, for each device in use, sorted and filtered as
 * the person has set it. A press edits the device. A #FluxPage. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxOverviewPage, flux_overview_page, FLUX, OVERVIEW_PAGE, AdwBin)

GtkWidget *flux_overview_page_new (FluxHost *host, GSettings *settings);

G_END_DECLS
