/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-face.h"

#include "flux-device-words.h"
#include "flux-format.h"
#include "flux-json-reader.h"
#include "flux-time.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A gateway that has posted within this time lives, though one of its units is silent. */
#define GATEWAY_LIVES (15 * FLUX_TIME_MINUTE)

static const FluxBand bands[] = {
  [FLUX_DEVICE_STATE_MAINTENANCE] = FLUX_BAND_GREY, [FLUX_DEVICE_STATE_NEW] = FLUX_BAND_NEW,
  [FLUX_DEVICE_STATE_NO_VALUE] = FLUX_BAND_GREY,    [FLUX_DEVICE_STATE_OFFLINE] = FLUX_BAND_GREY,
  [FLUX_DEVICE_STATE_BAD] = FLUX_BAND_GREY,         [FLUX_DEVICE_STATE_STALE] = FLUX_BAND_GREY,
  [FLUX_DEVICE_STATE_NORMAL] = FLUX_BAND_NONE,
};

/* Why a value was marked bad, as it stands in the database, and what a person reads. */
static const struct
{
  const char *reason;
  const char *sentence;
} reasons[] = {
  { "wrong type", NC_ ("device", "Bad value: the flow that was sent is not a number") },
  { "not a number", NC_ ("device", "Bad value: the flow that was sent is not a number") },
  { "out of range", NC_ ("device", "Bad value: the flow is out of range") },
  { "given twice", NC_ ("device", "Bad value: two flows were sent for one time") },
};

/* --- Bad values --------------------------------------------------------------------------------------------------- */

static gboolean
is_text (const FluxJsonReader *reader, const char *text)
{
  return reader->length == strlen (text) && memcmp (reader->text, text, reader->length) == 0;
}

/* Goes to the value of the member @name of the object whose beginning was just read.
 * Returns: its token; %FLUX_JSON_END when there is no such member */
static FluxJsonToken
find_member (FluxJsonReader *reader, const char *name)
{
  while (flux_json_reader_next (reader) == FLUX_JSON_NAME)
    {
      gboolean found = is_text (reader, name);
      FluxJsonToken token = flux_json_reader_next (reader);

      if (found)
        return token;
      if (!flux_json_reader_skip (reader, token))
        break;
    }
  return FLUX_JSON_END;
}

/* The flow that was sent and not taken. Returns: NaN when it was no number */
static double
get_rejected_flow (const char *rejected)
{
  FluxJsonReader reader;

  if (rejected == NULL)
    return NAN;
  flux_json_reader_init (&reader, rejected, strlen (rejected), FLUX_JSON_STRICT);
  if (flux_json_reader_next (&reader) == FLUX_JSON_OBJECT_BEGIN
      && find_member (&reader, flux_field_get_name (FLUX_FIELD_FLOW_RATE)) == FLUX_JSON_OBJECT_BEGIN
      && find_member (&reader, "value") == FLUX_JSON_NUMBER && isfinite (reader.number))
    return reader.number;
  return NAN;
}

/* Returns: (transfer full) */
static char *
make_bad_sentence (const char *rejected)
{
  FluxJsonReader reader;

  flux_json_reader_init (&reader, rejected != NULL ? rejected : "", rejected != NULL ? strlen (rejected) : 0,
                         FLUX_JSON_STRICT);
  if (flux_json_reader_next (&reader) == FLUX_JSON_OBJECT_BEGIN
      && find_member (&reader, flux_field_get_name (FLUX_FIELD_FLOW_RATE)) == FLUX_JSON_OBJECT_BEGIN
      && find_member (&reader, "reason") == FLUX_JSON_STRING)
    for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
      if (is_text (&reader, reasons[i].reason))
        return g_strdup (g_dpgettext2 (NULL, "device", reasons[i].sentence));
  return g_strdup (C_ ("device", "Bad value"));
}

/* --- Sentences ---------------------------------------------------------------------------------------------------- */

