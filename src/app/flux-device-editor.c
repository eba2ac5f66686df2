/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-editor.h"

#include "flux-device-form.h"
#include "flux-error-sentence.h"
#include "flux-field-row.h"
#include "flux-format.h"
#include "flux-page.h"
#include "flux-present.h"
#include "flux-question.h"
#include "flux-typed.h"

#include <glib/gi18n.h>

struct _FluxDeviceEditor
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkRevealer *trouble;
  GtkLabel *trouble_text;
  GtkWidget *form;
  FluxFieldRow *rows[FLUX_DEVICE_FORM_N_FIELDS];
  AdwComboRow *unit_row;
  AdwPreferencesRow *always_row;
  GtkCheckButton *always;

  FluxHost *host;                               /* (owned) */
  GPtrArray *devices;                           /* (owned) (element-type FluxDevice): empty when one is added */
  char *originals[FLUX_DEVICE_FORM_N_FIELDS];   /* the texts as they were */
  gboolean is_mixed[FLUX_DEVICE_FORM_N_FIELDS]; /* the devices differ in it, so that only a new text is set */
  gboolean is_touched[FLUX_DEVICE_FORM_N_FIELDS];
  FluxFlowUnit unit;
  GWeakRef parent; /* where what was stored is told */

  guint n_saving;
  char *failure; /* (nullable): of what is being stored */
  gboolean is_filled;
  gboolean is_done;
};

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const row_names[FLUX_DEVICE_FORM_N_FIELDS] = {
  [FLUX_DEVICE_FORM_ID] = "id_row",
  [FLUX_DEVICE_FORM_NAME] = "name_row",
  [FLUX_DEVICE_FORM_DESCRIPTION] = "description_row",
  [FLUX_DEVICE_FORM_SITE] = "site_row",
  [FLUX_DEVICE_FORM_PLACE] = "place_row",
  [FLUX_DEVICE_FORM_TAGS] = "tags_row",
  [FLUX_DEVICE_FORM_TIME_ZONE] = "time_zone_row",
  [FLUX_DEVICE_FORM_GATEWAY] = "gateway_row",
  [FLUX_DEVICE_FORM_PERIOD] = "period_row",
  [FLUX_DEVICE_FORM_LIMIT] = "limit_row",
};

G_DEFINE_FINAL_TYPE (FluxDeviceEditor, flux_device_editor, ADW_TYPE_WINDOW)

static gboolean
is_adding (FluxDeviceEditor *self)
{
  return self->devices->len == 0;
}

static gboolean
is_for_several (FluxDeviceEditor *self)
{
  return self->devices->len > 1;
}

static FluxPlantModel *
get_plant (FluxDeviceEditor *self)
{
  return flux_host_get_plant (self->host);
}

/* --- What is typed ------------------------------------------------------------------------------------------------ */

static gboolean
is_changed (FluxDeviceEditor *self, FluxDeviceFormField field)
{
  return g_strcmp0 (flux_field_row_get_text (self->rows[field]), self->originals[field]) != 0;
}

static FluxFlowUnit
get_unit (FluxDeviceEditor *self)
{
  return adw_combo_row_get_selected (self->unit_row);
}

static gboolean
is_dirty (FluxDeviceEditor *self)
{
  for (guint i = 0; i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    if (is_changed (self, i))
      return TRUE;
  return get_unit (self) != self->unit;
}

/* A text that may stay as it is, whatever it says: one that was so before, and one that nothing is set by. */
static gboolean
is_out_of_question (FluxDeviceEditor *self, FluxDeviceFormField field)
{
  gboolean is_empty = *flux_field_row_get_text (self->rows[field]) == '\0';

  if (field == FLUX_DEVICE_FORM_ID)
    return !is_adding (self);
  if (field == FLUX_DEVICE_FORM_NAME)
    return is_for_several (self) || (is_adding (self) && is_empty);
  return self->is_mixed[field] && is_empty;
}

static gboolean
judge (FluxDeviceEditor *self, FluxDeviceFormField field)
{
  FluxFieldRow *row = self->rows[field];
  const char *wrong = is_out_of_question (self, field)
                          ? NULL
                          : flux_device_form_judge (get_plant (self), field, flux_field_row_get_text (row));

  flux_field_row_set_error (row, self->is_touched[field] ? wrong : NULL);
  return wrong == NULL;
}

/* --- The unit ----------------------------------------------------------------------------------------------------- */

/* The first of the devices that has a flow. Returns: (nullable) (transfer none) */
static FluxDeviceSnapshot *
find_flow (FluxDeviceEditor *self)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const FluxDevice *device = g_ptr_array_index (self->devices, i);
      FluxDeviceItem *item = flux_plant_model_find_device (get_plant (self), device->device_id);
      FluxDeviceSnapshot *snapshot = item != NULL ? flux_device_item_get_snapshot (item) : NULL;

      if (snapshot != NULL && snapshot->latest != NULL && flux_reading_has (snapshot->latest, FLUX_FIELD_FLOW_RATE))
        return snapshot;
    }
  return NULL;
}

