/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-mapping-draft.h"

#include "flux-device.h"
#include "flux-register-map-file.h"

#include <math.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT (1795424400000000)

#define BY_NAME \
  "{\"Modbus\":[{\"server_name\":\"NIVUS_01\",\"full_addr\":\"300011\",\"bserver_id\":1,\"data\":\"[0.094225]\"}," \
  "{\"server_name\":\"NIVUS_01\",\"full_addr\":\"300013\",\"bserver_id\":1,\"data\":\"[0.312500]\"}," \
  "{\"server_name\":\"NIVUS_01\",\"full_addr\":\"305201\",\"bserver_id\":1,\"data\":\"[152340.812500]\"}," \
  "{\"server_name\":\"NIVUS_02\",\"full_addr\":\"300011\",\"bserver_id\":2,\"data\":\"[0.041870]\"}," \
  "{\"server_name\":\"NIVUS_02\",\"full_addr\":\"300013\",\"bserver_id\":2,\"data\":\"[0.220000]\"}," \
  "{\"server_name\":\"NIVUS_02\",\"full_addr\":\"305201\",\"bserver_id\":2,\"data\":\"[88210.500000]\"}]}"

#define BLOCK \
  "{\"NIVUS_01_DATA\":[{\"server_id\":1,\"addr\":11,\"full_addr\":\"300011\",\"size\":38," \
  "\"data\":\"[0.094225,0.312500,0.861200,17.400000]\",\"ip\":\"192.168.1.11\",\"name\":\"meas\"}]}"

#define BY_POSITION \
  "{\"flow\":[{\"ID\":\"NIVUS_01\",\"data\":[0.094225,0.312500,0.861200,17.400000],\"D\":\"23/11/2026 10:00:00\"}]}"

#define OWN_TEMPLATE \
  "[{\"TS\":\"1795424400\",\"N\":\"NIVUS_01\",\"R\":\"flow_rate\",\"A\":\"300011\",\"V\":\"0.094225\"}," \
  "{\"TS\":\"1795424400\",\"N\":\"NIVUS_01\",\"R\":\"level\",\"A\":\"300013\",\"V\":\"0.312500\"}]"

#define WHOLE_BLOCK \
  "{\"NIVUSONIC\":{\"timestamp\":1795424400,\"server_id\":4,\"addr\":1,\"full_addr\":\"300001\"," \
  "\"data\":\"[1250,742,-200,1523,2015,3]\",\"server_name\":\"SONIC_01\",\"name\":\"inputs_1_6\"}}"

#define HEX_BLOCK \
  "{\"Modbus\":{\"server_id\":1,\"addr\":11,\"full_addr\":\"300011\",\"server_name\":\"NIVUS_01\"," \
  "\"data\":\"\\\"F9093DC000003EA0779A3F5C3333418B\\\"\"}}"

#define FIELDS "{\"Modbus\":{\"server_name\":\"NIVUS_01\",\"flow_rate\":12.5,\"level\":0.3}}"
#define UNNAMED "[{\"full_addr\":\"11\",\"data\":12.5}]"

typedef struct
{
  FluxMappingPlace place;
  FluxMappingDraft *draft;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place.gateway = flux_gateway_new ("TRB246 North");
  self->place.units = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_unit_unref);
  self->place.maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
  self->place.devices = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_device_unref);
  self->place.now = NOW;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->draft, flux_mapping_draft_free);
  g_clear_pointer (&self->place.body, g_bytes_unref);
  flux_gateway_unref (self->place.gateway);
  g_ptr_array_unref (self->place.units);
  g_ptr_array_unref (self->place.maps);
  g_ptr_array_unref (self->place.devices);
}

static void
open_body (Fixture *self, const char *body)
{
  g_clear_pointer (&self->draft, flux_mapping_draft_free);
  g_clear_pointer (&self->place.body, g_bytes_unref);
  self->place.body = g_bytes_new (body, strlen (body));
  self->draft = flux_mapping_draft_new (&self->place);
}

