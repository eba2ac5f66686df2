/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-reading.h"

#define FLOW FLUX_FIELD_BIT (FLUX_FIELD_FLOW_RATE)
#define TOTALIZER FLUX_FIELD_BIT (FLUX_FIELD_TOTALIZER)
#define TEMPERATURE FLUX_FIELD_BIT (FLUX_FIELD_TEMPERATURE)
#define PRESSURE FLUX_FIELD_BIT (FLUX_FIELD_PRESSURE)
#define BATTERY FLUX_FIELD_BIT (FLUX_FIELD_BATTERY_LEVEL)
#define SIGNAL FLUX_FIELD_BIT (FLUX_FIELD_SIGNAL_STRENGTH)
#define LEVEL FLUX_FIELD_BIT (FLUX_FIELD_LEVEL)
#define VELOCITY FLUX_FIELD_BIT (FLUX_FIELD_VELOCITY)

static const struct
{
  const char *name;
  FluxFieldSet present;   /* have a value: 0, but those of @not_zero */
  FluxFieldSet not_zero;
  FluxFieldSet bad;       /* held without a value */
  FluxFieldSet uncertain;
  gboolean failed;
  gboolean good_value;
} readings[] = {
  { "nothing", 0, 0, 0, 0, FALSE, FALSE },
  { "all-zero", FLUX_FIELDS_OF_UNIT, 0, 0, 0, TRUE, TRUE },
  { "three-zero", FLOW | TOTALIZER | TEMPERATURE, 0, 0, 0, TRUE, TRUE },
  { "with-totalizer", FLOW | LEVEL | TOTALIZER, 0, 0, 0, TRUE, TRUE },
  { "with-temperature", FLOW | LEVEL | TEMPERATURE, 0, 0, 0, TRUE, TRUE },
  { "gateway-lives", FLOW | TOTALIZER | TEMPERATURE | BATTERY | SIGNAL, BATTERY | SIGNAL, 0, 0, TRUE, TRUE },
  { "uncertain-zeros", FLOW | TOTALIZER | TEMPERATURE, 0, 0, FLOW | TOTALIZER | TEMPERATURE, TRUE, FALSE },

  { "dry-pipe", FLOW, 0, 0, 0, FALSE, TRUE },
  { "two-zeros", FLOW | TOTALIZER, 0, 0, 0, FALSE, TRUE },
  { "neither-telling", FLOW | LEVEL | VELOCITY | PRESSURE, 0, 0, 0, FALSE, TRUE },
  { "zeros-of-the-gateway", TOTALIZER | TEMPERATURE | BATTERY | SIGNAL, 0, 0, 0, FALSE, TRUE },
  { "totalizer-counts", FLOW | TOTALIZER | TEMPERATURE, TOTALIZER, 0, 0, FALSE, TRUE },
  { "one-not-zero", FLUX_FIELDS_OF_UNIT, VELOCITY, 0, 0, FALSE, TRUE },
  { "one-bad", FLOW | TOTALIZER | TEMPERATURE, 0, LEVEL, 0, FALSE, TRUE },
  { "bad-of-the-gateway", FLOW | TOTALIZER | TEMPERATURE, 0, SIGNAL, 0, TRUE, TRUE },

  { "all-bad", 0, 0, FLUX_FIELD_ALL, 0, FALSE, FALSE },
  { "one-good-beside-bad", LEVEL, LEVEL, FLOW, 0, FALSE, TRUE },
  { "uncertain-beside-bad", LEVEL, LEVEL, FLOW, LEVEL, FALSE, FALSE },
};

static void
test_rules (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  FluxReading reading = { .present = readings[i].present };

  for (guint field = 0; field < FLUX_N_FIELDS; field++)
    {
      FluxFieldSet bit = FLUX_FIELD_BIT (field);

      if ((readings[i].not_zero & bit) != 0)
        reading.values[field] = 12.5;
      if ((readings[i].bad & bit) != 0)
        flux_reading_set_quality (&reading, field, FLUX_QUALITY_BAD);
      if ((readings[i].uncertain & bit) != 0)
        flux_reading_set_quality (&reading, field, FLUX_QUALITY_UNCERTAIN);
      g_assert_cmpint (flux_reading_has (&reading, field), ==, (readings[i].present & bit) != 0);
    }

  g_assert_cmpuint (flux_reading_get_bad (&reading), ==, readings[i].bad);
  g_assert_cmpuint (flux_reading_get_held (&reading), ==, readings[i].present | readings[i].bad);
  g_assert_cmpint (flux_reading_is_failed_read (&reading), ==, readings[i].failed);
  g_assert_cmpint (flux_reading_has_good_value (&reading), ==, readings[i].good_value);
}

/* The numbers that stand in flow_data.quality. */
static void
test_quality_bits (void)
{
  FluxReading reading = { 0 };

  flux_reading_set_quality (&reading, FLUX_FIELD_FLOW_RATE, FLUX_QUALITY_BAD);
  g_assert_cmpuint (reading.quality, ==, 2);
  flux_reading_set_quality (&reading, FLUX_FIELD_VELOCITY, FLUX_QUALITY_UNCERTAIN);
  g_assert_cmpuint (reading.quality, ==, 2 + (1 << 14));
  flux_reading_set_quality (&reading, FLUX_FIELD_FLOW_RATE, FLUX_QUALITY_UNCERTAIN);
  g_assert_cmpuint (reading.quality, ==, 1 + (1 << 14));
  flux_reading_set_quality (&reading, FLUX_FIELD_FLOW_RATE, FLUX_QUALITY_GOOD);
  g_assert_cmpuint (reading.quality, ==, 1 << 14);

  for (guint field = 0; field < FLUX_N_FIELDS; field++)
    g_assert_cmpint (flux_reading_get_quality (&reading, field), ==,
                     field == FLUX_FIELD_VELOCITY ? FLUX_QUALITY_UNCERTAIN : FLUX_QUALITY_GOOD);
}

static void
test_copy (void)
{
  g_auto (FluxReading) copy = { 0 };

  {
    g_auto (FluxReading) reading = { .measured_at = 7, .present = FLOW, .metadata = g_strdup ("{\"a\":1}") };

    reading.values[FLUX_FIELD_FLOW_RATE] = 8.3;
    flux_reading_copy_to (&reading, &copy);
  }
  g_assert_cmpint (copy.measured_at, ==, 7);
  g_assert_cmpfloat (copy.values[FLUX_FIELD_FLOW_RATE], ==, 8.3);
  g_assert_cmpstr (copy.metadata, ==, "{\"a\":1}");
  g_assert_null (copy.rejected);

  flux_reading_clear (&copy);
  g_assert_null (copy.metadata);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autofree char *path = g_strconcat ("/reading/rules/", readings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_rules);
    }
  g_test_add_func ("/reading/quality-bits", test_quality_bits);
  g_test_add_func ("/reading/copy", test_copy);
  return g_test_run ();
}
