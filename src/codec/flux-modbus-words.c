/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-modbus-words.h"

#include <math.h>
#include <string.h>

static gboolean
is_low_word_first (FluxWordOrder order)
{
  return order == FLUX_WORD_ORDER_CDAB || order == FLUX_WORD_ORDER_DCBA;
}

static gboolean
is_low_byte_first (FluxWordOrder order)
{
  return order == FLUX_WORD_ORDER_BADC || order == FLUX_WORD_ORDER_DCBA;
}

/* Exchanges between the order on the wire and ABCD; both ways are the same. */
static guint64
join (const guint16 *words, guint n, FluxWordOrder order)
{
  guint64 bits = 0;

  for (guint i = 0; i < n; i++)
    {
      guint16 word = words[is_low_word_first (order) ? n - 1 - i : i];

      bits = bits << 16 | (is_low_byte_first (order) ? GUINT16_SWAP_LE_BE (word) : word);
    }
  return bits;
}

static void
part (guint64 bits, guint16 *words, guint n, FluxWordOrder order)
{
  for (guint i = 0; i < n; i++)
    {
      guint16 word = bits >> (16 * (n - 1 - i));

      words[is_low_word_first (order) ? n - 1 - i : i] = is_low_byte_first (order) ? GUINT16_SWAP_LE_BE (word) : word;
    }
}

double
flux_modbus_words_to_raw (const guint16 *words, FluxRegisterType type, FluxWordOrder order)
{
  guint64 bits = join (words, flux_register_type_get_words (type), order);
  guint32 bits32 = bits;
  float single;
  double value;

  switch (type)
    {
    case FLUX_REGISTER_INT16:
      return (gint16) bits;
    case FLUX_REGISTER_INT32:
      return (gint32) bits;
    case FLUX_REGISTER_INT64:
      return (gint64) bits;
    case FLUX_REGISTER_FLOAT32:
      memcpy (&single, &bits32, sizeof single);
      return single;
    case FLUX_REGISTER_FLOAT64:
      memcpy (&value, &bits, sizeof value);
      return value;
    case FLUX_REGISTER_UINT16:
    case FLUX_REGISTER_UINT32:
    case FLUX_REGISTER_UINT64:
    case FLUX_REGISTER_BITS16:
    case FLUX_REGISTER_BITS32:
    default:
      return bits;
    }
}

static gint64
to_whole (double raw, double least, double most)
{
  return isnan (raw) ? 0 : llrint (CLAMP (raw, least, most));
}

static guint64
to_bits (FluxRegisterType type, double raw)
{
  guint64 bits = 0;
  guint32 bits32;
  float single = raw;

  switch (type)
    {
    case FLUX_REGISTER_FLOAT32:
      memcpy (&bits32, &single, sizeof bits32);
      return bits32;
    case FLUX_REGISTER_FLOAT64:
      memcpy (&bits, &raw, sizeof bits);
      return bits;
    case FLUX_REGISTER_INT16:
      return to_whole (raw, G_MININT16, G_MAXINT16);
    case FLUX_REGISTER_INT32:
      return to_whole (raw, G_MININT32, G_MAXINT32);
    case FLUX_REGISTER_INT64:
      return to_whole (raw, -9223372036854774784.0, 9223372036854774784.0);
    case FLUX_REGISTER_UINT16:
    case FLUX_REGISTER_BITS16:
      return to_whole (raw, 0, G_MAXUINT16);
    case FLUX_REGISTER_UINT32:
    case FLUX_REGISTER_BITS32:
      return to_whole (raw, 0, G_MAXUINT32);
    case FLUX_REGISTER_UINT64:
    default:
      return raw >= 18446744073709549568.0 ? G_GUINT64_CONSTANT (18446744073709549568) : raw > 0 ? (guint64) raw : 0;
    }
}

void
flux_modbus_words_from_raw (guint16 *words, FluxRegisterType type, FluxWordOrder order, double raw)
{
  part (to_bits (type, raw), words, flux_register_type_get_words (type), order);
}
