/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-unit-view.h"

#include "flux-device.h"
#include "flux-field-row.h"
#include "flux-naming.h"
#include "flux-register-table.h"

#include <glib/gi18n.h>

struct _FluxMappingUnitView
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkSwitch *included;
  FluxFieldRow *rows[FLUX_MAPPING_N_TEXTS];
  AdwComboRow *map_row;
  AdwExpanderRow *naming_row;
  AdwExpanderRow *reading_row;
  AdwComboRow *form_row;
  GtkSwitch *zeros;
  GtkLabel *origin;
  AdwBin *table_bin;

  FluxRegisterTable *table;
  FluxMappingDraft *draft; /* (nullable) */
  FluxMappingUnit *unit;
  gboolean is_showing;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const row_names[FLUX_MAPPING_N_TEXTS] = {
  [FLUX_MAPPING_DEVICE] = "device_row", [FLUX_MAPPING_SERVER_NAME] = "server_name_row",
  [FLUX_MAPPING_SERVER_ID] = "server_id_row", [FLUX_MAPPING_IP] = "ip_row",
  [FLUX_MAPPING_ALIAS] = "alias_row", [FLUX_MAPPING_MAP_NAME] = "map_name_row",
};

G_DEFINE_FINAL_TYPE (FluxMappingUnitView, flux_mapping_unit_view, ADW_TYPE_BIN)

static void
tell_changed (FluxMappingUnitView *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- What the person does ----------------------------------------------------------------------------------------- */

static void
text_cb (FluxMappingUnitView *self, GParamSpec *pspec, FluxFieldRow *row)
{
  if (self->is_showing || self->draft == NULL)
    return;
  for (guint i = 0; i < FLUX_MAPPING_N_TEXTS; i++)
    if (self->rows[i] == row)
      flux_mapping_draft_set_text (self->draft, self->unit, i, flux_field_row_get_text (row));
  tell_changed (self);
}

static void
map_cb (FluxMappingUnitView *self)
{
  guint selected = adw_combo_row_get_selected (self->map_row);

  if (self->is_showing || self->draft == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  flux_mapping_draft_choose_map (self->draft, self->unit, selected);
  tell_changed (self);
}

static void
form_cb (FluxMappingUnitView *self)
{
  if (self->is_showing || self->draft == NULL)
    return;
  flux_mapping_draft_set_form (self->draft, self->unit, adw_combo_row_get_selected (self->form_row));
  tell_changed (self);
}

static void
zeros_cb (FluxMappingUnitView *self)
{
  if (self->is_showing || self->draft == NULL)
    return;
  self->unit->zeros_are_real = gtk_switch_get_active (self->zeros);
  tell_changed (self);
}

static void
included_cb (FluxMappingUnitView *self)
{
  if (self->is_showing || self->draft == NULL)
    return;
  self->unit->is_included = gtk_switch_get_active (self->included);
  tell_changed (self);
}

/* --- Words -------------------------------------------------------------------------------------------------------- */

static char *
write_choice (const FluxMapChoice *choice)
{
  g_autofree char *name = NULL;

  switch (choice->kind)
    {
    case FLUX_MAP_CHOICE_SAME:
      name = flux_mapping_unit_describe (choice->same);
      /* Translators: %s is another unit, such as NIVUS_01 */
      return g_strdup_printf (_ ("As for %s"), name);
    case FLUX_MAP_CHOICE_NONE:
      return g_strdup (C_ ("register map", "None"));
    case FLUX_MAP_CHOICE_SEEN:
      return g_strdup (_ ("New map"));
    default:
      return g_strdup (choice->map->name);
    }
}

static GtkStringList *
list_choices (const FluxMappingUnit *unit)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < unit->choices->len; i++)
    gtk_string_list_take (list, write_choice (g_ptr_array_index (unit->choices, i)));
  return list;
}

static GListModel *
list_devices (FluxMappingDraft *draft)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < flux_mapping_draft_count_devices (draft); i++)
    if (flux_mapping_draft_get_device (draft, i)->retired_at == 0)
      gtk_string_list_append (list, flux_mapping_draft_get_device (draft, i)->device_id);
  return G_LIST_MODEL (list);
}

static gboolean
is_verified (const FluxRegisterMap *map)
{
  for (guint i = 0; i < map->registers->len; i++)
    if (!((const FluxRegister *) g_ptr_array_index (map->registers, i))->is_verified)
      return FALSE;
  return TRUE;
}

