/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-key-dialog.h"

#include "flux-copy-row.h"
#include "flux-error-sentence.h"
#include "flux-field-row.h"
#include "flux-format.h"
#include "flux-key-vault.h"
#include "flux-present.h"
#include "flux-time.h"
#include "flux-typed.h"

#include <glib/gi18n.h>

/* In the order of the list in the .ui file. */
static const gint64 overlaps[] = { FLUX_TIME_HOUR, FLUX_TIME_DAY, 7 * FLUX_TIME_DAY, 30 * FLUX_TIME_DAY, 0 };

struct _FluxKeyDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *cancel;
  GtkButton *go;
  GtkRevealer *trouble;
  GtkLabel *trouble_text;
  GtkStack *stack;
  FluxFieldRow *name_row;
  FluxFieldRow *networks_row;
  GtkSwitch *new_devices;
  AdwComboRow *overlap_row;
  AdwPreferencesGroup *text_group;
  FluxCopyRow *text_row;

  FluxEngine *engine;   /* (nullable) (owned): %NULL when one is shown */
  FluxApiKey *old;      /* (nullable) (owned): that is exchanged */
  char *gateway_uuid;   /* (nullable) (owned): whose key is made */
  gboolean is_busy;
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FluxKeyDialog, flux_key_dialog, ADW_TYPE_WINDOW)

static void
set_title (FluxKeyDialog *self, const char *title, const char *subtitle)
{
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static gint64
get_overlap (FluxKeyDialog *self)
{
  return overlaps[MIN (adw_combo_row_get_selected (self->overlap_row), G_N_ELEMENTS (overlaps) - 1)];
}

/* --- The text ----------------------------------------------------------------------------------------------------- */

static void
show_text (FluxKeyDialog *self, const char *text, const char *explanation)
{
  flux_copy_row_set_text (self->text_row, text, NULL);
  adw_preferences_group_set_description (self->text_group, explanation);
  gtk_stack_set_visible_child_name (self->stack, "text");
  gtk_widget_set_visible (self->cancel, FALSE);
  gtk_button_set_label (self->go, _ ("_Done"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "key.go", TRUE);
}

/* What to do with it now, and until when the old one goes on: sentences that each stand for themselves.
 * @kept: (nullable). Returns: (transfer full) */
static char *
explain (FluxKeyDialog *self, const char *kept)
{
  gint64 overlap = get_overlap (self);
  g_autofree char *length = flux_format_duration (overlap);
  g_autofree char *old = NULL;

  if (self->old != NULL)
    /* Translators: %s is a length of time like "24 h" */
    old = overlap > 0 ? g_strdup_printf (_ ("The old key goes on working for %s."), length)
                      : g_strdup (_ ("The old key is refused from now on."));
  return g_strjoin (" ", _ ("Copy the key into the gateway now."), old != NULL ? old : kept, old != NULL ? kept : NULL,
                    NULL);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxKeyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_kept = flux_key_vault_store_finish (result, &error);
  g_autofree char *explanation =
      explain (self, is_kept ? _ ("The new key is in this computer’s keyring as well, and can be shown again.")
                             : _ ("There is no keyring to keep the new key in: it is shown only now."));

  if (!is_kept)
    g_debug ("The keyring does not keep the key: %s", error != NULL ? error->message : "it says no reason");
  adw_preferences_group_set_description (self->text_group, explanation);
}

/* --- Making ------------------------------------------------------------------------------------------------------- */

static void
update (FluxKeyDialog *self)
{
  const char *name_wrong = flux_typed_judge_name (flux_field_row_get_text (self->name_row));
  const char *networks_wrong = flux_typed_judge_networks (flux_field_row_get_text (self->networks_row));
  gboolean is_valid = self->gateway_uuid == NULL || (name_wrong == NULL && networks_wrong == NULL);

  flux_field_row_set_error (self->name_row, name_wrong);
  flux_field_row_set_error (self->networks_row, networks_wrong);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "key.go", is_valid && !self->is_busy);
}

static void
changed_cb (FluxKeyDialog *self)
{
  if (self->engine != NULL)
    update (self);
}

static void
set_busy (FluxKeyDialog *self, gboolean busy)
{
  self->is_busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
  update (self);
}

static void
made_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxKeyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxFreshKey) fresh = flux_key_change_make_finish (FLUX_ENGINE (engine), result, &error);
  g_autofree char *sentence = NULL;

  set_busy (self, FALSE);
  if (fresh == NULL)
    {
      sentence = g_strdup_printf (_ ("No key was made. %s"), flux_error_sentence (error));
      gtk_label_set_label (self->trouble_text, sentence);
      gtk_revealer_set_reveal_child (self->trouble, TRUE);
      return;
    }
  sentence = explain (self, NULL);
  show_text (self, fresh->text, sentence);
  /* Not waited for: a keyring that is locked asks the person first. */
  flux_key_vault_store_async (fresh->key->uuid, fresh->key->name, fresh->text, NULL, kept_cb, g_object_ref (self));
  g_clear_object (&self->engine);
  g_signal_emit (self, signals[MADE], 0, fresh->key, fresh->text);
}

