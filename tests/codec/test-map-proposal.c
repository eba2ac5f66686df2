/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-map-proposal.h"

#include <math.h>

#define SEEN_MAX 8

/* --- Ranking ------------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  FluxSeenRegister seen[SEEN_MAX];
  guint n_seen;
  const char *best; /* NULL: nothing is proposed */
  guint n_matched;
  guint n_implausible;
} cases[] = {
  { "NivuFlow 750 by plain numbers",
    { { 11, "flow_rate", 0.094225 },
      { 13, "level", 0.3125 },
      { 15, "velocity", 0.8612 },
      { 17, "temperature", 17.4 },
      { 5201, "totalizer", 152340.8125 } },
    5,
    "NIVUS NivuFlow 750",
    5,
    0 },
  { "NivuFlow 750 by full numbers",
    { { 30011, NULL, 0.094225 }, { 300013, NULL, 0.3125 }, { 35201, NULL, 152340.8125 } },
    3,
    "NIVUS NivuFlow 750",
    3,
    0 },
  { "NivuFlow 750 of which one register is new",
    { { 11, NULL, 0.094225 }, { 13, NULL, 0.3125 }, { 91, NULL, 5 } },
    3,
    "NIVUS NivuFlow 750",
    2,
    0 },
  { "NivuFlow 750 before it measures", { { 11, NULL, NAN }, { 13, NULL, NAN } }, 2, "NIVUS NivuFlow 750", 2, 0 },
  { "NivuSonic in whole digits",
    { { 1, NULL, 1250 }, { 2, NULL, 742 }, { 3, NULL, 65336 }, { 4, NULL, 1523 }, { 5, NULL, 2015 }, { 6, NULL, 3 } },
    6,
    "NIVUS NivuSonic Clamp On",
    6,
    0 },
  { "a wrong word order on one of three",
    { { 11, NULL, 0.094225 }, { 13, NULL, 2.2e-41 }, { 15, NULL, 0.8612 } },
    3,
    "NIVUS NivuFlow 750",
    3,
    1 },
  { "requests without a number", { { 0, "Flow_rate", 0.1 }, { 0, "totalizer", 5 } }, 2, "NIVUS NivuFlow 750", 2, 0 },
  { "floats of nobody", { { 2001, "flow_rate", 0.1 }, { 2003, NULL, 5 } }, 2, NULL, 0, 0 },
  { "a wrong word order everywhere", { { 11, NULL, -2.9e31 }, { 13, NULL, 2.2e-41 } }, 2, NULL, 0, 0 },
  { "nothing", { { 0 } }, 0, NULL, 0, 0 },
};

static void
test_ranking (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) proposals = flux_map_proposals (cases[i].seen, cases[i].n_seen, NULL);
      const FluxMapProposal *best;

      g_test_message ("%s", cases[i].name);
      if (cases[i].best == NULL)
        {
          g_assert_cmpuint (proposals->len, ==, 0);
          continue;
        }
      g_assert_cmpuint (proposals->len, >=, 1);
      best = g_ptr_array_index (proposals, 0);
      g_assert_cmpstr (best->map->name, ==, cases[i].best);
      g_assert_cmpuint (best->n_matched, ==, cases[i].n_matched);
      g_assert_cmpuint (best->n_implausible, ==, cases[i].n_implausible);
      g_assert_cmpfloat (best->score, >, 0);
      g_assert_cmpfloat (best->score, <=, 1);
    }
}

static FluxRegisterMap *
make_map (const char *name, guint number, FluxRegisterType type)
{
  FluxRegisterMap *map = flux_register_map_new (name);
  FluxRegister *reg = flux_register_new ("level");

  reg->address = number - 1;
  reg->type = type;
  g_ptr_array_add (map->registers, reg);
  return map;
}

