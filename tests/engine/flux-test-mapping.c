/* SPDX-FileCopyrightText: 2026 The FluxIO authors
 * SPDX-License-Identifier: MIT
 */

#include "flux-test-mapping.h"

#include "flux-test-sample-plant.h"

#include <string.h>

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

GError *
flux_test_import_plant (FluxTestEngine *self, const FluxPlantFile *file)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  flux_engine_import_plant_async (self->engine, file, "tester", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  flux_engine_import_plant_finish (self->engine, result, &error);
  return error;
}

void
flux_test_import_sample_plant (FluxTestEngine *self)
{
  g_autoptr (FluxPlantFile) file = flux_test_sample_plant_read ();
  g_autoptr (GError) error = flux_test_import_plant (self, file);

  g_assert_no_error (error);
}

GError *
flux_test_save_mapping (FluxTestEngine *self, const FluxMappingChange *change)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  flux_engine_save_mapping_async (self->engine, change, "tester", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  flux_engine_save_mapping_finish (self->engine, result, &error);
  return error;
}

GError *
flux_test_delete_unit (FluxTestEngine *self, const char *uuid)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  flux_engine_delete_unit_async (self->engine, uuid, "tester", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  flux_engine_delete_unit_finish (self->engine, result, &error);
  return error;
}

GError *
flux_test_delete_map (FluxTestEngine *self, const char *uuid)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  flux_engine_delete_map_async (self->engine, uuid, "tester", NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  flux_engine_delete_map_finish (self->engine, result, &error);
  return error;
}

FluxRegisterMap *
flux_test_get_map (FluxTestEngine *self, const char *name)
{
  g_autoptr (GPtrArray) maps = flux_engine_get_maps (self->engine);

  for (guint i = 0; i < maps->len; i++)
    if (g_str_equal (((FluxRegisterMap *) g_ptr_array_index (maps, i))->name, name))
      return flux_register_map_ref (g_ptr_array_index (maps, i));
  g_assert_not_reached ();
}

FluxUnit *
flux_test_get_unit (FluxTestEngine *self, const char *device_id)
{
  g_autoptr (GPtrArray) units = flux_engine_get_units (self->engine);

  for (guint i = 0; i < units->len; i++)
    if (g_str_equal (((FluxUnit *) g_ptr_array_index (units, i))->device_id, device_id))
      return flux_unit_ref (g_ptr_array_index (units, i));
  g_assert_not_reached ();
}

FluxGateway *
flux_test_get_gateway (FluxTestEngine *self, const char *name)
{
  g_autoptr (GPtrArray) gateways = flux_engine_get_gateways (self->engine);

  for (guint i = 0; i < gateways->len; i++)
    if (g_str_equal (((FluxGateway *) g_ptr_array_index (gateways, i))->name, name))
      return flux_gateway_ref (g_ptr_array_index (gateways, i));
  g_assert_not_reached ();
}

char *
flux_test_decode_again (FluxTestEngine *self, const FluxPostQuery *query)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree FluxDecodeSummary *summary = NULL;

  flux_engine_decode_again_async (self->engine, query, "tester", NULL, NULL, NULL, keep_result, &result);
  flux_test_engine_run_until (has_result, &result);
  summary = flux_engine_decode_again_finish (self->engine, result, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("%d posts, %d stored, %d duplicate, %d failed, %d waiting, %d refused", (int) summary->posts,
                          (int) summary->after.stored, (int) summary->after.duplicate,
                          (int) summary->after.failed_read, (int) summary->after.waiting,
                          (int) summary->after.refused);
}

void
flux_test_post_as (FluxTestEngine *self, const char *gateway, const char *text)
{
  g_autoptr (FluxApiKey) key = flux_api_key_new (gateway, "another-0123456789");
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (FluxTestAnswer) answer
      = flux_test_engine_take (self, flux_post_new (key, body, flux_clock_get_now (FLUX_CLOCK (self->clock))));

  g_assert_no_error (answer->error);
}
