/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-register-map-file.h"

#include <math.h>
#include <string.h>

#define HEAD "{\"format\":\"fluxio-register-map\",\"version\":1,\"name\":\"m\","

/* A map with one register that has @members besides its name and address. */
static FluxRegisterMap *
read_register (const char *members, GError **error)
{
  g_autofree char *text = g_strdup_printf (HEAD "\"registers\":[{\"name\":\"flow_rate\",\"address\":10%s}]}", members);

  return flux_register_map_from_text (text, -1, error);
}

/* --- What it may be ----------------------------------------------------------------------------------------------- */

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxRegisterMap) map = read_register ("", &error);
  const FluxRegister *reg;

  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (map->uuid));
  g_assert_cmpstr (map->name, ==, "m");
  g_assert_null (map->manufacturer);
  g_assert_cmpint (map->form, ==, FLUX_VALUE_FORM_NUMBERS);
  g_assert_false (map->zeros_are_real);
  g_assert_cmpuint (map->registers->len, ==, 1);
  reg = g_ptr_array_index (map->registers, 0);
  g_assert_true (reg->is_field);
  g_assert_cmpint (reg->field, ==, FLUX_FIELD_FLOW_RATE);
  g_assert_cmpint (reg->function, ==, FLUX_FUNCTION_INPUT_REGISTERS);
  g_assert_cmpuint (reg->address, ==, 10);
  g_assert_cmpint (reg->type, ==, FLUX_REGISTER_FLOAT32);
  g_assert_cmpint (reg->order, ==, FLUX_WORD_ORDER_ABCD);
  g_assert_cmpfloat (reg->scale, ==, 1);
  g_assert_cmpfloat (reg->offset, ==, 0);
  g_assert_null (reg->unit);
  g_assert_true (isnan (reg->least) && isnan (reg->most));
  g_assert_cmpuint (reg->n_sentinels, ==, 0);
  g_assert_cmpuint (g_strv_length (reg->request_names), ==, 0);
  g_assert_cmpint (reg->grade, ==, 0);
  g_assert_false (reg->is_verified);
}

static const struct
{
  const char *name;
  const char *members;
} accepted[] = {
  { "each member", ",\"function\":3,\"type\":\"INT16\",\"word_order\":\"cdab\",\"scale\":1e-3,\"offset\":-1,"
                   "\"unit\":\"m³/h\",\"valid\":{\"min\":-1,\"max\":2.5},\"sentinels\":[-32768,32767],"
                   "\"request_names\":[\"Q\"],\"source\":\"manual\",\"grade\":\"V\",\"verified\":true" },
  { "nulls are absent", ",\"function\":null,\"type\":null,\"scale\":null,\"span\":null,\"unit\":null,\"valid\":null,"
                        "\"sentinels\":null,\"request_names\":null,\"source\":null,\"grade\":null,\"verified\":null" },
  { "span", ",\"type\":\"int16\",\"span\":{\"min\":0,\"max\":32.767,\"full\":32767}" },
  { "a function as a fraction of nothing", ",\"function\":4.0" },
  { "one end of a range", ",\"valid\":{\"max\":5}" },
  { "coil", ",\"function\":1,\"type\":\"bits16\"" },
};

/* What is written reads back the same, and what that gives is written the same. */
static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FluxRegisterMap) map = read_register (accepted[i].members, &error), back = NULL;
      g_autofree char *text = NULL, *again = NULL;

      g_test_message ("%s", accepted[i].name);
      g_assert_no_error (error);
      text = flux_register_map_to_text (map);
      back = flux_register_map_from_text (text, -1, &error);
      g_assert_no_error (error);
      g_assert_true (flux_register_map_equal (map, back));
      g_assert_cmpstr (map->uuid, ==, back->uuid);
      again = flux_register_map_to_text (back);
      g_assert_cmpstr (text, ==, again);
    }
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxRegisterMap) map = read_register (accepted[0].members, &error);
  const FluxRegister *reg;

  g_assert_no_error (error);
  reg = g_ptr_array_index (map->registers, 0);
  g_assert_cmpint (reg->function, ==, FLUX_FUNCTION_HOLDING_REGISTERS);
  g_assert_cmpint (reg->type, ==, FLUX_REGISTER_INT16);
  g_assert_cmpint (reg->order, ==, FLUX_WORD_ORDER_CDAB);
  g_assert_cmpfloat (reg->scale, ==, 1e-3);
  g_assert_cmpfloat (reg->offset, ==, -1);
  g_assert_cmpstr (reg->unit, ==, "m³/h");
  g_assert_cmpfloat (reg->least, ==, -1);
  g_assert_cmpfloat (reg->most, ==, 2.5);
  g_assert_cmpuint (reg->n_sentinels, ==, 2);
  g_assert_cmpfloat (reg->sentinels[1], ==, 32767);
  g_assert_cmpstr (reg->request_names[0], ==, "Q");
  g_assert_cmpstr (reg->source, ==, "manual");
  g_assert_cmpint (reg->grade, ==, 'V');
  g_assert_true (reg->is_verified);
}

