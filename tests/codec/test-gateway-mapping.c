/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-gateway-mapping.h"

#include <math.h>
#include <string.h>

/* The units: A is North, id 1 at 10.0.0.1; B is South, id 1 at 10.0.0.2; C has only id 3; D only an address; E has only
 * an alias; F has a name and no id. */
static const struct
{
  const char *device, *server_name;
  int server_id;
  const char *ip, *alias;
} units[] = {
  { "A", "North", 1, "10.0.0.1", NULL }, { "B", "South", 1, "10.0.0.2", NULL }, { "C", NULL, 3, NULL, NULL },
  { "D", NULL, -1, "10.0.0.4", NULL },   { "E", NULL, -1, NULL, "860000" },     { "F", "West", -1, NULL, NULL },
};

typedef struct
{
  const char *name;
  const char *server_name;
  int server_id;
  const char *ip;
  const char *alias;
  const char *device; /* (nullable): none is meant */
  gboolean is_renamed;
} NamingCase;

static const NamingCase cases[] = {
  { "by-name", "North", -1, NULL, NULL, "A", FALSE },
  { "name-beats-id", "South", 3, NULL, NULL, "B", FALSE },
  { "name-beats-id-and-address", "North", 1, "10.0.0.2", NULL, "A", FALSE },
  { "unknown-name", "East", -1, NULL, NULL, NULL, FALSE },
  { "unknown-name-with-id-alone", "East", 3, NULL, NULL, NULL, FALSE },
  { "unknown-name-with-id-and-address", "East", 1, "10.0.0.1", NULL, "A", TRUE },
  { "unknown-name-with-another-address", "East", 1, "10.0.0.9", NULL, NULL, FALSE },
  { "name-in-capitals", "NORTH", -1, NULL, NULL, NULL, FALSE },
  { "id-with-address", NULL, 1, "10.0.0.2", NULL, "B", FALSE },
  { "id-that-two-have", NULL, 1, NULL, NULL, NULL, FALSE },
  { "id-alone", NULL, 3, NULL, NULL, "C", FALSE },
  { "unknown-id", NULL, 9, NULL, NULL, NULL, FALSE },
  { "address-alone", NULL, -1, "10.0.0.4", NULL, "D", FALSE },
  { "address-with-other-id", NULL, 7, "10.0.0.1", NULL, NULL, FALSE },
  { "address-with-id-of-a-unit-without", NULL, 7, "10.0.0.4", NULL, "D", FALSE },
  { "alias", NULL, -1, NULL, "860000", "E", FALSE },
  { "alias-that-is-a-name", NULL, -1, NULL, "West", "F", FALSE },
  { "alias-that-is-a-device", NULL, -1, NULL, "C", "C", FALSE },
  { "name-that-is-a-device", "D", -1, NULL, NULL, "D", FALSE },
  { "nothing", NULL, -1, NULL, NULL, NULL, FALSE },
};

static FluxGatewayMapping *
new_mapping (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  FluxGatewayMapping *mapping = flux_gateway_mapping_new (flux_body_names_new (), NULL, utc);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (FluxUnit) unit = flux_unit_new ("gateway", units[i].device);

      unit->server_name = g_strdup (units[i].server_name);
      unit->server_id = units[i].server_id;
      unit->ip = g_strdup (units[i].ip);
      unit->alias = g_strdup (units[i].alias);
      flux_gateway_mapping_add_unit (mapping, unit, NULL, FLUX_FLOW_UNIT_M3_PER_H);
    }
  return mapping;
}