static FluxMappingUnit *
get_unit (Fixture *self, guint index)
{
  g_assert_cmpuint (index, <, self->draft->units->len);
  return g_ptr_array_index (self->draft->units, index);
}

/* Returns: (nullable) */
static FluxMappingRow *
find_row (FluxMappingUnit *unit, const char *name)
{
  for (guint i = 0; i < unit->rows->len; i++)
    {
      FluxMappingRow *row = g_ptr_array_index (unit->rows, i);

      if (g_str_equal (row->reg->name, name))
        return row;
    }
  return NULL;
}

static void
choose_kind (Fixture *self, FluxMappingUnit *unit, FluxMapChoiceKind kind)
{
  for (guint i = 0; i < unit->choices->len; i++)
    if (((FluxMapChoice *) g_ptr_array_index (unit->choices, i))->kind == kind)
      {
        flux_mapping_draft_choose_map (self->draft, unit, i);
        return;
      }
  g_assert_not_reached ();
}

static void
assert_result (const FluxMappingRow *row, const char *seen, double result)
{
  g_assert_nonnull (row);
  g_assert_cmpstr (row->seen, ==, seen);
  g_assert_true (row->has_result);
  g_assert_cmpfloat_with_epsilon (row->result, result, 1e-5 * MAX (1, fabs (result)));
}

/* Stores everything as the dialog does, into the fixture's plant. */
static guint
store (Fixture *self)
{
  guint n = 0;

  for (;; n++)
    {
      FluxMappingUnit *unit;
      g_autoptr (FluxMappingChange) change = flux_mapping_draft_make_change (self->draft, &unit);

      if (change == NULL)
        return n;
      if (change->unit != NULL)
        g_ptr_array_add (self->place.units, flux_unit_ref (change->unit));
      if (change->map != NULL)
        g_ptr_array_add (self->place.maps, flux_register_map_ref (change->map));
      if (change->device != NULL)
        g_ptr_array_add (self->place.devices, flux_device_ref (change->device));
      if (change->gateway != NULL)
        {
          flux_gateway_unref (self->place.gateway);
          self->place.gateway = flux_gateway_ref (change->gateway);
        }
      flux_mapping_draft_take_saved (self->draft, unit, change);
    }
}

/* --- What is proposed --------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *body;
  guint n_units;
  const char *texts[FLUX_MAPPING_MAP_NAME]; /* of the first */
  FluxMapChoiceKind kind;
  guint n_rows;
  const char *row; /* (nullable): one of them */
  const char *seen;
  double result; /* the flow in m³/h */
} ProposalCase;

static const ProposalCase proposals[] = {
  { "by name", BY_NAME, 2, { "NIVUS_01", "NIVUS_01", "1", "", "" }, FLUX_MAP_CHOICE_PROFILE, 5, "flow_rate",
    "0.094225", 339.21 },
  { "totalizer", BY_NAME, 2, { "NIVUS_01", "NIVUS_01", "1", "", "" }, FLUX_MAP_CHOICE_PROFILE, 5, "totalizer",
    "152340.81", 152340.81 },
  { "block", BLOCK, 1, { "unit 1", "", "1", "192.168.1.11", "" }, FLUX_MAP_CHOICE_PROFILE, 5, "temperature", "17.4",
    17.4 },
  { "by position", BY_POSITION, 1, { "NIVUS_01", "", "", "", "NIVUS_01" }, FLUX_MAP_CHOICE_SEEN, 4, "register_1",
    "0.094225", 0.094225 },
  { "own template", OWN_TEMPLATE, 1, { "NIVUS_01", "NIVUS_01", "", "", "" }, FLUX_MAP_CHOICE_PROFILE, 5, "level",
    "0.3125", 0.3125 },
  { "whole block", WHOLE_BLOCK, 1, { "SONIC_01", "SONIC_01", "4", "", "" }, FLUX_MAP_CHOICE_PROFILE, 0, "level", "742",
    0.742 },
  { "hex", HEX_BLOCK, 1, { "NIVUS_01", "NIVUS_01", "1", "", "" }, FLUX_MAP_CHOICE_PROFILE, 5, "level", "0.3125",
    0.3125 },
  { "fields", FIELDS, 1, { "NIVUS_01", "NIVUS_01", "", "", "" }, FLUX_MAP_CHOICE_NONE, 0 },
};

