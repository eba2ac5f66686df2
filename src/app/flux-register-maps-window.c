/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-maps-window.h"

#include "flux-engine-mapping.h"
#include "flux-error-sentence.h"
#include "flux-mapping-file.h"
#include "flux-naming.h"
#include "flux-page.h"
#include "flux-present.h"
#include "flux-question.h"
#include "flux-typed.h"

#include <glib/gi18n.h>

#define UUID "flux-register-maps-window-uuid"

struct _FluxRegisterMapsWindow
{
  AdwWindow parent_instance;

  GtkWidget *import;
  GtkRevealer *trouble;
  GtkLabel *trouble_text;
  GtkListBox *stored;
  GtkWidget *none;
  GtkListBox *profiles;

  FluxHost *host;           /* (owned) */
  FluxRegisterMap *pending; /* (nullable) (owned): to be imported or deleted, while it is asked */
  char *open_uuid;          /* (nullable): of the map whose row is open */
  char *faulty_uuid;        /* (nullable): of the map that @fault is about */
  char *fault;              /* (nullable) */
};

G_DEFINE_FINAL_TYPE (FluxRegisterMapsWindow, flux_register_maps_window, ADW_TYPE_WINDOW)

static void show_maps (FluxRegisterMapsWindow *self);

static FluxEngine *
get_engine (FluxRegisterMapsWindow *self)
{
  return flux_host_get_engine (self->host);
}

static FluxRegisterMap *
find (GPtrArray *maps, const char *uuid)
{
  for (guint i = 0; i < maps->len; i++)
    if (g_str_equal (((FluxRegisterMap *) g_ptr_array_index (maps, i))->uuid, uuid))
      return flux_register_map_ref (g_ptr_array_index (maps, i));
  return NULL;
}

/* Returns: (transfer full) (nullable) */
static FluxRegisterMap *
find_stored (FluxRegisterMapsWindow *self, const char *uuid)
{
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (get_engine (self));

  return find (maps, uuid);
}

/* Stored, or else a profile. Returns: (transfer full) (nullable) */
static FluxRegisterMap *
find_map (FluxRegisterMapsWindow *self, const char *uuid)
{
  FluxRegisterMap *stored = find_stored (self, uuid);

  return stored != NULL ? stored : find (flux_unit_profiles_get (), uuid);
}

static guint
count_units (FluxRegisterMapsWindow *self, const FluxRegisterMap *map)
{
  g_autoptr (GPtrArray) units = flux_engine_get_units (get_engine (self));
  guint n = 0;

  for (guint i = 0; i < units->len; i++)
    n += g_strcmp0 (((FluxUnit *) g_ptr_array_index (units, i))->map_uuid, map->uuid) == 0;
  return n;
}

/* @uuid: (nullable): of the map that it is about; %NULL: of what is being imported. @sentence: (nullable) */
static void
say_fault (FluxRegisterMapsWindow *self, const char *uuid, const char *sentence)
{
  g_autofree char *fault = g_strdup (sentence);

  g_free (self->faulty_uuid);
  self->faulty_uuid = g_strdup (uuid);
  g_free (self->fault);
  self->fault = g_steal_pointer (&fault);
  gtk_label_set_text (self->trouble_text, uuid == NULL && sentence != NULL ? sentence : "");
  gtk_revealer_set_reveal_child (self->trouble, uuid == NULL && sentence != NULL);
  show_maps (self);
}

/* --- Changing ----------------------------------------------------------------------------------------------------- */

static void
saved_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxRegisterMapsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = flux_engine_save_mapping_finish (FLUX_ENGINE (engine), result, &error);

  say_fault (self, self->faulty_uuid, done ? NULL : flux_error_sentence (error));
}

