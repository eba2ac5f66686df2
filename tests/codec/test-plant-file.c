/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-plant-file.h"

#include <string.h>

#define HEAD "{\"format\":\"fluxio-plant\",\"version\":1"
#define MAP_ID "0b0f8ce1-7d3f-4a55-9b52-6c1f3c1f6a01"
#define MAP "{\"format\":\"fluxio-register-map\",\"id\":\"" MAP_ID "\",\"name\":\"m\",\"registers\":[]}"

static const char full[] =
    HEAD ",\"maps\":[" MAP ",{\"format\":\"fluxio-register-map\",\"name\":\"a\",\"registers\":[{\"name\":\"level\","
         "\"address\":2}]}],"
         "\"devices\":[{\"device_id\":\"NIVUS_02\"},{\"device_id\":\"NIVUS_01\",\"device_name\":\"Shaft 1\","
         "\"device_type\":\"ultrasonic\",\"location\":\"East\",\"description\":\"two\\nlines\",\"site\":\"North\","
         "\"tags\":[\"wet\",\"dry\"],\"time_zone\":\"Europe/Berlin\",\"flow_unit\":\"l/s\",\"period_seconds\":60,"
         "\"offline_after_seconds\":300},{\"device_id\":\"NIVUS_03\",\"flow_unit\":null}],"
         "\"gateways\":[{\"name\":\"TRB246 Ost\",\"location\":\"Shaft 4\",\"description\":\"d\","
         "\"time_zone\":\"Europe/Berlin\",\"bodies\":{\"members\":{\"V\":\"value\"},\"by_position\":true},"
         "\"units\":[{\"device_id\":\"NIVUS_02\",\"map\":\"" MAP_ID "\",\"server_name\":\"N2\"},"
         "{\"device_id\":\"NIVUS_01\",\"server_id\":0,\"ip\":\"192.168.1.11\",\"alias\":\"shaft\"}]},"
         "{\"name\":\"Another\"}]}";

static void
test_full (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FluxPlantFile) plant = flux_plant_file_from_text (full, -1, &error);
  const FluxDevice *device, *plain, *unitless;
  const FluxGateway *gateway;
  const FluxUnit *unit;

  g_assert_no_error (error);
  g_assert_cmpuint (plant->maps->len, ==, 2);
  g_assert_cmpstr (((FluxRegisterMap *) g_ptr_array_index (plant->maps, 1))->name, ==, "a");

  g_assert_cmpuint (plant->devices->len, ==, 3);
  plain = g_ptr_array_index (plant->devices, 0);
  device = g_ptr_array_index (plant->devices, 1);
  unitless = g_ptr_array_index (plant->devices, 2);
  g_assert_cmpstr (plain->name, ==, "NIVUS_02");
  g_assert_cmpstr (plain->type, ==, FLUX_DEVICE_TYPE_DEFAULT);
  g_assert_cmpint (plain->flow_unit, ==, FLUX_FLOW_UNIT_M3_PER_H);
  g_assert_cmpint (plain->offline_after_seconds, ==, FLUX_DEVICE_OFFLINE_AFTER_DEFAULT);
  g_assert_cmpint (unitless->flow_unit, ==, FLUX_FLOW_UNIT_UNKNOWN);
  g_assert_cmpstr (device->device_id, ==, "NIVUS_01");
  g_assert_cmpstr (device->name, ==, "Shaft 1");
  g_assert_cmpstr (device->type, ==, "ultrasonic");
  g_assert_cmpstr (device->location, ==, "East");
  g_assert_cmpstr (device->description, ==, "two\nlines");
  g_assert_cmpstr (device->site, ==, "North");
  g_assert_cmpstr (device->tags[1], ==, "dry");
  g_assert_cmpstr (device->time_zone, ==, "Europe/Berlin");
  g_assert_cmpint (device->flow_unit, ==, FLUX_FLOW_UNIT_L_PER_S);
  g_assert_cmpint (device->period_seconds, ==, 60);
  g_assert_cmpint (device->offline_after_seconds, ==, 300);

  g_assert_cmpuint (plant->gateways->len, ==, 2);
  gateway = g_ptr_array_index (plant->gateways, 0);
  g_assert_cmpstr (gateway->name, ==, "TRB246 Ost");
  g_assert_cmpstr (gateway->location, ==, "Shaft 4");
  g_assert_cmpstr (gateway->description, ==, "d");
  g_assert_cmpstr (gateway->time_zone, ==, "Europe/Berlin");
  g_assert_cmpstr (gateway->body_names, ==, "{\"members\":{\"V\":\"value\"},\"by_position\":true}");

  g_assert_cmpuint (plant->units->len, ==, 2);
  unit = g_ptr_array_index (plant->units, 0);
  g_assert_cmpstr (unit->gateway_uuid, ==, gateway->uuid);
  g_assert_cmpstr (unit->map_uuid, ==, MAP_ID);
  g_assert_cmpstr (unit->server_name, ==, "N2");
  g_assert_cmpint (unit->server_id, ==, FLUX_UNIT_NO_SERVER_ID);
  unit = g_ptr_array_index (plant->units, 1);
  g_assert_null (unit->map_uuid);
  g_assert_null (unit->server_name);
  g_assert_cmpint (unit->server_id, ==, 0);
  g_assert_cmpstr (unit->ip, ==, "192.168.1.11");
  g_assert_cmpstr (unit->alias, ==, "shaft");
}

