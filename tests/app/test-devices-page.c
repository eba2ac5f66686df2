/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-change.h"
#include "flux-devices-page.h"
#include "flux-field-row.h"
#include "flux-fold.h"
#include "flux-maintenance-dialog.h"
#include "flux-page.h"
#include "flux-test-labels.h"
#include "flux-test-plant.h"
#include "flux-test-scale.h"
#include "flux-test-stage.h"
#include "flux-time.h"

#include <string.h>

#define WIDE 980
#define NARROW 350
#define MANY 2000

typedef struct
{
  FluxHost *host;
  GtkWidget *page;
  GtkWidget *window;
} Fixture;

static void
show (Fixture *self, int width)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->page = flux_devices_page_new (self->host);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->page);
  self->window = flux_test_stage_show (overlay, width, 600);
  flux_test_stage_settle (self->page);
  flux_test_stage_settle (self->page);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
  flux_test_plant_fill (self->host);
}

static void
set_up_empty (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  flux_test_plant_close (self->host);
}

static gpointer
get_part (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->page, FLUX_TYPE_DEVICES_PAGE, name);
}

static GtkSingleSelection *
get_selection (Fixture *self)
{
  GtkSelectionModel *model = gtk_column_view_get_model (get_part (self, "column_view"));

  return GTK_SINGLE_SELECTION (model != NULL ? model : gtk_list_view_get_model (get_part (self, "list_view")));
}

/* Ids as they are listed, without "NIVUS_". */
static char *
get_order (Fixture *self)
{
  GListModel *list = G_LIST_MODEL (get_selection (self));
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (list, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", flux_device_item_get_device_id (item) + strlen ("NIVUS_"));
    }
  return g_string_free (ids, FALSE);
}

static void
assert_order (Fixture *self, const char *wanted)
{
  g_autofree char *order = get_order (self);

  g_assert_cmpstr (order, ==, wanted);
}

static void
assert_order_begins (Fixture *self, const char *wanted)
{
  g_autofree char *order = get_order (self);

  g_assert_true (g_str_has_prefix (order, wanted));
}

static void
select_device (Fixture *self, const char *id)
{
  GListModel *list = G_LIST_MODEL (get_selection (self));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (FluxDeviceItem) item = g_list_model_get_item (list, i);

      if (g_str_equal (flux_device_item_get_device_id (item), id))
        gtk_single_selection_set_selected (get_selection (self), i);
    }
  g_assert_nonnull (gtk_single_selection_get_selected_item (get_selection (self)));
}

static FluxDevice *
get_device (Fixture *self, const char *id)
{
  return flux_device_item_get_device (flux_plant_model_find_device (flux_host_get_plant (self->host), id));
}

static void
sort_by (Fixture *self, const char *column)
{
  g_assert_true (gtk_widget_activate_action (self->page, "devices.sort", "s", column));
}

static void
test_sorting (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  assert_order (self, "02 08 06 03 13 12 07 09 05 04 11 10 01"); /* by name */
  sort_by (self, "id");
  assert_order (self, "01 02 03 04 05 06 07 08 09 10 11 12 13");
  sort_by (self, "state");
  assert_order (self, "07 05 06 13 09 12 01 02 03 04 08 10 11"); /* offline first, normal last */
  sort_by (self, "flow"); /* by what flows, whatever its unit; unknown ones last */
  assert_order (self, "06 04 01 02 03 07 08 09 11 12 10 13 05");
  sort_by (self, "seen");
  assert_order_begins (self, "13 07 06 ");
  sort_by (self, "gateway");
  assert_order_begins (self, "13 06 07 ");
}

static void
search (Fixture *self, const char *text)
{
  gtk_search_bar_set_search_mode (get_part (self, "search_bar"), TRUE);
  gtk_editable_set_text (get_part (self, "search_entry"), text);
  g_signal_emit_by_name (get_part (self, "search_entry"), "search-changed");
}

static void
test_search (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text, *found;
  } cases[] = {
    { "nivus_07", "07" },           { "KLÄR", "02 01" }, { "kla\314\210r zulauf", "01" }, { "river", "06 10" },
    { "altstadt drossel", "08" },   { "Kai", "13" },     { "  ", "02 08 06 03 13 12 07 09 05 04 11 10 01" },
    { "nothing of the sort", "" },
  };

  show (self, WIDE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”", cases[i].text);
      search (self, cases[i].text);
      assert_order (self, cases[i].found);
    }
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (self, "stack")), ==, "no-match");
  g_assert_true (flux_page_go_back (FLUX_PAGE (self->page)));
  g_assert_false (flux_page_go_back (FLUX_PAGE (self->page)));
}

