/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-record.h"

G_BEGIN_DECLS

/* Most records that one post may hold; a body of more waits as a whole. */
#define FLUX_CONTRACT_MAX_RECORDS 100000

/* Decodes the contract's own form: a JSON object with the fields of a reading under their names, or an array of such
 * objects. Pure: bytes in, records out, no clock, no state; any thread.
 *
 * @device_hint: (nullable): the device of a record that names none; passed over when it cannot be a device's id
 * @received_at: µs UTC; a measurement's time must lie between 2015 and one day after it, else the record takes its
 *   arrival and the time is kept aside as a clock fault
 *
 * A body that is not JSON or not of this form gives no records and has whole_waits set.
 * Returns: (transfer full) */
FluxRecords *flux_contract_decode (const char *body, gsize size, const char *device_hint, gint64 received_at);

/* Reads a time as posts write it: ISO 8601 text, or unix seconds or milliseconds as a number or as text.
 * Returns: %FALSE when @text is no time */
gboolean flux_contract_read_time_text (const char *text, gsize length, gint64 *time);

G_END_DECLS