static void
test_round_trip (void)
{
  const char *const texts[] = { full, HEAD "}", HEAD ",\"maps\":[],\"devices\":[],\"gateways\":null}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FluxPlantFile) plant = flux_plant_file_from_text (texts[i], -1, &error), back = NULL;
      g_autofree char *text = NULL, *again = NULL;

      g_assert_no_error (error);
      text = flux_plant_file_to_text (plant);
      g_assert_true (g_str_has_suffix (text, "}\n"));
      back = flux_plant_file_from_text (text, strlen (text), &error);
      g_assert_no_error (error);
      again = flux_plant_file_to_text (back);
      g_assert_cmpstr (text, ==, again);
      g_assert_cmpuint (plant->units->len, ==, back->units->len);
      g_assert_cmpuint (plant->devices->len, ==, back->devices->len);
    }
}

/* No keys, counts or addresses of gateways go with it. */
static void
test_left_behind (void)
{
  g_autoptr (FluxPlantFile) plant = flux_plant_file_new ();
  FluxGateway *gateway = flux_gateway_new ("g");
  g_autofree char *text = NULL;

  gateway->last_address = g_strdup ("10.0.0.7");
  gateway->info = g_strdup ("{\"imei\":\"860000000000002\"}");
  gateway->posts = 5;
  g_ptr_array_add (plant->gateways, gateway);
  text = flux_plant_file_to_text (plant);
  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"format\": \"fluxio-plant\",\n"
                   "  \"version\": 1,\n"
                   "  \"maps\": [],\n"
                   "  \"devices\": [],\n"
                   "  \"gateways\": [\n"
                   "    {\n"
                   "      \"name\": \"g\",\n"
                   "      \"units\": []\n"
                   "    }\n"
                   "  ]\n"
                   "}\n");
}

static void
test_bad_bodies (void)
{
  g_autoptr (FluxPlantFile) plant = flux_plant_file_new ();
  FluxGateway *gateway = flux_gateway_new ("g");
  g_autofree char *text = NULL;

  gateway->body_names = g_strdup ("[");
  g_ptr_array_add (plant->gateways, gateway);
  g_test_expect_message ("fluxio", G_LOG_LEVEL_WARNING, "How the bodies of g name things is left out:*");
  text = flux_plant_file_to_text (plant);
  g_test_assert_expected_messages ();
  g_assert_null (strstr (text, "bodies"));
}

/* --- Faults ------------------------------------------------------------------------------------------------------- */

#define NAME_RULE " must be text of 1 to 100 characters without control characters"
#define LIST_RULE " must be a list in square brackets of at most 100000 entries"

