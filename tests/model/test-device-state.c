/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-state.h"
#include "flux-test-scale.h"
#include "flux-time.h"

#define S FLUX_TIME_SECOND
#define NOW (1000 * FLUX_TIME_DAY)
#define NEVER G_MAXINT64

/* Of a device that is offline after 900 s. Times are µs from NOW, ages µs before it. */
static const struct
{
  const char *name;
  gint64 age; /* of the last good value; -1: never had one */
  gint64 period;
  gboolean flow_bad;
  gboolean unconfirmed;
  gint64 maintenance; /* until; 0: none */
  FluxDeviceState state;
  gint64 changes; /* NEVER, or in so many µs */
} states[] = {
  { "fresh", 0, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NORMAL, 90 * S + 1 },
  { "one-period-old", 60 * S, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NORMAL, 30 * S + 1 },
  { "just-not-stale", 90 * S, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NORMAL, 1 },
  { "stale", 90 * S + 1, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_STALE, 810 * S },
  { "just-not-offline", 900 * S, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_STALE, 1 },
  { "offline", 900 * S + 1, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_OFFLINE, NEVER },
  { "long-offline", 30 * FLUX_TIME_DAY, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_OFFLINE, NEVER },
  { "period-unknown", 800 * S, 0, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NORMAL, 100 * S + 1 },
  { "five-minute-unit-at-six-minutes", 360 * S, 300 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NORMAL, 90 * S + 1 },
  { "period-beyond-the-limit", 800 * S, 3600 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NORMAL, 100 * S + 1 },
  { "ahead-of-our-clock", -60 * S, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NORMAL, 150 * S + 1 },

  { "no-value", -1, 60 * S, FALSE, FALSE, 0, FLUX_DEVICE_STATE_NO_VALUE, NEVER },
  { "bad", 10 * S, 60 * S, TRUE, FALSE, 0, FLUX_DEVICE_STATE_BAD, 890 * S + 1 },
  { "bad-and-old", 600 * S, 60 * S, TRUE, FALSE, 0, FLUX_DEVICE_STATE_BAD, 300 * S + 1 },
  { "bad-but-offline", 901 * S, 60 * S, TRUE, FALSE, 0, FLUX_DEVICE_STATE_OFFLINE, NEVER },

  { "new", 10 * S, 60 * S, FALSE, TRUE, 0, FLUX_DEVICE_STATE_NEW, 890 * S + 1 },
  { "new-no-value", -1, 0, FALSE, TRUE, 0, FLUX_DEVICE_STATE_NEW, NEVER },
  { "new-and-old", 600 * S, 60 * S, FALSE, TRUE, 0, FLUX_DEVICE_STATE_NEW, 300 * S + 1 },
  { "new-but-offline", 901 * S, 60 * S, FALSE, TRUE, 0, FLUX_DEVICE_STATE_OFFLINE, NEVER },

  { "maintenance", 10 * S, 60 * S, FALSE, FALSE, 7 * S, FLUX_DEVICE_STATE_MAINTENANCE, 7 * S },
  { "maintenance-covers-offline", 901 * S, 60 * S, FALSE, TRUE, 7 * S, FLUX_DEVICE_STATE_MAINTENANCE, 7 * S },
  { "maintenance-over", 10 * S, 60 * S, FALSE, FALSE, -1, FLUX_DEVICE_STATE_NORMAL, 80 * S + 1 },
};

static void
test_state (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
  FluxReading latest = { .present = FLUX_FIELD_BIT (FLUX_FIELD_LEVEL) };
  FluxDeviceStateInput input = { .device = device, .latest = &latest, .period = states[i].period };
  gint64 changes_at;

  device->confirmed_at = states[i].unconfirmed ? 0 : NOW - FLUX_TIME_DAY;
  device->maintenance_until = states[i].maintenance != 0 ? NOW + states[i].maintenance : 0;
  input.seen_at = states[i].age == -1 ? 0 : NOW - states[i].age;
  if (states[i].flow_bad)
    flux_reading_set_quality (&latest, FLUX_FIELD_FLOW_RATE, FLUX_QUALITY_BAD);

  g_assert_cmpint (flux_device_state_at (&input, NOW, &changes_at), ==, states[i].state);
  g_assert_cmpint (changes_at, ==, states[i].changes == NEVER ? NEVER : NOW + states[i].changes);
  g_assert_cmpint (flux_device_state_at (&input, NOW, NULL), ==, states[i].state);
}

static gint64
random_up_to (gint64 seconds)
{
  return g_test_rand_int_range (0, seconds) * S + g_test_rand_int_range (0, S);
}

/* Until the moment it names the state stays as it is, and at that moment it is another. */
static void
test_changes_at (void)
{
  for (guint i = 0; i < flux_test_scale (5000, 100000); i++)
    {
      g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");
      FluxReading latest = { 0 };
      FluxDeviceStateInput input = { .device = device };
      FluxDeviceState state;
      gint64 changes_at, last;

      device->confirmed_at = g_test_rand_bit () ? NOW - FLUX_TIME_DAY : 0;
      device->offline_after_seconds = g_test_rand_int_range (1, 2000);
      device->maintenance_until = g_test_rand_bit () ? NOW - 500 * S + random_up_to (1000) : 0;
      if (g_test_rand_bit ())
        input.latest = &latest;
      if (g_test_rand_bit ())
        flux_reading_set_quality (&latest, FLUX_FIELD_FLOW_RATE, FLUX_QUALITY_BAD);
      if (g_test_rand_bit ())
        input.period = random_up_to (1000);
      if (g_test_rand_bit ())
        input.seen_at = NOW - random_up_to (3000);

      state = flux_device_state_at (&input, NOW, &changes_at);
      g_assert_cmpint (changes_at, >, NOW);
      last = changes_at == NEVER ? NOW + 365 * FLUX_TIME_DAY : changes_at - 1;
      g_assert_cmpint (flux_device_state_at (&input, last, NULL), ==, state);
      g_assert_cmpint (flux_device_state_at (&input, NOW + (last - NOW) / 2, NULL), ==, state);
      if (changes_at != NEVER)
        g_assert_cmpint (flux_device_state_at (&input, changes_at, NULL), !=, state);
    }
}

static void
test_online (void)
{
  g_autoptr (FluxDevice) device = flux_device_new ("NIVUS_01");

  g_assert_false (flux_device_is_online (device, 0, NOW));
  g_assert_true (flux_device_is_online (device, NOW, NOW));
  g_assert_true (flux_device_is_online (device, NOW - 900 * S, NOW));
  g_assert_false (flux_device_is_online (device, NOW - 900 * S - 1, NOW));

  device->offline_after_seconds = G_MAXINT;
  g_assert_true (flux_device_is_online (device, NOW - 365 * FLUX_TIME_DAY, NOW));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *path = g_strconcat ("/device-state/", states[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_state);
    }
  g_test_add_func ("/device-state/changes-at", test_changes_at);
  g_test_add_func ("/device-state/online", test_online);
  return g_test_run ();
}
