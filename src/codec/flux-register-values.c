/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-values.h"

#include "flux-json-writer.h"
#include "flux-modbus-words.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* A rejected value is kept with its reason; the whole of it stays in the raw post. */
#define REJECTED_VALUE_MAX 256

#define MOST_WORDS 4

static void
append_member (GString *json, const char *name)
{
  if (json->len == 0)
    g_string_append_c (json, '{');
  flux_json_append_name (json, name);
}

static gboolean
is_json_number (FluxSpan value)
{
  FluxJsonReader reader;

  flux_json_reader_init (&reader, value.text, value.length, FLUX_JSON_STRICT);
  return flux_json_reader_next (&reader) == FLUX_JSON_NUMBER && reader.length == value.length;
}

void
flux_value_sink_reject (FluxValueSink *sink, const char *name, FluxSpan value, const char *reason)
{
  append_member (sink->rejected, name);
  g_string_append (sink->rejected, "{\"value\":");
  if (value.length > REJECTED_VALUE_MAX)
    flux_json_append_string (sink->rejected, "too long to be kept here");
  else if (is_json_number (value))
    g_string_append_len (sink->rejected, value.text, value.length);
  else
    flux_json_append_string_len (sink->rejected, value.text, value.length);
  g_string_append (sink->rejected, ",\"reason\":");
  flux_json_append_string (sink->rejected, reason);
  g_string_append_c (sink->rejected, '}');
}

/* --- One value ---------------------------------------------------------------------------------------------------- */

/* A gateway that reads a signed register as unsigned, or the other way round, says another number: the map decides. */
static double
put_sign_right (FluxRegisterType type, double raw)
{
  switch (type)
    {
    case FLUX_REGISTER_INT16:
      return raw > G_MAXINT16 && raw <= G_MAXUINT16 ? raw - 65536.0 : raw;
    case FLUX_REGISTER_UINT16:
    case FLUX_REGISTER_BITS16:
      return raw < 0 && raw >= G_MININT16 ? raw + 65536.0 : raw;
    case FLUX_REGISTER_INT32:
      return raw > G_MAXINT32 && raw <= G_MAXUINT32 ? raw - 4294967296.0 : raw;
    case FLUX_REGISTER_UINT32:
    case FLUX_REGISTER_BITS32:
      return raw < 0 && raw >= G_MININT32 ? raw + 4294967296.0 : raw;
    default:
      return raw;
    }
}