static void
test_proposal (Fixture *self, gconstpointer data)
{
  const ProposalCase *test = data;
  FluxMappingUnit *unit;

  open_body (self, test->body);
  g_assert_cmpuint (self->draft->units->len, ==, test->n_units);
  unit = get_unit (self, 0);
  for (guint i = 0; i < FLUX_MAPPING_MAP_NAME; i++)
    g_assert_cmpstr (unit->texts[i], ==, test->texts[i]);
  g_assert_cmpint (flux_mapping_unit_get_choice (unit)->kind, ==, test->kind);
  if (test->n_rows > 0)
    g_assert_cmpuint (unit->rows->len, ==, test->n_rows);
  if (test->row != NULL)
    assert_result (find_row (unit, test->row), test->seen, test->result);
  g_assert_true (flux_mapping_draft_is_complete (self->draft));
}

/* Nothing in the post tells it from other units: no mapping helps. */
static void
test_unnamed (Fixture *self, gconstpointer data)
{
  open_body (self, UNNAMED);
  g_assert_false (get_unit (self, 0)->is_included);
  g_assert_false (flux_mapping_draft_is_complete (self->draft));
  self->place.device_hint = "NIVUS_01";
  open_body (self, UNNAMED);
  g_assert_cmpstr (get_unit (self, 0)->texts[FLUX_MAPPING_ALIAS], ==, "NIVUS_01");
  g_assert_true (flux_mapping_draft_is_complete (self->draft));
}

/* The same kind of unit twice gets one map. */
static void
test_same (Fixture *self, gconstpointer data)
{
  FluxMappingUnit *first, *second;

  open_body (self, BY_NAME);
  first = get_unit (self, 0);
  second = get_unit (self, 1);
  g_assert_cmpint (flux_mapping_unit_get_choice (second)->kind, ==, FLUX_MAP_CHOICE_SAME);
  g_assert_true (flux_mapping_unit_get_table (second) == first);
  assert_result (find_row (second, "level"), "0.22", 0.22);
  flux_mapping_draft_set_meaning (self->draft, find_row (first, "level"), FLUX_FIELD_VELOCITY);
  g_assert_null (find_row (second, "level"));
  g_assert_cmpstr (flux_mapping_draft_judge_row (self->draft, first, g_ptr_array_index (first->rows, 2)), ==,
                   "Another register is this already");
  flux_mapping_draft_set_meaning (self->draft, g_ptr_array_index (first->rows, 2), FLUX_MAPPING_LEFT_OUT);
  g_assert_true (flux_mapping_draft_is_complete (self->draft));
  g_assert_cmpuint (store (self), ==, 2);
  g_assert_cmpuint (self->place.maps->len, ==, 1);
  g_assert_cmpstr (((FluxUnit *) g_ptr_array_index (self->place.units, 0))->map_uuid, ==,
                   ((FluxUnit *) g_ptr_array_index (self->place.units, 1))->map_uuid);
}