static gboolean
needs_always (FluxDeviceEditor *self)
{
  return !is_adding (self) && self->unit != FLUX_FLOW_UNIT_UNKNOWN && get_unit (self) != self->unit;
}

static void
say_always (FluxDeviceEditor *self)
{
  FluxFlowUnit unit = get_unit (self);
  FluxDeviceSnapshot *snapshot = find_flow (self);
  double flow = snapshot != NULL ? snapshot->latest->values[FLUX_FIELD_FLOW_RATE] : 1;
  g_autofree char *before = flux_format_quantity (FLUX_FIELD_FLOW_RATE, self->unit, flow);
  int decimals = flux_format_get_decimals (FLUX_FIELD_FLOW_RATE, self->unit, flow);
  const char *symbol = flux_flow_unit_get_symbol (unit);
  g_autofree char *after = flux_format_with_unit (flow, decimals, symbol);
  g_autofree char *title = unit == FLUX_FLOW_UNIT_UNKNOWN
                               ? g_strdup (_ ("Nobody knows what the numbers were in"))
                               : g_strdup_printf (_ ("The numbers were always in %s"), symbol);
  g_autofree char *meaning = g_strdup_printf (
      _ ("No stored number changes: what is shown as %s becomes %s, in the history too. "
         "If the numbers were right so far, leave the unit as it is."),
      before, after);

  adw_preferences_row_set_title (self->always_row, title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->always_row), meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->always), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, meaning, -1);
}

static gboolean
judge_unit (FluxDeviceEditor *self)
{
  gboolean needed = needs_always (self);

  if (needed)
    say_always (self);
  else
    gtk_check_button_set_active (self->always, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->always_row), needed);
  return !needed || gtk_check_button_get_active (self->always);
}

/* What an empty text means. */
static void
set_placeholder (FluxDeviceEditor *self, FluxDeviceFormField field, const char *text)
{
  g_object_set (self->rows[field], "placeholder", text, NULL);
}

/* --- The hints ---------------------------------------------------------------------------------------------------- */

static void
hint_at_period (FluxDeviceEditor *self)
{
  const FluxDevice *device = self->devices->len == 1 ? g_ptr_array_index (self->devices, 0) : NULL;
  FluxDeviceItem *item = device != NULL ? flux_plant_model_find_device (get_plant (self), device->device_id) : NULL;
  gint64 period = item != NULL && device->period_seconds == 0 ? flux_device_item_get_snapshot (item)->period : 0;
  g_autofree char *length = flux_format_duration (period);
  g_autofree char *learned = g_strdup_printf (_ ("Learned from the posts: %s"), length);

  flux_field_row_set_hint (self->rows[FLUX_DEVICE_FORM_PERIOD], _ ("How often it measures"));
  if (!self->is_mixed[FLUX_DEVICE_FORM_PERIOD])
    set_placeholder (self, FLUX_DEVICE_FORM_PERIOD, period > 0 ? learned : _ ("Learned from the posts"));
}

static void
hint_at_limit (FluxDeviceEditor *self)
{
  int period, limit;
  gboolean is_short =
      flux_typed_read_duration (flux_field_row_get_text (self->rows[FLUX_DEVICE_FORM_PERIOD]), &period)
      && flux_typed_read_duration (flux_field_row_get_text (self->rows[FLUX_DEVICE_FORM_LIMIT]), &limit)
      && limit < 1.5 * period;

  flux_field_row_set_hint (self->rows[FLUX_DEVICE_FORM_LIMIT],
                           is_short ? _ ("Shorter than one and a half periods: one late reading and it is offline")
                                    : _ ("Silent for longer than this, it is offline"));
}

