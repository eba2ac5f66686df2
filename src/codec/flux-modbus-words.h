/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-register-map.h"

G_BEGIN_DECLS

/* The raw value of @type that lies in @words (flux_register_type_get_words() of them, in the order of their registers,
 * each with its first byte on the wire as the high one). A 64-bit integer beyond 2^53 loses its last digits. Pure. */
double flux_modbus_words_to_raw (const guint16 *words, FluxRegisterType type, FluxWordOrder order);

/* The way back: what lies on the wire for @raw, which is rounded and cut to what @type can hold. */
void flux_modbus_words_from_raw (guint16 *words, FluxRegisterType type, FluxWordOrder order, double raw);

G_END_DECLS
