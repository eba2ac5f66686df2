/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-body-values.h"

#include <string.h>

/* Values as gateways write them: the kinds in order, "n" a number, "-" none, "!" not finite, "x" wrong. */
typedef struct
{
  const char *name;
  const char *text;
  const char *kinds;
  double first; /* number of the first, where it is one */
  FluxBodyValuesForm form;
} ValuesCase;

static const ValuesCase cases[] = {
  { "number", "0.094225", "n", 0.094225, FLUX_BODY_VALUES_NUMBERS },
  { "bracketed", "[0.094225]", "n", 0.094225, FLUX_BODY_VALUES_NUMBERS },
  { "several", "[276.000000,138.500000,4.170000]", "nnn", 276, FLUX_BODY_VALUES_NUMBERS },
  { "brackets-off", "342,680,0,0,274", "nnnnn", 342, FLUX_BODY_VALUES_NUMBERS },
  { "spaces", " [ 1 , 2 ] \r\n", "nn", 1, FLUX_BODY_VALUES_NUMBERS },
  { "negative", "[-19157]", "n", -19157, FLUX_BODY_VALUES_NUMBERS },
  { "plus-sign", "+5", "n", 5, FLUX_BODY_VALUES_NUMBERS },
  { "leading-zeros", "007", "n", 7, FLUX_BODY_VALUES_NUMBERS },
  { "exponent", "1e3", "n", 1000, FLUX_BODY_VALUES_NUMBERS },
  { "long", "[-28848127533489853006564714317254492160.000000]", "n", -28848127533489853006564714317254492160.0,
    FLUX_BODY_VALUES_NUMBERS },
  { "nan", "[nan]", "!", 0, FLUX_BODY_VALUES_NUMBERS },
  { "minus-nan", "-nan", "!", 0, FLUX_BODY_VALUES_NUMBERS },
  { "infinity", "[inf,-inf]", "!!", 0, FLUX_BODY_VALUES_NUMBERS },
  { "beyond-a-double", "1e999", "!", 0, FLUX_BODY_VALUES_NUMBERS },
  { "empty", "", "", 0, FLUX_BODY_VALUES_NUMBERS },
  { "empty-brackets", "[]", "", 0, FLUX_BODY_VALUES_NUMBERS },
  { "not-available", "N/A", "-", 0, FLUX_BODY_VALUES_NUMBERS },
  { "null-inside", "[null,1]", "-n", 0, FLUX_BODY_VALUES_NUMBERS },
  { "left-out", "[1,,3]", "n-n", 1, FLUX_BODY_VALUES_NUMBERS },
  { "text", "offline", "x", 0, FLUX_BODY_VALUES_NUMBERS },
  { "half-a-number", "[12abz]", "x", 0, FLUX_BODY_VALUES_NUMBERS },
  { "c-hexadecimal", "[0x10]", "x", 0, FLUX_BODY_VALUES_NUMBERS },
  { "quoted-numbers", "[\"1.5\",\"2.5\"]", "nn", 1.5, FLUX_BODY_VALUES_NUMBERS },
  { "hex", "\"F9093DC0\"", "nn", 0xf909, FLUX_BODY_VALUES_HEX },
  { "hex-of-digits", "\"0000000000000474\"", "nnnn", 0, FLUX_BODY_VALUES_HEX },
  { "hex-in-brackets", "[\"0474\"]", "n", 0x474, FLUX_BODY_VALUES_HEX },
  { "hex-without-quotes", "F9093DC0", "nn", 0xf909, FLUX_BODY_VALUES_HEX },
  { "hex-of-half-a-register", "\"F909A\"", "x", 0, FLUX_BODY_VALUES_NUMBERS },
};

static void
test_values (gconstpointer data)
{
  static const char letters[] = { '-', 'n', '!', 'x' };
  const ValuesCase *test = data;
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (FluxBodyValue));
  g_autoptr (GString) kinds = g_string_new (NULL);

  g_assert_cmpint (flux_body_values_read (values, test->text, strlen (test->text)), ==, test->form);
  for (guint i = 0; i < values->len; i++)
    g_string_append_c (kinds, letters[g_array_index (values, FluxBodyValue, i).kind]);
  g_assert_cmpstr (kinds->str, ==, test->kinds);
  if (*test->kinds == 'n')
    g_assert_true (g_array_index (values, FluxBodyValue, 0).number == test->first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/codec/body-values/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_values);
    }
  return g_test_run ();
}
