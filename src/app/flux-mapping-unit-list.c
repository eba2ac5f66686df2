/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-unit-list.h"

#include "flux-body-names.h"
#include "flux-engine-mapping.h"
#include "flux-error-sentence.h"
#include "flux-mapping-dialog.h"
#include "flux-mapping-members.h"
#include "flux-page.h"

#include <glib/gi18n.h>

#define UUID "flux-mapping-unit-list-uuid"

struct _FluxMappingUnitList
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkListBox *list;
  GtkWidget *none;
  GtkLabel *names;

  FluxHost *host;       /* (nullable) (owned) */
  FluxGateway *gateway; /* (nullable) (owned) */
  GPtrArray *units;     /* (owned) (element-type FluxUnit): as they are listed */
  GPtrArray *maps;      /* (owned) (element-type FluxRegisterMap) */
};

G_DEFINE_FINAL_TYPE (FluxMappingUnitList, flux_mapping_unit_list, ADW_TYPE_BIN)

static FluxEngine *
get_engine (FluxMappingUnitList *self)
{
  return flux_host_get_engine (self->host);
}

static FluxUnit *
find_unit (FluxMappingUnitList *self, const char *uuid)
{
  for (guint i = 0; i < self->units->len; i++)
    if (g_str_equal (((FluxUnit *) g_ptr_array_index (self->units, i))->uuid, uuid))
      return g_ptr_array_index (self->units, i);
  return NULL;
}

/* --- Words -------------------------------------------------------------------------------------------------------- */

/* Returns: (transfer full) */
static char *
write_naming (const FluxUnit *unit)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (unit->server_name != NULL)
    g_ptr_array_add (words, g_strdup (unit->server_name));
  if (unit->alias != NULL)
    g_ptr_array_add (words, g_strdup (unit->alias));
  if (unit->server_id != FLUX_UNIT_NO_SERVER_ID)
    g_ptr_array_add (words, g_strdup_printf (_ ("id %d"), unit->server_id));
  if (unit->ip != NULL)
    g_ptr_array_add (words, g_strdup (unit->ip));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

static const char *
find_map_name (FluxMappingUnitList *self, const FluxUnit *unit)
{
  for (guint i = 0; i < self->maps->len; i++)
    {
      const FluxRegisterMap *map = g_ptr_array_index (self->maps, i);

      if (g_strcmp0 (map->uuid, unit->map_uuid) == 0)
        return map->name;
    }
  return _ ("no register map");
}

