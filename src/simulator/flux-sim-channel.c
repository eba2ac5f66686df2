/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-sim-channel.h"

#include <math.h>

#define ROUGHNESS_OF_CONCRETE 0.013 /* Manning's n, s/m^(1/3) */
#define ROUGHNESS_OF_A_BROOK 0.035
/* Above this part of the diameter a pipe carries less again: the relation could not be turned round. */
#define PIPE_FILL 0.93
#define CREEK_DEPTH_TO_WIDTH 0.6

/* The angle that the water's surface is seen under from the middle of the pipe. */
static double
pipe_angle (const FluxSimChannel *self, double level)
{
  return 2 * acos (CLAMP (1 - 2 * level / self->size, -1.0, 1.0));
}

static double
get_wetted_perimeter (const FluxSimChannel *self, double level)
{
  if (self->shape == FLUX_SIM_SHAPE_PIPE)
    return self->size / 2 * pipe_angle (self, level);
  return self->size + 2 * level;
}

/* A R^(2/3) / n: the flow at a slope of 1. */
static double
get_conveyance (const FluxSimChannel *self, double level)
{
  double roughness = self->shape == FLUX_SIM_SHAPE_PIPE ? ROUGHNESS_OF_CONCRETE : ROUGHNESS_OF_A_BROOK;
  double area = flux_sim_channel_get_area (self, level);

  if (level <= 0)
    return 0;
  return area * pow (area / get_wetted_perimeter (self, level), 2.0 / 3) / roughness;
}

static void
set_size (FluxSimChannel *self, double size)
{
  self->size = size;
  self->depth = size * (self->shape == FLUX_SIM_SHAPE_PIPE ? PIPE_FILL : CREEK_DEPTH_TO_WIDTH);
}

void
flux_sim_channel_init (FluxSimChannel *self, FluxSimShape shape, double capacity, double slope)
{
  self->shape = shape;

  /* Channels of one form carry flows as the 8/3 power of their size. */
  set_size (self, 1);
  set_size (self, pow (capacity / (get_conveyance (self, self->depth) * sqrt (slope)), 3.0 / 8));

  for (int i = 0; i <= FLUX_SIM_CHANNEL_STEPS; i++)
    self->flows[i] = get_conveyance (self, self->depth * i / FLUX_SIM_CHANNEL_STEPS) * sqrt (slope);
}

double
flux_sim_channel_get_level (const FluxSimChannel *self, double flow)
{
  int below = 0, above = FLUX_SIM_CHANNEL_STEPS;

  if (flow >= self->flows[above])
    return self->depth;
  while (above - below > 1)
    {
      int middle = (below + above) / 2;

      if (self->flows[middle] <= flow)
        below = middle;
      else
        above = middle;
    }
  return self->depth / FLUX_SIM_CHANNEL_STEPS
         * (below + (flow - self->flows[below]) / (self->flows[above] - self->flows[below]));
}

double
flux_sim_channel_get_area (const FluxSimChannel *self, double level)
{
  double angle;

  if (self->shape == FLUX_SIM_SHAPE_CREEK)
    return self->size * level;
  angle = pipe_angle (self, level);
  return self->size * self->size / 8 * (angle - sin (angle));
}
