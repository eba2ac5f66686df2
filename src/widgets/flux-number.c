/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-number.h"

#include <limits.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define MINUS "−"
#define DECIMALS_MAX 15
#define GROUPED_MAX 1e15 /* a double has no more digits than this to show */
#define DIGITS_MAX 16

static FluxNumberStyle current_style;
static gboolean have_style;

static void
copy_sign (const char *sign, const char *otherwise, char to[8])
{
  g_autofree char *utf8 = g_locale_to_utf8 (sign, -1, NULL, NULL, NULL);

  g_strlcpy (to, utf8 != NULL && strlen (utf8) < 8 ? utf8 : otherwise, 8);
}

static void
take_locale (void)
{
  const struct lconv *locale = localeconv ();

  copy_sign (locale->decimal_point, ".", current_style.decimal_sign);
  copy_sign (locale->thousands_sep, "", current_style.group_sign);
  g_strlcpy (current_style.grouping, locale->grouping, sizeof current_style.grouping);
}

/* Appends the whole part, whose @length digits are in @digits, in groups. */
static void
append_grouped (GString *text, const char *digits, gsize length, const FluxNumberStyle *style)
{
  gboolean begins_group[DIGITS_MAX] = { FALSE };
  const char *size = style->grouping;
  gsize position = length;

  while (*style->group_sign != '\0' && *size > 0 && *size < CHAR_MAX && position > (gsize) *size)
    {
      position -= *size;
      begins_group[position] = TRUE;
      if (size[1] != '\0')
        size++;
    }
  for (gsize i = 0; i < length; i++)
    {
      if (begins_group[i])
        g_string_append (text, style->group_sign);
      g_string_append_c (text, digits[i]);
    }
}

const FluxNumberStyle *
flux_number_get_style (void)
{
  if (!have_style)
    take_locale ();
  have_style = TRUE;
  return &current_style;
}

void
flux_number_set_style (const FluxNumberStyle *style)
{
  have_style = style != NULL;
  if (style != NULL)
    current_style = *style;
}

char *
flux_number_format (double value, int decimals)
{
  const FluxNumberStyle *style = flux_number_get_style ();
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];
  const char *whole = digits, *rest;
  GString *text;

  g_return_val_if_fail (decimals >= 0 && decimals <= DECIMALS_MAX, NULL);
  if (!isfinite (value))
    return g_strdup (FLUX_NUMBER_NONE);
  if (fabs (value) >= GROUPED_MAX)
    g_strlcpy (format, "%.3e", sizeof format);
  else
    g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (digits, sizeof digits, format, value);

  text = g_string_new (NULL);
  if (*whole == '-')
    {
      whole++;
      if (strspn (whole, "0.") != strlen (whole))
        g_string_append (text, MINUS);
    }
  rest = whole + strspn (whole, "0123456789");
  append_grouped (text, whole, rest - whole, style);
  if (*rest == '.')
    {
      g_string_append (text, style->decimal_sign);
      rest++;
    }
  g_string_append (text, rest);
  return g_string_free (text, FALSE);
}