static void
test_span (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxRegisterMap) map = read_register (accepted[2].members, &error);
  const FluxRegister *reg;

  g_assert_no_error (error);
  reg = g_ptr_array_index (map->registers, 0);
  g_assert_cmpfloat_with_epsilon (1250 * reg->scale + reg->offset, 1.25, 1e-12);
}

/* As a person reads it: what is usual is left out, numbers are short. */
static void
test_text (void)
{
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("Maß „4“");
  FluxRegister *reg = flux_register_new ("temperature");
  g_autofree char *text = NULL;

  g_free (map->uuid);
  map->uuid = g_strdup ("0b0f8ce1-7d3f-4a55-9b52-6c1f3c1f6a01");
  map->form = FLUX_VALUE_FORM_WORDS;
  map->zeros_are_real = TRUE;
  reg->scale = 0.1;
  reg->type = FLUX_REGISTER_INT16;
  reg->least = -5;
  reg->sentinels = g_new0 (double, 2);
  reg->n_sentinels = 2;
  reg->sentinels[0] = -32768;
  g_ptr_array_add (map->registers, reg);
  text = flux_register_map_to_text (map);
  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"format\": \"fluxio-register-map\",\n"
                   "  \"version\": 1,\n"
                   "  \"id\": \"0b0f8ce1-7d3f-4a55-9b52-6c1f3c1f6a01\",\n"
                   "  \"name\": \"Maß „4“\",\n"
                   "  \"values\": \"words\",\n"
                   "  \"zeros_are_real\": true,\n"
                   "  \"registers\": [\n"
                   "    {\n"
                   "      \"name\": \"temperature\",\n"
                   "      \"address\": 0,\n"
                   "      \"type\": \"int16\",\n"
                   "      \"scale\": 0.1,\n"
                   "      \"valid\": {\n"
                   "        \"min\": -5\n"
                   "      },\n"
                   "      \"sentinels\": [-32768, 0]\n"
                   "    }\n"
                   "  ]\n"
                   "}\n");
}

static void
test_wrappings (void)
{
  const char *const texts[] = {
    "\xef\xbb\xbf" HEAD "\"registers\":[]}",
    "\r\n " HEAD "\"registers\":[]} \r\n",
    "{\"$schema\":\"register-map.schema.json\",\"format\":\"fluxio-register-map\",\"name\":\"m\",\"registers\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FluxRegisterMap) map = flux_register_map_from_text (texts[i], strlen (texts[i]), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (map->name, ==, "m");
    }
}

