/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-clock.h"

G_BEGIN_DECLS

#define FLUX_TYPE_TEST_CLOCK (flux_test_clock_get_type ())

/**
 * FluxTestClock:
 *
 * A clock that stands still until the test moves it. Any thread.
 */
G_DECLARE_FINAL_TYPE (FluxTestClock, flux_test_clock, FLUX, TEST_CLOCK, GObject)

/* @now: µs UTC. Monotonic time begins at one second. Returns: (transfer full) */
FluxTestClock *flux_test_clock_new (gint64 now);

/* Steps the wall clock alone, forwards or back, as a person or NTP does. */
void flux_test_clock_set (FluxTestClock *self, gint64 now);

/* Lets @duration µs pass on both clocks. It must not be negative. */
void flux_test_clock_advance (FluxTestClock *self, gint64 duration);

G_END_DECLS
