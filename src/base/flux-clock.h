/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FLUX_TYPE_CLOCK (flux_clock_get_type ())
G_DECLARE_INTERFACE (FluxClock, flux_clock, FLUX, CLOCK, GObject)

/**
 * FluxClock:
 *
 * Where the time comes from. Everything that stamps, ages or waits is handed a clock, so that a test can set the
 * hour. All calls may be made from any thread.
 */
struct _FluxClockInterface
{
  GTypeInterface parent;

  gint64 (*get_now) (FluxClock *self);
  gint64 (*get_monotonic) (FluxClock *self);
};

/* Wall clock in microseconds since 1970-01-01T00:00:00 UTC. It may be stepped by the user or by NTP. */
gint64 flux_clock_get_now (FluxClock *self);

/* Microseconds since an unnamed moment; never goes back. For ages, deadlines and rates. */
gint64 flux_clock_get_monotonic (FluxClock *self);

/* The machine's own clock. Returns: (transfer full) */
FluxClock *flux_system_clock_new (void);

G_END_DECLS