/* Whether the gateway lives while the unit is silent: two different faults to look for. Returns: (transfer full) */
static char *
make_offline_sentence (FluxDeviceItem *item, FluxPlantModel *plant, gint64 now, GTimeZone *zone)
{
  const FluxDeviceSnapshot *snapshot = flux_device_item_get_snapshot (item);
  const char *uuid = snapshot->device->gateway_uuid;
  FluxGatewayItem *gateway = uuid != NULL ? flux_plant_model_find_gateway (plant, uuid) : NULL;
  gint64 contact = gateway != NULL ? flux_gateway_item_get_gateway (gateway)->last_contact : 0;
  g_autofree char *since = flux_format_moment (now, snapshot->seen_at, zone);

  if (contact == 0)
    /* Translators: %s is a moment like "14:05" or "3 Mar 14:05" */
    return g_strdup_printf (C_ ("device", "Offline since %s"), since);
  if (now - contact < GATEWAY_LIVES)
    /* Translators: the device is silent while others behind the same gateway are heard */
    return g_strdup_printf (C_ ("device", "Offline since %s · gateway answers"), since);
  return g_strdup_printf (C_ ("device", "Offline since %s · gateway is silent too"), since);
}

/* Returns: (transfer full) */
static char *
make_stale_sentence (const FluxDeviceSnapshot *snapshot, gint64 now, GTimeZone *zone, gint64 *changes_at)
{
  g_autofree char *age = flux_format_age (now, snapshot->seen_at, zone);
  g_autofree char *period = flux_format_duration (snapshot->period);

  *changes_at = MIN (*changes_at, flux_format_age_changes_at (now, snapshot->seen_at));
  /* Translators: the first %s is an age like "12 min ago", the second a length of time like "5 min" */
  return g_strdup_printf (C_ ("device", "Stale: last value %s, due every %s"), age, period);
}

static char *
make_sentence (FluxDeviceFace *face, FluxDeviceItem *item, FluxPlantModel *plant, gint64 now, GTimeZone *zone)
{
  const FluxDeviceSnapshot *snapshot = flux_device_item_get_snapshot (item);
  g_autofree char *until = NULL;

  switch (flux_device_item_get_state (item))
    {
    case FLUX_DEVICE_STATE_MAINTENANCE:
      until = flux_format_moment (now, snapshot->device->maintenance_until, zone);
      /* Translators: %s is a moment like "16:00" or "3 Mar 06:00" */
      return g_strdup_printf (C_ ("device", "Maintenance until %s"), until);
    case FLUX_DEVICE_STATE_NEW:
      return g_strdup (C_ ("device", "New: check its name and unit"));
    case FLUX_DEVICE_STATE_NO_VALUE:
      return g_strdup (C_ ("device", "Waits for its first value"));
    case FLUX_DEVICE_STATE_OFFLINE:
      return make_offline_sentence (item, plant, now, zone);
    case FLUX_DEVICE_STATE_BAD:
      return make_bad_sentence (snapshot->latest->rejected);
    case FLUX_DEVICE_STATE_STALE:
      return make_stale_sentence (snapshot, now, zone, &face->changes_at);
    case FLUX_DEVICE_STATE_NORMAL:
    default:
      return NULL;
    }
}

/* The place and the id, but not what is the name already. Returns: (transfer full) (nullable) */
static char *
make_place (const FluxDevice *device, FluxPlantModel *plant)
{
  FluxGatewayItem *gateway
      = device->gateway_uuid != NULL ? flux_plant_model_find_gateway (plant, device->gateway_uuid) : NULL;
  const char *place = device->location != NULL ? device->location : device->site;

  if (place == NULL && gateway != NULL)
    place = flux_gateway_item_get_gateway (gateway)->name;
  if (g_str_equal (device->name, device->device_id))
    return g_strdup (place);
  return place != NULL ? g_strdup_printf ("%s · %s", place, device->device_id) : g_strdup (device->device_id);
}

/* --- Values ------------------------------------------------------------------------------------------------------- */

static FluxValueStyle
get_style (const FluxDeviceSnapshot *snapshot, gint64 now)
{
  FluxQuality quality = flux_reading_get_quality (snapshot->latest, FLUX_FIELD_FLOW_RATE);

  if (!flux_device_is_online (snapshot->device, snapshot->seen_at, now))
    return FLUX_VALUE_OFFLINE;
  if (quality == FLUX_QUALITY_BAD)
    return FLUX_VALUE_BAD;
  if (snapshot->period > 0 && now > snapshot->seen_at + snapshot->period + snapshot->period / 2)
    return FLUX_VALUE_STALE;
  return quality == FLUX_QUALITY_UNCERTAIN ? FLUX_VALUE_UNCERTAIN : FLUX_VALUE_GOOD;
}

