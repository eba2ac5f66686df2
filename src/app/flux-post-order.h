/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-register-map.h"

G_BEGIN_DECLS

/* What a bad value would be if its bytes had been put together in another order. Pure; any thread. */

/**
 * FluxPostOrder:
 * @value: in the field's own unit (the flow in m³/s); of an extra, in the register's
 * @is_likely: nothing speaks against it
 */
typedef struct
{
  double value;
  gboolean is_likely;
} FluxPostOrder;

/* The values that @words (flux_register_type_get_words() of them, as they lay on the wire) give in each order. */
void flux_post_order_from_words (const guint16 *words, const FluxRegister *reg,
                                 FluxPostOrder orders[FLUX_N_WORD_ORDERS]);

/* Likewise from @text (@length bytes), a 32-bit float as a gateway printed it that had put the words together already:
 * ABCD is then what it printed, CDAB the same with the words exchanged, and so on.
 * Returns: %FALSE when the bytes cannot be told: it printed too few digits, or the register is no 32-bit float */
gboolean flux_post_order_from_number (const char *text, gsize length, const FluxRegister *reg,
                                      FluxPostOrder orders[FLUX_N_WORD_ORDERS]);

G_END_DECLS
