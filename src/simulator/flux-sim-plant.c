/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-plant.h"

#include <glib/gi18n.h>

#include "flux-sim-json.h"
#include "flux-sim-outage.h"
#include "flux-sim-random.h"
#include "flux-sim-unit.h"
#include "flux-time.h"

typedef struct
{
  guint number;
  const char *name; /* borrowed from a place */
  GArray *units;    /* guint: their numbers, in the order they are read */
  gint64 phase;     /* µs after a full period at which it posts */
} Gateway;

struct _FluxSimPlant
{
  gatomicrefcount ref_count;
  guint64 seed;
  gint64 period; /* µs */
  FluxSimRain *rain;
  GPtrArray *places;
  GPtrArray *units;
  GPtrArray *gateways;
};

/* A gateway counts its rounds since 1970: round number @tick ends at this time. */
static gint64
tick_time (FluxSimPlant *self, const Gateway *gateway, gint64 tick)
{
  return tick * self->period + gateway->phase;
}

/* The first round that ends at @time or later. */
static gint64
tick_at_or_after (FluxSimPlant *self, const Gateway *gateway, gint64 time)
{
  gint64 since = time - gateway->phase;

  return since <= 0 ? 0 : (since + self->period - 1) / self->period;
}

/* When unit number @nth of the gateway is read in a round: a second apart, the last one as the round ends. */
static gint64
read_time (FluxSimPlant *self, const Gateway *gateway, gint64 tick, guint nth)
{
  gint64 apart = self->period >= 2 * gateway->units->len * FLUX_TIME_SECOND ? FLUX_TIME_SECOND : 0;

  return tick_time (self, gateway, tick) - (gateway->units->len - 1 - nth) * apart;
}

static gboolean
is_due (FluxSimPlant *self, const Gateway *gateway, gint64 tick, guint nth)
{
  guint unit = g_array_index (gateway->units, guint, nth);
  const FluxSimPlace *place = g_ptr_array_index (self->places, unit);

  return tick % place->periods == unit % place->periods;
}

static gboolean
any_is_due (FluxSimPlant *self, const Gateway *gateway, gint64 tick)
{
  for (guint nth = 0; nth < gateway->units->len; nth++)
    if (is_due (self, gateway, tick, nth))
      return TRUE;
  return FALSE;
}

/* The next round, from @tick on, in which something is read. */
static gint64
find_tick (FluxSimPlant *self, const Gateway *gateway, gint64 tick)
{
  FluxSimOutage outage;

  for (;;)
    {
      if (flux_sim_outage_find (self->seed, gateway->number, tick_time (self, gateway, tick), &outage) && outage.lost)
        tick = tick_at_or_after (self, gateway, outage.end);
      else if (!any_is_due (self, gateway, tick))
        tick++;
      else
        return tick;
    }
}

/* When what is read in round @tick is sent: at its end, or with the first round after the outage. */
static gint64
send_time (FluxSimPlant *self, const Gateway *gateway, gint64 tick)
{
  gint64 time = tick_time (self, gateway, tick);
  FluxSimOutage outage;

  if (!flux_sim_outage_find (self->seed, gateway->number, time, &outage))
    return time;
  return tick_time (self, gateway, tick_at_or_after (self, gateway, outage.end));
}

static void
append_record (FluxSimPlant *self, guint unit, gint64 time, GString *json)
{
  const FluxSimPlace *place = g_ptr_array_index (self->places, unit);
  const FluxSimUnit *meter = g_ptr_array_index (self->units, unit);
  FluxReading reading;

  flux_sim_unit_measure (meter, time, &reading);
  if (flux_sim_unit_is_silent (meter, time))
    flux_sim_make_failed_read (&reading);
  flux_sim_json_append_reading (json, place->device_id, &reading);
}

/* Returns: how many records the round added */
static guint
append_tick (FluxSimPlant *self, const Gateway *gateway, gint64 tick, GString *json)
{
  guint n_records = 0;

  for (guint nth = 0; nth < gateway->units->len; nth++)
    if (is_due (self, gateway, tick, nth))
      {
        if (json->len > 1)
          g_string_append_c (json, ',');
        append_record (self, g_array_index (gateway->units, guint, nth), read_time (self, gateway, tick, nth), json);
        n_records++;
      }
  return n_records;
}

