/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#pragma once

#include <gio/gio.h>

#include "flux-mark.h"

G_BEGIN_DECLS

#define FLUX_TYPE_CONDITION (flux_condition_get_type ())

/**
 * FluxCondition:
 *
 * Something that lasts and that everybody who looks at the window should know: what it is, and what can be done.
 * Never changes.
 */
G_DECLARE_FINAL_TYPE (FluxCondition, flux_condition, FLUX, CONDITION, GObject)

/* @id: what it is about; a list has one of each. @label: @action_name: (nullable): of a button that helps */
FluxCondition *flux_condition_new (const char *id, FluxMarkKind mark, const char *sentence, const char *label,
                                   const char *action_name);

const char *flux_condition_get_id (FluxCondition *self);
FluxMarkKind flux_condition_get_mark (FluxCondition *self);
const char *flux_condition_get_sentence (FluxCondition *self);
const char *flux_condition_get_label (FluxCondition *self);
const char *flux_condition_get_action_name (FluxCondition *self);

/* Puts @condition in the place of the one with its id, or at the end. @list: of #FluxCondition.
 * @condition: (transfer full) */
void flux_condition_put (GListStore *list, FluxCondition *condition);

/* Takes the one with @id out, if it is there. */
void flux_condition_end (GListStore *list, const char *id);

G_END_DECLS