static FluxApiKey *
make_settings (FluxKeyDialog *self)
{
  g_autofree char *name = flux_typed_take (flux_field_row_get_text (self->name_row));
  FluxApiKey *settings = flux_api_key_new (name, "");

  settings->scope = FLUX_SCOPE_INGEST;
  settings->gateway_uuid = g_strdup (self->gateway_uuid);
  settings->allows_new_devices = gtk_switch_get_active (self->new_devices);
  g_strfreev (settings->addresses);
  settings->addresses = flux_typed_read_networks (flux_field_row_get_text (self->networks_row));
  return settings;
}

static void
go_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxKeyDialog *self = FLUX_KEY_DIALOG (widget);
  g_autoptr (FluxApiKey) settings = NULL;

  if (self->engine == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_revealer_set_reveal_child (self->trouble, FALSE);
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* the text that has it is about to lose it anyway */
  set_busy (self, TRUE);
  if (self->old != NULL)
    {
      flux_key_change_rotate_async (self->engine, self->old, get_overlap (self), made_cb, g_object_ref (self));
      return;
    }
  settings = make_settings (self);
  flux_key_change_make_async (self->engine, settings, made_cb, g_object_ref (self));
}

/* The text must not be lost while it is on its way. */
static gboolean
close_request_cb (FluxKeyDialog *self)
{
  return self->is_busy ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_key_dialog_finalize (GObject *object)
{
  FluxKeyDialog *self = FLUX_KEY_DIALOG (object);

  g_clear_object (&self->engine);
  g_clear_pointer (&self->old, flux_api_key_unref);
  g_free (self->gateway_uuid);
  G_OBJECT_CLASS (flux_key_dialog_parent_class)->finalize (object);
}

static void
flux_key_dialog_class_init (FluxKeyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_key_dialog_finalize;

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, FLUX_TYPE_API_KEY, G_TYPE_STRING);

  g_type_ensure (FLUX_TYPE_COPY_ROW);
  g_type_ensure (FLUX_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-key-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, title);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, go);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, networks_row);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, new_devices);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, overlap_row);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, text_group);
  gtk_widget_class_bind_template_child (widget_class, FluxKeyDialog, text_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_install_action (widget_class, "key.go", NULL, go_action);
  flux_present_class_add_help (widget_class, "keys");
}

static void
flux_key_dialog_init (FluxKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

FluxKeyDialog *
flux_key_dialog_new_make (FluxEngine *engine, const FluxGateway *gateway)
{
  FluxKeyDialog *self = g_object_new (FLUX_TYPE_KEY_DIALOG, NULL);

  self->engine = g_object_ref (engine);
  self->gateway_uuid = g_strdup (gateway->uuid);
  set_title (self, _ ("Make key"), gateway->name);
  gtk_button_set_label (self->go, _ ("_Make"));
  flux_field_row_set_text (self->name_row, gateway->name);
  flux_field_row_focus (self->name_row);
  return self;
}

FluxKeyDialog *
flux_key_dialog_new_rotate (FluxEngine *engine, FluxApiKey *key)
{
  FluxKeyDialog *self = g_object_new (FLUX_TYPE_KEY_DIALOG, NULL);

  self->engine = g_object_ref (engine);
  self->old = flux_api_key_ref (key);
  set_title (self, _ ("Rotate key"), key->name);
  gtk_button_set_label (self->go, _ ("_Rotate"));
  gtk_stack_set_visible_child_name (self->stack, "rotate");
  return self;
}

FluxKeyDialog *
flux_key_dialog_new_show (FluxApiKey *key, const char *text)
{
  FluxKeyDialog *self = g_object_new (FLUX_TYPE_KEY_DIALOG, NULL);

  /* Translators: the title of a window that shows a key that was made before */
  set_title (self, C_ ("dialog", "Key"), key->name);
  show_text (self, text, _ ("From this computer’s keyring. Whoever has it can post as this gateway."));
  return self;
}

void
flux_key_dialog_present (FluxKeyDialog *self, GtkWidget *parent)
{
  g_return_if_fail (FLUX_IS_KEY_DIALOG (self));
  flux_present_over (GTK_WINDOW (self), parent);
}
