/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FLUX_NUMBER_NONE "—" /* what stands for a number that there is not */

/**
 * FluxNumberStyle:
 * @decimal_sign: UTF-8, such as ","
 * @group_sign: UTF-8, such as "."; "" for digits that are not grouped
 * @grouping: sizes of the groups from the decimal sign leftwards, the last one repeats; closed by 0 or CHAR_MAX, see
 *   localeconv(3)
 *
 * How a person's language writes numbers. A plain value.
 */
typedef struct
{
  char decimal_sign[8];
  char group_sign[8];
  char grouping[8];
} FluxNumberStyle;

/* The style of all numbers on screen: that of the process's locale unless one was set. Main thread. */
const FluxNumberStyle *flux_number_get_style (void);

/* @style: (nullable): copied; %NULL goes back to the locale. Widgets that show numbers already keep their text. */
void flux_number_set_style (const FluxNumberStyle *style);

/* @value with exactly @decimals digits after the decimal sign (0 to 15), grouped, with a true minus sign (U+2212); a
 * number too long to read (1e15 and more) with an exponent; %FLUX_NUMBER_NONE when it is not finite.
 * Returns: (transfer full) */
char *flux_number_format (double value, int decimals);

G_END_DECLS