static gsize
length_of (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

static void
test_naming (gconstpointer data)
{
  const NamingCase *test = data;
  g_autoptr (FluxGatewayMapping) mapping = new_mapping ();
  const FluxUnitNaming naming = {
    test->server_name, length_of (test->server_name), test->ip, length_of (test->ip), test->alias,
    length_of (test->alias), test->server_id,
  };
  gboolean is_renamed;
  const FluxMappedUnit *found = flux_gateway_mapping_find_unit (mapping, &naming, &is_renamed);

  g_assert_cmpstr (found != NULL ? found->unit->device_id : NULL, ==, test->device);
  g_assert_cmpint (is_renamed, ==, test->is_renamed);
}

/* --- Conversions -------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *field;
  const char *unit;
  double scale, offset;
  FluxFlowUnit flow_unit;
  double raw, kept;
} ConversionCase;

static const ConversionCase conversions[] = {
  { "own-unit", "level", NULL, 1, 0, FLUX_FLOW_UNIT_M3_PER_H, 0.3, 0.3 },
  { "millimetres", "level", "mm", 1, 0, FLUX_FLOW_UNIT_M3_PER_H, 300, 0.3 },
  { "flow-to-hours", "flow_rate", "m3/s", 1, 0, FLUX_FLOW_UNIT_M3_PER_H, 0.5, 1800 },
  { "flow-to-litres", "flow_rate", "m3/h", 1, 0, FLUX_FLOW_UNIT_L_PER_S, 3.6, 1 },
  { "flow-as-it-is", "flow_rate", "l/s", 1, 0, FLUX_FLOW_UNIT_L_PER_S, 7, 7 },
  { "flow-without-a-unit", "flow_rate", NULL, 1, 0, FLUX_FLOW_UNIT_L_PER_S, 7, 7 },
  { "flow-without-any-unit", "flow_rate", NULL, 1, 0, FLUX_FLOW_UNIT_UNKNOWN, 7, 7 },
  { "flow-of-an-unknown-unit", "flow_rate", "m3/s", 1, 0, FLUX_FLOW_UNIT_UNKNOWN, 7, 7 },
  { "span", "flow_rate", "m3/s", 0.001, 0, FLUX_FLOW_UNIT_M3_PER_S, 1250, 1.25 },
  { "offset", "temperature", "C", 0.1, -40, FLUX_FLOW_UNIT_M3_PER_H, 500, 10 },
  { "fahrenheit", "temperature", "F", 1, 0, FLUX_FLOW_UNIT_M3_PER_H, 50, 10 },
  { "fahrenheit-with-offset", "temperature", "F", 0.1, 10, FLUX_FLOW_UNIT_M3_PER_H, 400, 10 },
};

static void
test_conversion (gconstpointer data)
{
  const ConversionCase *test = data;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (FluxGatewayMapping) mapping = flux_gateway_mapping_new (flux_body_names_new (), NULL, utc);
  g_autoptr (FluxRegisterMap) map = flux_register_map_new ("map");
  g_autoptr (FluxUnit) unit = flux_unit_new ("gateway", "A");
  FluxRegister *reg = flux_register_new (test->field);
  const FluxUnitNaming naming = { .alias = "A", .alias_length = 1, .server_id = FLUX_UNIT_NO_SERVER_ID };
  const FluxConversion *conversion;
  gboolean is_renamed;

  reg->unit = g_strdup (test->unit);
  reg->scale = test->scale;
  reg->offset = test->offset;
  g_ptr_array_add (map->registers, reg);
  flux_gateway_mapping_add_unit (mapping, unit, map, test->flow_unit);
  conversion = &g_array_index (flux_gateway_mapping_find_unit (mapping, &naming, &is_renamed)->conversions,
                               FluxConversion, 0);
  g_assert_cmpfloat_with_epsilon (test->raw * conversion->scale + conversion->offset, test->kept, 1e-9);
  g_assert_cmpfloat (conversion->physical_least, <, test->kept);
  g_assert_cmpfloat (conversion->physical_most, >, test->kept);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/codec/gateway-mapping/naming/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_naming);
    }
  for (guint i = 0; i < G_N_ELEMENTS (conversions); i++)
    {
      g_autofree char *path = g_strconcat ("/codec/gateway-mapping/conversion/", conversions[i].name, NULL);

      g_test_add_data_func (path, &conversions[i], test_conversion);
    }
  return g_test_run ();
}