static char *
write_target (FluxMappingUnitList *self, const FluxUnit *unit)
{
  FluxDeviceItem *item = flux_plant_model_find_device (flux_host_get_plant (self->host), unit->device_id);
  const char *name = item != NULL ? flux_device_item_get_device (item)->name : unit->device_id;

  return g_strdup_printf ("→ %s · %s", name, find_map_name (self, unit));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/* How the gateway's bodies name things. Returns: (transfer full) */
static char *
write_names (const FluxGateway *gateway)
{
  g_autoptr (FluxBodyNames) names = flux_body_names_from_text (gateway->body_names, NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer member, role;

  if (names == NULL)
    return g_strdup ("");
  g_hash_table_iter_init (&iter, names->roles);
  while (g_hash_table_iter_next (&iter, &member, &role))
    {
      g_autofree char *word = flux_mapping_members_describe (GPOINTER_TO_INT (role));

      g_ptr_array_add (words, g_strdup_printf ("%s: %s", (const char *) member, word));
    }
  g_ptr_array_sort (words, compare_names);
  if (names->by_position)
    g_ptr_array_add (words, g_strdup (_ ("Values without an address follow the map’s order")));
  if (names->identity_member != NULL)
    /* Translators: a member of a post and its value, by which a gateway is known */
    g_ptr_array_add (words, g_strdup_printf (_ ("It is known by %s %s"), names->identity_member,
                                             names->identity_value));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}

/* --- Removing ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  FluxMappingUnitList *self;
  FluxUnit *unit;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->self);
  flux_unit_unref (removal->unit);
  g_free (removal);
}

static void
restored_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FluxMappingUnitList) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!flux_engine_save_mapping_finish (FLUX_ENGINE (engine), result, &error))
    flux_page_tell (GTK_WIDGET (self), flux_error_sentence (error));
}

static void
undo_cb (AdwToast *toast, gpointer data)
{
  const Removal *removal = data;
  FluxMappingChange change = { .unit = removal->unit };

  if (removal->self->host != NULL)
    flux_engine_save_mapping_async (get_engine (removal->self), &change, g_get_user_name (), NULL, restored_cb,
                                    g_object_ref (removal->self));
}

static void
removed_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  Removal *removal = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *naming = write_naming (removal->unit);
  g_autofree char *sentence = g_strdup_printf (_ ("The unit %s was removed"), naming);
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *toast;

  if (!flux_engine_delete_unit_finish (FLUX_ENGINE (engine), result, &error))
    {
      flux_page_tell (GTK_WIDGET (removal->self), flux_error_sentence (error));
      removal_free (removal, NULL);
      return;
    }
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), removal, removal_free, 0);
  flux_page_add_toast (GTK_WIDGET (removal->self), toast);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *uuid)
{
  FluxMappingUnitList *self = FLUX_MAPPING_UNIT_LIST (widget);
  FluxUnit *unit = find_unit (self, g_variant_get_string (uuid, NULL));
  Removal *removal;

  if (unit == NULL)
    return;
  removal = g_new0 (Removal, 1);
  removal->self = g_object_ref (self);
  removal->unit = flux_unit_ref (unit);
  flux_engine_delete_unit_async (get_engine (self), unit->uuid, g_get_user_name (), NULL, removed_cb, removal);
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

static void
activated_cb (FluxMappingUnitList *self, GtkListBoxRow *row)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    flux_mapping_dialog_present_unit (GTK_WINDOW (root), self->host, g_object_get_data (G_OBJECT (row), UUID));
}

static GtkWidget *
make_remove_button (const FluxUnit *unit, const char *naming)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Remove the unit %s"), naming);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove: its device and readings stay"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "units.remove");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", unit->uuid);
  return button;
}

static GtkWidget *
make_row (FluxMappingUnitList *self, const FluxUnit *unit)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *naming = write_naming (unit);
  g_autofree char *target = write_target (self, unit);
  g_autofree char *label = g_strdup_printf ("%s %s", naming, target);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), naming);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), target);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), UUID, g_strdup (unit->uuid), g_free);
  if (!flux_host_is_read_only (self->host))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_remove_button (unit, naming));
  return row;
}

static int
compare_units (gconstpointer a, gconstpointer b)
{
  g_autofree char *first = write_naming (*(FluxUnit *const *) a);
  g_autofree char *second = write_naming (*(FluxUnit *const *) b);

  return g_utf8_collate (first, second);
}

static GPtrArray *
list_own (FluxMappingUnitList *self)
{
  g_autoptr (GPtrArray) all = flux_engine_get_units (get_engine (self));
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_unit_unref);

  for (guint i = 0; i < all->len; i++)
    {
      FluxUnit *unit = g_ptr_array_index (all, i);

      if (g_str_equal (unit->gateway_uuid, self->gateway->uuid))
        g_ptr_array_add (own, flux_unit_ref (unit));
    }
  g_ptr_array_sort (own, compare_units);
  return own;
}

/* They are never changed once shared, so that the same ones say the same. */
static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;
  return TRUE;
}

static void
show_rows (FluxMappingUnitList *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < self->units->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (self->units, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->units->len > 0);
  gtk_widget_set_visible (self->none, self->units->len == 0);
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
flux_mapping_unit_list_finalize (GObject *object)
{
  FluxMappingUnitList *self = FLUX_MAPPING_UNIT_LIST (object);

  g_clear_object (&self->host);
  g_clear_pointer (&self->gateway, flux_gateway_unref);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->maps);
  G_OBJECT_CLASS (flux_mapping_unit_list_parent_class)->finalize (object);
}

static void
flux_mapping_unit_list_class_init (FluxMappingUnitListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = flux_mapping_unit_list_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/fluxio/Fluxio/app/flux-mapping-unit-list.ui");
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitList, group);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitList, list);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitList, none);
  gtk_widget_class_bind_template_child (widget_class, FluxMappingUnitList, names);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "units.remove", "s", remove_action);
}

static void
flux_mapping_unit_list_init (FluxMappingUnitList *self)
{
  self->units = g_ptr_array_new ();
  self->maps = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
take (FluxMappingUnitList *self, FluxHost *host, FluxGateway *gateway)
{
  g_set_object (&self->host, host);
  flux_gateway_ref (gateway);
  g_clear_pointer (&self->gateway, flux_gateway_unref);
  self->gateway = gateway;
}

void
flux_mapping_unit_list_show (FluxMappingUnitList *self, FluxHost *host, FluxGateway *gateway)
{
  g_autoptr (GPtrArray) units = NULL;
  g_autoptr (GPtrArray) maps = NULL;
  g_autofree char *names = NULL;
  gboolean is_other;

  g_return_if_fail (FLUX_IS_MAPPING_UNIT_LIST (self));
  if (gateway == NULL)
    return;
  is_other = self->gateway == NULL || !g_str_equal (self->gateway->uuid, gateway->uuid);
  take (self, host, gateway);
  units = list_own (self);
  maps = flux_engine_get_maps (get_engine (self));
  is_other |= !is_same (units, self->units) || !is_same (maps, self->maps);
  g_ptr_array_unref (self->units);
  self->units = g_steal_pointer (&units);
  g_ptr_array_unref (self->maps);
  self->maps = g_steal_pointer (&maps);
  if (is_other)
    show_rows (self);
  names = write_names (gateway);
  gtk_label_set_text (self->names, names);
  gtk_widget_set_visible (GTK_WIDGET (self->names), *names != '\0');
}
