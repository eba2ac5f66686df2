/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-json-reader.h"
#include "flux-record.h"

G_BEGIN_DECLS

typedef enum
{
  FLUX_BODY_VALUE_NONE,       /* null, empty, "N/A" */
  FLUX_BODY_VALUE_NUMBER,
  FLUX_BODY_VALUE_NOT_FINITE, /* nan, inf */
  FLUX_BODY_VALUE_WRONG,      /* no number at all */
} FluxBodyValueKind;

/* One value as a post writes it. */
typedef struct
{
  FluxBodyValueKind kind;
  double number;
  FluxSpan text;
} FluxBodyValue;

typedef enum
{
  FLUX_BODY_VALUES_NUMBERS,
  FLUX_BODY_VALUES_HEX, /* each value is a 16-bit word, as it lay on the wire */
} FluxBodyValuesForm;

/* Reads what a gateway puts into "data": a number, "[0.094225]", "1,2", "[]", or wire bytes as hex digits in quotes,
 * four to a register; and puts the values into @into (element-type FluxBodyValue), which it empties first. Their texts
 * are pieces of @text. Pure; any thread. */
FluxBodyValuesForm flux_body_values_read (GArray *into, const char *text, gsize length);

/* One such value. */
FluxBodyValue flux_body_value_read (const char *text, gsize length);

/* The scalar that @reader has just read as @token; of an object or array it is wrong. */
FluxBodyValue flux_body_value_from_token (const FluxJsonReader *reader, FluxJsonToken token);

G_END_DECLS