/* A device of that name which another gateway reads is not meant. */
static void
test_device_elsewhere (Fixture *self, gconstpointer data)
{
  FluxDevice *device = flux_device_new ("NIVUS_01");

  device->gateway_uuid = g_strdup ("another");
  g_ptr_array_add (self->place.devices, device);
  g_ptr_array_add (self->place.devices, flux_device_new ("NIVUS_02"));
  open_body (self, BY_NAME);
  g_assert_cmpstr (get_unit (self, 0)->texts[FLUX_MAPPING_DEVICE], ==, "NIVUS_01, TRB246 North");
  g_assert_cmpstr (get_unit (self, 1)->texts[FLUX_MAPPING_DEVICE], ==, "NIVUS_02");
  g_assert_cmpuint (store (self), ==, 2);
  g_assert_cmpuint (self->place.devices->len, ==, 3);
}

/* --- What is chosen ----------------------------------------------------------------------------------------------- */

typedef struct
{
  FluxMappingText text;
  const char *typed;
  gboolean will_do;
} TextCase;

static const TextCase texts[] = {
  { FLUX_MAPPING_DEVICE, "NIVUS_99", TRUE },
  { FLUX_MAPPING_DEVICE, "", FALSE },
  { FLUX_MAPPING_DEVICE, "a\tb", FALSE },
  { FLUX_MAPPING_DEVICE, "OLD", FALSE }, /* retired */
  { FLUX_MAPPING_SERVER_NAME, "", TRUE }, /* the id is left */
  { FLUX_MAPPING_SERVER_NAME, "NIVUS_02", FALSE },
  { FLUX_MAPPING_SERVER_NAME, "KNOWN", FALSE },
  { FLUX_MAPPING_SERVER_ID, "", TRUE },
  { FLUX_MAPPING_SERVER_ID, "255", TRUE },
  { FLUX_MAPPING_SERVER_ID, "256", FALSE },
  { FLUX_MAPPING_SERVER_ID, "one", FALSE },
  { FLUX_MAPPING_IP, "192.168.1.11", TRUE },
  { FLUX_MAPPING_MAP_NAME, "Own", TRUE },
  { FLUX_MAPPING_MAP_NAME, " ", FALSE },
  { FLUX_MAPPING_MAP_NAME, "Stored", FALSE },
};

static void
test_texts (Fixture *self, gconstpointer data)
{
  FluxDevice *retired = flux_device_new ("OLD");
  FluxUnit *known = flux_unit_new (self->place.gateway->uuid, "OLD");

  retired->retired_at = NOW;
  known->server_name = g_strdup ("KNOWN");
  g_ptr_array_add (self->place.devices, retired);
  g_ptr_array_add (self->place.units, known);
  g_ptr_array_add (self->place.maps, flux_register_map_new ("Stored"));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%d “%s”", texts[i].text, texts[i].typed);
      open_body (self, BY_NAME);
      flux_mapping_draft_set_text (self->draft, get_unit (self, 0), texts[i].text, texts[i].typed);
      g_assert_cmpint (flux_mapping_draft_is_complete (self->draft), ==, texts[i].will_do);
      g_assert_cmpint (flux_mapping_draft_judge_text (self->draft, get_unit (self, 0), texts[i].text) == NULL, ==,
                       texts[i].will_do);
    }
}

static void
test_rows (Fixture *self, gconstpointer data)
{
  FluxMappingUnit *unit;
  FluxMappingRow *row;

  open_body (self, WHOLE_BLOCK);
  unit = get_unit (self, 0);
  choose_kind (self, unit, FLUX_MAP_CHOICE_SEEN);
  g_assert_cmpuint (unit->rows->len, ==, 6);
  row = g_ptr_array_index (unit->rows, 0);
  g_assert_cmpuint (flux_mapping_row_get_meaning (row), ==, FLUX_MAPPING_OTHER);
  assert_result (row, "1250", 1250);
  flux_mapping_draft_set_meaning (self->draft, row, FLUX_FIELD_FLOW_RATE);
  flux_mapping_draft_set_scale (self->draft, row, "0,001");
  assert_result (row, "1250", 4500); /* m³/s, kept as m³/h */
  flux_mapping_draft_set_unit (self->draft, row, "l/s");
  assert_result (row, "1250", 4.5);
  g_assert_null (flux_mapping_draft_judge_row (self->draft, unit, row));
  flux_mapping_draft_set_scale (self->draft, row, "much");
  g_assert_nonnull (flux_mapping_draft_judge_row (self->draft, unit, row));
  g_assert_false (flux_mapping_draft_is_complete (self->draft));
  flux_mapping_draft_set_meaning (self->draft, row, FLUX_MAPPING_LEFT_OUT);
  g_assert_true (flux_mapping_draft_is_complete (self->draft));

  row = g_ptr_array_index (unit->rows, 1);
  flux_mapping_draft_set_name (self->draft, row, "Level");
  g_assert_nonnull (flux_mapping_draft_judge_row (self->draft, unit, row));
  flux_mapping_draft_set_name (self->draft, row, "air");
  g_assert_null (flux_mapping_draft_judge_row (self->draft, unit, row));
}

