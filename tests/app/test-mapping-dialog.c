/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-engine-mapping.h"
#include "flux-engine-posts.h"
#include "flux-field-row.h"
#include "flux-mapping-dialog.h"
#include "flux-mapping-unit-view.h"
#include "flux-register-table.h"
#include "flux-test-labels.h"
#include "flux-test-plant.h"
#include "flux-test-stage.h"

#include <string.h>

#define TWO_UNITS \
  "{\"Modbus\":[{\"server_name\":\"NIVUS_01\",\"full_addr\":\"300011\",\"bserver_id\":1,\"data\":\"[0.094225]\"}," \
  "{\"server_name\":\"NIVUS_01\",\"full_addr\":\"300013\",\"bserver_id\":1,\"data\":\"[0.312500]\"}," \
  "{\"server_name\":\"NIVUS_02\",\"full_addr\":\"300011\",\"bserver_id\":2,\"data\":\"[0.041870]\"}," \
  "{\"server_name\":\"NIVUS_02\",\"full_addr\":\"300013\",\"bserver_id\":2,\"data\":\"[0.220000]\"}]}"

#define OWN_TEMPLATE \
  "[{\"TS\":\"1795424400\",\"N\":\"NIVUS_01\",\"R\":\"flow_rate\",\"A\":\"300011\",\"V\":\"0.094225\"}," \
  "{\"TS\":\"1795424400\",\"N\":\"NIVUS_01\",\"R\":\"level\",\"A\":\"300013\",\"V\":\"0.312500\"}]"

typedef struct
{
  FluxHost *host;
  char *gateway;
  GtkWidget *window;
  GtkWidget *dialog; /* (nullable) */
  gint64 number;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->host = flux_test_plant_open (NULL);
  self->window = flux_test_stage_show (adw_toast_overlay_new (), 980, 640);
  self->gateway = g_strdup (
      flux_gateway_item_get_gateway (flux_test_plant_add_gateway (self->host, "TRB246 North"))->uuid);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  g_clear_weak_pointer (&self->dialog);
  gtk_window_destroy (GTK_WINDOW (self->window));
  flux_test_plant_close (self->host);
  g_free (self->gateway);
}

/* --- Parts -------------------------------------------------------------------------------------------------------- */

static GtkWidget *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

static gpointer
get_part (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->dialog, FLUX_TYPE_MAPPING_DIALOG, name);
}

static GtkWidget *
get_view (Fixture *self, guint index)
{
  GtkWidget *view = gtk_widget_get_first_child (get_part (self, "units"));

  for (; index > 0 && view != NULL; index--)
    view = gtk_widget_get_next_sibling (view);
  return view;
}

static gpointer
get_view_part (Fixture *self, guint index, const char *name)
{
  return gtk_widget_get_template_child (get_view (self, index), FLUX_TYPE_MAPPING_UNIT_VIEW, name);
}

static gboolean
is_read (gpointer user_data)
{
  Fixture *self = user_data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (get_part (self, "stack")), "loading") != 0;
}

static const char *
get_page (Fixture *self)
{
  return gtk_stack_get_visible_child_name (get_part (self, "stack"));
}

static void
take_dialog (Fixture *self)
{
  g_clear_weak_pointer (&self->dialog);
  g_set_weak_pointer (&self->dialog, find_window (FLUX_TYPE_MAPPING_DIALOG));
  flux_test_stage_wait (is_read, self);
  flux_test_stage_settle (self->dialog);
}

static void
listed_cb (GObject *engine, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) posts = flux_engine_list_posts_finish (FLUX_ENGINE (engine), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (posts->len, ==, 1);
  self->number = ((FluxKeptPost *) g_ptr_array_index (posts, 0))->number;
}

static gboolean
has_number (gpointer user_data)
{
  return ((Fixture *) user_data)->number != 0;
}

/* Posts @body and opens the dialog on it. */
static void
open_post (Fixture *self, const char *body)
{
  FluxPostQuery query = { .filter = FLUX_POSTS_ALL, .limit = 1 };

  flux_test_plant_post (self->host, self->gateway, "192.168.40.17", body);
  flux_engine_list_posts_async (flux_host_get_engine (self->host), &query, NULL, NULL, listed_cb, self);
  flux_test_stage_wait (has_number, self);
  flux_mapping_dialog_present (GTK_WINDOW (self->window), self->host, self->number);
  take_dialog (self);
}