/* --- Faults ------------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *members;
  const char *sentence;
} register_faults[] = {
  { ",\"function\":5", "registers[0].function must be a whole number from 1 to 4" },
  { ",\"function\":\"4\"", "registers[0].function must be a whole number from 1 to 4" },
  { ",\"function\":1", "registers[0].type must be one of: int16, uint16, bits16" },
  { ",\"address\":-1", "registers[0].address must be a whole number from 0 to 65534" },
  { ",\"address\":65535", "registers[0].address must be a whole number from 0 to 65534" },
  { ",\"address\":65533,\"type\":\"float64\"", "registers[0].address must be a whole number from 0 to 65532" },
  { ",\"address\":1.5", "registers[0].address must be a whole number from 0 to 65534" },
  { ",\"address\":1e400", "registers[0].address must be a whole number from 0 to 65534" },
  { ",\"address\":99999999999999999999", "registers[0].address must be a whole number from 0 to 65534" },
  { ",\"address\":null", "registers[0].address is missing" },
  { ",\"adress\":11", "registers[0].adress is no known member. It may be one of: name, function, address, type, "
                      "word_order, scale, offset, span, unit, valid, sentinels, request_names, source, grade, "
                      "verified" },
  { ",\"type\":\"float\"", "registers[0].type must be one of: int16, uint16, int32, uint32, float32, int64, uint64, "
                           "float64, bits16, bits32" },
  { ",\"type\":16", "registers[0].type must be text in quotes" },
  { ",\"word_order\":\"BA\"", "registers[0].word_order must be one of: ABCD, CDAB, BADC, DCBA" },
  { ",\"scale\":0", "registers[0].scale must be a number other than 0" },
  { ",\"scale\":\"0.1\"", "registers[0].scale must be a number" },
  { ",\"scale\":1e999", "registers[0].scale must be a number" },
  { ",\"offset\":[]", "registers[0].offset must be a number" },
  { ",\"scale\":2,\"span\":{\"max\":1,\"full\":2}", "registers[0].span stands beside a scale or an offset. Keep one "
                                                    "of the two" },
  { ",\"span\":5", "registers[0].span must be an object" },
  { ",\"span\":{\"max\":5}", "registers[0].span.full is missing" },
  { ",\"span\":{\"full\":5}", "registers[0].span.max is missing" },
  { ",\"span\":{\"max\":5,\"full\":0}", "registers[0].span must have a full that is not 0, and a max that is not its "
                                        "min" },
  { ",\"span\":{\"max\":\"5\",\"full\":1}", "registers[0].span.max must be a number" },
  { ",\"span\":{\"max\":1,\"full\":1,\"least\":0}", "registers[0].span.least is no known member. It may be one of: "
                                                    "min, max, full" },
  { ",\"span\":{\"max\":1e300,\"full\":1e-300}", "registers[0].scale must be a number other than 0" },
  { ",\"unit\":\"m\"", "registers[0].unit must be one of: m3/s, m3/h, l/s, l/min, Ml/d, gpm" },
  { ",\"unit\":5", "registers[0].unit must be text of 1 to 100 characters without control characters" },
  { ",\"valid\":[]", "registers[0].valid must be an object" },
  { ",\"valid\":{\"min\":2,\"max\":1}", "registers[0].valid must have a min that is not above its max" },
  { ",\"valid\":{\"min\":true}", "registers[0].valid.min must be a number" },
  { ",\"valid\":{\"low\":1}", "registers[0].valid.low is no known member. It may be one of: min, max" },
  { ",\"sentinels\":5", "registers[0].sentinels must be a list in square brackets of at most 100 entries" },
  { ",\"sentinels\":[1,\"2\"]", "registers[0].sentinels[1] must be a number" },
  { ",\"request_names\":\"Q\"", "registers[0].request_names must be a list in square brackets of at most 100 entries" },
  { ",\"request_names\":[\"\"]", "registers[0].request_names[0] must be text of 1 to 100 characters without control "
                                 "characters" },
  { ",\"source\":5", "registers[0].source must be text in quotes" },
  { ",\"grade\":\"A\"", "registers[0].grade must be one of: V, S, C, I" },
  { ",\"grade\":\"\"", "registers[0].grade must be one of: V, S, C, I" },
  { ",\"grade\":\"VS\"", "registers[0].grade must be one of: V, S, C, I" },
  { ",\"verified\":1", "registers[0].verified must be true or false" },
  { "},{\"address\":2", "registers[1].name is missing" },
  { "},{\"address\":2,\"name\":\"\"", "registers[1].name must be text of 1 to 100 characters without control "
                                      "characters" },
  { "},{\"address\":2,\"name\":\"a\\nb\"", "registers[1].name must be text of 1 to 100 characters without control "
                                           "characters" },
  { "},{\"name\":\"level\"", "registers[1].address is missing" },
  { "},{\"address\":2,\"name\":\"flowRate\"", "registers[1].name: another register is named flow_rate as well. Choose "
                                              "another name" },
  { "},{\"name\":\"x\",\"address\":2},{\"address\":2,\"name\":\"X\"", "registers[2].name: another register is named X "
                                                                      "as well. Choose another name" },
};

static void
test_register_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (register_faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", register_faults[i].members);
      g_assert_null (read_register (register_faults[i].members, &error));
      g_assert_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, register_faults[i].sentence);
    }
}

static const struct
{
  const char *text;
  FluxCodecError code;
  const char *sentence;
} map_faults[] = {
  { "", FLUX_CODEC_ERROR_INVALID, NULL },
  { "x", FLUX_CODEC_ERROR_INVALID, NULL },
  { "{}{}", FLUX_CODEC_ERROR_INVALID, NULL },
  { "{\"format\":\"fluxio-register-map\",}", FLUX_CODEC_ERROR_INVALID, NULL },
  { "[]", FLUX_CODEC_ERROR_INVALID, "The file must be a JSON object" },
  { "5", FLUX_CODEC_ERROR_INVALID, "The file must be a JSON object" },
  { "null", FLUX_CODEC_ERROR_INVALID, "The file must be a JSON object" },
  { "{}", FLUX_CODEC_ERROR_INVALID, "format must be \"fluxio-register-map\"" },
  { "{\"format\":5}", FLUX_CODEC_ERROR_INVALID, "format must be \"fluxio-register-map\"" },
  { "{\"format\":\"fluxio-plant\"}", FLUX_CODEC_ERROR_INVALID, "format must be \"fluxio-register-map\"" },
  { "{\"format\":\"fluxio-register-map\",\"version\":0}", FLUX_CODEC_ERROR_INVALID, "version must be 1" },
  { "{\"format\":\"fluxio-register-map\",\"version\":\"1\"}", FLUX_CODEC_ERROR_INVALID, "version must be 1" },
  { "{\"format\":\"fluxio-register-map\",\"version\":2,\"new\":[1]}", FLUX_CODEC_ERROR_NEWER,
    "The file was written by a newer FluxIO (its version is 2). Open it with that one" },
  { "{\"format\":\"fluxio-register-map\",\"registers\":[]}", FLUX_CODEC_ERROR_INVALID, "name is missing" },
  { HEAD "\"registers\":[],\"id\":\"7\"}", FLUX_CODEC_ERROR_INVALID,
    "id must be a UUID. Leave it out to get a new one" },
  { HEAD "\"registers\":[],\"model\":7}", FLUX_CODEC_ERROR_INVALID, "model must be text in quotes" },
  { HEAD "\"registers\":[],\"values\":\"hex\"}", FLUX_CODEC_ERROR_INVALID, "values must be one of: numbers, words" },
  { HEAD "\"registers\":[],\"zeros_are_real\":0}", FLUX_CODEC_ERROR_INVALID, "zeros_are_real must be true or false" },
  { HEAD "\"id\":null}", FLUX_CODEC_ERROR_INVALID, "registers is missing" },
  { HEAD "\"registers\":{}}", FLUX_CODEC_ERROR_INVALID,
    "registers must be a list in square brackets of at most 1000 entries" },
  { HEAD "\"registers\":[5]}", FLUX_CODEC_ERROR_INVALID, "registers[0] must be an object" },
  { HEAD "\"registers\":[],\"site\":1}", FLUX_CODEC_ERROR_INVALID,
    "site is no known member. It may be one of: $schema, format, version, id, name, manufacturer, model, description, "
    "source, values, zeros_are_real, registers" },
};

static void
test_map_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (map_faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", map_faults[i].text);
      g_assert_null (flux_register_map_from_text (map_faults[i].text, -1, &error));
      g_assert_error (error, FLUX_CODEC_ERROR, (int) map_faults[i].code);
      if (map_faults[i].sentence != NULL)
        g_assert_cmpstr (error->message, ==, map_faults[i].sentence);
    }
}

static void
test_line (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (flux_register_map_from_text ("{\n\"format\": 1,\n  oops}", -1, &error));
  g_assert_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "Line 3 is no correct JSON ("));
}

static void
test_hostile (void)
{
  g_autoptr (GString) nested = g_string_new (HEAD "\"registers\":");
  g_autoptr (GString) many = g_string_new (HEAD "\"registers\":[");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (nested, '[');
  g_assert_null (flux_register_map_from_text (nested->str, nested->len, &error));
  g_assert_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID);
  g_clear_error (&error);

  for (guint i = 0; i <= 1000; i++)
    g_string_append_printf (many, "%s{\"name\":\"r%u\",\"address\":%u}", i > 0 ? "," : "", i, 2 * i);
  g_string_append (many, "]}");
  g_assert_null (flux_register_map_from_text (many->str, many->len, &error));
  g_assert_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID);
}

/* --- Profiles ----------------------------------------------------------------------------------------------------- */

