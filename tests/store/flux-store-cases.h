/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-test-plant.h"

G_BEGIN_DECLS

/**
 * FluxStoreCase:
 *
 * What every driver must do. A driver is finished when all of them pass; see test-store-contract.c.
 */
typedef struct
{
  const char *name;
  void (*run) (FluxTestPlant *plant);
} FluxStoreCase;

/* Each list ends with a %NULL name. */
extern const FluxStoreCase flux_store_cases_devices[];
extern const FluxStoreCase flux_store_cases_gateways[];
extern const FluxStoreCase flux_store_cases_maps[];
extern const FluxStoreCase flux_store_cases_alerts[];
extern const FluxStoreCase flux_store_cases_readings[];
extern const FluxStoreCase flux_store_cases_pages[];
extern const FluxStoreCase flux_store_cases_latest[];
extern const FluxStoreCase flux_store_cases_posts[];
extern const FluxStoreCase flux_store_cases_post_lists[];
extern const FluxStoreCase flux_store_cases_post_drop[];
extern const FluxStoreCase flux_store_cases_writing[];
extern const FluxStoreCase flux_store_cases_async[];
extern const FluxStoreCase flux_store_cases_access[];
extern const FluxStoreCase flux_store_cases_plain_sql[];

G_END_DECLS