/* Where the map comes from, and how far it can be trusted. */
static char *
write_origin (const FluxMapChoice *choice)
{
  if (choice->map == NULL || choice->map->source == NULL)
    return NULL;
  if (is_verified (choice->map))
    /* Translators: %s is a document */
    return g_strdup_printf (_ ("From %s. Verified on a device."), choice->map->source);
  return g_strdup_printf (_ ("From %s. Not verified on a device: compare the values with the unit’s display."),
                          choice->map->source);
}

static char *
write_fit (const FluxMappingUnit *unit, const FluxMapChoice *choice)
{
  guint n = unit->seen != NULL ? unit->seen->registers->len : 0;
  const char *kind = choice->kind == FLUX_MAP_CHOICE_PROFILE  ? _ ("Profile that comes with FluxIO")
                     : choice->kind == FLUX_MAP_CHOICE_STORED ? _ ("Stored map")
                     : choice->kind == FLUX_MAP_CHOICE_SEEN   ? _ ("Begun from what was seen")
                     : choice->kind == FLUX_MAP_CHOICE_NONE   ? _ ("Its posts name the values")
                                                              : NULL;
  g_autofree char *fit = NULL;

  if (choice->n_matched > 0 && choice->n_implausible > 0)
    fit = g_strdup_printf (ngettext ("explains %u of %u register; values that cannot be: %u",
                                     "explains %u of %u registers; values that cannot be: %u", n),
                           choice->n_matched, n, choice->n_implausible);
  else if (choice->n_matched > 0)
    fit = g_strdup_printf (ngettext ("explains %u of %u register", "explains %u of %u registers", n),
                           choice->n_matched, n);
  return kind != NULL && fit != NULL ? g_strdup_printf ("%s · %s", kind, fit) : g_strdup (kind != NULL ? kind : "");
}

static char *
write_naming (const FluxMappingUnit *unit)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *const *texts = (const char *const *) unit->texts;

  if (*texts[FLUX_MAPPING_SERVER_NAME] != '\0')
    g_ptr_array_add (words, g_strdup (texts[FLUX_MAPPING_SERVER_NAME]));
  if (*texts[FLUX_MAPPING_SERVER_ID] != '\0')
    /* Translators: the Modbus id of a unit */
    g_ptr_array_add (words, g_strdup_printf (_ ("id %s"), texts[FLUX_MAPPING_SERVER_ID]));
  if (*texts[FLUX_MAPPING_IP] != '\0')
    g_ptr_array_add (words, g_strdup (texts[FLUX_MAPPING_IP]));
  if (*texts[FLUX_MAPPING_ALIAS] != '\0')
    g_ptr_array_add (words, g_strdup (texts[FLUX_MAPPING_ALIAS]));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

static char *
write_device_hint (FluxMappingUnitView *self)
{
  const FluxDevice *device = flux_mapping_draft_find_device (self->draft, self->unit);

  if (device == NULL)
    return g_strdup (_ ("A new device. Its flow is kept in m³/h."));
  /* Translators: %s is the name of a device */
  return g_strdup_printf (_ ("Known: %s"), device->name);
}

static char *
write_name_hint (FluxMappingUnitView *self)
{
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (self->unit);
  guint n = flux_mapping_draft_count_sharers (self->draft, self->unit);

  if (choice->map == NULL || !flux_mapping_draft_is_edited (self->draft, self->unit))
    return NULL;
  if (choice->kind == FLUX_MAP_CHOICE_PROFILE)
    return g_strdup (_ ("Changed from the profile: it is stored as a map of your own."));
  if (n > 0)
    return g_strdup_printf (ngettext ("%u other unit has this map and changes too. Another name makes a map of its "
                                      "own.",
                                      "%u other units have this map and change too. Another name makes a map of its "
                                      "own.",
                                      n),
                            n);
  return NULL;
}

/* --- Showing ------------------------------------------------------------------------------------------------------ */

static void
show_texts (FluxMappingUnitView *self)
{
  g_autofree char *device_hint = write_device_hint (self);
  g_autofree char *name_hint = write_name_hint (self);
  g_autofree char *naming = write_naming (self->unit);

  for (guint i = 0; i < FLUX_MAPPING_N_TEXTS; i++)
    {
      const char *wrong = flux_mapping_draft_judge_text (self->draft, self->unit, i);

      flux_field_row_set_text (self->rows[i], self->unit->texts[i]);
      flux_field_row_set_error (self->rows[i], self->unit->is_included ? wrong : NULL);
      if (i == FLUX_MAPPING_SERVER_NAME && wrong != NULL && self->unit->is_included)
        adw_expander_row_set_expanded (self->naming_row, TRUE);
    }
  flux_field_row_set_hint (self->rows[FLUX_MAPPING_DEVICE], device_hint);
  flux_field_row_set_hint (self->rows[FLUX_MAPPING_MAP_NAME], name_hint);
  adw_expander_row_set_subtitle (self->naming_row, naming);
}