static gboolean
can_confirm (Fixture *self)
{
  return gtk_widget_get_sensitive (get_part (self, "confirm"));
}

static gboolean
is_done (gpointer user_data)
{
  Fixture *self = user_data;

  return self->dialog == NULL || g_strcmp0 (get_page (self), "done") == 0;
}

static void
confirm (Fixture *self)
{
  g_assert_true (can_confirm (self));
  gtk_widget_activate_action (self->dialog, "mapping.confirm", NULL);
  flux_test_stage_wait (is_done, self);
}

static const FluxReading *
get_latest (Fixture *self, const char *id)
{
  FluxDeviceItem *item = flux_plant_model_find_device (flux_host_get_plant (self->host), id);

  return item != NULL ? flux_device_item_get_snapshot (item)->latest : NULL;
}

static gboolean
has_both (gpointer user_data)
{
  Fixture *self = user_data;

  return get_latest (self, "NIVUS_01") != NULL && get_latest (self, "NIVUS_02") != NULL;
}

static gboolean
is_decoded (gpointer user_data)
{
  return !gtk_widget_get_visible (get_part (user_data, "stop"));
}

/* --- Cases -------------------------------------------------------------------------------------------------------- */

static void
test_map (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) units = NULL;

  open_post (self, TWO_UNITS);
  g_assert_cmpstr (get_page (self), ==, "form");
  g_assert_nonnull (get_view (self, 1));
  g_assert_null (get_view (self, 2));
  g_assert_nonnull (flux_test_labels_find (self->dialog, GTK_TYPE_LABEL, "30011"));
  g_assert_nonnull (flux_test_labels_find (self->dialog, GTK_TYPE_LABEL, "10  0x000A"));
  g_assert_nonnull (flux_test_labels_find (self->dialog, GTK_TYPE_LABEL, "0.094225"));
  flux_test_labels_assert (self->dialog);
  flux_test_labels_assert_narrow (self->dialog);

  flux_field_row_set_text (get_view_part (self, 0, "device_row"), "");
  g_assert_false (can_confirm (self));
  g_assert_nonnull (flux_field_row_get_error (get_view_part (self, 0, "device_row")));
  flux_field_row_set_text (get_view_part (self, 0, "device_row"), "NIVUS_01");
  confirm (self);
  units = flux_engine_get_units (flux_host_get_engine (self->host));
  g_assert_cmpuint (units->len, ==, 2);

  gtk_widget_activate_action (self->dialog, "mapping.decode", NULL);
  flux_test_stage_wait (is_decoded, self);
  flux_test_stage_wait (has_both, self);
  g_assert_cmpfloat_with_epsilon (get_latest (self, "NIVUS_01")->values[FLUX_FIELD_FLOW_RATE], 339.21, 0.01);
  g_assert_cmpfloat (get_latest (self, "NIVUS_02")->values[FLUX_FIELD_LEVEL], ==, 0.22);
}

static void
test_included (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) units = NULL;

  open_post (self, TWO_UNITS);
  gtk_switch_set_active (get_view_part (self, 1, "included"), FALSE);
  confirm (self);
  units = flux_engine_get_units (flux_host_get_engine (self->host));
  g_assert_cmpuint (units->len, ==, 1);
}

static gboolean
has_names (gpointer user_data)
{
  Fixture *self = user_data;
  const FluxGateway *gateway = flux_gateway_item_get_gateway (
      flux_plant_model_find_gateway (flux_host_get_plant (self->host), self->gateway));

  return gateway->body_names != NULL && strstr (gateway->body_names, "server_name") != NULL;
}

static void
test_members (Fixture *self, gconstpointer data)
{
  open_post (self, OWN_TEMPLATE);
  g_assert_true (gtk_widget_get_visible (get_part (self, "members_group")));
  g_assert_nonnull (get_view (self, 0));
  flux_test_labels_assert (self->dialog);
  flux_test_labels_assert_narrow (self->dialog);
  confirm (self);
  flux_test_stage_wait (has_names, self);
}

