/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-number.h"

#include <math.h>

typedef struct
{
  const char *name;
  FluxNumberStyle style;
  double value;
  int decimals;
  const char *text;
} Case;

#define ENGLISH { ".", ",", "\3" }
#define GERMAN { ",", ".", "\3" }
#define FRENCH { ",", "\342\200\257", "\3" }
#define INDIAN { ".", ",", "\3\2" }
#define PLAIN { ".", "", "" }

static const Case cases[] = {
  { "english", ENGLISH, 1852340.8, 1, "1,852,340.8" },
  { "german", GERMAN, 1852340.8, 1, "1.852.340,8" },
  { "french", FRENCH, 1234.5, 1, "1\342\200\257234,5" },
  { "indian", INDIAN, 12345678, 0, "1,23,45,678" },
  { "plain", PLAIN, 1852340.8, 1, "1852340.8" },
  { "one-group", { ".", ",", "\3\177" }, 1234567890, 0, "1234567,890" },
  { "just-a-group", ENGLISH, 999, 0, "999" },
  { "first-of-group", ENGLISH, 1000, 0, "1,000" },
  { "rounded-into-group", ENGLISH, 999.6, 0, "1,000" },
  { "no-decimals", GERMAN, 268, 0, "268" },
  { "trailing-zero", ENGLISH, 184, 1, "184.0" },
  { "minus", ENGLISH, -71, 0, "−71" },
  { "minus-grouped", GERMAN, -1234.25, 2, "−1.234,25" },
  { "minus-zero", ENGLISH, -0.0, 1, "0.0" },
  { "rounds-to-zero", ENGLISH, -0.04, 1, "0.0" },
  { "float", ENGLISH, 83.25, 2, "83.25" },
  { "most-digits", ENGLISH, 999999999999999.0, 0, "999,999,999,999,999" },
  { "rounds-past-most", ENGLISH, 999999999999999.9, 0, "1,000,000,000,000,000" },
  { "too-long", ENGLISH, 3.4e38, 1, "3.400e+38" },
  { "too-long-german", GERMAN, -3.4e38, 1, "−3,400e+38" },
  { "nan", ENGLISH, NAN, 1, "—" },
  { "infinite", ENGLISH, INFINITY, 1, "—" },
};

static void
test_format (gconstpointer user_data)
{
  const Case *c = user_data;
  g_autofree char *text = NULL;

  flux_number_set_style (&c->style);
  text = flux_number_format (c->value, c->decimals);
  g_assert_cmpstr (text, ==, c->text);
}

static void
test_locale (void)
{
  g_autofree char *text = NULL;

  flux_number_set_style (NULL);
  g_assert_cmpstr (flux_number_get_style ()->decimal_sign, ==, ".");
  text = flux_number_format (1234.5, 1);
  g_assert_cmpstr (text, ==, "1234.5");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/number/format/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_format);
    }
  g_test_add_func ("/number/locale", test_locale);
  return g_test_run ();
}
