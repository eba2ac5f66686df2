/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-host.h"

G_BEGIN_DECLS

#define FLUX_TYPE_FIRST_RUN_PAGE (flux_first_run_page_get_type ())

/**
 * FluxFirstRunPage:
 *
 * What a person sees first: three choices of where the readings come from, and after the first of them what the gateway
 * has to be told. Signals:
 *
 *   receive (is_on_network: boolean)   "Receive here" was chosen
 *   done ()                            the plant is to be shown
 */
G_DECLARE_FINAL_TYPE (FluxFirstRunPage, flux_first_run_page, FLUX, FIRST_RUN_PAGE, AdwBin)

GtkWidget *flux_first_run_page_new (void);

/* Why the choice could not be carried out; the choices stay. @sentence: (nullable): it is being tried now */
void flux_first_run_page_set_trouble (FluxFirstRunPage *self, const char *sentence);

/* Shows what the gateway has to be told, and waits for its first post. @key: text of its key */
void flux_first_run_page_show_receiving (FluxFirstRunPage *self, FluxHost *host, const char *key);

G_END_DECLS