/* --- Keeping up with the typing ----------------------------------------------------------------------------------- */

static void
update (FluxDeviceEditor *self)
{
  gboolean valid;

  if (!self->is_filled)
    return;
  valid = judge_unit (self);
  for (guint i = 0; i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    valid = judge (self, i) && valid;
  hint_at_limit (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.save",
                                 valid && self->n_saving == 0 && !flux_host_is_read_only (self->host));
}

static void
changed_cb (FluxDeviceEditor *self)
{
  update (self);
}

static void
text_changed_cb (FluxFieldRow *row, GParamSpec *pspec, FluxDeviceEditor *self)
{
  for (guint i = 0; self->is_filled && i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    self->is_touched[i] |= self->rows[i] == row;
  update (self);
}

static void
say_trouble (FluxDeviceEditor *self, const char *sentence)
{
  gtk_label_set_label (self->trouble_text, sentence != NULL ? sentence : "");
  gtk_revealer_set_reveal_child (self->trouble, sentence != NULL);
}

/* --- Filling the form --------------------------------------------------------------------------------------------- */

static void
fill_field (FluxDeviceEditor *self, FluxDeviceFormField field)
{
  g_autoptr (GListModel) choices = flux_device_form_list_choices (get_plant (self), field);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->devices->len; i++)
    {
      g_autofree char *own = flux_device_form_read (get_plant (self), g_ptr_array_index (self->devices, i), field);

      if (i == 0)
        text = g_steal_pointer (&own);
      else
        self->is_mixed[field] |= g_strcmp0 (text, own) != 0;
    }
  self->originals[field] = self->is_mixed[field] || text == NULL ? g_strdup ("") : g_steal_pointer (&text);
  flux_field_row_set_text (self->rows[field], self->originals[field]);
  flux_field_row_set_choices (self->rows[field], choices);
  if (self->is_mixed[field])
    set_placeholder (self, field, _ ("Different, and stays so"));
}

static void
fill_unit (FluxDeviceEditor *self)
{
  g_autoptr (GtkStringList) units = gtk_string_list_new (NULL);
  gboolean is_mixed = FALSE;

  self->unit = is_adding (self) ? FLUX_FLOW_UNIT_M3_PER_H : FLUX_FLOW_UNIT_UNKNOWN;
  for (guint i = 0; i < self->devices->len; i++)
    {
      const FluxDevice *device = g_ptr_array_index (self->devices, i);

      is_mixed |= i > 0 && device->flow_unit != self->unit;
      self->unit = is_mixed ? FLUX_FLOW_UNIT_UNKNOWN : device->flow_unit;
    }
  gtk_string_list_append (units, is_mixed ? _ ("Different") : _ ("Not known"));
  for (guint i = FLUX_FLOW_UNIT_UNKNOWN + 1; i < FLUX_N_FLOW_UNITS; i++)
    gtk_string_list_append (units, flux_flow_unit_get_symbol (i));
  adw_combo_row_set_model (self->unit_row, G_LIST_MODEL (units));
  adw_combo_row_set_selected (self->unit_row, self->unit);
  if (!is_adding (self) && self->unit == FLUX_FLOW_UNIT_UNKNOWN)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->unit_row),
                                 _ ("What the numbers have always been in. No stored number changes"));
}

static void
fill_title (FluxDeviceEditor *self)
{
  const FluxDevice *device = self->devices->len == 1 ? g_ptr_array_index (self->devices, 0) : NULL;
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u device", "%u devices", self->devices->len), self->devices->len);
  const char *title = is_adding (self)        ? C_ ("dialog", "Add device")
                      : is_for_several (self) ? C_ ("dialog", "Edit devices")
                                              : C_ ("dialog", "Edit device");

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, device != NULL ? device->device_id : is_adding (self) ? "" : count);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_widget_set_visible (GTK_WIDGET (self->rows[FLUX_DEVICE_FORM_ID]), is_adding (self));
  gtk_widget_set_visible (GTK_WIDGET (self->rows[FLUX_DEVICE_FORM_NAME]), !is_for_several (self));
  gtk_widget_set_visible (GTK_WIDGET (self->rows[FLUX_DEVICE_FORM_DESCRIPTION]), !is_for_several (self));
}

