/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gtk/gtk.h>

#include "flux-host.h"
#include "flux-plant-file.h"

G_BEGIN_DECLS

/* The plant of a #FluxGatewaysPage out into a file and in from one. What came of it is told in a toast or, when it went
 * wrong, in a dialog. Main context. */

/* Both ask for the file first. @widget: the page */
void flux_gateways_page_transfer_export (GtkWidget *widget, FluxHost *host);
void flux_gateways_page_transfer_import (GtkWidget *widget, FluxHost *host);

/* What taking @file in would add, and what it would change, as lines of text. Returns: (transfer full) */
char *flux_gateways_page_transfer_describe (FluxHost *host, const FluxPlantFile *file);

G_END_DECLS
