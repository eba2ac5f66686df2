/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register.h"

#include <math.h>
#include <string.h>

static const struct
{
  const char *word;
  guint words;
} types[FLUX_N_REGISTER_TYPES] = {
  [FLUX_REGISTER_INT16] = { "int16", 1 },     [FLUX_REGISTER_UINT16] = { "uint16", 1 },
  [FLUX_REGISTER_INT32] = { "int32", 2 },     [FLUX_REGISTER_UINT32] = { "uint32", 2 },
  [FLUX_REGISTER_FLOAT32] = { "float32", 2 }, [FLUX_REGISTER_INT64] = { "int64", 4 },
  [FLUX_REGISTER_UINT64] = { "uint64", 4 },   [FLUX_REGISTER_FLOAT64] = { "float64", 4 },
  [FLUX_REGISTER_BITS16] = { "bits16", 1 },   [FLUX_REGISTER_BITS32] = { "bits32", 2 },
};

static const char *const order_words[FLUX_N_WORD_ORDERS] = {
  [FLUX_WORD_ORDER_ABCD] = "ABCD",
  [FLUX_WORD_ORDER_CDAB] = "CDAB",
  [FLUX_WORD_ORDER_BADC] = "BADC",
  [FLUX_WORD_ORDER_DCBA] = "DCBA",
};

static const char *const form_words[] = {
  [FLUX_VALUE_FORM_NUMBERS] = "numbers",
  [FLUX_VALUE_FORM_WORDS] = "words",
};

/* The digit that stands before a register's number, which has four digits behind it or five. */
static const FluxFunction areas[] = {
  [1] = FLUX_FUNCTION_DISCRETE_INPUTS,
  [3] = FLUX_FUNCTION_INPUT_REGISTERS,
  [4] = FLUX_FUNCTION_HOLDING_REGISTERS,
};

static gboolean
find_word (const char *const *words, guint n_words, const char *word, guint *index)
{
  if (word == NULL)
    return FALSE;
  for (guint i = 0; i < n_words; i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/* Whether both are the same number, or both none. */
static gboolean
is_same_number (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

const char *
flux_register_type_to_word (FluxRegisterType type)
{
  return types[type].word;
}

gboolean
flux_register_type_from_word (const char *word, FluxRegisterType *type)
{
  if (word == NULL)
    return FALSE;
  for (guint i = 0; i < FLUX_N_REGISTER_TYPES; i++)
    if (g_ascii_strcasecmp (types[i].word, word) == 0)
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}

const char *
flux_word_order_to_word (FluxWordOrder order)
{
  return order_words[order];
}

gboolean
flux_word_order_from_word (const char *word, FluxWordOrder *order)
{
  guint index;

  if (!find_word (order_words, G_N_ELEMENTS (order_words), word, &index))
    return FALSE;
  *order = index;
  return TRUE;
}

const char *
flux_value_form_to_word (FluxValueForm form)
{
  return form_words[form];
}

gboolean
flux_value_form_from_word (const char *word, FluxValueForm *form)
{
  guint index;

  if (!find_word (form_words, G_N_ELEMENTS (form_words), word, &index))
    return FALSE;
  *form = index;
  return TRUE;
}

gboolean
flux_register_parse_number (guint number, FluxFunction *function, guint16 *address)
{
  guint base = number < 100000 ? 10000 : 100000;
  guint area = number / base, plain = number % base;

  if (area < G_N_ELEMENTS (areas) && areas[area] != 0 && plain > 0)
    *function = areas[area];
  else
    {
      *function = FLUX_FUNCTION_INPUT_REGISTERS;
      plain = number;
    }
  if (plain == 0 || plain - 1 > G_MAXUINT16)
    return FALSE;
  *address = plain - 1;
  return TRUE;
}

guint
flux_register_type_get_words (FluxRegisterType type)
{
  return types[type].words;
}

FluxRegister *
flux_register_new (const char *name)
{
  FluxRegister *self = g_new0 (FluxRegister, 1);

  self->function = FLUX_FUNCTION_INPUT_REGISTERS;
  self->type = FLUX_REGISTER_FLOAT32;
  self->order = FLUX_WORD_ORDER_ABCD;
  self->scale = 1;
  self->least = self->most = NAN;
  self->request_names = g_new0 (char *, 1);
  flux_register_set_name (self, name);
  return self;
}

FluxRegister *
flux_register_copy (const FluxRegister *self)
{
  FluxRegister *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->unit = g_strdup (self->unit);
  copy->sentinels = g_memdup2 (self->sentinels, self->n_sentinels * sizeof *self->sentinels);
  copy->request_names = g_strdupv (self->request_names);
  copy->source = g_strdup (self->source);
  return copy;
}

void
flux_register_free (FluxRegister *self)
{
  g_free (self->name);
  g_free (self->unit);
  g_free (self->sentinels);
  g_strfreev (self->request_names);
  g_free (self->source);
  g_free (self);
}

static gboolean
has_same_sentinels (const FluxRegister *self, const FluxRegister *other)
{
  if (self->n_sentinels != other->n_sentinels)
    return FALSE;
  for (guint i = 0; i < self->n_sentinels; i++)
    if (!is_same_number (self->sentinels[i], other->sentinels[i]))
      return FALSE;
  return TRUE;
}

gboolean
flux_register_equal (const FluxRegister *self, const FluxRegister *other)
{
  return g_strcmp0 (self->name, other->name) == 0 && self->is_field == other->is_field
         && (!self->is_field || self->field == other->field) && self->function == other->function
         && self->address == other->address && self->type == other->type && self->order == other->order
         && is_same_number (self->scale, other->scale) && is_same_number (self->offset, other->offset)
         && g_strcmp0 (self->unit, other->unit) == 0 && is_same_number (self->least, other->least)
         && is_same_number (self->most, other->most) && has_same_sentinels (self, other)
         && g_strv_equal ((const char *const *) self->request_names, (const char *const *) other->request_names)
         && g_strcmp0 (self->source, other->source) == 0 && self->grade == other->grade
         && self->is_verified == other->is_verified;
}

void
flux_register_set_name (FluxRegister *self, const char *name)
{
  char *own;

  self->field = 0;
  self->is_field = flux_field_from_name (name, strlen (name), &self->field);
  own = g_strdup (self->is_field ? flux_field_get_name (self->field) : name);
  g_free (self->name);
  self->name = own;
}

void
flux_register_set_span (FluxRegister *self, double least, double most, double full_digits)
{
  self->scale = (most - least) / full_digits;
  self->offset = least;
}
