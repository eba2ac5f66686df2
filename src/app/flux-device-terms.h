/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-item.h"

G_BEGIN_DECLS

/**
 * FluxDeviceTerms:
 * @text: name, id, place, site and tags, folded for searching
 * @id_key: for g_strcmp0(), numbers by their size; @place_key: likewise
 *
 * What a device is found and sorted by. It is worked out once for each change of its settings and kept with the item,
 * so that a search among ten thousand is a matter of milliseconds. Main context.
 */
typedef struct
{
  FluxDevice *device;
  char *text;
  char *id_key;
  char *place_key;
} FluxDeviceTerms;

/* Returns: (transfer none): good until the item changes */
const FluxDeviceTerms *flux_device_terms_get (FluxDeviceItem *item);

/* The words of @text as they are looked for. Returns: (transfer full) */
char **flux_device_terms_read_search (const char *text);

/* Whether every one of @words is in the device's text. */
gboolean flux_device_terms_match (FluxDeviceItem *item, const char *const *words);

/* Where it stands, "Plant A, north basin", of the site and the place. Returns: (transfer full): never %NULL */
char *flux_device_terms_make_place (const FluxDevice *device);

G_END_DECLS