static void
read_values (FluxDeviceFace *face, const FluxDeviceSnapshot *snapshot, gint64 now)
{
  const FluxReading *latest = snapshot->latest;
  FluxFlowUnit unit = snapshot->device->flow_unit;

  for (FluxField i = 0; i < FLUX_N_FIELDS; i++)
    face->values[i] = latest != NULL && flux_reading_has (latest, i) ? latest->values[i] : NAN;
  face->flow = face->values[FLUX_FIELD_FLOW_RATE];
  face->unit = flux_format_get_unit (FLUX_FIELD_FLOW_RATE, unit);
  if (latest != NULL)
    {
      face->style = get_style (snapshot, now);
      face->is_old = face->style == FLUX_VALUE_OFFLINE || face->style == FLUX_VALUE_STALE;
      face->measured_at = latest->measured_at;
      if (face->style == FLUX_VALUE_BAD)
        face->flow = get_rejected_flow (latest->rejected);
    }
  face->decimals = flux_format_get_decimals (FLUX_FIELD_FLOW_RATE, unit, face->flow);
}

/* When the state or the style of the value changes while nothing arrives; for devices whose state hides the second. */
static gint64
get_style_changes_at (const FluxDeviceSnapshot *snapshot, gint64 now)
{
  gint64 goes_offline = snapshot->seen_at + snapshot->device->offline_after_seconds * FLUX_TIME_SECOND + 1;
  gint64 goes_stale = snapshot->seen_at + snapshot->period + snapshot->period / 2 + 1;

  if (snapshot->period > 0 && goes_stale > now && goes_stale < goes_offline)
    return goes_stale;
  return goes_offline > now ? goes_offline : G_MAXINT64;
}

/* --- Alarms ------------------------------------------------------------------------------------------------------- */

static const struct
{
  FluxMarkKind mark;
  FluxBand band;
} severities[] = {
  [FLUX_TONE_GREY] = { FLUX_MARK_NONE, FLUX_BAND_NONE },
  [FLUX_TONE_INFO] = { FLUX_MARK_INFO, FLUX_BAND_INFO },
  [FLUX_TONE_WARNING] = { FLUX_MARK_WARNING, FLUX_BAND_WARNING },
  [FLUX_TONE_CRITICAL] = { FLUX_MARK_CRITICAL, FLUX_BAND_CRITICAL },
};

/* Returns: (transfer full) */
static char *
make_alert_sentence (const FluxOpenAlert *alert)
{
  if (alert->message == NULL || *alert->message == '\0')
    return g_strdup (flux_mark_kind_get_word (severities[alert->tone].mark));
  switch (alert->tone)
    {
    case FLUX_TONE_CRITICAL:
      return g_strdup_printf (C_ ("alarm", "Critical: %s"), alert->message);
    case FLUX_TONE_WARNING:
      return g_strdup_printf (C_ ("alarm", "Warning: %s"), alert->message);
    default:
      return g_strdup_printf (C_ ("alarm", "Information: %s"), alert->message);
    }
}

/* An alarm stands above whatever else the device is doing. */
static void
take_alert (FluxDeviceFace *face, const FluxOpenAlert *alert)
{
  face->mark = severities[alert->tone].mark;
  face->band = severities[alert->tone].band;
  g_free (face->sentence);
  face->sentence = make_alert_sentence (alert);
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

void
flux_device_face_read (FluxDeviceFace *face, FluxDeviceItem *item, FluxPlantModel *plant, gint64 now, GTimeZone *zone)
{
  const FluxDeviceSnapshot *snapshot = flux_device_item_get_snapshot (item);

  *face = (FluxDeviceFace) { .changes_at = get_style_changes_at (snapshot, now) };
  face->mark = flux_device_words_get_mark (item);
  face->band = bands[flux_device_item_get_state (item)];
  face->fields = flux_device_item_get_fields (item);
  read_values (face, snapshot, now);
  if (face->measured_at != 0)
    face->changes_at = MIN (face->changes_at, flux_format_age_changes_at (now, face->measured_at));
  face->place = make_place (snapshot->device, plant);
  face->sentence = make_sentence (face, item, plant, now, zone);
  if (flux_device_item_get_alert (item) != NULL)
    take_alert (face, flux_device_item_get_alert (item));
}

void
flux_device_face_clear (FluxDeviceFace *face)
{
  g_clear_pointer (&face->place, g_free);
  g_clear_pointer (&face->sentence, g_free);
}