static void
fill (FluxDeviceEditor *self)
{
  g_autofree char *limit = flux_typed_write_duration (FLUX_DEVICE_OFFLINE_AFTER_DEFAULT);

  for (guint i = 0; i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    fill_field (self, i);
  if (is_adding (self))
    {
      flux_field_row_set_text (self->rows[FLUX_DEVICE_FORM_LIMIT], limit);
      g_free (self->originals[FLUX_DEVICE_FORM_LIMIT]);
      self->originals[FLUX_DEVICE_FORM_LIMIT] = g_steal_pointer (&limit);
      /* Translators: stands where a device’s name is to be typed: it is named like its id until then */
      set_placeholder (self, FLUX_DEVICE_FORM_NAME, _ ("Its id"));
    }
  fill_unit (self);
  fill_title (self);
  hint_at_period (self);
  self->is_filled = TRUE;
  update (self);
  if (!flux_host_is_read_only (self->host))
    {
      flux_field_row_focus (self->rows[is_adding (self)        ? FLUX_DEVICE_FORM_ID
                                       : is_for_several (self) ? FLUX_DEVICE_FORM_SITE
                                                               : FLUX_DEVICE_FORM_NAME]);
      return;
    }
  gtk_widget_set_sensitive (self->form, FALSE);
  say_trouble (self, flux_host_get_lock_holder_message (self->host));
}

/* --- Storing ------------------------------------------------------------------------------------------------------ */

static void
finish (FluxDeviceEditor *self)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);
  const FluxDevice *device = self->devices->len == 1 ? g_ptr_array_index (self->devices, 0) : NULL;
  g_autofree char *sentence = NULL;

  if (is_adding (self))
    sentence = g_strdup_printf (_ ("%s was added"), flux_field_row_get_text (self->rows[FLUX_DEVICE_FORM_ID]));
  else if (device != NULL)
    sentence = g_strdup_printf (_ ("%s was saved"), flux_field_row_get_text (self->rows[FLUX_DEVICE_FORM_NAME]));
  else
    sentence = g_strdup_printf (ngettext ("%u device was saved", "%u devices were saved", self->devices->len),
                                self->devices->len);
  if (parent != NULL)
    flux_page_tell (parent, sentence);
  self->is_done = TRUE;
  g_signal_emit (self, signals[SAVED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxDeviceEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxDevice) saved = flux_engine_save_device_finish (FLUX_ENGINE (engine), result, &error);
  g_autofree char *sentence = NULL;

  self->n_saving--;
  if (saved == NULL && self->failure == NULL)
    self->failure = g_strdup (flux_error_sentence (error));
  if (self->n_saving > 0)
    return;
  if (self->failure == NULL)
    {
      finish (self);
      return;
    }
  sentence = g_strdup_printf (_ ("This could not be saved. %s"), self->failure);
  g_clear_pointer (&self->failure, g_free);
  say_trouble (self, sentence);
  gtk_widget_set_sensitive (self->form, TRUE);
  update (self);
}

static void
save_device (FluxDeviceEditor *self, FluxDevice *device)
{
  FluxEngine *engine = flux_host_get_engine (self->host);

  if (device->confirmed_at == 0)
    device->confirmed_at = flux_clock_get_now (flux_engine_get_clock (engine));
  self->n_saving++;
  flux_engine_save_device_async (engine, device, g_get_user_name (), NULL, saved_cb, g_object_ref (self));
}

