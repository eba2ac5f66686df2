/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device.h"
#include "flux-reading.h"

G_BEGIN_DECLS

/* Rows of the contract's tables as JSON objects, with exactly the contract's columns. Any thread. */

/* A row of flow_data. */
void flux_row_json_append_reading (GString *json, const char *device_id, const FluxReading *reading);

/* A row of devices, without the closing brace, so that more members can follow. @last_seen: µs UTC, 0: never */
void flux_row_json_append_device_open (GString *json, const FluxDevice *device, gint64 last_seen);

G_END_DECLS
