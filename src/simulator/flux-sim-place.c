/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-place.h"

#include "flux-sim-random.h"

#define SLOW 5 /* periods: of a minute, five minutes */

enum
{
  GATEWAY_KLAERANLAGE,
  GATEWAY_WESTSTADT,
  GATEWAY_NORD,
  GATEWAY_ALTSTADT,
  GATEWAY_ERLENBACH,
  GATEWAY_MUEHLGRABEN,
  GATEWAY_SUED,
  GATEWAY_OST,
  N_KNOWN_GATEWAYS,
};

static const char *const known_gateways[N_KNOWN_GATEWAYS] = {
  "TRB246 Kläranlage", "TRB245 Weststadt",  "TRB246 Nord", "TRB246 Altstadt",
  "TRB246 Erlenbach",  "TRB246 Mühlgraben", "TRB246 Süd",  "TRB246 Ost",
};

static const struct
{
  const char *name;
  const char *location;
  guint gateway;
  FluxSimKind kind;
  double mean_flow;
  double most_flow;
  guint periods;
} known[] = {
  { "Zulauf Kläranlage", "Kläranlage", GATEWAY_KLAERANLAGE, FLUX_SIM_KIND_INFLOW, 300, 800, 1 },
  { "Ablauf Kläranlage", "Kläranlage", GATEWAY_KLAERANLAGE, FLUX_SIM_KIND_OUTFLOW, 295, 800, 1 },
  { "Hauptsammler West", "Weststadt", GATEWAY_WESTSTADT, FLUX_SIM_KIND_SEWER, 175, 500, 1 },
  { "RÜB Nordpark", "Becken Nord", GATEWAY_NORD, FLUX_SIM_KIND_STORM, 62, 864, 1 },
  { "Regenüberlauf Bahnhof", "Altstadt", GATEWAY_ALTSTADT, FLUX_SIM_KIND_STORM, 22, 432, 1 },
  { "Erlenbach oberhalb", "Erlenbach", GATEWAY_ERLENBACH, FLUX_SIM_KIND_CREEK, 900, 3240, SLOW },
  { "Pumpwerk Mühlgraben", "Mühlgraben", GATEWAY_MUEHLGRABEN, FLUX_SIM_KIND_PUMPS, 125, 324, 1 },
  { "Drossel Altstadt", "Altstadt", GATEWAY_ALTSTADT, FLUX_SIM_KIND_SEWER, 60, 216, 1 },
  { "RRB Südring", "Süd", GATEWAY_SUED, FLUX_SIM_KIND_STORM, 40, 576, 1 },
  { "Wehr Stadtmühle", "Erlenbach", GATEWAY_ERLENBACH, FLUX_SIM_KIND_CREEK, 780, 2880, SLOW },
  { "Schacht Lindenstraße", "Weststadt", GATEWAY_WESTSTADT, FLUX_SIM_KIND_SEWER, 45, 180, 1 },
  { "Sammler Ost", "Ost", GATEWAY_OST, FLUX_SIM_KIND_SEWER, 67, 240, 1 },
};

/* Further places are put together from a word for the structure and a word for the spot. The counts have no common
 * divisor, so that all pairs come before one comes again. */
#define N_STRUCTURES 8
#define N_SPOTS 25

static const struct
{
  FluxSimKind kind;
  double least_mean; /* m³/h */
  double greatest_mean;
  double most_to_mean;
  const char *german;
  const char *english;
} structures[N_STRUCTURES] = {
  { FLUX_SIM_KIND_SEWER, 20, 90, 4.5, "Schacht", "Manhole" },
  { FLUX_SIM_KIND_PUMPS, 40, 180, 3, "Pumpwerk", "Pumping station" },
  { FLUX_SIM_KIND_SEWER, 90, 260, 4, "Sammler", "Trunk sewer" },
  { FLUX_SIM_KIND_STORM, 15, 70, 16, "RÜB", "Storm tank" },
  { FLUX_SIM_KIND_TRADE, 10, 60, 4, "Einleitung", "Works outlet" },
  { FLUX_SIM_KIND_CREEK, 300, 1200, 4, "Pegel", "Gauge" },
  { FLUX_SIM_KIND_STORM, 10, 40, 18, "Regenüberlauf", "Overflow" },
  { FLUX_SIM_KIND_INFLOW, 60, 240, 3.2, "Zulauf", "Inflow" },
};