/* A stored map that explains everything comes before a profile that explains a part. */
static void
test_stored (void)
{
  const FluxSeenRegister seen[] = { { 13, NULL, 3 } };
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
  g_autoptr (GPtrArray) proposals = NULL;

  g_ptr_array_add (maps, make_map ("far away", 900, FLUX_REGISTER_INT16));
  g_ptr_array_add (maps, make_map ("ours", 13, FLUX_REGISTER_INT16));
  proposals = flux_map_proposals (seen, G_N_ELEMENTS (seen), maps);
  g_assert_cmpuint (proposals->len, ==, 3);
  g_assert_cmpstr (((FluxMapProposal *) g_ptr_array_index (proposals, 0))->map->name, ==, "ours");
  g_assert_cmpfloat (((FluxMapProposal *) g_ptr_array_index (proposals, 0))->score, ==, 1);
  g_assert_cmpfloat (((FluxMapProposal *) g_ptr_array_index (proposals, 1))->score, >=,
                     ((FluxMapProposal *) g_ptr_array_index (proposals, 2))->score);
}

/* A profile that was stored is proposed once, as it was stored. */
static void
test_stored_profile (void)
{
  const FluxSeenRegister seen[] = { { 5201, NULL, 3 } };
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
  g_autoptr (GPtrArray) before = flux_map_proposals (seen, G_N_ELEMENTS (seen), maps), after = NULL;
  FluxRegisterMap *changed;

  g_assert_cmpuint (before->len, ==, 1);
  changed = flux_register_map_copy (((FluxMapProposal *) g_ptr_array_index (before, 0))->map);
  g_free (changed->name);
  changed->name = g_strdup ("changed");
  g_ptr_array_add (maps, changed);
  after = flux_map_proposals (seen, G_N_ELEMENTS (seen), maps);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpstr (((FluxMapProposal *) g_ptr_array_index (after, 0))->map->name, ==, "changed");
}

/* --- Plausible values --------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  FluxRegisterType type;
  FluxValueForm form;
  double value;
  gboolean is_plausible;
} values[] = {
  { "a level", FLUX_REGISTER_FLOAT32, FLUX_VALUE_FORM_NUMBERS, 0.3125, TRUE },
  { "zero", FLUX_REGISTER_FLOAT32, FLUX_VALUE_FORM_NUMBERS, 0, TRUE },
  { "a denormal float", FLUX_REGISTER_FLOAT32, FLUX_VALUE_FORM_NUMBERS, 2.2e-41, FALSE },
  { "the same as a double", FLUX_REGISTER_FLOAT64, FLUX_VALUE_FORM_NUMBERS, 2.2e-41, TRUE },
  { "far too high", FLUX_REGISTER_FLOAT32, FLUX_VALUE_FORM_NUMBERS, 1e5, FALSE },
  { "infinite", FLUX_REGISTER_FLOAT32, FLUX_VALUE_FORM_NUMBERS, INFINITY, FALSE },
  { "a fraction of a digit", FLUX_REGISTER_INT16, FLUX_VALUE_FORM_NUMBERS, 0.5, FALSE },
  { "a negative one read as unsigned", FLUX_REGISTER_INT16, FLUX_VALUE_FORM_NUMBERS, 65336, TRUE },
  { "the same where it is unsigned", FLUX_REGISTER_UINT16, FLUX_VALUE_FORM_NUMBERS, 65336, FALSE },
  { "the first word of two", FLUX_REGISTER_FLOAT32, FLUX_VALUE_FORM_WORDS, 62901, TRUE },
  { "no word", FLUX_REGISTER_FLOAT32, FLUX_VALUE_FORM_WORDS, 0.3125, FALSE },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      /* Far from every profile, with a second register that always fits. */
      const FluxSeenRegister seen[] = { { 7001, NULL, values[i].value }, { 7005, "status", 1 }, { 7006, NULL, 1 } };
      g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func ((GDestroyNotify) flux_register_map_unref);
      g_autoptr (GPtrArray) proposals = NULL;
      FluxRegisterMap *map = make_map ("map", 7001, values[i].type);
      const FluxMapProposal *proposal;

      g_test_message ("%s", values[i].name);
      map->form = values[i].form;
      for (guint j = 1; j < G_N_ELEMENTS (seen); j++)
        {
          g_autofree char *name = g_strdup_printf ("extra_%u", j);
          FluxRegister *extra = flux_register_new (name);

          extra->address = seen[j].number - 1;
          g_ptr_array_add (map->registers, extra);
        }
      g_ptr_array_add (maps, map);
      proposals = flux_map_proposals (seen, G_N_ELEMENTS (seen), maps);
      g_assert_cmpuint (proposals->len, ==, 1);
      proposal = g_ptr_array_index (proposals, 0);
      g_assert_cmpuint (proposal->n_matched, ==, 3);
      g_assert_cmpuint (proposal->n_implausible, ==, values[i].is_plausible ? 0 : 1);
    }
}

