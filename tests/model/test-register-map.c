/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-map.h"

#include <math.h>
#include <string.h>

static void
add_register (FluxRegisterMap *map, const char *name, FluxFunction function, guint16 address)
{
  FluxRegister *reg = flux_register_new (name);

  reg->function = function;
  reg->address = address;
  g_ptr_array_add (map->registers, reg);
}

/* The same number in every area, some in one area only, and two whose own number looks like an address with an area. */
static FluxRegisterMap *
make_map (void)
{
  FluxRegisterMap *map = flux_register_map_new ("all areas");

  add_register (map, "discrete_11", FLUX_FUNCTION_DISCRETE_INPUTS, 10);
  add_register (map, "holding_11", FLUX_FUNCTION_HOLDING_REGISTERS, 10);
  add_register (map, "flow_rate", FLUX_FUNCTION_INPUT_REGISTERS, 10);
  add_register (map, "coil_5", FLUX_FUNCTION_COILS, 4);
  add_register (map, "holding_7", FLUX_FUNCTION_HOLDING_REGISTERS, 6);
  add_register (map, "totalizer", FLUX_FUNCTION_INPUT_REGISTERS, 5200);
  add_register (map, "input_30013", FLUX_FUNCTION_INPUT_REGISTERS, 30012);
  add_register (map, "input_13", FLUX_FUNCTION_INPUT_REGISTERS, 12);
  add_register (map, "holding_40011", FLUX_FUNCTION_HOLDING_REGISTERS, 40010);
  add_register (map, "input_65536", FLUX_FUNCTION_INPUT_REGISTERS, 65535);
  return map;
}

static const struct
{
  guint number;
  const char *name; /* NULL: none */
} numbers[] = {
  { 11, "flow_rate" },
  { 30011, "flow_rate" },
  { 300011, "flow_rate" },
  { 400011, "holding_11" },
  { 10011, "discrete_11" },
  { 100011, "discrete_11" },
  { 5, "coil_5" },
  { 7, "holding_7" },
  { 40007, "holding_7" },
  { 400007, "holding_7" },
  { 30007, NULL },
  { 5201, "totalizer" },
  { 35201, "totalizer" },
  { 305201, "totalizer" },
  { 13, "input_13" },
  { 30013, "input_30013" },
  { 300013, "input_13" },
  { 330013, "input_30013" },
  { 40011, "holding_40011" },
  { 65536, "input_65536" },
  { 365536, "input_65536" },
  { 0, NULL },
  { 10, NULL },
  { 12, NULL },
  { 20011, NULL },
  { 30000, NULL },
  { 300000, NULL },
  { 365537, NULL },
  { 65537, NULL },
  { 50011, NULL },
  { G_MAXUINT, NULL },
};

static void
test_numbers (void)
{
  g_autoptr (FluxRegisterMap) map = make_map ();

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      int index = flux_register_map_find_number (map, numbers[i].number);

      g_test_message ("%u", numbers[i].number);
      if (numbers[i].name == NULL)
        g_assert_cmpint (index, ==, -1);
      else
        {
          g_assert_cmpint (index, >=, 0);
          g_assert_cmpstr (((FluxRegister *) g_ptr_array_index (map->registers, index))->name, ==, numbers[i].name);
        }
    }
}

static const struct
{
  guint number;
  gboolean is_register;
  FluxFunction function;
  guint16 address;
} parsed[] = {
  { 1, TRUE, FLUX_FUNCTION_INPUT_REGISTERS, 0 },
  { 5201, TRUE, FLUX_FUNCTION_INPUT_REGISTERS, 5200 },
  { 30011, TRUE, FLUX_FUNCTION_INPUT_REGISTERS, 10 },
  { 300011, TRUE, FLUX_FUNCTION_INPUT_REGISTERS, 10 },
  { 40011, TRUE, FLUX_FUNCTION_HOLDING_REGISTERS, 10 },
  { 465536, TRUE, FLUX_FUNCTION_HOLDING_REGISTERS, 65535 },
  { 10011, TRUE, FLUX_FUNCTION_DISCRETE_INPUTS, 10 },
  { 20011, TRUE, FLUX_FUNCTION_INPUT_REGISTERS, 20010 },
  { 30000, TRUE, FLUX_FUNCTION_INPUT_REGISTERS, 29999 },
  { 0, FALSE, 0, 0 },
  { 65537, FALSE, 0, 0 },
  { 300000, FALSE, 0, 0 },
  { 365537, FALSE, 0, 0 },
  { 500011, FALSE, 0, 0 },
  { G_MAXUINT, FALSE, 0, 0 },
};

static void
test_parse_number (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parsed); i++)
    {
      FluxFunction function;
      guint16 address;

      g_test_message ("%u", parsed[i].number);
      g_assert_true (flux_register_parse_number (parsed[i].number, &function, &address) == parsed[i].is_register);
      if (!parsed[i].is_register)
        continue;
      g_assert_cmpint (function, ==, parsed[i].function);
      g_assert_cmpuint (address, ==, parsed[i].address);
    }
}

