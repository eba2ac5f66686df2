/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-modbus-words.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  FluxRegisterType type;
  FluxWordOrder order;
  guint16 words[4];
  double raw;
} WordsCase;

#define ABCD FLUX_WORD_ORDER_ABCD
#define CDAB FLUX_WORD_ORDER_CDAB
#define BADC FLUX_WORD_ORDER_BADC
#define DCBA FLUX_WORD_ORDER_DCBA

static const WordsCase cases[] = {
  { "int16", FLUX_REGISTER_INT16, ABCD, { 1250 }, 1250 },
  { "int16-negative", FLUX_REGISTER_INT16, ABCD, { 0xff38 }, -200 },
  { "int16-low-byte-first", FLUX_REGISTER_INT16, BADC, { 0x38ff }, -200 },
  { "uint16", FLUX_REGISTER_UINT16, ABCD, { 0xff38 }, 65336 },
  { "bits16", FLUX_REGISTER_BITS16, ABCD, { 3 }, 3 },

  /* The low word first, as a NivuFlow 750 has it. */
  { "float32-eighth", FLUX_REGISTER_FLOAT32, CDAB, { 0x0000, 0x3e00 }, 0.125 },
  { "float32-level", FLUX_REGISTER_FLOAT32, CDAB, { 0x0000, 0x41c8 }, 25 },
  { "float32-total", FLUX_REGISTER_FLOAT32, CDAB, { 0x2000, 0x47f1 }, 123456 },
  { "float32-abcd", FLUX_REGISTER_FLOAT32, ABCD, { 0x3e00, 0x0000 }, 0.125 },
  { "float32-badc", FLUX_REGISTER_FLOAT32, BADC, { 0x003e, 0x0000 }, 0.125 },
  { "float32-dcba", FLUX_REGISTER_FLOAT32, DCBA, { 0x0000, 0x003e }, 0.125 },

  { "int32", FLUX_REGISTER_INT32, ABCD, { 0xffff, 0xfffe }, -2 },
  { "uint32", FLUX_REGISTER_UINT32, CDAB, { 53267, 65 }, 65 * 65536.0 + 53267 },
  { "bits32", FLUX_REGISTER_BITS32, ABCD, { 0x0001, 0x0000 }, 65536 },
  { "int64", FLUX_REGISTER_INT64, ABCD, { 0xffff, 0xffff, 0xffff, 0xffff }, -1 },
  { "uint64", FLUX_REGISTER_UINT64, ABCD, { 0, 0, 0, 0x0474 }, 0x474 },
  { "uint64-cdab", FLUX_REGISTER_UINT64, CDAB, { 0x0474, 0, 0, 0 }, 0x474 },
  { "uint64-dcba", FLUX_REGISTER_UINT64, DCBA, { 0x7404, 0, 0, 0 }, 0x474 },
  { "float64", FLUX_REGISTER_FLOAT64, ABCD, { 0x3fc0, 0, 0, 0 }, 0.125 },
  { "float64-badc", FLUX_REGISTER_FLOAT64, BADC, { 0xc03f, 0, 0, 0 }, 0.125 },
};

static void
test_words (gconstpointer data)
{
  const WordsCase *test = data;
  guint16 words[4] = { 0 };

  g_assert_true (flux_modbus_words_to_raw (test->words, test->type, test->order) == test->raw);
  flux_modbus_words_from_raw (words, test->type, test->order, test->raw);
  g_assert_cmpmem (words, flux_register_type_get_words (test->type) * 2, test->words,
                   flux_register_type_get_words (test->type) * 2);
}

/* What a type cannot hold is cut to what it can. */
static void
test_cut (void)
{
  static const struct
  {
    FluxRegisterType type;
    double raw, kept;
  } cuts[] = {
    { FLUX_REGISTER_INT16, 40000, 32767 },
    { FLUX_REGISTER_INT16, -40000, -32768 },
    { FLUX_REGISTER_UINT16, -1, 0 },
    { FLUX_REGISTER_UINT16, 70000, 65535 },
    { FLUX_REGISTER_UINT32, 1e12, 4294967295.0 },
    { FLUX_REGISTER_INT16, NAN, 0 },
    { FLUX_REGISTER_INT16, 12.6, 13 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      guint16 words[4];

      flux_modbus_words_from_raw (words, cuts[i].type, ABCD, cuts[i].raw);
      g_assert_true (flux_modbus_words_to_raw (words, cuts[i].type, ABCD) == cuts[i].kept);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/codec/modbus-words/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_words);
    }
  g_test_add_func ("/codec/modbus-words/cut", test_cut);
  return g_test_run ();
}
