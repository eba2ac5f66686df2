/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FLUX_SIM_SHAPE_PIPE,
  FLUX_SIM_SHAPE_CREEK, /* a rectangle, open at the top */
} FluxSimShape;

#define FLUX_SIM_CHANNEL_STEPS 200

/**
 * FluxSimChannel:
 * @size: m: a pipe's diameter, a creek's width
 * @depth: m: the highest level that it shows
 * @flows: m³/s at equal steps of level from 0 to @depth
 *
 * A channel with a free surface and steady uniform flow after Manning: Q = A R^(2/3) S^(1/2) / n. A plain value.
 */
typedef struct
{
  FluxSimShape shape;
  double size;
  double depth;
  double flows[FLUX_SIM_CHANNEL_STEPS + 1];
} FluxSimChannel;

/* A channel that carries @capacity m³/s nearly full with a bed of @slope (m/m). */
void flux_sim_channel_init (FluxSimChannel *self, FluxSimShape shape, double capacity, double slope);

/* The level in m of a flow in m³/s; @depth for all beyond the capacity. */
double flux_sim_channel_get_level (const FluxSimChannel *self, double flow);

/* The wetted cross-section in m² at a level in m, 0 to @depth. */
double flux_sim_channel_get_area (const FluxSimChannel *self, double level);

G_END_DECLS