static FluxRegisterMap *
find_profile (const char *model)
{
  GPtrArray *profiles = flux_unit_profiles_get ();

  for (guint i = 0; i < profiles->len; i++)
    if (g_strcmp0 (((FluxRegisterMap *) g_ptr_array_index (profiles, i))->model, model) == 0)
      return g_ptr_array_index (profiles, i);
  g_assert_not_reached ();
}

/* A profile that could not be read would be a critical message, which ends the test. */
static void
test_profiles (void)
{
  GPtrArray *profiles = flux_unit_profiles_get ();

  g_assert_cmpuint (profiles->len, ==, 2);
  g_assert_true (profiles == flux_unit_profiles_get ());
  for (guint i = 0; i < profiles->len; i++)
    {
      const FluxRegisterMap *map = g_ptr_array_index (profiles, i);

      g_test_message ("%s", map->name);
      g_assert_nonnull (map->manufacturer);
      g_assert_nonnull (map->model);
      g_assert_nonnull (map->description);
      g_assert_nonnull (map->source);
      for (guint j = 0; j < map->registers->len; j++)
        {
          const FluxRegister *reg = g_ptr_array_index (map->registers, j);

          g_assert_nonnull (reg->source);
          g_assert_nonnull (strchr ("VSCI", reg->grade));
          g_assert_cmpint (reg->grade, !=, 0);
          g_assert_false (reg->is_verified);
          g_assert_cmpint (reg->function, ==, FLUX_FUNCTION_INPUT_REGISTERS);
          g_assert_true (!reg->is_field || reg->unit != NULL);
        }
    }
}

