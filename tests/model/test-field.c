/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-field.h"
#include "flux-test-scale.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define NO_FIELD (-1)

static const struct
{
  const char *name;
  int field;
} names[] = {
  { "flow_rate", FLUX_FIELD_FLOW_RATE },
  { "totalizer", FLUX_FIELD_TOTALIZER },
  { "temperature", FLUX_FIELD_TEMPERATURE },
  { "pressure", FLUX_FIELD_PRESSURE },
  { "battery_level", FLUX_FIELD_BATTERY_LEVEL },
  { "signal_strength", FLUX_FIELD_SIGNAL_STRENGTH },
  { "level", FLUX_FIELD_LEVEL },
  { "velocity", FLUX_FIELD_VELOCITY },
  { "Flow_rate", FLUX_FIELD_FLOW_RATE },
  { "FLOW_RATE", FLUX_FIELD_FLOW_RATE },
  { "flowRate", FLUX_FIELD_FLOW_RATE },
  { "flow-rate", FLUX_FIELD_FLOW_RATE },
  { "Flow Rate", FLUX_FIELD_FLOW_RATE },
  { "_flow__rate_", FLUX_FIELD_FLOW_RATE },
  { "TOTALIZER", FLUX_FIELD_TOTALIZER },
  { "batteryLevel", FLUX_FIELD_BATTERY_LEVEL },
  { "water_level", FLUX_FIELD_LEVEL },
  { "waterLevel", FLUX_FIELD_LEVEL },
  { "Water-Level", FLUX_FIELD_LEVEL },
  { "", NO_FIELD },
  { "_", NO_FIELD },
  { "flow", NO_FIELD },
  { "flow_rates", NO_FIELD },
  { "xflow_rate", NO_FIELD },
  { "flow.rate", NO_FIELD },
  { "levels", NO_FIELD },
  { "battery", NO_FIELD },
  { "signal_quality", NO_FIELD },
  { "device_id", NO_FIELD },
  { "\xc5\xbf" "ignal_strength", NO_FIELD }, /* a long s is no s */
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      FluxField field;
      gboolean found = flux_field_from_name (names[i].name, strlen (names[i].name), &field);

      g_test_message ("%s", names[i].name);
      g_assert_cmpint (found ? (int) field : NO_FIELD, ==, names[i].field);
    }
  for (guint i = 0; i < FLUX_N_FIELDS; i++)
    {
      const char *name = flux_field_get_name (i);
      FluxField field;

      g_assert_true (flux_field_from_name (name, strlen (name), &field));
      g_assert_cmpuint (field, ==, i);
    }
}

static void
test_name_length (void)
{
  FluxField field;

  g_assert_true (flux_field_from_name ("level_of_water", strlen ("level"), &field));
  g_assert_cmpuint (field, ==, FLUX_FIELD_LEVEL);
  g_assert_false (flux_field_from_name ("level\0", strlen ("level") + 1, &field));
  g_assert_true (flux_field_name_matches ("Device-ID", 9, "deviceid"));
  g_assert_false (flux_field_name_matches ("Device-ID", 8, "deviceid"));
}