static void
write_changes (FluxDeviceEditor *self, FluxDevice *device)
{
  for (guint i = FLUX_DEVICE_FORM_NAME; i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    if (is_changed (self, i) && !is_out_of_question (self, i))
      flux_device_form_write (get_plant (self), device, i, flux_field_row_get_text (self->rows[i]));
  if (is_adding (self) || get_unit (self) != self->unit)
    device->flow_unit = get_unit (self);
}

static void
save_new (FluxDeviceEditor *self)
{
  g_autofree char *id = flux_typed_take (flux_field_row_get_text (self->rows[FLUX_DEVICE_FORM_ID]));
  g_autoptr (FluxDevice) device = flux_device_new (id);

  write_changes (self, device);
  save_device (self, device);
}

/* What is not changed here stays as others have left it meanwhile. */
static void
save_known (FluxDeviceEditor *self, const FluxDevice *known)
{
  FluxDeviceItem *item = flux_plant_model_find_device (get_plant (self), known->device_id);
  g_autoptr (FluxDevice) device = flux_device_copy (item != NULL ? flux_device_item_get_device (item) : known);

  write_changes (self, device);
  save_device (self, device);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FluxDeviceEditor *self = FLUX_DEVICE_EDITOR (widget);

  say_trouble (self, NULL);
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* the text that has it is about to lose it anyway */
  gtk_widget_set_sensitive (self->form, FALSE);
  if (is_adding (self))
    save_new (self);
  for (guint i = 0; i < self->devices->len; i++)
    save_known (self, g_ptr_array_index (self->devices, i));
  update (self);
}

/* --- Leaving ------------------------------------------------------------------------------------------------------ */

static void
discard_cb (gpointer editor)
{
  FLUX_DEVICE_EDITOR (editor)->is_done = TRUE;
  gtk_window_close (editor);
}

static gboolean
close_request_cb (FluxDeviceEditor *self)
{
  if (self->n_saving > 0)
    return GDK_EVENT_STOP;
  if (self->is_done || !is_dirty (self))
    return GDK_EVENT_PROPAGATE;
  flux_question_ask (GTK_WIDGET (self), _ ("Discard what was typed?"), _ ("The changes have not been saved."),
                     _ ("_Go on editing"), _ ("_Discard"), TRUE, discard_cb);
  return GDK_EVENT_STOP;
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_device_editor_finalize (GObject *object)
{
  FluxDeviceEditor *self = FLUX_DEVICE_EDITOR (object);

  for (guint i = 0; i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    g_free (self->originals[i]);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_object (&self->host);
  g_weak_ref_clear (&self->parent);
  g_free (self->failure);
  G_OBJECT_CLASS (flux_device_editor_parent_class)->finalize (object);
}

static void
flux_device_editor_class_init (FluxDeviceEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_device_editor_finalize;

  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  g_type_ensure (FLUX_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/fluxio/Fluxio/app/flux-device-editor.ui");
  for (guint i = 0; i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, row_names[i], FALSE,
                                               G_STRUCT_OFFSET (FluxDeviceEditor, rows) + i * sizeof (FluxFieldRow *));
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceEditor, title);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceEditor, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceEditor, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceEditor, form);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceEditor, unit_row);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceEditor, always_row);
  gtk_widget_class_bind_template_child (widget_class, FluxDeviceEditor, always);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_child_full (widget_class, "save", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_action);
  flux_present_class_add_help (widget_class, "devices");
}

static void
flux_device_editor_init (FluxDeviceEditor *self)
{
  g_weak_ref_init (&self->parent, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < FLUX_DEVICE_FORM_N_FIELDS; i++)
    g_signal_connect (self->rows[i], "notify::text", G_CALLBACK (text_changed_cb), self);
}

GtkWidget *
flux_device_editor_new (FluxHost *host, GPtrArray *devices)
{
  FluxDeviceEditor *self = g_object_new (FLUX_TYPE_DEVICE_EDITOR, NULL);

  self->host = g_object_ref (host);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    g_ptr_array_add (self->devices, flux_device_ref (g_ptr_array_index (devices, i)));
  fill (self);
  return GTK_WIDGET (self);
}

void
flux_device_editor_present (GtkWidget *parent, FluxHost *host, FluxDevice *device)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();

  if (device != NULL)
    g_ptr_array_add (devices, device);
  flux_device_editor_present_several (parent, host, devices);
}

void
flux_device_editor_present_several (GtkWidget *parent, FluxHost *host, GPtrArray *devices)
{
  FluxDeviceEditor *self = FLUX_DEVICE_EDITOR (flux_device_editor_new (host, devices));

  g_weak_ref_set (&self->parent, parent);
  flux_present_over (GTK_WINDOW (self), parent);
}
