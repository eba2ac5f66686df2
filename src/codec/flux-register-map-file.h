/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <json-glib/json-glib.h>

#include "flux-register-map.h"

G_BEGIN_DECLS

#define FLUX_CODEC_ERROR (flux_codec_error_quark ())

/**
 * FluxCodecError:
 * @FLUX_CODEC_ERROR_INVALID: the file is not what it should be; the message says which member is wrong and what it may
 *   be
 * @FLUX_CODEC_ERROR_NEWER: it was written by a newer FluxIO
 */
typedef enum
{
  FLUX_CODEC_ERROR_INVALID,
  FLUX_CODEC_ERROR_NEWER,
} FluxCodecError;

GQuark flux_codec_error_quark (void);

/* Register maps as JSON: what is stored, exported, imported and shared. The schema is data/register-map.schema.json,
 * the words of it are described in the help page "register-maps". Any thread. */

/* @map as a JSON object. Returns: (transfer full) */
JsonNode *flux_register_map_to_json (const FluxRegisterMap *map);

/* Returns: (transfer full) (nullable) */
FluxRegisterMap *flux_register_map_from_json (JsonNode *node, GError **error);

/* The same as text. Returns: (transfer full) */
char *flux_register_map_to_text (const FluxRegisterMap *map);
FluxRegisterMap *flux_register_map_from_text (const char *text, gssize length, GError **error);

/* The unit profiles that come with FluxIO. Returns: (transfer none) (element-type FluxRegisterMap) */
GPtrArray *flux_unit_profiles_get (void);

G_END_DECLS
