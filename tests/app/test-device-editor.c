/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-device-editor.h"
#include "flux-field-row.h"
#include "flux-test-labels.h"
#include "flux-test-plant.h"
#include "flux-test-stage.h"

#include <string.h>

typedef struct
{
  FluxHost *host;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  flux_test_plant_close (self->host);
}

static gpointer
get_part (GtkWidget *editor, const char *name)
{
  GObject *part = gtk_widget_get_template_child (editor, FLUX_TYPE_DEVICE_EDITOR, name);

  g_assert_nonnull (part);
  return part;
}

static void
type (GtkWidget *editor, const char *row, const char *text)
{
  flux_field_row_set_text (get_part (editor, row), text);
}

static gboolean
can_save (GtkWidget *editor)
{
  return gtk_widget_get_sensitive (get_part (editor, "save"));
}

/* Opened on the device with this id, or for a new one with %NULL. */
static GtkWidget *
open_editor (Fixture *self, const char *first, const char *second)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();
  const char *ids[] = { first, second };
  GtkWidget *editor;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (ids[i] != NULL)
      g_ptr_array_add (devices, flux_device_item_get_device (
                                    flux_plant_model_find_device (flux_host_get_plant (self->host), ids[i])));
  editor = flux_device_editor_new (self->host, devices);
  gtk_window_present (GTK_WINDOW (editor));
  flux_test_stage_settle (editor);
  return editor;
}

static void
add_device (Fixture *self, const char *id, FluxFlowUnit unit, gboolean is_new)
{
  FluxDevice *device = flux_device_new (id);

  device->flow_unit = unit;
  device->confirmed_at = is_new ? 0 : flux_test_plant_get_now (self->host);
  flux_test_plant_add_device (self->host, device);
}

static const FluxDevice *
get_device (Fixture *self, const char *id)
{
  FluxDeviceItem *item = flux_plant_model_find_device (flux_host_get_plant (self->host), id);

  return item != NULL ? flux_device_item_get_device (item) : NULL;
}

static void
saved_cb (gboolean *saved)
{
  *saved = TRUE;
}

static gboolean
is_set (gpointer flag)
{
  return *(gboolean *) flag;
}

/* Presses Save and waits until everything is stored and the window closed. */
static void
save (GtkWidget *editor)
{
  gboolean saved = FALSE;

  g_assert_true (can_save (editor));
  g_signal_connect_swapped (editor, "saved", G_CALLBACK (saved_cb), &saved);
  gtk_widget_activate_action (editor, "editor.save", NULL);
  flux_test_stage_wait (is_set, &saved);
}

typedef struct
{
  Fixture *self;
  const char *id;
  gint64 after; /* µs UTC */
} Wanted;

static gboolean
has_changed (gpointer user_data)
{
  const Wanted *wanted = user_data;
  const FluxDevice *device = get_device (wanted->self, wanted->id);

  return device != NULL && device->updated_at > wanted->after;
}

static const FluxDevice *
save_and_get (Fixture *self, GtkWidget *editor, const char *id)
{
  const FluxDevice *before = get_device (self, id);
  Wanted wanted = { self, id, before != NULL ? before->updated_at : 0 };

  save (editor);
  flux_test_stage_wait (has_changed, &wanted);
  return get_device (self, id);
}

/* --- Judging ------------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *row, *text;
  gboolean will_do;
} cases[] = {
  { "id_row", "NIVUS_02", TRUE },
  { "id_row", "NIVUS_01", FALSE }, /* taken */
  { "id_row", " NIVUS_01 ", FALSE },
  { "id_row", "", FALSE },
  { "id_row", "a\tb", FALSE },
  { "name_row", "", TRUE }, /* its id then */
  { "name_row", "Main inlet", TRUE },
  { "site_row", "Plant A", TRUE },
  { "place_row", "", TRUE },
  { "tags_row", "a, b, ,", TRUE },
  { "description_row", "", TRUE },
  { "time_zone_row", "Europe/Berlin", TRUE },
  { "time_zone_row", "", TRUE },
  { "time_zone_row", "Mars/Olympus", FALSE },
  { "gateway_row", "TRB246 North", TRUE },
  { "gateway_row", "", TRUE },
  { "gateway_row", "TRB246", FALSE },
  { "period_row", "", TRUE },
  { "period_row", "5 min", TRUE },
  { "period_row", "now and then", FALSE },
  { "limit_row", "2 h", TRUE },
  { "limit_row", "", FALSE },
  { "limit_row", "0", FALSE },
};

