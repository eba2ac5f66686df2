/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-order.h"

#include "flux-modbus-words.h"

#include <math.h>
#include <string.h>

#define LONGEST_NUMBER 400

/* Below this no quantity of water is told from zero. */
#define SMALLEST 1e-7

/* Any 32-bit float can be told from its neighbours by so many digits. */
#define FLOAT_DIGITS 9

static double
convert (const FluxRegister *reg, double raw, double *factor, double *offset)
{
  *factor = 1;
  *offset = 0;
  if (reg->is_field)
    flux_quantity_factor (reg->field, reg->unit, factor, offset);
  return raw * reg->scale + reg->offset;
}

static gboolean
is_likely (const FluxRegister *reg, double raw, double value, double kept)
{
  double least = -INFINITY, most = INFINITY;

  if (!isfinite (raw) || (raw != 0 && fabs (raw) < SMALLEST))
    return FALSE;
  for (guint i = 0; i < reg->n_sentinels; i++)
    if (raw == reg->sentinels[i])
      return FALSE;
  if ((!isnan (reg->least) && value < reg->least) || (!isnan (reg->most) && value > reg->most))
    return FALSE;
  if (reg->is_field)
    flux_quantity_get_physical_range (reg->field, &least, &most);
  return kept >= least && kept <= most;
}

void
flux_post_order_from_words (const guint16 *words, const FluxRegister *reg, FluxPostOrder orders[FLUX_N_WORD_ORDERS])
{
  for (guint i = 0; i < FLUX_N_WORD_ORDERS; i++)
    {
      double raw = flux_modbus_words_to_raw (words, reg->type, i);
      double factor, offset;
      double value = convert (reg, raw, &factor, &offset);

      orders[i].value = value * factor + offset;
      orders[i].is_likely = is_likely (reg, raw, value, orders[i].value);
    }
}

/* The place value of the last digit of a decimal number, and how many digits count. */
static double
get_resolution (const char *text, guint *n_digits)
{
  int exponent = 0;
  gboolean after_point = FALSE;

  *n_digits = 0;
  for (; *text != '\0' && *text != 'e' && *text != 'E'; text++)
    {
      after_point |= *text == '.';
      if (!g_ascii_isdigit (*text))
        continue;
      exponent -= after_point;
      *n_digits += *n_digits > 0 || *text != '0';
    }
  if (*text != '\0')
    exponent += g_ascii_strtoll (text + 1, NULL, 10);
  return pow (10, exponent);
}

/* Whether no other float can have been printed so. */
static gboolean
is_exact (const char *text, float number)
{
  guint n_digits;
  double resolution = get_resolution (text, &n_digits);
  double spacing = nextafterf (fabsf (number), INFINITY) - (double) fabsf (number);

  return number != 0 && isfinite (number) && (n_digits >= FLOAT_DIGITS || resolution <= spacing);
}

gboolean
flux_post_order_from_number (const char *text, gsize length, const FluxRegister *reg,
                             FluxPostOrder orders[FLUX_N_WORD_ORDERS])
{
  char buffer[LONGEST_NUMBER];
  char *end;
  float number;
  guint16 words[2];

  if (reg->type != FLUX_REGISTER_FLOAT32 || length == 0 || length >= sizeof buffer)
    return FALSE;
  memcpy (buffer, text, length);
  buffer[length] = '\0';
  number = g_ascii_strtod (buffer, &end);
  if (*end != '\0' || !is_exact (buffer, number))
    return FALSE;
  flux_modbus_words_from_raw (words, FLUX_REGISTER_FLOAT32, FLUX_WORD_ORDER_ABCD, number);
  flux_post_order_from_words (words, reg, orders);
  return TRUE;
}
