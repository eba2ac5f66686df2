/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-record.h"

G_BEGIN_DECLS

/* Asserts what flux-record.h promises of anything that a decoder gives out, whatever it was given. */
void flux_test_records_keep_rules (const FluxRecords *records);

G_END_DECLS