static const struct
{
  const char *request;
  const char *name; /* NULL: none */
} requests[] = {
  { "flow_rate", "flow_rate" },
  { "FLOW_RATE", "flow_rate" },
  { "flowRate", "flow_rate" },
  { "Durchfluss", "flow_rate" },
  { "durchFLUSS", "flow_rate" },
  { "Q", "flow_rate" },
  { "level", "pegel" },
  { "status", "status" },
  { "Status", "status" },
  { "", NULL },
  { "flow", NULL },
  { "flow_rate_2", NULL },
  { "velocity", NULL },
  { "Durchfluss ", NULL },
};

static void
test_requests (void)
{
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("requests");

  add_register (map, "flow_rate", FLUX_FUNCTION_INPUT_REGISTERS, 0);
  add_register (map, "pegel", FLUX_FUNCTION_INPUT_REGISTERS, 2);
  add_register (map, "level", FLUX_FUNCTION_INPUT_REGISTERS, 4);
  add_register (map, "status", FLUX_FUNCTION_INPUT_REGISTERS, 6);
  {
    FluxRegister *flow = g_ptr_array_index (map->registers, 0), *pegel = g_ptr_array_index (map->registers, 1);

    g_strfreev (flow->request_names);
    flow->request_names = g_strsplit ("Durchfluss,Q", ",", -1);
    g_strfreev (pegel->request_names);
    pegel->request_names = g_strsplit ("level", ",", -1); /* a request's own name comes before what a name may mean */
  }
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *longer = g_strconcat (requests[i].request, "\",", NULL);
      int index = flux_register_map_find_request (map, longer, strlen (requests[i].request));

      g_test_message ("%s", requests[i].request);
      if (requests[i].name == NULL)
        g_assert_cmpint (index, ==, -1);
      else
        {
          g_assert_cmpint (index, >=, 0);
          g_assert_cmpstr (((FluxRegister *) g_ptr_array_index (map->registers, index))->name, ==, requests[i].name);
        }
    }
}

static const struct
{
  const char *given;
  const char *name;
  gboolean is_field;
  FluxField field;
} names[] = {
  { "flow_rate", "flow_rate", TRUE, FLUX_FIELD_FLOW_RATE },
  { "flowRate", "flow_rate", TRUE, FLUX_FIELD_FLOW_RATE },
  { "Water-Level", "level", TRUE, FLUX_FIELD_LEVEL },
  { "signal_strength", "signal_strength", TRUE, FLUX_FIELD_SIGNAL_STRENGTH },
  { "air_temperature", "air_temperature", FALSE, 0 },
  { "Status", "Status", FALSE, 0 },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (FluxRegister) reg = flux_register_new ("totalizer");

      flux_register_set_name (reg, names[i].given);
      g_assert_cmpstr (reg->name, ==, names[i].name);
      g_assert_true (reg->is_field == names[i].is_field);
      if (names[i].is_field)
        g_assert_cmpint (reg->field, ==, names[i].field);
    }
}

static void
test_words (void)
{
  const guint words[FLUX_N_REGISTER_TYPES] = { 1, 1, 2, 2, 2, 4, 4, 4, 1, 2 };

  for (guint i = 0; i < FLUX_N_REGISTER_TYPES; i++)
    {
      g_autofree char *upper = g_ascii_strup (flux_register_type_to_word (i), -1);
      FluxRegisterType type;

      g_assert_true (flux_register_type_from_word (upper, &type));
      g_assert_cmpint (type, ==, i);
      g_assert_cmpuint (flux_register_type_get_words (i), ==, words[i]);
    }
  for (guint i = 0; i < FLUX_N_WORD_ORDERS; i++)
    {
      g_autofree char *lower = g_ascii_strdown (flux_word_order_to_word (i), -1);
      FluxWordOrder order;

      g_assert_true (flux_word_order_from_word (lower, &order));
      g_assert_cmpint (order, ==, i);
    }
  for (guint i = FLUX_VALUE_FORM_NUMBERS; i <= FLUX_VALUE_FORM_WORDS; i++)
    {
      FluxValueForm form;

      g_assert_true (flux_value_form_from_word (flux_value_form_to_word (i), &form));
      g_assert_cmpint (form, ==, i);
    }
}

static void
test_no_words (void)
{
  const char *const words[] = { NULL, "", "int", "int16 ", "float", "ABC", "ABDC", "hex" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      FluxRegisterType type;
      FluxWordOrder order;
      FluxValueForm form;

      g_assert_false (flux_register_type_from_word (words[i], &type));
      g_assert_false (flux_word_order_from_word (words[i], &order));
      g_assert_false (flux_value_form_from_word (words[i], &form));
    }
}

static void
test_span (void)
{
  g_autoptr (FluxRegister) reg = flux_register_new ("temperature");

  flux_register_set_span (reg, 0, 327.67, 32767);
  g_assert_cmpfloat_with_epsilon (1523 * reg->scale + reg->offset, 15.23, 1e-12);
  flux_register_set_span (reg, -50, 150, 32767);
  g_assert_cmpfloat_with_epsilon (0 * reg->scale + reg->offset, -50, 1e-12);
  g_assert_cmpfloat_with_epsilon (32767 * reg->scale + reg->offset, 150, 1e-12);
}

