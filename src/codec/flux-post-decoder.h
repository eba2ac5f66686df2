/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-gateway-mapping.h"
#include "flux-record.h"

G_BEGIN_DECLS

/* Decodes a post of any form: the contract's own, the formats of the gateways, any wrapping. Pure: bytes and a mapping
 * in, records and reasons out; no clock, no state; any thread.
 *
 * @mapping: (nullable): of the gateway that posted; %NULL where nothing is mapped yet
 * @device_hint: (nullable): the device or unit of a record that names none, from a header, the query or a topic
 * @received_at: µs UTC; a measurement's time must lie between 2015 and one day after it, else the record takes its
 *   arrival and the time is kept aside as a clock fault
 *
 * A body that cannot be read at all gives no records and has whole_waits set.
 * Returns: (transfer full) */
FluxRecords *flux_post_decode (GBytes *body, FluxGatewayMapping *mapping, const char *device_hint,
                               gint64 received_at);

/* The text or number that a top-level member @name of the body's first object has: what tells gateways apart that share
 * a key. Returns: (transfer full) (nullable) */
char *flux_post_find_member (GBytes *body, const char *name);

G_END_DECLS