/* Of bytes as they lay on the wire, the type and the word order decide. */
static void
test_word_order (Fixture *self, gconstpointer data)
{
  FluxMappingUnit *unit;
  FluxMappingRow *row;

  open_body (self, HEX_BLOCK);
  unit = get_unit (self, 0);
  row = find_row (unit, "level");
  flux_mapping_draft_set_order (self->draft, row, FLUX_WORD_ORDER_ABCD);
  g_assert_false (row->has_result);
  g_assert_nonnull (row->fault);
  flux_mapping_draft_set_order (self->draft, row, FLUX_WORD_ORDER_CDAB);
  assert_result (row, "0.3125", 0.3125);
}

static void
test_roles (Fixture *self, gconstpointer data)
{
  static const int roles[] = { FLUX_ROLE_TIME, FLUX_ROLE_SERVER_NAME, FLUX_ROLE_REQUEST, FLUX_ROLE_ADDRESS,
                               FLUX_ROLE_VALUE };
  g_autoptr (FluxBodyNames) names = NULL;

  open_body (self, OWN_TEMPLATE);
  g_assert_cmpuint (self->draft->members->len, ==, G_N_ELEMENTS (roles));
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    g_assert_cmpint (self->draft->roles[i], ==, roles[i]);
  flux_mapping_draft_set_role (self->draft, 4, FLUX_ROLE_NONE);
  g_assert_cmpuint (self->draft->units->len, ==, 0);
  flux_mapping_draft_set_role (self->draft, 4, FLUX_ROLE_VALUE);
  g_assert_cmpuint (self->draft->units->len, ==, 1);
  g_assert_cmpuint (store (self), ==, 1);
  names = flux_body_names_from_text (self->place.gateway->body_names, NULL);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (names->roles, "V")), ==, FLUX_ROLE_VALUE);
}

static void
test_position (Fixture *self, gconstpointer data)
{
  open_body (self, BY_POSITION);
  g_assert_true (self->draft->asks_position);
  g_assert_true (self->draft->names->by_position);
  flux_mapping_draft_set_by_position (self->draft, FALSE);
  g_assert_null (((FluxMappingRow *) g_ptr_array_index (get_unit (self, 0)->rows, 0))->seen);
}

/* --- What is stored ----------------------------------------------------------------------------------------------- */

/* A profile is stored as it is, under its own uuid, and is the stored map from then on. */
static void
test_profile (Fixture *self, gconstpointer data)
{
  const FluxRegisterMap *profile;
  g_autofree char *uuid = NULL;

  open_body (self, BLOCK);
  profile = flux_mapping_unit_get_choice (get_unit (self, 0))->map;
  uuid = g_strdup (profile->uuid);
  g_assert_cmpuint (store (self), ==, 1);
  g_assert_cmpstr (((FluxRegisterMap *) g_ptr_array_index (self->place.maps, 0))->uuid, ==, uuid);
  open_body (self, BY_NAME);
  g_assert_cmpint (flux_mapping_unit_get_choice (get_unit (self, 0))->kind, ==, FLUX_MAP_CHOICE_STORED);
}