/* @uuid: (nullable): where it is said when it fails */
static void
save (FluxRegisterMapsWindow *self, FluxRegisterMap *map, const char *uuid)
{
  FluxMappingChange change = { .map = map };

  g_free (self->faulty_uuid);
  self->faulty_uuid = g_strdup (uuid);
  flux_engine_save_mapping_async (get_engine (self), &change, g_get_user_name (), NULL, saved_cb, g_object_ref (self));
}

static void
renamed_cb (AdwEntryRow *row, FluxRegisterMapsWindow *self)
{
  const char *uuid = g_object_get_data (G_OBJECT (row), UUID);
  g_autoptr (FluxRegisterMap) map = find_stored (self, uuid);
  g_autofree char *name = flux_typed_take (gtk_editable_get_text (GTK_EDITABLE (row)));
  g_autoptr (FluxRegisterMap) changed = NULL;

  if (map == NULL)
    return;
  if (name == NULL)
    {
      say_fault (self, uuid, _ ("A name of 1 to 100 characters"));
      return;
    }
  changed = flux_register_map_copy (map);
  g_free (changed->name);
  changed->name = g_steal_pointer (&name);
  save (self, changed, uuid);
}

static void
deleted_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxRegisterMapsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = flux_engine_delete_map_finish (FLUX_ENGINE (engine), result, &error);

  say_fault (self, self->faulty_uuid, done ? NULL : flux_error_sentence (error));
}

static void
delete_pending (gpointer window)
{
  FluxRegisterMapsWindow *self = window;

  if (self->pending == NULL)
    return;
  g_free (self->faulty_uuid);
  self->faulty_uuid = g_strdup (self->pending->uuid);
  flux_engine_delete_map_async (get_engine (self), self->pending->uuid, g_get_user_name (), NULL, deleted_cb,
                                g_object_ref (self));
}

/* @map: (transfer full) */
static void
put_pending (FluxRegisterMapsWindow *self, FluxRegisterMap *map)
{
  g_clear_pointer (&self->pending, flux_register_map_unref);
  self->pending = map;
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *uuid)
{
  FluxRegisterMapsWindow *self = FLUX_REGISTER_MAPS_WINDOW (widget);
  g_autofree char *heading = NULL;
  FluxRegisterMap *map = find_stored (self, g_variant_get_string (uuid, NULL));

  if (map == NULL)
    return;
  put_pending (self, map);
  if (count_units (self, map) > 0)
    {
      say_fault (self, map->uuid, _ ("Units have this map. Give them another one first."));
      return;
    }
  heading = g_strdup_printf (_ ("Delete the register map %s?"), map->name);
  flux_question_ask (widget, heading, _ ("Readings stay as they are."), _ ("_Cancel"), _ ("_Delete"), TRUE,
                     delete_pending);
}

/* --- Files -------------------------------------------------------------------------------------------------------- */

static void
written_cb (GtkWidget *widget, const char *name, const GError *error)
{
  FluxRegisterMapsWindow *self = FLUX_REGISTER_MAPS_WINDOW (widget);
  g_autofree char *sentence = error == NULL ? g_strdup_printf (_ ("%s was written"), name)
                                            : g_strdup_printf (_ ("%s could not be written. %s"), name, error->message);

  if (error == NULL)
    flux_page_tell (GTK_WIDGET (self->stored), sentence);
  else
    say_fault (self, NULL, sentence);
}

/* For a file name. */
static char *
make_file_name (const FluxRegisterMap *map)
{
  g_autofree char *name = g_strdelimit (g_strdup (map->name), "/\\:*?\"<>|", '-');

  return g_strconcat (name, ".json", NULL);
}

static void
export_action (GtkWidget *widget, const char *action, GVariant *uuid)
{
  FluxRegisterMapsWindow *self = FLUX_REGISTER_MAPS_WINDOW (widget);
  g_autoptr (FluxRegisterMap) map = find_map (self, g_variant_get_string (uuid, NULL));
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (map == NULL)
    return;
  name = make_file_name (map);
  text = flux_register_map_to_text (map);
  flux_mapping_file_ask_write (widget, _ ("Export register map"), name, text, written_cb);
}