/* What is a reading already leaves nothing to be mapped. */
static void
test_nothing (Fixture *self, gconstpointer data)
{
  open_post (self, "{\"device_id\":\"NIVUS_01\",\"flow_rate\":12.5}");
  g_assert_cmpstr (get_page (self), ==, "nothing");
  g_assert_false (can_confirm (self));
}

static void
test_gone (Fixture *self, gconstpointer data)
{
  flux_mapping_dialog_present (GTK_WINDOW (self->window), self->host, 4711);
  take_dialog (self);
  g_assert_cmpstr (get_page (self), ==, "nothing");
}

static gboolean
is_gone (gpointer user_data)
{
  return ((Fixture *) user_data)->dialog == NULL;
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) units = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const FluxUnit *unit;

  open_post (self, TWO_UNITS);
  confirm (self);
  gtk_window_destroy (GTK_WINDOW (self->dialog));
  flux_test_stage_wait (is_gone, self);
  units = flux_engine_get_units (flux_host_get_engine (self->host));
  unit = g_ptr_array_index (units, 0);
  flux_mapping_dialog_present_unit (GTK_WINDOW (self->window), self->host, unit->uuid);
  take_dialog (self);
  g_assert_cmpstr (get_page (self), ==, "form");
  g_assert_null (get_view (self, 1));
  flux_field_row_set_text (get_view_part (self, 0, "alias_row"), "inlet");
  confirm (self);
  after = flux_engine_get_units (flux_host_get_engine (self->host));
  g_assert_cmpuint (after->len, ==, 2);
  for (guint i = 0; i < after->len; i++)
    if (g_str_equal (((FluxUnit *) g_ptr_array_index (after, i))->uuid, unit->uuid))
      g_assert_cmpstr (((FluxUnit *) g_ptr_array_index (after, i))->alias, ==, "inlet");
}

static void
test_looking (Fixture *self, gconstpointer data)
{
  FluxHost *writing = self->host;

  flux_test_plant_post (self->host, self->gateway, NULL, TWO_UNITS);
  self->host = flux_test_plant_open_again (writing);
  flux_mapping_dialog_present (GTK_WINDOW (self->window), self->host, 1);
  take_dialog (self);
  g_assert_false (can_confirm (self));
  gtk_window_destroy (GTK_WINDOW (self->dialog));
  flux_test_stage_wait (is_gone, self);
  flux_test_plant_close (writing);
}

/* --- The table ---------------------------------------------------------------------------------------------------- */

static const struct
{
  FluxFunction function;
  guint16 address;
  const char *classic;
} classics[] = {
  { FLUX_FUNCTION_INPUT_REGISTERS, 10, "30011" },    { FLUX_FUNCTION_HOLDING_REGISTERS, 10, "40011" },
  { FLUX_FUNCTION_COILS, 10, "00011" },              { FLUX_FUNCTION_DISCRETE_INPUTS, 10, "10011" },
  { FLUX_FUNCTION_INPUT_REGISTERS, 9998, "39999" },  { FLUX_FUNCTION_INPUT_REGISTERS, 9999, "310000" },
  { FLUX_FUNCTION_INPUT_REGISTERS, 65535, "365536" },
};

static void
test_classic (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (classics); i++)
    {
      g_autoptr (FluxRegister) reg = flux_register_new ("x");
      g_autofree char *written = NULL;

      reg->function = classics[i].function;
      reg->address = classics[i].address;
      written = flux_register_table_write_classic (reg);
      g_assert_cmpstr (written, ==, classics[i].classic);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  flux_test_stage_open ();
  flux_test_plant_init_style ();
#define ADD(name, test) g_test_add ("/mapping-dialog/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("map", test_map);
  ADD ("included", test_included);
  ADD ("members", test_members);
  ADD ("nothing", test_nothing);
  ADD ("a post that is gone", test_gone);
  ADD ("edit", test_edit);
  ADD ("looking only", test_looking);
  g_test_add_func ("/mapping-dialog/classic numbers", test_classic);
  return g_test_run ();
}
