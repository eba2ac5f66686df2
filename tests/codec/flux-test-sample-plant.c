/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-sample-plant.h"

static char *
read_file (const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (g_getenv ("FLUX_TEST_DATA"), name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, size, &error);
  g_assert_no_error (error);
  return text;
}

FluxPlantFile *
flux_test_sample_plant_read (void)
{
  g_autofree char *text = read_file ("sample-plant.json", NULL);
  g_autoptr (GError) error = NULL;
  FluxPlantFile *file = flux_plant_file_from_text (text, -1, &error);

  g_assert_no_error (error);
  return file;
}

GBytes *
flux_test_sample_post_read (const char *name)
{
  g_autofree char *file = g_strdup_printf ("gateway-posts/%s.json", name);
  gsize size;
  char *text = read_file (file, &size);

  return g_bytes_new_take (text, size);
}

static const FluxGateway *
find_gateway (const FluxPlantFile *file, const char *name)
{
  for (guint i = 0; i < file->gateways->len; i++)
    if (g_str_equal (((FluxGateway *) g_ptr_array_index (file->gateways, i))->name, name))
      return g_ptr_array_index (file->gateways, i);
  g_assert_not_reached ();
}

static FluxRegisterMap *
find_map (const FluxPlantFile *file, const char *uuid)
{
  for (guint i = 0; i < file->maps->len; i++)
    if (g_strcmp0 (((FluxRegisterMap *) g_ptr_array_index (file->maps, i))->uuid, uuid) == 0)
      return g_ptr_array_index (file->maps, i);
  return NULL;
}

static FluxFlowUnit
find_flow_unit (const FluxPlantFile *file, const char *device_id)
{
  for (guint i = 0; i < file->devices->len; i++)
    if (g_str_equal (((FluxDevice *) g_ptr_array_index (file->devices, i))->device_id, device_id))
      return ((FluxDevice *) g_ptr_array_index (file->devices, i))->flow_unit;
  g_assert_not_reached ();
}

FluxGatewayMapping *
flux_test_sample_plant_get_mapping (const char *gateway_name)
{
  g_autoptr (FluxPlantFile) file = flux_test_sample_plant_read ();
  const FluxGateway *gateway = find_gateway (file, gateway_name);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (gateway->time_zone);
  g_autoptr (GTimeZone) plant_zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;
  FluxBodyNames *names = flux_body_names_from_text (gateway->body_names, &error);
  FluxGatewayMapping *mapping;

  g_assert_no_error (error);
  mapping = flux_gateway_mapping_new (names, zone, plant_zone);
  for (guint i = 0; i < file->units->len; i++)
    {
      FluxUnit *unit = g_ptr_array_index (file->units, i);

      if (g_str_equal (unit->gateway_uuid, gateway->uuid))
        flux_gateway_mapping_add_unit (mapping, unit, find_map (file, unit->map_uuid),
                                       find_flow_unit (file, unit->device_id));
    }
  return mapping;
}