/* @json: the records behind an opening bracket, which stays when they are several */
static GBytes *
finish_body (GString *json, guint n_records)
{
  if (n_records == 1)
    g_string_erase (json, 0, 1);
  else
    g_string_append_c (json, ']');
  return g_string_free_to_bytes (json);
}

static FluxSimPost *
gather (FluxSimPlant *self, FluxSimCursor *cursor, gint64 until)
{
  const Gateway *gateway = g_ptr_array_index (self->gateways, cursor->gateway);
  gint64 first = find_tick (self, gateway, cursor->tick), tick = first;
  GString *json = g_string_new ("[");
  FluxSimPost *post = g_new0 (FluxSimPost, 1);

  post->gateway = cursor->gateway;
  post->repeated = cursor->again;
  do
    {
      post->n_records += append_tick (self, gateway, tick, json);
      post->send_at = send_time (self, gateway, tick);
      tick = find_tick (self, gateway, tick + 1);
    }
  while (post->n_records < FLUX_SIM_RECORDS_A_POST && send_time (self, gateway, tick) <= until);

  post->body = finish_body (json, post->n_records);
  cursor->again = !cursor->again
                  && flux_sim_outage_repeats_post (self->seed, cursor->gateway, tick_time (self, gateway, first));
  cursor->tick = cursor->again ? first : tick;
  return post;
}

static void
gateway_free (Gateway *gateway)
{
  g_array_unref (gateway->units);
  g_free (gateway);
}

static Gateway *
gateway_new (FluxSimPlant *self, const FluxSimPlace *place)
{
  Gateway *gateway = g_new0 (Gateway, 1);
  guint64 key = flux_sim_key (self->seed, FLUX_SIM_STREAM_GATEWAY, place->gateway);
  const guint64 phase_draw = 200;

  gateway->number = place->gateway;
  gateway->name = place->gateway_name;
  gateway->units = g_array_new (FALSE, FALSE, sizeof (guint));
  gateway->phase = flux_sim_hash (key, phase_draw) % (self->period / FLUX_TIME_SECOND) * FLUX_TIME_SECOND;
  return gateway;
}

/* The gateway of a place. Places name gateways in the order of their numbers. */
static Gateway *
take_gateway (FluxSimPlant *self, const FluxSimPlace *place)
{
  if (place->gateway == self->gateways->len)
    g_ptr_array_add (self->gateways, gateway_new (self, place));
  return g_ptr_array_index (self->gateways, place->gateway);
}

static void
add_unit (FluxSimPlant *self, guint unit)
{
  FluxSimPlace *place = flux_sim_place_new (self->seed, unit);

  g_ptr_array_add (self->places, place);
  g_ptr_array_add (self->units, flux_sim_unit_new (self->seed, unit, place, self->rain));
  g_array_append_val (take_gateway (self, place)->units, unit);
}

FluxSimPlant *
flux_sim_plant_new (guint64 seed, guint n_units, guint period_seconds)
{
  FluxSimPlant *self = g_new0 (FluxSimPlant, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->seed = seed;
  self->period = MAX (period_seconds, 1) * FLUX_TIME_SECOND;
  self->rain = flux_sim_rain_new (seed);
  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_sim_place_free);
  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_sim_unit_free);
  self->gateways = g_ptr_array_new_with_free_func ((GDestroyNotify) gateway_free);
  for (guint i = 0; i < n_units; i++)
    add_unit (self, i);
  return self;
}

FluxSimPlant *
flux_sim_plant_ref (FluxSimPlant *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
flux_sim_plant_unref (FluxSimPlant *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->gateways);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->places);
  flux_sim_rain_free (self->rain);
  g_free (self);
}

guint
flux_sim_plant_get_n_units (FluxSimPlant *self)
{
  return self->units->len;
}

guint
flux_sim_plant_get_n_gateways (FluxSimPlant *self)
{
  return self->gateways->len;
}

const FluxSimPlace *
flux_sim_plant_get_place (FluxSimPlant *self, guint unit)
{
  return g_ptr_array_index (self->places, unit);
}

