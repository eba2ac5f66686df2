/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-post-again.h"

#include "flux-error-sentence.h"
#include "flux-number.h"
#include "flux-page.h"
#include "flux-post-words.h"

#include <glib/gi18n.h>

struct _FluxPostAgain
{
  AdwBin parent_instance;

  GtkLabel *sentence;
  GtkProgressBar *bar;

  GCancellable *cancellable; /* (nullable) (owned): while it is at it */
};

enum
{
  PROP_RUNNING = 1,
  N_PROPS,
};

enum
{
  DONE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxPostAgain, flux_post_again, ADW_TYPE_BIN)

static void
update (FluxPostAgain *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->cancellable != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "again.stop", self->cancellable != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  FluxPostAgain *self = user_data;
  g_autofree char *number = flux_number_format (done, 0);
  g_autofree char *all = flux_number_format (total, 0);
  /* Translators: how far it is: of so many posts these are done */
  g_autofree char *sentence = g_strdup_printf (_ ("Decoding again: %s of %s posts"), number, all);

  gtk_label_set_label (self->sentence, sentence);
  gtk_progress_bar_set_fraction (self->bar, total > 0 ? (double) done / total : 0);
}

static void
done_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxPostAgain) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree FluxDecodeSummary *summary = flux_engine_decode_again_finish (FLUX_ENGINE (engine), result, &error);
  gboolean was_stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *sentence = summary != NULL ? flux_post_words_sum_up_again (summary) : NULL;

  g_clear_object (&self->cancellable);
  update (self);
  flux_page_tell (GTK_WIDGET (self), sentence != NULL ? sentence
                                     : was_stopped    ? _ ("Stopped. What was decoded again so far stays.")
                                                      : flux_error_sentence (error));
  g_signal_emit (self, signals[DONE], 0);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (FLUX_POST_AGAIN (widget)->cancellable);
}

static void
flux_post_again_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RUNNING)
    g_value_set_boolean (value, flux_post_again_is_running (FLUX_POST_AGAIN (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
flux_post_again_dispose (GObject *object)
{
  g_cancellable_cancel (FLUX_POST_AGAIN (object)->cancellable);
  G_OBJECT_CLASS (flux_post_again_parent_class)->dispose (object);
}

static void
flux_post_again_class_init (FluxPostAgainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = flux_post_again_get_property;
  object_class->dispose = flux_post_again_dispose;
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-post-again.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxPostAgain, sentence);
  gtk_widget_class_bind_template_child (widget_class, FluxPostAgain, bar);
  gtk_widget_class_install_action (widget_class, "again.stop", NULL, stop_action);
}

static void
flux_post_again_init (FluxPostAgain *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
flux_post_again_start (FluxPostAgain *self, FluxEngine *engine, const FluxPostQuery *query)
{
  g_return_if_fail (FLUX_IS_POST_AGAIN (self));
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_label_set_label (self->sentence, _ ("Decoding again…"));
  gtk_progress_bar_set_fraction (self->bar, 0);
  update (self);
  flux_engine_decode_again_async (engine, query, g_get_user_name (), progress_cb, self, self->cancellable, done_cb,
                                  g_object_ref (self));
}

gboolean
flux_post_again_is_running (FluxPostAgain *self)
{
  g_return_val_if_fail (FLUX_IS_POST_AGAIN (self), FALSE);
  return self->cancellable != NULL;
}