static void
test_judging (Fixture *self, gconstpointer data)
{
  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_M3_PER_H, FALSE);
  flux_test_plant_add_gateway (self->host, "TRB246 North");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *editor = open_editor (self, NULL, NULL);

      g_test_message ("%s “%s”", cases[i].row, cases[i].text);
      g_assert_false (can_save (editor));
      g_assert_null (flux_field_row_get_error (get_part (editor, "id_row"))); /* nobody has typed yet */
      type (editor, "id_row", "NIVUS_99");
      g_assert_true (can_save (editor));
      type (editor, cases[i].row, "x");
      type (editor, cases[i].row, cases[i].text);
      g_assert_cmpint (can_save (editor), ==, cases[i].will_do);
      g_assert_cmpint (flux_field_row_get_error (get_part (editor, cases[i].row)) == NULL, ==, cases[i].will_do);
      gtk_window_destroy (GTK_WINDOW (editor));
    }
}

/* --- Storing ------------------------------------------------------------------------------------------------------ */

static void
test_add (Fixture *self, gconstpointer data)
{
  GtkWidget *editor = open_editor (self, NULL, NULL);
  const FluxDevice *device;

  type (editor, "id_row", " NIVUS_05 ");
  type (editor, "site_row", "Plant A");
  device = save_and_get (self, editor, "NIVUS_05");
  g_assert_cmpstr (device->name, ==, "NIVUS_05");
  g_assert_cmpstr (device->site, ==, "Plant A");
  g_assert_null (device->location);
  g_assert_cmpint (device->flow_unit, ==, FLUX_FLOW_UNIT_M3_PER_H);
  g_assert_cmpint (device->offline_after_seconds, ==, FLUX_DEVICE_OFFLINE_AFTER_DEFAULT);
  g_assert_cmpint (device->period_seconds, ==, 0);
  g_assert_cmpint (device->confirmed_at, !=, 0);
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  FluxGatewayItem *gateway = flux_test_plant_add_gateway (self->host, "TRB246 North");
  const char *const tags[] = { "inlet", "main", NULL };
  const FluxDevice *device;
  GtkWidget *editor;

  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_L_PER_S, TRUE);
  editor = open_editor (self, "NIVUS_01", NULL);
  g_assert_false (gtk_widget_get_visible (get_part (editor, "id_row")));
  type (editor, "name_row", "Main inlet");
  type (editor, "description_row", "Behind the screen");
  type (editor, "place_row", "Inlet");
  type (editor, "tags_row", "inlet, main, inlet");
  type (editor, "time_zone_row", "Europe/Berlin");
  type (editor, "gateway_row", "TRB246 North");
  type (editor, "period_row", "5 min");
  type (editor, "limit_row", "1 h");
  device = save_and_get (self, editor, "NIVUS_01");
  g_assert_cmpstr (device->name, ==, "Main inlet");
  g_assert_cmpstr (device->description, ==, "Behind the screen");
  g_assert_cmpstr (device->location, ==, "Inlet");
  g_assert_cmpstrv (device->tags, (char **) tags);
  g_assert_cmpstr (device->time_zone, ==, "Europe/Berlin");
  g_assert_cmpstr (device->gateway_uuid, ==, flux_gateway_item_get_gateway (gateway)->uuid);
  g_assert_cmpint (device->period_seconds, ==, 300);
  g_assert_cmpint (device->offline_after_seconds, ==, 3600);
  g_assert_cmpint (device->flow_unit, ==, FLUX_FLOW_UNIT_L_PER_S);
  g_assert_cmpint (device->confirmed_at, !=, 0); /* it was new */
}