static const struct
{
  FluxField field;
  guint16 address;
  const char *unit;
} nivuflow[] = {
  { FLUX_FIELD_FLOW_RATE, 10, "m3/s" }, { FLUX_FIELD_LEVEL, 12, "m" },        { FLUX_FIELD_VELOCITY, 14, "m/s" },
  { FLUX_FIELD_TEMPERATURE, 16, "C" },  { FLUX_FIELD_TOTALIZER, 5200, "m3" },
};

static void
test_nivuflow (void)
{
  const FluxRegisterMap *map = find_profile ("NivuFlow 750");

  g_assert_cmpstr (map->uuid, ==, "7a5d8a5e-41a0-4c65-9c0b-6f1f0b1d7500"); /* for good: plants refer to it */
  g_assert_cmpint (map->form, ==, FLUX_VALUE_FORM_NUMBERS);
  g_assert_cmpuint (map->registers->len, ==, G_N_ELEMENTS (nivuflow));
  for (guint i = 0; i < G_N_ELEMENTS (nivuflow); i++)
    {
      const FluxRegister *reg = g_ptr_array_index (map->registers, i);

      g_assert_true (reg->is_field);
      g_assert_cmpint (reg->field, ==, nivuflow[i].field);
      g_assert_cmpuint (reg->address, ==, nivuflow[i].address);
      g_assert_cmpint (reg->type, ==, FLUX_REGISTER_FLOAT32);
      g_assert_cmpint (reg->order, ==, FLUX_WORD_ORDER_CDAB);
      g_assert_cmpstr (reg->unit, ==, nivuflow[i].unit);
      g_assert_cmpfloat (reg->scale, ==, 1);
      g_assert_cmpint (reg->grade, ==, 'S');
    }
}