double
flux_sim_plant_get_flow (FluxSimPlant *self, guint unit, gint64 time)
{
  return flux_sim_unit_get_flow (g_ptr_array_index (self->units, unit), time);
}

double
flux_sim_plant_get_total (FluxSimPlant *self, guint unit, gint64 time)
{
  return flux_sim_unit_get_total (g_ptr_array_index (self->units, unit), time);
}

const char *
flux_sim_plant_get_gateway_name (FluxSimPlant *self, guint gateway)
{
  return ((const Gateway *) g_ptr_array_index (self->gateways, gateway))->name;
}

const guint *
flux_sim_plant_get_gateway_units (FluxSimPlant *self, guint gateway, guint *n_units)
{
  const Gateway *found = g_ptr_array_index (self->gateways, gateway);

  *n_units = found->units->len;
  return (const guint *) found->units->data;
}

static void
append_member (GString *json, const char *name, const char *value)
{
  g_string_append_c (json, json->len == 0 ? '{' : ',');
  flux_sim_json_append_string (json, name);
  g_string_append_c (json, ':');
  flux_sim_json_append_string (json, value);
}

GBytes *
flux_sim_plant_describe_unit (FluxSimPlant *self, guint unit)
{
  const FluxSimPlace *place = g_ptr_array_index (self->places, unit);
  g_autofree char *description = g_strdup_printf (_ ("Simulated unit behind %s"), place->gateway_name);
  GString *json = g_string_new (NULL);

  append_member (json, "device_id", place->device_id);
  append_member (json, "device_name", place->name);
  append_member (json, "location", place->location);
  append_member (json, "description", description);
  g_string_append_c (json, '}');
  return g_string_free_to_bytes (json);
}

void
flux_sim_post_free (FluxSimPost *self)
{
  g_bytes_unref (self->body);
  g_free (self);
}

void
flux_sim_plant_seek (FluxSimPlant *self, guint gateway, gint64 time, FluxSimCursor *cursor)
{
  const Gateway *found = g_ptr_array_index (self->gateways, gateway);
  gint64 tick = tick_at_or_after (self, found, time + 1);
  FluxSimOutage outage;

  /* What was read in an outage may still wait to be sent. */
  if (flux_sim_outage_find (self->seed, gateway, tick_time (self, found, tick - 1), &outage) && !outage.lost
      && send_time (self, found, tick - 1) > time)
    tick = tick_at_or_after (self, found, outage.start);
  *cursor = (FluxSimCursor) { .gateway = gateway, .tick = tick };
}

gint64
flux_sim_plant_get_send_time (FluxSimPlant *self, const FluxSimCursor *cursor)
{
  const Gateway *gateway = g_ptr_array_index (self->gateways, cursor->gateway);

  return send_time (self, gateway, find_tick (self, gateway, cursor->tick));
}

FluxSimPost *
flux_sim_plant_take_post (FluxSimPlant *self, FluxSimCursor *cursor)
{
  return gather (self, cursor, flux_sim_plant_get_send_time (self, cursor));
}

FluxSimPost *
flux_sim_plant_take_batch (FluxSimPlant *self, FluxSimCursor *cursor, gint64 until)
{
  return flux_sim_plant_get_send_time (self, cursor) <= until ? gather (self, cursor, until) : NULL;
}

GPtrArray *
flux_sim_plant_list_posts (FluxSimPlant *self, gint64 from, gint64 to)
{
  GPtrArray *posts = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_sim_post_free);
  g_autofree FluxSimCursor *cursors = g_new0 (FluxSimCursor, self->gateways->len);

  for (guint i = 0; i < self->gateways->len; i++)
    flux_sim_plant_seek (self, i, from, &cursors[i]);
  for (;;)
    {
      FluxSimCursor *next = NULL;
      gint64 soonest = to;

      for (guint i = 0; i < self->gateways->len; i++)
        {
          gint64 send_at = flux_sim_plant_get_send_time (self, &cursors[i]);

          if (send_at < soonest || (next == NULL && send_at == soonest))
            {
              next = &cursors[i];
              soonest = send_at;
            }
        }
      if (next == NULL)
        return posts;
      g_ptr_array_add (posts, flux_sim_plant_take_post (self, next));
    }
}
