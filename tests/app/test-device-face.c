/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-face.h"
#include "flux-test-plant.h"
#include "flux-time.h"

#include <math.h>

#define PERIOD (5 * FLUX_TIME_MINUTE)
#define NONE (-1.0)

/* What is known of a device, ages in seconds, and what is shown of it. */
typedef struct
{
  const char *name;
  int age; /* of its latest reading; -1: it has none */
  double flow;
  const char *rejected; /* (nullable): its flow is bad */
  gboolean is_new;
  gboolean is_in_maintenance;
  FluxTone alert;
  FluxMarkKind mark;
  FluxBand band;
  FluxValueStyle style;
  const char *sentence; /* (nullable): how it begins */
  double shown;         /* NONE: "—" */
} Case;

#define RANGE "{\"flow_rate\":{\"value\":812.7,\"reason\":\"out of range\"}}"
#define TYPE                                                                                                           \
  "{\"level\":{\"value\":1,\"reason\":\"conflict\"},\"flow_rate\":{\"value\":\"x\",\"reason\":\"wrong type\"}}"

static const Case cases[] = {
  { .name = "normal", .age = 10, .flow = 8.3, .shown = 8.3 },
  { .name = "zero-is-a-value", .age = 10, .flow = 0, .shown = 0 },
  { .name = "stale", .age = 12 * 60, .flow = 8.3, .shown = 8.3, .mark = FLUX_MARK_STALE, .band = FLUX_BAND_GREY,
    .style = FLUX_VALUE_STALE, .sentence = "Stale: last value 12 min ago, due every 5 min" },
  { .name = "offline", .age = 3600, .flow = 8.3, .shown = 8.3, .mark = FLUX_MARK_OFFLINE, .band = FLUX_BAND_GREY,
    .style = FLUX_VALUE_OFFLINE, .sentence = "Offline since " },
  { .name = "bad", .age = 10, .rejected = RANGE, .shown = 812.7, .mark = FLUX_MARK_BAD, .band = FLUX_BAND_GREY,
    .style = FLUX_VALUE_BAD, .sentence = "Bad value: the flow is out of range" },
  { .name = "bad-and-no-number", .age = 10, .rejected = TYPE, .shown = NONE, .mark = FLUX_MARK_BAD,
    .band = FLUX_BAND_GREY, .style = FLUX_VALUE_BAD, .sentence = "Bad value: the flow that was sent is not a number" },
  { .name = "new", .age = 10, .flow = 8.3, .is_new = TRUE, .shown = 8.3, .mark = FLUX_MARK_NEW,
    .band = FLUX_BAND_NEW, .sentence = "New: " },
  { .name = "never", .age = -1, .shown = NONE, .band = FLUX_BAND_GREY, .sentence = "Waits for its first value" },
  { .name = "maintenance", .age = 10, .flow = 8.3, .is_in_maintenance = TRUE, .shown = 8.3,
    .mark = FLUX_MARK_MAINTENANCE, .band = FLUX_BAND_GREY, .sentence = "Maintenance until " },
  { .name = "silent-in-maintenance", .age = 3600, .flow = 8.3, .is_in_maintenance = TRUE, .shown = 8.3,
    .mark = FLUX_MARK_MAINTENANCE, .band = FLUX_BAND_GREY, .style = FLUX_VALUE_OFFLINE,
    .sentence = "Maintenance until " },
  { .name = "stale-and-new", .age = 12 * 60, .flow = 8.3, .is_new = TRUE, .shown = 8.3, .mark = FLUX_MARK_NEW,
    .band = FLUX_BAND_NEW, .style = FLUX_VALUE_STALE, .sentence = "New: " },
  { .name = "alert", .age = 10, .flow = 8.3, .alert = FLUX_TONE_CRITICAL, .shown = 8.3, .mark = FLUX_MARK_CRITICAL,
    .band = FLUX_BAND_CRITICAL, .sentence = "Critical: too much" },
  { .name = "alert-while-offline", .age = 3600, .flow = 8.3, .alert = FLUX_TONE_WARNING, .shown = 8.3,
    .mark = FLUX_MARK_WARNING, .band = FLUX_BAND_WARNING, .style = FLUX_VALUE_OFFLINE,
    .sentence = "Warning: too much" },
};

static FluxHost *host;

static FluxDevice *
make_device (const Case *c, gint64 now)
{
  FluxDevice *device = flux_device_new ("NIVUS_01");

  device->location = g_strdup ("Plant A");
  device->confirmed_at = c->is_new ? 0 : now;
  device->maintenance_until = c->is_in_maintenance ? now + FLUX_TIME_HOUR : 0;
  return device;
}

static void
fill_reading (FluxReading *reading, const Case *c, gint64 now)
{
  reading->measured_at = now - c->age * FLUX_TIME_SECOND;
  reading->present = FLUX_FIELD_BIT (FLUX_FIELD_LEVEL);
  reading->values[FLUX_FIELD_LEVEL] = 0.5;
  if (c->rejected != NULL)
    {
      flux_reading_set_quality (reading, FLUX_FIELD_FLOW_RATE, FLUX_QUALITY_BAD);
      reading->rejected = g_strdup (c->rejected);
      return;
    }
  reading->present |= FLUX_FIELD_BIT (FLUX_FIELD_FLOW_RATE);
  reading->values[FLUX_FIELD_FLOW_RATE] = c->flow;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gint64 now = flux_test_plant_get_now (host);
  g_autoptr (FluxDevice) device = make_device (c, now);
  g_auto (FluxReading) reading = { 0 };
  g_autoptr (FluxDeviceSnapshot) snapshot = NULL;
  g_autoptr (FluxDeviceItem) item = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_auto (FluxDeviceFace) face = { 0 };

  fill_reading (&reading, c, now);
  snapshot = flux_device_snapshot_new (device, c->age < 0 ? NULL : &reading, c->age < 0 ? 0 : reading.measured_at,
                                       PERIOD);
  item = flux_device_item_new (flux_host_get_engine (host), snapshot);
  if (c->alert != FLUX_TONE_GREY)
    flux_device_item_set_alert (item, &(FluxOpenAlert) { c->alert, (char *) "too much" });
  flux_device_face_read (&face, item, flux_host_get_plant (host), now, zone);

  g_assert_cmpint (face.mark, ==, c->mark);
  g_assert_cmpint (face.band, ==, c->band);
  g_assert_cmpint (face.style, ==, c->style);
  g_assert_true (c->sentence == NULL ? face.sentence == NULL : g_str_has_prefix (face.sentence, c->sentence));
  if (c->shown == NONE)
    g_assert_true (isnan (face.flow));
  else
    g_assert_cmpfloat (face.flow, ==, c->shown);
  g_assert_cmpint (face.measured_at, ==, c->age < 0 ? 0 : reading.measured_at);
  g_assert_true (face.is_old == (c->style == FLUX_VALUE_STALE || c->style == FLUX_VALUE_OFFLINE));
  g_assert_cmpint (face.changes_at, >, now);
  g_assert_cmpstr (face.place, ==, "Plant A"); /* its name is its id */
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  host = flux_test_plant_open (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/device-face/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  status = g_test_run ();
  flux_test_plant_close (host);
  return status;
}
