/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-quantity.h"

static const struct
{
  FluxField field;
  const char *unit;
  double value; /* so many of the unit are */
  double own;   /* so many of the field's own */
} units[] = {
  { FLUX_FIELD_FLOW_RATE, NULL, 2, 2 },
  { FLUX_FIELD_FLOW_RATE, "m3/s", 2, 2 },
  { FLUX_FIELD_FLOW_RATE, "m³/s", 2, 2 },
  { FLUX_FIELD_FLOW_RATE, "m3/h", 3600, 1 },
  { FLUX_FIELD_FLOW_RATE, "m³/h", 3600, 1 },
  { FLUX_FIELD_FLOW_RATE, "l/s", 1000, 1 },
  { FLUX_FIELD_FLOW_RATE, "l/min", 60000, 1 },
  { FLUX_FIELD_FLOW_RATE, "Ml/d", 86.4, 1 },
  { FLUX_FIELD_FLOW_RATE, "gpm", 15850.323141489, 1 },
  { FLUX_FIELD_TOTALIZER, "m³", 7, 7 },
  { FLUX_FIELD_TOTALIZER, "l", 7, 0.007 },
  { FLUX_FIELD_TOTALIZER, "Ml", 7, 7000 },
  { FLUX_FIELD_TEMPERATURE, "C", 17.4, 17.4 },
  { FLUX_FIELD_TEMPERATURE, "°C", 17.4, 17.4 },
  { FLUX_FIELD_TEMPERATURE, "K", 273.15, 0 },
  { FLUX_FIELD_TEMPERATURE, "°F", 32, 0 },
  { FLUX_FIELD_TEMPERATURE, "F", 212, 100 },
  { FLUX_FIELD_PRESSURE, "bar", 1.5, 1.5 },
  { FLUX_FIELD_PRESSURE, "mbar", 1500, 1.5 },
  { FLUX_FIELD_PRESSURE, "kPa", 150, 1.5 },
  { FLUX_FIELD_PRESSURE, "Pa", 150000, 1.5 },
  { FLUX_FIELD_BATTERY_LEVEL, "%", 87, 87 },
  { FLUX_FIELD_SIGNAL_STRENGTH, "dBm", -67, -67 },
  { FLUX_FIELD_LEVEL, "m", 0.3, 0.3 },
  { FLUX_FIELD_LEVEL, "cm", 30, 0.3 },
  { FLUX_FIELD_LEVEL, "mm", 300, 0.3 },
  { FLUX_FIELD_VELOCITY, "m/s", 0.8, 0.8 },
  { FLUX_FIELD_VELOCITY, "cm/s", 80, 0.8 },
  { FLUX_FIELD_VELOCITY, "mm/s", 800, 0.8 },
};

static const struct
{
  FluxField field;
  const char *unit;
} no_units[] = {
  { FLUX_FIELD_FLOW_RATE, "" },     { FLUX_FIELD_FLOW_RATE, "m3" },
  { FLUX_FIELD_FLOW_RATE, "M3/H" }, { FLUX_FIELD_FLOW_RATE, "m3/h m3/h m3/h" },
  { FLUX_FIELD_LEVEL, "m3/s" },     { FLUX_FIELD_TEMPERATURE, "°" },
  { FLUX_FIELD_TOTALIZER, "ml" },   { FLUX_FIELD_SIGNAL_STRENGTH, "dB" },
};

/* The ends of what can be, and what is real but odd. */
static const struct
{
  const char *name;
  FluxField field;
  double value;
  gboolean is_possible;
} ranges[] = {
  { "backwards flow", FLUX_FIELD_FLOW_RATE, -32, TRUE },
  { "a river", FLUX_FIELD_FLOW_RATE, 10000, TRUE },
  { "flow of a wrong word order", FLUX_FIELD_FLOW_RATE, -2.9e31, FALSE },
  { "counts down", FLUX_FIELD_TOTALIZER, -1e9, TRUE },
  { "total of a wrong word order", FLUX_FIELD_TOTALIZER, 1e13, FALSE },
  { "frost", FLUX_FIELD_TEMPERATURE, -40, TRUE },
  { "steam", FLUX_FIELD_TEMPERATURE, 200, TRUE },
  { "a sun", FLUX_FIELD_TEMPERATURE, 201, FALSE },
  { "suction", FLUX_FIELD_PRESSURE, -1, TRUE },
  { "too much pressure", FLUX_FIELD_PRESSURE, 2001, FALSE },
  { "battery past full", FLUX_FIELD_BATTERY_LEVEL, 104, TRUE },
  { "battery below empty", FLUX_FIELD_BATTERY_LEVEL, -1.5, FALSE },
  { "weak signal", FLUX_FIELD_SIGNAL_STRENGTH, -140, TRUE },
  { "no signal", FLUX_FIELD_SIGNAL_STRENGTH, -201, FALSE },
  { "below a datum", FLUX_FIELD_LEVEL, -3, TRUE },
  { "above sea", FLUX_FIELD_LEVEL, 2500, TRUE },
  { "above the sky", FLUX_FIELD_LEVEL, 10001, FALSE },
  { "backwards velocity", FLUX_FIELD_VELOCITY, -0.2, TRUE },
  { "too fast", FLUX_FIELD_VELOCITY, 101, FALSE },
};

static void
test_units (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      double factor, offset;

      g_test_message ("%s %s", flux_field_get_name (units[i].field), units[i].unit);
      g_assert_true (flux_quantity_factor (units[i].field, units[i].unit, &factor, &offset));
      g_assert_cmpfloat_with_epsilon (units[i].value * factor + offset, units[i].own, 1e-9);
    }
}

static void
test_no_units (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (no_units); i++)
    {
      double factor, offset;

      g_assert_false (flux_quantity_factor (no_units[i].field, no_units[i].unit, &factor, &offset));
    }
}

/* Each listed unit is one, and the first is the field's own. */
static void
test_lists (void)
{
  for (guint field = 0; field < FLUX_N_FIELDS; field++)
    {
      const char *const *words = flux_quantity_get_units (field);
      double factor, offset;

      g_assert_nonnull (words[0]);
      for (guint i = 0; words[i] != NULL; i++)
        {
          g_assert_true (flux_quantity_factor (field, words[i], &factor, &offset));
          g_assert_true ((factor == 1 && offset == 0) == (i == 0));
        }
      g_assert_true (flux_quantity_factor (field, words[0], &factor, &offset));
      g_assert_cmpfloat (factor, ==, 1);
      g_assert_cmpfloat (offset, ==, 0);
    }
}

static void
test_ranges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      double least, most;

      g_test_message ("%s", ranges[i].name);
      flux_quantity_get_physical_range (ranges[i].field, &least, &most);
      g_assert_true ((ranges[i].value >= least && ranges[i].value <= most) == ranges[i].is_possible);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quantity/units", test_units);
  g_test_add_func ("/quantity/no-units", test_no_units);
  g_test_add_func ("/quantity/lists", test_lists);
  g_test_add_func ("/quantity/ranges", test_ranges);
  return g_test_run ();
}