static const struct
{
  const char *members; /* after the head */
  const char *sentence;
} faults[] = {
  { ",\"units\":[]", "units is no known member. It may be one of: $schema, format, version, maps, devices, gateways" },
  { ",\"maps\":{}", "maps" LIST_RULE },
  { ",\"maps\":[1]", "maps[0] must be an object" },
  { ",\"maps\":[{}]", "maps[0].format must be \"fluxio-register-map\"" },
  { ",\"maps\":[{\"format\":\"fluxio-register-map\",\"name\":\"m\",\"registers\":[{\"name\":\"level\"}]}]",
    "maps[0].registers[0].address is missing" },
  { ",\"maps\":[" MAP "," MAP "]", "maps[1].id: another entry has " MAP_ID " as well. Remove one of the two" },
  { ",\"maps\":[" MAP ",{\"format\":\"fluxio-register-map\",\"name\":\"m\",\"registers\":[]}]",
    "maps[1].name: another entry has m as well. Remove one of the two" },
  { ",\"devices\":5", "devices" LIST_RULE },
  { ",\"devices\":[[]]", "devices[0] must be an object" },
  { ",\"devices\":[{}]", "devices[0].device_id is missing" },
  { ",\"devices\":[{\"device_id\":\"\"}]", "devices[0].device_id" NAME_RULE },
  { ",\"devices\":[{\"device_id\":\"a\"},{\"device_id\":\"a\"}]",
    "devices[1].device_id: another entry has a as well. Remove one of the two" },
  { ",\"devices\":[{\"device_id\":\"a\",\"device_name\":\"\"}]", "devices[0].device_name" NAME_RULE },
  { ",\"devices\":[{\"device_id\":\"a\",\"device_type\":5}]", "devices[0].device_type" NAME_RULE },
  { ",\"devices\":[{\"device_id\":\"a\",\"location\":5}]", "devices[0].location must be text in quotes" },
  { ",\"devices\":[{\"device_id\":\"a\",\"tags\":\"x\"}]",
    "devices[0].tags must be a list in square brackets of at most 100 entries" },
  { ",\"devices\":[{\"device_id\":\"a\",\"tags\":[\"x\",2]}]", "devices[0].tags[1]" NAME_RULE },
  { ",\"devices\":[{\"device_id\":\"a\",\"time_zone\":\"Middle/Earth\"}]",
    "devices[0].time_zone must be a time zone such as Europe/Berlin" },
  { ",\"devices\":[{\"device_id\":\"a\",\"flow_unit\":\"m3\"}]",
    "devices[0].flow_unit must be one of: m3/s, m3/h, l/s, l/min, Ml/d, gpm, null" },
  { ",\"devices\":[{\"device_id\":\"a\",\"period_seconds\":-1}]",
    "devices[0].period_seconds must be a whole number from 0 to 2147483647" },
  { ",\"devices\":[{\"device_id\":\"a\",\"offline_after_seconds\":0}]",
    "devices[0].offline_after_seconds must be a whole number from 1 to 2147483647" },
  { ",\"devices\":[{\"device_id\":\"a\",\"name\":\"b\"}]",
    "devices[0].name is no known member. It may be one of: device_id, device_name, device_type, location, description, "
    "site, tags, time_zone, flow_unit, period_seconds, offline_after_seconds" },
  { ",\"gateways\":\"\"", "gateways" LIST_RULE },
  { ",\"gateways\":[{}]", "gateways[0].name is missing" },
  { ",\"gateways\":[{\"name\":\"g\"},{\"name\":\"g\"}]",
    "gateways[1].name: another entry has g as well. Remove one of the two" },
  { ",\"gateways\":[{\"name\":\"g\",\"time_zone\":\"x\"}]",
    "gateways[0].time_zone must be a time zone such as Europe/Berlin" },
  { ",\"gateways\":[{\"name\":\"g\",\"bodies\":[]}]", "gateways[0].bodies must be an object" },
  { ",\"gateways\":[{\"name\":\"g\",\"bodies\":{\"by_position\":1}}]",
    "gateways[0].bodies.by_position must be true or false" },
  { ",\"gateways\":[{\"name\":\"g\",\"units\":{}}]", "gateways[0].units" LIST_RULE },
  { ",\"gateways\":[{\"name\":\"g\",\"units\":[{}]}]", "gateways[0].units[0].device_id is missing" },
  { ",\"gateways\":[{\"name\":\"g\",\"units\":[{\"device_id\":\"a\",\"map\":\"x\"}]}]",
    "gateways[0].units[0].map must be the id of a register map in this file’s maps. None is x" },
  { ",\"gateways\":[{\"name\":\"g\",\"units\":[{\"device_id\":\"a\",\"server_id\":256}]}]",
    "gateways[0].units[0].server_id must be a whole number from 0 to 255" },
  { ",\"gateways\":[{\"name\":\"g\",\"units\":[{\"device_id\":\"a\",\"server_id\":-1}]}]",
    "gateways[0].units[0].server_id must be a whole number from 0 to 255" },
  { ",\"gateways\":[{\"name\":\"g\",\"units\":[{\"device_id\":\"a\",\"ip\":5}]}]",
    "gateways[0].units[0].ip" NAME_RULE },
  { ",\"gateways\":[{\"name\":\"g\",\"units\":[{\"device_id\":\"a\",\"key\":\"k\"}]}]",
    "gateways[0].units[0].key is no known member. It may be one of: device_id, map, server_name, server_id, ip, "
    "alias" },
};

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *text = g_strconcat (HEAD, faults[i].members, "}", NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", faults[i].members);
      g_assert_null (flux_plant_file_from_text (text, -1, &error));
      g_assert_error (error, FLUX_CODEC_ERROR, FLUX_CODEC_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, faults[i].sentence);
    }
}

static const struct
{
  const char *text;
  FluxCodecError code;
} no_plants[] = {
  { "", FLUX_CODEC_ERROR_INVALID },
  { "[]", FLUX_CODEC_ERROR_INVALID },
  { "{\"format\":\"fluxio-register-map\",\"name\":\"m\",\"registers\":[]}", FLUX_CODEC_ERROR_INVALID },
  { "{\"format\":\"fluxio-plant\",\"version\":1.5}", FLUX_CODEC_ERROR_INVALID },
  { "{\"format\":\"fluxio-plant\",\"version\":2}", FLUX_CODEC_ERROR_NEWER },
  { HEAD ",\"maps\":[{\"format\":\"fluxio-register-map\",\"version\":9}]}", FLUX_CODEC_ERROR_NEWER },
};

static void
test_no_plants (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (no_plants); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", no_plants[i].text);
      g_assert_null (flux_plant_file_from_text (no_plants[i].text, -1, &error));
      g_assert_error (error, FLUX_CODEC_ERROR, (int) no_plants[i].code);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plant-file/full", test_full);
  g_test_add_func ("/plant-file/round-trip", test_round_trip);
  g_test_add_func ("/plant-file/left-behind", test_left_behind);
  g_test_add_func ("/plant-file/bad-bodies", test_bad_bodies);
  g_test_add_func ("/plant-file/faults", test_faults);
  g_test_add_func ("/plant-file/no-plants", test_no_plants);
  return g_test_run ();
}
