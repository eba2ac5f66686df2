/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls with every input it makes up. Returns: 0 */
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);
