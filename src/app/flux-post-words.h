/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-posts.h"
#include "flux-mark.h"
#include "flux-plant-model.h"

G_BEGIN_DECLS

/* What the window says of posts, in the person's language. Main context. */

/* What became of a post as a whole, the worst of it: shape and word. */
FluxMarkKind flux_post_words_get_mark (const FluxKeptPost *post);
const char *flux_post_words_get_outcome (const FluxKeptPost *post);

/* Of one record. */
FluxMarkKind flux_post_words_get_outcome_mark (FluxOutcome outcome);

/* When a post came, to the second; with the date unless it is today. Returns: (transfer full) */
char *flux_post_words_make_time (gint64 now, gint64 time, GTimeZone *zone);

/* "412 B", "1.9 kB". Returns: (transfer full) */
char *flux_post_words_make_size (gsize size);

/* Which gateway's it is. Returns: (transfer none) (nullable) */
FluxGatewayItem *flux_post_words_find_gateway (FluxPlantModel *plant, gint64 number);

/* Its name, else the address that the post came from. Returns: (transfer full) */
char *flux_post_words_make_sender (FluxPlantModel *plant, const FluxKeptPost *post);

/* The ids of the first few devices that it gave readings of: "NIVUS_01, NIVUS_02"; "—" for none.
 * Returns: (transfer full) */
char *flux_post_words_make_devices (FluxPlantModel *plant, const FluxKeptPost *post);

/* A reason of a record or of a rejected value, which is stored and answered in English, as a sentence for people.
 * Returns: (transfer none): as long as @reason */
const char *flux_post_words_translate_reason (const char *reason);

/* What became of the post in one or two sentences. Returns: (transfer full) */
char *flux_post_words_sum_up (const FluxPostReading *reading);

/* Likewise what decoding again has changed. Returns: (transfer full) */
char *flux_post_words_sum_up_again (const FluxDecodeSummary *summary);

G_END_DECLS