/* --- Equal -------------------------------------------------------------------------------------------------------- */

static void
replace_text (char **text)
{
  g_free (*text);
  *text = g_strdup ("other");
}

typedef void (*ChangeRegister) (FluxRegister *reg);

#define CHANGE(name, statement)                                                                                        \
  static void change_##name (FluxRegister *reg)                                                                        \
  {                                                                                                                    \
    statement;                                                                                                         \
  }

CHANGE (name, flux_register_set_name (reg, "level"))
CHANGE (function, reg->function = FLUX_FUNCTION_HOLDING_REGISTERS)
CHANGE (address, reg->address++)
CHANGE (type, reg->type = FLUX_REGISTER_INT16)
CHANGE (order, reg->order = FLUX_WORD_ORDER_BADC)
CHANGE (scale, reg->scale = 0.1)
CHANGE (offset, reg->offset = 4)
CHANGE (unit, replace_text (&reg->unit))
CHANGE (least, reg->least = NAN)
CHANGE (most, reg->most = 3)
CHANGE (sentinel, reg->sentinels[1] = 5)
CHANGE (n_sentinels, reg->n_sentinels--)
CHANGE (request, replace_text (&reg->request_names[0]))
CHANGE (source, replace_text (&reg->source))
CHANGE (grade, reg->grade = 'V')
CHANGE (verified, reg->is_verified = TRUE)

static const struct
{
  const char *name;
  ChangeRegister change;
} changes[] = {
  { "name", change_name },         { "function", change_function }, { "address", change_address },
  { "type", change_type },         { "order", change_order },       { "scale", change_scale },
  { "offset", change_offset },     { "unit", change_unit },         { "least", change_least },
  { "most", change_most },         { "sentinel", change_sentinel }, { "number of sentinels", change_n_sentinels },
  { "request", change_request },   { "source", change_source },     { "grade", change_grade },
  { "verified", change_verified },
};

static FluxRegister *
make_full_register (void)
{
  const double sentinels[] = { -9999, 65535 };
  FluxRegister *reg = flux_register_new ("flow_rate");

  reg->address = 10;
  reg->order = FLUX_WORD_ORDER_CDAB;
  reg->unit = g_strdup ("m3/s");
  reg->least = -1;
  reg->sentinels = g_memdup2 (sentinels, sizeof sentinels);
  reg->n_sentinels = G_N_ELEMENTS (sentinels);
  g_strfreev (reg->request_names);
  reg->request_names = g_strsplit ("Q,Durchfluss", ",", -1);
  reg->source = g_strdup ("manual");
  reg->grade = 'S';
  return reg;
}

static void
test_register_equal (void)
{
  g_autoptr (FluxRegister) reg = make_full_register ();

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (FluxRegister) copy = flux_register_copy (reg);

      g_test_message ("%s", changes[i].name);
      g_assert_true (flux_register_equal (reg, copy));
      changes[i].change (copy);
      g_assert_false (flux_register_equal (reg, copy));
      g_assert_false (flux_register_equal (copy, reg));
    }
}

static void
test_map_equal (void)
{
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("map");
  g_autoptr (FluxRegisterMap) copy = NULL;

  g_ptr_array_add (map->registers, make_full_register ());
  map->manufacturer = g_strdup ("NIVUS");
  copy = flux_register_map_copy (map);
  g_assert_cmpstr (copy->uuid, ==, map->uuid);
  copy->updated_at = 5;
  replace_text (&copy->uuid);
  g_assert_true (flux_register_map_equal (map, copy));

  copy->zeros_are_real = TRUE;
  g_assert_false (flux_register_map_equal (map, copy));
  copy->zeros_are_real = FALSE;
  copy->form = FLUX_VALUE_FORM_WORDS;
  g_assert_false (flux_register_map_equal (map, copy));
  copy->form = FLUX_VALUE_FORM_NUMBERS;
  replace_text (&copy->model);
  g_assert_false (flux_register_map_equal (map, copy));
  g_clear_pointer (&copy->model, g_free);
  g_assert_true (flux_register_map_equal (map, copy));
  g_ptr_array_add (copy->registers, flux_register_new ("level"));
  g_assert_false (flux_register_map_equal (map, copy));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register-map/numbers", test_numbers);
  g_test_add_func ("/register-map/parse-number", test_parse_number);
  g_test_add_func ("/register-map/requests", test_requests);
  g_test_add_func ("/register-map/names", test_names);
  g_test_add_func ("/register-map/words", test_words);
  g_test_add_func ("/register-map/no-words", test_no_words);
  g_test_add_func ("/register-map/span", test_span);
  g_test_add_func ("/register-map/equal/register", test_register_equal);
  g_test_add_func ("/register-map/equal/map", test_map_equal);
  return g_test_run ();
}