static void
show_map (FluxMappingUnitView *self)
{
  const FluxMapChoice *choice = flux_mapping_unit_get_choice (self->unit);
  g_autofree char *origin = write_origin (choice);
  g_autofree char *fit = write_fit (self->unit, choice);

  adw_combo_row_set_selected (self->map_row, self->unit->choice);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->map_row), fit);
  gtk_widget_set_visible (GTK_WIDGET (self->rows[FLUX_MAPPING_MAP_NAME]), choice->map != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->reading_row), choice->map != NULL);
  adw_combo_row_set_selected (self->form_row, self->unit->form);
  gtk_switch_set_active (self->zeros, self->unit->zeros_are_real);
  gtk_label_set_text (self->origin, origin != NULL ? origin : "");
  gtk_widget_set_visible (GTK_WIDGET (self->origin), origin != NULL);
}

void
flux_mapping_unit_view_update (FluxMappingUnitView *self)
{
  g_return_if_fail (FLUX_IS_MAPPING_UNIT_VIEW (self));
  if (self->draft == NULL)
    return;
  self->is_showing = TRUE;
  gtk_switch_set_active (self->included, self->unit->is_included);
  gtk_widget_set_visible (GTK_WIDGET (self->included), self->unit->known == NULL && !self->unit->is_saved);
  show_texts (self);
  show_map (self);
  flux_register_table_update (self->table);
  self->is_showing = FALSE;
}

static void
start (FluxMappingUnitView *self)
{
  g_autofree char *name = flux_mapping_unit_describe (self->unit);
  g_autofree char *label = g_strdup_printf (_ ("Map %s"), name);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autoptr (GtkStringList) choices = list_choices (self->unit);
  g_autoptr (GListModel) devices = list_devices (self->draft);
  gboolean is_named = self->unit->seen == NULL || flux_seen_unit_is_named (self->unit->seen);

  adw_preferences_group_set_title (self->group, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->included), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  flux_naming_expander_row (GTK_WIDGET (self->naming_row),
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->naming_row)));
  flux_naming_expander_row (GTK_WIDGET (self->reading_row),
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->reading_row)));
  self->is_showing = TRUE;
  adw_combo_row_set_model (self->map_row, G_LIST_MODEL (choices));
  flux_field_row_set_choices (self->rows[FLUX_MAPPING_DEVICE], devices);
  self->is_showing = FALSE;
  if (is_named)
    return;
  adw_preferences_group_set_description (
      self->group, _ ("Nothing in the post tells it from other units. Let the gateway send the name or id of the unit, "
                      "or the header x-device-id."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->included), FALSE);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fluxio/Fluxio/app/flux-mapping-unit-view.ui");
  for (guint i = 0; i < FLUX_MAPPING_N_TEXTS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, row_names[i], FALSE,
                                               G_STRUCT_OFFSET (FluxMappingUnitView, rows)
                                                   + i * sizeof (FluxFieldRow *));
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, group);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, included);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, map_row);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, naming_row);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, reading_row);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, form_row);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, zeros);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, origin);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitView, table_bin);
  gtk_widget_class_bind_template_callback (widget_class, text_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_cb);
  gtk_widget_class_bind_template_callback (widget_class, zeros_cb);
  gtk_widget_class_bind_template_callback (widget_class, included_cb);
}

static void
flux_mapping_unit_view_class_init (FluxMappingUnitViewClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  g_type_ensure (FLUX_TYPE_FIELD_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
flux_mapping_unit_view_init (FluxMappingUnitView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
flux_mapping_unit_view_new (FluxMappingDraft *draft, FluxMappingUnit *unit)
{
  FluxMappingUnitView *self = g_object_new (FLUX_TYPE_MAPPING_UNIT_VIEW, NULL);

  self->draft = draft;
  self->unit = unit;
  self->table = FLUX_REGISTER_TABLE (flux_register_table_new (draft, unit));
  g_signal_connect_object (self->table, "changed", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->table_bin, GTK_WIDGET (self->table));
  start (self);
  flux_mapping_unit_view_update (self);
  return GTK_WIDGET (self);
}

void
flux_mapping_unit_view_forget (FluxMappingUnitView *self)
{
  g_return_if_fail (FLUX_IS_MAPPING_UNIT_VIEW (self));
  flux_register_table_forget (self->table);
  self->draft = NULL;
}

FluxMappingUnit *
flux_mapping_unit_view_get_unit (FluxMappingUnitView *self)
{
  g_return_val_if_fail (FLUX_IS_MAPPING_UNIT_VIEW (self), NULL);
  return self->unit;
}