/* --- A map of what was seen --------------------------------------------------------------------------------------- */

static const struct
{
  FluxSeenRegister seen;
  const char *name; /* NULL: it adds nothing */
  FluxFunction function;
  guint16 address;
  FluxRegisterType type;
  const char *request;
} made[] = {
  { { 11, "flow_rate", 0.094225 }, "flow_rate", FLUX_FUNCTION_INPUT_REGISTERS, 10, FLUX_REGISTER_FLOAT32, NULL },
  { { 30013, "waterLevel", 0.3 }, "level", FLUX_FUNCTION_INPUT_REGISTERS, 12, FLUX_REGISTER_FLOAT32, NULL },
  { { 40021, "Pumpe", 5 }, "register_21", FLUX_FUNCTION_HOLDING_REGISTERS, 20, FLUX_REGISTER_INT16, "Pumpe" },
  { { 40022, NULL, 40000 }, "register_22", FLUX_FUNCTION_HOLDING_REGISTERS, 21, FLUX_REGISTER_UINT16, NULL },
  { { 31, "level", 3 }, "register_31", FLUX_FUNCTION_INPUT_REGISTERS, 30, FLUX_REGISTER_FLOAT32, "level" },
  { { 30031, "again", 3 }, NULL, 0, 0, 0, NULL },
  { { 33, "a\nb", NAN }, "register_33", FLUX_FUNCTION_INPUT_REGISTERS, 32, FLUX_REGISTER_FLOAT32, NULL },
  { { 0, "totalizer", 5 }, "totalizer", FLUX_FUNCTION_INPUT_REGISTERS, 0, FLUX_REGISTER_FLOAT32, NULL },
  { { 0, "Druck", 5 }, "register_3", FLUX_FUNCTION_INPUT_REGISTERS, 2, FLUX_REGISTER_FLOAT32, "Druck" },
};

static void
test_from_seen (void)
{
  FluxSeenRegister seen[G_N_ELEMENTS (made)];
  g_autoptr (FluxRegisterMap) map = NULL;
  guint index = 0;

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    seen[i] = made[i].seen;
  map = flux_map_from_seen (seen, G_N_ELEMENTS (seen), "What NIVUS_07 posts");
  g_assert_cmpstr (map->name, ==, "What NIVUS_07 posts");
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      const FluxRegister *reg;

      if (made[i].name == NULL)
        continue;
      g_assert_cmpuint (index, <, map->registers->len);
      reg = g_ptr_array_index (map->registers, index++);
      g_assert_cmpstr (reg->name, ==, made[i].name);
      g_assert_cmpint (reg->function, ==, made[i].function);
      g_assert_cmpuint (reg->address, ==, made[i].address);
      g_assert_cmpint (reg->type, ==, made[i].type);
      g_assert_cmpstr (reg->request_names[0], ==, made[i].request);
      g_assert_null (reg->unit);
    }
  g_assert_cmpuint (index, ==, map->registers->len);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-proposal/ranking", test_ranking);
  g_test_add_func ("/map-proposal/stored", test_stored);
  g_test_add_func ("/map-proposal/stored-profile", test_stored_profile);
  g_test_add_func ("/map-proposal/values", test_values);
  g_test_add_func ("/map-proposal/from-seen", test_from_seen);
  return g_test_run ();
}