static const struct
{
  guint number;
  const char *name;
  FluxRegisterType type;
  double raw;
  double value;
  const char *unit; /* NULL: none */
  char grade;
} nivusonic[] = {
  { 1, "flow_rate", FLUX_REGISTER_INT16, 1250, 1.25, "m3/s", 'V' },
  { 2, "level", FLUX_REGISTER_INT16, 742, 0.742, "m", 'V' },
  { 3, "velocity", FLUX_REGISTER_INT16, -200, -0.2, "m/s", 'V' },
  { 4, "temperature", FLUX_REGISTER_INT16, 1523, 15.23, "C", 'V' },
  { 5, "air_temperature", FLUX_REGISTER_INT16, 2015, 20.15, "C", 'I' },
  { 6, "status", FLUX_REGISTER_BITS16, 3, 3, NULL, 'V' },
  { 7, "analogue_input_1", FLUX_REGISTER_INT16, 17, 17, NULL, 'V' },
  { 14, "analogue_input_8", FLUX_REGISTER_INT16, 17, 17, NULL, 'V' },
  { 15, "analogue_output_1", FLUX_REGISTER_INT16, 17, 17, NULL, 'V' },
  { 22, "analogue_output_8", FLUX_REGISTER_INT16, 17, 17, NULL, 'V' },
  { 23, "status_analogue", FLUX_REGISTER_BITS16, 1, 1, NULL, 'I' },
  { 24, "digital_inputs", FLUX_REGISTER_BITS16, 1, 1, NULL, 'V' },
  { 25, "digital_outputs", FLUX_REGISTER_BITS16, 1, 1, NULL, 'V' },
  { 26, "error_messages", FLUX_REGISTER_BITS32, 1, 1, NULL, 'I' },
  { 28, "level_pressure_cell", FLUX_REGISTER_INT16, 742, 0.742, "m", 'I' },
  { 31, "level_external_sensor", FLUX_REGISTER_INT16, 742, 0.742, "m", 'I' },
  { 32, "status_levels", FLUX_REGISTER_BITS16, 1, 1, NULL, 'I' },
  { 33, "velocity_gate_1", FLUX_REGISTER_INT16, -200, -0.2, "m/s", 'I' },
  { 48, "velocity_gate_16", FLUX_REGISTER_INT16, -200, -0.2, "m/s", 'I' },
};

static void
test_nivusonic (void)
{
  const FluxRegisterMap *map = find_profile ("NivuSonic Clamp On");

  g_assert_cmpstr (map->uuid, ==, "c1b7f6a2-8d35-4d0e-9f3b-2e64c9d14801");
  g_assert_cmpuint (map->registers->len, ==, 47); /* 48 registers, two of them one value */
  g_assert_cmpint (flux_register_map_find_number (map, 49), ==, -1);
  for (guint i = 0; i < G_N_ELEMENTS (nivusonic); i++)
    {
      int index = flux_register_map_find_number (map, nivusonic[i].number);
      const FluxRegister *reg;

      g_test_message ("%u", nivusonic[i].number);
      g_assert_cmpint (index, >=, 0);
      reg = g_ptr_array_index (map->registers, index);
      g_assert_cmpstr (reg->name, ==, nivusonic[i].name);
      g_assert_cmpint (reg->type, ==, nivusonic[i].type);
      g_assert_cmpfloat_with_epsilon (nivusonic[i].raw * reg->scale + reg->offset, nivusonic[i].value, 1e-12);
      g_assert_cmpstr (reg->unit, ==, nivusonic[i].unit);
      g_assert_cmpint (reg->grade, ==, nivusonic[i].grade);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register-map-file/defaults", test_defaults);
  g_test_add_func ("/register-map-file/accepted", test_accepted);
  g_test_add_func ("/register-map-file/members", test_members);
  g_test_add_func ("/register-map-file/span", test_span);
  g_test_add_func ("/register-map-file/text", test_text);
  g_test_add_func ("/register-map-file/wrappings", test_wrappings);
  g_test_add_func ("/register-map-file/faults/register", test_register_faults);
  g_test_add_func ("/register-map-file/faults/map", test_map_faults);
  g_test_add_func ("/register-map-file/faults/line", test_line);
  g_test_add_func ("/register-map-file/hostile", test_hostile);
  g_test_add_func ("/register-map-file/profiles/all", test_profiles);
  g_test_add_func ("/register-map-file/profiles/nivuflow-750", test_nivuflow);
  g_test_add_func ("/register-map-file/profiles/nivusonic-clamp-on", test_nivusonic);
  return g_test_run ();
}