static void
test_retired (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  search (self, "NIVUS_14");
  assert_order (self, "");
  gtk_widget_activate_action (self->page, "devices.show-retired", NULL);
  assert_order (self, "14");
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "Retired"));
  gtk_widget_activate_action (self->page, "devices.show-retired", NULL);
  assert_order (self, "");
}

/* --- What is done with one ---------------------------------------------------------------------------------------- */

static gboolean
is_retired (gpointer user_data)
{
  return get_device (user_data, "NIVUS_04")->retired_at != 0;
}

static gboolean
is_in_use (gpointer user_data)
{
  return !is_retired (user_data);
}

static void
test_retire_and_undo (Fixture *self, gconstpointer data)
{
  GtkWidget *undo;

  show (self, WIDE);
  search (self, "nordpark");
  select_device (self, "NIVUS_04");
  gtk_widget_activate_action (self->page, "device.retire", NULL);
  flux_test_stage_wait (is_retired, self);
  assert_order (self, "");
  flux_test_stage_settle (self->page);
  undo = flux_test_labels_find (self->window, GTK_TYPE_LABEL, "Undo");
  g_assert_nonnull (undo);
  g_signal_emit_by_name (gtk_widget_get_ancestor (undo, GTK_TYPE_BUTTON), "clicked");
  flux_test_stage_wait (is_in_use, self);
  assert_order (self, "04");
}

static gboolean
is_in_maintenance (gpointer user_data)
{
  return get_device (user_data, "NIVUS_04")->maintenance_until != 0;
}

static gboolean
is_not_in_maintenance (gpointer user_data)
{
  return !is_in_maintenance (user_data);
}

static void
test_maintenance (Fixture *self, gconstpointer data)
{
  gint64 now = flux_test_plant_get_now (self->host), until;

  show (self, WIDE);
  select_device (self, "NIVUS_04");
  gtk_widget_activate_action (self->page, "device.maintenance", "i", 60);
  flux_test_stage_wait (is_in_maintenance, self);
  until = get_device (self, "NIVUS_04")->maintenance_until;
  g_assert_cmpint (ABS (until - now - FLUX_TIME_HOUR), <, FLUX_TIME_MINUTE);
  g_assert_cmpint (flux_device_item_get_state (
                       flux_plant_model_find_device (flux_host_get_plant (self->host), "NIVUS_04")),
                   ==, FLUX_DEVICE_STATE_MAINTENANCE);
  gtk_widget_activate_action (self->page, "device.end-maintenance", NULL);
  flux_test_stage_wait (is_not_in_maintenance, self);
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (FLUX_IS_MAINTENANCE_DIALOG (window))
        return window;
    }
  return NULL;
}

static gpointer
get_dialog_part (GtkWidget *dialog, const char *name)
{
  return gtk_widget_get_template_child (dialog, FLUX_TYPE_MAINTENANCE_DIALOG, name);
}

static void
test_maintenance_until (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *time;
    gboolean will_do;
  } cases[] = { { "6", FALSE }, { "25:00", FALSE }, { "", FALSE }, { "06:00", TRUE }, { "23:59", TRUE } };
  gint64 now = flux_test_plant_get_now (self->host);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  GtkWidget *dialog;

  show (self, WIDE);
  dialog = flux_maintenance_dialog_new (flux_host_get_engine (self->host), get_device (self, "NIVUS_04"));
  gtk_window_present (GTK_WINDOW (dialog));
  flux_test_stage_settle (dialog);
  flux_test_labels_assert (dialog);
  flux_test_labels_assert_narrow (dialog);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      flux_field_row_set_text (get_dialog_part (dialog, "time"), cases[i].time); /* of tomorrow */
      g_assert_cmpint (gtk_widget_get_sensitive (get_dialog_part (dialog, "set")), ==, cases[i].will_do);
    }
  g_object_set (get_dialog_part (dialog, "calendar"), "year", 2020, NULL);
  g_signal_emit_by_name (get_dialog_part (dialog, "calendar"), "day-selected");
  g_assert_false (gtk_widget_get_sensitive (get_dialog_part (dialog, "set"))); /* it has passed */
  gtk_window_destroy (GTK_WINDOW (dialog));

  flux_maintenance_dialog_present (self->page, flux_host_get_engine (self->host), get_device (self, "NIVUS_04"));
  dialog = find_dialog ();
  gtk_widget_activate_action (dialog, "maintenance.set", NULL);
  flux_test_stage_wait (is_in_maintenance, self);
  g_assert_cmpint (get_device (self, "NIVUS_04")->maintenance_until, ==, flux_device_change_get_tomorrow (now, zone));
}

