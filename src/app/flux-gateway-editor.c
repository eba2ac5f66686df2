/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-editor.h"

#include "flux-error-sentence.h"
#include "flux-field-row.h"
#include "flux-page.h"
#include "flux-present.h"
#include "flux-question.h"
#include "flux-time-zones.h"
#include "flux-typed.h"

#include <glib/gi18n.h>

typedef enum
{
  FIELD_NAME,
  FIELD_PLACE,
  FIELD_DESCRIPTION,
  FIELD_TIME_ZONE,
  N_FIELDS
} Field;

struct _FluxGatewayEditor
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkRevealer *trouble;
  GtkLabel *trouble_text;
  GtkWidget *form;
  FluxFieldRow *rows[N_FIELDS];

  FluxHost *host;       /* (owned) */
  FluxGateway *gateway; /* (nullable) (owned): %NULL: one is added */
  GWeakRef parent;      /* where what was stored is told */
  gboolean is_filled;
  gboolean is_touched[N_FIELDS];
  gboolean is_saving;
  gboolean is_done;
};

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const row_names[N_FIELDS] = {
  [FIELD_NAME] = "name_row",
  [FIELD_PLACE] = "place_row",
  [FIELD_DESCRIPTION] = "description_row",
  [FIELD_TIME_ZONE] = "time_zone_row",
};

G_DEFINE_FINAL_TYPE (FluxGatewayEditor, flux_gateway_editor, ADW_TYPE_WINDOW)

/* --- What is typed ------------------------------------------------------------------------------------------------ */

static const char *
get_original (FluxGatewayEditor *self, Field field)
{
  const FluxGateway *gateway = self->gateway;
  const char *texts[N_FIELDS] = { NULL };

  if (gateway != NULL)
    {
      texts[FIELD_NAME] = gateway->name;
      texts[FIELD_PLACE] = gateway->location;
      texts[FIELD_DESCRIPTION] = gateway->description;
      texts[FIELD_TIME_ZONE] = gateway->time_zone;
    }
  return texts[field] != NULL ? texts[field] : "";
}

static gboolean
is_dirty (FluxGatewayEditor *self)
{
  for (guint i = 0; i < N_FIELDS; i++)
    if (g_strcmp0 (flux_field_row_get_text (self->rows[i]), get_original (self, i)) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_taken (FluxGatewayEditor *self, const char *name)
{
  GListModel *gateways = flux_plant_model_get_gateways (flux_host_get_plant (self->host));

  for (guint i = 0; i < g_list_model_get_n_items (gateways); i++)
    {
      g_autoptr (FluxGatewayItem) item = g_list_model_get_item (gateways, i);
      const FluxGateway *gateway = flux_gateway_item_get_gateway (item);

      if (g_strcmp0 (gateway->name, name) == 0
          && (self->gateway == NULL || !g_str_equal (gateway->uuid, self->gateway->uuid)))
        return TRUE;
    }
  return FALSE;
}

static const char *
judge_name (FluxGatewayEditor *self, const char *text)
{
  const char *wrong = flux_typed_judge_name (text);
  g_autofree char *name = flux_typed_take (text);

  return wrong == NULL && is_taken (self, name) ? _ ("Another gateway has this name") : wrong;
}

static gboolean
judge (FluxGatewayEditor *self, Field field)
{
  const char *text = flux_field_row_get_text (self->rows[field]);
  const char *wrong = field == FIELD_NAME        ? judge_name (self, text)
                      : field == FIELD_TIME_ZONE ? flux_typed_judge_time_zone (text)
                                                 : NULL;

  flux_field_row_set_error (self->rows[field], self->is_touched[field] ? wrong : NULL);
  return wrong == NULL;
}

static void
update (FluxGatewayEditor *self)
{
  gboolean valid = TRUE;

  for (guint i = 0; i < N_FIELDS; i++)
    valid = judge (self, i) && valid;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.save",
                                 valid && !self->is_saving && !flux_host_is_read_only (self->host));
}

static void
text_changed_cb (FluxFieldRow *row, GParamSpec *pspec, FluxGatewayEditor *self)
{
  if (!self->is_filled)
    return;
  for (guint i = 0; i < N_FIELDS; i++)
    self->is_touched[i] |= self->rows[i] == row;
  update (self);
}

static void
say_trouble (FluxGatewayEditor *self, const char *sentence)
{
  gtk_label_set_label (self->trouble_text, sentence != NULL ? sentence : "");
  gtk_revealer_set_reveal_child (self->trouble, sentence != NULL);
}

static void
fill (FluxGatewayEditor *self)
{
  g_autoptr (GListModel) zones = flux_time_zones_get ();
  const char *title = self->gateway == NULL ? C_ ("dialog", "Add gateway") : C_ ("dialog", "Edit gateway");

  for (guint i = 0; i < N_FIELDS; i++)
    flux_field_row_set_text (self->rows[i], get_original (self, i));
  flux_field_row_set_choices (self->rows[FIELD_TIME_ZONE], zones);
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  self->is_filled = TRUE;
  update (self);
  if (!flux_host_is_read_only (self->host))
    {
      flux_field_row_focus (self->rows[FIELD_NAME]);
      return;
    }
  gtk_widget_set_sensitive (self->form, FALSE);
  say_trouble (self, flux_host_get_lock_holder_message (self->host));
}

/* --- Storing ------------------------------------------------------------------------------------------------------ */

static void
finish (FluxGatewayEditor *self, FluxGateway *saved)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);
  g_autofree char *sentence =
      g_strdup_printf (self->gateway == NULL ? _ ("%s was added") : _ ("%s was saved"), saved->name);

  if (parent != NULL)
    flux_page_tell (parent, sentence);
  self->is_done = TRUE;
  g_signal_emit (self, signals[SAVED], 0, saved);
  gtk_window_close (GTK_WINDOW (self));
}

