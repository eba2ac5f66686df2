/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-cards.h"

#include "flux-time.h"

#include <math.h>

#define STEP (10 * FLUX_TIME_MINUTE)

typedef struct
{
  const char *name, *place, *age;
  gboolean too_old;
  FluxMarkKind mark;
  double value;
  int decimals;
  const char *unit;
  FluxValueStyle style;
  double maximum, low, high;
  double usual;  /* of the day before: what the trace is scaled by */
  guint missing; /* newest steps of the trace without a value */
  double level, velocity, temperature, totalizer;
  const char *today;
  double battery, signal;
  FluxBand band;
  const char *sentence;
} Device;

/* clang-format off */
static const Device devices[FLUX_TEST_N_CARDS] = {
  {
    .name = "Zulauf Kläranlage", .place = "Kläranlage · NIVUS_01", .age = "2 s ago", .mark = FLUX_MARK_WARNING,
    .value = 612.4, .decimals = 1, .unit = "m³/h", .maximum = 800, .low = 96, .high = 550, .usual = 420,
    .level = 0.612, .velocity = 1.18, .temperature = 12.4, .totalizer = 1852340.8, .today = "today 5,204 m³",
    .battery = 96, .signal = -71,
    .band = FLUX_BAND_WARNING, .sentence = "Warning: flow above 550 m³/h for 1 h 5 min",
  },
  {
    .name = "RÜB Nordpark", .place = "Becken Nord · NIVUS_04", .age = "14 s ago", .mark = FLUX_MARK_CRITICAL_ACK,
    .value = 184.0, .decimals = 1, .unit = "l/s", .maximum = 240, .low = NAN, .high = 150, .usual = 24,
    .level = 1.942, .velocity = 0.94, .temperature = 11.8, .totalizer = 402118.5, .today = "today 1,386 m³",
    .battery = 88, .signal = -80,
    .band = FLUX_BAND_CRITICAL_ACK, .sentence = "Critical, acknowledged 14:12 by K. Brandt",
  },
  {
    .name = "Pumpwerk Mühlgraben", .place = "Mühlgraben · NIVUS_07",
    .age = "5 h ago", .too_old = TRUE, .mark = FLUX_MARK_OFFLINE,
    .value = 38.6, .decimals = 1, .unit = "l/s", .style = FLUX_VALUE_OFFLINE, .maximum = 90, .low = 9, .high = 70,
    .usual = 44, .missing = 36, .level = 0.284, .velocity = 0.71, .temperature = 12.9,
    .totalizer = 918004.2, .today = "today 640 m³", .battery = 60, .signal = -90,
    .band = FLUX_BAND_GREY, .sentence = "Offline since 09:12 · gateway answers",
  },
  {
    .name = "Regenüberlauf Bahnhof", .place = "Altstadt · NIVUS_05", .age = "9 s ago", .mark = FLUX_MARK_BAD,
    .value = 812.7, .decimals = 1, .unit = "l/s", .style = FLUX_VALUE_BAD, .maximum = 120, .low = NAN, .high = 94,
    .usual = 20, .level = 0.407, .velocity = NAN, .temperature = 12.1, .totalizer = 77310.9, .today = "today 212 m³",
    .battery = 71, .signal = -77, .band = FLUX_BAND_GREY, .sentence = "Bad value: flow outside the sensor range",
  },
  {
    .name = "Erlenbach oberhalb", .place = "Erlenbach · NIVUS_06",
    .age = "12 min ago", .too_old = TRUE, .mark = FLUX_MARK_STALE,
    .value = 268, .decimals = 0, .unit = "l/s", .style = FLUX_VALUE_STALE, .maximum = 900, .low = 54, .high = 690,
    .usual = 260, .missing = 1, .level = 0.533, .velocity = 0.48, .temperature = 8.7,
    .totalizer = 9310772, .today = "today 10,940 m³", .battery = 93, .signal = -75,
    .band = FLUX_BAND_GREY, .sentence = "Stale: last value 12 min ago, due every 5 min",
  },
  {
    .name = "RRB Südring", .place = "Süd · NIVUS_09", .age = "21 s ago", .mark = FLUX_MARK_MAINTENANCE,
    .value = 21.3, .decimals = 1, .unit = "l/s", .maximum = 160, .low = NAN, .high = 119, .usual = 15,
    .level = 0.190, .velocity = 0.33, .temperature = 12.2, .totalizer = 210554.0, .today = "today 418 m³",
    .battery = 97, .signal = -69, .band = FLUX_BAND_GREY, .sentence = "Maintenance until 16:00 · M. Weber",
  },
  {
    .name = "Sammler Ost", .place = "TRB246 Ost, unit 9 · NIVUS_12", .age = "31 s ago", .mark = FLUX_MARK_NEW,
    .value = NAN, .decimals = 0, .maximum = NAN, .low = NAN, .high = NAN, .usual = NAN, .missing = 144,
    .level = NAN, .velocity = NAN, .temperature = NAN, .totalizer = NAN, .battery = NAN, .signal = NAN,
    .band = FLUX_BAND_NEW, .sentence = "New: 5 registers wait for their meaning",
  },
  {
    .name = "Ablauf Kläranlage", .place = "Kläranlage · NIVUS_02", .age = "6 s ago",
    .value = 548.9, .decimals = 1, .unit = "m³/h", .maximum = 800, .low = 96, .high = 680, .usual = 360,
    .level = 0.574, .velocity = 1.09, .temperature = 13.1, .totalizer = 1790226.4, .today = "today 4,968 m³",
    .battery = 98, .signal = -71,
  },
  {
    .name = "Hauptsammler West", .place = "Weststadt · NIVUS_03", .age = "11 s ago",
    .value = 318.2, .decimals = 1, .unit = "m³/h", .maximum = 500, .low = 42, .high = 390, .usual = 200,
    .level = 0.441, .velocity = 0.97, .temperature = 12.6, .totalizer = 884917.3, .today = "today 2,611 m³",
    .battery = 95, .signal = -76,
  },
  {
    .name = "Drossel Altstadt", .place = "Altstadt · NIVUS_08", .age = "4 s ago",
    .value = 24.1, .decimals = 1, .unit = "l/s", .style = FLUX_VALUE_UNCERTAIN,
    .maximum = 60, .low = NAN, .high = 45, .usual = 22, .level = 0.300, .velocity = 0.42, .temperature = 12.0,
    .totalizer = 120040.1, .today = "today 311 m³", .battery = 40, .signal = -88,
  },
  {
    .name = "Wehr Stadtmühle", .place = "Stadtmühle · NIVUS_10", .age = "40 s ago",
    .value = 1204.6, .decimals = 1, .unit = "l/s", .maximum = NAN, .low = NAN, .high = NAN, .usual = 1100,
    .level = 0.911, .velocity = NAN, .temperature = 9.1, .totalizer = NAN, .battery = 4, .signal = -103,
  },
  {
    .name = "Schacht Lindenstraße", .place = "Lindenstraße · NIVUS_11", .age = "8 s ago",
    .value = 3.72, .decimals = 2, .unit = "l/s", .maximum = 10, .low = NAN, .high = 8, .usual = 4,
    .level = 0.066, .velocity = 0.21, .temperature = 11.4, .totalizer = 5110.2, .today = "today 88 m³",
    .battery = 100, .signal = -62,
  },
};
/* clang-format on */

