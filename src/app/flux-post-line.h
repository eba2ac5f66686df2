/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include "flux-engine-posts.h"
#include "flux-mark.h"
#include "flux-plant-model.h"

G_BEGIN_DECLS

#define FLUX_TYPE_POST_LINE (flux_post_line_get_type ())

/* One line of what became of a post. Never changes. */
G_DECLARE_FINAL_TYPE (FluxPostLine, flux_post_line, FLUX, POST_LINE, GObject)

/**
 * FluxPostLineTexts:
 * @is_head: whose the lines below are: only @what, a device or unit, @meaning, when it was measured, and @note
 * @mark: what became of it; none for a head
 * @what: (owned): the register's number, the request or the field
 * @value: (owned): as it was kept, with its unit; as the post has it where it is not
 * @meaning: (owned): the quantity, or why the value is not good or the record is refused
 * @note: (owned): why it waits or is uncertain; ""
 */
typedef struct
{
  gboolean is_head;
  FluxMarkKind mark;
  char *what;
  char *value;
  char *meaning;
  char *note;
} FluxPostLineTexts;

/* Returns: (transfer none) */
const FluxPostLineTexts *flux_post_line_get_texts (FluxPostLine *self);

/**
 * FluxPostNeeds:
 * @decode_again: something in it waits that would be a reading now
 * @map: something in it waits for a person to map it
 * @zone: it gives times without a zone, and nobody has said which zone the gateway's clock has
 * @order: index of the first record with a value as a wrong word order gives it; -1: none
 *
 * What a person can do about a post.
 */
typedef struct
{
  gboolean decode_again;
  gboolean map;
  gboolean zone;
  int order;
} FluxPostNeeds;

/* Of so many records at most lines are made. */
#define FLUX_POST_LINES_MOST_RECORDS 1000

/* @reading as lines, record by record. @needs: (out). Main context.
 * Returns: (transfer full) (element-type FluxPostLine) */
GListStore *flux_post_lines_make (FluxPlantModel *plant, const FluxPostReading *reading, FluxPostNeeds *needs);

G_END_DECLS
