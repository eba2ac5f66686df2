/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-dialog.h"

#include "flux-error-sentence.h"
#include "flux-mapping-decoding.h"
#include "flux-mapping-draft.h"
#include "flux-mapping-members.h"
#include "flux-mapping-source.h"
#include "flux-mapping-unit-view.h"
#include "flux-number.h"
#include "flux-present.h"
#include "flux-question.h"

#include <glib/gi18n.h>

struct _FluxMappingDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkButton *cancel;
  GtkWidget *confirm;
  GtkRevealer *trouble;
  GtkLabel *trouble_text;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *nothing;
  GtkWidget *form;
  AdwPreferencesGroup *members_group;
  GtkWidget *position_group;
  GtkSwitch *by_position;
  GtkBox *units;
  GtkWidget *no_units;
  AdwStatusPage *done;
  GtkProgressBar *progress;
  GtkWidget *decode;
  GtkWidget *stop;

  FluxHost *host;            /* (owned) */
  FluxMappingDraft *draft;   /* (nullable) (owned): once the post is read */
  GCancellable *reading;     /* (owned) */
  GCancellable *decoding;    /* (nullable) (owned): while posts are decoded again */
  FluxMappingChange *change; /* (nullable) (owned): being stored */
  FluxMappingUnit *saving;   /* (nullable): whose it is */
  guint n_saved;
  gboolean is_showing;
  gboolean is_touched;
  gboolean is_done;
};

G_DEFINE_FINAL_TYPE (FluxMappingDialog, flux_mapping_dialog, ADW_TYPE_WINDOW)

static void save_next (FluxMappingDialog *self);

static FluxEngine *
get_engine (FluxMappingDialog *self)
{
  return flux_host_get_engine (self->host);
}

static void
say_trouble (FluxMappingDialog *self, const char *sentence)
{
  gtk_label_set_label (self->trouble_text, sentence != NULL ? sentence : "");
  gtk_revealer_set_reveal_child (self->trouble, sentence != NULL);
}

static void
update_confirm (FluxMappingDialog *self)
{
  gboolean can = self->draft != NULL && self->change == NULL && !self->is_done && !flux_host_is_read_only (self->host)
                 && flux_mapping_draft_is_complete (self->draft);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mapping.confirm", can);
}

/* --- The form ----------------------------------------------------------------------------------------------------- */

static void
forget_views (FluxMappingDialog *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->units))) != NULL)
    {
      flux_mapping_unit_view_forget (FLUX_MAPPING_UNIT_VIEW (child));
      gtk_box_remove (self->units, child);
    }
}

static void
show_draft (FluxMappingDialog *self)
{
  self->is_showing = TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->units)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    flux_mapping_unit_view_update (FLUX_MAPPING_UNIT_VIEW (child));
  gtk_switch_set_active (self->by_position, self->draft->names->by_position);
  gtk_widget_set_visible (self->position_group, self->draft->asks_position);
  gtk_widget_set_visible (GTK_WIDGET (self->members_group), self->draft->members->len > 0);
  gtk_widget_set_visible (self->no_units, self->draft->units->len == 0);
  self->is_showing = FALSE;
  update_confirm (self);
}

static void
changed_cb (FluxMappingDialog *self)
{
  self->is_touched = TRUE;
  show_draft (self);
}

static void
build_views (FluxMappingDialog *self)
{
  forget_views (self);
  for (guint i = 0; i < self->draft->units->len; i++)
    {
      GtkWidget *view = flux_mapping_unit_view_new (self->draft, g_ptr_array_index (self->draft->units, i));

      g_signal_connect_object (view, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->units, view);
    }
}

static void
role_cb (guint member, int role, gpointer user_data)
{
  FluxMappingDialog *self = user_data;
  GtkWidget *child;

  /* The units may be gone before their views are. */
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->units)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    flux_mapping_unit_view_forget (FLUX_MAPPING_UNIT_VIEW (child));
  flux_mapping_draft_set_role (self->draft, member, role);
  build_views (self);
  changed_cb (self);
}

static void
by_position_cb (FluxMappingDialog *self)
{
  if (self->is_showing || self->draft == NULL)
    return;
  flux_mapping_draft_set_by_position (self->draft, gtk_switch_get_active (self->by_position));
  changed_cb (self);
}

