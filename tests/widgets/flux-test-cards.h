/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-device-card.h"

/* A made-up plant with a device in every state, for pictures and tests. */

/* Times of the plant are UTC; it is this moment there. */
#define FLUX_TEST_CARDS_NOW G_GINT64_CONSTANT (1794494100000000) /* 12 Nov 2026, 14:35 */
#define FLUX_TEST_CARDS_MIDNIGHT G_GINT64_CONSTANT (1794441600000000)

#define FLUX_TEST_N_CARDS 12
#define FLUX_TEST_CARDS_NEW 6 /* the one without a value, with a button */

/* The name of one of its devices. */
const char *flux_test_cards_get_name (guint device);

/* Lets @card show a device. */
void flux_test_cards_show (guint device, FluxDeviceCard *card);

/* A day of values that ends in @last, without the newest @missing steps. */
void flux_test_cards_make_trace (FluxDayTrace *trace, double usual, double last, guint missing);
