/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-order.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *field;
  const char *unit;
  gboolean is_told;
  FluxWordOrder likely;
  double value;
} Case;

/* 0.094225 is 3DC0F909; with its words exchanged it is printed as what F9093DC0 is. */
static const Case cases[] = {
  { "printed right", "0.094225", "flow_rate", "m3/s", FALSE },
  { "printed right, all digits", "0.0942250043", "flow_rate", "m3/s", TRUE, FLUX_WORD_ORDER_ABCD, 0.094225 },
  { "words exchanged", "-4.45373193e+34", "flow_rate", "m3/s", TRUE, FLUX_WORD_ORDER_CDAB, 0.094225 },
  { "too few digits", "-4.45e+34", "flow_rate", "m3/s", FALSE },
  { "a float printed with six decimals is zero", "0.000000", "flow_rate", "m3/s", FALSE },
  { "nothing", "", "flow_rate", "m3/s", FALSE },
  { "text", "nan", "flow_rate", "m3/s", FALSE },
};

/* What @number prints as when its bytes lie in @order. */
static char *
print_in_order (float number, FluxWordOrder order)
{
  guint32 bits, exchanged;
  float other;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  memcpy (&bits, &number, sizeof bits);
  exchanged = order == FLUX_WORD_ORDER_CDAB   ? bits << 16 | bits >> 16
              : order == FLUX_WORD_ORDER_DCBA ? GUINT32_SWAP_LE_BE (bits)
              : order == FLUX_WORD_ORDER_BADC ? (bits & 0x00ff00ff) << 8 | (bits & 0xff00ff00) >> 8
                                              : bits;
  memcpy (&other, &exchanged, sizeof other);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.8e", other));
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (FluxRegister) reg = flux_register_new (self->field);
  FluxPostOrder orders[FLUX_N_WORD_ORDERS];
  gboolean is_told;

  reg->unit = g_strdup (self->unit);
  is_told = flux_post_order_from_number (self->text, strlen (self->text), reg, orders);
  g_assert_cmpint (is_told, ==, self->is_told);
  if (!is_told)
    return;
  g_assert_true (orders[self->likely].is_likely);
  g_assert_cmpfloat_with_epsilon (orders[self->likely].value, self->value, 1e-6);
}

/* Whatever a gateway's order makes of a number is found back. */
static void
test_there_and_back (void)
{
  static const float numbers[] = { 0.094225f, 0.3125f, 17.4f, 152340.8125f, -0.2f };
  g_autoptr (FluxRegister) reg = flux_register_new ("anything");

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint order = 0; order < FLUX_N_WORD_ORDERS; order++)
      {
        g_autofree char *text = print_in_order (numbers[i], order);
        FluxPostOrder orders[FLUX_N_WORD_ORDERS];

        if (isnan (g_ascii_strtod (text, NULL)) || g_ascii_strtod (text, NULL) == 0)
          continue;
        g_assert_true (flux_post_order_from_number (text, strlen (text), reg, orders));
        g_assert_cmpfloat_with_epsilon (orders[order].value, numbers[i], 1e-9);
        g_assert_true (orders[order].is_likely);
      }
}

static void
test_words (void)
{
  static const guint16 words[] = { 0xf909, 0x3dc0 };
  g_autoptr (FluxRegister) reg = flux_register_new ("flow_rate");
  FluxPostOrder orders[FLUX_N_WORD_ORDERS];

  flux_post_order_from_words (words, reg, orders);
  g_assert_cmpfloat_with_epsilon (orders[FLUX_WORD_ORDER_CDAB].value, 0.094225, 1e-6);
  g_assert_true (orders[FLUX_WORD_ORDER_CDAB].is_likely);
  g_assert_false (orders[FLUX_WORD_ORDER_ABCD].is_likely);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/post-order/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/post-order/there and back", test_there_and_back);
  g_test_add_func ("/post-order/words", test_words);
  return g_test_run ();
}