static void
show_nothing (FluxMappingDialog *self, const char *title, const char *sentence)
{
  adw_status_page_set_title (self->nothing, title);
  adw_status_page_set_description (self->nothing, sentence);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
  gtk_button_set_label (self->cancel, _ ("_Close"));
  gtk_widget_set_visible (self->confirm, FALSE);
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static void
start_form (FluxMappingDialog *self)
{
  flux_mapping_members_fill (self->members_group, self->draft, role_cb, self);
  build_views (self);
  show_draft (self);
  gtk_stack_set_visible_child_name (self->stack, "form");
  if (!flux_host_is_read_only (self->host))
    return;
  gtk_widget_set_sensitive (self->form, FALSE);
  say_trouble (self, flux_host_get_lock_holder_message (self->host));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxMappingDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxMappingDraft) draft = flux_mapping_source_finish (result, &error);
  g_autofree char *sentence = NULL;

  gtk_spinner_stop (self->spinner);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (draft == NULL)
    {
      show_nothing (self, _ ("This post cannot be mapped"), flux_error_sentence (error));
      return;
    }
  adw_window_title_set_subtitle (self->title, draft->gateway->name);
  if (draft->units->len == 0 && draft->members->len == 0)
    {
      show_nothing (self, _ ("Nothing to map"),
                    _ ("Every unit of this post is mapped. What still waits can be decoded with the maps as they are "
                       "now."));
      return;
    }
  self->draft = g_steal_pointer (&draft);
  start_form (self);
}

/* --- Storing ------------------------------------------------------------------------------------------------------ */

static void
counted_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxMappingDialog) self = user_data;
  gboolean is_more;
  int n = flux_mapping_decoding_count_finish (FLUX_ENGINE (engine), result, &is_more);
  g_autofree char *number = flux_number_format (MAX (n, 0), 0);
  g_autofree char *sentence = NULL;

  if (n <= 0)
    {
      self->is_done = TRUE;
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (is_more)
    sentence = g_strdup_printf (_ ("More than %s posts of this gateway wait. Decoded with the maps as they are now, "
                                   "they fill the history."),
                                number);
  else
    sentence = g_strdup_printf (ngettext ("%s post of this gateway waits. Decoded with the maps as they are now, it "
                                          "fills the history.",
                                          "%s posts of this gateway wait. Decoded with the maps as they are now, they "
                                          "fill the history.",
                                          n),
                                number);
  adw_status_page_set_description (self->done, sentence);
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_set_visible (self->confirm, FALSE);
  gtk_button_set_label (self->cancel, _ ("_Close"));
  gtk_widget_grab_focus (self->decode);
}

static void
finish (FluxMappingDialog *self)
{
  self->is_done = TRUE;
  update_confirm (self);
  flux_mapping_decoding_count_async (get_engine (self), self->draft->gateway, self->reading, counted_cb,
                                     g_object_ref (self));
}

static void
take_failure (FluxMappingDialog *self, const GError *error)
{
  g_autofree char *name = self->saving != NULL ? flux_mapping_unit_describe (self->saving) : NULL;
  g_autofree char *sentence = NULL;

  if (name != NULL)
    sentence = g_strdup_printf (_ ("%s could not be mapped. %s"), name, flux_error_sentence (error));
  else
    sentence = g_strdup_printf (_ ("This could not be saved. %s"), flux_error_sentence (error));
  say_trouble (self, sentence);
  gtk_widget_set_sensitive (self->form, TRUE);
}

static void
saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxMappingDialog) self = user_data;
  g_autoptr (FluxMappingChange) change = g_steal_pointer (&self->change);
  g_autoptr (GError) error = NULL;

  if (!flux_engine_save_mapping_finish (FLUX_ENGINE (engine), result, &error))
    {
      take_failure (self, error);
      update_confirm (self);
      return;
    }
  flux_mapping_draft_take_saved (self->draft, self->saving, change);
  self->n_saved++;
  save_next (self);
}

static void
save_next (FluxMappingDialog *self)
{
  self->change = flux_mapping_draft_make_change (self->draft, &self->saving);
  update_confirm (self);
  if (self->change == NULL)
    {
      finish (self);
      return;
    }
  flux_engine_save_mapping_async (get_engine (self), self->change, g_get_user_name (), NULL, saved_cb,
                                  g_object_ref (self));
}

static void
confirm_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxMappingDialog *self = FLUX_MAPPING_DIALOG (widget);

  say_trouble (self, NULL);
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* the text that has it is about to lose it anyway */
  gtk_widget_set_sensitive (self->form, FALSE);
  save_next (self);
}

/* --- Decoding what waits ------------------------------------------------------------------------------------------ */

static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  FluxMappingDialog *self = user_data;
  g_autofree char *done_text = flux_number_format (done, 0);
  g_autofree char *total_text = flux_number_format (total, 0);
  /* Translators: numbers of posts that are decoded, of all */
  g_autofree char *text = g_strdup_printf (_ ("%s of %s"), done_text, total_text);

  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (double) done / total : 0);
  gtk_progress_bar_set_text (self->progress, text);
}