static const char *const german_spots[N_SPOTS] = {
  "Gartenstraße", "Am Anger",    "Wiesengrund", "Marktplatz",   "Hafen",      "Industriegebiet", "Schulstraße",
  "Bergweg",      "Unterdorf",   "Oberdorf",    "Sägewerk",     "Molkerei",   "Messegelände",    "Stadion",
  "Klosterhof",   "Ziegelhütte", "Rosenau",     "Fischerwerth", "Steinbruch", "Weinberg",        "Flugplatz",
  "Lerchenfeld",  "Neue Mitte",  "Krankenhaus", "Kanalstraße",
};

static const char *const english_spots[N_SPOTS] = {
  "Mill Lane",  "Abbey Road", "Riverside", "Market Square", "Docks",  "Trading Estate", "School Hill",
  "Church End", "Low Fold",   "High Fold", "Sawmill",       "Dairy",  "Showground",     "Stadium",
  "Priory",     "Brickworks", "Rose Hill", "Fishergate",    "Quarry", "Vineyard",       "Airfield",
  "Lark Field", "New Town",   "Infirmary", "Canal Street",
};

enum
{
  DRAW_MEAN,
  DRAW_SLOW,
};

static FluxSimPlace *
place_allocate (guint index)
{
  FluxSimPlace *self = g_new0 (FluxSimPlace, 1);

  self->device_id = g_strdup_printf ("NIVUS_%02u", index + 1);
  return self;
}

static FluxSimPlace *
known_place_new (guint index)
{
  FluxSimPlace *self = place_allocate (index);

  self->name = g_strdup (known[index].name);
  self->location = g_strdup (known[index].location);
  self->gateway = known[index].gateway;
  self->gateway_name = g_strdup (known_gateways[self->gateway]);
  self->kind = known[index].kind;
  self->mean_flow = known[index].mean_flow;
  self->most_flow = known[index].most_flow;
  self->periods = known[index].periods;
  return self;
}

/* "Gartenstraße", and once all spots are used "Gartenstraße 2". */
static char *
number_name (const char *name, guint turn)
{
  return turn == 0 ? g_strdup (name) : g_strdup_printf ("%s %u", name, turn + 1);
}

static FluxSimPlace *
further_place_new (guint64 seed, guint index)
{
  FluxSimPlace *self = place_allocate (index);
  guint further = index - G_N_ELEMENTS (known), group = further / FLUX_SIM_UNITS_A_GATEWAY;
  guint structure = further % N_STRUCTURES, spot = further % N_SPOTS;
  gboolean english = group % 3 == 2;
  const char *const *spots = english ? english_spots : german_spots;
  guint64 key = flux_sim_key (seed, FLUX_SIM_STREAM_PLACE, index);
  g_autofree char *name =
      g_strdup_printf ("%s %s", english ? structures[structure].english : structures[structure].german, spots[spot]);

  self->name = number_name (name, further / (N_STRUCTURES * N_SPOTS));
  self->location = number_name (spots[group % N_SPOTS], group / N_SPOTS);
  self->gateway = N_KNOWN_GATEWAYS + group;
  self->gateway_name = g_strdup_printf ("TRB%u %s", group % 2 == 0 ? 245u : 246u, self->location);
  self->kind = structures[structure].kind;
  self->mean_flow =
      structures[structure].least_mean
      + (structures[structure].greatest_mean - structures[structure].least_mean) * flux_sim_uniform (key, DRAW_MEAN);
  self->most_flow = self->mean_flow * structures[structure].most_to_mean;
  self->periods = self->kind == FLUX_SIM_KIND_CREEK || flux_sim_uniform (key, DRAW_SLOW) < 0.1 ? SLOW : 1;
  return self;
}

FluxSimPlace *
flux_sim_place_new (guint64 seed, guint index)
{
  return index < G_N_ELEMENTS (known) ? known_place_new (index) : further_place_new (seed, index);
}

void
flux_sim_place_free (FluxSimPlace *self)
{
  g_free (self->device_id);
  g_free (self->name);
  g_free (self->location);
  g_free (self->gateway_name);
  g_free (self);
}
