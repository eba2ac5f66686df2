/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-field.h"

G_BEGIN_DECLS

/* The Modbus function that reads a register. */
typedef enum
{
  FLUX_FUNCTION_COILS = 1,
  FLUX_FUNCTION_DISCRETE_INPUTS = 2,
  FLUX_FUNCTION_HOLDING_REGISTERS = 3,
  FLUX_FUNCTION_INPUT_REGISTERS = 4,
} FluxFunction;

typedef enum
{
  FLUX_REGISTER_INT16,
  FLUX_REGISTER_UINT16,
  FLUX_REGISTER_INT32,
  FLUX_REGISTER_UINT32,
  FLUX_REGISTER_FLOAT32,
  FLUX_REGISTER_INT64,
  FLUX_REGISTER_UINT64,
  FLUX_REGISTER_FLOAT64,
  FLUX_REGISTER_BITS16, /* a bit field; its value is the bits as a number */
  FLUX_REGISTER_BITS32,
} FluxRegisterType;

#define FLUX_N_REGISTER_TYPES 10

/* How the bytes of a value lie on the wire, A being the most significant of four. 64-bit values follow the same rule:
 * ABCD high word first, CDAB low word first, BADC and DCBA the same with the bytes of each word exchanged. */
typedef enum
{
  FLUX_WORD_ORDER_ABCD,
  FLUX_WORD_ORDER_CDAB,
  FLUX_WORD_ORDER_BADC,
  FLUX_WORD_ORDER_DCBA,
} FluxWordOrder;

#define FLUX_N_WORD_ORDERS 4

/* How a gateway writes values of this map. Hex text is known when it is seen. */
typedef enum
{
  FLUX_VALUE_FORM_NUMBERS, /* numbers of the mapped type: the gateway has put words and bytes in order */
  FLUX_VALUE_FORM_WORDS,   /* plain 16-bit words, one number a register */
} FluxValueForm;

/* The words of map files: "int16", "CDAB", "numbers". The second of each pair takes any case.
 * Returns: %FALSE when @word is none */
const char *flux_register_type_to_word (FluxRegisterType type);
gboolean flux_register_type_from_word (const char *word, FluxRegisterType *type);
const char *flux_word_order_to_word (FluxWordOrder order);
gboolean flux_word_order_from_word (const char *word, FluxWordOrder *order);
const char *flux_value_form_to_word (FluxValueForm form);
gboolean flux_value_form_from_word (const char *word, FluxValueForm *form);

/* What @number means, as people and gateways write it: 30011 and 300011 are input register 11, 40011 holding register
 * 11, 10011 discrete input 11, and a number without such an area digit is an input register.
 * @address: (out): on the wire, from 0. Returns: %FALSE when there is no such register */
gboolean flux_register_parse_number (guint number, FluxFunction *function, guint16 *address);

/* How many 16-bit registers a value of @type takes: 1, 2 or 4. */
guint flux_register_type_get_words (FluxRegisterType type);

/**
 * FluxRegister:
 * @name: (owned): the field's name, or of an extra, such as "air_temperature"
 * @is_field: whether it is @field; an extra goes to the reading's metadata
 * @address: on the wire, from 0; people count from 1, gateways too
 * @scale: @offset: value = raw × @scale + @offset
 * @unit: (nullable) (owned): of that value, a word that flux_quantity_factor() knows; %NULL: the field's own, of a flow
 *   the one that the device counts in
 * @least: @most: what lies outside is bad; NaN: the field's physical range holds
 * @sentinels: (owned) (array length=n_sentinels): raw values that mean "no value"
 * @request_names: (owned) (array zero-terminated=1): what gateways' requests for it are called, besides @name
 * @source: (nullable) (owned): where this entry comes from, for people
 * @grade: how sure it is: 'V' read in the maker's manual, 'S' in another public source, 'C' calculated, 'I' inferred;
 *   0: made by a person
 * @is_verified: whether it was confirmed on a device
 */
typedef struct
{
  char *name;
  gboolean is_field;
  FluxField field;
  FluxFunction function;
  guint16 address;
  FluxRegisterType type;
  FluxWordOrder order;
  double scale;
  double offset;
  char *unit;
  double least;
  double most;
  double *sentinels;
  guint n_sentinels;
  char **request_names;
  char *source;
  char grade;
  gboolean is_verified;
} FluxRegister;

/* An input register of a 32-bit float, high word first, as it stands. Returns: (transfer full) */
FluxRegister *flux_register_new (const char *name);
FluxRegister *flux_register_copy (const FluxRegister *self);
void flux_register_free (FluxRegister *self);
gboolean flux_register_equal (const FluxRegister *self, const FluxRegister *other);

/* Gives @self another name, and the field that has it, if one has: then the field's own spelling ("flowRate" becomes
 * "flow_rate"). */
void flux_register_set_name (FluxRegister *self, const char *name);

/* Lets raw 0 be @least and raw @full_digits (32767 for a NIVUS span) be @most. */
void flux_register_set_span (FluxRegister *self, double least, double most, double full_digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxRegister, flux_register_free)

G_END_DECLS
