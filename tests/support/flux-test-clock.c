/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-clock.h"

#include "flux-time.h"

struct _FluxTestClock
{
  GObject parent_instance;

  GMutex lock;
  gint64 now;
  gint64 monotonic;
};

static void flux_test_clock_iface_init (FluxClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FluxTestClock,
                               flux_test_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FLUX_TYPE_CLOCK, flux_test_clock_iface_init))

static gint64
read_locked (FluxTestClock *self, const gint64 *time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return *time;
}

static gint64
flux_test_clock_get_now (FluxClock *clock)
{
  FluxTestClock *self = FLUX_TEST_CLOCK (clock);

  return read_locked (self, &self->now);
}

static gint64
flux_test_clock_get_monotonic (FluxClock *clock)
{
  FluxTestClock *self = FLUX_TEST_CLOCK (clock);

  return read_locked (self, &self->monotonic);
}

static void
flux_test_clock_finalize (GObject *object)
{
  FluxTestClock *self = FLUX_TEST_CLOCK (object);

  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (flux_test_clock_parent_class)->finalize (object);
}

static void
flux_test_clock_iface_init (FluxClockInterface *iface)
{
  iface->get_now = flux_test_clock_get_now;
  iface->get_monotonic = flux_test_clock_get_monotonic;
}

static void
flux_test_clock_class_init (FluxTestClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_test_clock_finalize;
}

static void
flux_test_clock_init (FluxTestClock *self)
{
  g_mutex_init (&self->lock);
  self->monotonic = FLUX_TIME_SECOND;
}

FluxTestClock *
flux_test_clock_new (gint64 now)
{
  FluxTestClock *self = g_object_new (FLUX_TYPE_TEST_CLOCK, NULL);

  self->now = now;
  return self;
}

void
flux_test_clock_set (FluxTestClock *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->now = now;
}

void
flux_test_clock_advance (FluxTestClock *self, gint64 duration)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_assert_cmpint (duration, >=, 0);
  self->now += duration;
  self->monotonic += duration;
}