static gboolean
is_sentinel (const FluxRegister *reg, double raw)
{
  for (guint i = 0; i < reg->n_sentinels; i++)
    {
      double sentinel = put_sign_right (reg->type, reg->sentinels[i]);

      if (raw == sentinel || (reg->type == FLUX_REGISTER_FLOAT32 && (float) raw == (float) sentinel))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_denormal (const FluxRegister *reg, double raw)
{
  double least = reg->type == FLUX_REGISTER_FLOAT32 ? FLT_MIN : reg->type == FLUX_REGISTER_FLOAT64 ? DBL_MIN : 0;

  return raw != 0 && fabs (raw) < least;
}

/* Returns: (nullable): why @raw is bad; %NULL with @kept set when it is not */
static const char *
judge (const FluxRegister *reg, const FluxConversion *conversion, double raw, double *kept)
{
  if (is_sentinel (reg, raw))
    return FLUX_REASON_SENTINEL;
  if (is_denormal (reg, raw))
    return FLUX_REASON_DENORMAL;
  *kept = raw * conversion->scale + conversion->offset;
  if (*kept < conversion->physical_least || *kept > conversion->physical_most)
    return FLUX_REASON_ABSURD;
  if (*kept < conversion->least || *kept > conversion->most)
    return FLUX_REASON_OUT_OF_RANGE;
  if (reg->is_field ? !flux_field_round (reg->field, *kept, kept) : !(fabs (*kept) <= FLT_MAX))
    return FLUX_REASON_ABSURD;
  return NULL;
}

/* Whether a 32-bit float has all the digits that a register of @type tells; more of them come from the scaling. */
static gboolean
has_float_digits (FluxRegisterType type)
{
  return type == FLUX_REGISTER_INT16 || type == FLUX_REGISTER_UINT16 || type == FLUX_REGISTER_FLOAT32;
}

static void
take_bad (const FluxRegister *reg, const FluxBodyValue *raw, const char *reason, FluxValueSink *sink)
{
  if (reg->is_field)
    sink->record->bad |= FLUX_FIELD_BIT (reg->field);
  flux_value_sink_reject (sink, reg->name, raw->text, reason);
}

void
flux_register_values_take (const FluxMappedUnit *mapped, guint index, const FluxBodyValue *raw, FluxValueSink *sink)
{
  const FluxRegister *reg = g_ptr_array_index (mapped->map->registers, index);
  FluxFieldSet bit = reg->is_field ? FLUX_FIELD_BIT (reg->field) : 0;
  const char *reason = NULL;
  double kept = 0;

  if (raw->kind == FLUX_BODY_VALUE_NONE || ((sink->record->present | sink->record->bad) & bit) != 0)
    return;
  if (raw->kind == FLUX_BODY_VALUE_NOT_FINITE)
    reason = FLUX_REASON_NO_NUMBER;
  else if (raw->kind == FLUX_BODY_VALUE_WRONG)
    reason = FLUX_REASON_NOT_A_NUMBER;
  else
    reason = judge (reg, &g_array_index (mapped->conversions, FluxConversion, index),
                    put_sign_right (reg->type, raw->number), &kept);
  if (reason != NULL)
    {
      take_bad (reg, raw, reason, sink);
      return;
    }
  if (reg->is_field)
    {
      sink->record->present |= bit;
      sink->record->values[reg->field] = kept;
      return;
    }
  append_member (sink->extras, reg->name);
  flux_json_append_double (sink->extras, has_float_digits (reg->type) ? flux_shortest_float (kept) : kept);
}

/* --- Several ------------------------------------------------------------------------------------------------------ */

static int
find_register (const FluxRegisterMap *map, FluxFunction function, guint address, guint from)
{
  for (guint i = 0; i < map->registers->len; i++)
    {
      guint index = (from + i) % map->registers->len;
      const FluxRegister *reg = g_ptr_array_index (map->registers, index);

      if (reg->address == address && reg->function == function)
        return index;
    }
  return -1;
}

static guint
take_numbers (const FluxMappedUnit *mapped, guint start, const GArray *values, FluxValueSink *sink)
{
  const FluxRegister *first = g_ptr_array_index (mapped->map->registers, start);
  guint address = first->address, width = flux_register_type_get_words (first->type), n_taken = 0;
  int index = start;

  for (guint i = 0; i < values->len && address <= G_MAXUINT16; i++)
    {
      if (i > 0)
        index = find_register (mapped->map, first->function, address, start + i);
      if (index >= 0)
        {
          const FluxRegister *reg = g_ptr_array_index (mapped->map->registers, index);

          flux_register_values_take (mapped, index, &g_array_index (values, FluxBodyValue, i), sink);
          width = flux_register_type_get_words (reg->type);
          n_taken++;
        }
      address += width;
    }
  return n_taken;
}

/* The value that @n words from @values[@from] on make up; what is missing or no word makes it none or wrong. */
static FluxBodyValue
join_words (const GArray *values, guint from, const FluxRegister *reg)
{
  guint n = flux_register_type_get_words (reg->type);
  const FluxBodyValue *first = &g_array_index (values, FluxBodyValue, from);
  const FluxBodyValue *last = &g_array_index (values, FluxBodyValue, from + n - 1);
  FluxBodyValue joined = { .kind = FLUX_BODY_VALUE_NUMBER };
  guint16 words[MOST_WORDS];

  joined.text = (FluxSpan) { first->text.text, last->text.text + last->text.length - first->text.text };
  for (guint i = 0; i < n; i++)
    {
      const FluxBodyValue *word = &g_array_index (values, FluxBodyValue, from + i);

      if (word->kind != FLUX_BODY_VALUE_NUMBER)
        {
          joined.kind = word->kind;
          return joined;
        }
      if (word->number != floor (word->number) || word->number < G_MININT16 || word->number > G_MAXUINT16)
        {
          joined.kind = FLUX_BODY_VALUE_WRONG;
          return joined;
        }
      words[i] = word->number < 0 ? (guint16) (gint16) word->number : (guint16) word->number;
    }
  joined.number = flux_modbus_words_to_raw (words, reg->type, reg->order);
  if (!isfinite (joined.number))
    joined.kind = FLUX_BODY_VALUE_NOT_FINITE;
  return joined;
}

static guint
take_words (const FluxMappedUnit *mapped, guint start, const GArray *values, FluxValueSink *sink)
{
  const FluxRegisterMap *map = mapped->map;
  const FluxRegister *first = g_ptr_array_index (map->registers, start);
  guint n_taken = 0;

  for (guint i = 0; i < map->registers->len; i++)
    {
      const FluxRegister *reg = g_ptr_array_index (map->registers, i);
      FluxBodyValue value;

      if (reg->function != first->function || reg->address < first->address
          || reg->address - first->address + flux_register_type_get_words (reg->type) > values->len)
        continue;
      value = join_words (values, reg->address - first->address, reg);
      flux_register_values_take (mapped, i, &value, sink);
      n_taken++;
    }
  return n_taken;
}

guint
flux_register_values_take_block (const FluxMappedUnit *mapped, guint start, const GArray *values,
                                 FluxBodyValuesForm form, FluxValueSink *sink)
{
  if (form == FLUX_BODY_VALUES_HEX || mapped->map->form == FLUX_VALUE_FORM_WORDS)
    return take_words (mapped, start, values, sink);
  return take_numbers (mapped, start, values, sink);
}

guint
flux_register_values_take_in_order (const FluxMappedUnit *mapped, const GArray *values, FluxBodyValuesForm form,
                                    FluxValueSink *sink)
{
  gboolean in_words = form == FLUX_BODY_VALUES_HEX || mapped->map->form == FLUX_VALUE_FORM_WORDS;
  guint at = 0, index = 0;

  for (; index < mapped->map->registers->len; index++)
    {
      const FluxRegister *reg = g_ptr_array_index (mapped->map->registers, index);
      guint width = in_words ? flux_register_type_get_words (reg->type) : 1;
      FluxBodyValue value;

      if (at + width > values->len)
        break;
      value = in_words ? join_words (values, at, reg) : g_array_index (values, FluxBodyValue, at);
      flux_register_values_take (mapped, index, &value, sink);
      at += width;
    }
  return index;
}
