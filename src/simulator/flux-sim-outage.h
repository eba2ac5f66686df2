/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FluxSimOutage:
 * @start: µs UTC
 * @end: µs UTC, the first moment after it
 * @lost: whether the gateway itself was without power, so that nothing was read; otherwise only the way to the server
 *   was gone, and the readings are posted afterwards
 *
 * A gateway's silence.
 */
typedef struct
{
  gint64 start;
  gint64 end;
  gboolean lost;
} FluxSimOutage;

/* Whether the gateway is silent at @time, µs UTC from 1970 on. On average a gateway is so every two weeks, for 40
 * minutes to 8 hours; one in five of these silences is a loss of power. */
gboolean flux_sim_outage_find (guint64 seed, guint gateway, gint64 time, FluxSimOutage *outage);

/* Whether the post that begins with the reading at @time is sent twice. */
gboolean flux_sim_outage_repeats_post (guint64 seed, guint gateway, gint64 time);

G_END_DECLS