/* Changed, it is another map. */
static void
test_changed_profile (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = NULL;

  open_body (self, BLOCK);
  uuid = g_strdup (flux_mapping_unit_get_choice (get_unit (self, 0))->map->uuid);
  flux_mapping_draft_set_meaning (self->draft, find_row (get_unit (self, 0), "velocity"), FLUX_MAPPING_LEFT_OUT);
  g_assert_true (flux_mapping_draft_is_edited (self->draft, get_unit (self, 0)));
  flux_mapping_draft_set_text (self->draft, get_unit (self, 0), FLUX_MAPPING_MAP_NAME, "Ours");
  g_assert_cmpuint (store (self), ==, 1);
  g_assert_cmpstr (((FluxRegisterMap *) g_ptr_array_index (self->place.maps, 0))->uuid, !=, uuid);
  g_assert_cmpstr (((FluxRegisterMap *) g_ptr_array_index (self->place.maps, 0))->name, ==, "Ours");
}

/* A stored unit is changed; its map's other units are counted. */
static void
test_edit (Fixture *self, gconstpointer data)
{
  FluxMappingUnit *unit;
  FluxMappingUnit *none;
  g_autoptr (FluxMappingChange) change = NULL;

  open_body (self, BY_NAME);
  store (self);
  self->place.unit_uuid = ((FluxUnit *) g_ptr_array_index (self->place.units, 1))->uuid;
  open_body (self, BY_NAME);
  g_assert_cmpuint (self->draft->units->len, ==, 1);
  unit = get_unit (self, 0);
  g_assert_cmpstr (unit->texts[FLUX_MAPPING_SERVER_NAME], ==, "NIVUS_02");
  assert_result (find_row (unit, "level"), "0.22", 0.22);
  g_assert_cmpuint (flux_mapping_draft_count_sharers (self->draft, unit), ==, 1);
  flux_mapping_draft_set_text (self->draft, unit, FLUX_MAPPING_DEVICE, "NIVUS_22");
  change = flux_mapping_draft_make_change (self->draft, &none);
  g_assert_cmpstr (change->unit->uuid, ==, self->place.unit_uuid);
  g_assert_cmpstr (change->device->device_id, ==, "NIVUS_22");
  g_assert_null (change->map);
}

/* Without a post, what is stored is there to be changed. */
static void
test_edit_blind (Fixture *self, gconstpointer data)
{
  open_body (self, BY_NAME);
  store (self);
  g_clear_pointer (&self->draft, flux_mapping_draft_free);
  g_clear_pointer (&self->place.body, g_bytes_unref);
  self->place.unit_uuid = ((FluxUnit *) g_ptr_array_index (self->place.units, 0))->uuid;
  self->draft = flux_mapping_draft_new (&self->place);
  g_assert_cmpuint (get_unit (self, 0)->rows->len, ==, 5);
  g_assert_null (find_row (get_unit (self, 0), "level")->seen);
  g_assert_true (flux_mapping_draft_is_complete (self->draft));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (proposals); i++)
    {
      g_autofree char *path = g_strconcat ("/mapping-draft/proposal/", proposals[i].name, NULL);

      g_test_add (path, Fixture, &proposals[i], set_up, test_proposal, tear_down);
    }
#define ADD(name, test) g_test_add ("/mapping-draft/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("a unit without a name", test_unnamed);
  ADD ("the same map", test_same);
  ADD ("a device elsewhere", test_device_elsewhere);
  ADD ("texts", test_texts);
  ADD ("rows", test_rows);
  ADD ("word order", test_word_order);
  ADD ("roles", test_roles);
  ADD ("by position", test_position);
  ADD ("a profile", test_profile);
  ADD ("a changed profile", test_changed_profile);
  ADD ("edit", test_edit);
  ADD ("edit without a post", test_edit_blind);
  return g_test_run ();
}