static void
show_decoding (FluxMappingDialog *self)
{
  gboolean is_busy = self->decoding != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), is_busy);
  gtk_widget_set_visible (self->stop, is_busy);
}

static void
decoded_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxMappingDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree FluxDecodeSummary *summary = flux_engine_decode_again_finish (FLUX_ENGINE (engine), result, &error);
  g_autofree char *sentence = flux_mapping_decoding_describe (summary, error);

  g_clear_object (&self->decoding);
  show_decoding (self);
  adw_status_page_set_description (self->done, sentence);
  if (summary == NULL)
    gtk_widget_set_visible (self->decode, TRUE);
}

static void
decode_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxMappingDialog *self = FLUX_MAPPING_DIALOG (widget);

  self->decoding = g_cancellable_new ();
  gtk_widget_set_visible (self->decode, FALSE);
  show_decoding (self);
  flux_mapping_decoding_run_async (get_engine (self), self->draft->gateway, progress_cb, self, self->decoding,
                                   decoded_cb, g_object_ref (self));
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxMappingDialog *self = FLUX_MAPPING_DIALOG (widget);

  if (self->decoding != NULL)
    g_cancellable_cancel (self->decoding);
}

/* --- Leaving ------------------------------------------------------------------------------------------------------ */

static void
discard_cb (gpointer dialog)
{
  FLUX_MAPPING_DIALOG (dialog)->is_done = TRUE;
  gtk_window_close (dialog);
}

static gboolean
close_request_cb (FluxMappingDialog *self)
{
  if (self->change != NULL)
    return GDK_EVENT_STOP;
  if (self->decoding != NULL)
    g_cancellable_cancel (self->decoding);
  if (self->is_done || !self->is_touched)
    return GDK_EVENT_PROPAGATE;
  flux_question_ask (GTK_WIDGET (self), _ ("Discard what was chosen?"), _ ("The units have not been mapped."),
                     _ ("_Go on editing"), _ ("_Discard"), TRUE, discard_cb);
  return GDK_EVENT_STOP;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_mapping_dialog_dispose (GObject *object)
{
  FluxMappingDialog *self = FLUX_MAPPING_DIALOG (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->draft != NULL)
    forget_views (self);
  g_clear_pointer (&self->draft, flux_mapping_draft_free);
  G_OBJECT_CLASS (flux_mapping_dialog_parent_class)->dispose (object);
}

static void
flux_mapping_dialog_finalize (GObject *object)
{
  FluxMappingDialog *self = FLUX_MAPPING_DIALOG (object);

  g_clear_pointer (&self->change, flux_mapping_change_free);
  g_clear_object (&self->decoding);
  g_clear_object (&self->host);
  G_OBJECT_CLASS (flux_mapping_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-mapping-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, title);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, confirm);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, nothing);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, form);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, members_group);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, position_group);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, by_position);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, units);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, no_units);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, done);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, decode);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingDialog, stop);
  gtk_widget_class_bind_template_callback (widget_class, by_position_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
}

static void
flux_mapping_dialog_class_init (FluxMappingDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = flux_mapping_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = flux_mapping_dialog_finalize;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "mapping.confirm", NULL, confirm_action);
  gtk_widget_class_install_action (widget_class, "mapping.decode", NULL, decode_action);
  gtk_widget_class_install_action (widget_class, "mapping.stop", NULL, stop_action);
  flux_present_class_add_help (widget_class, "mapping");
}

static void
flux_mapping_dialog_init (FluxMappingDialog *self)
{
  self->reading = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_decoding (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mapping.confirm", FALSE);
}

static FluxMappingDialog *
dialog_new (FluxHost *host, const char *title)
{
  FluxMappingDialog *self = g_object_new (FLUX_TYPE_MAPPING_DIALOG, NULL);

  self->host = g_object_ref (host);
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_spinner_start (self->spinner);
  return self;
}

void
flux_mapping_dialog_present (GtkWindow *parent, FluxHost *host, gint64 post_number)
{
  FluxMappingDialog *self = dialog_new (host, C_ ("dialog", "Map units"));

  flux_mapping_source_open_post_async (host, post_number, self->reading, read_cb, g_object_ref (self));
  flux_present_over (GTK_WINDOW (self), GTK_WIDGET (parent));
}

void
flux_mapping_dialog_present_unit (GtkWindow *parent, FluxHost *host, const char *unit_uuid)
{
  FluxMappingDialog *self = dialog_new (host, C_ ("dialog", "Edit unit"));

  flux_mapping_source_open_unit_async (host, unit_uuid, self->reading, read_cb, g_object_ref (self));
  flux_present_over (GTK_WINDOW (self), GTK_WIDGET (parent));
}