static const struct
{
  const char *name;
  FluxField field;
  double value;
  double kept; /* NaN: refused */
} roundings[] = {
  { "plain", FLUX_FIELD_FLOW_RATE, 8.3, 8.3 },
  { "zero", FLUX_FIELD_FLOW_RATE, 0, 0 },
  { "minus-zero", FLUX_FIELD_FLOW_RATE, -0.0, 0 },
  { "negative", FLUX_FIELD_FLOW_RATE, -12.5, -12.5 },
  { "more-digits-than-a-float", FLUX_FIELD_FLOW_RATE, 83.250001234, 83.25 },
  { "third", FLUX_FIELD_LEVEL, 1.0 / 3, 0.33333334 },
  { "widened-float", FLUX_FIELD_LEVEL, 0.31200000643730164, 0.312 },
  { "whole", FLUX_FIELD_PRESSURE, 16777216, 16777216 },
  { "beyond-whole", FLUX_FIELD_PRESSURE, 16777217, 16777216 },
  { "large", FLUX_FIELD_VELOCITY, 1.5e30, 1.5e30 },
  { "small", FLUX_FIELD_VELOCITY, 1.5e-30, 1.5e-30 },
  { "subnormal", FLUX_FIELD_VELOCITY, 1e-45, 1e-45 },
  { "below-a-float", FLUX_FIELD_VELOCITY, 1e-60, 0 },
  { "below-a-float-negative", FLUX_FIELD_VELOCITY, -1e-60, 0 },
  { "largest", FLUX_FIELD_FLOW_RATE, 3.4028235e38, 3.4028235e38 },
  { "largest-as-double", FLUX_FIELD_FLOW_RATE, FLT_MAX, 3.4028235e38 },
  { "beyond-a-float", FLUX_FIELD_FLOW_RATE, 3.5e38, NAN },
  { "infinite", FLUX_FIELD_FLOW_RATE, INFINITY, NAN },
  { "no-number", FLUX_FIELD_FLOW_RATE, NAN, NAN },
  { "totalizer", FLUX_FIELD_TOTALIZER, 152340.8123456789, 152340.8123456789 },
  { "totalizer-large", FLUX_FIELD_TOTALIZER, 1e300, 1e300 },
  { "totalizer-minus-zero", FLUX_FIELD_TOTALIZER, -0.0, 0 },
  { "totalizer-infinite", FLUX_FIELD_TOTALIZER, -INFINITY, NAN },
  { "signal", FLUX_FIELD_SIGNAL_STRENGTH, -70, -70 },
  { "signal-rounded", FLUX_FIELD_SIGNAL_STRENGTH, -70.6, -71 },
  { "signal-minus-zero", FLUX_FIELD_SIGNAL_STRENGTH, -0.2, 0 },
  { "signal-least", FLUX_FIELD_SIGNAL_STRENGTH, G_MININT32, G_MININT32 },
  { "signal-beyond", FLUX_FIELD_SIGNAL_STRENGTH, 2147483648.0, NAN },
};

static void
test_round (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  double kept = 4711;

  if (isnan (roundings[i].kept))
    {
      g_assert_false (flux_field_round (roundings[i].field, roundings[i].value, &kept));
      g_assert_cmpfloat (kept, ==, 4711);
      return;
    }
  g_assert_true (flux_field_round (roundings[i].field, roundings[i].value, &kept));
  g_assert_cmpfloat (kept, ==, roundings[i].kept);
  g_assert_false (signbit (kept) && kept == 0);
}

/* The shortest decimal by trying all lengths. */
static double
shortest_by_trying (float value)
{
  static const char *const formats[] = { "%.0e", "%.1e", "%.2e", "%.3e", "%.4e", "%.5e", "%.6e", "%.7e", "%.8e" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      char text[32];
      double decimal = g_ascii_strtod (g_ascii_formatd (text, sizeof text, formats[i], value), NULL);

      if ((float) decimal == value)
        return decimal;
    }
  g_assert_not_reached ();
}

static float
random_bits (void)
{
  union
  {
    guint32 bits;
    float value;
  } either = { .bits = g_test_rand_int () };

  return either.value;
}

/* What a meter shows: up to seven digits with up to six decimals. */
static float
random_display (void)
{
  return g_test_rand_int_range (-9999999, 10000000) / pow (10, g_test_rand_int_range (0, 7));
}

static void
assert_shortest (float value)
{
  double kept, again;

  if (!isfinite (value))
    return;
  g_assert_true (flux_field_round (FLUX_FIELD_FLOW_RATE, value, &kept));
  g_assert_cmpfloat ((float) kept, ==, value);
  g_assert_cmpfloat (kept, ==, shortest_by_trying (value));
  g_assert_true (flux_field_round (FLUX_FIELD_FLOW_RATE, kept, &again));
  g_assert_cmpfloat (again, ==, kept);
}

static void
test_shortest (void)
{
  for (guint i = 0; i < flux_test_scale (20000, 2000000); i++)
    {
      assert_shortest (random_bits ());
      assert_shortest (random_display ());
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/names", test_names);
  g_test_add_func ("/field/name-length", test_name_length);
  for (guint i = 0; i < G_N_ELEMENTS (roundings); i++)
    {
      g_autofree char *path = g_strconcat ("/field/round/", roundings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_round);
    }
  g_test_add_func ("/field/shortest", test_shortest);
  return g_test_run ();
}
