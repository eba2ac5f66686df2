/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is measured there, which decides how it flows. */
typedef enum
{
  FLUX_SIM_KIND_INFLOW,  /* of the treatment works: two flattened peaks, rain */
  FLUX_SIM_KIND_OUTFLOW, /* the same hours later, smoother */
  FLUX_SIM_KIND_SEWER,
  FLUX_SIM_KIND_STORM, /* basins and overflows: little when dry, much when it rains */
  FLUX_SIM_KIND_CREEK,
  FLUX_SIM_KIND_PUMPS, /* the only one with a pressure */
  FLUX_SIM_KIND_TRADE, /* works by day, rests at the weekend */
} FluxSimKind;

#define FLUX_SIM_N_KINDS 7

/**
 * FluxSimPlace:
 * @device_id: (owned): NIVUS_01 and so on
 * @name: (owned)
 * @location: (owned)
 * @gateway_name: (owned): the gateway that reads it
 * @gateway: its number, from 0 without gaps
 * @mean_flow: m³/h in dry weather
 * @most_flow: m³/h that its meter is made for; not reached
 * @periods: it is read every so many periods of its gateway
 *
 * Where a unit of the simulated plant sits.
 */
typedef struct
{
  char *device_id;
  char *name;
  char *location;
  char *gateway_name;
  guint gateway;
  FluxSimKind kind;
  double mean_flow;
  double most_flow;
  guint periods;
} FluxSimPlace;

/* At most so many units share a gateway. */
#define FLUX_SIM_UNITS_A_GATEWAY 6

/* The place of unit number @index, from 0. The first twelve are the same for every seed. Returns: (transfer full) */
FluxSimPlace *flux_sim_place_new (guint64 seed, guint index);
void flux_sim_place_free (FluxSimPlace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FluxSimPlace, flux_sim_place_free)

G_END_DECLS
