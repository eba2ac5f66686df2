/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-clock.h"

#define FLUX_TYPE_SYSTEM_CLOCK (flux_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (FluxSystemClock, flux_system_clock, FLUX, SYSTEM_CLOCK, GObject)

struct _FluxSystemClock
{
  GObject parent_instance;
};

G_DEFINE_INTERFACE (FluxClock, flux_clock, G_TYPE_OBJECT)

static gint64
flux_system_clock_get_now (FluxClock *clock)
{
  return g_get_real_time ();
}

static gint64
flux_system_clock_get_monotonic (FluxClock *clock)
{
  return g_get_monotonic_time ();
}

static void
flux_system_clock_iface_init (FluxClockInterface *iface)
{
  iface->get_now = flux_system_clock_get_now;
  iface->get_monotonic = flux_system_clock_get_monotonic;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxSystemClock,
                               flux_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FLUX_TYPE_CLOCK, flux_system_clock_iface_init))

static void
flux_system_clock_class_init (FluxSystemClockClass *klass)
{
}

static void
flux_system_clock_init (FluxSystemClock *self)
{
}

static void
flux_clock_default_init (FluxClockInterface *iface)
{
}

gint64
flux_clock_get_now (FluxClock *self)
{
  return FLUX_CLOCK_GET_IFACE (self)->get_now (self);
}

gint64
flux_clock_get_monotonic (FluxClock *self)
{
  return FLUX_CLOCK_GET_IFACE (self)->get_monotonic (self);
}

FluxClock *
flux_system_clock_new (void)
{
  return g_object_new (FLUX_TYPE_SYSTEM_CLOCK, NULL);
}
