/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Repeatable chance for the simulated plant: every number is a pure function of a key and a counter, so that any moment
 * can be computed without the ones before it. Not for secrets. Any thread. */

/* What a key is for, so that no two uses of one seed go together. The numbers are part of what a seed means. */
typedef enum
{
  FLUX_SIM_STREAM_RAIN = 1,
  FLUX_SIM_STREAM_PLACE = 2,
  FLUX_SIM_STREAM_UNIT = 3,
  FLUX_SIM_STREAM_GATEWAY = 4,
} FluxSimStream;

/* A key of its own for @index of @stream. */
guint64 flux_sim_key (guint64 seed, FluxSimStream stream, guint index);

/* The number at place @counter of the SplitMix64 sequence that begins at @key. Guy L. Steele Jr., Doug Lea, Christine
 * H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, doi:10.1145/2660193.2660195; constants as in
 * Sebastiano Vigna's splitmix64.c (2015, public domain). */
guint64 flux_sim_hash (guint64 key, guint64 counter);

/* In [0, 1). */
double flux_sim_uniform (guint64 key, guint64 counter);

/* Nearly a standard normal number, but never beyond ±3.47 (four uniform numbers summed). */
double flux_sim_normal (guint64 key, guint64 counter);

/* A smooth line through random numbers @period apart, within ±1. */
double flux_sim_noise (guint64 key, double time, double period);

/* A smooth disturbance within ±1 whose integral has a closed form and stays bounded by @period: it is the slope of such
 * a line. Adds @amplitude times it to @rate, and its integral over time to @sum. */
void flux_sim_add_wobble (guint64 key, double time, double period, double amplitude, double *rate, double *sum);

G_END_DECLS
