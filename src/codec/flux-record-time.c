/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-record-time.h"

#include "flux-contract-decoder.h"

#include <string.h>

/* 2015-01-01T00:00:00Z: no gateway in the field is older, and a clock that was never set starts at 1970 or 2000. */
#define EARLIEST_TIME (G_GINT64_CONSTANT (1420070400) * FLUX_TIME_SECOND)

/* "yyyy-mm-dd": before it no sign is a zone's. */
#define ISO_DATE_LENGTH 10

static gboolean
says_nothing (FluxSpan text)
{
  return text.length == 0 || (text.length == 3 && g_ascii_strncasecmp (text.text, "N/A", 3) == 0);
}

void
flux_record_time_take (FluxRecordTime *self, FluxTimeForm form, FluxSpan text)
{
  if (form < self->form || says_nothing (text))
    return;
  self->form = form;
  self->text = text;
}

gboolean
flux_record_time_is_sane (gint64 time, gint64 received_at)
{
  return time >= EARLIEST_TIME && time <= received_at + FLUX_TIME_DAY;
}

static gboolean
is_whole_number (FluxSpan text)
{
  for (gsize i = 0; i < text.length; i++)
    if (!g_ascii_isdigit (text.text[i]) && text.text[i] != '.')
      return FALSE;
  return text.length > 4 && memchr (text.text, '.', MIN (text.length, 5)) == NULL;
}

static gboolean
is_iso (FluxSpan text)
{
  return text.length >= ISO_DATE_LENGTH && text.text[4] == '-';
}

static gboolean
has_zone (FluxSpan text)
{
  if (text.text[text.length - 1] == 'Z' || text.text[text.length - 1] == 'z')
    return TRUE;
  for (gsize i = ISO_DATE_LENGTH; i < text.length; i++)
    if (text.text[i] == '+' || text.text[i] == '-')
      return TRUE;
  return FALSE;
}

static gboolean
read_any (FluxSpan text, GTimeZone *zone, GTimeZone *plant_zone, gint64 received_at, gint64 *time, gboolean *is_local)
{
  *is_local = FALSE;
  if (is_whole_number (text))
    return flux_contract_read_time_text (text.text, text.length, time);
  if (is_iso (text) && has_zone (text))
    return flux_time_read_iso8601 (text.text, text.length, time);
  *is_local = !has_zone (text);
  if (zone == NULL && is_iso (text))
    return flux_time_read_iso8601 (text.text, text.length, time);
  return flux_time_read_local (text.text, text.length, zone != NULL ? zone : plant_zone, received_at, time);
}

gboolean
flux_record_time_read (const FluxRecordTime *self, GTimeZone *zone, GTimeZone *plant_zone, gint64 received_at,
                       gint64 *time, gboolean *is_local)
{
  gint64 read;

  if (!read_any (self->text, zone, plant_zone, received_at, &read, is_local)
      || !flux_record_time_is_sane (read, received_at))
    return FALSE;
  *time = read;
  return TRUE;
}