/* A dry-weather day, seen from half past two in the afternoon: (step, share of the usual flow). */
static const double day[][2] = {
  { 0, 0.72 }, { 8, 0.68 }, { 28, 0.96 }, { 38, 0.88 }, { 44, 0.72 },  { 49, 0.66 },  { 51, 0.46 },  { 58, 0.4 },
  { 80, 0.41 }, { 90, 0.5 }, { 96, 0.6 },  { 99, 0.88 }, { 104, 0.94 }, { 114, 0.82 }, { 120, 0.75 }, { 130, 0.75 },
};

static double
get_share (guint step)
{
  guint i = 0;
  double part;

  while (i + 2 < G_N_ELEMENTS (day) && step > day[i + 1][0])
    i++;
  part = CLAMP ((step - day[i][0]) / (day[i + 1][0] - day[i][0]), 0, 1);
  return day[i][1] + part * (day[i + 1][1] - day[i][1]);
}

void
flux_test_cards_make_trace (FluxDayTrace *trace, double usual, double last, guint missing)
{
  gint64 first = FLUX_TEST_CARDS_NOW / STEP - FLUX_DAY_TRACE_STEPS + 1;

  *trace = (FluxDayTrace){ 0 };
  for (guint i = 0; i + missing < FLUX_DAY_TRACE_STEPS; i++)
    {
      double value = usual * (get_share (i) + 0.012 * sin (i * 2.7) * cos (i * 1.3));
      double part = CLAMP ((i - 130.0) / 10, 0, 1);

      if (isfinite (last))
        value += part * (2 - part) * (last - value);
      flux_day_trace_add (trace, (first + i) * STEP, value);
    }
  flux_day_trace_advance (trace, FLUX_TEST_CARDS_NOW);
}

const char *
flux_test_cards_get_name (guint device)
{
  return devices[device].name;
}

static void
show_value (const Device *device, FluxDeviceCard *card)
{
  double last = device->style == FLUX_VALUE_BAD ? device->maximum / 2 : device->value; /* a bad value is in no trace */
  FluxDayTrace trace;

  flux_test_cards_make_trace (&trace, device->usual, last, device->missing);
  flux_device_card_set_value (card, device->value, device->decimals, device->unit, device->style);
  flux_device_card_set_trace (card, isfinite (device->usual) ? &trace : NULL, STEP, FLUX_TEST_CARDS_MIDNIGHT);
  flux_device_card_set_range (card, 0, device->maximum);
  flux_device_card_set_limits (card, device->low, device->high);
}

void
flux_test_cards_show (guint number, FluxDeviceCard *card)
{
  const Device *device = &devices[number];
  double values[FLUX_N_FIELDS] = { 0 };
  FluxFieldSet fields = FLUX_FIELD_ALL & ~FLUX_FIELD_BIT (FLUX_FIELD_PRESSURE);

  flux_device_card_clear (card);
  flux_device_card_set_name (card, device->name);
  flux_device_card_set_place (card, device->place);
  flux_device_card_set_age (card, device->age, device->too_old);
  flux_device_card_set_mark (card, device->mark);
  show_value (device, card);
  values[FLUX_FIELD_LEVEL] = device->level;
  values[FLUX_FIELD_VELOCITY] = device->velocity;
  values[FLUX_FIELD_TEMPERATURE] = device->temperature;
  values[FLUX_FIELD_TOTALIZER] = device->totalizer;
  values[FLUX_FIELD_BATTERY_LEVEL] = device->battery;
  values[FLUX_FIELD_SIGNAL_STRENGTH] = device->signal;
  if (!isfinite (device->totalizer))
    fields &= ~FLUX_FIELD_BIT (FLUX_FIELD_TOTALIZER);
  flux_device_card_set_measures (card, fields, values);
  flux_device_card_set_today (card, device->today);
  flux_device_card_set_band (card, device->band, device->sentence);
  if (device->mark == FLUX_MARK_NEW)
    flux_device_card_set_help (card, "Map registers…", NULL, NULL);
}
