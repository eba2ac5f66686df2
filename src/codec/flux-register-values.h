/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-body-values.h"
#include "flux-gateway-mapping.h"
#include "flux-rejected.h"

G_BEGIN_DECLS

/* Where values go: the record under way. @rejected and @extras are JSON objects under way, without the closing brace,
 * empty before the first member. */
typedef struct
{
  FluxRecord *record;
  GString *rejected;
  GString *extras;
} FluxValueSink;

/* Puts the value that stands for the raw value of register @index of @mapped into @sink: judged, scaled, converted. */
void flux_register_values_take (const FluxMappedUnit *mapped, guint index, const FluxBodyValue *raw,
                                FluxValueSink *sink);

/* Puts @values, which a post gives from register @start of @mapped's map on, into @sink. Numbers run on by the width of
 * the mapped types, words and hex register by register; what the map has nothing for is passed over.
 * Returns: how many registers of the map got a value or were told that there is none */
guint flux_register_values_take_block (const FluxMappedUnit *mapped, guint start, const GArray *values,
                                       FluxBodyValuesForm form, FluxValueSink *sink);

/* Likewise for values that no address goes with: those of the map, in its order. */
guint flux_register_values_take_in_order (const FluxMappedUnit *mapped, const GArray *values, FluxBodyValuesForm form,
                                          FluxValueSink *sink);

/* Keeps @value aside as the rejected value of @name. */
void flux_value_sink_reject (FluxValueSink *sink, const char *name, FluxSpan value, const char *reason);

G_END_DECLS
