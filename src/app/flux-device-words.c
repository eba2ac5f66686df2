/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-words.h"

#include "flux-device-terms.h"
#include "flux-format.h"

#include <glib/gi18n.h>
#include <math.h>

#define RANK_RETIRED 100

static const struct
{
  FluxMarkKind mark;
  FluxValueStyle style;
  int rank;
} states[] = {
  [FLUX_DEVICE_STATE_OFFLINE] = { FLUX_MARK_OFFLINE, FLUX_VALUE_OFFLINE, 0 },
  [FLUX_DEVICE_STATE_BAD] = { FLUX_MARK_BAD, FLUX_VALUE_BAD, 1 },
  [FLUX_DEVICE_STATE_STALE] = { FLUX_MARK_STALE, FLUX_VALUE_STALE, 2 },
  [FLUX_DEVICE_STATE_NEW] = { FLUX_MARK_NEW, FLUX_VALUE_GOOD, 5 },
  [FLUX_DEVICE_STATE_NO_VALUE] = { FLUX_MARK_NONE, FLUX_VALUE_GOOD, 3 },
  [FLUX_DEVICE_STATE_MAINTENANCE] = { FLUX_MARK_MAINTENANCE, FLUX_VALUE_GOOD, 4 },
  [FLUX_DEVICE_STATE_NORMAL] = { FLUX_MARK_NONE, FLUX_VALUE_GOOD, FLUX_DEVICE_WORDS_RANK_NORMAL },
};

static gboolean
is_retired (FluxDeviceItem *item)
{
  return flux_device_item_get_device (item)->retired_at != 0;
}

FluxMarkKind
flux_device_words_get_mark (FluxDeviceItem *item)
{
  return is_retired (item) ? FLUX_MARK_NONE : states[flux_device_item_get_state (item)].mark;
}

int
flux_device_words_get_rank (FluxDeviceItem *item)
{
  return is_retired (item) ? RANK_RETIRED : states[flux_device_item_get_state (item)].rank;
}

char *
flux_device_words_make_state (FluxDeviceItem *item, gint64 now, GTimeZone *zone)
{
  const FluxDeviceSnapshot *snapshot = flux_device_item_get_snapshot (item);
  g_autofree char *moment = NULL;

  if (is_retired (item))
    return g_strdup (C_ ("device", "Retired"));
  switch (flux_device_item_get_state (item))
    {
    case FLUX_DEVICE_STATE_OFFLINE:
      moment = flux_format_moment (now, snapshot->seen_at, zone);
      /* Translators: %s is a moment like "14:05" or "3 Mar 14:05" */
      return g_strdup_printf (C_ ("device", "Offline since %s"), moment);
    case FLUX_DEVICE_STATE_MAINTENANCE:
      moment = flux_format_moment (now, snapshot->device->maintenance_until, zone);
      /* Translators: %s is a moment like "16:00" or "3 Mar 06:00" */
      return g_strdup_printf (C_ ("device", "Maintenance until %s"), moment);
    case FLUX_DEVICE_STATE_NO_VALUE:
      return g_strdup (C_ ("device", "No value yet"));
    case FLUX_DEVICE_STATE_NORMAL:
      return g_strdup (C_ ("device", "Online"));
    default:
      return g_strdup (flux_mark_kind_get_word (states[flux_device_item_get_state (item)].mark));
    }
}

FluxValueStyle
flux_device_words_get_style (FluxDeviceItem *item)
{
  const FluxReading *latest = flux_device_item_get_snapshot (item)->latest;
  FluxValueStyle style = states[flux_device_item_get_state (item)].style;

  if (style == FLUX_VALUE_GOOD && latest != NULL
      && flux_reading_get_quality (latest, FLUX_FIELD_FLOW_RATE) == FLUX_QUALITY_UNCERTAIN)
    return FLUX_VALUE_UNCERTAIN;
  return style;
}

double
flux_device_words_get_flow (FluxDeviceItem *item)
{
  const FluxReading *latest = flux_device_item_get_snapshot (item)->latest;

  return latest != NULL && flux_reading_has (latest, FLUX_FIELD_FLOW_RATE) ? latest->values[FLUX_FIELD_FLOW_RATE] : NAN;
}

char *
flux_device_words_make_flow (FluxDeviceItem *item)
{
  return flux_format_quantity (FLUX_FIELD_FLOW_RATE, flux_device_item_get_device (item)->flow_unit,
                               flux_device_words_get_flow (item));
}

char *
flux_device_words_make_label (FluxDeviceItem *item, gint64 now, GTimeZone *zone)
{
  const FluxDevice *device = flux_device_item_get_device (item);
  gint64 seen_at = flux_device_item_get_snapshot (item)->seen_at;
  g_autofree char *place = flux_device_terms_make_place (device);
  g_autofree char *state = flux_device_words_make_state (item, now, zone);
  g_autofree char *flow = flux_device_words_make_flow (item);
  g_autofree char *seen = flux_format_moment (now, seen_at, zone);
  const char *doubt = flux_value_style_get_word (flux_device_words_get_style (item));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_null_terminated (8, g_free, TRUE);

  g_ptr_array_add (parts, g_strdup (device->name));
  if (g_strcmp0 (device->name, device->device_id) != 0)
    g_ptr_array_add (parts, g_strdup (device->device_id));
  if (*place != '\0')
    g_ptr_array_add (parts, g_strdup (place));
  g_ptr_array_add (parts, g_strdup (state));
  if (isfinite (flux_device_words_get_flow (item)) && *doubt != '\0')
    /* Translators: the flow of a device, and how much it can be relied on: "flow 83.25 m³/h (stale)" */
    g_ptr_array_add (parts, g_strdup_printf (C_ ("device", "flow %s (%s)"), flow, doubt));
  else if (isfinite (flux_device_words_get_flow (item)))
    g_ptr_array_add (parts, g_strdup_printf (C_ ("device", "flow %s"), flow));
  if (seen_at != 0)
    /* Translators: %s is a moment like "14:05" or "3 Mar 14:05" */
    g_ptr_array_add (parts, g_strdup_printf (C_ ("device", "last seen %s"), seen));
  /* Translators: stands between the parts of what a screen reader says of a device: name, id, place, state, flow */
  return g_strjoinv (C_ ("device", ", "), (char **) parts->pdata);
}
