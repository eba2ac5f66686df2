/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A measured quantity of a reading. The order is the order of the two-bit groups in the stored quality and never
 * changes. */
typedef enum
{
  FLUX_FIELD_FLOW_RATE,       /* in the device's own flow unit */
  FLUX_FIELD_TOTALIZER,       /* m³ */
  FLUX_FIELD_TEMPERATURE,     /* °C */
  FLUX_FIELD_PRESSURE,        /* bar */
  FLUX_FIELD_BATTERY_LEVEL,   /* % */
  FLUX_FIELD_SIGNAL_STRENGTH, /* dBm, whole */
  FLUX_FIELD_LEVEL,           /* m */
  FLUX_FIELD_VELOCITY,        /* m/s */
} FluxField;

#define FLUX_N_FIELDS 8

/* A set of fields, one bit each. */
typedef guint8 FluxFieldSet;

#define FLUX_FIELD_BIT(field) ((FluxFieldSet) (1u << (field)))
#define FLUX_FIELD_ALL ((FluxFieldSet) 0xff)

/* What the unit itself measures; battery and signal come from the gateway. */
#define FLUX_FIELDS_OF_UNIT \
  ((FluxFieldSet) ~(FLUX_FIELD_BIT (FLUX_FIELD_BATTERY_LEVEL) | FLUX_FIELD_BIT (FLUX_FIELD_SIGNAL_STRENGTH)))

/* The field's name in the tables and the API, such as "flow_rate". */
const char *flux_field_get_name (FluxField field);

/* Finds the field that a sender means by @name (@length bytes, no NUL needed): its own name in any case and with any
 * joining of words ("Flow_rate", "flowRate"), or "water_level" for the level. */
gboolean flux_field_from_name (const char *name, gsize length, FluxField *field);

/* Whether @name and the lower case, joined @plain ("deviceid") are the same word, without regard to case and to '_',
 * '-' and spaces between words. */
gboolean flux_field_name_matches (const char *name, gsize length, const char *plain);

/* The value as FluxIO keeps it: the totalizer as it is, the signal rounded to a whole number, every other field the
 * shortest decimal that reads back as the nearest 32-bit float (8.3 stays 8.3), minus zero as zero.
 * Returns: %FALSE when @value is not finite or outside what the column can hold, @kept then untouched */
gboolean flux_field_round (FluxField field, double value, double *kept);

/* The shortest decimal, as a double, that reads back as the 32-bit float nearest to @value. @value must be finite and
 * within a float's range. */
double flux_shortest_float (double value);

G_END_DECLS