static gboolean
is_confirmed (gpointer user_data)
{
  return get_device (user_data, "NIVUS_12")->confirmed_at != 0;
}

static void
test_confirm (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  select_device (self, "NIVUS_12");
  gtk_widget_activate_action (self->page, "device.confirm", NULL);
  flux_test_stage_wait (is_confirmed, self);
}

static void
test_menu (Fixture *self, gconstpointer data)
{
  GtkWidget *retire;

  show (self, WIDE);
  select_device (self, "NIVUS_09");
  gtk_widget_activate_action (self->page, "device.menu", NULL);
  flux_test_stage_settle (self->page);
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "Maintenance until"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "End maintenance"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "Retire"));
  g_assert_null (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "Confirm"));
  g_assert_null (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "Take back into use"));
  retire = flux_test_labels_find (self->page, GTK_TYPE_LABEL, "Retire");
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (retire, GTK_TYPE_POPOVER)));
  flux_test_stage_settle (self->page);
  g_assert_null (flux_test_labels_find (self->page, GTK_TYPE_LABEL, "Retire"));
}

/* --- Looks -------------------------------------------------------------------------------------------------------- */

static void
test_folding (Fixture *self, gconstpointer data)
{
  show (self, NARROW);
  g_assert_true (flux_fold_get_folded (get_part (self, "fold")));
  g_assert_nonnull (gtk_list_view_get_model (get_part (self, "list_view")));
  g_assert_null (gtk_column_view_get_model (get_part (self, "column_view")));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "Ablauf Kläranlage"));
  flux_test_labels_assert_narrow (self->page);
  flux_test_labels_assert (self->page);
}

static void
test_columns (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  g_assert_false (flux_fold_get_folded (get_part (self, "fold")));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "Bad value"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "TRB246 Altstadt"));
  g_assert_nonnull (flux_test_labels_find (self->page, GTK_TYPE_INSCRIPTION, "never"));
  flux_test_labels_assert (self->page);
}

static void
test_none (Fixture *self, gconstpointer data)
{
  show (self, WIDE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_part (self, "stack")), ==, "none");
  flux_test_labels_assert (self->page);
}

static void
test_looking (Fixture *self, gconstpointer data)
{
  FluxHost *writing = self->host;

  self->host = flux_test_plant_open_again (writing);
  show (self, WIDE);
  g_assert_false (gtk_widget_get_sensitive (get_part (self, "add_button")));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (get_part (self, "add_button")), ==,
                   flux_host_get_lock_holder_message (self->host));
  flux_test_plant_close (writing);
}

/* --- Many --------------------------------------------------------------------------------------------------------- */

static guint
count_widgets (GtkWidget *widget)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

static gboolean
has_many (gpointer user_data)
{
  Fixture *self = user_data;
  guint n = g_list_model_get_n_items (flux_plant_model_get_devices (flux_host_get_plant (self->host)));

  return n == flux_test_scale (MANY, 10000);
}

static void
test_many (Fixture *self, gconstpointer data)
{
  guint n_few;

  for (guint i = 0; i < flux_test_scale (MANY, 10000); i++)
    {
      g_autofree char *id = g_strdup_printf ("NIVUS_%05u", i);
      g_autoptr (FluxDevice) device = flux_device_new (id);

      flux_engine_save_device_async (flux_host_get_engine (self->host), device, "test", NULL, NULL, NULL);
    }
  flux_test_stage_wait (has_many, self);
  show (self, WIDE);
  n_few = count_widgets (get_part (self, "column_view"));
  g_test_message ("%u widgets", n_few);
  g_assert_cmpuint (n_few, <, 8000); /* two hundred rows of them, however many devices there are */
  search (self, "nivus_01234");
  assert_order (self, "01234");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  flux_test_plant_init_style ();
#define ADD(name, test) g_test_add ("/devices-page/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("sorting", test_sorting);
  ADD ("search", test_search);
  ADD ("retired", test_retired);
  ADD ("retire and undo", test_retire_and_undo);
  ADD ("maintenance", test_maintenance);
  ADD ("maintenance until", test_maintenance_until);
  ADD ("confirm", test_confirm);
  ADD ("menu", test_menu);
  ADD ("folding", test_folding);
  ADD ("columns", test_columns);
  ADD ("looking only", test_looking);
  g_test_add ("/devices-page/none", Fixture, NULL, set_up_empty, test_none, tear_down);
  g_test_add ("/devices-page/many", Fixture, NULL, set_up_empty, test_many, tear_down);
  return g_test_run ();
}