static void
import_pending (gpointer window)
{
  FluxRegisterMapsWindow *self = window;

  if (self->pending != NULL)
    save (self, self->pending, NULL);
}

void
flux_register_maps_window_import (FluxRegisterMapsWindow *self, const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (FluxRegisterMap) stored = NULL;
  FluxRegisterMap *map =
      flux_register_map_from_text (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

  g_return_if_fail (FLUX_IS_REGISTER_MAPS_WINDOW (self));
  if (map == NULL)
    {
      sentence = g_strdup_printf (_ ("%s is no register map. %s"), name, error->message);
      say_fault (self, NULL, sentence);
      return;
    }
  say_fault (self, NULL, NULL);
  put_pending (self, map);
  stored = find_stored (self, map->uuid);
  if (stored == NULL || flux_register_map_equal (stored, map))
    {
      import_pending (self);
      return;
    }
  sentence = g_strdup_printf (_ ("Replace the register map %s?"), stored->name);
  flux_question_ask (GTK_WIDGET (self), sentence,
                     _ ("It is stored already, and the file says something else. Units that have it are read with the "
                        "file’s map from now on."),
                     _ ("_Cancel"), _ ("_Replace"), TRUE, import_pending);
}

static void
read_cb (GtkWidget *widget, const char *name, GBytes *bytes, const GError *error)
{
  FluxRegisterMapsWindow *self = FLUX_REGISTER_MAPS_WINDOW (widget);
  g_autofree char *sentence = NULL;

  if (bytes != NULL)
    {
      flux_register_maps_window_import (self, name, bytes);
      return;
    }
  sentence = g_strdup_printf (_ ("%s could not be read. %s"), name, error->message);
  say_fault (self, NULL, sentence);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  flux_mapping_file_ask_read (widget, _ ("Import register map"), read_cb);
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

static char *
describe (FluxRegisterMapsWindow *self, const FluxRegisterMap *map, gboolean is_profile)
{
  guint n = map->registers->len, n_units = count_units (self, map);
  g_autofree char *registers = g_strdup_printf (ngettext ("%u register", "%u registers", n), n);
  g_autofree char *units = g_strdup_printf (ngettext ("%u unit has it", "%u units have it", n_units), n_units);

  if (is_profile)
    return map->source != NULL ? g_strdup_printf ("%s · %s", registers, map->source) : g_strdup (registers);
  return g_strdup_printf ("%s · %s", registers, units);
}

static GtkWidget *
make_button (const char *icon, const char *label, const FluxRegisterMap *map, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", map->uuid);
  return button;
}

static GtkWidget *
make_export_button (const FluxRegisterMap *map)
{
  g_autofree char *label = g_strdup_printf (_ ("Export %s"), map->name);

  return make_button ("document-save-symbolic", label, map, "maps.export");
}

static GtkWidget *
make_delete_button (const FluxRegisterMap *map)
{
  g_autofree char *label = g_strdup_printf (_ ("Delete %s"), map->name);

  return make_button ("user-trash-symbolic", label, map, "maps.delete");
}

static GtkWidget *
make_name_row (FluxRegisterMapsWindow *self, const FluxRegisterMap *map)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), C_ ("form", "Name"));
  gtk_editable_set_text (GTK_EDITABLE (row), map->name);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  gtk_widget_set_sensitive (row, !flux_host_is_read_only (self->host));
  g_object_set_data_full (G_OBJECT (row), UUID, g_strdup (map->uuid), g_free);
  g_signal_connect (row, "apply", G_CALLBACK (renamed_cb), self);
  return row;
}

static GtkWidget *
make_fault_row (const char *fault)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_label_set_text (GTK_LABEL (label), fault);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "flux-trouble");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  return row;
}

