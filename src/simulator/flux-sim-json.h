/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-reading.h"

G_BEGIN_DECLS

/* Appends @reading as an object of the contract's form, with the time in ISO 8601 and each value with the decimals that
 * such a meter shows. The bytes depend on nothing else, the locale included. */
void flux_sim_json_append_reading (GString *json, const char *device_id, const FluxReading *reading);

/* Appends @text as a JSON string, quotes included. @text is UTF-8. */
void flux_sim_json_append_string (GString *json, const char *text);

G_END_DECLS
