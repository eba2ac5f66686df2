/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-condition.h"

struct _FluxCondition
{
  GObject parent_instance;

  char *id;
  FluxMarkKind mark;
  char *sentence;
  char *label;       /* (nullable) */
  char *action_name; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (FluxCondition, flux_condition, G_TYPE_OBJECT)

static void
flux_condition_finalize (GObject *object)
{
  FluxCondition *self = FLUX_CONDITION (object);

  g_free (self->id);
  g_free (self->sentence);
  g_free (self->label);
  g_free (self->action_name);
  G_OBJECT_CLASS (flux_condition_parent_class)->finalize (object);
}

static void
flux_condition_class_init (FluxConditionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = flux_condition_finalize;
}

static void
flux_condition_init (FluxCondition *self)
{
}

FluxCondition *
flux_condition_new (const char *id, FluxMarkKind mark, const char *sentence, const char *label, const char *action_name)
{
  FluxCondition *self = g_object_new (FLUX_TYPE_CONDITION, NULL);

  self->id = g_strdup (id);
  self->mark = mark;
  self->sentence = g_strdup (sentence);
  self->label = g_strdup (label);
  self->action_name = g_strdup (action_name);
  return self;
}

const char *
flux_condition_get_id (FluxCondition *self)
{
  g_return_val_if_fail (FLUX_IS_CONDITION (self), NULL);
  return self->id;
}

FluxMarkKind
flux_condition_get_mark (FluxCondition *self)
{
  g_return_val_if_fail (FLUX_IS_CONDITION (self), FLUX_MARK_NONE);
  return self->mark;
}

const char *
flux_condition_get_sentence (FluxCondition *self)
{
  g_return_val_if_fail (FLUX_IS_CONDITION (self), NULL);
  return self->sentence;
}

const char *
flux_condition_get_label (FluxCondition *self)
{
  g_return_val_if_fail (FLUX_IS_CONDITION (self), NULL);
  return self->label;
}

const char *
flux_condition_get_action_name (FluxCondition *self)
{
  g_return_val_if_fail (FLUX_IS_CONDITION (self), NULL);
  return self->action_name;
}

/* Returns: %FALSE when there is none, @position then the end of the list */
static gboolean
find (GListStore *list, const char *id, guint *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (*position = 0; *position < n; (*position)++)
    {
      g_autoptr (FluxCondition) condition = g_list_model_get_item (G_LIST_MODEL (list), *position);

      if (g_str_equal (condition->id, id))
        return TRUE;
    }
  return FALSE;
}

void
flux_condition_put (GListStore *list, FluxCondition *condition)
{
  guint position;
  gboolean known = find (list, condition->id, &position);

  g_list_store_splice (list, position, known ? 1 : 0, (gpointer *) &condition, 1);
  g_object_unref (condition);
}

void
flux_condition_end (GListStore *list, const char *id)
{
  guint position;

  if (find (list, id, &position))
    g_list_store_remove (list, position);
}