static void
saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxGatewayEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxGateway) saved = flux_engine_save_gateway_finish (FLUX_ENGINE (engine), result, &error);
  g_autofree char *sentence = NULL;

  self->is_saving = FALSE;
  if (saved != NULL)
    {
      finish (self, saved);
      return;
    }
  sentence = g_strdup_printf (_ ("This could not be saved. %s"), flux_error_sentence (error));
  say_trouble (self, sentence);
  gtk_widget_set_sensitive (self->form, TRUE);
  update (self);
}

static void
take_text (char **member, FluxFieldRow *row)
{
  g_free (*member);
  *member = flux_typed_take (flux_field_row_get_text (row));
}

/* The counts are the engine's own: it keeps those that it has. */
static FluxGateway *
make_changed (FluxGatewayEditor *self)
{
  FluxPlantModel *plant = flux_host_get_plant (self->host);
  FluxGatewayItem *item =
      self->gateway != NULL ? flux_plant_model_find_gateway (plant, self->gateway->uuid) : NULL;
  FluxGateway *gateway =
      item != NULL ? flux_gateway_copy (flux_gateway_item_get_gateway (item)) : flux_gateway_new ("");

  take_text (&gateway->name, self->rows[FIELD_NAME]);
  take_text (&gateway->location, self->rows[FIELD_PLACE]);
  take_text (&gateway->description, self->rows[FIELD_DESCRIPTION]);
  take_text (&gateway->time_zone, self->rows[FIELD_TIME_ZONE]);
  return gateway;
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxGatewayEditor *self = FLUX_GATEWAY_EDITOR (widget);
  g_autoptr (FluxGateway) gateway = make_changed (self);

  self->is_saving = TRUE;
  say_trouble (self, NULL);
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* the text that has it is about to lose it anyway */
  gtk_widget_set_sensitive (self->form, FALSE);
  update (self);
  flux_engine_save_gateway_async (flux_host_get_engine (self->host), gateway, g_get_user_name (), NULL, saved_cb,
                                  g_object_ref (self));
}

/* --- Leaving ------------------------------------------------------------------------------------------------------ */

static void
discard_cb (gpointer editor)
{
  FLUX_GATEWAY_EDITOR (editor)->is_done = TRUE;
  gtk_window_close (editor);
}

static gboolean
close_request_cb (FluxGatewayEditor *self)
{
  if (self->is_saving)
    return GDK_EVENT_STOP;
  if (self->is_done || !is_dirty (self))
    return GDK_EVENT_PROPAGATE;
  flux_question_ask (GTK_WIDGET (self), _ ("Discard what was typed?"), _ ("The changes have not been saved."),
                     _ ("_Go on editing"), _ ("_Discard"), TRUE, discard_cb);
  return GDK_EVENT_STOP;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_gateway_editor_finalize (GObject *object)
{
  FluxGatewayEditor *self = FLUX_GATEWAY_EDITOR (object);

  g_clear_pointer (&self->gateway, flux_gateway_unref);
  g_clear_object (&self->host);
  g_weak_ref_clear (&self->parent);
  G_OBJECT_CLASS (flux_gateway_editor_parent_class)->finalize (object);
}

static void
flux_gateway_editor_class_init (FluxGatewayEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_gateway_editor_finalize;

  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, FLUX_TYPE_GATEWAY);

  g_type_ensure (FLUX_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-gateway-editor.ui");
  for (guint i = 0; i < N_FIELDS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, row_names[i], FALSE,
                                               G_STRUCT_OFFSET (FluxGatewayEditor, rows) + i * sizeof (FluxFieldRow *));
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayEditor, title);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayEditor, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayEditor, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, FluxGatewayEditor, form);
  gtk_widget_class_bind_template_child_full (widget_class, "save", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_action);
  flux_present_class_add_help (widget_class, "gateways");
}

static void
flux_gateway_editor_init (FluxGatewayEditor *self)
{
  g_weak_ref_init (&self->parent, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_FIELDS; i++)
    g_signal_connect (self->rows[i], "notify::text", G_CALLBACK (text_changed_cb), self);
}

GtkWidget *
flux_gateway_editor_new (FluxHost *host, FluxGateway *gateway)
{
  FluxGatewayEditor *self = g_object_new (FLUX_TYPE_GATEWAY_EDITOR, NULL);

  self->host = g_object_ref (host);
  self->gateway = gateway != NULL ? flux_gateway_ref (gateway) : NULL;
  fill (self);
  return GTK_WIDGET (self);
}

FluxGatewayEditor *
flux_gateway_editor_present (GtkWidget *parent, FluxHost *host, FluxGateway *gateway)
{
  FluxGatewayEditor *self = FLUX_GATEWAY_EDITOR (flux_gateway_editor_new (host, gateway));

  g_weak_ref_set (&self->parent, parent);
  flux_present_over (GTK_WINDOW (self), parent);
  return self;
}
