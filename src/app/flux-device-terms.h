/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-item.h"

G_BEGIN_DECLS

/* What a device is found and sorted by: worked out once for each change of its settings, when it is first asked for,
 * and kept with the item, so that a search among ten thousand is a matter of milliseconds. Main context. */

/**
 * FluxDeviceTerms:
 * @id_key: for g_strcmp0(), numbers by their size; @place_key: likewise
 *
 * What it is sorted by.
 */
typedef struct
{
  FluxDevice *device;
  char *id_key;
  char *place_key;
} FluxDeviceTerms;

/* Returns: (transfer none): good until the item changes */
const FluxDeviceTerms *flux_device_terms_get (FluxDeviceItem *item);

/* The words of @text as they are looked for. Returns: (transfer full) */
char **flux_device_terms_read_search (const char *text);

/* Whether every one of @words is in its name, id, place, site or tags. */
gboolean flux_device_terms_match (FluxDeviceItem *item, const char *const *words);

/* Where it stands, "Plant A, north basin", of the site and the place. Returns: (transfer full): never %NULL */
char *flux_device_terms_make_place (const FluxDevice *device);

G_END_DECLS