/* Emptied texts are no texts. */
static void
test_empty (Fixture *self, gconstpointer data)
{
  const FluxDevice *device;
  GtkWidget *editor;

  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_L_PER_S, FALSE);
  editor = open_editor (self, "NIVUS_01", NULL);
  type (editor, "site_row", "Plant A");
  type (editor, "period_row", "1 min");
  save_and_get (self, editor, "NIVUS_01");
  editor = open_editor (self, "NIVUS_01", NULL);
  type (editor, "site_row", " ");
  type (editor, "period_row", "");
  device = save_and_get (self, editor, "NIVUS_01");
  g_assert_null (device->site);
  g_assert_cmpint (device->period_seconds, ==, 0);
}

static void
test_unit (Fixture *self, gconstpointer data)
{
  FluxGatewayItem *gateway = flux_test_plant_add_gateway (self->host, "TRB246 North");
  g_autofree char *uuid = g_strdup (flux_gateway_item_get_gateway (gateway)->uuid);
  const FluxReading *latest;
  GtkWidget *editor, *always_row;

  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_M3_PER_H, FALSE);
  flux_test_plant_post (self->host, uuid, NULL, "{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5}");
  editor = open_editor (self, "NIVUS_01", NULL);
  always_row = get_part (editor, "always_row");
  g_assert_false (gtk_widget_get_visible (always_row));
  adw_combo_row_set_selected (get_part (editor, "unit_row"), FLUX_FLOW_UNIT_L_PER_S);
  g_assert_true (gtk_widget_get_visible (always_row));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (always_row)), ==,
                   "The numbers were always in l/s");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (always_row)), "No stored number changes"));
  g_assert_false (can_save (editor));
  gtk_check_button_set_active (get_part (editor, "always"), TRUE);
  g_assert_true (can_save (editor));
  adw_combo_row_set_selected (get_part (editor, "unit_row"), FLUX_FLOW_UNIT_M3_PER_H);
  g_assert_false (gtk_widget_get_visible (always_row));
  adw_combo_row_set_selected (get_part (editor, "unit_row"), FLUX_FLOW_UNIT_L_PER_S);
  g_assert_false (can_save (editor)); /* it is asked anew */
  gtk_check_button_set_active (get_part (editor, "always"), TRUE);
  g_assert_cmpint (save_and_get (self, editor, "NIVUS_01")->flow_unit, ==, FLUX_FLOW_UNIT_L_PER_S);
  latest = flux_device_item_get_snapshot (flux_plant_model_find_device (flux_host_get_plant (self->host), "NIVUS_01"))
               ->latest;
  g_assert_nonnull (latest);
  g_assert_cmpfloat (latest->values[FLUX_FIELD_FLOW_RATE], ==, 12.5);
}

/* Nobody has said it yet, so that there is nothing to be asked. */
static void
test_unit_of_adopted (Fixture *self, gconstpointer data)
{
  GtkWidget *editor;

  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_UNKNOWN, FALSE);
  editor = open_editor (self, "NIVUS_01", NULL);
  adw_combo_row_set_selected (get_part (editor, "unit_row"), FLUX_FLOW_UNIT_L_PER_S);
  g_assert_false (gtk_widget_get_visible (get_part (editor, "always_row")));
  g_assert_cmpint (save_and_get (self, editor, "NIVUS_01")->flow_unit, ==, FLUX_FLOW_UNIT_L_PER_S);
}

