/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-lane.h"

static void
set_due (FluxSimLane *self)
{
  self->due_at = flux_sim_lane_is_named (self) ? flux_sim_plant_get_send_time (self->plant, &self->cursor)
                                               : G_MININT64;
}

FluxSimLane *
flux_sim_lane_new (FluxSimPlant *plant, guint gateway, gint64 from, const char *base_url)
{
  FluxSimLane *self = g_new0 (FluxSimLane, 1);
  /* A header could not carry the name: it is not ASCII. */
  g_autofree char *name = g_uri_escape_string (flux_sim_plant_get_gateway_name (plant, gateway), NULL, FALSE);

  self->plant = flux_sim_plant_ref (plant);
  self->devices_url = g_strconcat (base_url, "/api/devices", NULL);
  self->ingest_url = g_strconcat (base_url, "/api/ingest?gateway=", name, NULL);
  flux_sim_plant_seek (plant, gateway, from, &self->cursor);
  set_due (self);
  return self;
}

void
flux_sim_lane_free (FluxSimLane *self)
{
  g_clear_pointer (&self->post, flux_sim_post_free);
  flux_sim_plant_unref (self->plant);
  g_free (self->devices_url);
  g_free (self->ingest_url);
  g_free (self);
}

gboolean
flux_sim_lane_is_named (const FluxSimLane *self)
{
  guint n_units;

  flux_sim_plant_get_gateway_units (self->plant, self->cursor.gateway, &n_units);
  return self->n_named >= n_units;
}

static void
take_post (FluxSimLane *self, gint64 batch_until)
{
  if (self->due_at <= batch_until)
    self->post = flux_sim_plant_take_batch (self->plant, &self->cursor, batch_until);
  else
    self->post = flux_sim_plant_take_post (self->plant, &self->cursor);
}

GBytes *
flux_sim_lane_get_request (FluxSimLane *self, gint64 batch_until, const char **url)
{
  guint n_units;

  if (!flux_sim_lane_is_named (self))
    {
      *url = self->devices_url;
      return flux_sim_plant_describe_unit (
          self->plant, flux_sim_plant_get_gateway_units (self->plant, self->cursor.gateway, &n_units)[self->n_named]);
    }
  *url = self->ingest_url;
  if (self->post == NULL)
    take_post (self, batch_until);
  return g_bytes_ref (self->post->body);
}

guint
flux_sim_lane_next (FluxSimLane *self)
{
  guint n_records = 0;

  if (!flux_sim_lane_is_named (self))
    self->n_named++;
  else
    n_records = self->post->n_records;
  g_clear_pointer (&self->post, flux_sim_post_free);
  set_due (self);
  return n_records;
}
