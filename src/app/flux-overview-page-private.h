/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-card-field.h"
#include "flux-copy-line.h"
#include "flux-device-order.h"
#include "flux-overview-page.h"
#include "flux-summary-strip.h"

G_BEGIN_DECLS

struct _FluxOverviewPage
{
  AdwBin parent_instance;

  /* template children */
  GtkWidget *sort_button;
  GtkWidget *site_button;
  GtkWidget *more_button;
  GtkWidget *dense_button;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkStack *stack;
  FluxCardField *field;
  FluxSummaryStrip *strip;
  GtkGridView *grid;
  GtkListView *list;
  AdwStatusPage *empty;
  FluxCopyLine *address;
  GMenu *sort_section;
  GMenu *site_menu;
  GMenu *more_menu;

  FluxHost *host;           /* (owned) */
  FluxPlantModel *plant;    /* (owned) */
  GSettings *settings;      /* (owned) */
  FluxDeviceOrder *devices; /* (owned) */
  char **sites;        /* (nullable): as they are in the menu */
  guint top_source;    /* (0: none): that scrolls to the top */
  GBinding *to_narrow; /* (nullable): while in a window */
};

/* --- flux-overview-page-cards.c: the devices as cards or lines ---------------------------------------------------- */

void flux_overview_page_class_add_cards (GtkWidgetClass *widget_class);
void flux_overview_page_add_cards (FluxOverviewPage *self);

/* Shows cards or lines, as the settings say. */
void flux_overview_page_show_view (FluxOverviewPage *self);

/* Returns: (transfer none): the one that is seen */
GtkWidget *flux_overview_page_get_view (FluxOverviewPage *self);

/* Who looks at the top sees what comes there, an alarm above all; the view itself would stay at the card that was there
 * before. To be called when the order has changed. */
void flux_overview_page_keep_at_top (FluxOverviewPage *self);

G_END_DECLS