static void
test_several (Fixture *self, gconstpointer data)
{
  GtkWidget *editor;
  const FluxDevice *first, *second;

  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_M3_PER_H, FALSE);
  add_device (self, "NIVUS_02", FLUX_FLOW_UNIT_L_PER_S, FALSE);
  editor = open_editor (self, "NIVUS_01", NULL);
  type (editor, "place_row", "Inlet");
  save_and_get (self, editor, "NIVUS_01");
  editor = open_editor (self, "NIVUS_01", "NIVUS_02");
  g_assert_false (gtk_widget_get_visible (get_part (editor, "name_row")));
  g_assert_cmpstr (flux_field_row_get_text (get_part (editor, "place_row")), ==, "");
  type (editor, "site_row", "Plant A");
  second = save_and_get (self, editor, "NIVUS_02");
  first = get_device (self, "NIVUS_01");
  g_assert_cmpstr (first->site, ==, "Plant A");
  g_assert_cmpstr (second->site, ==, "Plant A");
  g_assert_cmpstr (first->location, ==, "Inlet"); /* they differ in it, and nothing was typed */
  g_assert_null (second->location);
  g_assert_cmpstr (second->name, ==, "NIVUS_02");
  g_assert_cmpint (first->flow_unit, ==, FLUX_FLOW_UNIT_M3_PER_H);
  g_assert_cmpint (second->flow_unit, ==, FLUX_FLOW_UNIT_L_PER_S);
}

/* --- Leaving ------------------------------------------------------------------------------------------------------ */

static GtkWidget *
find_question (GtkWidget *editor)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_window_get_transient_for (GTK_WINDOW (window)) == GTK_WINDOW (editor))
        return window;
    }
  return NULL;
}

static gboolean
is_gone (gpointer weak)
{
  return *(GtkWidget **) weak == NULL;
}

static void
test_leaving (Fixture *self, gconstpointer data)
{
  GtkWidget *editor = open_editor (self, NULL, NULL);
  GtkWidget *weak = editor;

  g_object_add_weak_pointer (G_OBJECT (editor), (gpointer *) &weak);
  gtk_window_close (GTK_WINDOW (editor));
  g_assert_null (weak);

  editor = weak = open_editor (self, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (editor), (gpointer *) &weak);
  type (editor, "site_row", "Plant A");
  gtk_window_close (GTK_WINDOW (editor));
  g_assert_nonnull (weak);
  g_assert_nonnull (find_question (editor));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question (editor)), "yes");
  flux_test_stage_wait (is_gone, &weak);
  g_assert_cmpuint (g_list_model_get_n_items (flux_plant_model_get_devices (flux_host_get_plant (self->host))), ==, 0);
}

static void
test_looking (Fixture *self, gconstpointer data)
{
  Fixture second;
  GtkWidget *editor;

  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_M3_PER_H, FALSE);
  second.host = flux_test_plant_open_again (self->host);
  g_assert_true (flux_host_is_read_only (second.host));
  editor = open_editor (&second, "NIVUS_01", NULL);
  type (editor, "name_row", "Main inlet");
  g_assert_false (can_save (editor));
  g_assert_true (gtk_revealer_get_reveal_child (get_part (editor, "trouble")));
  g_assert_cmpstr (gtk_label_get_label (get_part (editor, "trouble_text")), ==,
                   flux_host_get_lock_holder_message (second.host));
  gtk_window_destroy (GTK_WINDOW (editor));
  flux_test_plant_close (second.host);
}

static void
test_looks (Fixture *self, gconstpointer data)
{
  GtkWidget *editor;

  add_device (self, "NIVUS_01", FLUX_FLOW_UNIT_M3_PER_H, FALSE);
  editor = open_editor (self, "NIVUS_01", NULL);
  adw_combo_row_set_selected (get_part (editor, "unit_row"), FLUX_FLOW_UNIT_L_PER_S);
  type (editor, "period_row", "often");
  flux_test_stage_settle (editor);
  flux_test_labels_assert_narrow (editor);
  flux_test_labels_assert (editor);
  gtk_window_destroy (GTK_WINDOW (editor));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  flux_test_plant_init_style ();
#define ADD(name, test) g_test_add ("/device-editor/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("judging", test_judging);
  ADD ("add", test_add);
  ADD ("edit", test_edit);
  ADD ("empty", test_empty);
  ADD ("unit", test_unit);
  ADD ("unit of an adopted device", test_unit_of_adopted);
  ADD ("several", test_several);
  ADD ("leaving", test_leaving);
  ADD ("looking only", test_looking);
  ADD ("looks", test_looks);
  return g_test_run ();
}
