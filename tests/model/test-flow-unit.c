/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-flow-unit.h"

static const struct
{
  FluxFlowUnit unit;
  const char *word;
  const char *symbol;
  double value; /* so many of the unit are */
  double si;    /* so many m³/s */
} units[] = {
  { FLUX_FLOW_UNIT_M3_PER_S, "m3/s", "m³/s", 0.25, 0.25 },
  { FLUX_FLOW_UNIT_M3_PER_H, "m3/h", "m³/h", 3600, 1 },
  { FLUX_FLOW_UNIT_L_PER_S, "l/s", "l/s", 1000, 1 },
  { FLUX_FLOW_UNIT_L_PER_MIN, "l/min", "l/min", 60000, 1 },
  { FLUX_FLOW_UNIT_ML_PER_D, "Ml/d", "Ml/d", 86.4, 1 },
  { FLUX_FLOW_UNIT_GPM, "gpm", "gpm", 15850.323141489, 1 },
};

static void
test_words (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (units), ==, FLUX_N_FLOW_UNITS - 1);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      FluxFlowUnit unit;

      g_assert_cmpstr (flux_flow_unit_to_word (units[i].unit), ==, units[i].word);
      g_assert_cmpstr (flux_flow_unit_get_symbol (units[i].unit), ==, units[i].symbol);
      g_assert_true (flux_flow_unit_from_word (units[i].word, &unit));
      g_assert_cmpint (unit, ==, units[i].unit);
    }
  g_assert_null (flux_flow_unit_to_word (FLUX_FLOW_UNIT_UNKNOWN));
  g_assert_cmpstr (flux_flow_unit_get_symbol (FLUX_FLOW_UNIT_UNKNOWN), ==, "");
}

static void
test_no_words (void)
{
  const char *const words[] = { NULL, "", "m3", "M3/H", "m³/h", "l/h", "ml/d", "gpm ", "gallons" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      FluxFlowUnit unit = FLUX_FLOW_UNIT_GPM;

      g_assert_false (flux_flow_unit_from_word (words[i], &unit));
      g_assert_cmpint (unit, ==, FLUX_FLOW_UNIT_GPM);
    }
}

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_assert_cmpfloat_with_epsilon (flux_flow_unit_to_si (units[i].unit, units[i].value), units[i].si, 1e-12);
      g_assert_cmpfloat_with_epsilon (flux_flow_unit_from_si (units[i].unit, units[i].si), units[i].value, 1e-8);
      g_assert_cmpfloat (flux_flow_unit_to_si (units[i].unit, 0), ==, 0);

      for (int j = 0; j < 1000; j++)
        {
          double value = g_test_rand_double_range (-1e6, 1e6);
          double back = flux_flow_unit_from_si (units[i].unit, flux_flow_unit_to_si (units[i].unit, value));

          g_assert_cmpfloat_with_epsilon (back, value, 1e-9);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-unit/words", test_words);
  g_test_add_func ("/flow-unit/no-words", test_no_words);
  g_test_add_func ("/flow-unit/values", test_values);
  return g_test_run ();
}