static void
opened_cb (AdwExpanderRow *row, GParamSpec *pspec, FluxRegisterMapsWindow *self)
{
  if (!adw_expander_row_get_expanded (row))
    return;
  g_free (self->open_uuid);
  self->open_uuid = g_strdup (g_object_get_data (G_OBJECT (row), UUID));
}

static GtkWidget *
make_stored_row (FluxRegisterMapsWindow *self, const FluxRegisterMap *map)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *title = g_markup_escape_text (map->name, -1);
  g_autofree char *words = describe (self, map, FALSE);
  gboolean is_faulty = self->fault != NULL && g_strcmp0 (self->faulty_uuid, map->uuid) == 0;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), words);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), make_export_button (map));
  if (!flux_host_is_read_only (self->host))
    adw_expander_row_add_action (ADW_EXPANDER_ROW (row), make_delete_button (map));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_name_row (self, map));
  if (is_faulty)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_fault_row (self->fault));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row),
                                 is_faulty || g_strcmp0 (self->open_uuid, map->uuid) == 0);
  flux_naming_expander_row (row, map->name);
  g_object_set_data_full (G_OBJECT (row), UUID, g_strdup (map->uuid), g_free);
  g_signal_connect (row, "notify::expanded", G_CALLBACK (opened_cb), self);
  return row;
}

static GtkWidget *
make_profile_row (FluxRegisterMapsWindow *self, const FluxRegisterMap *map)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *words = describe (self, map, TRUE);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), map->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_export_button (map));
  return row;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(FluxRegisterMap *const *) a)->name, (*(FluxRegisterMap *const *) b)->name);
}

static void
empty (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static void
show_maps (FluxRegisterMapsWindow *self)
{
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (get_engine (self));
  GPtrArray *profiles = flux_unit_profiles_get ();

  g_ptr_array_sort (maps, compare_names);
  empty (self->stored);
  empty (self->profiles);
  for (guint i = 0; i < maps->len; i++)
    gtk_list_box_append (self->stored, make_stored_row (self, g_ptr_array_index (maps, i)));
  for (guint i = 0; i < profiles->len; i++)
    gtk_list_box_append (self->profiles, make_profile_row (self, g_ptr_array_index (profiles, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->stored), maps->len > 0);
  gtk_widget_set_visible (self->none, maps->len == 0);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_register_maps_window_finalize (GObject *object)
{
  FluxRegisterMapsWindow *self = FLUX_REGISTER_MAPS_WINDOW (object);

  g_clear_object (&self->host);
  g_clear_pointer (&self->pending, flux_register_map_unref);
  g_free (self->open_uuid);
  g_free (self->faulty_uuid);
  g_free (self->fault);
  G_OBJECT_CLASS (flux_register_maps_window_parent_class)->finalize (object);
}

static void
flux_register_maps_window_class_init (FluxRegisterMapsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_register_maps_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fluxio/Fluxio/app/flux-register-maps-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxRegisterMapsWindow, import);
  gtk_widget_class_bind_template_child (widget_class, FluxRegisterMapsWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, FluxRegisterMapsWindow, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, FluxRegisterMapsWindow, stored);
  gtk_widget_class_bind_template_child (widget_class, FluxRegisterMapsWindow, none);
  gtk_widget_class_bind_template_child (widget_class, FluxRegisterMapsWindow, profiles);
  gtk_widget_class_install_action (widget_class, "maps.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "maps.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "maps.delete", "s", delete_action);
  flux_present_class_add_help (widget_class, "register-maps");
}

static void
flux_register_maps_window_init (FluxRegisterMapsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
flux_register_maps_window_new (FluxHost *host)
{
  FluxRegisterMapsWindow *self = g_object_new (FLUX_TYPE_REGISTER_MAPS_WINDOW, NULL);

  self->host = g_object_ref (host);
  show_maps (self);
  if (flux_host_is_read_only (host))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "maps.import", FALSE);
      gtk_widget_set_tooltip_text (self->import, flux_host_get_lock_holder_message (host));
    }
  return GTK_WIDGET (self);
}
