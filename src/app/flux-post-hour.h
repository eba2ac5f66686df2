/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <adwaita.h>

#include "flux-engine-posts.h"
#include "flux-plant-model.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_HOUR (flux_post_hour_get_type ())

/**
 * FluxPostHour:
 *
 * What became of the records of the last hour: five figures, each a button that asks for the posts it counts. They are
 * counted anew while it is on screen, at most every 2 seconds. Property "filter" (flags as uint, read-write, notified):
 * the #FluxPostFilter whose button is down. Main context.
 */
G_DECLARE_FINAL_TYPE (FluxPostHour, flux_post_hour, FLUX, POST_HOUR, AdwBin)

void flux_post_hour_set_plant (FluxPostHour *self, FluxPlantModel *plant);

FluxPostFilter flux_post_hour_get_filter (FluxPostHour *self);
void flux_post_hour_set_filter (FluxPostHour *self, FluxPostFilter filter);

/* Counts anew as soon as it may: what has become of posts has changed. */
void flux_post_hour_count (FluxPostHour *self);

G_END_DECLS
