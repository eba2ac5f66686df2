/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-question.h"

#define YES "yes"
#define NO "no"

/* What happens when the answer is yes. */
typedef struct
{
  GWeakRef widget;
  void (*answer) (gpointer widget);
} Plan;

static void
plan_free (gpointer data)
{
  Plan *self = data;

  g_weak_ref_clear (&self->widget);
  g_free (self);
}

static gboolean
answer_cb (gpointer user_data)
{
  Plan *plan = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&plan->widget);

  if (widget != NULL)
    plan->answer (widget);
  return G_SOURCE_REMOVE;
}

/* Not before the question is gone: the answer may close the window that it stands over. */
static void
yes_cb (AdwMessageDialog *dialog, const char *response, Plan *plan)
{
  Plan *own = g_new0 (Plan, 1);
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&plan->widget);

  g_weak_ref_init (&own->widget, widget);
  own->answer = plan->answer;
  g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, own, plan_free);
}

static void
plan_notify (gpointer plan, GClosure *closure)
{
  plan_free (plan);
}

void
flux_question_ask (GtkWidget *widget, const char *heading, const char *body, const char *no, const char *yes,
                   gboolean destructive, void (*answer) (gpointer widget))
{
  GtkRoot *root = gtk_widget_get_root (widget);
  Plan *plan = g_new0 (Plan, 1);
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body));

  adw_message_dialog_add_responses (dialog, NO, no, YES, yes, NULL);
  adw_message_dialog_set_response_appearance (dialog, YES,
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (dialog, NO);
  adw_message_dialog_set_default_response (dialog, destructive ? NO : YES);
  g_weak_ref_init (&plan->widget, widget);
  plan->answer = answer;
  g_signal_connect_data (dialog, "response::" YES, G_CALLBACK (yes_cb), plan, plan_notify, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
